"""What a whole file of keys tells, worked out once: how many rows bear which value, how many pairs are plain to see."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from lontar.science.linkage.columns import (
    DIGITS,
    Codes,
    Hashes,
    Keys,
    Number,
    Rows,
    bearers_of,
    borne,
    in_blocks,
    threads,
)

FAMILY_MAX: Final = 30
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)
COUNTED: Final = ("nik_outer", "born", "name_key", "mother_key", "street_key")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sieve and the weights ask of each row beside its keys; 0 is unknown everywhere."""

    keys: Keys
    bearers: dict[str, Rows]
    known: dict[str, int]
    one_nik: int
    one_name_and_birth: int
    near: int | None


def facts(keys: Keys) -> Facts:
    """What a file of keys tells."""
    codes = keys.codes
    with ThreadPoolExecutor(threads()) as pool:
        both = pool.submit(bearers_of, _paired(codes["name_key"], keys.born.astype(np.uint32)))
        near = [pool.submit(_near, homes) for homes in
                (number_codes(keys.card), _paired(codes["street_key"], codes["ward"]))]  # fmt: skip
        nik = pool.submit(bearers_of, number_codes(keys.nik))
        bearers = dict(zip(COUNTED, pool.map(lambda name: _borne(keys, name), COUNTED), strict=True))
    return Facts(
        keys, bearers, {name: int(np.count_nonzero(counts)) for name, counts in bearers.items()},
        _pairs(nik.result()), _pairs(both.result()),
        max((count for one in near if (count := one.result()) is not None), default=None),
    )  # fmt: skip


def _borne(keys: Keys, name: str) -> Rows:
    return borne(keys.codes[name]) if name in keys.codes else bearers_of(_hashes(keys, name))


def _hashes(keys: Keys, name: str) -> Hashes:
    """A hash of each row's value in one of COUNTED; 0 where it is unknown."""
    if name == "nik_outer":
        return _mixed(outer(keys.nik))
    return _mixed((keys.born if name == "born" else keys.codes[name]).astype(np.uint64))


def number_codes(number: Number) -> Hashes:
    """A hash of each number; 0 where it is unknown."""
    return _mixed(np.where(number.lengths > 0, ~number.digits ^ (number.lengths.astype(np.uint64) << np.uint64(56)), 0))


def outer(nik: Number) -> Hashes:
    """District and serial of a NIK in one; 0 where it has not sixteen digits."""
    both = (nik.digits >> np.uint64(40)) << np.uint64(16) | (nik.digits & np.uint64(0xFFFF))
    return np.where(nik.lengths == DIGITS, both, np.uint64(0))


def _paired(one: Codes, other: Codes) -> Hashes:
    """A hash of two values in one; 0 where either is unknown."""
    both = one.astype(np.uint64) << np.uint64(32) | other.astype(np.uint64)
    return _mixed(np.where((one > 0) & (other > 0), both, np.uint64(0)))


def _mixed(values: Hashes) -> Hashes:
    """Small numbers spread over all 64 bits; 0 stays."""
    spread = values * _SPREAD
    return spread ^ (spread >> np.uint64(32))


def by_person(known: Facts, person: Rows) -> Facts:
    """The same facts with values counted in persons: five copies of one woman do not make her name a common one.

    `person` is a number for each row, one for all records of a person. As a pair that agrees counts as two of the
    bearers, one person counts as two here.
    """
    counted: dict[str, Rows] = {}
    size = len(known.keys)
    for name in COUNTED:
        codes = _hashes(known.keys, name)
        rows = np.flatnonzero(codes)
        both = codes[rows] ^ (person[rows].astype(np.uint64) * _SPREAD)
        ordered, starts, _counts = in_blocks(both, rows, size)
        is_first = np.zeros(size, dtype=np.int64)
        is_first[ordered[starts]] = 1
        ordered, starts, counts = in_blocks(codes[rows], rows, size)
        persons = np.zeros(size, dtype=np.int64)
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
