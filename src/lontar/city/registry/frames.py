"""The registry as columns, without a name or a number in them."""

from datetime import date

import polars as pl
from django.db import connection
from psycopg import sql

from lontar.engine import copying
from lontar.science.place_codes import span

FAMILIES = {
    "family_id": pl.Int64,
    "place_id": pl.Int64,
    "has_card": pl.Boolean,
    "decile": pl.Int64,
    "decile_on": pl.Date,
    "size": pl.Int64,
}
MEMBERS = {
    "family_id": pl.Int64,
    "person_id": pl.Int64,
    "place_id": pl.Int64,
    "relation": pl.String,
    "sex": pl.String,
    "birth_date": pl.Date,
    "disability": pl.String,
}


def families(place_id: int, *, on: date) -> pl.DataFrame:
    """The families of a place on a day: one row each, in the order of their keys; see FAMILIES for the columns.

    `size` counts the living members of that day. `decile` is null where DTSEN has not been imported.
    """
    lowest, highest = span(place_id)
    listed = sql.SQL(
        "SELECT id, place_id, CASE WHEN has_card THEN 'true' ELSE 'false' END, decile, decile_on "
        "FROM registry_family WHERE place_id BETWEEN %s AND %s ORDER BY id"
    )
    counted = sql.SQL(
        "SELECT family_id, count(*) FROM registry_membership "
        "WHERE place_id BETWEEN %s AND %s AND since <= %s AND (until IS NULL OR until > %s) GROUP BY family_id"
    )
    # Joined here and not there: right after an import the server has no statistics, and would join row by row.
    with connection.cursor() as cursor:
        found = copying.frame(cursor, listed, [lowest, highest], {k: v for k, v in FAMILIES.items() if k != "size"})
        sizes = copying.frame(cursor, counted, [lowest, highest, on, on], {"family_id": pl.Int64, "size": pl.Int64})
    joined = found.join(sizes, on="family_id", how="left", maintain_order="left")
    return joined.with_columns(pl.col("size").fill_null(0))


def members(place_id: int, *, on: date) -> pl.DataFrame:
    """The living members of those families on that day; see MEMBERS for the columns.

    `disability` is null where nobody has asked, empty where there is none, else what was found.
    """
    lowest, highest = span(place_id)
    query = sql.SQL(
        "SELECT m.family_id, p.id, p.place_id, m.relation, nullif(p.sex, ''), p.birth_date, "
        "CASE WHEN p.disability_known THEN p.disability END "
        "FROM registry_membership m JOIN registry_person p ON p.id = m.person_id "
        "WHERE m.place_id BETWEEN %s AND %s AND m.since <= %s AND (m.until IS NULL OR m.until > %s) "
        "AND (p.died_on IS NULL OR p.died_on > %s) ORDER BY m.family_id, p.id"
    )
    with connection.cursor() as cursor:
        return copying.frame(cursor, query, [lowest, highest, on, on, on], MEMBERS)
