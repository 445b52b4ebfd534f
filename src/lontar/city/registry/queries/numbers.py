"""Families with their numbers in full: for a file that a named officer asked for, and for nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lontar.city.registry.models import Family, Identifier, Membership
from lontar.city.registry.queries.families import FamilyRow, rows_of
from lontar.city.registry.queries.story import numbers_of, opened, sorted_members


@dataclass(frozen=True, slots=True)
class Numbered:
    """One person with their NIK, and the card of their family; empty where there is none."""

    home: FamilyRow
    card: str
    nik: str
    name: str
    relation: str
    sex: str
    birth_date: date | None


def count_members(families: Sequence[Family]) -> int:
    """How many people live in these families now."""
    return Membership.objects.filter(family__in=families, until=None).count()


def numbered(families: Sequence[Family], wards: dict[int, str]) -> list[Numbered]:
    """The members of these families, the head of each first, with their numbers; in five questions."""
    homes = {row.id: row for row in rows_of(families, wards)}
    cards = {
        one.family_id: opened(one.cipher)
        for one in Identifier.objects.filter(family__in=families, kind=Identifier.Kind.KK, current=True).order_by("pk")
    }
    members: dict[int, list[Membership]] = {}
    for one in Membership.objects.filter(family__in=families, until=None).select_related("person").order_by("pk"):
        members.setdefault(one.family_id, []).append(one)
    people = {one.person_id: one.person for each in members.values() for one in each}
    niks = numbers_of(list(people))
    return [
        Numbered(
            homes[family.pk], cards.get(family.pk, ""), niks.get(one.person_id, ""), one.person.name, one.relation,
            one.person.sex, one.person.birth_date,
        )
        for family in families
        for one in sorted_members(members.get(family.pk, []), people)
    ]  # fmt: skip
