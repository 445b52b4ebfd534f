"""What a ward keeps of a family that lives elsewhere now: the days spent there, and what was recorded in them."""

from dataclasses import dataclass
from datetime import date

from lontar.city.registry.models import Membership, Residence
from lontar.city.registry.queries.over_time import Told, events_of
from lontar.city.registry.queries.shields import hidden_families
from lontar.city.registry.queries.story import Story, story_of_key

PEOPLE_MOST = 40


@dataclass(frozen=True, slots=True)
class Days:
    """Somebody's days in the family while it lived here; who they are is behind another ward's wall."""

    person_id: int
    relation: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class TimeHere:
    """A family's time in the acting officer's places."""

    place_id: int
    since: date
    until: date
    people: list[Days]
    story: list[Story]
    events: list[Told]


def time_here(family_id: int) -> TimeHere | None:
    """The closed days that lie here. A family whose address is shielded from this officer was never here for them."""
    if not 0 < family_id < 2**63 or hidden_families([family_id]):
        return None
    stays = list(Residence.objects.filter(family_id=family_id, until__isnull=False).order_by("since"))
    if not stays:
        return None
    days = Membership.objects.filter(family_id=family_id, until__isnull=False).order_by("since", "pk")[:PEOPLE_MOST]
    last = stays[-1]
    assert last.until is not None  # filtered above
    return TimeHere(
        last.place_id, stays[0].since, last.until,
        [Days(one.person_id, one.relation, one.since, one.until) for one in days if one.until],
        story_of_key(family_id), events_of(family_id),
    )  # fmt: skip
