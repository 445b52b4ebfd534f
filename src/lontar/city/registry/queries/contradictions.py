"""What in the registry contradicts itself: counted by kind, listed with what mends it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.registry.models import Contradiction, Pair
from lontar.kit.gate import Actor, Role
from lontar.kit.waiting import Waiting
from lontar.science.place_codes import span

Kind = Contradiction.Kind
WHO_SEE: Final = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.INSPECTOR)
WHO_MEND: Final = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER)
# The page of the event that mends it; empty where it is seen on the family's page what is to be done.
MENDED_BY: Final[Mapping[str, str]] = {
    Kind.TWO_HEADS: "head_changed", Kind.NO_HEAD: "head_changed", Kind.NO_MEMBERS: "moved_out",
    Kind.MOTHER_TOO_YOUNG: "corrected", Kind.FATHER_TOO_YOUNG: "corrected", Kind.DIED_BEFORE_BIRTH: "corrected", Kind.DEAD_MEMBER: "",
    Kind.TOO_OLD: "died", Kind.MARRIED_TOO_YOUNG: "corrected", Kind.NIK_TWICE: "nik_given",
    Kind.OUTSIDE_CITY: "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of one kind wait."""

    kind: str
    count: int


def contradictions(kind: str = "", place_id: int | None = None) -> QuerySet[Contradiction]:
    """Those that nobody has settled, inside the acting officer's places."""
    found = Contradiction.objects.filter(settled_on=None).order_by("place_id", "kind", "pk")
    if kind in Kind.values:
        found = found.filter(kind=kind)
    if place_id is not None:
        lowest, highest = span(place_id)
        found = found.filter(place_id__gte=lowest, place_id__lte=highest)
    return found.select_related("person", "place")


def contradiction_or_none(key: int) -> Contradiction | None:
    return contradictions().filter(pk=key).first() if 0 < key < 2**63 else None


def pairs_waiting_of(found: Iterable[Contradiction]) -> dict[int, int]:
    """The pair to decide, by contradiction, where the two of one NIK wait to be compared in the officer's places."""
    two = {one.pk: tuple(sorted((one.person_id, one.other_id))) for one in found if one.person_id and one.other_id}
    if not two:
        return {}
    waiting = Pair.objects.filter(state=Pair.State.WAITING, person_a__in={a for a, _b in two.values()})
    known = {(a, b): key for a, b, key in waiting.values_list("person_a_id", "person_b_id", "pk")}
    return {key: known[pair] for key, pair in two.items() if pair in known}


def contradictions_of(family_id: int) -> list[Contradiction]:
    return list(Contradiction.objects.filter(family_id=family_id, settled_on=None).order_by("kind", "pk"))


def contradictions_by_kind() -> list[Counted]:
    """Counts of what waits, in the order of the kinds."""
    found = Contradiction.objects.filter(settled_on=None).values_list("kind").annotate(n=Count("pk")).order_by()
    counts = dict(found)
    return [Counted(kind, counts[kind]) for kind in Kind.values if kind in counts]


def contradictions_waiting_for(actor: Actor) -> list[Waiting]:
    """What the desk tells of them."""
    if actor.role not in WHO_MEND:
        return []
    count, since = _waiting()
    if not count:
        return []
    return [
        Waiting(
            title=_("Data keluarga yang saling bertentangan menunggu dibetulkan"),
            url=reverse("registry:contradictions"), count=count, since=since, action=_("Betulkan"),
        )
    ]  # fmt: skip


def _waiting() -> tuple[int, date | None]:
    found = Contradiction.objects.filter(settled_on=None).aggregate(n=Count("pk"), since=Min("found_on"))
    return found["n"], found["since"]
