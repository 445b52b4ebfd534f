"""What the acting officer may see, as the database knows it; and the wall around the journal.

The journal lies below this room and its rows are walled here, because only here it is known who an officer is.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

# Definer: the app itself cannot read another officer's places through it, and the walls cost one call a statement.
FUNCTIONS = """
CREATE FUNCTION lontar_officer() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('lontar.officer', true), '')::bigint
$$;
CREATE FUNCTION lontar_places() RETURNS int8multirange LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT coalesce(range_agg(int8range(posting.lowest, posting.highest, '[]')), '{}'::int8multirange)
    FROM access_officerplace posting JOIN access_officer officer ON officer.id = posting.officer_id
    WHERE officer.id = lontar_officer() AND officer.is_active
$$;
"""
JOURNAL = """
ALTER TABLE journal_journalline ENABLE ROW LEVEL SECURITY;
CREATE POLICY anybody_writes ON journal_journalline FOR INSERT TO lontar_app WITH CHECK (true);
CREATE POLICY places ON journal_journalline FOR SELECT TO lontar_app
    USING ((SELECT lontar_officer()) IS NOT NULL AND (place_id IS NULL OR place_id <@ (SELECT lontar_places())));
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("journal", "0002_only_grows")]
    operations = [
        RunSQL(FUNCTIONS, "DROP FUNCTION lontar_places(); DROP FUNCTION lontar_officer();"),
        RunSQL(JOURNAL, "DROP POLICY places ON journal_journalline; DROP POLICY anybody_writes ON journal_journalline; ALTER TABLE journal_journalline DISABLE ROW LEVEL SECURITY"),
    ]
