"""Questions about rounds and their decisions."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.access import queries as officers
from lontar.city.programmes import queries as programmes
from lontar.city.targeting.models import Decision, Round
from lontar.kit.gate import Actor, Role
from lontar.kit.holdings import Held
from lontar.kit.waiting import Waiting
from lontar.science.eligibility.explanation import Told, tell
from lontar.science.eligibility.reading import Reading, read_family
from lontar.science.eligibility.rule_file import read_rule
from lontar.science.eligibility.rulebook import Rule, Ruling
from lontar.science.eligibility.words import VOCABULARY
from lontar.science.place_codes import span

# Whoever works on rounds or inspects them; the analyst sees them without the families.
WHO_SEE_ROUNDS = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.INSPECTOR, Role.ANALYST, Role.ADMINISTRATOR)
WHO_SEE_DECISIONS = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.INSPECTOR)
WHO_SCORE = (Role.PLANNER, Role.OPERATOR)
ORDERS = {
    "family": ("family_id",), "-family": ("-family_id",), "ward": ("place_id", "family_id"),
    "-ward": ("-place_id", "family_id"), "amount": ("amount", "family_id"), "-amount": ("-amount", "family_id"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WardCount:
    """One ward of a round: families and rupiah by verdict."""

    place_id: int
    qualifies: int
    does_not: int
    undecided: int
    rupiah: int


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """A whole round in numbers; `already` families were left out, chosen by an earlier round of the same period."""

    families: int
    qualifies: int
    does_not: int
    undecided: int
    already: int
    rupiah: int


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
    visible = touching.filter(line__in=programmes.lines_for(actor))
    return visible.select_related(
        "line", "line__agency", "line__sub_activity", "place", "scored_by", "closed_by", "opened_by"
    ).order_by("-pk")


def _above(key: int) -> list[int]:
    """The keys of the places that a place lies in: its district, its city, its province."""
    text = f"{key:010d}"
    return [int(text[:cut].ljust(10, "0")) for cut in (2, 4, 6)]


def may_score(actor: Actor, round_: Round) -> bool:
    """Planners, and the operators of the line's agency."""
    return actor.role in WHO_SCORE and programmes.may_keep_money(actor, round_.line)


def may_close(actor: Actor, round_: Round) -> bool:
    """A planner who neither opened nor scored it."""
    own = {str(round_.opened_by_id), str(round_.scored_by_id)}
    return actor.role == Role.PLANNER and str(actor.id) not in own


def qualifying(round_id: int) -> "QuerySet[Decision, tuple[int, int, int]]":
    """Family, ward and rupiah of everyone whom a round found to qualify, in the order of the wards."""
    found = Decision.objects.filter(round_id=round_id, verdict=Decision.Verdict.QUALIFIES)
    return found.order_by("place_id", "family_id").values_list("family_id", "place_id", "amount")


def decisions_of(
    round_id: int, *, verdict: str = "", place_id: int | None = None, order: str = "ward", families: Any = None
) -> QuerySet[Decision]:
    """The decisions inside the acting officer's places; `families` limits them to these keys."""
    found = Decision.objects.filter(round_id=round_id)
    if verdict:
        found = found.filter(verdict=verdict)
    if place_id is not None:
        lowest, highest = span(place_id)
        found = found.filter(place_id__gte=lowest, place_id__lte=highest)
    if families is not None:
        found = found.filter(family_id__in=families)
    return found.order_by(*ORDERS.get(order, ORDERS["ward"]))


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
            rupiah=ward.get("qualifies", {}).get("rupiah", 0),
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
        already=counts.get("already", 0),
        rupiah=counts.get("qualifies", {}).get("rupiah", 0),
    )


def promised(line_id: int, *, besides: int | None = None) -> int:
    """Whole rupiah of a line that approved rounds have decided upon already, wherever that was."""
    approved = Round.objects.filter(line_id=line_id, state=Round.State.APPROVED, outcome=Round.Outcome.ENTITLES)
    return sum(figures_of(one).rupiah for one in approved if one.pk != besides)


