"""One family's page: who belongs to it, where it lives, what happened."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from lontar.city.registry.models import Decile, Family, Happening, Identifier, Membership, Person
from lontar.city.registry.queries.over_time import card_on, memberships_on
from lontar.kit.sealing import Unreadable, unseal

HAPPENINGS_MOST = 200


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a family, as the page shows them."""

    id: int
    name: str
    relation: str
    sex: str
    birth_date: date | None
    nik: str  # the whole number, for whoever may see it; pages mask it
    nik_state: str
    disability: str | None  # None is "nobody asked", empty is "none"
    since: date
    died_on: date | None


@dataclass(frozen=True, slots=True)
class Story:
    """One line of the timeline, filled in the reader's language."""

    on: date
    title: str
    words: str
    link: str
    kind: str = ""


def members_of(family: Family, on: date | None = None) -> list[Member]:
    """The present members, or those of a day: the head first, then by age."""
    memberships = memberships_on(family, on)
    numbers = numbers_of([one.person_id for one in memberships])
    people = {one.person_id: one.person for one in memberships}
    return [member_of(one.person, one, numbers.get(one.person_id, "")) for one in sorted_members(memberships, people)]


def former_members_of(family: Family) -> list[Member]:
    """Who died or left, and whom the acting officer still sees; the last first."""
    here = Membership.objects.filter(family=family, until=None).values("person_id")
    rows = Membership.objects.filter(family=family, until__isnull=False).exclude(person_id__in=here)
    newest: dict[int, Membership] = {}
    for one in rows.select_related("person").order_by("-until", "-pk"):
        newest.setdefault(one.person_id, one)
    return [member_of(one.person, one, "") for one in newest.values()]


def sorted_members(memberships: list[Membership], people: dict[int, Person]) -> list[Membership]:
    """The head first, then as the card does, then by age."""
    order = {value: at for at, value in enumerate(Membership.Relation.values)}
    return sorted(
        memberships, key=lambda one: (order[one.relation], people[one.person_id].birth_date or date.max, one.pk)
    )


def member_of(person: Person, membership: Membership, nik: str) -> Member:
    return Member(
        id=person.pk,
        name=person.name,
        relation=membership.relation,
        sex=person.sex,
        birth_date=person.birth_date,
        nik=nik,
        nik_state=person.nik_state,
        disability=person.disability if person.disability_known else None,
        since=membership.since,
        died_on=person.died_on,
    )


def numbers_of(persons: list[int]) -> dict[int, str]:
    """The present NIK of each of these persons who has one."""
    found = Identifier.objects.filter(person_id__in=persons, current=True)
    return {one.person_id: opened(one.cipher) for one in found if one.person_id}


def card_of(family: Family, on: date | None = None) -> str:
    """The number of the family's present card, or of a day's, or an empty text."""
    found = card_on(family, on)
    return opened(found.cipher) if found else ""


def opened(cipher: Any) -> str:
    try:
        return unseal(cipher).decode()
    except Unreadable:
        return gettext("tidak terbaca")


@dataclass(frozen=True, slots=True)
class NumberOwner:
    """Whose number it is: the person, or the head of the family on the card."""

    name: str
    family_id: int
    number: str


def owner_of_number(kind: str, key: int) -> NumberOwner | None:
    """The owner of the present NIK of a person or card of a family, inside the acting officer's places."""
    if key >= 2**63:
        return None
    owner = {"person_id": key} if kind == Identifier.Kind.NIK else {"family_id": key}
    number = Identifier.objects.filter(kind=kind, current=True, **owner).order_by("-pk").first()
    if number is None:
        return None
    found = Membership.objects.filter(**owner).select_related("person").order_by("-since", "-pk")
    if kind == Identifier.Kind.KK:
        found = found.filter(until=None, relation=Membership.Relation.HEAD)
    one = found.first()
    family_id = one.family_id if one else number.family_id
    return NumberOwner(one.person.name if one else "", family_id, opened(number.cipher)) if family_id else None


def deciles_of(family: Family) -> list[Decile]:
    """All that DTSEN has said of this family, the newest first."""
    return list(Decile.objects.filter(family=family).order_by("-version_on", "-pk")[:20])


def story_of(family: Family) -> list[Story]:
    """What happened to this family, the newest first."""
    return story_of_key(family.pk)


def story_of_key(family_id: int) -> list[Story]:
    """The same of a family that may live behind another wall now: what was written in the acting officer's places."""
    happenings = Happening.objects.filter(family_id=family_id).order_by("-on", "-pk")[:HAPPENINGS_MOST]
    return [Story(one.on, _filled(one.message, one.details), "", one.link, one.kind) for one in happenings]


def _filled(message: str, details: dict[str, Any]) -> str:
    try:
        return gettext(message) % details
    except (KeyError, ValueError, TypeError):
        return message  # a message whose values are missing is still better than a page that breaks
