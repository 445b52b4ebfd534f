"""What the public pages ask: published snapshots, and the poverty figures that are known of a region."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Protocol

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.portal.models import PublishedFigure, Snapshot
from lontar.kit.gate import Actor, Role
from lontar.kit.waiting import Waiting
from lontar.science.poverty_figures import KINDS, TARGET

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
    key: int | None = None
    """Of a figure that a planner brought, and may withdraw."""

    @property
    def year(self) -> int:
        return int(self.period[:4])


class City(Protocol):
    """What is asked of the place whose figures are told."""

    @property
    def pk(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of one city: what Lontar brings along, and before it what a planner brought."""

    code: str
    known: tuple[Figure, ...]
    plan_unread: Figure | None = None
    """A plan that replaced the one whose target is known, while nobody has brought its own."""

    def series(self, indicator: str) -> list[Figure]:
        """One indicator of the region itself, in the order of time."""
        own = (figure for figure in self.known if figure.indicator == indicator and figure.region_code == self.code)
        return sorted(own, key=lambda figure: figure.period)

    def newest(self, indicator: str) -> Figure | None:
        """The newest value of an indicator of the region itself."""
        return max(self.series(indicator), key=lambda figure: figure.period, default=None)

    def of_another_region(self, indicator: str) -> list[Figure]:
        """Figures of wider regions, which are often quoted as if they were this one's."""
        return [one for one in self.known if one.indicator == indicator and one.region_code != self.code]


def figures(place: City) -> Figures:
    """The figures of a city or regency; none where nobody has brought any."""
    came_along, unread = _came_along(place.code)
    brought = [_as_figure(one, place) for one in standing_figures(place.pk)]
    replaced = {(figure.indicator, figure.period) for figure in brought}
    kept = [
        figure for figure in came_along
        if figure.region_code != place.code or (figure.indicator, figure.period) not in replaced
    ]  # fmt: skip
    planned = any(figure.indicator == TARGET for figure in brought)
    return Figures(place.code, (*kept, *brought), None if planned else unread)


def _as_figure(one: PublishedFigure, place: City) -> Figure:
    return Figure(
        place.name, place.code, one.period, one.indicator, float(one.value), KINDS[one.indicator].unit, one.source,
        "brought", one.pk,
    )  # fmt: skip


@cache
def _came_along(code: str) -> tuple[tuple[Figure, ...], Figure | None]:
    """The figures in the file of a city, and the plan of which only the name is known: a target without a value."""
    file = FIGURES / f"{code.replace('.', '')}.csv"
    if not file.exists():
        return (), None
    with file.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    known = tuple(Figure(**{**row, "value": float(row["value"])}) for row in rows if row["value"])  # type: ignore[arg-type]  # the header names the fields
    unread = [Figure(**{**row, "value": 0.0}) for row in rows if not row["value"]]  # type: ignore[arg-type]
    return known, unread[0] if unread else None


def standing_figures(place_id: int) -> QuerySet[PublishedFigure]:
    """What planners brought and nobody withdrew."""
    found = PublishedFigure.objects.filter(place_id=place_id, withdrawn_on__isnull=True)
    return found.order_by("indicator", "-period")


def withdrawn_figures(place_id: int) -> QuerySet[PublishedFigure]:
    """What was brought and is not shown any more, with its reason, the newest first."""
    return PublishedFigure.objects.filter(place_id=place_id, withdrawn_on__isnull=False).order_by(
        "-withdrawn_on", "-pk"
    )


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
