"""Families for the tests of life events: made by hand in Oesapa, and what a form would send."""

import uuid
from datetime import date
from typing import Any

from cast import OESAPA, TODAY
from lontar.city.registry import actions
from lontar.city.registry.models import Dwelling, Family, Identifier, Membership, Person, Residence
from lontar.kit.sealing import blind, seal
from lontar.science.names import name_key

BEGAN = date(2020, 1, 1)


def occasion(happened: date = date(2026, 11, 10), *, key: uuid.UUID | None = None, **paper: Any) -> actions.Occasion:
    """An event of this day, with a letter of the RT unless another paper is told."""
    return actions.Occasion(happened, actions.Paper(**({"kind": "rt_letter", "number": "12/RT/2026"} | paper)), key)


def told(by: Any, happened: date = date(2026, 11, 10), **more: Any) -> dict[str, Any]:
    """What every verb is told."""
    return {"occasion": occasion(happened, **more), "by": by, "on": TODAY}


def person(name: str, *, place: int = OESAPA, born: date | None = None, sex: str = "P", nik: str = "") -> Person:
    made = Person.objects.create(
        place_id=place, name=name, name_key=name_key(name), sex=sex, birth_date=born,
        nik_state="good" if nik else "missing",
    )  # fmt: skip
    if nik:
        Identifier.objects.create(
            place_id=place, kind="nik", person=made, cipher=seal(nik.encode()), blind=blind("nik", nik)
        )
    return made


def family(
    *members: tuple[str, str, date | None, str], place: int = OESAPA, since: date = BEGAN, card: str = ""
) -> Any:
    """A family in a dwelling; each member is name, relation, birth date, sex. Answers the family and its persons."""
    made = Family.objects.create(place_id=place, has_card=bool(card))
    people = []
    for name, relation, born, sex in members:
        one = person(name, place=place, born=born, sex=sex)
        Membership.objects.create(place_id=place, person=one, family=made, relation=relation, since=since)
        people.append(one)
    home = Dwelling.objects.create(place_id=place, rt="003", rw="001", address="Jl. Timor Raya 1")
    Residence.objects.create(place_id=place, family=made, dwelling=home, since=since)
    if card:
        Identifier.objects.create(
            place_id=place, kind="kk", family=made, cipher=seal(card.encode()), blind=blind("kk", card)
        )
    return made, people


def benu(**more: Any) -> Any:
    """Markus, his wife Yuliana, their daughter Salomi and his mother Agustina."""
    return family(
        ("Markus Benu", "head", date(1980, 3, 1), "L"), ("Yuliana Ndun", "spouse", date(1984, 5, 2), "P"),
        ("Salomi Benu", "child", date(2006, 7, 3), "P"), ("Agustina Tnunay", "parent", date(1955, 1, 4), "P"), **more,
    )  # fmt: skip


def now(family_id: int) -> dict[str, str]:
    """First names and relations of who belongs to a family now."""
    rows = Membership.objects.filter(family_id=family_id, until=None).select_related("person")
    return {row.person.name.split()[0]: row.relation for row in rows}
