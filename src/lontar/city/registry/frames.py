"""The registry as columns, without a name or a number in them."""

from collections.abc import Sequence
from datetime import date

import polars as pl
from django.db import connection, transaction
from psycopg import sql

from lontar.engine import copying
from lontar.science import living_conditions as conditions
from lontar.science.place_codes import span

FAMILIES = {
    "family_id": pl.Int64,
    "place_id": pl.Int64,
    "has_card": pl.Boolean,
    "decile": pl.Int64,
    "decile_on": pl.Date,
    "size": pl.Int64,
}
# Each column of a member, its type and where it stands.
MEMBERS = {
    "family_id": (pl.Int64, "m.family_id"),
    "person_id": (pl.Int64, "p.id"),
    "place_id": (pl.Int64, "m.place_id"),
    "relation": (copying.CODE, "m.relation"),
    "sex": (copying.CODE, "nullif(p.sex, '')"),
    "birth_date": (pl.Date, "p.birth_date"),
    "disability": (copying.CODE, "CASE WHEN p.disability_known THEN p.disability END"),
    "education": (copying.CODE, "nullif(p.education, '')"),
    "occupation": (pl.String, "nullif(p.occupation, '')"),
}
OF_ALL = tuple(MEMBERS)[:-2]
"""What is read of each member unless somebody asks for less or more."""


def families(place_id: int, *, on: date, sizes: bool = True) -> pl.DataFrame:
    """The families of a place on a day: one row each, in the order of their keys; see FAMILIES for the columns.

    A family that lived elsewhere on that day is there, one that has left since is here. `size` counts the living
    members of that day, where `sizes` are asked for. `decile` is what DTSEN had said by then, null where it had not been
    imported.
    """
    lowest, highest = span(place_id)
    columns = sql.SQL("f.id, {place}, CASE WHEN f.has_card THEN 'true' ELSE 'false' END, f.decile, f.decile_on")
    listed = sql.SQL(
        "SELECT {columns} FROM registry_family f WHERE f.place_id BETWEEN %s AND %s "
        "AND (f.ended_on IS NULL OR f.ended_on > %s) ORDER BY f.id"
    ).format(columns=columns.format(place=sql.SQL("f.place_id")))
    # Only those who have moved since: a family's own row says where it lives now.
    moved = sql.SQL(
        "SELECT {columns} FROM registry_residence r JOIN registry_family f ON f.id = r.family_id "
        "WHERE r.since <= %s AND r.until > %s AND r.place_id <> f.place_id ORDER BY f.id"
    ).format(columns=columns.format(place=sql.SQL("r.place_id")))
    counted = sql.SQL(
        "SELECT family_id, count(*) FROM registry_membership "
        "WHERE place_id BETWEEN %s AND %s AND since <= %s AND (until IS NULL OR until > %s) GROUP BY family_id"
    )
    schema = {k: v for k, v in FAMILIES.items() if k != "size"}
    # Joined here and not there: right after an import the server has no statistics, and would join row by row.
    with connection.cursor() as cursor:
        found = copying.frame(cursor, listed, [lowest, highest, on], schema)
        elsewhere = copying.frame(cursor, moved, [on, on], schema)
        if elsewhere.height:
            here = elsewhere.filter(pl.col("place_id").is_between(lowest, highest))
            found = pl.concat([found.join(elsewhere, on="family_id", how="anti"), here]).sort("family_id")
        found = _deciles_by(cursor, found, on)
        if not sizes:
            return found
        size = copying.frame(cursor, counted, [lowest, highest, on, on], {"family_id": pl.Int64, "size": pl.Int64})
    joined = found.join(size, on="family_id", how="left", maintain_order="left")
    return joined.with_columns(pl.col("size").fill_null(0))


