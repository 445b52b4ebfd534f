"""The database, ready to use: the server runs, the roles stand, the tables are up to date."""

import contextlib
import sys
from collections.abc import Iterator

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from lontar.house import roles
from lontar.house.environment import Environment

OWNER_ALIAS = "owner"
MIGRATION_LOCK = 5_371_000_000


@contextlib.contextmanager
def ready(environment: Environment) -> Iterator[None]:
    """Start the embedded server where there is no DATABASE_URL, migrate, and stop it when the last one leaves."""
    with contextlib.ExitStack() as stack:
        if environment.embedded:
            stack.enter_context(environment.cluster().running())
        environment.prepare_database()
        stack.callback(connections.close_all)
        bring_up_to_date(environment)
        yield


def bring_up_to_date(environment: Environment) -> None:
    """Run what migrations are missing, as the owner; one process at a time."""
    connections.settings[OWNER_ALIAS] = {
        **connections.settings["default"],
        **environment.database(roles.OWNER),
    }
    owner = connections[OWNER_ALIAS]
    try:
        if not _pending(owner):
            return
        print("Memperbarui basis data / bringing the database up to date ...", file=sys.stderr)
        with owner.cursor() as cursor:
            # A session lock: a killed migration lets go of it with its connection.
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        call_command("migrate", database=OWNER_ALIAS, verbosity=0, interactive=False)
    finally:
        owner.close()
        del connections[OWNER_ALIAS]
        del connections.settings[OWNER_ALIAS]


def _pending(owner: object) -> bool:
    executor = MigrationExecutor(owner)  # type: ignore[arg-type]  # a connection proxy is a connection
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
