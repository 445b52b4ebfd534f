"""Scans of documents are sealed too, so a change of keys seals them anew."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

TABLE = "registry_lifeeventscan"
COLUMNS = """
CREATE OR REPLACE FUNCTION privacy_sealed_column(which text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE which WHEN 'registry_identifier' THEN 'cipher' WHEN 'registry_importfile' THEN 'cipher'
        WHEN 'delivery_handover' THEN 'proof_image' WHEN 'registry_lifeeventscan' THEN 'cipher' END;
END $$;
"""
RETIRE = """
CREATE OR REPLACE FUNCTION privacy_retire_key(old int) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE which text; used bigint;
BEGIN
    PERFORM privacy_require_keeper('');
    FOREACH which IN ARRAY ARRAY['registry_identifier', 'registry_importfile', 'delivery_handover', 'registry_lifeeventscan'] LOOP
        -- Whoever writes now is waited for, and whoever comes later meets the trigger.
        EXECUTE format('LOCK TABLE %I IN SHARE ROW EXCLUSIVE MODE', which);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER privacy_retired_insert', which);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER privacy_retired_update', which);
        EXECUTE format('SELECT count(*) FROM %2$I t WHERE length(t.%1$I) > 0 AND get_byte(t.%1$I, 0) = $1',
            privacy_sealed_column(which), which) INTO used USING old;
        IF used > 0 THEN
            RAISE EXCEPTION 'key % still seals % rows of %', old, used, which USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    INSERT INTO privacy_sealingkey (id, retired_at) VALUES (old, now())
        ON CONFLICT (id) DO UPDATE SET retired_at = coalesce(privacy_sealingkey.retired_at, now());
END $$;
"""
TRIGGERS = "".join(
    f"""
CREATE TRIGGER privacy_retired_{event} AFTER {event.upper()} ON {TABLE} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse_retired();
ALTER TABLE {TABLE} DISABLE TRIGGER privacy_retired_{event};
"""
    for event in ("insert", "update")
)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0003_sealing"), ("registry", "0016_over_time_walls")]
    operations = [RunSQL(statement, RunSQL.noop) for statement in (COLUMNS, RETIRE, TRIGGERS)]
