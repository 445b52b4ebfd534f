"""The guards of periods look at all rows of a statement at once.

A call for each row took four seconds of a city's import. What a statement wrote is compared in one query, planned for
as many rows as there are. Keys are checked only at commit, so the guard locks the person (or family) itself: who
writes a closed row holds it, who writes an open one waits for that, and of two writers at once the second sees the first.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

GUARD = """
DROP TRIGGER registry_{name}_after ON registry_{table};
DROP FUNCTION registry_{name}_after();
CREATE FUNCTION registry_{name}_after() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    written text := 'SELECT {key} AS key, since, until FROM new_rows';
    twice bigint;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        written := 'SELECT n.{key} AS key, n.since, n.until FROM new_rows n LEFT JOIN old_rows o USING (id)
            WHERE (n.{key}, n.since, n.until) IS DISTINCT FROM (o.{key}, o.since, o.until)';
    END IF;
    -- Planned anew each time: a plan for one row would be a bad one for half a million, and the other way round.
    EXECUTE format('SELECT count(*) FROM (SELECT FROM registry_{owner} w
        WHERE w.id IN (SELECT key FROM (%s) x WHERE until IS NOT NULL) ORDER BY w.id FOR UPDATE) held', written);
    EXECUTE format('SELECT count(*) FROM (SELECT FROM registry_{owner} w
        WHERE w.id IN (SELECT key FROM (%s) x WHERE until IS NULL) ORDER BY w.id FOR KEY SHARE) held', written);
    EXECUTE format('SELECT x.key FROM (%s) x JOIN registry_{table} o ON o.{key} = x.key AND o.until > x.since
        WHERE x.until IS NULL
        UNION ALL
        SELECT x.key FROM (%s) x JOIN registry_{table} o ON o.{key} = x.key AND o.until IS NULL AND o.since < x.until
        WHERE x.until IS NOT NULL LIMIT 1', written, written) INTO twice;
    IF twice IS NOT NULL THEN
        RAISE EXCEPTION 'registry_{table}: two rows of % % overlap', '{key}', twice
            USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER registry_{name}_after AFTER INSERT ON registry_{table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION registry_{name}_after();
CREATE TRIGGER registry_{name}_after_change AFTER UPDATE ON registry_{table}
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION registry_{name}_after();
ALTER TABLE registry_{table} ENABLE ALWAYS TRIGGER registry_{name}_after;
ALTER TABLE registry_{table} ENABLE ALWAYS TRIGGER registry_{name}_after_change;
"""


def guard(name: str, table: str, key: str, owner: str) -> RunSQL:
    return RunSQL(GUARD.format(name=name, table=table, key=key, owner=owner))


class Migration(migrations.Migration):
    dependencies = [("registry", "0016_over_time_walls")]
    operations = [
        guard("member", "membership", "person_id", "person"),
        guard("reside", "residence", "family_id", "family"),
    ]
