"""Questions about rounds and their decisions."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from lontar.city.access import queries as officers
from lontar.city.programmes import queries as programmes
from lontar.city.targeting.models import BINDING, Answer, Decision, Round
from lontar.city.targeting.queries.who import WHO_SEE_ROUNDS
from lontar.kit.gate import Actor
from lontar.science.place_codes import span
from lontar.science.selection import Terms

ORDERS: dict[str, tuple[Any, ...]] = {
    "rank": ("rank", "place_id", "family_id"), "-rank": (F("rank").desc(nulls_last=True), "place_id", "family_id"),
    "family": ("family_id",), "-family": ("-family_id",), "ward": ("place_id", "family_id"),
    "-ward": ("-place_id", "family_id"), "amount": ("amount", "family_id"), "-amount": ("-amount", "family_id"),
}  # fmt: skip
ANSWERED = ("accepted", "refused", "unanswered")


@dataclass(frozen=True, slots=True)
class WardCount:
    """One ward of a round: families and rupiah by verdict."""

    place_id: int
    qualifies: int
    does_not: int
    undecided: int
    chosen: int
    waiting: int
    struck: int
    rupiah: int


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """A whole round in numbers; `already` families were left out, chosen by an earlier round of the same period.

    Of those who qualify some are chosen and some wait; `rupiah` is what the chosen need.
    """

    families: int
    qualifies: int
    does_not: int
    undecided: int
    chosen: int
    waiting: int
    struck: int
    already: int
    rupiah: int
    nominated: int = 0


def round_by_id(key: int) -> Round | None:
    return Round.objects.select_related("line", "line__agency", "place").filter(pk=key).first()


def round_for(actor: Actor, key: int) -> Round | None:
    """The round, if the officer may see its line and works somewhere in its area."""
    return rounds_for(actor).filter(pk=key).first()


def rounds_for(actor: Actor) -> QuerySet[Round]:
    """The rounds that touch the officer's places, the newest first."""
    if actor.role not in WHO_SEE_ROUNDS:
        return Round.objects.none()
    touching = Round.objects.none()
    for lowest, highest in officers.spans(actor.id):
        # A round over the city touches a ward; a round over a ward lies in the city.
        above = [key for key in _above(lowest) if span(key)[1] >= highest]
        touching = touching | Round.objects.filter(place_id__gte=lowest, place_id__lte=highest)
        touching = touching | Round.objects.filter(place_id__in=above)
    visible = touching.filter(line__in=programmes.lines_by_name_for(actor))
    return visible.select_related(
        "line",
        "line__agency",
        "line__sub_activity",
        "place",
        "scored_by",
        "approved_by",
        "closed_by",
        "opened_by",
        "campaign",
        "model",
    ).order_by("-pk")


def _above(key: int) -> list[int]:
    """The keys of the places that a place lies in: its district, its city, its province."""
    text = f"{key:010d}"
    return [int(text[:cut].ljust(10, "0")) for cut in (2, 4, 6)]


def qualifying(round_id: int) -> "QuerySet[Decision, tuple[int, int, int]]":
    """Family, ward and rupiah of everyone whom a round has chosen, in the order of the wards."""
    found = Decision.objects.filter(round_id=round_id, standing=Decision.Standing.CHOSEN)
    return found.order_by("place_id", "family_id").values_list("family_id", "place_id", "amount")


def decisions_of(
    round_id: int, *, verdict: str = "", place_id: int | None = None, order: str = "ward", families: Any = None
) -> QuerySet[Decision]:
    """The decisions inside the acting officer's places; `verdict` may be a standing, `nominated`, or what was answered to a
    proposal (`accepted`, `refused`, `unanswered`); `families` limits them to these keys."""
    found = Decision.objects.filter(round_id=round_id)
    if verdict == "nominated":
        found = found.filter(nominated=True)
    elif verdict in ANSWERED:
        answers = Answer.objects.filter(round_id=round_id, family_id=OuterRef("family_id"))
        told = Exists(answers.filter(accepted=verdict == "accepted") if verdict != "unanswered" else answers)
        found = found.filter(told if verdict != "unanswered" else ~told, standing=Decision.Standing.CHOSEN)
    elif verdict in Decision.Standing.values:
        found = found.filter(standing=verdict)
    elif verdict:
        found = found.filter(verdict=verdict)
    if place_id is not None:
        lowest, highest = span(place_id)
        found = found.filter(place_id__gte=lowest, place_id__lte=highest)
    if families is not None:
        found = found.filter(family_id__in=families)
    return found.order_by(*ORDERS.get(order, ORDERS["ward"]))


