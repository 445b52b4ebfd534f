"""Overlap and gap: who is approved for or known to receive two programmes, and which of the poorest are on no list."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any, Final

import polars as pl
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lontar.city.access import queries as access
from lontar.city.programmes import queries as programmes
from lontar.city.registry import queries as registry
from lontar.city.targeting.models import BINDING, Answer, Decision, Round
from lontar.kit.gate import Actor, Role
from lontar.science.place_codes import span

POOREST: Final = "1-2"
POOREST_MOST: Final = 2
# Those that a catalogue may be of; what lies outside of them is a slip of the hand.
YEARS: Final = range(2000, 2101)
WHO_SEE_COVERAGE: Final = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.INSPECTOR)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Programmes of one year that somebody is approved for or known to receive, and how many families each two share."""

    lines: list[Any]
    shared: dict[tuple[int, int], int]

    def of(self, one: int, other: int) -> int:
        return self.shared.get((min(one, other), max(one, other)), 0)


@dataclass(frozen=True, slots=True)
class Gap:
    """An area's families of the lowest deciles: how many there are, how many are on no list, for how long already, and
    who must act."""

    key: Any
    poorest: int
    on_none: int
    who: list[str]
    waiting: tuple[int, ...] = ()  # days since DTSEN first called each of those on no list one of the poorest

    @property
    def half(self) -> float | None:
        return median(self.waiting) if self.waiting else None

    @property
    def longest(self) -> int | None:
        return max(self.waiting, default=None)


def lines_of(actor: Actor, year: int) -> list[Any]:
    """The lines of a year that an officer may see; sensitive ones never stand in a table of families."""
    return list(programmes.lines_for(actor).filter(year=year, sensitive=False).order_by("name"))


def overlap(actor: Actor, year: int) -> Overlap:
    """The matrix of programmes, inside the officer's places."""
    lines = {one.pk: one for one in lines_of(actor, year)}
    approved = _approved(lines).values_list("family_id", "round__line_id")
    keys = {one.key: one.pk for one in lines.values()}
    named = programmes.named_in(year, list(keys)).values_list("family_id", "list__programme")
    known = [*approved, *((family, keys[programme]) for family, programme in named)]
    each = pl.DataFrame(known, schema={"family": pl.Int64, "line": pl.Int64}, orient="row").unique()
    # A line with itself counts its families.
    both = each.join(each, on="family", suffix="_other").filter(pl.col("line") <= pl.col("line_other"))
    counted = both.group_by("line", "line_other").len()
    shared = {(one, other): int(count) for one, other, count in counted.iter_rows()}
    active = {key for pair in shared for key in pair}
    return Overlap([one for key, one in lines.items() if key in active], shared)


def families_on_both(year: int, one: int, other: int, actor: Actor) -> QuerySet[Any]:
    """The families that are approved for or known to receive two lines, in the officer's places."""
    allowed = {line.pk: line for line in lines_of(actor, year) if line.pk in (one, other)}
    found = registry.families_matching(registry.FamilyFilter())
    for key in {one, other}:
        found = found.filter(_on_list(year, [allowed[key]] if key in allowed else []))
    return found


def families_on_none(actor: Actor, year: int, place_id: int | None = None) -> QuerySet[Any]:
    """Present families of the lowest deciles whom no list of the year has chosen or names, in the officer's places."""
    wanted = registry.FamilyFilter(decile=POOREST, place_id=place_id, present=True)
    return registry.families_matching(wanted).exclude(_on_list(year, lines_of(actor, year)))


def _approved(lines: Iterable[int]) -> QuerySet[Decision]:
    """Whom rounds have chosen for good: by the city's two signatures, or proposed by them and accepted by who decides."""
    accepted = Answer.objects.filter(round_id=OuterRef("round_id"), family_id=OuterRef("family_id"), accepted=True)
    return Decision.objects.filter(
        Q(round__outcome=Round.Outcome.ENTITLES) | Exists(accepted),
        standing=Decision.Standing.CHOSEN, round__state__in=BINDING, round__line_id__in=list(lines),
    )  # fmt: skip


def proposed_of(actor: Actor, year: int, families: QuerySet[Any]) -> int:
    """How many of some families stand on a proposal of the year that nobody has answered yet."""
    answered = Answer.objects.filter(round_id=OuterRef("round_id"), family_id=OuterRef("family_id"))
    asked = Decision.objects.filter(
        ~Exists(answered), family_id__in=families.order_by().values("pk"), round__outcome=Round.Outcome.PROPOSES,
        standing=Decision.Standing.CHOSEN, round__state__in=BINDING, round__line__in=lines_of(actor, year),
    )  # fmt: skip
    return int(asked.aggregate(families=Count("family_id", distinct=True))["families"])


