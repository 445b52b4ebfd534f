"""Families of whom the official decile and the field check say different things."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from lontar.city.fieldwork.models import Report, Visit
from lontar.city.fieldwork.queries.who import WHO_SEE_ALL
from lontar.kit.gate import Actor
from lontar.science.living_conditions.opinions import Disagreement, Seen, disagreements
from lontar.science.place_codes import span


@dataclass(frozen=True, slots=True)
class Doubt:
    """One family with two opinions that do not fit, and both sides of it."""

    family_id: int
    place_id: int
    decile: int | None
    decile_on: date | None
    report: Report
    disagreement: Disagreement


def doubts(actor: Actor, *, kind: str = "", place_id: int | None = None) -> list[Doubt]:
    """The worklist: by the newest visit of each family, most signs first, then the newest visit.

    Where two visits differ and somebody has settled it, the one that stands counts.
    """
    if actor.role not in WHO_SEE_ALL:
        return []
    newest = Visit.objects.filter(family_id=OuterRef("visit__family_id"), turn=1, state=Visit.State.REPORTED)
    reports = (
        Report.objects.filter(visit_id=Subquery(newest.order_by("-pk").values("pk")[:1]))
        .defer("photo")
        .select_related("visit__family", "visit__place", "visit__campaign", "checker")
    )
    if place_id is not None:
        lowest, highest = span(place_id)
        reports = reports.filter(place_id__gte=lowest, place_id__lte=highest)
    second = {
        (one.visit.campaign_id, one.visit.family_id): one
        for one in Report.objects.filter(visit__turn=2)
        .defer("photo")
        .select_related("visit__family", "visit__place", "visit__campaign", "checker")
    }
    found: list[Doubt] = []
    for first in reports:
        visit = first.visit
        report = second.get((visit.campaign_id, visit.family_id), first) if visit.stands == 2 else first
        family = visit.family
        seen = Seen(report.outcome, report.deserves, report.columns, report.visited_on)
        found += [
            Doubt(family.pk, visit.place_id, family.decile, family.decile_on, report, one)
            for one in disagreements(family.decile, seen)
            if not kind or one.kind == kind
        ]
    found.sort(key=lambda one: (-len(one.disagreement.present), -one.report.visited_on.toordinal(), one.family_id))
    return found
