"""Photos of works are sealed anew with a new key; they are emptied by the room of works itself."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

COLUMNS = """
CREATE OR REPLACE FUNCTION privacy_sealed_column(which text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE which WHEN 'registry_identifier' THEN 'cipher' WHEN 'registry_importfile' THEN 'cipher'
        WHEN 'delivery_handover' THEN 'proof_image' WHEN 'registry_lifeeventscan' THEN 'cipher'
        WHEN 'fieldwork_report' THEN 'photo' WHEN 'targeting_scan' THEN 'cipher' WHEN 'community_paper' THEN 'cipher'
        WHEN 'programmes_recipient' THEN 'cipher' WHEN 'loans_minutes' THEN 'cipher' WHEN 'delivery_payaccount' THEN 'cipher'
        WHEN 'loans_disputepaper' THEN 'cipher' WHEN 'works_photo' THEN 'cipher' END;
END $$;
CREATE OR REPLACE FUNCTION privacy_sealed_tables() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY['registry_identifier', 'registry_importfile', 'delivery_handover', 'registry_lifeeventscan',
        'fieldwork_report', 'targeting_scan', 'community_paper', 'programmes_recipient', 'loans_minutes',
        'delivery_payaccount', 'loans_disputepaper', 'works_photo']
$$;
"""
TRIGGERS = "".join(
    f"""
CREATE TRIGGER privacy_retired_{event} AFTER {event.upper()} ON works_photo REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse_retired();
ALTER TABLE works_photo DISABLE TRIGGER privacy_retired_{event};
"""
    for event in ("insert", "update")
)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0016_papers_of_cases"), ("works", "0002_walls")]
    operations = [RunSQL(statement, RunSQL.noop) for statement in (COLUMNS, TRIGGERS)]
