"""Whose money builds: the line's, and what other sources bring beside it."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum

from lontar.city.works import models
from lontar.city.works.models import Share, Work

Source = models.Source


@dataclass(frozen=True, slots=True)
class Brought:
    """Whole rupiah of one source: what the line pays with its money, and what it brings beside the line."""

    source: str  # "" where the line's own is not said
    line: int
    beside: int

    @property
    def whole(self) -> int:
        return self.line + self.beside


def brought_to(works: QuerySet[Any]) -> list[Brought]:
    """What each source brings to these works, in the order of the sources; what was stopped brings nothing more."""
    kept = Work.objects.filter(pk__in=works.order_by().values("pk")).exclude(state=Work.State.STOPPED)
    lines = dict(kept.order_by().values("fund").annotate(sum=Sum("cost")).values_list("fund", "sum"))
    shares = Share.objects.filter(work__in=kept.values("pk")).order_by().values("source")
    beside = dict(shares.annotate(sum=Sum("amount")).values_list("source", "sum"))
    return _brought(lines, beside)


def brought_to_one(work: Work) -> list[Brought]:
    """The same for one work, also for one that was stopped: as it was planned."""
    return _brought({work.fund: work.cost}, dict(work.shares.values_list("source", "amount")))


def of_fund(line_id: int, fund: str) -> tuple[int, int]:
    """Whole rupiah of one fund of a line that works of the whole city are promised, and that were paid for them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT promised, paid FROM works_of_fund(%s, %s)", [line_id, fund])
        promised, paid = cursor.fetchone()
    return int(promised), int(paid)


def fund_of_tranche(tranche_id: int) -> str:
    """Whose money pays a tranche: the treasurer sees no work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT works_fund_of_tranche(%s)", [tranche_id])
        return cursor.fetchone()[0] or ""


def shares_of(works: list[Work]) -> dict[int, dict[str, int]]:
    """What other sources bring to each of these works, by source."""
    found: dict[int, dict[str, int]] = {}
    for work, source, amount in Share.objects.filter(work__in=works).values_list("work_id", "source", "amount"):
        found.setdefault(work, {})[source] = amount
    return found


def _brought(lines: dict[str, int], beside: dict[str, int]) -> list[Brought]:
    return [
        Brought(source, lines.get(source, 0), beside.get(source, 0))
        for source in ("", *Source.values)
        if source in lines or source in beside
    ]
