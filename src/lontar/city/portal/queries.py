"""What the public pages ask: published snapshots, and the poverty figures that are known of a region."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.portal.models import Snapshot
from lontar.kit.gate import Actor, Role
from lontar.kit.waiting import Waiting

FIGURES = Path(__file__).parent / "figures"


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure that never stands alone: with its region, period, unit, source and how sure it is."""

    region: str
    region_code: str
    period: str
    indicator: str
    value: float
    unit: str
    source: str
    confidence: str

    @property
    def year(self) -> int:
        return int(self.period[:4])


@cache
def figures(code: str) -> tuple[Figure, ...]:
    """The figures kept for a city or regency; none where nobody has brought any."""
    file = FIGURES / f"{code.replace('.', '')}.csv"
    if not file.exists():
        return ()
    with file.open(newline="", encoding="utf-8") as lines:
        return tuple(Figure(**{**row, "value": float(row["value"])}) for row in csv.DictReader(lines))  # type: ignore[arg-type]  # the header names the fields


def series(code: str, indicator: str) -> list[Figure]:
    """One indicator of the region itself, in the order of time."""
    own = (f for f in figures(code) if f.indicator == indicator and f.region_code == code)
    return sorted(own, key=lambda figure: figure.period)


def newest(code: str, indicator: str) -> Figure | None:
    """The newest value of an indicator, of the region itself or of a wider one that is told beside it."""
    found = [figure for figure in figures(code) if figure.indicator == indicator]
    return max(found, key=lambda figure: (figure.region_code == code, figure.period), default=None)


def of_another_region(code: str, indicator: str) -> list[Figure]:
    """Figures of wider regions, which are often quoted as if they were this one's."""
    return [figure for figure in figures(code) if figure.indicator == indicator and figure.region_code != code]


def snapshots(place_id: int) -> QuerySet[Snapshot]:
    """Everything ever published for a place, the newest first."""
    return Snapshot.objects.filter(place_id=place_id).order_by("-period", "-revision")


def current(place_id: int) -> Snapshot | None:
    """What counts now: the last revision of the newest month."""
    return snapshots(place_id).first()


def snapshot(place_id: int, period: str, revision: int | None = None) -> Snapshot | None:
    """One month as it was published; without a revision, the last one of the month."""
    found = snapshots(place_id).filter(period=period)
    return (found.filter(revision=revision) if revision is not None else found).first()


def of_year(place_id: int, year: int) -> QuerySet[Snapshot]:
    """All that was published of a year, with which a reader could compare the next; a new year begins anew."""
    return snapshots(place_id).filter(period__startswith=f"{year}-")


def last_of_each_month(every: Iterable[Snapshot]) -> list[Snapshot]:
    """The revision that counts, for each month."""
    kept: dict[str, Snapshot] = {}
    for one in every:
        known = kept.get(one.period)
        if known is None or one.revision > known.revision:
            kept[one.period] = one
    return [kept[period] for period in sorted(kept, reverse=True)]


def waiting_for(actor: Actor) -> list[Waiting]:
    """A planner has a month to publish when the last one that is out is not the one before this."""
    place = places.home()
    if place is None or actor.role != Role.PLANNER:
        return []
    over = places.today().replace(day=1)
    last_month = f"{over - timedelta(days=1):%Y-%m}"
    newest = current(place.pk)
    if newest is not None and newest.period >= last_month:
        return []
    return [Waiting(_("Terbitkan keadaan kota"), reverse("portal:editions"), 1, over, _("Periksa dan terbitkan"))]
