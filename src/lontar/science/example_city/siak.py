"""The city's people as rows of a SIAK export, in its column names and order."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from lontar.science.example_city import flaws, kin, living, naming, numbers
from lontar.science.example_city.dice import Bools, Dice, Ints
from lontar.science.example_city.peoples import LANDMARKS, RELIGIONS, STREETS
from lontar.science.example_city.region import Region

COLUMNS = (
    "Nomor KK", "NIK", "Nama Penduduk", "Status", "Tempat Lahir", "Tanggal Lahir", "Kelamin", "NIK Ayah",
    "Ayah", "NIK Ibu", "Ibu", "Status Kawin", "SHDK", "Agama", "Kecamatan", "Desa/Kel", "Alamat", "RW",
    "RT", "Pendidikan", "Pekerjaan", "Deskripsi Pekerjaan", "Gol. Darah", "Cacat", "Cetak KTP", "Ganti KTP",
    "KTP Berakhir", "Nomor Paspor", "Nomor Akta Lahir", "Nomor Akta Kawin", "Tanggal Kwn",
    "Nomor Akta Cerai", "Tgl Cerai", "Petugas Registrasi", "Tgl Ubah", "Petugas Entri", "Tgl Entri",
)  # fmt: skip
# Two officers whom nobody can look for: each row of each file says that it is made up.
MADE_UP_OFFICER = "PETUGAS REKAAN"
MADE_UP_ENTRY = "DATA REKAAN LONTAR"

_RELATIONS = (
    "KEPALA KELUARGA", "SUAMI", "ISTRI", "ANAK", "MENANTU", "CUCU", "ORANGTUA", "MERTUA", "FAMILI LAIN",
)  # fmt: skip
_MARITAL = ("BELUM KAWIN", "KAWIN", "CERAI HIDUP", "CERAI MATI")
_BLOOD, _BLOOD_WEIGHTS = ("TIDAK TAHU", "O", "A", "B", "AB"), (62, 16, 9, 10, 3)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where each family lives: its ward's position, RW, RT, and the words."""

    ward: Ints
    rw: Ints
    rt: Ints
    text: pl.Series
    ward_written: pl.Series
    alias: Bools


@dataclass(frozen=True, slots=True)
class People:
    """Everything about the persons themselves, one value each, before anything goes wrong."""

    members: kin.Members
    roots: naming.Roots
    life: living.Living
    birth: Ints
    issue: Ints
    names: pl.Series
    parents: tuple[Ints, Ints, pl.Series, pl.Series]


def wards_of(families: int, region: Region, dice: Dice) -> Ints:
    """The ward of each family, sorted as an export is."""
    return np.sort(dice.pick("ward", families, [ward.weight for ward in region.wards]))


