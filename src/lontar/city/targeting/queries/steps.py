"""Questions about the steps of rounds: what is open with whom, what meetings changed, and how long things lay."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any, Final

from django.db.models import Q, QuerySet

from lontar.city.access import queries as access
from lontar.city.programmes import queries as programmes
from lontar.city.targeting.models import Amendment, Answer, Decision, Layout, Round, Scan, Step
from lontar.city.targeting.queries.rounds import rounds_for
from lontar.kit.gate import Actor, Role
from lontar.science.place_codes import span

# In this order; how many days each may take is the city's to say: `rules/clocks/days.yaml`.
KINDS: Final = ("meeting", "check", "approval", "second", "decree", "export", "answer")
# What a list for a ministry may hold.
EXPORTABLE: Final = (
    "running", "local_number", "kk", "nik", "head", "province", "city", "district", "ward", "ward_code", "rw", "rt",
    "decile", "rank", "amount", "period", "programme", "paper_number",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Delay:
    """How long one kind of step lay with somebody: whole days, of those that are done; and what still lies there."""

    who: Any
    kind: str
    done: int
    median_days: float | None
    longest: int | None
    open: int
    late: int


def agency_with(round_: Round, kind: str) -> int | None:
    """With whom a step lies from its first day: the line's agency; a meeting lies with its ward, an approval with
    whichever planner does it."""
    return round_.line.agency_id if kind in (Step.Kind.CHECK, Step.Kind.DECREE, Step.Kind.EXPORT) else None


def steps_of(round_: Round) -> QuerySet[Step]:
    """Every step of a round in its order, those that were taken back too."""
    return (
        Step.objects.filter(round=round_)
        .select_related("place", "agency", "by", "taken_back_by")
        .order_by("since", "pk")
    )


def steps_for(round_: Round, actor: Actor) -> QuerySet[Step]:
    """The steps of a round in the officer's places, and those that concern the round as a whole."""
    inside = access.within(access.spans(actor.id))
    return steps_of(round_).filter(inside | ~Q(kind=Step.Kind.MEETING))


def meetings_of(round_: Round, actor: Actor) -> QuerySet[Step]:
    """The meetings that stand or are awaited, of the officer's places."""
    inside = access.within(access.spans(actor.id))
    return steps_of(round_).filter(inside, kind=Step.Kind.MEETING, taken_back_on=None).order_by("place__name")


def meeting_in(round_: Round, place_id: int) -> Step | None:
    """The meeting of one ward that stands or is awaited."""
    return steps_of(round_).filter(kind=Step.Kind.MEETING, place_id=place_id, taken_back_on=None).first()


def open_step(round_: Round, kind: str) -> Step | None:
    return steps_of(round_).filter(kind=kind, on=None, taken_back_on=None).first()


def open_meetings(actor: Actor) -> QuerySet[Step]:
    """The meetings that wait for minutes in the officer's places, the oldest first."""
    inside = access.within(access.spans(actor.id))
    rounds = rounds_for(actor).filter(state=Round.State.SCORED)
    return (
        Step.objects.filter(inside, round__in=rounds, kind=Step.Kind.MEETING, on=None, taken_back_on=None)
        .select_related("round", "round__line", "place")
        .order_by("since", "pk")
    )


def scan_for(actor: Actor, step_id: int) -> Scan | None:
    """The scanned minutes of a meeting, if the round and the place are the officer's to see."""
    step = Step.objects.filter(pk=step_id, round__in=rounds_for(actor)).exclude(scan=None).first()
    if step is None or step.scan_id is None:
        return None
    return Scan.objects.filter(pk=step.scan_id).first()


def amendments_of(round_: Round, place_id: int | None = None) -> QuerySet[Amendment]:
    """What meetings and visits changed and nobody withdrew, in the officer's places."""
    found = Amendment.objects.filter(round=round_, withdrawn_on=None).select_related("by").order_by("pk")
    if place_id is not None:
        lowest, highest = span(place_id)
        found = found.filter(place_id__gte=lowest, place_id__lte=highest)
    return found


def proposers_of(round_: Round) -> set[str]:
    """Whoever had a part in the list: opened it, scored it, or changed it. None of them approves it."""
    changed = Amendment.objects.filter(round=round_).order_by().values_list("by_id", flat=True).distinct()
    return {str(key) for key in (round_.opened_by_id, round_.scored_by_id, *changed) if key is not None}


def approvers_of(round_: Round) -> int:
    """How many planners could still approve the list: they serve its whole area, had no part in it, and have not yet."""
    lowest, highest = span(round_.place_id)
    without = {*proposers_of(round_), str(round_.approved_by_id)}
    serving = access.officers_serving(lowest, highest, [Role.PLANNER])
    may = [one for one in serving if str(one.pk) not in without and access.serves(one.pk, round_.place_id)]
    return sum(programmes.is_told_by_name(one, round_.line) for one in may)


def answers_of(round_: Round) -> QuerySet[Answer]:
    return Answer.objects.filter(round=round_)


def answers_to(decisions: Iterable[Decision]) -> dict[tuple[int, int], Answer | None]:
    """By round and family, of those whom a proposal names: what whoever decides outside the city has answered; None while
    it waits for that."""
    asked = {
        (one.round_id, one.family_id)
        for one in decisions
        if one.standing == Decision.Standing.CHOSEN and one.round.outcome == Round.Outcome.PROPOSES and one.round.is_binding
    }  # fmt: skip
    told = Answer.objects.filter(round_id__in={key for key, _ in asked}, family_id__in={key for _, key in asked})
    known = {(one.round_id, one.family_id): one for one in told}
    return {key: known.get(key) for key in asked}


def layouts() -> QuerySet[Layout]:
    return Layout.objects.order_by("name")


def delays(actor: Actor, *, by_ward: bool, today: date) -> list[Delay]:
    """Median days by ward (meetings) or by agency (all other steps), of the rounds that the officer sees.

    What was taken back counts with the days that it took; what is open is counted, and how much of it is late.
    """
    steps = Step.objects.filter(round__in=rounds_for(actor)).select_related("place", "agency")
    if by_ward:
        steps = steps.filter(access.within(access.spans(actor.id)), kind=Step.Kind.MEETING)
    else:
        steps = steps.exclude(kind=Step.Kind.MEETING)
    found: dict[tuple[Any, str], list[Step]] = defaultdict(list)
    for step in steps.order_by("pk"):
        found[step.place if by_ward else step.agency, step.kind].append(step)
    told = []
    for (who, kind), these in found.items():
        days = [(step.on - step.since).days for step in these if step.on is not None]
        waiting = [step for step in these if step.on is None and step.taken_back_on is None]
        late = sum(step.due < today for step in waiting)
        middle = float(median(days)) if days else None
        told.append(Delay(who, kind, len(days), middle, max(days, default=None), len(waiting), late))
    order = list(KINDS)
    return sorted(told, key=lambda one: (-(one.median_days or 0), str(one.who or ""), order.index(one.kind)))
