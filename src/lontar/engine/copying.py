"""PostgreSQL to columns and back, on the connection that is already open, inside its transaction and its walls."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl
from psycopg import sql

CHUNK_BYTES = 1 << 20
CODE = "code"
"""In a schema: a text of letters, digits, points and dashes from a list of ours, which needs no quotes."""
QUOTED = sql.SQL("coalesce('\"' || replace({}::text, '\"', '\"\"') || '\"', '\\N')")
PLAIN = sql.SQL("coalesce({}::text, '\\N')")


class Cursor(Protocol):
    """A cursor of psycopg, however it is wrapped."""

    def copy(self, statement: Any, params: Any = ...) -> Any: ...
    def execute(self, statement: str, params: Any = ...) -> Any: ...
    def fetchall(self) -> Any: ...


def frame(
    cursor: Cursor, query: sql.Composed | sql.SQL, params: Sequence[Any], schema: Mapping[str, Any]
) -> pl.DataFrame:
    """The rows of a query as columns of these types, in its order; an empty text is an empty text, NULL is null.

    The server writes the lines and hands them over as one text: a message for each row would cost the client more
    than reading the table. One text holds 1 GB, which is ten million persons.
    """
    names = [sql.Identifier(f"c{number}") for number, _ in enumerate(schema)]
    kinds = {name: pl.String if kind == CODE else kind for name, kind in schema.items()}
    cells = [
        (QUOTED if kind == pl.String else PLAIN).format(name) for name, kind in zip(names, schema.values(), strict=True)
    ]
    statement = sql.SQL(
        "SELECT string_agg(line, E'\\n') FROM (SELECT {} AS line FROM ({}) AS asked ({})) AS told"
    ).format(sql.SQL(" || ',' || ").join(cells), query, sql.SQL(", ").join(names))
    cursor.execute(statement.as_string(), list(params))
    ((lines,),) = cursor.fetchall()
    if lines is None:
        return pl.DataFrame(schema=kinds)
    return pl.read_csv(lines.encode(), has_header=False, schema=kinds, null_values=["\\N"], empty_string_is_null=False)


@contextmanager
def joined_at_once(cursor: Cursor, *, when: bool = True) -> Iterator[None]:
    """Within it the server joins whole tables and looks up no single row; afterwards it plans as before.

    Call it inside a transaction: a query that fails takes the setting back with it.
    """
    if not when:
        yield
        return
    cursor.execute("SELECT current_setting('enable_nestloop'), set_config('enable_nestloop', 'off', false)")
    ((before, _off),) = cursor.fetchall()
    yield
    cursor.execute("SELECT set_config('enable_nestloop', %s, false)", [before])


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows as `COPY` takes them, and the columns they are for."""

    columns: tuple[str, ...]
    text: memoryview


def as_lines(rows: pl.DataFrame) -> Lines:
    """The rows written out; needs no connection, so another thread may do it."""
    buffer = io.BytesIO()
    rows.write_csv(buffer, include_header=False, null_value="\\N", quote_style="necessary")
    return Lines(tuple(rows.columns), buffer.getbuffer())


def copy_lines(cursor: Cursor, table: str, lines: Lines) -> None:
    """All lines into a table without a policy (a staging table), column by column name."""
    columns = sql.SQL(", ").join(map(sql.Identifier, lines.columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL '\\N')").format(sql.Identifier(table), columns)
    with cursor.copy(statement, None) as copy:
        for at in range(0, len(lines.text), CHUNK_BYTES):
            copy.write(lines.text[at : at + CHUNK_BYTES])


def copy_in(cursor: Cursor, table: str, rows: pl.DataFrame) -> None:
    """All rows into a staging table."""
    copy_lines(cursor, table, as_lines(rows))
