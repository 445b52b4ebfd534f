"""Documents of a case about a loan are sealed anew with a new key; they are erased by the room of loans itself."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

COLUMNS = """
CREATE OR REPLACE FUNCTION privacy_sealed_column(which text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE which WHEN 'registry_identifier' THEN 'cipher' WHEN 'registry_importfile' THEN 'cipher'
        WHEN 'delivery_handover' THEN 'proof_image' WHEN 'registry_lifeeventscan' THEN 'cipher'
        WHEN 'fieldwork_report' THEN 'photo' WHEN 'targeting_scan' THEN 'cipher' WHEN 'community_paper' THEN 'cipher'
        WHEN 'programmes_recipient' THEN 'cipher' WHEN 'loans_minutes' THEN 'cipher' WHEN 'delivery_payaccount' THEN 'cipher'
        WHEN 'loans_disputepaper' THEN 'cipher' END;
END $$;
CREATE OR REPLACE FUNCTION privacy_sealed_tables() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY['registry_identifier', 'registry_importfile', 'delivery_handover', 'registry_lifeeventscan',
        'fieldwork_report', 'targeting_scan', 'community_paper', 'programmes_recipient', 'loans_minutes',
        'delivery_payaccount', 'loans_disputepaper']
$$;
"""
TRIGGERS = "".join(
    f"""
CREATE TRIGGER privacy_retired_{event} AFTER {event.upper()} ON loans_disputepaper REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse_retired();
ALTER TABLE loans_disputepaper DISABLE TRIGGER privacy_retired_{event};
"""
    for event in ("insert", "update")
)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0015_later_sources"), ("loans", "0004_walls_of_carrying")]
    operations = [RunSQL(statement, RunSQL.noop) for statement in (COLUMNS, TRIGGERS)]
