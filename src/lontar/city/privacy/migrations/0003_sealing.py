"""Changing keys: what the command may do behind every wall, and what no row may do any more.

Sealed values lie behind the walls of all places, and pictures of hand-overs in a table that only grows. So they are
sealed anew by functions of the owner, which whoever keeps the installation may call, and which change nothing else.
A row that somebody seals with a retired key, in a process that had read it before, is refused: it would be lost.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

# Which column of which table is sealed. A test finds whatever is missing here.
COLUMNS = """
CREATE FUNCTION privacy_sealed_column(which text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE which WHEN 'registry_identifier' THEN 'cipher' WHEN 'registry_importfile' THEN 'cipher'
        WHEN 'delivery_handover' THEN 'proof_image' END;
END $$;
"""
TABLES = ("registry_identifier", "registry_importfile", "delivery_handover")
KEEPER = """
CREATE FUNCTION privacy_require_keeper(which text) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF lontar_role() IS DISTINCT FROM 'administrator' OR (which <> '' AND privacy_sealed_column(which) IS NULL) THEN
        RAISE EXCEPTION 'keys are changed by an administrator only' USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;
"""
ROWS = """
CREATE FUNCTION privacy_rows_to_reseal(which text, key int, beyond bigint, most int)
RETURNS TABLE (id bigint, kind text, cipher bytea) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM privacy_require_keeper(which);
    RETURN QUERY EXECUTE format(
        'SELECT t.id, %s, t.%2$I FROM %3$I t WHERE t.id > $1 AND length(t.%2$I) > 0 AND get_byte(t.%2$I, 0) <> $2 '
        'ORDER BY t.id LIMIT $3 FOR UPDATE',
        CASE which WHEN 'registry_identifier' THEN 't.kind::text' ELSE '''''::text' END,
        privacy_sealed_column(which), which) USING beyond, key, most;
END $$;
CREATE FUNCTION privacy_reseal(which text, ids bigint[], ciphers bytea[], blinds bytea[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE touched bigint;
BEGIN
    PERFORM privacy_require_keeper(which);
    EXECUTE format('UPDATE %I t SET %I = n.cipher %s FROM unnest($1, $2, $3) AS n (id, cipher, blind) WHERE t.id = n.id',
        which, privacy_sealed_column(which), CASE which WHEN 'registry_identifier' THEN ', blind = n.blind' ELSE '' END)
        USING ids, ciphers, blinds;
    GET DIAGNOSTICS touched = ROW_COUNT;
    RETURN touched;
END $$;
CREATE FUNCTION privacy_sealed_by_key(which text) RETURNS TABLE (key int, sealed bigint) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM privacy_require_keeper(which);
    RETURN QUERY EXECUTE format('SELECT get_byte(t.%1$I, 0), count(*) FROM %2$I t WHERE length(t.%1$I) > 0 GROUP BY 1 ORDER BY 1',
        privacy_sealed_column(which), which);
END $$;
"""
RETIRE = """
CREATE FUNCTION privacy_retire_key(old int) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE which text; used bigint;
BEGIN
    PERFORM privacy_require_keeper('');
    FOREACH which IN ARRAY ARRAY['registry_identifier', 'registry_importfile', 'delivery_handover'] LOOP
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
CREATE FUNCTION privacy_refuse_retired() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE found boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM new_rows n JOIN privacy_sealingkey k ON k.retired_at IS NOT NULL '
        'AND length(n.%1$I) > 0 AND k.id = get_byte(n.%1$I, 0))', privacy_sealed_column(TG_TABLE_NAME::text)) INTO found;
    IF found THEN
        RAISE EXCEPTION 'a row of % is sealed with a retired key', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""
# Off until the first key is retired: an import pays nothing for them before.
TRIGGERS = "".join(
    f"""
CREATE TRIGGER privacy_retired_{event} AFTER {event.upper()} ON {table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse_retired();
ALTER TABLE {table} DISABLE TRIGGER privacy_retired_{event};
"""
    for table in TABLES
    for event in ("insert", "update")
)
# A picture may be sealed anew, by the owner's function alone: the bytes begin with another key, all else stays.
PICTURES = """
CREATE FUNCTION privacy_only_sealed_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_user = 'lontar_owner' AND length(OLD.proof_image) > 0 AND length(NEW.proof_image) > 0
        AND get_byte(OLD.proof_image, 0) <> get_byte(NEW.proof_image, 0)
        AND to_jsonb(OLD) - 'proof_image' = to_jsonb(NEW) - 'proof_image' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'table % only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER only_grows ON delivery_handover;
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON delivery_handover
    FOR EACH ROW EXECUTE FUNCTION privacy_only_sealed_anew();
ALTER TABLE delivery_handover ENABLE ALWAYS TRIGGER only_grows;
"""
RIGHTS = """
REVOKE ALL ON FUNCTION privacy_rows_to_reseal(text, int, bigint, int), privacy_reseal(text, bigint[], bytea[], bytea[]),
    privacy_sealed_by_key(text), privacy_retire_key(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION privacy_rows_to_reseal(text, int, bigint, int), privacy_reseal(text, bigint[], bytea[], bytea[]),
    privacy_sealed_by_key(text), privacy_retire_key(int) TO lontar_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0002_walls"),
        ("registry", "0002_walls"),
        ("delivery", "0003_walls"),
    ]
    operations = [
        RunSQL(statement) for statement in (COLUMNS, KEEPER, ROWS, RETIRE, TRIGGERS, PICTURES, RIGHTS)
    ]
