"""The walls around homes that were drawn, around shielded families too; and how what a home answered is forgotten."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import places_wall

SHIELDED = """
CREATE POLICY shielded ON targeting_sampledhome AS RESTRICTIVE FOR SELECT TO lontar_app
    USING (NOT (family_id <@ (SELECT lontar_hidden_families())))
"""
# Whoever erases somebody may not see every row about them.
FORGET = """
CREATE FUNCTION targeting_forget_homes(families bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF lontar_role() IS DISTINCT FROM 'planner' THEN
        RAISE EXCEPTION 'only a planner erases' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE targeting_sampledhome SET people = NULL, amounts = '{}', a_head = NULL, poor = NULL, note = ''
        WHERE family_id = ANY (families) AND place_id <@ (SELECT lontar_places());
END $$;
REVOKE ALL ON FUNCTION targeting_forget_homes(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION targeting_forget_homes(bigint[]) TO lontar_app;
"""


class Migration(migrations.Migration):
    dependencies = [("targeting", "0010_surveys"), ("registry", "0024_shields_everywhere")]
    operations = [
        *places_wall("targeting_sampledhome"),
        RunSQL(SHIELDED, "DROP POLICY shielded ON targeting_sampledhome"),
        RunSQL(FORGET, "DROP FUNCTION targeting_forget_homes(bigint[])"),
    ]
