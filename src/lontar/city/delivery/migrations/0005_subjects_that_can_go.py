"""The random number that ties an entitlement to the book can be taken away when its family is erased, and then only."""

from uuid import uuid4

from django.db import migrations, models
from django.db.migrations.operations import RunSQL

FORWARD = """
CREATE OR REPLACE FUNCTION delivery_only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_user = 'lontar_owner' AND NEW.subject IS NULL
        AND (to_jsonb(OLD) - 'subject') = (to_jsonb(NEW) - 'subject') THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.status <> 'owed'
        OR (to_jsonb(OLD) - 'status' - 'reason') <> (to_jsonb(NEW) - 'status' - 'reason') THEN
        RAISE EXCEPTION 'entitlement % is %: % is refused', OLD.id, OLD.status, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("delivery", "0004_earlier_receipts")]
    operations = [
        migrations.AlterField("entitlement", "subject", models.UUIDField(default=uuid4, null=True, unique=True)),
        migrations.AlterField("entitlementevent", "subject", models.UUIDField(default=uuid4, null=True)),
        RunSQL(FORWARD, RunSQL.noop),
    ]
