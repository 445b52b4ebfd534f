"""Who is like a person that is being typed in: asked before a second record is made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl
from django.db import connection

from lontar.city.places import queries as places
from lontar.city.registry.models import Identifier, Person
from lontar.city.registry.queries import records
from lontar.engine import linkage
from lontar.kit.sealing import blinds
from lontar.science.identity import LENGTH
from lontar.science.names import name_key

CANDIDATES_MAX: Final = 60
SHOWN_MAX: Final = 5
LETTERS_MIN: Final = 3


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody whom we know already; `probability` that it is the same person, by the linkage model."""

    person: Person
    family_id: int | None
    family_number: str
    ward: str
    probability: float
    band: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """Who is alike inside the acting officer's places, and the wards outside of them where the same NIK stands."""

    alike: list[Alike]
    elsewhere: list[str]


def likely_same(
    *, name: str, nik: str = "", birth_date: date | None = None, sex: str = "", mother_name: str = "", kk: str = "",
    place_id: int | None = None, except_for: Iterable[int] = (),
) -> Likeness:  # fmt: skip
    """Records that are probably this person, the likeliest first.

    Candidates have the same NIK or a similar name (by trigrams); the linkage model then says how likely each is. Of
    other wards only the name of the ward is told, and only where the very same NIK stands there.
    """
    digits = nik if len(nik) == LENGTH and nik.isdigit() else ""
    hashes = blinds("nik", digits) if digits else []
    keys = _candidates(name, birth_date, hashes) - set(except_for)
    found = [records.record_of(one) for one in Person.objects.filter(pk__in=keys, merged_into=None)]
    typed = {
        "record_id": 0, "nama": name, "nik": digits or None, "tanggal_lahir": birth_date, "jenis_kelamin": sex or None,
        "nama_ibu": mother_name or None, "no_kk": kk or None, "kode_kelurahan": place_id,
    }  # fmt: skip
    return Likeness(_scored(typed, found), _elsewhere(hashes))


def _candidates(name: str, birth_date: date | None, hashes: list[bytes]) -> set[int]:
    holders = Identifier.objects.filter(blind__in=hashes, person__isnull=False).values_list("person_id", flat=True)
    found = {key for key in holders if key is not None} if hashes else set()
    key = name_key(name[:120])
    if len(key) >= LETTERS_MIN:
        with connection.cursor() as cursor:
            cursor.execute("SELECT registry_people_like(%s, %s, %s)", [key, birth_date, CANDIDATES_MAX])
            found |= {key for (key,) in cursor.fetchall()}
    return found


def _scored(typed: dict[str, Any], found: list[records.Record]) -> list[Alike]:
    if not found:
        return []
    frame = pl.DataFrame([record.compared() for record in found], infer_schema_length=None)
    known = {record.person.pk: record for record in found}
    pairs = linkage.find_one(typed, frame, model=linkage.saved_model())
    likely = []
    for key, probability, band in pairs.select("right_id", "probability", "band").iter_rows():
        record = known[key]
        family = record.family
        likely.append(
            Alike(
                person=record.person, family_id=family.pk if family else None,
                family_number=family.local_number if family else "", ward=record.ward,
                probability=probability, band=band,
            )
        )  # fmt: skip
    return sorted(likely, key=lambda one: -one.probability)[:SHOWN_MAX]


def _elsewhere(hashes: list[bytes]) -> list[str]:
    if not hashes:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_number_elsewhere(%s)", [hashes])
        wards = [key for (key,) in cursor.fetchall()]
    return sorted(places.by_ids(wards).values_list("name", flat=True))
