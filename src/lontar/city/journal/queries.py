"""Questions to the journal."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from lontar.city.journal.models import JournalLine


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
