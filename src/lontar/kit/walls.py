"""The second wall: row-level security and append-only tables, as operations of migrations."""

from django.db.migrations.operations import RunSQL
from psycopg import sql

APP = "lontar_app"


def _text(template: str, **names: str) -> str:
    return sql.SQL(template).format(**{key: sql.Identifier(name) for key, name in names.items()}).as_string(None)


def places_wall(*tables: str) -> list[RunSQL]:
    """Rows are seen and written only inside the places of the acting officer.

    `lontar_places()` (room `access`) is called once per statement, not once per row: hence the sub-select.
    """
    condition = "place_id <@ (SELECT lontar_places())"
    return [
        RunSQL(
            [
                _text("ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", table=table),
                _text("CREATE POLICY places ON {table} TO {app} USING (" + condition + ") WITH CHECK (" + condition + ")", table=table, app=APP),
            ],
            [
                _text("DROP POLICY places ON {table}", table=table),
                _text("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", table=table),
            ],
        )
        for table in tables
    ]  # fmt: skip


REFUSE_CHANGE = """
CREATE OR REPLACE FUNCTION lontar_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$
"""


def append_only(*tables: str) -> list[RunSQL]:
    """UPDATE, DELETE and TRUNCATE are taken from the app and refused by triggers to everyone, the owner too."""
    operations = [RunSQL(REFUSE_CHANGE, RunSQL.noop)]
    for table in tables:
        operations.append(
            RunSQL(
                [
                    _text("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {app}", table=table, app=APP),
                    _text("CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION lontar_refuse_change()", table=table),
                    _text("CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION lontar_refuse_change()", table=table),
                    # ALWAYS: a session that plays a replica does not pass them by.
                    _text("ALTER TABLE {table} ENABLE ALWAYS TRIGGER only_grows", table=table),
                    _text("ALTER TABLE {table} ENABLE ALWAYS TRIGGER never_emptied", table=table),
                ],
                [
                    _text("DROP TRIGGER only_grows ON {table}", table=table),
                    _text("DROP TRIGGER never_emptied ON {table}", table=table),
                ],
            )
        )  # fmt: skip
    return operations


SETTLED_ONCE = """
CREATE OR REPLACE FUNCTION lontar_settled_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Arguments: the state that waits, then the columns that settling fills in.
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) ->> 'state' = TG_ARGV[0] AND to_jsonb(NEW) ->> 'state' <> TG_ARGV[0]
        AND to_jsonb(OLD) - 'state' - TG_ARGV = to_jsonb(NEW) - 'state' - TG_ARGV THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% % is %: % is refused', TG_TABLE_NAME, OLD.id, OLD.state, TG_OP USING ERRCODE = 'check_violation';
END $$
"""


def settled_once(table: str, *columns: str, waits: str = "waiting") -> list[RunSQL]:
    """What waits for a decision is decided once: its state and `columns` are filled in, the rest stays; no row goes."""
    arguments = sql.SQL(", ").join(map(sql.Literal, (waits, *columns))).as_string(None)
    return [
        RunSQL(SETTLED_ONCE, RunSQL.noop),
        RunSQL(
            [
                _text("CREATE TRIGGER settled_once BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION lontar_settled_once(", table=table) + arguments + ")",
                _text("ALTER TABLE {table} ENABLE ALWAYS TRIGGER settled_once", table=table),
            ],
            _text("DROP TRIGGER settled_once ON {table}", table=table),
        ),
    ]  # fmt: skip
