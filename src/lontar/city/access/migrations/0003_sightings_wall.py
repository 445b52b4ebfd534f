"""Who saw whom is written by whoever saw, and read by those who keep watch: one officer's reading is not another's.

It stands here because only here it is known which role an officer has.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

FUNCTION = """
CREATE FUNCTION lontar_role() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT role::text FROM access_officer WHERE id = lontar_officer() AND is_active
$$;
"""
WALL = """
ALTER TABLE journal_sighting ENABLE ROW LEVEL SECURITY;
CREATE POLICY anybody_writes ON journal_sighting FOR INSERT TO lontar_app WITH CHECK (true);
CREATE POLICY watchers ON journal_sighting FOR SELECT TO lontar_app
    USING ((SELECT lontar_role()) IN ('administrator', 'inspector'));
"""
UNDO = """
DROP POLICY watchers ON journal_sighting;
DROP POLICY anybody_writes ON journal_sighting;
ALTER TABLE journal_sighting DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0002_walls"), ("journal", "0005_sightings_only_grow")]
    operations = [RunSQL(FUNCTION, "DROP FUNCTION lontar_role()"), RunSQL(WALL, UNDO)]
