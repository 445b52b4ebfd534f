"""Questions about visits: mine today, one with its report, pairs of two visits, and changes that wait."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from lontar.city.fieldwork.models import Campaign, Change, Report, Visit
from lontar.city.fieldwork.queries.campaigns import NotFound
from lontar.city.fieldwork.queries.who import WHO_DECIDE, WHO_SEE
from lontar.kit.gate import Actor, Role
from lontar.kit.sealing import unseal
from lontar.science.agreement import Agreement, agreement
from lontar.science.living_conditions import COLUMNS

__all__ = ["NotFound"]
# What two visits are compared by, beside outcome and verdict: what can be seen without asking.
COMPARED = (
    "wall_material", "floor_material", "roof_material", "drinking_water_source", "lighting", "toilet_facility",
)  # fmt: skip
PAIRS_MOST = 500
GONE = (Report.Outcome.MOVED_COUNTRY, Report.Outcome.MOVED_ABROAD, Report.Outcome.DIED)
DIFFERING = """
SELECT v.id FROM fieldwork_visit v
JOIN fieldwork_report a ON a.visit_id = v.id
JOIN fieldwork_visit w ON w.campaign_id = v.campaign_id AND w.family_id = v.family_id AND w.turn = 2
JOIN fieldwork_report b ON b.visit_id = w.id
WHERE v.turn = 1 AND v.stands IS NULL AND (a.outcome, a.deserves) <> (b.outcome, b.deserves)
ORDER BY v.id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports of one family by two officers."""

    visit: Visit
    first: Report
    second: Report

    @property
    def agrees(self) -> bool:
        return (self.first.outcome, self.first.deserves) == (self.second.outcome, self.second.deserves)


@dataclass(frozen=True, slots=True)
class Compared:
    """One question that two officers answered for the same families; `column` is empty for outcome and verdict."""

    name: str
    column: str
    agreement: Agreement


def visits_for(actor: Actor) -> QuerySet[Visit]:
    """The visits that an officer may see: a field worker those that are theirs or nobody's, the others all of their
    places."""
    if actor.role not in WHO_SEE:
        return Visit.objects.none()
    found = Visit.objects.select_related("campaign", "place", "officer").order_by(
        "campaign_id", "place_id", "rw", "rt", "pk"
    )
    if actor.role == Role.FIELD_WORKER:
        return found.filter(Q(officer_id=actor.id) | Q(officer=None))
    return found


def my_open_visits(actor: Actor) -> QuerySet[Visit]:
    """What this officer is to visit now, along the addresses."""
    return visits_for(actor).filter(
        officer_id=actor.id, state=Visit.State.OPEN, campaign__state=Campaign.State.OPEN
    )  # fmt: skip


def visit_or_none(key: int, actor: Actor) -> Visit | None:
    return visits_for(actor).select_related("report", "report__checker", "family").filter(pk=key).first()


def report_of(visit: Visit) -> Report | None:
    return Report.objects.filter(visit=visit).select_related("checker", "by").first()


def photo_of(report: Report) -> bytes | None:
    """The picture in the clear."""
    return unseal(report.photo) if report.photo else None


def changes_for(actor: Actor) -> QuerySet[Change]:
    """Deaths, moves and newcomers in the officer's places, the oldest first."""
    if actor.role not in WHO_SEE or actor.role == Role.FIELD_WORKER:
        return Change.objects.none()
    return Change.objects.select_related(
        "report__visit__campaign", "report__by", "seen_by", "place", "family", "person", "decided_by"
    ).order_by("pk")


def confirmed_change_of(family_id: int, kinds: Collection[str]) -> int | None:
    """The newest change of these kinds in a family that a visit found and a second person confirmed."""
    found = Change.objects.filter(family_id=family_id, kind__in=kinds, state=Change.State.CONFIRMED)
    return found.order_by("-pk").values_list("pk", flat=True).first()


def changes_to_decide(actor: Actor) -> QuerySet[Change]:
    """Those that this officer may decide: waiting, and neither seen nor sent by themselves."""
    if actor.role not in WHO_DECIDE:
        return Change.objects.none()
    waits = changes_for(actor).filter(state=Change.State.WAITING)
    return waits.exclude(seen_by_id=actor.id).exclude(report__by_id=actor.id)


@dataclass(frozen=True, slots=True)
class OtherWord:
    """What the other of two visits says against a change; `stands` where a third person let that visit stand."""

    report: Report
    stands: bool


def spoken_against(change: Change) -> OtherWord | None:
    """The other visit to the family in the campaign, where it saw the contrary and a third person did not reject it."""
    visit = change.report.visit
    pair = pair_of(visit)
    if pair is None or change.newcomer or pair.visit.stands == visit.turn:
        return None
    other = pair.second if visit.turn == 1 else pair.first
    if change.person_id is None:
        contrary = other.outcome == Report.Outcome.FOUND or (other.outcome in GONE and other.outcome != change.kind)
    else:
        said = other.members.get(str(change.person_id))
        contrary = said is not None and said not in (change.kind, Report.Outcome.NOT_FOUND)
    return OtherWord(other, pair.visit.stands is not None) if contrary else None


def pair_of(visit: Visit) -> Pair | None:
    return next(iter(_pairs(Visit.objects.filter(campaign_id=visit.campaign_id, family_id=visit.family_id))), None)


def pairs_of(campaign_id: int) -> list[Pair]:
    """All families of a campaign that two officers have reported on, in the officer's places."""
    return _pairs(Visit.objects.filter(campaign_id=campaign_id))


def _pairs(visits: QuerySet[Visit]) -> list[Pair]:
    second = {
        (one.visit.campaign_id, one.visit.family_id): one
        for one in Report.objects.filter(visit__in=visits.filter(turn=2))
        .defer("photo")
        .select_related("visit", "checker")
    }
    families = [family for _campaign, family in second]
    first = Report.objects.filter(visit__in=visits.filter(turn=1), visit__family_id__in=families)
    return [
        Pair(one.visit, one, second[(one.visit.campaign_id, one.visit.family_id)])
        for one in first.defer("photo").select_related("visit__place", "checker").order_by("visit_id")
    ]


def pairs_to_settle(actor: Actor) -> list[Pair]:
    """Pairs in the officer's places that differ and that nobody has settled, at most 500 of them, the oldest first."""
    if actor.role not in WHO_SEE:
        return []
    with connection.cursor() as cursor:
        cursor.execute(DIFFERING, [PAIRS_MOST])
        keys = {key for (key,) in cursor.fetchall()}
    wanted = Visit.objects.filter(pk__in=keys)
    same = Visit.objects.filter(campaign__in=wanted.values("campaign"), family__in=wanted.values("family"))
    return [pair for pair in _pairs(same) if pair.visit.pk in keys]


def compared(pairs: Iterable[Pair]) -> list[Compared]:
    """Agreement beyond chance for each question, over the pairs in which both answered it."""
    kept = list(pairs)
    found = [
        Compared("outcome", "", agreement((one.first.outcome, one.second.outcome) for one in kept)),
        Compared(
            "deserves", "",
            agreement((one.first.deserves, one.second.deserves) for one in kept if one.first.deserves and one.second.deserves),
        ),
    ]  # fmt: skip
    for name in COMPARED:
        both = [
            (one.first.columns[name], one.second.columns[name])
            for one in kept
            if name in one.first.columns and name in one.second.columns
        ]
        found.append(Compared(name, COLUMNS[name].name, agreement(both)))
    return found
