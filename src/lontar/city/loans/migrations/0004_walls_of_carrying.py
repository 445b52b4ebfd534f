"""The walls around carried loans, cases and visits; their words go with the person."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import append_only, places_wall

# What was carried over or visited stays; of a case only its way to an end is written, and never who or what it is about.
FORWARD = """
CREATE FUNCTION loans_dispute_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := ARRAY['state', 'verdict', 'credited', 'reason', 'proposed_by_id', 'proposed_on', 'decided_by_id',
    'decided_on'];
BEGIN
    IF TG_OP = 'UPDATE' AND current_user = 'lontar_owner' THEN
        free := free || ARRAY['statement'];
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.state <> 'decided' OR current_user = 'lontar_owner')
        AND to_jsonb(OLD) - free = to_jsonb(NEW) - free THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'case % stays as it was told: % is refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER only_forward BEFORE UPDATE OR DELETE ON loans_dispute
    FOR EACH ROW EXECUTE FUNCTION loans_dispute_forward();
ALTER TABLE loans_dispute ENABLE ALWAYS TRIGGER only_forward;
REVOKE DELETE, TRUNCATE ON loans_dispute, loans_disputepaper, loans_booklayout FROM lontar_app;
REVOKE UPDATE, DELETE, TRUNCATE ON loans_visit FROM lontar_app;
"""
ERASE = """
CREATE OR REPLACE FUNCTION loans_erase_with_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE loans_application SET group_name = '', business = '–', plan = '–', guarantor = '', collateral = ''
    WHERE person_id = NEW.id;
    UPDATE loans_choice c SET reason = '–' FROM loans_application a
    WHERE a.id = c.application_id AND a.person_id = NEW.id AND c.reason <> '';
    UPDATE loans_visit v SET note = '' FROM loans_loan l WHERE l.id = v.loan_id AND l.person_id = NEW.id AND v.note <> '';
    UPDATE loans_dispute d SET statement = '–', reason = CASE WHEN d.reason = '' THEN '' ELSE '–' END
    FROM loans_loan l WHERE l.id = d.loan_id AND l.person_id = NEW.id;
    DELETE FROM loans_disputepaper p USING loans_dispute d, loans_loan l
    WHERE d.id = p.dispute_id AND l.id = d.loan_id AND l.person_id = NEW.id;
    RETURN NULL;
END $$;
"""
WALLED = (
    "loans_booklayout", "loans_bookfile", "loans_carried", "loans_dispute", "loans_disputepaper", "loans_visit",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("loans", "0003_carrying_and_visiting")]
    operations = [
        *places_wall(*WALLED),
        *append_only("loans_bookfile", "loans_carried"),
        RunSQL(FORWARD, RunSQL.noop),
        RunSQL(ERASE, RunSQL.noop),
    ]
