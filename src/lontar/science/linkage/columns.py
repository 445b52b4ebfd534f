"""A file of persons as columns of integers: each different text, number and date once, and which row has which."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]
Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]
Rows = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Codes = np.ndarray[tuple[int], np.dtype[np.uint32]]
Numbers = np.ndarray[tuple[int, ...], np.dtype[np.uint32]]
Dates = np.ndarray[tuple[int], np.dtype[np.int32]]
Lengths = np.ndarray[tuple[int], np.dtype[np.int16]]
Table = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]

THREADS_MAX: Final = 4
DIGITS: Final = 16
NO_DIGITS: Final = np.uint64(0xFFFFFFFFFFFFFFFF)
WIDE: Final = 6
"""So many words of a text are kept as numbers; a text of more is read letter by letter."""
LONG: Final = 120
"""Nor is a longer text reckoned with by numbers."""
SYMBOLS: Final = 40
"""Twenty-six letters and ten digits, in five words of eight bytes."""

KEYS: Final = (
    "name_key", "given", "mother_key", "nik", "card", "day", "month", "year", "sex", "born", "nik_outer", "nik_fits",
    "ward", "block", "street_key",
)  # fmt: skip
"""The comparable columns, beside `row`, the position in the file."""
TEXTS: Final = ("name", "mother", "street")


@dataclass(frozen=True, slots=True)
class Number:
    """A column of numbers: as text, sixteen digits at four bits each, and how many digits there are (0 unknown)."""

    text: pl.Series
    digits: Hashes
    lengths: Lengths


@dataclass(frozen=True, slots=True)
class Texts:
    """The different keys of texts from 1 on; at 0 stands the unknown one, which has no words and no letters.

    `words` are places in `alphabet` from 1 on, 0 behind the last; `letters` how often each symbol is met.
    """

    values: pl.Series
    alphabet: pl.Series
    words: Numbers
    letters: Table
    shapes: Hashes
    lengths: Lengths
    counts: Lengths

    def is_long(self) -> Bools:
        """Which texts the numbers do not tell whole."""
        long: Bools = (self.counts > WIDE) | (self.lengths > LONG)
        return long


@dataclass(frozen=True, slots=True)
class Keys:
    """What can be compared of each row: codes that are equal where values are, 0 where they are unknown."""

    codes: dict[str, Codes]
    labels: dict[str, pl.Series]
    texts: dict[str, Texts]
    nik: Number
    card: Number
    born: Dates
    nik_fits: Bools

    def __len__(self) -> int:
        return len(self.born)

    def frame(self, rows: Rows | None = None) -> pl.DataFrame:
        """KEYS as a table, all of it or some rows; `born` is year, month and day in one number."""
        rows = np.arange(len(self)) if rows is None else rows
        told = {name: _labelled(self.labels[name], self.codes[name][rows]) for name in self.labels}
        for name, number in (("nik", self.nik), ("card", self.card)):
            told[name] = number.text.gather(rows).set(pl.Series(number.lengths[rows] == 0), None)
        table = pl.DataFrame({"row": rows.astype(np.uint32), "born": self.born[rows], **told}).with_columns(
            pl.col("born").replace(0, None), pl.Series("nik_fits", self.nik_fits[rows]),
            pl.Series("block", self.codes["block"][rows]).replace(0, None),
        )  # fmt: skip
        born, nik = pl.col("born"), pl.col("nik")
        return table.with_columns(
            day=born % 256, month=born // 256 % 256, year=born // 65_536,
            nik_outer=pl.when(nik.str.len_bytes() == DIGITS).then(nik.str.slice(0, 6) + nik.str.slice(12, 4)),
        ).select("row", *KEYS)  # fmt: skip


def _labelled(labels: pl.Series, codes: Codes) -> pl.Series:
    """The values behind codes; a code's value stands one place before it."""
    behind = np.where(codes > 0, codes.astype(np.int64) - 1, len(labels))
    return labels.extend_constant(None, 1).gather(behind)


def threads() -> int:
    """NumPy and Polars work without Python's lock, so as many cores as there are up to four are used.

    More threads than cores would share them with the names, for which all others wait. Asked when there is work: asking
    starts the threads of Polars, which a process that is forked later does not have.
    """
    return min(THREADS_MAX, pl.thread_pool_size())


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
    packed = (hashes >> bits) << bits
    packed |= rows.astype(np.uint64)
    packed.sort()
    if len(packed):
        packed = packed[first_of_each(packed)]
    starts = np.flatnonzero(first_of_each(packed >> bits)) if len(packed) else np.zeros(0, dtype=np.int64)
    ordered = (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    return ordered, starts, np.diff(np.append(starts, len(packed)))


def first_of_each(values: Hashes | Rows) -> Bools:
    """Where a sorted column begins another value."""
    first = np.empty(len(values), dtype=bool)
    first[:1] = True
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


def borne(codes: Codes) -> Rows:
    """The same of codes that count from 1 on.

    >>> borne(np.array([2, 0, 2, 1], dtype=np.uint32)).tolist()
    [2, 0, 2, 1]
    """
    counts = np.bincount(codes)
    counts[:1] = 0
    return counts[codes]


def unequal_digits(apart: Hashes) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """In how many digits two numbers differ, given `a ^ b`.

    >>> unequal_digits(np.array([0x5371 ^ 0x5317], dtype=np.uint64)).tolist()
    [2]
    """
    spread = apart | (apart >> np.uint64(1))
    spread |= spread >> np.uint64(2)
    spread &= np.uint64(0x1111111111111111)
    return np.bitwise_count(spread)
