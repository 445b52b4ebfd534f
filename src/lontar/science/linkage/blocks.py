"""Which rows are worth comparing: those that meet under at least one of several keys."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

import numpy as np

from lontar.science.linkage.columns import DIGITS, Bools, Codes, Hashes, Keys, Rows, Texts, codes_of, in_blocks, threads
from lontar.science.linkage.facts import number_codes

BLOCK_MAX: Final = 60
"""Larger blocks are passed over: their key says too little (a common name, a stopgap), and others remain."""
PREFIX: Final = 4
"""A word meets another by its first sounds, so that a slip behind them does not part them."""
SMALL_MAX: Final = 30_000
"""A file no larger than this can afford blocks that say less: one birth date, one address, a word and a year."""

# Keys of one value for each row: every pair of columns that a duplicate can be expected to share when the rest went
# wrong. Siblings share card, mother and home, so those come with something of the person's own.
RULES: Final = (
    ("nik",),
    ("card", "given3"), ("card", "date"), ("card", "year", "sex"),
    ("name_key", "year"), ("name_key", "day", "month"), ("name_key", "mother_key"), ("name_key", "card"),
    ("name_key", "ward", "block"),
    ("mother_key", "date"),
    ("mother_key", "given4", "year"), ("mother_key", "given4", "month"),
    ("date", "street_key"), ("street_key", "ward", "given4"),
    ("nik_head", "given4"), ("nik_tail", "given4"),
)  # fmt: skip
SMALL_RULES: Final = (
    ("mother_key", "given4"), ("date",), ("street_key",), ("card",), ("ward", "year"), ("ward", "given4"),
    ("given4", "year"),
)  # fmt: skip
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_EVERYBODY: Final = np.uint64(1)
MARK_BITS: Final = 22


def pairs(keys: Keys, *, is_new: Bools | None = None) -> tuple[Rows, Rows]:
    """Positions of the rows to compare, left before right, each pair once.

    With `is_new` only pairs in which at least one row is new. A null never meets a null.
    """
    size = len(keys)
    if size < 2:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    bits = size.bit_length()

    def meetings(block: Callable[[], tuple[Hashes, Rows]]) -> Rows:
        hashes, rows = block()
        return _meetings(hashes, rows, size, is_new)

    with ThreadPoolExecutor(threads()) as pool:
        found = list(pool.map(meetings, _blocks(keys)))
    packed = np.concatenate(found)
    packed.sort()
    packed = packed[np.concatenate(([True], packed[1:] != packed[:-1]))] if len(packed) else packed
    return packed >> bits, packed & ((1 << bits) - 1)


def _blocks(keys: Keys) -> Iterator[Callable[[], tuple[Hashes, Rows]]]:
    """For each rule a function that gives the hashed keys and the rows that have them."""
    codes = _codes(keys)
    is_small = len(keys) <= SMALL_MAX
    # Among few rows one birth date and one word are enough; among many the sex is to agree too, where it is told.
    names = keys.texts["name"], keys.codes["name_key"]
    yield lambda: _beside(*names, codes["date"] if is_small else codes["date_sex"])
    for rule in RULES + (SMALL_RULES if is_small else ()):
        yield partial(_combined, [codes[name] for name in rule])
    if is_small:
        yield lambda: _beside(*names, codes["year"])
        yield lambda: _beside(*names, codes["ward"])
        # A rare word of a name or an address is a block of its own; common ones are too large.
        yield lambda: _beside(*names, None)
        yield lambda: _beside(keys.texts["street"], keys.codes["street_key"], None)


def _codes(keys: Keys) -> dict[str, Hashes]:
    """A hash for each value that the rules name; 0 where it is unknown."""
    born, given = keys.born, keys.codes["given"]
    day, month, year = (born & 255, born >> 8 & 255, born >> 16)
    # Day and month in either order: 3 April meets 4 March.
    date = year * 65_536 + np.minimum(day, month) * 256 + np.maximum(day, month)
    sixteen = keys.nik.lengths == DIGITS
    sexes = keys.codes["sex"].astype(np.uint64)
    told: dict[str, Hashes | Codes | Rows] = {
        "day": day, "month": month, "year": year, "date": date,
        "date_sex": np.where(date > 0, date.astype(np.uint64) << np.uint64(2) | np.minimum(sexes, np.uint64(3)), 0),
        # A NIK with one slip keeps its beginning or its end.
        "nik_head": np.where(sixteen, keys.nik.digits >> np.uint64(16), 0),
        "nik_tail": np.where(sixteen, keys.nik.digits & np.uint64(0xFFFFFFFF), 0),
        **{name: keys.codes[name] for name in ("name_key", "mother_key", "ward", "block", "street_key", "sex")},
    }  # fmt: skip
    makers: dict[str, Callable[[], Hashes]] = {
        "nik": partial(number_codes, keys.nik), "card": partial(number_codes, keys.card),
        **{f"given{n}": partial(_begun, keys.texts["name"], n, given) for n in (3, PREFIX)},
        **{name: partial(_spread, values) for name, values in told.items()},
    }  # fmt: skip
    with ThreadPoolExecutor(threads()) as pool:
        return dict(zip(makers, pool.map(lambda make: make(), makers.values()), strict=True))


def _spread(values: Hashes | Codes | Rows) -> Hashes:
    """Small numbers spread over all bits and never 0; 0 stays."""
    return np.where(values > 0, values.astype(np.uint64) * _MIX | _EVERYBODY, 0)


def _begun(texts: Texts, letters: int, first: Codes) -> Hashes:
    """A hash of the first letters of each row's first word."""
    return _beginnings(texts, letters)[first]


