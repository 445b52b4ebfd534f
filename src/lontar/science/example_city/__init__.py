"""The example city: people who do not exist, in the formats of those who do, with the truth beside them."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from lontar.science.example_city import flaws, homes, kin, living, naming, numbers, siak, survey, welfare
from lontar.science.example_city.dice import Dice, Ints
from lontar.science.example_city.region import Region, region

__all__ = ["FAMILIES_MAX", "VERSION", "City", "Region", "example_city", "region"]

# Raised whenever the same seed would give other bytes.
VERSION = 3
FAMILIES_MAX = 400_000
DECILE_VERSION_DATE = "2026-07-01"
_NOT_RANKED_SHARE = 0.035


@dataclass(frozen=True, slots=True)
class City:
    """The frames of one example city and the figures that say what is in it."""

    families: pl.DataFrame
    deciles: pl.DataFrame
    homes: pl.DataFrame
    survey: pl.DataFrame
    truth: pl.DataFrame
    counts: dict[str, int]
    measures: dict[str, float]


def example_city(families: int, seed: int, place: Region) -> City:
    """A made-up city of `families` families; the same families, seed and place give the same bytes anywhere.

    `families` rows of a SIAK export with planned flaws; `deciles` what an official list might say; `homes`
    the house and assets of each family; `survey` a sample with weights; `truth` what each row of the export
    should have been. Consumption reproduces the region's P0, P1 and Gini ratio (see `welfare`). Deciles are
    the *nation's*: the share of the city's families in decile 1 is not a tenth, but what the nation's cut
    points leave below them. The true decile comes from consumption; the official one from consumption seen
    through the noise of a proxy means test, so that some poor families stand too high (exclusion) and some
    others too low (inclusion), as in every real list.
    """
    if not 1 <= families <= FAMILIES_MAX:
        raise ValueError(f"A city has 1 to {FAMILIES_MAX} families.")
    dice = Dice(seed)
    ward = siak.wards_of(families, place, dice)
    people = _people(families, ward, place, dice)
    sizes = np.bincount(people.members.family, minlength=families).astype(np.int64)
    fare = welfare.welfare(people.members, people.life, ward, place.targets, dice)
    where = siak.addresses(ward, place, dice)
    district = np.array([int(w.code.replace(".", "")[:6]) for w in place.wards], dtype=np.int64)[ward]
    no_card = dice.chance("no card", families, flaws.NO_CARD_SHARE)
    cards = numbers.digits(numbers.card_numbers(district, dice)).set(pl.Series(no_card), "")
    listed = siak.rows(people, families, dice)
    built = homes.homes(fare.standing, sizes, dice)
    truth = _truth(listed, people, where, cards, fare, place)
    return City(
        families=siak.export(people, where, cards, listed, place, dice),
        deciles=_deciles(cards, fare, dice),
        homes=pl.concat(
            [pl.DataFrame({"no_kk": cards, "id_keluarga": _ids("K", np.arange(families))}), built],
            how="horizontal",
        ),
        survey=_survey(where, people, sizes, fare, built, place, dice),
        truth=truth,
        counts=_counts(families, listed, where, no_card),
        measures=_measures(sizes, fare, place),
    )


def _people(families: int, ward: Ints, place: Region, dice: Dice) -> siak.People:
    members = kin.members(families, dice)
    roots = naming.roots(families, place.peoples, dice)
    life = living.living(members, dice)
    names = naming.names(members, roots, place.peoples, living.degrees(life.schooling), dice)
    parents = naming.parents_names(members, names, roots, place.peoples, dice)
    birth = numbers.birth_days(members, dice)
    issue = numbers.districts_of_issue(members, ward, place, dice)
    return siak.People(members, roots, life, birth, issue, names, parents)


def _ids(letter: str, number: Ints) -> pl.Series:
    return letter + pl.Series(number + 1).cast(pl.String).str.zfill(7)


def _deciles(cards: pl.Series, fare: welfare.Welfare, dice: Dice) -> pl.DataFrame:
    ranked = pl.Series(~dice.chance("not ranked", len(cards), _NOT_RANKED_SHARE)) & (cards != "")
    return pl.DataFrame(
        {
            "no_kk": cards,
            "desil": fare.official_decile,
            "tanggal_versi": pl.repeat(DECILE_VERSION_DATE, len(cards), eager=True),
            "keterangan": pl.repeat("DESIL REKAAN, BUKAN DTSEN", len(cards), eager=True),
        }
    ).filter(ranked)


def _truth(
    listed: siak.Rows,
    people: siak.People,
    where: siak.Addresses,
    cards: pl.Series,
    fare: welfare.Welfare,
    place: Region,
) -> pl.DataFrame:
    """One row for each row of the export, `baris` counting as a spreadsheet does (the header is row 1)."""
    size = len(listed.person)
    row = np.arange(size) + 2
    first = np.zeros(len(people.members.age), dtype=np.int64)
    first[listed.person[~listed.is_copy]] = row[~listed.is_copy]
    original = pl.Series(first[listed.person]).set(pl.Series(~listed.is_copy), None)
    home = people.members.family[listed.person]
    twins = people.members.twin_of_previous.copy()
    twins[:-1] |= people.members.twin_of_previous[1:]
    return pl.DataFrame(
        {
            "baris": row,
            "id_orang": _ids("P", listed.person),
            "id_keluarga": _ids("K", listed.family),
            "id_keluarga_benar": _ids("K", home),
            "nomor_kk": cards.gather(listed.family),
            "rangkap_dari_baris": original,
            "nik_benar": numbers.digits(listed.nik),
            "masalah_nik": pl.Series(flaws.NIK_PROBLEMS).gather(listed.problem),
            "nama_benar": people.names.gather(listed.person),
            "tanggal_lahir_benar": numbers.written_date(people.birth[listed.person]),
            "tanggal_tertukar": pl.Series(listed.birth_swapped.astype(np.int64)),
            "kembar": pl.Series(twins[listed.person].astype(np.int64)),
            "kode_kelurahan": pl.Series([w.code for w in place.wards]).gather(where.ward[listed.family]),
            "ejaan_lain": pl.Series(where.alias[listed.family].astype(np.int64)),
            "pengeluaran_per_kapita": fare.consumption[home],
            "miskin": (fare.consumption[home] < place.targets.line).astype(np.int64),
            "desil_benar": fare.true_decile[home],
            "desil_resmi": fare.official_decile[home],
        }
    )


def _survey(
    where: siak.Addresses, people: siak.People, sizes: Ints, fare: welfare.Welfare, built: pl.DataFrame,
    place: Region, dice: Dice,
) -> pl.DataFrame:  # fmt: skip
    members, life = people.members, people.life
    district = np.array([int(w.code.replace(".", "")[:6]) for w in place.wards], dtype=np.int64)[where.ward]
    block = where.ward * 100 + where.rw
    drawn, weights = survey.sample(district, block, dice)
    heads = np.flatnonzero(members.relation == kin.HEAD)

    def count(which: np.ndarray) -> Ints:
        return np.bincount(members.family[which], minlength=len(sizes)).astype(np.int64)

    facts = pl.DataFrame(
        {
            "jumlah_anggota": sizes,
            "jumlah_balita": count(members.age < 5),
            "jumlah_lansia": count(members.age >= 60),
            "jumlah_bersekolah": count(life.work == living.STUDENT),
            "jumlah_bekerja": count(life.work > living.PENSIONER),
            "jumlah_disabilitas": count(life.disability > 0),
            "umur_kepala": members.age[heads],
            "kelamin_kepala": members.sex[heads] + 1,
            "pendidikan_kepala": pl.Series(living.SCHOOLING).gather(life.schooling[heads]),
            "pekerjaan_kepala": pl.Series(living.WORK).gather(life.work[heads]),
            "pengeluaran_per_kapita": fare.consumption,
        }
    )
    codes = pl.Series([w.code for w in place.wards]).gather(where.ward)
    cluster = codes + "-RW" + pl.Series(where.rw).cast(pl.String).str.zfill(3)
    return survey.answers(drawn, weights, codes.str.slice(0, 8), cluster, facts, built)


def _counts(families: int, listed: siak.Rows, where: siak.Addresses, no_card: np.ndarray) -> dict[str, int]:
    named = {f"nik {name}": int((listed.problem == at).sum()) for at, name in enumerate(flaws.NIK_PROBLEMS) if name}
    return {
        "keluarga": families,
        "baris": len(listed.person),
        "orang": int((~listed.is_copy).sum()),
        "baris rangkap": int(listed.is_copy.sum()),
        "keluarga tanpa kartu": int(no_card.sum()),
        "keluarga dengan ejaan kelurahan lain": int(where.alias.sum()),
        "tanggal lahir tertukar": int(listed.birth_swapped.sum()),
        **named,
    }


def _measures(sizes: Ints, fare: welfare.Welfare, place: Region) -> dict[str, float]:
    """P0 and P1 in percent of all persons, the Gini ratio, and the mean size of a family."""
    line = place.targets.line
    poor = fare.consumption < line
    people = int(sizes.sum())
    return {
        "garis": line,
        "P0": round(100 * int(sizes[poor].sum()) / people, 3),
        "P1": round(100 * int(((line - fare.consumption) * sizes)[poor].sum()) / (line * people), 3),
        "gini": round(welfare.gini(fare.consumption, sizes), 4),
        "rata-rata anggota keluarga": round(people / len(sizes), 3),
    }
