"""The walls around loans; what moved money only grows; whether somebody has a live loan is told past the wall as yes or no."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import append_only, places_wall

# Everybody behind these records: those that they were merged into, those merged into these, and whoever bears the same
# NIK. The answer is one bit, and only for an officer who acts: nobody learns in which ward, how much, or from whom.
LIVE = """
CREATE FUNCTION loans_has_live_loan(persons bigint[]) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE same bigint[];
BEGIN
    IF lontar_officer() IS NULL THEN
        RAISE EXCEPTION 'nobody acts' USING ERRCODE = 'insufficient_privilege';
    END IF;
    WITH tops AS (
        SELECT coalesce(merged_into_id, id) AS id FROM registry_person WHERE id = ANY (persons)
    ), records AS (
        SELECT id FROM tops UNION SELECT p.id FROM registry_person p JOIN tops ON p.merged_into_id = tops.id
    ), twins AS (
        SELECT other.person_id AS id FROM registry_identifier mine
        JOIN registry_identifier other ON other.blind = mine.blind AND other.kind = 'nik'
        WHERE mine.kind = 'nik' AND mine.person_id IN (SELECT id FROM records)
    )
    SELECT array_agg(id) INTO same FROM (SELECT id FROM records UNION SELECT id FROM twins) every
    WHERE id IS NOT NULL;
    RETURN EXISTS (SELECT FROM loans_borrower WHERE live AND person_id = ANY (coalesce(same, persons)));
END $$;
REVOKE ALL ON FUNCTION loans_has_live_loan(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION loans_has_live_loan(bigint[]) TO lontar_app;
"""
# A loan keeps its borrower, sum, day and terms; an application what was asked. Erasing alone takes words away.
FORWARD = """
CREATE FUNCTION loans_only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        free := CASE TG_TABLE_NAME WHEN 'loans_loan' THEN ARRAY['state', 'plan']
            WHEN 'loans_application' THEN ARRAY['state'] ELSE ARRAY[]::text[] END;
        IF current_user = 'lontar_owner' AND TG_TABLE_NAME = 'loans_application' THEN
            free := free || ARRAY['group_name', 'business', 'plan', 'guarantor', 'collateral'];
        ELSIF current_user = 'lontar_owner' AND to_jsonb(NEW) -> 'subject' = 'null'::jsonb THEN
            free := free || ARRAY['subject'];
        END IF;
        IF to_jsonb(OLD) - free = to_jsonb(NEW) - free THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% % stays as it was agreed: % is refused', TG_TABLE_NAME, OLD.id, TG_OP
        USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER only_forward BEFORE UPDATE OR DELETE ON loans_loan
    FOR EACH ROW EXECUTE FUNCTION loans_only_forward();
ALTER TABLE loans_loan ENABLE ALWAYS TRIGGER only_forward;
CREATE TRIGGER only_forward BEFORE UPDATE OR DELETE ON loans_application
    FOR EACH ROW EXECUTE FUNCTION loans_only_forward();
ALTER TABLE loans_application ENABLE ALWAYS TRIGGER only_forward;
CREATE TRIGGER only_forward BEFORE UPDATE OR DELETE ON loans_repayment
    FOR EACH ROW EXECUTE FUNCTION loans_only_forward();
ALTER TABLE loans_repayment ENABLE ALWAYS TRIGGER only_forward;
REVOKE UPDATE, DELETE, TRUNCATE ON loans_repayment FROM lontar_app;
REVOKE UPDATE, DELETE, TRUNCATE ON loans_choice FROM lontar_app;
REVOKE DELETE, TRUNCATE ON loans_application, loans_loan, loans_borrower, loans_minutes FROM lontar_app;
"""
# Whoever erases a person erases their words here too: it happens where the name goes, so that no caller can forget it.
ERASE = """
CREATE FUNCTION loans_erase_with_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE loans_application SET group_name = '', business = '–', plan = '–', guarantor = '', collateral = ''
    WHERE person_id = NEW.id;
    UPDATE loans_choice c SET reason = '–' FROM loans_application a
    WHERE a.id = c.application_id AND a.person_id = NEW.id AND c.reason <> '';
    RETURN NULL;
END $$;
CREATE TRIGGER loans_erase AFTER UPDATE OF name ON registry_person
    FOR EACH ROW WHEN (OLD.name <> '' AND NEW.name = '') EXECUTE FUNCTION loans_erase_with_person();
ALTER TABLE registry_person ENABLE ALWAYS TRIGGER loans_erase;
"""
# Cuts the tie between a borrower's loans and the book, and gives back the leaves whose secrets are gone, for whoever
# erases to log. The entries and the tree stay as they are.
UNLINK = """
CREATE FUNCTION loans_unlink(who bigint) RETURNS bigint[] LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE subjects uuid[]; mine bigint[]; gone bigint[];
BEGIN
    IF lontar_role() IS DISTINCT FROM 'planner' OR NOT EXISTS (
        SELECT FROM registry_person p WHERE p.id = who AND p.place_id <@ lontar_places()) THEN
        RAISE EXCEPTION 'only a planner of the place erases a person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT coalesce(array_agg(l.id), '{}'), coalesce(array_agg(l.subject) FILTER (WHERE l.subject IS NOT NULL), '{}')
    INTO mine, subjects FROM loans_loan l JOIN registry_person p ON p.id = l.person_id
    WHERE who IN (p.id, p.merged_into_id);
    WITH forgotten AS (
        UPDATE ledger_leaf SET secret = NULL WHERE secret IS NOT NULL AND kind = 'entry' AND about IN (
            SELECT e.key FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id
            WHERE p.subject = ANY (subjects))
        RETURNING id)
    SELECT coalesce(array_agg(id ORDER BY id), '{}') INTO gone FROM forgotten;
    UPDATE loans_loan SET subject = NULL WHERE id = ANY (mine) AND subject IS NOT NULL;
    UPDATE loans_repayment SET subject = NULL WHERE loan_id = ANY (mine) AND subject IS NOT NULL;
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION loans_unlink(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION loans_unlink(bigint) TO lontar_app;
"""
WALLED = (
    "loans_fund", "loans_lendinground", "loans_cashcount", "loans_minutes", "loans_application", "loans_groupmember",
    "loans_choice", "loans_loan", "loans_borrower", "loans_instalment", "loans_change", "loans_repayment",
    "loans_reversal",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("loans", "0001_initial"),
        ("access", "0003_sightings_wall"),
        ("registry", "0023_contradictions"),
        ("ledger", "0005_earlier_entries"),
    ]
    operations = [
        *places_wall(*WALLED),
        *append_only(
            "loans_cashcount", "loans_lendinground", "loans_groupmember", "loans_instalment", "loans_change",
            "loans_reversal", "loans_receipt",
        ),
        RunSQL(LIVE, "DROP FUNCTION loans_has_live_loan(bigint[])"),
        RunSQL(FORWARD, RunSQL.noop),
        RunSQL(ERASE, RunSQL.noop),
        RunSQL(UNLINK, "DROP FUNCTION loans_unlink(bigint)"),
    ]  # fmt: skip
