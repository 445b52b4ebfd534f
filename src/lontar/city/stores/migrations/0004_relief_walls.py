"""The wall around who received in an emergency; a declaration stays as it is, and a name is settled once and then gone."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import append_only, places_wall

FORWARD = """
CREATE FUNCTION stores_relief_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rest stores_relief%ROWTYPE;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'waiting' AND NEW.state IN ('matched', 'unknown') AND NEW.name = '' THEN
        rest := NEW;
        rest.state := OLD.state;
        rest.name := OLD.name;
        rest.family_id := OLD.family_id;
        rest.settled_by_id := OLD.settled_by_id;
        rest.settled_on := OLD.settled_on;
        rest.note := OLD.note;
        IF rest IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'relief % is %: % is refused', OLD.id, OLD.state, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER settled_once BEFORE UPDATE OR DELETE ON stores_relief
    FOR EACH ROW EXECUTE FUNCTION stores_relief_once();
ALTER TABLE stores_relief ENABLE ALWAYS TRIGGER settled_once;
"""
UNDO = "DROP TRIGGER settled_once ON stores_relief; DROP FUNCTION stores_relief_once()"


class Migration(migrations.Migration):
    dependencies = [("stores", "0003_relief"), ("access", "0006_treasurer")]
    operations = [*places_wall("stores_relief"), *append_only("stores_emergency"), RunSQL(FORWARD, UNDO)]
