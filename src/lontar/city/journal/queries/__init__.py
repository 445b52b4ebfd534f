"""Questions to the journal."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from lontar.city.journal.models import JournalLine
from lontar.city.journal.queries.details import DETAILS
from lontar.city.journal.queries.words import KINDS, VERBS, told, told_detail, told_kind, verbs

__all__ = [
    "DETAILS",
    "KINDS",
    "VERBS",
    "Seen",
    "lines",
    "lines_about",
    "seen_between",
    "told",
    "told_detail",
    "told_kind",
    "verbs",
]


def lines(
    *, verb: str = "", actor: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[JournalLine]:
    """The lines that the acting officer's places let through, the newest first; `actor` is an id or part of a name."""
    found = JournalLine.objects.order_by("-id")
    if verb:
        found = found.filter(verb=verb)
    if actor:
        found = found.filter(Q(actor_id=actor) | Q(actor_name__icontains=actor))
    if since:
        found = found.filter(on__gte=since)
    return found.filter(on__lte=until) if until else found


def lines_about(kind: str, key: Any) -> QuerySet[JournalLine]:
    return lines().filter(subject_kind=kind, subject_id=str(key))


@dataclass(frozen=True, slots=True)
class Seen:
    """One seeing: who saw how many families, how, with or without names; `families` are their keys as ranges."""

    id: int
    at: datetime
    on: date
    way: str
    named: bool
    purpose: str
    actor_id: str
    actor_name: str
    actor_role: str
    count: int
    families: list[tuple[int, int]]


SEEN = """
    SELECT id, at, "on", way, named, purpose, actor_id, actor_name, actor_role, count,
        ARRAY(SELECT ARRAY[lower(one), upper(one) - 1] FROM unnest(families) AS one)
    FROM journal_sighting
    WHERE "on" BETWEEN %(since)s AND %(until)s AND (%(actor)s = '' OR actor_id = %(actor)s) ORDER BY id
"""


def seen_between(since: date, until: date, *, actor: str = "") -> list[Seen]:
    """Who saw whom from one day to another, both included, as far as the acting officer may know; oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(SEEN, {"since": since, "until": until, "actor": actor})
        return [_as_seen(row) for row in cursor.fetchall()]


def _as_seen(row: tuple[Any, ...]) -> Seen:
    key, at, on, way, named, purpose, actor_id, actor_name, actor_role, count, families = row
    ranges = [(low, high) for low, high in families]
    return Seen(key, at, on, way, named, purpose, actor_id, actor_name, actor_role, count, ranges)
