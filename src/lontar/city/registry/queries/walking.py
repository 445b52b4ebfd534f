"""Families as somebody walks to them: found by the numbers on a list, with the address at which they live."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from lontar.city.registry.models import Dwelling, Family, Identifier, Membership, Person
from lontar.kit.sealing import blind_all
from lontar.science.names import name_key

SIXTEEN = re.compile(r"^\d{16}$")
LOCAL = re.compile(r"^K-?0*(\d{1,12})$", re.IGNORECASE)
# Where a number can only be a family's or a person's, K- may be left out: no KK or NIK is as short.
BARE = re.compile(r"^(?:K-?)?0*(\d{1,9})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a family lives now; empty where nobody has written it down."""

    family_id: int
    place_id: int
    rw: str
    rt: str


def addresses_of(families: QuerySet[Family]) -> list[Address]:
    """The addresses of these families, in two questions however many there are."""
    homes = {
        key: (rw, rt)
        for key, rw, rt in Dwelling.objects.filter(
            residences__family__in=families.order_by().values("pk"), residences__until=None
        ).values_list("residences__family_id", "rw", "rt")
    }
    return [
        Address(key, place_id, *homes.get(key, ("", "")))
        for key, place_id in families.order_by("place_id", "pk").values_list("pk", "place_id")
    ]


def families_of_numbers(numbers: Iterable[str]) -> dict[str, int]:
    """The family of each local number, KK or NIK that is known in the officer's places; the others are missing.

    A present card goes before an old one, and a person's present family counts.
    """
    asked = set(numbers)
    local = {text: int(match[1]) for text in asked if (match := BARE.match(text))}
    known = set(Family.objects.filter(pk__in=local.values()).values_list("pk", flat=True))
    found = {text: key for text, key in local.items() if key in known}
    written = sorted(text for text in asked if SIXTEEN.match(text))
    for kind in (Identifier.Kind.NIK, Identifier.Kind.KK):  # a KK last: it names the family itself
        hashes = dict(zip(blind_all(kind, written), written, strict=True))
        rows = Identifier.objects.filter(kind=kind, blind__in=list(hashes)).order_by("current", "pk")
        if kind == Identifier.Kind.NIK:
            persons = {row.person_id: hashes[bytes(row.blind)] for row in rows}
            members = Membership.objects.filter(person_id__in=list(persons), until=None)
            found |= {persons[person]: family for person, family in members.values_list("person_id", "family_id")}
        else:
            found |= {hashes[bytes(row.blind)]: row.family_id for row in rows if row.family_id}
    return found


def wards_of_families(family_ids: Iterable[int]) -> dict[int, int]:
    """The ward of each of these families, as far as the acting officer sees them."""
    return dict(Family.objects.filter(pk__in=list(family_ids)).values_list("pk", "place_id"))


def names_in(family_ids: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """Key and name of each family's members now, in one question however many families."""
    found: dict[int, list[tuple[int, str]]] = {}
    rows = Membership.objects.filter(family_id__in=list(family_ids), until=None).order_by("family_id", "pk")
    for family, person, name in rows.values_list("family_id", "person_id", "person__name"):
        found.setdefault(family, []).append((person, name))
    return found


def nobody_left_but(person_id: int, families: Iterable[int]) -> list[int]:
    """Those of the families in which nobody lives now, or this person alone."""
    families = list(families)
    left = names_in(families)
    return [key for key in families if {person for person, _name in left.get(key, [])} <= {person_id}]


def people_named(place_id: int, names: Iterable[str]) -> dict[str, list[int]]:
    """The living people of a ward who bear each of these names, however it is spelt; a name that nobody bears is missing."""
    keys = {name: name_key(name) for name in names}
    bearers: dict[str, list[int]] = {}
    alive = Person.objects.filter(place_id=place_id, died_on=None, merged_into=None, name_key__in=set(keys.values()))
    for key, person in alive.order_by("pk").values_list("name_key", "pk"):
        bearers.setdefault(key, []).append(person)
    return {name: bearers[key] for name, key in keys.items() if key in bearers}


def names_by_key(persons: Iterable[int]) -> dict[int, str]:
    """The names of these persons, as far as the acting officer sees them."""
    return dict(Person.objects.filter(pk__in=list(persons)).values_list("pk", "name"))
