"""Questions about campaigns: which there are, how far they have come, by ward and by officer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from psycopg import sql

from lontar.city.access import queries as access
from lontar.city.fieldwork.models import Campaign, Decree, Roster, Sheet, Visit
from lontar.city.fieldwork.queries.who import WHO_SEE
from lontar.kit.gate import Actor
from lontar.science.trouble import NotFound as NotFound


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the funnel: of the families listed, how many came how far. `key` is a ward or an officer."""

    key: Any
    listed: int
    visited: int
    confirmed: int
    decreed: int
    open: int


# A family is confirmed when it was found at home and the visit says that it belongs on the list, and where a second
# visit was drawn, that one says the same or a third person has decided which of the two stands. A family that turned out
# to be another one of the same list is listed once.
FUNNEL: Final = """
WITH seen AS (
    SELECT v.id, v.place_id, v.officer_id, v.state, v.decree_id,
        CASE WHEN v.stands = 2 THEN b.outcome ELSE a.outcome END AS outcome,
        CASE WHEN v.stands = 2 THEN b.deserves ELSE a.deserves END AS deserves,
        a.id IS NOT NULL AS visited,
        w.id IS NULL OR w.state = 'left' OR v.stands IS NOT NULL
            OR (a.outcome = b.outcome AND a.deserves = b.deserves) AS sure
    FROM fieldwork_visit v
    LEFT JOIN fieldwork_report a ON a.visit_id = v.id
    LEFT JOIN fieldwork_visit w ON w.campaign_id = v.campaign_id AND w.family_id = v.family_id AND w.turn = 2
    LEFT JOIN fieldwork_report b ON b.visit_id = w.id
    WHERE v.campaign_id = %(campaign)s AND v.turn = 1 AND v.listed_as_id IS DISTINCT FROM v.family_id
), told AS (
    SELECT *, coalesce(visited AND sure AND outcome = 'found' AND deserves = 'yes', false) AS confirmed FROM seen
)
"""
COUNTED: Final = (
    "SELECT {key}, count(*), count(*) FILTER (WHERE visited), count(*) FILTER (WHERE confirmed), count(decree_id), "
    "count(*) FILTER (WHERE state = 'open') FROM told GROUP BY {key} ORDER BY {key}"
)
CONFIRMED: Final = "SELECT id FROM told WHERE confirmed AND decree_id IS NULL ORDER BY id"


def campaigns_for(actor: Actor) -> QuerySet[Campaign]:
    """The campaigns that visit a family in the officer's places, or lie there; the newest first."""
    if actor.role not in WHO_SEE:
        return Campaign.objects.none()
    visited = Exists(Visit.objects.filter(campaign=OuterRef("pk")))
    inside = access.within(access.spans(actor.id), "place_id")
    return (
        Campaign.objects.filter(Q(visited) | inside)
        .select_related("place", "opened_by", "closed_by", "roster")
        .order_by("-pk")
    )


def campaign_or_none(key: int, actor: Actor) -> Campaign | None:
    return campaigns_for(actor).filter(pk=key).first()


def funnel_by_ward(campaign_id: int) -> list[Step]:
    """Listed, visited, confirmed, decreed for each ward that the officer sees."""
    return _steps("place_id", campaign_id)


def funnel_by_officer(campaign_id: int) -> list[Step]:
    """The same for each officer; visits without an officer stand under None."""
    return _steps("officer_id", campaign_id)


def whole(steps: Iterable[Step]) -> Step:
    """All rows of a funnel together."""
    rows = list(steps)
    return Step(
        None,
        *(sum(getattr(row, name) for row in rows) for name in ("listed", "visited", "confirmed", "decreed", "open")),
    )


def _steps(key: str, campaign_id: int) -> list[Step]:
    counted = sql.SQL(FUNNEL) + sql.SQL(COUNTED).format(key=sql.Identifier(key))
    return [Step(*row) for row in _asked(counted, campaign_id)]


def _asked(query: sql.Composed, campaign_id: int) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query.as_string(), {"campaign": campaign_id})
        return list(cursor.fetchall())


def confirmed_without_decree(campaign_id: int) -> list[int]:
    """The visits whose families are confirmed and on no decree yet."""
    return [key for (key,) in _asked(sql.SQL(FUNNEL) + sql.SQL(CONFIRMED), campaign_id)]


def hidden_in(campaign_id: int) -> int:
    """How many of its families were shielded since and are hidden from the acting officer; never whom."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fieldwork_hidden_families(%s)", [campaign_id])
        return int(cursor.fetchone()[0])


def rosters() -> QuerySet[Roster]:
    """The lists that may be visited, the newest first."""
    return Roster.objects.select_related("by").order_by("-pk")


def decrees_of(campaign_id: int) -> QuerySet[Decree]:
    return Decree.objects.filter(campaign_id=campaign_id).order_by("signed_on", "pk")


def sheets_of(campaign_id: int) -> QuerySet[Sheet]:
    return Sheet.objects.filter(campaign_id=campaign_id).select_related("by").order_by("-pk")