def drawn(round_id: int) -> QuerySet[Decision]:
    """Everybody who was ranked, in the order of the ranks: what is published of a draw."""
    return Decision.objects.filter(round_id=round_id, rank__isnull=False).order_by("rank")


def decision_of(round_id: int, family_id: int) -> Decision | None:
    return Decision.objects.filter(round_id=round_id, family_id=family_id).first()


def decisions_about(family_id: int) -> QuerySet[Decision]:
    """All that rounds have said of one family, the newest first."""
    return Decision.objects.filter(family_id=family_id).select_related("round", "round__line").order_by("-round_id")


def wards_of(round_: Round, actor: Actor) -> list[WardCount]:
    """The round's figures by ward, of the wards that this officer serves."""
    spans = officers.spans(actor.id)
    counts: dict[str, Any] = round_.counts.get("wards", {})
    return [
        WardCount(
            place_id=int(key),
            qualifies=_families(ward, "qualifies"),
            does_not=_families(ward, "does_not"),
            undecided=_families(ward, "undecided"),
            chosen=_families(ward, "chosen"),
            waiting=_families(ward, "waiting"),
            struck=_families(ward, "struck"),
            rupiah=ward.get("chosen", {}).get("rupiah", 0),
        )
        for key, ward in sorted(counts.items())
        if any(lowest <= int(key) <= highest for lowest, highest in spans)
    ]


def _families(counts: dict[str, Any], verdict: str) -> int:
    return int(counts.get(verdict, {}).get("families", 0))


def figures_of(round_: Round) -> RoundFigures:
    """The whole round's families and rupiah, as they were counted when it was scored."""
    counts: dict[str, Any] = round_.counts
    return RoundFigures(
        families=counts.get("families", 0),
        qualifies=_families(counts, "qualifies"),
        does_not=_families(counts, "does_not"),
        undecided=_families(counts, "undecided"),
        chosen=_families(counts, "chosen"),
        waiting=_families(counts, "waiting"),
        struck=_families(counts, "struck"),
        already=counts.get("already", 0),
        rupiah=counts.get("chosen", {}).get("rupiah", 0),
        nominated=counts.get("nominated", 0),
    )


def promised(line_id: int, *, besides: int | None = None) -> int:
    """Whole rupiah of a line that approved rounds have decided upon already, wherever that was."""
    approved = Round.objects.filter(line_id=line_id, state__in=BINDING, outcome=Round.Outcome.ENTITLES)
    return sum(figures_of(one).rupiah for one in approved if one.pk != besides)


def left_of(line_id: int, *, besides: int | None = None) -> int | None:
    """What is left of a line's budget after all that approved rounds have decided and its agency has spent beside Lontar;
    None where no budget is known."""
    budget = programmes.budget_of(line_id)
    reported = programmes.reported_of(line_id) or 0
    return None if budget is None else budget - promised(line_id, besides=besides) - reported


def decided_before(round_: Round) -> list[int]:
    """Families of the area whom an approved round of the same line and period has chosen already."""
    lowest, highest = span(round_.place_id)
    found = Decision.objects.filter(
        round__line_id=round_.line_id,
        round__period=round_.period,
        round__state__in=BINDING,
        standing=Decision.Standing.CHOSEN,
        place_id__gte=lowest,
        place_id__lte=highest,
    )
    return list(found.exclude(round_id=round_.pk).values_list("family_id", flat=True))


def terms_of(round_: Round) -> Terms:
    """How the round chooses among those who qualify."""
    return Terms(tuple(round_.criteria), round_.seed, round_.quota, round_.budget)
