"""What a statement wrote is checked by looking up each entry's key, whatever size the book had when this was planned.

A function's queries are planned once a connection and again when statistics come. Left to the planner, a check that was
planned while the book was small read the whole book for each entry of a payment order: minutes for 10,000 entries.
A question within the row is answered by the index of its key, and by nothing else.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

BALANCE = """
CREATE OR REPLACE FUNCTION ledger_require_whole_entries() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    wrong record;
BEGIN
    IF TG_TABLE_NAME = 'ledger_entry' THEN
        SELECT told.id, told.promised, told.found INTO wrong
        FROM (
            SELECT fresh.id, fresh.postings_count AS promised,
                (SELECT count(*) FROM ledger_posting posting WHERE posting.entry_id = fresh.id) AS found
            FROM fresh OFFSET 0
        ) told
        WHERE told.found <> told.promised OR told.found < 2
        LIMIT 1;
    ELSE
        SELECT told.id, told.promised, told.found INTO wrong
        FROM (
            SELECT touched.entry_id AS id,
                (SELECT entry.postings_count FROM ledger_entry entry WHERE entry.id = touched.entry_id) AS promised,
                (SELECT count(*) FROM ledger_posting posting WHERE posting.entry_id = touched.entry_id) AS found
            FROM (SELECT DISTINCT entry_id FROM fresh) touched OFFSET 0
        ) told
        WHERE told.promised IS NULL OR told.found <> told.promised
        LIMIT 1;
    END IF;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % has % postings instead of %', wrong.id, wrong.found, wrong.promised
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_TABLE_NAME = 'ledger_posting' THEN
        -- Complete, so all postings of a touched entry are among the fresh ones.
        SELECT told.id, told.unit, sum(told.amount) AS rest INTO wrong
        FROM (
            SELECT fresh.entry_id AS id, fresh.amount,
                (SELECT account.unit FROM ledger_account account WHERE account.id = fresh.account_id) AS unit
            FROM fresh OFFSET 0
        ) told
        GROUP BY told.id, told.unit HAVING sum(told.amount) <> 0
        LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'entry % does not balance: % % left over', wrong.id, wrong.rest, wrong.unit
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_earlier_entries")]
    operations = [RunSQL(BALANCE, RunSQL.noop)]
