"""The owner of the machine: past the application and past the triggers, who stand again afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection


@contextmanager
def behind_our_back(superuser: psycopg.Connection, tables) -> Iterator[psycopg.Connection]:
    """Whatever is done inside is done with the triggers of these tables off; they stand again as they stood."""
    connection.close()
    for table in tables:
        superuser.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    yield superuser
    for table in tables:
        names = superuser.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
        ).fetchall()
        for (name,) in names:
            superuser.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