def _deciles_by(cursor: copying.Cursor, found: pl.DataFrame, on: date) -> pl.DataFrame:
    """Families whose decile is newer than the day carry the one before it, if there was one."""
    newer = pl.col("decile_on") > on
    keys = found.filter(newer).get_column("family_id").to_list()
    if not keys:
        return found
    query = sql.SQL(
        "SELECT DISTINCT ON (family_id) family_id, decile, version_on FROM registry_decile "
        "WHERE family_id = ANY (%s) AND version_on <= %s ORDER BY family_id, version_on DESC, id DESC"
    )
    schema = {"family_id": pl.Int64, "before": pl.Int64, "before_on": pl.Date}
    older = copying.frame(cursor, query, [keys, on], schema)
    return found.join(older, on="family_id", how="left", maintain_order="left").select(
        *("family_id", "place_id", "has_card"),
        pl.when(newer).then("before").otherwise("decile").alias("decile"),
        pl.when(newer).then("before_on").otherwise("decile_on").alias("decile_on"),
    )


def members(place_id: int, *, on: date, columns: Sequence[str] = OF_ALL) -> pl.DataFrame:
    """The living members of those families on that day, with these columns of MEMBERS.

    `disability` is null where nobody has asked, empty where there is none, else what was found.
    Of a whole city both tables are read and joined at once: behind a wall the planner expects one row in two hundred
    and would look up each person, which takes twice as long.
    """
    lowest, highest = span(place_id)
    query = sql.SQL(
        "SELECT {} FROM registry_membership m JOIN registry_person p ON p.id = m.person_id "
        "WHERE m.place_id BETWEEN %s AND %s AND m.since <= %s AND (m.until IS NULL OR m.until > %s) "
        "AND (p.died_on IS NULL OR p.died_on > %s)"
    ).format(sql.SQL(", ").join(sql.SQL(MEMBERS[name][1]) for name in columns))
    kinds = {name: MEMBERS[name][0] for name in columns}
    with transaction.atomic(), connection.cursor() as cursor, copying.joined_at_once(cursor, when=highest > lowest):
        return copying.frame(cursor, query, [lowest, highest, on, on, on], kinds)


def living_conditions(place_id: int, *, on: date) -> pl.DataFrame:
    """How the families of a place live, as known on a day: family_id and one column for each question, null if unknown.

    For each column the newest word; on one day a field check before an officer, an officer before a file.
    """
    return _conditions(place_id, "family_id", "person_id IS NULL", conditions.FAMILY, on)


def person_conditions(place_id: int, *, on: date) -> pl.DataFrame:
    """The same for persons: papers, schooling, work, disability."""
    return _conditions(place_id, "person_id", "person_id IS NOT NULL", conditions.PERSON, on)


def _conditions(place_id: int, key: str, about: str, names: tuple[str, ...], on: date) -> pl.DataFrame:
    lowest, highest = span(place_id)
    query = sql.SQL(
        "SELECT {}, version, columns::text FROM registry_livingconditions "
        'WHERE place_id BETWEEN %s AND %s AND "on" <= %s AND {} '
        "ORDER BY \"on\", array_position(ARRAY['import', 'officer', 'field_check'], source::text), id"
    ).format(sql.Identifier(key), sql.SQL(about))
    with connection.cursor() as cursor:
        rows = copying.frame(
            cursor, query, [lowest, highest, on], {key: pl.Int64, "version": pl.String, "columns": pl.String}
        )
    answers = pl.Struct(dict.fromkeys(names, pl.Int64))
    wide = rows.with_columns(pl.col("columns").str.json_decode(answers)).unnest("columns")
    if conditions.ROOF in names:
        wide = wide.with_columns(_roof())
    newest = [pl.col(name).drop_nulls().last() for name in names]
    return wide.group_by(key, maintain_order=True).agg(newest).sort(key)


def _roof() -> pl.Expr:
    """Roof codes by one reading; 5 and 6 of a file whose reading nobody confirmed are unknown."""
    roof, version = pl.col(conditions.ROOF), pl.col("version")
    doubtful = roof.is_in([5, 6])
    return (
        pl.when(doubtful & (version == conditions.REGSOSEK_BAMBOO_5))
        .then(11 - roof)
        .when(doubtful & (version == conditions.REGSOSEK_UNSURE))
        .then(None)
        .otherwise(roof)
        .alias(conditions.ROOF)
    )
