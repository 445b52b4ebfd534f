"""40,000 entitlements go on at once: their guard compares rows instead of documents, their history is one statement."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations
from django.db.migrations.operations import RunSQL

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


# What a statement changed is joined by hashes, also where this was planned for a single row.
HISTORY = "pgtrigger_update_update_63c9b()"


class Migration(migrations.Migration):
    dependencies = [("delivery", "0007_payment_walls")]
    operations = [
        RunSQL(ENTITLEMENT, RunSQL.noop),
        pgtrigger.migrations.RemoveTrigger(
            model_name='entitlement',
            name='update_update',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entitlement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "delivery_entitlementevent" ("amount", "family_id", "id", "line_id", "on", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "reason", "round_id", "status", "subject") SELECT old_values."amount", old_values."family_id", old_values."id", old_values."line_id", old_values."on", old_values."period", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."place_id", old_values."reason", old_values."round_id", old_values."status", old_values."subject" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4f8004161505b5800abac6d483a3ca00639d7f42', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_63c9b', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='delivery_entitlement', when='AFTER')),
        ),
        RunSQL(f"ALTER FUNCTION {HISTORY} SET enable_nestloop = off", f"ALTER FUNCTION {HISTORY} RESET enable_nestloop"),
    ]
