"""What was handed over, as columns: by ward and line, each family once."""

from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import connection
from psycopg import sql

from lontar.city.places.queries import span
from lontar.city.registry import frames as registry
from lontar.city.registry import queries as families
from lontar.engine import copying

# A family that moved within the year stands where it received last, with all it received from that line.
BY_WARD_AND_LINE = """
    SELECT ward, line_id, count(*), sum(amount)
    FROM (
        SELECT coalesce(t.same_as, e.family_id), e.line_id, sum(e.amount) AS amount,
               (array_agg(e.place_id ORDER BY h."on" DESC, h.id DESC))[1] AS ward
        FROM delivery_handover h JOIN delivery_entitlement e ON e.id = h.entitlement_id
    {twins}
        WHERE e.status = 'delivered' AND h."on" BETWEEN %s AND %s AND e.place_id BETWEEN %s AND %s
        GROUP BY 1, e.line_id
    ) AS received
    GROUP BY ward, line_id
"""
FAMILIES = """
    SELECT count(DISTINCT coalesce(t.same_as, e.family_id))
    FROM delivery_handover h JOIN delivery_entitlement e ON e.id = h.entitlement_id
    {twins}
    WHERE e.status = 'delivered' AND h."on" BETWEEN %s AND %s AND e.place_id BETWEEN %s AND %s
"""
BY_LINE_AND_FAMILY = """
    SELECT e.line_id, coalesce(t.same_as, e.family_id) AS family_id, sum(e.amount)::bigint AS amount
    FROM delivery_handover h JOIN delivery_entitlement e ON e.id = h.entitlement_id
    {twins}
    WHERE e.status = 'delivered' AND h."on" BETWEEN %s AND %s AND e.place_id BETWEEN %s AND %s
    GROUP BY 1, 2
"""
POOR_MOST = 4  # deciles 1 to 4 are whom programmes against poverty are for
# A family that was recorded twice is one, also in what it received before anybody knew.
TWINS = "LEFT JOIN unnest(%s::bigint[], %s::bigint[]) AS t (family, same_as) ON t.family = e.family_id"


@dataclass(frozen=True, slots=True)
class Received:
    """How many families of a ward received from a line, and how many rupiah."""

    ward_id: int
    line_id: int
    families: int
    amount: int


def received(place_id: int, *, since: date, until: date) -> list[Received]:
    """What was handed over between two days, as far as the acting officer may see."""
    with connection.cursor() as cursor:
        cursor.execute(BY_WARD_AND_LINE.format(twins=TWINS), [*_twins(), since, until, *span(place_id)])
        return [Received(ward, line, families, int(amount)) for ward, line, families, amount in cursor.fetchall()]


def families_reached(place_id: int, *, since: date, until: date) -> int:
    """How many families received anything at all, each counted once."""
    with connection.cursor() as cursor:
        cursor.execute(FAMILIES.format(twins=TWINS), [*_twins(), since, until, *span(place_id)])
        (count,) = cursor.fetchone()
    return int(count)


@dataclass(frozen=True, slots=True)
class Reach:
    """What one line gave by name: rupiah and families in deciles 1 to 4, in higher ones, and where no decile is known."""

    line_id: int
    poor: int
    others: int
    unknown: int
    families_poor: int
    families_others: int
    families_unknown: int


def reach(place_id: int, *, since: date, until: date) -> list[Reach]:
    """By line, whom its rupiah reached by name; the decile is the one that DTSEN had said by the last of these days."""
    schema = {"line_id": pl.Int64, "family_id": pl.Int64, "amount": pl.Int64}
    query = sql.SQL(BY_LINE_AND_FAMILY).format(twins=sql.SQL(TWINS))
    with connection.cursor() as cursor:
        given = copying.frame(cursor, query, [*_twins(), since, until, *span(place_id)], schema)
    if given.is_empty():
        return []
    deciles = registry.families(place_id, on=until).select("family_id", "decile")
    decile = pl.col("decile")
    whose = {"poor": decile <= POOR_MOST, "others": decile > POOR_MOST, "unknown": decile.is_null()}
    found = given.join(deciles, on="family_id", how="left").group_by("line_id", maintain_order=True)
    sums = [pl.col("amount").filter(which).sum().alias(name) for name, which in whose.items()]
    counts = [
        pl.col("amount").filter(which).len().cast(pl.Int64).alias(f"families_{name}") for name, which in whose.items()
    ]
    return [Reach(**row) for row in found.agg(*sums, *counts).to_dicts()]


def _twins() -> tuple[list[int], list[int]]:
    twins = families.twin_families()
    return list(twins), list(twins.values())
