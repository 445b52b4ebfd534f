"""Open visits follow their families: to another ward when these move, to the family that merges made of them, and back.

By triggers, because moves and merges are written in many ways (events, imports, decisions), and because the new ward
may lie behind a wall of whoever writes. A visit that was reported stays what it was. Of a list on which both families
stand, the visit of the dissolved one is left, and the family counts once.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

FOLLOW = """
-- Whoever does not serve the new ward visits there no more; somebody of that ward takes it over.
CREATE FUNCTION fieldwork_visitor_of(officer bigint, ward bigint) RETURNS bigint LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT o.officer_id FROM access_officerplace o
    WHERE o.officer_id = officer AND ward BETWEEN o.lowest AND o.highest LIMIT 1
$$;

CREATE FUNCTION fieldwork_visits_move() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM fieldwork_visit WHERE state = 'open' LIMIT 1;
    IF FOUND THEN
        EXECUTE 'UPDATE fieldwork_visit v SET place_id = f.place_id, rt = coalesce(d.rt, ''''), rw = coalesce(d.rw, ''''),
                officer_id = fieldwork_visitor_of(v.officer_id, f.place_id)
            FROM new_rows f JOIN old_rows o USING (id)
            LEFT JOIN registry_residence r ON r.family_id = f.id AND r.until IS NULL
            LEFT JOIN registry_dwelling d ON d.id = r.dwelling_id AND d.place_id = f.place_id
            WHERE o.place_id <> f.place_id AND v.family_id = f.id AND v.state = ''open'' AND v.place_id <> f.place_id';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER fieldwork_visits_move AFTER UPDATE ON registry_family REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION fieldwork_visits_move();

CREATE FUNCTION fieldwork_visits_merge() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    listed bigint;
    target registry_family;
BEGIN
    -- This family, and those whose visits came to either of the two by earlier merges.
    FOR listed IN SELECT NEW.family_id UNION SELECT v.listed_as_id FROM fieldwork_visit v
            WHERE v.listed_as_id IS NOT NULL AND v.family_id IN (NEW.family_id, NEW.survivor_family_id) LOOP
        SELECT f.* INTO target FROM registry_family f WHERE f.id = coalesce(
            (SELECT d.into_id FROM registry_dissolved() d WHERE d.family_id = listed), listed);
        UPDATE fieldwork_visit v SET state = 'open', listed_as_id = NULL FROM fieldwork_campaign c
            WHERE v.listed_as_id = listed AND v.family_id = listed AND v.state = 'left'
                AND c.id = v.campaign_id AND c.state = 'open';
        UPDATE fieldwork_visit v SET family_id = target.id, place_id = target.place_id,
                listed_as_id = nullif(listed, target.id), officer_id = fieldwork_visitor_of(v.officer_id, target.place_id)
            WHERE coalesce(v.listed_as_id, v.family_id) = listed AND v.family_id <> target.id AND v.state = 'open'
                AND NOT EXISTS (SELECT FROM fieldwork_visit o WHERE o.campaign_id = v.campaign_id AND o.turn = v.turn
                    AND o.family_id = target.id);
        UPDATE fieldwork_visit v SET state = 'left', listed_as_id = listed
            WHERE v.family_id = listed AND v.state = 'open' AND target.id <> listed;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER fieldwork_visits_merge AFTER INSERT OR UPDATE ON registry_merge
    FOR EACH ROW WHEN (NEW.emptied AND NEW.family_id IS NOT NULL) EXECUTE FUNCTION fieldwork_visits_merge();
REVOKE ALL ON FUNCTION fieldwork_visitor_of(bigint, bigint), fieldwork_visits_move(), fieldwork_visits_merge() FROM PUBLIC;
"""
NO_FOLLOW = """
DROP TRIGGER fieldwork_visits_move ON registry_family;
DROP TRIGGER fieldwork_visits_merge ON registry_merge;
DROP FUNCTION fieldwork_visits_move();
DROP FUNCTION fieldwork_visits_merge();
DROP FUNCTION fieldwork_visitor_of(bigint, bigint)
"""


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0002_walls"), ("registry", "0021_after_merges"), ("access", "0002_walls")]
    operations = [
        migrations.AddField(
            model_name="visit",
            name="listed_as",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="registry.family",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("listed_as__isnull", False)), fields=["listed_as"], name="fieldwork_visit_listed"
            ),
        ),
        RunSQL(FOLLOW, NO_FOLLOW),
    ]  # fmt: skip