def decided_before(round_: Round) -> list[int]:
    """Families of the area whom an approved round of the same line and period has chosen already."""
    lowest, highest = span(round_.place_id)
    found = Decision.objects.filter(
        round__line_id=round_.line_id,
        round__period=round_.period,
        round__state=Round.State.APPROVED,
        verdict=Decision.Verdict.QUALIFIES,
        place_id__gte=lowest,
        place_id__lte=highest,
    )
    return list(found.exclude(round_id=round_.pk).values_list("family_id", flat=True))


def ruling_of(round_: Round) -> Ruling:
    """The rule as the round read it, whatever has become of its file since."""
    return read_rule_text(round_.rule_text).on(round_.on)


@lru_cache(maxsize=64)
def read_rule_text(text: str) -> Rule:
    """A rule from its stored text, read once."""
    return read_rule(text)


def reading_of(decision: Decision) -> Reading:
    """The step-by-step reading of one decision, from the values found then."""
    found: dict[str, Any] = decision.found
    return read_family(
        ruling_of(decision.round),
        _typed(found.get("family") or {}),
        [_typed(one) for one in found.get("members") or []],
    )


def explanation_of(decision: Decision, language: str) -> Told:
    """Why this family, in sentences, the same today as then."""
    return tell(reading_of(decision), language)


def missing_for(decision: Decision, language: str) -> list[str]:
    """What must be known before this family can be decided: the questions without an answer."""
    return [step.question for step in explanation_of(decision, language).steps if step.met is None]


_DATES = {column for field in VOCABULARY.values() for column in field.columns if column.endswith(("_on", "_date"))}


def _typed(record: dict[str, Any]) -> dict[str, Any]:
    """Dates are text in JSON."""
    return {
        name: date.fromisoformat(value) if name in _DATES and isinstance(value, str) else value
        for name, value in record.items()
    }


def undecided_for(actor: Actor) -> QuerySet[Decision]:
    """The worklist: families of open rounds that could not be decided, inside the officer's places."""
    scored = rounds_for(actor).filter(state=Round.State.SCORED)
    found = Decision.objects.filter(round__in=scored, verdict=Decision.Verdict.UNDECIDED)
    return found.select_related("round", "round__line").order_by("round_id", "place_id", "family_id")


def waiting_for(actor: Actor) -> list[Waiting]:
    """What waits here for this officer today."""
    work: list[Waiting] = []
    rounds = rounds_for(actor)
    if actor.role == Role.PLANNER:
        to_close = [one for one in rounds.filter(state=Round.State.SCORED) if may_close(actor, one)]
        if to_close:
            oldest = min(to_close, key=lambda one: one.pk)
            since = oldest.scored_at.date() if oldest.scored_at else None
            url = reverse("targeting:round", args=[oldest.pk]) if len(to_close) == 1 else reverse("targeting:rounds")
            work.append(Waiting(_("Penetapan menunggu persetujuan Anda"), url, len(to_close), since, _("Periksa")))
    if actor.role in WHO_SCORE:
        to_score = [one for one in rounds.filter(state=Round.State.OPENED) if may_score(actor, one)]
        if to_score:
            oldest = min(to_score, key=lambda one: one.pk)
            url = reverse("targeting:round", args=[oldest.pk])
            work.append(
                Waiting(_("Penetapan belum dihitung"), url, len(to_score), oldest.opened_at.date(), _("Hitung"))
            )
    if actor.role in WHO_SEE_DECISIONS and actor.role != Role.INSPECTOR:
        undecided = undecided_for(actor)
        count = undecided.count()
        if count:
            url = reverse("targeting:undecided")
            work.append(
                Waiting(_("Keluarga belum dapat diputuskan: datanya belum lengkap"), url, count, None, _("Lengkapi"))
            )
    return work


def held_about(families: list[int], language: str) -> Held:
    """What rounds said of these families and why, for the people themselves."""
    found = Decision.objects.filter(family_id__in=families).select_related("round", "round__line").order_by("round_id")
    rows = []
    for one in found:
        steps = explanation_of(one, language).steps if one.round.rule_text else []
        why = "; ".join(f"{step.question}: {', '.join(step.found)}" for step in steps)
        rows.append((one.round.on.isoformat(), one.round.line.name, one.verdict, str(one.amount), why or "–"))
    heads = (_("Tanggal"), _("Program"), _("Keputusan"), _("Rupiah"), _("Alasan"))
    return Held(_("Keputusan tentang keluarga"), heads, rows)
