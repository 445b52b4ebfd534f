"""Photos of home visits are sealed too, so a change of keys seals them anew."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

TABLE = "fieldwork_report"
COLUMNS = """
CREATE OR REPLACE FUNCTION privacy_sealed_column(which text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE which WHEN 'registry_identifier' THEN 'cipher' WHEN 'registry_importfile' THEN 'cipher'
        WHEN 'delivery_handover' THEN 'proof_image' WHEN 'registry_lifeeventscan' THEN 'cipher'
        WHEN 'fieldwork_report' THEN 'photo' END;
END $$;
CREATE FUNCTION privacy_sealed_tables() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY['registry_identifier', 'registry_importfile', 'delivery_handover', 'registry_lifeeventscan', 'fieldwork_report']
$$;
"""
RETIRE = """
CREATE OR REPLACE FUNCTION privacy_retire_key(old int) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE which text; used bigint;
BEGIN
    PERFORM privacy_require_keeper('');
    FOREACH which IN ARRAY privacy_sealed_tables() LOOP
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
# What only grows may be sealed anew, by the owner's function alone, whichever column is the sealed one.
ONLY_ERASED = f"""
CREATE OR REPLACE FUNCTION privacy_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    columns text[] := privacy_erasable(TG_TABLE_NAME::text); sealed text := privacy_sealed_column(TG_TABLE_NAME::text);
    old_row jsonb; new_row jsonb;
BEGIN
    IF TG_OP = 'UPDATE' AND current_user = 'lontar_owner' THEN
        old_row := to_jsonb(OLD); new_row := to_jsonb(NEW);
        -- Sealed anew: other bytes that begin with another key.
        IF sealed IS NOT NULL AND old_row - sealed = new_row - sealed
            AND length(old_row ->> sealed) > 4 AND length(new_row ->> sealed) > 4
            AND left(old_row ->> sealed, 4) <> left(new_row ->> sealed, 4) THEN
            RETURN NEW;
        END IF;
        IF old_row - columns = new_row - columns AND NOT EXISTS (
            SELECT FROM unnest(columns) c WHERE old_row -> c IS DISTINCT FROM new_row -> c
                AND coalesce(new_row ->> c, '') NOT IN ('', '–', '{{}}', 'false', '\\x')) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'table % only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER only_grows ON {TABLE};
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION privacy_only_erased();
ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER only_grows;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0006_seeds"), ("fieldwork", "0002_walls")]
    operations = [RunSQL(statement, RunSQL.noop) for statement in (COLUMNS, RETIRE, TRIGGERS, ONLY_ERASED)]
