"""A file of keys as arrays of integers, one entry a row, worked out once: equal values, digits, dates, how many bear what."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]
Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]
Rows = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Dates = np.ndarray[tuple[int], np.dtype[np.int32]]
Lengths = np.ndarray[tuple[int], np.dtype[np.int16]]

THREADS: Final = 4
"""NumPy and Polars work without Python's lock, so as many cores as there are up to four are used."""
DIGITS: Final = 16
NO_DIGITS: Final = np.uint64(0xFFFFFFFFFFFFFFFF)
FAMILY_MAX: Final = 30
_COMPARED: Final = ("name_key", "given", "sex", "mother_key", "ward", "block", "street_key")
_TEXTS: Final = ("name", "mother", "street")
_COUNTED: Final = ("nik", "nik_outer", "born", "name_key", "mother_key", "street_key")
_CODED: Final = (*_COMPARED, "nik", "nik_outer", "born", "card")
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)
_EACH_FOURTH: Final = np.uint64(0x1111111111111111)


@dataclass(frozen=True, slots=True)
class Number:
    """A column of numbers: the first sixteen digits at four bits each, and how many digits there are (0 unknown)."""

    digits: Hashes
    lengths: Lengths


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sieve and the weights ask of each row; 0 is unknown everywhere."""

    codes: dict[str, Hashes]
    shapes: dict[str, Hashes]
    born: Dates
    nik: Number
    card: Number
    nik_fits: Bools
    bearers: dict[str, Rows]
    known: dict[str, int]
    one_nik: int
    one_name_and_birth: int
    near: int | None


def facts(keys: pl.DataFrame) -> Facts:
    """The arrays of a file of keys."""
    with ThreadPoolExecutor(THREADS) as pool:
        codes = dict(zip(_CODED, pool.map(lambda name: codes_of(keys.get_column(name)), _CODED), strict=True))
        bearers = dict(zip(_COUNTED, pool.map(lambda name: bearers_of(codes[name]), _COUNTED), strict=True))
    nik, card = (_packed(keys, name) for name in ("nik", "card"))
    born = codes["born"]
    both = np.where((codes["name_key"] > 0) & (born > 0), codes["name_key"] ^ (born >> np.uint64(1)), 0)
    home = np.where(
        (codes["street_key"] > 0) & (codes["ward"] > 0), codes["street_key"] ^ (codes["ward"] >> np.uint64(1)), 0
    )
    near = [_near(codes["card"]), _near(home.astype(np.uint64))]
    dates = keys.select(
        (pl.col("year").cast(pl.Int32) * 65_536 + pl.col("month").cast(pl.Int32) * 256 + pl.col("day")).fill_null(0)
    ).to_series()
    return Facts(
        codes, {name: keys.get_column(f"{name}_shape").fill_null(0).to_numpy() for name in _TEXTS}, dates.cast(pl.Int32).to_numpy(), nik, card, keys.get_column("nik_fits").fill_null(False).to_numpy(),
        bearers, {name: int(np.count_nonzero(counts)) for name, counts in bearers.items()},
        _pairs(bearers["nik"]), _pairs(bearers_of(both.astype(np.uint64))),
        max((count for count in near if count is not None), default=None),
    )  # fmt: skip


def _packed(keys: pl.DataFrame, name: str) -> Number:
    lengths = keys.get_column(name).str.len_bytes().fill_null(0).cast(pl.Int16).to_numpy()
    return Number(keys.get_column(f"{name}_digits").to_numpy(), lengths)


def codes_of(column: pl.Series) -> Hashes:
    """A hash of each value that is never 0; 0 for null."""
    hashes = column.hash(7).to_numpy() | np.uint64(1)
    return hashes if not column.null_count() else np.where(column.is_null().to_numpy(), np.uint64(0), hashes)


def in_blocks(hashes: Hashes, rows: Rows, size: int) -> tuple[Rows, Rows, Rows]:
    """Rows in blocks of equal hashes, each row once in a block and in order; where blocks begin; how long they are.

    Hash and row are sorted as one integer. What the row takes from the hash (20 bits of 64 for a million rows) lets
    two keys fall together once in some ten files.

    >>> hashes = np.array([7 << 40, 9 << 40, 7 << 40], dtype=np.uint64)
    >>> [part.tolist() for part in in_blocks(hashes, np.arange(3), 3)]
    [[0, 2, 1], [0, 2], [2, 1]]
    """
    bits = np.uint64(size.bit_length())
    packed = ((hashes >> bits) << bits) | rows.astype(np.uint64)
    packed.sort()
    if len(packed):
        packed = packed[first_of_each(packed)]
    starts = np.flatnonzero(first_of_each(packed >> bits)) if len(packed) else np.zeros(0, dtype=np.int64)
    ordered = (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    return ordered, starts, np.diff(np.append(starts, len(packed)))


def first_of_each(values: Hashes | Rows) -> Bools:
    """Where a sorted column begins another value."""
    first = np.empty(len(values), dtype=bool)
    first[0] = True
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return first


def bearers_of(codes: Hashes) -> Rows:
    """How many rows bear the value of each row; 0 where it is unknown.

    >>> bearers_of(np.array([5 << 40, 0, 5 << 40, 6 << 40], dtype=np.uint64)).tolist()
    [2, 0, 2, 1]
    """
    known = np.flatnonzero(codes)
    rows, _starts, counts = in_blocks(codes[known], known, len(codes))
    found = np.zeros(len(codes), dtype=np.int64)
    found[rows] = np.repeat(counts, counts)
    return found


def by_person(known: Facts, person: Rows) -> Facts:
    """The same facts with values counted in persons: five copies of one woman do not make her name a common one.

    `person` is a number for each row, one for all records of a person. As a pair that agrees counts as two of the
    bearers, one person counts as two here.
    """
    counted: dict[str, Rows] = {}
    for name in _COUNTED:
        codes = known.codes[name]
        rows = np.flatnonzero(codes)
        both = codes[rows] ^ (person[rows].astype(np.uint64) * _SPREAD)
        ordered, starts, _counts = in_blocks(both, rows, len(codes))
        is_first = np.zeros(len(codes), dtype=np.int64)
        is_first[ordered[starts]] = 1
        ordered, starts, counts = in_blocks(codes[rows], rows, len(codes))
        persons = np.zeros(len(codes), dtype=np.int64)
        if len(rows):
            persons[ordered] = np.repeat(np.add.reduceat(is_first[ordered], starts) + 1, counts)
        counted[name] = persons
    return replace(known, bearers=counted)


def _pairs(bearers: Rows) -> int:
    """How many pairs of rows bear one value."""
    return int(np.maximum(bearers - 1, 0).sum() // 2)


def _near(codes: Hashes) -> int | None:
    """How many pairs of rows bear one card or address, as far as most rows tell it; what a crowd bears is no home."""
    if np.count_nonzero(codes) * 2 < len(codes):
        return None
    bearers = bearers_of(codes)
    return _pairs(np.where(bearers <= FAMILY_MAX, bearers, 0))


def numbers(column: pl.Series) -> Number:
    """Digits at four bits each, so that two numbers are compared in a few operations on whole columns.

    >>> [hex(one) for one in numbers(pl.Series(["5371034112900001", "123", None])).digits.tolist()]
    ['0x5371034112900001', '0x123fffffffffffff', '0xffffffffffffffff']
    """
    filled = column.fill_null("")
    text = filled.str.slice(0, DIGITS).str.pad_end(DIGITS, "?").str.join("").item() if len(column) else ""
    low = np.frombuffer((text or "").encode("ascii"), dtype=np.uint8).reshape(-1, DIGITS) & 15
    packed = (low[:, 0::2] << 4) | low[:, 1::2]
    digits = np.ascontiguousarray(packed).view(">u8").ravel().astype(np.uint64)
    return Number(digits, filled.str.len_bytes().cast(pl.Int16).to_numpy())


def unequal_digits(apart: Hashes) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """In how many digits two numbers differ, given `a ^ b`.

    >>> unequal_digits(np.array([0x5371 ^ 0x5317], dtype=np.uint64)).tolist()
    [2]
    """
    spread = apart | (apart >> np.uint64(1))
    spread |= spread >> np.uint64(2)
    spread &= _EACH_FOURTH
    return np.bitwise_count(spread)
