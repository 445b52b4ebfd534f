"""PostgreSQL to columns and back, on the connection that is already open, inside its transaction and its walls."""

import io
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import polars as pl
from psycopg import sql

CHUNK_BYTES = 1 << 20


class Cursor(Protocol):
    """A cursor of psycopg, however it is wrapped."""

    def copy(self, statement: Any, params: Any = ...) -> Any: ...


def frame(
    cursor: Cursor, query: sql.Composed | sql.SQL, params: Sequence[Any], schema: Mapping[str, Any]
) -> pl.DataFrame:
    """The rows of a query as columns of these types; an empty text is an empty text, NULL is null."""
    buffer = io.BytesIO()
    statement = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv, NULL '\\N', FORCE_QUOTE *)").format(query)
    with cursor.copy(statement, list(params)) as copy:
        for block in copy:
            buffer.write(block)
    if buffer.tell() == 0:
        return pl.DataFrame(schema=dict(schema))
    buffer.seek(0)
    return pl.read_csv(buffer, has_header=False, schema=dict(schema), null_values=["\\N"], empty_string_is_null=False)


def copy_in(cursor: Cursor, table: str, rows: pl.DataFrame) -> None:
    """All rows into a table without a policy (a staging table), column by column name."""
    columns = sql.SQL(", ").join(map(sql.Identifier, rows.columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL '\\N')").format(sql.Identifier(table), columns)
    buffer = io.BytesIO()
    rows.write_csv(buffer, include_header=False, null_value="\\N", quote_style="necessary")
    view = buffer.getbuffer()
    with cursor.copy(statement, None) as copy:
        for at in range(0, len(view), CHUNK_BYTES):
            copy.write(view[at : at + CHUNK_BYTES])
