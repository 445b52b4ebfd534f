"""A family's whole story for one page, in few questions to the database."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import BooleanField, Case, Exists, F, Func, JSONField, OuterRef, Q, Subquery, When
from django.db.models.functions import JSONObject

from lontar.city.registry.models import (
    Dwelling,
    Family,
    Household,
    Identifier,
    Membership,
    Merge,
    Person,
    Residence,
    Sharing,
    Shield,
)
from lontar.city.registry.queries.pairs import merges_into
from lontar.city.registry.queries.story import Member, member_of, opened, sorted_members

OF_DWELLING: Final = ("rt", "rw", "address", "latitude", "longitude", "located_on", "located_by")
# The city's box is read only where there is a position to be held to it.
BOX: Final = Func(function="places_box", output_field=JSONField())
OUTSIDE: Final = Case(
    When(
        latitude__isnull=False,
        then=Func(F("latitude"), F("longitude"), BOX, function="places_outside", output_field=BooleanField()),
    )
)


@dataclass(frozen=True, slots=True)
class Former:
    """Somebody who belonged to the family; `person` is None where another ward's wall hides who they are now."""

    person_id: int
    person: Person | None
    relation: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Stay:
    """Days of a family at a place; what is of the dwelling is empty where a wall hides it."""

    place_id: int
    since: date
    until: date | None
    rt: str
    rw: str
    address: str
    latitude: float | None
    longitude: float | None
    located_on: date | None
    located_by: str
    outside: bool | None  # of the city; unknown without a position, or where the city brought no borders


@dataclass(frozen=True, slots=True)
class Whole:
    """Who belongs to a family and who did, its card, its homes and its kitchen, now or on a day."""

    members: list[Member]
    former: list[Former]
    card: str
    home: Stay | None
    stays: list[Stay]
    household: Household | None
    kitchen: list[int]  # the other families of the household
    merged: dict[int, list[Merge]]  # the records that show through each person
    shielded: bool  # whether a shield that the acting officer sees stands over a present member


def whole_of(family: Family, on: date | None = None) -> Whole:
    """Everything in six questions, however large the family."""
    # Few families share a kitchen with another: whether this one ever did is asked along the way.
    shared = Exists(Sharing.objects.filter(family=OuterRef("family_id")))
    days: list[Membership] = list(
        Membership.objects.filter(family=family).annotate(shared=shared).order_by("-until", "-pk")
    )
    # Few records were ever merged: whether one was is asked along the way too.
    stands_for = Exists(Person.objects.filter(merged_into=OuterRef("pk")))
    # Nor do many flee: whether a shield stands over somebody who lives here is asked along the way as well.
    flees = Exists(Shield.objects.filter(person=OuterRef("pk"), lifted_on=None))
    found = Person.objects.annotate(stands_for=stands_for, flees=flees).in_bulk({one.person_id for one in days})
    stood = [key for key, one in found.items() if one.stands_for]
    people: dict[int, Person] = dict(found)
    numbers = list(Identifier.objects.filter(Q(family=family) | Q(person_id__in=people)).order_by("-pk"))
    niks = {one.person_id: opened(one.cipher) for one in numbers if one.person_id and one.current}
    held = [one for one in days if _holds(one.since, one.until, on) and one.person_id in people]
    living = [one for one in held if on is None or not _dead(people[one.person_id], on)]
    stays = _stays(family)
    sharings = _sharings(family) if any(one.shared for one in days) else []  # type: ignore[attr-defined]  # annotated
    mine = next((one for one in sharings if one.family_id == family.pk and _holds(one.since, one.until, on)), None)
    return Whole(
        members=[member_of(people[one.person_id], one, niks.get(one.person_id, "")) for one in sorted_members(living, people)],
        former=_former(days, people),
        card=_card([one for one in numbers if one.family_id], on),
        home=next((one for one in stays if _holds(one.since, one.until, on)), None),
        stays=stays,
        household=mine.household if mine else None,
        kitchen=[
            one.family_id for one in sharings
            if mine and one.household_id == mine.household_id and one.family_id != family.pk
            and _holds(one.since, one.until, on)
        ],
        merged=merges_into(stood) if stood else {},
        shielded=any(one.until is None and one.person_id in found and found[one.person_id].flees for one in days),
    )  # fmt: skip


def _sharings(family: Family) -> list[Sharing]:
    """The days of every family in each household that this one was ever in."""
    households = Sharing.objects.filter(family=family).values("household")
    return list(Sharing.objects.filter(household__in=households).select_related("household").order_by("family_id"))


def _holds(since: date, until: date | None, on: date | None) -> bool:
    return until is None if on is None else since <= on and (until is None or until > on)


def _dead(person: Person, on: date) -> bool:
    return person.died_on is not None and person.died_on <= on


def _former(days: list[Membership], people: dict[int, Person]) -> list[Former]:
    here = {one.person_id for one in days if one.until is None}
    seen: dict[int, Former] = {}
    for one in days:
        if one.until is not None and one.person_id not in here and one.person_id not in seen:
            seen[one.person_id] = Former(one.person_id, people.get(one.person_id), one.relation, one.since, one.until)
    return list(seen.values())


def _card(cards: list[Identifier], on: date | None) -> str:
    """The card of the day; one whose beginning nobody knows counts from before."""
    if on is None:
        fitting = [one for one in cards if one.current]
    else:
        fitting = [
            one
            for one in cards
            if (one.since is None or one.since <= on) and (one.current or (one.until and one.until > on))
        ]
        fitting.sort(key=lambda one: (one.since or date.min, one.pk), reverse=True)
    return opened(fitting[0].cipher) if fitting else ""


def _stays(family: Family) -> list[Stay]:
    """Where they lived, the latest first; a dwelling behind a wall leaves the days and hides the address."""
    # One question about the dwelling, not one for each of its columns: the wall before it costs the most.
    told = JSONObject(**{name: name for name in OF_DWELLING}, outside=OUTSIDE)
    home = Subquery(Dwelling.objects.filter(pk=OuterRef("dwelling_id")).values(home=told)[:1])
    # Open and closed days have an index each.
    every = Q(family=family, until=None) | Q(family=family, until__isnull=False)
    rows = Residence.objects.filter(every).order_by("-since").annotate(home=home)
    return [
        Stay(place_id, since, until, **_of_dwelling(home or {}))
        for place_id, since, until, home in rows.values_list("place_id", "since", "until", "home")
    ]


def _of_dwelling(home: dict[str, Any]) -> dict[str, Any]:
    """What a page tells of a roof; a day comes as text out of JSON."""
    told = dict.fromkeys((*OF_DWELLING, "outside")) | {"rt": "", "rw": "", "address": "", "located_by": ""} | home
    day = told["located_on"]
    return told | {"located_on": date.fromisoformat(day) if day else None}
