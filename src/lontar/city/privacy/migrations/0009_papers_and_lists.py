"""Papers of meetings and rows of lists without a family are sealed too, so a change of keys seals them anew."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

TABLES = ("community_paper", "programmes_recipient")
COLUMNS = """
CREATE OR REPLACE FUNCTION privacy_sealed_column(which text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE which WHEN 'registry_identifier' THEN 'cipher' WHEN 'registry_importfile' THEN 'cipher'
        WHEN 'delivery_handover' THEN 'proof_image' WHEN 'registry_lifeeventscan' THEN 'cipher'
        WHEN 'fieldwork_report' THEN 'photo' WHEN 'targeting_scan' THEN 'cipher' WHEN 'community_paper' THEN 'cipher'
        WHEN 'programmes_recipient' THEN 'cipher' END;
END $$;
CREATE OR REPLACE FUNCTION privacy_sealed_tables() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY['registry_identifier', 'registry_importfile', 'delivery_handover', 'registry_lifeeventscan',
        'fieldwork_report', 'targeting_scan', 'community_paper', 'programmes_recipient']
$$;
"""
TRIGGERS = "".join(
    f"""
CREATE TRIGGER privacy_retired_{event} AFTER {event.upper()} ON {table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse_retired();
ALTER TABLE {table} DISABLE TRIGGER privacy_retired_{event};
"""
    for table in TABLES
    for event in ("insert", "update")
)


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0008_minutes_of_meetings"),
        ("community", "0002_walls"),
        ("programmes", "0004_recipients_walls"),
    ]
    operations = [RunSQL(statement, RunSQL.noop) for statement in (COLUMNS, TRIGGERS)]
