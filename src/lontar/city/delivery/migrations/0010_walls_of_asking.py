"""The walls around families that are asked after payment, around shielded ones too; and how what one said is forgotten."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import places_wall

SHIELDED = """
CREATE POLICY shielded ON delivery_askedfamily AS RESTRICTIVE FOR SELECT TO lontar_app
    USING (NOT (family_id <@ (SELECT lontar_hidden_families())))
"""
# What was counted stays as it was counted.
CLOSED = """
CREATE FUNCTION delivery_survey_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'closed' THEN
        RAISE EXCEPTION 'survey % is %: % is refused', OLD.id, OLD.state, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER closed_stays BEFORE UPDATE OR DELETE ON delivery_paymentsurvey
    FOR EACH ROW EXECUTE FUNCTION delivery_survey_stays();
ALTER TABLE delivery_paymentsurvey ENABLE ALWAYS TRIGGER closed_stays;
"""
CLOSED_UNDO = "DROP TRIGGER closed_stays ON delivery_paymentsurvey; DROP FUNCTION delivery_survey_stays()"
# Whoever erases somebody may not see every row about them.
FORGET = """
CREATE FUNCTION delivery_forget_answers(families bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF lontar_role() IS DISTINCT FROM 'planner' THEN
        RAISE EXCEPTION 'only a planner erases' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE delivery_askedfamily SET arrived = NULL, rupiah = NULL, whole = NULL, received_on = NULL, asked_money = NULL,
        note = '' WHERE family_id = ANY (families) AND place_id <@ (SELECT lontar_places());
END $$;
REVOKE ALL ON FUNCTION delivery_forget_answers(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION delivery_forget_answers(bigint[]) TO lontar_app;
"""


class Migration(migrations.Migration):
    dependencies = [("delivery", "0009_asked_after_payment"), ("registry", "0024_shields_everywhere")]
    operations = [
        *places_wall("delivery_askedfamily"),
        RunSQL(SHIELDED, "DROP POLICY shielded ON delivery_askedfamily"),
        RunSQL(CLOSED, CLOSED_UNDO),
        RunSQL(FORGET, "DROP FUNCTION delivery_forget_answers(bigint[])"),
    ]
