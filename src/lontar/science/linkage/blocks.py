"""Which rows are worth comparing: those that meet under at least one of several keys."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

import numpy as np
import polars as pl

from lontar.science.linkage.facts import THREADS, Bools, Hashes, Rows, in_blocks

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
    ("mother_key", "date"), ("mother_key", "given4"),
    ("date", "street_key"), ("street_key", "ward", "given4"),
    ("nik_head", "given4"), ("nik_tail", "given4"),
)  # fmt: skip
SMALL_RULES: Final = (("date",), ("street_key",), ("card",), ("ward", "year"), ("ward", "given4"), ("given4", "year"))
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
MARK_BITS: Final = 22


def pairs(keys: pl.DataFrame, *, is_new: Bools | None = None) -> tuple[Rows, Rows]:
    """Positions of the rows to compare, left before right, each pair once.

    With `is_new` only pairs in which at least one row is new. A null never meets a null.
    """
    size = len(keys)
    if size < 2:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)

    def meetings(block: Callable[[], tuple[Hashes, Rows]]) -> Rows:
        hashes, rows = block()
        return _meetings(hashes, rows, size, is_new)

    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(meetings, _blocks(keys)))
    packed = np.concatenate(found)
    packed.sort()
    packed = packed[np.concatenate(([True], packed[1:] != packed[:-1]))] if len(packed) else packed
    return packed // size, packed % size


def _blocks(keys: pl.DataFrame) -> Iterator[Callable[[], tuple[Hashes, Rows]]]:
    """For each rule a function that gives the hashed keys and the rows that have them."""
    ready = keys.select(
        "nik", "card", "name_key", "mother_key", "ward", "block", "street_key", "day", "month", "year", "sex",
        given3=pl.col("given").str.slice(0, 3),
        given4=pl.col("given").str.slice(0, PREFIX),
        # Day and month in either order: 3 April meets 4 March.
        date=pl.col("year").cast(pl.Int32) * 10_000
        + pl.min_horizontal("day", "month") * 100
        + pl.max_horizontal("day", "month"),
        # A NIK with one slip keeps its beginning or its end.
        nik_head=pl.when(pl.col("nik").str.len_bytes() == 16).then(pl.col("nik").str.slice(0, 12)),
        nik_tail=pl.when(pl.col("nik").str.len_bytes() == 16).then(pl.col("nik").str.slice(8, 8)),
    )  # fmt: skip
    hashed = {name: _hashed(ready.get_column(name)) for name in ready.columns}
    words = _words(keys.get_column("name_key"))
    yield partial(_beside, words, hashed["date"])
    for rule in RULES:
        yield partial(_combined, [hashed[name] for name in rule])
    if len(keys) <= SMALL_MAX:
        for rule in SMALL_RULES:
            yield partial(_combined, [hashed[name] for name in rule])
        yield partial(_beside, words, hashed["year"])
        yield partial(_beside, words, hashed["ward"])
        # A rare word of a name or an address is a block of its own; common ones are too large.
        yield lambda: words
        yield lambda: _words(keys.get_column("street_key"))


def _hashed(column: pl.Series) -> tuple[Hashes, Bools]:
    return column.hash(7).to_numpy(), column.is_not_null().to_numpy()


def _combined(parts: list[tuple[Hashes, Bools]]) -> tuple[Hashes, Rows]:
    known = parts[0][1].copy()
    for _, also_known in parts[1:]:
        known &= also_known
    rows = np.flatnonzero(known)
    mixed = np.zeros(len(rows), dtype=np.uint64)
    for hashes, _ in parts:
        mixed ^= hashes[rows]
        mixed *= _MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed, rows


def _words(column: pl.Series) -> tuple[Hashes, Rows]:
    """The beginning of any word of a name or an address, in whatever order the words stand."""
    words = column.alias("word").str.split(" ")
    each = words.explode(empty_as_null=True)
    at = np.repeat(np.arange(len(column)), np.maximum(words.list.len().fill_null(0).to_numpy(), 1))
    hashes, known = _hashed(each.str.slice(0, PREFIX))
    return hashes[known], at[known]


def _beside(words: tuple[Hashes, Rows], beside: tuple[Hashes, Bools]) -> tuple[Hashes, Rows]:
    """Words with one value more of the same row."""
    begins, at = words
    hashes, known = beside
    mixed, chosen = _combined([(begins, np.ones(len(at), dtype=bool)), (hashes[at], known[at])])
    return mixed, at[chosen]


def _meetings(hashes: Hashes, rows: Rows, size: int, is_new: Bools | None) -> Rows:
    """All pairs within each block of equal hashes, packed as left · size + right."""
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
        found.append((block[:, left] * size + block[:, right]).ravel())
    packed = np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
    if is_new is not None:
        packed = packed[is_new[packed // size] | is_new[packed % size]]
    return packed
