"""Questions to the journal."""

from typing import Any

from django.db.models import QuerySet

from lontar.city.journal.models import JournalLine


def lines() -> QuerySet[JournalLine]:
    """All lines that the acting officer's places let through, the newest first."""
    return JournalLine.objects.order_by("-id")


def lines_about(kind: str, key: Any) -> QuerySet[JournalLine]:
    return lines().filter(subject_kind=kind, subject_id=str(key))