def _on_list(year: int, lines: list[Any]) -> Q:
    """Chosen for good by a round, or named by a list of recipients that is known."""
    chosen = _approved(one.pk for one in lines).filter(family_id=OuterRef("pk"))
    named = programmes.named_in(year, [one.key for one in lines]).filter(family_id=OuterRef("pk"))
    return Q(Exists(chosen)) | Q(Exists(named))


def days_to_first_aid(actor: Actor, year: int, place_id: int) -> list[int]:
    """For each of the poorest who are on a list of the year: the days from when DTSEN said so to their first list.

    A list that was there before counts as no days. That of a round begins with its second signature; of a proposal, with
    the answer.
    """
    lines = lines_of(actor, year)
    poorest = registry.families_matching(registry.FamilyFilter(decile=POOREST, place_id=place_id, present=True))
    keys = list(poorest.order_by().values_list("pk", flat=True))
    answered = Answer.objects.filter(round_id=OuterRef("round_id"), family_id=OuterRef("family_id")).values("on")
    approved = _approved(one.pk for one in lines).filter(family_id__in=keys)
    chosen = approved.annotate(day=Coalesce(Subquery(answered), "round__closed_on")).values_list("family_id", "day")
    named = programmes.named_in(year, [one.key for one in lines]).filter(family_id__in=keys)
    first: dict[int, date] = {}
    for family, day in (*chosen, *named.values_list("family_id", "list__since")):
        if family is not None and day is not None:
            first[family] = min(day, first.get(family, day))
    since = registry.poor_since(list(first), POOREST_MOST)
    return [max((day - since[family]).days, 0) for family, day in first.items() if family in since]


def _waiting(families: dict[int, Any], on: date) -> dict[Any, tuple[int, ...]]:
    """Days waited so far, by the area of each family."""
    since = registry.poor_since(list(families), POOREST_MOST)
    found: dict[Any, list[int]] = {}
    for family, day in since.items():
        found.setdefault(families[family], []).append(max((on - day).days, 0))
    return {area: tuple(sorted(days)) for area, days in found.items()}


def gaps_by_ward(actor: Actor, year: int, place_id: int, on: date) -> list[Gap]:
    """For each ward of the officer's places: the poorest, those on no list and their days, and the ward's officers."""
    wanted = registry.FamilyFilter(decile=POOREST, place_id=place_id, present=True)
    poorest = Counter(registry.families_matching(wanted).order_by().values_list("place_id", flat=True))
    left = dict(families_on_none(actor, year, place_id).order_by().values_list("pk", "place_id"))
    none, waiting = Counter(left.values()), _waiting(left, on)
    who = _officers(place_id)
    return [
        Gap(
            key, poorest[key], none[key], [name for name, spans in who if any(low <= key <= high for low, high in spans)],
            waiting.get(key, ()),
        )
        for key in sorted(poorest, key=lambda ward: (-none[ward], ward))
    ]  # fmt: skip


def gaps_by_rt(actor: Actor, year: int, ward_id: int, on: date) -> list[Gap]:
    """The same for each RT of a ward; families without a written address stand under an empty RT."""
    wanted = registry.FamilyFilter(decile=POOREST, place_id=ward_id, present=True)
    homes = {one.family_id: (one.rw, one.rt) for one in registry.addresses_of(registry.families_matching(wanted))}
    none = set(families_on_none(actor, year, ward_id).values_list("pk", flat=True))
    poorest = Counter(homes.values())
    left = Counter(home for key, home in homes.items() if key in none)
    who = [name for name, _spans in _officers(ward_id)]
    waiting = _waiting({key: home for key, home in homes.items() if key in none}, on)
    return [
        Gap(home, poorest[home], left[home], who, waiting.get(home, ()))
        for home in sorted(poorest, key=lambda one: (-left[one], one))
    ]


def _officers(place_id: int) -> list[tuple[str, list[tuple[int, int]]]]:
    lowest, highest = span(place_id)
    served = access.officers_serving(lowest, highest, [Role.WARD_OFFICER])
    return [(one.name, spans) for one, spans in served.items()]
