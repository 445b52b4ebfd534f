"""What the database refuses of the log and of closed periods on its own, whoever asks."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import append_only

# A leaf is given its number once, and its secret is destroyed once, by the owner's function that erases a person.
LEAVES = """
CREATE FUNCTION ledger_leaf_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.about = OLD.about
        AND NEW.commitment = OLD.commitment AND (
            (OLD.number IS NULL AND NEW.number IS NOT NULL AND NEW.secret IS NOT DISTINCT FROM OLD.secret)
            OR (NEW.number IS NOT DISTINCT FROM OLD.number AND NEW.secret IS NULL AND current_user = 'lontar_owner'))
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'leaf % of the log stays as it is: % is refused', OLD.id, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_leaf FROM lontar_app;
GRANT UPDATE (number) ON ledger_leaf TO lontar_app;
CREATE TRIGGER only_forward BEFORE UPDATE OR DELETE ON ledger_leaf
    FOR EACH ROW EXECUTE FUNCTION ledger_leaf_forward();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON ledger_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION lontar_refuse_change();
ALTER TABLE ledger_leaf ENABLE ALWAYS TRIGGER only_forward;
ALTER TABLE ledger_leaf ENABLE ALWAYS TRIGGER never_emptied;
"""
NO_LEAVES = """
DROP TRIGGER only_forward ON ledger_leaf;
DROP TRIGGER never_emptied ON ledger_leaf;
DROP FUNCTION ledger_leaf_forward();
"""

# Whoever posts holds the lock together with all others who post; whoever closes a period waits for all of them and
# keeps new ones waiting, so that nothing slips into a period while it closes.
PERIODS = """
CREATE FUNCTION ledger_require_open() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    closed date;
    wrong record;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('ledger.period'));
    SELECT max(until) INTO closed FROM ledger_closedperiod;
    SELECT fresh.id, fresh."on" INTO wrong FROM fresh WHERE fresh."on" <= closed LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % is of %, and the book is closed until %', wrong.id, wrong."on", closed
            USING ERRCODE = 'check_violation';
    END IF;
    SELECT fresh.id INTO wrong FROM fresh JOIN ledger_entry first ON first.id = fresh.reverses_id
    WHERE fresh.reverses_id IS NOT NULL AND first.reverses_id IS NOT NULL LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % undoes a reversal', wrong.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER open_periods AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_require_open();
ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER open_periods;
CREATE FUNCTION ledger_close_in_order() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('ledger.period'));
    IF EXISTS (SELECT FROM ledger_closedperiod WHERE until >= NEW.until) THEN
        RAISE EXCEPTION 'the book is closed until % already', NEW.until USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_order BEFORE INSERT ON ledger_closedperiod FOR EACH ROW EXECUTE FUNCTION ledger_close_in_order();
ALTER TABLE ledger_closedperiod ENABLE ALWAYS TRIGGER in_order;
"""
NO_PERIODS = """
DROP TRIGGER in_order ON ledger_closedperiod;
DROP FUNCTION ledger_close_in_order();
DROP TRIGGER open_periods ON ledger_entry;
DROP FUNCTION ledger_require_open();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_log_and_periods")]
    operations = [
        *append_only("ledger_closedperiod", "ledger_tile", "ledger_checkpoint", "ledger_witnessing"),
        RunSQL(LEAVES, NO_LEAVES),
        RunSQL(PERIODS, NO_PERIODS),
    ]
