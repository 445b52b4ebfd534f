"""What moved stays as it moved; a difference is settled once and keeps what was reported."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import append_only

FORWARD = """
CREATE FUNCTION stores_settled_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rest stores_difference%ROWTYPE;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'waiting' AND NEW.state <> 'waiting' THEN
        rest := NEW;
        rest.state := OLD.state;
        rest.settled_by_id := OLD.settled_by_id;
        rest.settled_on := OLD.settled_on;
        rest.note := OLD.note;
        IF rest IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'difference % is %: % is refused', OLD.id, OLD.state, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER settled_once BEFORE UPDATE OR DELETE ON stores_difference
    FOR EACH ROW EXECUTE FUNCTION stores_settled_once();
ALTER TABLE stores_difference ENABLE ALWAYS TRIGGER settled_once;
"""
UNDO = "DROP TRIGGER settled_once ON stores_difference; DROP FUNCTION stores_settled_once()"


class Migration(migrations.Migration):
    dependencies = [("stores", "0001_initial"), ("access", "0006_treasurer")]
    operations = [*append_only("stores_movement", "stores_parcel"), RunSQL(FORWARD, UNDO)]
