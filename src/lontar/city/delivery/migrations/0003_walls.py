"""The walls around what families are owed; what was handed over and receipted only grows."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import append_only, places_wall

# What was approved is frozen: an entitlement only goes from owed to delivered or to cancelled, and nothing else in it
# changes, whoever asks.
FORWARD = """
CREATE FUNCTION delivery_only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.status <> 'owed'
        OR (to_jsonb(OLD) - 'status' - 'reason') <> (to_jsonb(NEW) - 'status' - 'reason') THEN
        RAISE EXCEPTION 'entitlement % is %: % is refused', OLD.id, OLD.status, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_forward BEFORE UPDATE OR DELETE ON delivery_entitlement
    FOR EACH ROW EXECUTE FUNCTION delivery_only_forward();
ALTER TABLE delivery_entitlement ENABLE ALWAYS TRIGGER only_forward;
"""
UNDO = "DROP TRIGGER only_forward ON delivery_entitlement; DROP FUNCTION delivery_only_forward()"


class Migration(migrations.Migration):
    dependencies = [("delivery", "0002_initial"), ("access", "0002_walls")]
    operations = [
        *places_wall("delivery_entitlement", "delivery_entitlementevent", "delivery_handover"),
        *append_only("delivery_handover", "delivery_receipt", "delivery_entitlementevent"),
        RunSQL(FORWARD, UNDO),
    ]
