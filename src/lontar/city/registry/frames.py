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
    query = sql.SQL(
        "SELECT f.id, f.place_id, CASE WHEN f.has_card THEN 'true' ELSE 'false' END, f.decile, f.decile_on, coalesce(m.size, 0) "
        "FROM registry_family f LEFT JOIN (SELECT family_id, count(*) AS size FROM registry_membership "
        "WHERE place_id BETWEEN %s AND %s AND since <= %s AND (until IS NULL OR until > %s) GROUP BY family_id) m "
        "ON m.family_id = f.id WHERE f.place_id BETWEEN %s AND %s ORDER BY f.id"
    )
    with connection.cursor() as cursor:
        return copying.frame(cursor, query, [lowest, highest, on, on, lowest, highest], FAMILIES)


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
