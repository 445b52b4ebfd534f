"""The database refuses on its own: what does not balance, what comes later, what changes."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import append_only

# Deferred, so that an entry and its postings may come in any order within one transaction.
# The number of postings is a part of the immutable entry: a later posting, even a balanced pair, breaks the count.
BALANCE = """
CREATE FUNCTION ledger_require_whole_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    this bigint;
    promised int;
    found int;
BEGIN
    this := CASE TG_TABLE_NAME WHEN 'ledger_entry' THEN (to_jsonb(NEW)->>'id')::bigint ELSE (to_jsonb(NEW)->>'entry_id')::bigint END;
    SELECT postings_count INTO promised FROM ledger_entry WHERE id = this;
    SELECT count(*) INTO found FROM ledger_posting WHERE entry_id = this;
    IF found <> promised OR found < 2 THEN
        RAISE EXCEPTION 'entry % has % postings instead of %', this, found, promised USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
        WHERE p.entry_id = this GROUP BY a.unit HAVING sum(p.amount) <> 0
    ) THEN
        RAISE EXCEPTION 'entry % does not balance', this USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER whole_entry AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_require_whole_entry();
CREATE CONSTRAINT TRIGGER whole_entry AFTER INSERT ON ledger_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_require_whole_entry();
ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER whole_entry;
ALTER TABLE ledger_posting ENABLE ALWAYS TRIGGER whole_entry;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("access", "0002_walls")]
    operations = [
        *append_only("ledger_account", "ledger_entry", "ledger_posting"),
        RunSQL(BALANCE, "DROP TRIGGER whole_entry ON ledger_entry; DROP TRIGGER whole_entry ON ledger_posting; DROP FUNCTION ledger_require_whole_entry()"),
    ]
