"""What the pages of duplicates share: who asks, names as they may be seen, states in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lontar.city.journal.actions import saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry.models import Pair
from lontar.city.registry.queries.held import families_here
from lontar.kit import masks
from lontar.kit.gate import Actor


@dataclass(frozen=True, slots=True)
class Sign:
    """A state as a badge."""

    colour: str
    words: str
    icon: str


def actor(request: HttpRequest) -> Actor:
    return cast(Actor, request.user)


def names_of(request: HttpRequest, pair: Pair) -> tuple[str, str]:
    """The two names as this officer may see them now."""
    return masks.shown(request, pair.person_a.name), masks.shown(request, pair.person_b.name)


def saw_pairs(request: HttpRequest, pairs: Iterable[Pair]) -> None:
    """Note whose names a list of pairs showed."""
    if masks.are_down(request):
        people = {person for pair in pairs for person in (pair.person_a_id, pair.person_b_id)}
        saw_by_name("list", families_here(people), request=request, on=places.today())


def states() -> dict[str, Sign]:
    return {
        Pair.State.WAITING: Sign("warn", _("menunggu"), "clock"),
        Pair.State.SAME: Sign("good", _("sama"), "check"),
        Pair.State.DIFFERENT: Sign("info", _("beda"), "close"),
        Pair.State.UNSURE: Sign("quiet", _("ragu"), "info"),
    }
