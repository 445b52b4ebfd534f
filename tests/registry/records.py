"""Records of persons for the tests of duplicates: somebody in a family, with a number, as often as a test wants."""

from datetime import date
from typing import Any

from cast import OESAPA, TODAY

SINCE = date(2025, 1, 1)
# What a search leaves: of each field its level and its weight; the mother of one of them is not known.
REASONS = {
    "name": (5, 7.5), "birth": (5, 9.1), "sex": (1, 0.9), "nik": (0, -4.0), "mother": (-1, 0.0), "card": (0, -0.4),
    "home": (1, -0.6),
}  # fmt: skip


def number(value: str, **whose: Any) -> Any:
    from lontar.city.registry.models import Identifier
    from lontar.kit.sealing import blind, seal

    kind = "nik" if "person" in whose else "kk"
    owner = whose.get("person") or whose["family"]
    return Identifier.objects.create(
        place_id=owner.place_id, kind=kind, cipher=seal(value.encode()), blind=blind(kind, value), **whose
    )


def family(place: int = OESAPA, kk: str = "", rt: str = "003") -> Any:
    from lontar.city.registry.models import Dwelling, Family, Residence

    made = Family.objects.create(place_id=place)
    home = Dwelling.objects.create(place_id=place, rt=rt, rw="001", address="Jl. Timor Raya 12")
    Residence.objects.create(place_id=place, family=made, dwelling=home, since=SINCE)
    if kk:
        number(kk, family=made)
    return made


def person(name: str, into: Any = None, *, nik: str = "", since: date = SINCE, until: date | None = None, **values: Any) -> Any:  # fmt: skip
    from lontar.city.registry.models import Membership, Person
    from lontar.science.names import name_key

    place = values.pop("place", into.place_id if into else OESAPA)
    relation = values.pop("relation", "head")
    given = {"sex": "L", "birth_date": date(1987, 7, 17), "nik_state": "good" if nik else "missing"} | values
    made = Person.objects.create(place_id=place, name=name, name_key=name_key(name), **given)
    if into is not None:
        Membership.objects.create(
            place_id=into.place_id, person=made, family=into, relation=relation, since=since, until=until
        )
    if nik:
        number(nik, person=made)
    return made


def pair(one: Any, other: Any, *, band: str = "look", weight: float = 5.0) -> Any:
    from lontar.city.registry.models import Pair

    a, b = sorted((one, other), key=lambda each: each.pk)
    return Pair.objects.create(
        person_a=a, person_b=b, place_id=a.place_id, other_place_id=b.place_id, weight=weight, probability=0.97,
        band=band, against="stranger", reasons=REASONS, model_version="uji", found_on=TODAY,
    )  # fmt: skip


# What a registry holds of its people, row by row, but for the keys of rows that only pass on days.
EVERYTHING = {
    "persons": "SELECT id, merged_into_id, name, sex, birth_date, mother_name, nik_state, no_nik_reason, place_id "
    "FROM registry_person ORDER BY id",
    "memberships": "SELECT to_jsonb(m) FROM registry_membership m ORDER BY id",
    "numbers": "SELECT id, person_id, family_id, place_id, current, blind FROM registry_identifier ORDER BY id",
    "families": "SELECT id, ended_on FROM registry_family ORDER BY id",
    "conditions": "SELECT id, person_id FROM registry_livingconditions ORDER BY id",
    "tally": "SELECT * FROM registry_tally ORDER BY place_id",
}


def everything() -> dict[str, list[Any]]:
    """The rows of everybody whom the acting officer sees."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for name, query in EVERYTHING.items():
            cursor.execute(query)
            found[name] = cursor.fetchall()
    return found
