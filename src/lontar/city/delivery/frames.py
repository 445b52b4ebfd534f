"""What was handed over, as columns: by ward and line, each family once."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from lontar.city.places.queries import span

# A family that moved within the year stands where it received last, with all it received from that line.
BY_WARD_AND_LINE = """
    SELECT ward, line_id, count(*), sum(amount)
    FROM (
        SELECT e.family_id, e.line_id, sum(e.amount) AS amount,
               (array_agg(e.place_id ORDER BY h."on" DESC, h.id DESC))[1] AS ward
        FROM delivery_handover h JOIN delivery_entitlement e ON e.id = h.entitlement_id
        WHERE h."on" BETWEEN %s AND %s AND e.place_id BETWEEN %s AND %s
        GROUP BY e.family_id, e.line_id
    ) AS received
    GROUP BY ward, line_id
"""
FAMILIES = """
    SELECT count(DISTINCT e.family_id)
    FROM delivery_handover h JOIN delivery_entitlement e ON e.id = h.entitlement_id
    WHERE h."on" BETWEEN %s AND %s AND e.place_id BETWEEN %s AND %s
"""


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
        cursor.execute(BY_WARD_AND_LINE, [since, until, *span(place_id)])
        return [Received(ward, line, families, int(amount)) for ward, line, families, amount in cursor.fetchall()]


def families_reached(place_id: int, *, since: date, until: date) -> int:
    """How many families received anything at all, each counted once."""
    with connection.cursor() as cursor:
        cursor.execute(FAMILIES, [since, until, *span(place_id)])
        (count,) = cursor.fetchone()
    return int(count)
