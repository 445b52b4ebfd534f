"""Overlap and gap: who is on two lists, and which of the poorest are on none."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from lontar.city.access import queries as access
from lontar.city.programmes import queries as programmes
from lontar.city.registry import queries as registry
from lontar.city.targeting.models import BINDING, Decision
from lontar.kit.gate import Actor, Role
from lontar.science.place_codes import span

POOREST: Final = "1-2"
WHO_SEE_COVERAGE: Final = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.INSPECTOR)
# Every pair of lines of a year that have chosen the same family; a line with itself counts its families.
PAIRS: Final = """
WITH chosen AS (
    SELECT DISTINCT d.family_id, r.line_id FROM targeting_decision d JOIN targeting_round r ON r.id = d.round_id
    WHERE d.standing = 'chosen' AND r.state = ANY (%(states)s) AND r.line_id = ANY (%(lines)s)
)
SELECT a.line_id, b.line_id, count(*) FROM chosen a JOIN chosen b USING (family_id)
WHERE a.line_id <= b.line_id GROUP BY a.line_id, b.line_id
"""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Programmes of one year that have chosen anybody, and how many families each two of them share."""

    lines: list[Any]
    shared: dict[tuple[int, int], int]

    def of(self, one: int, other: int) -> int:
        return self.shared.get((min(one, other), max(one, other)), 0)


@dataclass(frozen=True, slots=True)
class Gap:
    """An area's families of the lowest deciles: how many there are, how many are on no list, and who must act."""

    key: Any
    poorest: int
    on_none: int
    who: list[str]


def lines_of(actor: Actor, year: int) -> list[Any]:
    """The lines of a year that an officer may see; sensitive ones never stand in a table of families."""
    return list(programmes.lines_for(actor).filter(year=year, sensitive=False).order_by("name"))


def overlap(actor: Actor, year: int) -> Overlap:
    """The matrix of programmes, inside the officer's places."""
    lines = {one.pk: one for one in lines_of(actor, year)}
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, {"states": list(BINDING), "lines": list(lines)})
        shared = {(one, other): int(count) for one, other, count in cursor.fetchall()}
    active = {key for pair in shared for key in pair}
    return Overlap([one for key, one in lines.items() if key in active], shared)


def families_on_both(year: int, one: int, other: int, actor: Actor) -> QuerySet[Any]:
    """The families that two lines have chosen, in the officer's places."""
    allowed = {line.pk for line in lines_of(actor, year)} & {one, other}
    found = registry.families_matching(registry.FamilyFilter())
    for key in {one, other}:
        found = found.filter(_chosen([key] if key in allowed else []))
    return found


def families_on_none(actor: Actor, year: int, place_id: int | None = None) -> QuerySet[Any]:
    """Present families of the lowest deciles whom no list of the year has chosen, in the officer's places."""
    wanted = registry.FamilyFilter(decile=POOREST, place_id=place_id, present=True)
    return registry.families_matching(wanted).filter(~_chosen([one.pk for one in lines_of(actor, year)]))


def _chosen(lines: list[int]) -> Exists:
    return Exists(
        Decision.objects.filter(
            family_id=OuterRef("pk"), standing=Decision.Standing.CHOSEN, round__state__in=BINDING,
            round__line_id__in=lines,
        )
    )  # fmt: skip


def gaps_by_ward(actor: Actor, year: int, place_id: int) -> list[Gap]:
    """For each ward of the officer's places: the poorest, those on no list, and the ward's officers."""
    wanted = registry.FamilyFilter(decile=POOREST, place_id=place_id, present=True)
    poorest = Counter(registry.families_matching(wanted).order_by().values_list("place_id", flat=True))
    none = Counter(families_on_none(actor, year, place_id).order_by().values_list("place_id", flat=True))
    who = _officers(place_id)
    return [
        Gap(key, poorest[key], none[key], [name for name, spans in who if any(low <= key <= high for low, high in spans)])
        for key in sorted(poorest, key=lambda ward: (-none[ward], ward))
    ]  # fmt: skip


def gaps_by_rt(actor: Actor, year: int, ward_id: int) -> list[Gap]:
    """The same for each RT of a ward; families without a written address stand under an empty RT."""
    wanted = registry.FamilyFilter(decile=POOREST, place_id=ward_id, present=True)
    homes = {one.family_id: (one.rw, one.rt) for one in registry.addresses_of(registry.families_matching(wanted))}
    none = set(families_on_none(actor, year, ward_id).values_list("pk", flat=True))
    poorest = Counter(homes.values())
    left = Counter(home for key, home in homes.items() if key in none)
    who = [name for name, _spans in _officers(ward_id)]
    return [Gap(home, poorest[home], left[home], who) for home in sorted(poorest, key=lambda one: (-left[one], one))]


def _officers(place_id: int) -> list[tuple[str, list[tuple[int, int]]]]:
    lowest, highest = span(place_id)
    served = access.officers_serving(lowest, highest, [Role.WARD_OFFICER])
    return [(one.name, spans) for one, spans in served.items()]
