"""How far two records agree, field by field: the levels, their words, and how often each is met in three stories."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement; the shares are what is assumed before any file was counted.

    `same` is the share among pairs of records of one person, `stranger` among pairs of unrelated persons, `kin`
    among pairs of different persons of one family.
    """

    code: str
    indonesian: str
    english: str
    same: float
    stranger: float
    kin: float


# The strongest agreement first, the last one is everything else. The shares of a field add up to one in each story.
LEVELS: Final[dict[str, tuple[Level, ...]]] = {
    "name": (
        Level("same", "nama sama", "the same name", 0.76, 0.0002, 0.0006),
        Level("slip", "nama beda satu ketikan atau singkatan", "names one slip or abbreviation apart",
              0.11, 0.0010, 0.0120),
        Level("part", "nama yang satu bagian dari nama yang lain", "one name is a part of the other",
              0.060, 0.0030, 0.0080),
        Level("like", "nama mirip", "names alike", 0.025, 0.0058, 0.0300),
        Level("given", "nama depan sama, nama lain berbeda", "the same first name, other names differ",
              0.025, 0.0100, 0.0120),
        Level("shared", "hanya satu nama yang sama, nama depan berbeda", "one name shared, first names differ",
              0.010, 0.0500, 0.5500),
        Level("different", "nama berbeda", "different names", 0.010, 0.9300, 0.3874),
    ),
    "birth": (
        Level("same", "tanggal lahir sama", "the same birth date", 0.870, 0.00005, 0.0130),
        Level("swapped", "tanggal dan bulan lahir tertukar", "day and month of birth swapped",
              0.035, 0.00002, 0.0001),
        Level("slip", "satu bagian tanggal lahir berbeda", "one part of the birth date differs",
              0.050, 0.00453, 0.0040),
        Level("year", "tahun lahir sama, tanggal dan bulan berbeda", "the same birth year, another day and month",
              0.020, 0.01500, 0.0100),
        Level("near", "tahun lahir berselisih satu atau dua", "birth years one or two apart",
              0.013, 0.06000, 0.1500),
        Level("different", "tanggal lahir berbeda", "different birth dates", 0.012, 0.92040, 0.8229),
    ),
    "sex": (
        Level("same", "jenis kelamin sama", "the same sex", 0.985, 0.5, 0.5),
        Level("different", "jenis kelamin berbeda", "different sexes", 0.015, 0.5, 0.5),
    ),
    "nik": (
        Level("same", "NIK sama", "the same NIK", 0.800, 0.0000002, 0.0020),
        Level("slip", "NIK beda satu dua angka", "NIKs one or two digits apart", 0.100, 0.0000100, 0.0030),
        # Twins, and strangers of one birthday. The day was counted with the birth date already, so these two shares
        # are among those of one birth date.
        Level("partly", "NIK hanya beda nomor urut atau kecamatan", "NIKs differ in the serial or the district only",
              0.035, 0.1500000, 0.8000),
        Level("different", "NIK berbeda", "different NIKs", 0.065, 0.9999000, 0.9800),
    ),
    "mother": (
        Level("same", "nama ibu sama", "the same mother's name", 0.850, 0.0003, 0.5500),
        Level("slip", "nama ibu mirip", "mothers' names alike", 0.100, 0.0027, 0.0200),
        Level("shared", "nama ibu sebagian sama", "mothers' names partly the same", 0.020, 0.0500, 0.0800),
        Level("different", "nama ibu berbeda", "different mothers' names", 0.030, 0.9470, 0.3500),
    ),
    "card": (
        Level("same", "nomor KK sama", "the same family card", 0.450, 0.000003, 0.8500),
        Level("slip", "nomor KK beda satu dua angka", "family cards one or two digits apart",
              0.050, 0.000020, 0.0020),
        Level("different", "nomor KK berbeda", "different family cards", 0.500, 0.999977, 0.1480),
    ),
    "home": (
        Level("same", "alamat sama", "the same address", 0.420, 0.0003, 0.7600),
        Level("slip", "alamat beda satu ketikan", "addresses one slip apart", 0.070, 0.0010, 0.0400),
        Level("like", "alamat mirip", "addresses alike", 0.050, 0.0020, 0.0300),
        Level("elsewhere", "alamat mirip di kelurahan lain", "addresses alike in different wards", 0.050, 0.0120, 0.0100),
        Level("block", "RT dan RW sama", "the same RT and RW", 0.070, 0.0020, 0.0300),
        Level("ward", "kelurahan sama", "the same ward", 0.130, 0.0300, 0.0500),
        Level("different", "alamat berbeda", "different addresses", 0.210, 0.9527, 0.0800),
    ),
}  # fmt: skip
FIELDS: Final = tuple(LEVELS)
UNKNOWN: Final = -1
"""The level of a field that one of the two records does not tell."""


def level_at(field: str, gamma: int) -> Level:
    """The level of a comparison's value; the strongest has the highest, as Splink counts.

    >>> level_at("sex", 1).code, level_at("sex", 0).code
    ('same', 'different')
    """
    levels = LEVELS[field]
    return levels[len(levels) - 1 - gamma]
