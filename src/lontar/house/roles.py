"""The three database roles: a superuser makes them, `lontar_owner` migrates, `lontar_app` serves.

Superusers and owners pass row-level security by, so whatever serves people runs as `lontar_app`,
which owns nothing and cannot switch the walls off.
"""

import psycopg
from psycopg import sql

from lontar.science.trouble import Refusal

OWNER = "lontar_owner"
APP = "lontar_app"
LOG = {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}


def prepare(conninfo: str, database: str, *, login: bool) -> None:
    """Make roles and database where they are missing; changes nothing the second time.

    `login` for the embedded server, where the socket's folder is the lock on the door. Elsewhere the roles
    cannot sign in: whoever signs in is a member of them.
    """
    try:
        with _any_database(conninfo, database) as connection:
            _require_version(connection)
            if not _roles_stand(connection):
                _make_roles(connection, login=login)
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
            if not known:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(database))
                )
    except psycopg.errors.InsufficientPrivilege as trouble:
        raise Refusal(
            "The database user may not create Lontar's roles or its database.",
            advice=f"Ask the database's administrator to run: CREATE ROLE {OWNER}; CREATE ROLE {APP}; "
            f"GRANT {OWNER}, {APP} TO <the user of DATABASE_URL>; and to create the database.",
        ) from trouble
    except psycopg.OperationalError as trouble:
        raise Refusal(
            f"The database does not answer: {str(trouble).strip().splitlines()[0]}",
            advice="Check DATABASE_URL, and that PostgreSQL runs.",
        ) from trouble


def _any_database(conninfo: str, database: str) -> psycopg.Connection:
    """A connection to the database, or to the server's own one while it is still to be made."""
    try:
        return psycopg.connect(conninfo, dbname=database, autocommit=True)
    except psycopg.OperationalError as trouble:
        try:
            return psycopg.connect(conninfo, dbname="postgres", autocommit=True)
        except psycopg.OperationalError:
            # What was asked for says more than the way around it.
            raise trouble from None


def _require_version(connection: psycopg.Connection) -> None:
    if connection.info.server_version < 150000:
        raise Refusal(f"PostgreSQL {connection.info.server_version // 10000} is too old: Lontar needs 15 or newer.")


def _roles_stand(connection: psycopg.Connection) -> bool:
    found = connection.execute(
        "SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s) AND pg_has_role(current_user, oid, 'MEMBER')",
        [[OWNER, APP]],
    ).fetchone()
    return found is not None and found[0] == 2


def _make_roles(connection: psycopg.Connection, *, login: bool) -> None:
    sign_in = sql.SQL("LOGIN" if login else "NOLOGIN")
    for role in (OWNER, APP):
        name = sql.Identifier(role)
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} NOSUPERUSER NOBYPASSRLS NOCREATEDB {}").format(name, sign_in))
        if connection.info.user not in (role, "postgres"):
            connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(name))


def grant(conninfo: str, database: str) -> None:
    """Who may do what in this database: the owner creates, the app reads and writes rows."""
    owner, app, name = sql.Identifier(OWNER), sql.Identifier(APP), sql.Identifier(database)
    statements: list[sql.Composed | sql.SQL] = [
        sql.SQL("GRANT CREATE, CONNECT, TEMPORARY ON DATABASE {} TO {}").format(name, owner),
        sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(name, app),
        sql.SQL("GRANT CREATE, USAGE ON SCHEMA public TO {}").format(owner),
        sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC"),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(app),
        sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}").format(owner, app),
        sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {}").format(owner, app),
    ]  # fmt: skip
    with psycopg.connect(conninfo, dbname=database, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('lontar grant'))")
        for statement in statements:
            connection.execute(statement)
        _keep_people_out_of_the_log(connection, name)


def _keep_people_out_of_the_log(connection: psycopg.Connection, database: sql.Identifier) -> None:
    """A failed statement is logged without its text, its row and its line of a file: they name people.

    Only a superuser may say so; on a server of the city's own its administrator does (docs/methods/privacy.md).
    """
    asked = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if asked and asked[0]:
        for name, value in LOG.items():
            connection.execute(sql.SQL("ALTER DATABASE {} SET {} = {}").format(database, sql.Identifier(name), value))
