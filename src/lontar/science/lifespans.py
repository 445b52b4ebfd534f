"""Ages at which a record can hardly be true: one dated place for files, the database and the words of every page."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from lontar.science.trouble import words


@dataclass(frozen=True, slots=True)
class Limit:
    """An age in whole years, from which day on it is the limit, and who says so."""

    years: int
    since: date
    source: str


MOTHER, FATHER, OLDEST, MARRIED, HEAD = "mother", "father", "oldest", "married", "head"
# The versions of each limit, the first one first; a change is a version more, never a changed one.
LIMITS: Final[dict[str, tuple[Limit, ...]]] = {
    MOTHER: (
        Limit(10, date(1900, 1, 1), words("WHO menghitung kelahiran menurut umur ibu mulai dari 10 sampai 14 tahun")),
    ),
    FATHER: (
        Limit(
            10, date(1900, 1, 1), words("kebiasaan: tidak ada yang menghitung umur ayah, jadi dipakai batas umur ibu")
        ),
    ),
    OLDEST: (
        Limit(120, date(1900, 1, 1), words("baru satu orang terbukti melewati 120 tahun: Jeanne Calment, 1875–1997")),
    ),
    MARRIED: (
        Limit(15, date(1900, 1, 1), words("indikator SDG 5.3.1 menghitung perkawinan sebelum 15 dan sebelum 18 tahun")),
    ),
    HEAD: (
        Limit(
            10,
            date(1900, 1, 1),
            words("kebiasaan, bukan hukum: anak yatim piatu dapat mengepalai kartu, anak kecil tidak"),
        ),
    ),
}


def limit(name: str, on: date) -> Limit:
    """The limit that holds on a day.

    >>> limit(OLDEST, date(2026, 11, 22)).years
    120
    """
    return max((one for one in LIMITS[name] if one.since <= on), key=lambda one: one.since)


def whole_years(born: date, on: date) -> int:
    """How old somebody is on a day; who was born on 29 February turns a year older on 1 March.

    >>> whole_years(date(2000, 2, 29), date(2010, 2, 28)), whole_years(date(2000, 2, 29), date(2010, 3, 1))
    (9, 10)
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