def _beginnings(texts: Texts, letters: int) -> Hashes:
    """A hash of the first letters of each word of an alphabet, from 1 on."""
    return np.concatenate((np.zeros(1, dtype=np.uint64), codes_of(texts.alphabet.str.slice(0, letters))))


def _combined(parts: list[Hashes]) -> tuple[Hashes, Rows]:
    known = parts[0] > 0
    for part in parts[1:]:
        known &= part > 0
    rows = np.flatnonzero(known)
    mixed = np.zeros(len(rows), dtype=np.uint64)
    for part in parts:
        mixed ^= part[rows]
        mixed *= _MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed, rows


def _beside(texts: Texts, codes: Codes, beside: Hashes | None) -> tuple[Hashes, Rows]:
    """The beginning of any word of a name or an address, in whatever order the words stand, with one value more."""
    begins = _beginnings(texts, PREFIX)
    found: list[tuple[Hashes, Rows]] = []
    for place in texts.words.T:
        words = begins[place][codes]
        if words.any():
            found.append(_combined([words] if beside is None else [words, beside]))
    if not found:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    hashes, rows = (np.concatenate(column) for column in zip(*found, strict=True))
    return hashes, rows


def _meetings(hashes: Hashes, rows: Rows, size: int, is_new: Bools | None) -> Rows:
    """All pairs within each block of equal hashes, each as one number: the left row before the bits of the right."""
    bits = size.bit_length()
    if is_new is not None:
        # Blocks without anything new are left out before they are sorted; a wrong mark costs a little time only.
        marks = np.zeros(1 << MARK_BITS, dtype=bool)
        marks[hashes[is_new[rows]] >> np.uint64(64 - MARK_BITS)] = True
        useful = marks[hashes >> np.uint64(64 - MARK_BITS)]
        hashes, rows = hashes[useful], rows[useful]
    ordered, starts, counts = in_blocks(hashes, rows, size)
    useful = (counts > 1) & (counts <= BLOCK_MAX)
    starts, counts = starts[useful], counts[useful]
    found: list[Rows] = []
    for count in np.unique(counts).tolist():
        block = ordered[starts[counts == count][:, None] + np.arange(count)]
        left, right = np.triu_indices(count, 1)
        # Rows of one block stand in their order, so the left one is the smaller.
        found.append((block[:, left] << bits | block[:, right]).ravel())
    packed = np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
    if is_new is not None:
        packed = packed[is_new[packed >> bits] | is_new[packed & ((1 << bits) - 1)]]
    return packed
