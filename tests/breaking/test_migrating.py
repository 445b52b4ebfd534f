"""An empty database is migrated in a tenth of the time, and is the same database."""

import contextlib

import psycopg
import pytest
from django.db.migrations.state import ProjectState

from conftest import superuser_of
from lontar.house import migrating
from lontar.house.environment import Environment

# All that a migration can leave behind, as PostgreSQL itself would write it down.
WRITTEN_DOWN = """
SELECT 'column', table_name || '.' || column_name, concat_ws(' ', data_type, character_maximum_length, is_nullable,
    column_default, is_identity) FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'policy', tablename || '.' || policyname, concat_ws(' ', permissive, roles, cmd, qual, with_check)
    FROM pg_policies
UNION ALL SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger
    WHERE NOT tgisinternal
UNION ALL SELECT 'function', proname || pg_get_function_identity_arguments(oid), prosrc || coalesce(proacl::text, '')
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
UNION ALL SELECT 'table', relname, concat_ws(' ', relkind, relrowsecurity, relforcerowsecurity, relacl::text)
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
"""


def written_down(name: str) -> set[tuple[str, str, str]]:
    with psycopg.connect(superuser_of(Environment.read()), dbname=name) as connection:
        return set(connection.execute(WRITTEN_DOWN).fetchall())


@pytest.mark.faults
def test_both_ways_of_migrating_an_empty_database_end_in_the_same(databases, django_db_blocker, monkeypatch):
    found = {}
    with django_db_blocker.unblock():
        for way in ("quick", "whole"):
            if way == "whole":
                monkeypatch.setattr(migrating, "drawing_only_what_changes", contextlib.nullcontext)
            name = f"lontar_test_{way}"
            databases.drop(name)
            databases.migrate(name)
            found[way] = written_down(name)
            databases.drop(name)
    assert len(found["whole"]) > 3000
    assert found["quick"] == found["whole"]


def test_what_django_draws_is_as_before_after_the_block_even_where_it_broke():
    whole = ProjectState._find_reload_model
    with migrating.drawing_only_what_changes():
        assert ProjectState._find_reload_model is not whole
    with pytest.raises(ZeroDivisionError), migrating.drawing_only_what_changes():
        raise ZeroDivisionError
    assert ProjectState._find_reload_model is whole
