"""The database, ready to use: the server runs, the roles stand, the tables are up to date."""

import contextlib
import shutil
import sys
from collections.abc import Iterator

from django.db import OperationalError, connections
from django.db.migrations.executor import MigrationExecutor

from lontar.house import roles
from lontar.house.environment import Environment
from lontar.house.migrating import migrate
from lontar.house.postgres import FREE_BYTES_MIN, DatabaseTrouble

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
        try:
            yield
        except OperationalError as trouble:
            if not _is_the_servers(trouble):
                raise
            raise stopped(environment) from trouble


# SQLSTATE: no connection, no room or memory, stopped by somebody or by a crash.
OF_THE_SERVER = ("08", "53", "57P")


def _is_the_servers(trouble: OperationalError) -> bool:
    """Whether the server failed and not our statement; a connection that broke has no code at all."""
    code = getattr(trouble.__cause__, "sqlstate", None)
    return code is None or code.startswith(OF_THE_SERVER)


def stopped(environment: Environment) -> DatabaseTrouble:
    """What to say where the server stopped in the middle of a command."""
    free = shutil.disk_usage(environment.home).free
    if environment.embedded and free < 2 * FREE_BYTES_MIN:
        return DatabaseTrouble(
            f"The disk is full, or nearly: {free // 2**20} MB are free where {environment.home} lies. "
            "What this command was writing was not kept; everything before it was.",
            advice="Make room and run it again.",
        )
    return DatabaseTrouble(
        "The database stopped in the middle of the work. What this command was writing was not kept; everything "
        "before it was.",
        advice="Look into its log (server.log in the data folder, or your server's own), then run it again.",
    )


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
        migrate(OWNER_ALIAS)
    finally:
        owner.close()
        del connections[OWNER_ALIAS]
        del connections.settings[OWNER_ALIAS]


def _pending(owner: object) -> bool:
    executor = MigrationExecutor(owner)  # type: ignore[arg-type]  # a connection proxy is a connection
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
