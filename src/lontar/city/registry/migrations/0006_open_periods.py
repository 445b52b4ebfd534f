"""One family and one dwelling at a time, without a spatial index over every open row.

Inserting a city's memberships into the exclusion index took most of an import. Open rows are unique by a plain
index, closed rows exclude each other, and a trigger keeps the open row after the closed ones. It fires after the
key check has locked the person (or family), and a closed row locks it too, so that of two writers at once the
second sees the first. Definer: what lies behind another ward's wall counts as well.
"""

import django.contrib.postgres.constraints
from django.contrib.postgres.fields import RangeOperators
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from lontar.city.registry.models.people import Period

GUARD = """
CREATE FUNCTION registry_{name}_after() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF NEW.until IS NULL THEN
        IF EXISTS (SELECT FROM registry_{table} o WHERE o.{key} = NEW.{key} AND o.until > NEW.since) THEN
            RAISE EXCEPTION 'registry_{table}: two rows of % % overlap', '{key}', NEW.{key}
                USING ERRCODE = 'exclusion_violation';
        END IF;
    ELSE
        PERFORM FROM registry_{owner} w WHERE w.id = NEW.{key} FOR UPDATE;
        IF EXISTS (SELECT FROM registry_{table} o
                   WHERE o.{key} = NEW.{key} AND o.until IS NULL AND o.since < NEW.until) THEN
            RAISE EXCEPTION 'registry_{table}: two rows of % % overlap', '{key}', NEW.{key}
                USING ERRCODE = 'exclusion_violation';
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER registry_{name}_after AFTER INSERT OR UPDATE OF {key}, since, until ON registry_{table}
    FOR EACH ROW EXECUTE FUNCTION registry_{name}_after();
ALTER TABLE registry_{table} ENABLE ALWAYS TRIGGER registry_{name}_after;
"""
UNDO = "DROP TRIGGER registry_{name}_after ON registry_{table}; DROP FUNCTION registry_{name}_after()"


def guard(name: str, table: str, key: str, owner: str) -> RunSQL:
    values = {"name": name, "table": table, "key": key, "owner": owner}
    return RunSQL(GUARD.format(**values), UNDO.format(**values))


def apart(name: str, key: str) -> django.contrib.postgres.constraints.ExclusionConstraint:
    return django.contrib.postgres.constraints.ExclusionConstraint(
        name=name,
        expressions=[(key, RangeOperators.EQUAL), (Period("since", "until"), RangeOperators.OVERLAPS)],
        condition=models.Q(("until__isnull", False)),
    )


def one_open(name: str, key: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=(key,), condition=models.Q(("until__isnull", True)), name=name)


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_fresh_statistics")]
    operations = [
        migrations.RemoveConstraint("membership", "registry_one_family_at_a_time"),
        migrations.RemoveConstraint("residence", "registry_one_dwelling_at_a_time"),
        migrations.AddConstraint("membership", apart("registry_one_family_at_a_time", "person")),
        migrations.AddConstraint("membership", one_open("registry_one_family_now", "person")),
        migrations.AddConstraint("residence", apart("registry_one_dwelling_at_a_time", "family")),
        migrations.AddConstraint("residence", one_open("registry_one_dwelling_now", "family")),
        guard("member", "membership", "person_id", "person"),
        guard("reside", "residence", "family_id", "family"),
    ]
