"""The wall around hand-overs that are taken back; an entitlement goes back from delivered only by two people."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import places_wall, settled_once

ENTITLEMENT = """
CREATE OR REPLACE FUNCTION delivery_only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rest delivery_entitlement%ROWTYPE;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        -- Whatever columns there are: as it is to be, but for the status and the reason.
        rest := NEW;
        rest.status := OLD.status;
        rest.reason := OLD.reason;
        IF rest IS NOT DISTINCT FROM OLD AND (OLD.status, NEW.status) IN (('owed', 'sent'), ('owed', 'delivered'),
            ('owed', 'cancelled'), ('sent', 'delivered'), ('sent', 'owed')) THEN
            RETURN NEW;
        END IF;
        -- Taken back: a second person has agreed in this same transaction, or before.
        IF rest IS NOT DISTINCT FROM OLD AND (OLD.status, NEW.status) = ('delivered', 'cancelled') AND EXISTS (
            SELECT 1 FROM delivery_takeback t JOIN delivery_handover h ON h.id = t.handover_id
            WHERE h.entitlement_id = OLD.id AND t.state = 'done') THEN
            RETURN NEW;
        END IF;
        -- Erasing takes the tie to the book and the words away, as the owner and nobody else.
        rest.subject := OLD.subject;
        IF current_user = 'lontar_owner' AND rest IS NOT DISTINCT FROM OLD AND NEW.status = OLD.status
            AND (NEW.subject IS NULL OR NEW.subject = OLD.subject) AND NEW.reason IN (OLD.reason, '–') THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'entitlement % is %: % is refused', OLD.id, OLD.status, TG_OP USING ERRCODE = 'check_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("delivery", "0011_taken_back"), ("access", "0006_treasurer")]
    operations = [
        *places_wall("delivery_takeback"),
        *settled_once("delivery_takeback", "settled_by_id", "settled_on", "note"),
        RunSQL(ENTITLEMENT, RunSQL.noop),
    ]
