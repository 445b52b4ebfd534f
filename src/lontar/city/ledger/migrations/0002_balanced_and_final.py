"""The database refuses on its own: what does not balance, what comes later, what changes."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.kit.walls import append_only

# An entry and all of its postings are made by one statement. Both triggers look at what that statement left:
# an entry without its postings is refused, and so is any posting that does not complete an entry made with it.
# The number of postings is a part of the immutable entry: a later posting, even a balanced pair, breaks the count.
# At the end of the statement and by sets, not row by row at commit: 10,000 transfers are checked in two queries.
# search_path is fixed, so that no temporary table of the same name can stand before the true one.
BALANCE = """
CREATE FUNCTION ledger_require_whole_entries() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    wrong record;
BEGIN
    IF TG_TABLE_NAME = 'ledger_entry' THEN
        SELECT fresh.id, fresh.postings_count AS promised, count(posting.id) AS found INTO wrong
        FROM fresh LEFT JOIN ledger_posting posting ON posting.entry_id = fresh.id
        GROUP BY fresh.id, fresh.postings_count
        HAVING count(posting.id) <> fresh.postings_count OR count(posting.id) < 2
        LIMIT 1;
    ELSE
        SELECT touched.entry_id AS id, entry.postings_count AS promised, count(posting.id) AS found INTO wrong
        FROM (SELECT DISTINCT entry_id FROM fresh) touched
        LEFT JOIN ledger_entry entry ON entry.id = touched.entry_id
        JOIN ledger_posting posting ON posting.entry_id = touched.entry_id
        GROUP BY touched.entry_id, entry.postings_count
        HAVING entry.postings_count IS NULL OR count(posting.id) <> entry.postings_count
        LIMIT 1;
    END IF;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % has % postings instead of %', wrong.id, wrong.found, wrong.promised
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_TABLE_NAME = 'ledger_posting' THEN
        -- Complete, so all postings of a touched entry are among the fresh ones.
        SELECT fresh.entry_id AS id, account.unit AS unit, sum(fresh.amount) AS rest INTO wrong
        FROM fresh JOIN ledger_account account ON account.id = fresh.account_id
        GROUP BY fresh.entry_id, account.unit HAVING sum(fresh.amount) <> 0
        LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'entry % does not balance: % % left over', wrong.id, wrong.rest, wrong.unit
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER whole_entries AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_require_whole_entries();
CREATE TRIGGER whole_entries AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_require_whole_entries();
ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER whole_entries;
ALTER TABLE ledger_posting ENABLE ALWAYS TRIGGER whole_entries;
"""
UNDO = """
DROP TRIGGER whole_entries ON ledger_entry;
DROP TRIGGER whole_entries ON ledger_posting;
DROP FUNCTION ledger_require_whole_entries();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("access", "0002_walls")]
    operations = [
        *append_only("ledger_account", "ledger_entry", "ledger_posting"),
        RunSQL(BALANCE, UNDO),
    ]