def addresses(ward: Ints, region: Region, dice: Dice) -> Addresses:
    """RW, RT, street, house number and, for a third, a landmark; some wards under another spelling."""
    families = len(ward)
    weights = np.array([w.weight for w in region.wards], dtype=np.int64)
    blocks = np.clip(weights // 3, 3, 14)[ward]
    rw = 1 + dice.below("rw", families, blocks)
    rt = (rw - 1) * 3 + 1 + dice.below("rt", families, 3)
    street = pl.Series(STREETS).gather(dice.below("street", families, len(STREETS)))
    house = pl.Series(1 + dice.below("house", families, 98)).cast(pl.String)
    landmark = pl.Series(["", *LANDMARKS]).gather(
        np.where(
            dice.chance("landmark", families, 0.33),
            1 + dice.below("which landmark", families, len(LANDMARKS)),
            0,
        )
    )
    no_number = pl.Series(dice.chance("no number", families, 0.15))
    numbered = (" NO. " + house).set(no_number, "")
    text = street + numbered + (", " + landmark).set(landmark == "", "")
    written, alias = _ward_names(ward, region, dice)
    return Addresses(ward, rw, rt, text, written, alias)


def _ward_names(ward: Ints, region: Region, dice: Dice) -> tuple[pl.Series, Bools]:
    words = [(w.name.upper(), *w.aliases) for w in region.wards]
    count = np.array([len(each) - 1 for each in words], dtype=np.int64)
    start = np.cumsum(count + 1) - (count + 1)
    alias = (count[ward] > 0) & dice.chance("ward alias", len(ward), flaws.ALIAS_SHARE)
    which = np.where(alias, 1 + dice.below("which alias", len(ward), np.maximum(count[ward], 1)), 0)
    return pl.Series([word for each in words for word in each]).gather(start[ward] + which), alias


@dataclass(frozen=True, slots=True)
class Rows:
    """Which person stands on each row of the export, in which family, and what is wrong there."""

    person: Ints
    family: Ints
    is_copy: Bools
    nik: Ints
    problem: Ints
    nik_written: pl.Series
    birth_written: pl.Series
    birth_swapped: Bools
    name_written: pl.Series


def rows(people: People, families: int, dice: Dice) -> Rows:
    """The persons in family order, the copies among them, with planned slips."""
    members = people.members
    size = len(members.age)
    copied = flaws.copies(members, families, dice)
    second = copied.person[copied.second_nik]
    issue = np.concatenate([people.issue, people.issue[second]])
    niks = numbers.niks(
        issue,
        np.concatenate([people.birth, people.birth[second]]),
        np.concatenate([members.sex, members.sex[second]]),
        dice,
    )
    copy_nik = niks[copied.person]
    copy_nik[copied.second_nik] = niks[size:]

    person = np.concatenate([np.arange(size), copied.person])
    family = np.concatenate([members.family, copied.family])
    is_copy = np.arange(len(person)) >= size
    second_row = np.concatenate([np.zeros(size, dtype=bool), copied.second_nik])
    order = np.argsort(family, kind="stable")
    nik = np.concatenate([niks[:size], copy_nik])
    problem = flaws.nik_problems(members.age[person], is_copy, second_row, dice)
    nik_written, problem = flaws.written_niks(nik, problem, dice)
    birth_written, swapped = flaws.written_dates(people.birth[person], is_copy, dice)
    copied_names = flaws.misspelt_names(people.names.gather(copied.person), dice)
    names = pl.concat([people.names, copied_names])
    true_nik = niks[:size][person]
    return Rows(
        person=person[order],
        family=family[order],
        is_copy=is_copy[order],
        nik=true_nik[order],
        problem=problem[order],
        nik_written=nik_written.gather(order),
        birth_written=birth_written.gather(order),
        birth_swapped=swapped[order],
        name_written=names.gather(order),
    )


def export(
    people: People, where: Addresses, cards: pl.Series, listed: Rows, region: Region, dice: Dice
) -> pl.DataFrame:
    """The rows as a SIAK export writes them, all as text."""
    person, family = listed.person, listed.family
    members, life = people.members, people.life
    age, relation, marital = members.age[person], members.relation[person], members.marital[person]
    father, mother, father_name, mother_name = people.parents
    birth = people.birth[person]
    grown, wed = age >= 17, marital == kin.MARRIED
    size = len(person)
    true_nik = numbers.digits(listed.nik)
    first_row = np.flatnonzero(~listed.is_copy)
    row_of_person = np.empty(len(members.age), dtype=np.int64)
    row_of_person[person[first_row]] = first_row
    nik_of_person = true_nik.gather(row_of_person)
    has_deed = dice.chance("birth deed", size, np.where(age < 18, 0.86, 0.4))
    columns = {
        "Nomor KK": cards.gather(family),
        "NIK": listed.nik_written,
        "Nama Penduduk": listed.name_written,
        "Status": pl.repeat("HIDUP", size, eager=True),
        "Tempat Lahir": _birthplaces(people, region).gather(person),
        "Tanggal Lahir": listed.birth_written,
        "Kelamin": pl.Series(["LAKI-LAKI", "PEREMPUAN"]).gather(members.sex[person]),
        "NIK Ayah": _known(nik_of_person, father[person]),
        "Ayah": father_name.gather(person),
        "NIK Ibu": _known(nik_of_person, mother[person]),
        "Ibu": mother_name.gather(person),
        "Status Kawin": pl.Series(_MARITAL).gather(marital),
        "SHDK": pl.Series(_RELATIONS).gather(np.where(listed.is_copy, kin.RELATIVE, relation)),
        "Agama": pl.Series(RELIGIONS).gather(people.roots.religion[members.family[person]]),
        "Kecamatan": pl.Series([w.district.upper() for w in region.wards]).gather(where.ward[family]),
        "Desa/Kel": where.ward_written.gather(family),
        "Alamat": where.text.gather(family),
        "RW": _three(where.rw).gather(family),
        "RT": _three(where.rt).gather(family),
        "Pendidikan": pl.Series(living.SCHOOLING).gather(life.schooling[person]),
        "Pekerjaan": pl.Series(living.WORK).gather(life.work[person]),
        "Gol. Darah": pl.Series(_BLOOD).gather(dice.pick("blood", len(members.age), _BLOOD_WEIGHTS)[person]),
        "Cacat": pl.Series(living.DISABILITY).gather(life.disability[person]),
        "Cetak KTP": pl.Series(["BELUM", "SUDAH"]).gather(grown.astype(np.int64)),
        "KTP Berakhir": pl.Series(["", "SEUMUR HIDUP"]).gather(grown.astype(np.int64)),
        "Nomor Akta Lahir": _deeds(f"{region.code}-LT", birth + 40, person, has_deed),
        "Nomor Akta Kawin": _deeds(f"{region.code}-KW", birth + 9000, person, wed & (age >= 26)),
        "Petugas Registrasi": pl.repeat(MADE_UP_OFFICER, size, eager=True),
        "Tgl Ubah": numbers.written_date(
            np.full(size, int(numbers.AS_OF.astype(np.int64)))
            - dice.below("changed", families_of(family), 1400)[family]
        ),
        "Petugas Entri": pl.repeat(MADE_UP_ENTRY, size, eager=True),
        "Tgl Entri": pl.repeat("30-06-2026", size, eager=True),
    }
    empty = pl.repeat(None, size, dtype=pl.String, eager=True)
    frame = pl.DataFrame({name: columns.get(name, empty) for name in COLUMNS})
    # An empty cell is empty, not a quoted nothing.
    return frame.select(pl.when(pl.all() != "").then(pl.all()))


def families_of(family: Ints) -> int:
    """How many families the rows come from."""
    return int(family[-1]) + 1 if len(family) else 0


def _birthplaces(people: People, region: Region) -> pl.Series:
    places = {int(o.district_code.replace(".", "")): o.birthplace for o in region.origins}
    codes, at = np.unique(people.issue, return_inverse=True)
    return pl.Series([places.get(int(code), region.birthplace) for code in codes], dtype=pl.String).gather(at)


def _known(values: pl.Series, row: Ints) -> pl.Series:
    return values.gather(np.maximum(row, 0)).set(pl.Series(row < 0), "")


def _three(number: Ints) -> pl.Series:
    return pl.Series(number).cast(pl.String).str.zfill(3)


def _deeds(kind: str, day: Ints, person: Ints, given: Bools) -> pl.Series:
    """Deed numbers of the made-up 9000s: kind, date, serial."""
    date = pl.Series(day.astype(np.int32)).cast(pl.Date).dt.strftime("%d%m%Y")
    serial = pl.Series(9000 + person % 1000).cast(pl.String)
    text = f"{kind.replace('.', '')}-" + date + "-" + serial
    return text.set(pl.Series(~given), "")
