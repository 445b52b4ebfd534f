"""Which rows are worth comparing: those that meet under at least one of several keys."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl

Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]
Rows = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]

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
    ("card", "given3"), ("card", "date"), ("card", "day", "month"), ("card", "year", "sex"),
    ("name_key", "year"), ("name_key", "day", "month"), ("name_key", "mother_key"), ("name_key", "card"),
    ("name_key", "ward", "block"), ("name_key", "street_key"),
    ("mother_key", "date"), ("mother_key", "given4"),
    ("date", "ward"), ("date", "street_key"),
    ("street_key", "ward", "given4"), ("street_key", "given4", "year"), ("ward", "block", "given4", "year"),
    ("nik_head", "given4"), ("nik_tail", "given4"),
)  # fmt: skip
SMALL_RULES: Final = (("date",), ("street_key",), ("card",), ("ward", "year"), ("ward", "given4"), ("given4", "year"))
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)


def pairs(keys: pl.DataFrame, *, is_new: Bools | None = None) -> tuple[Rows, Rows]:
    """Positions of the rows to compare, left before right, each pair once.

    With `is_new` only pairs in which at least one row is new. A null never meets a null.
    """
    size = len(keys)
    found = [_meetings(hashes, rows, size, is_new) for hashes, rows in _keyed(keys)]
    packed = np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
    return packed // size if size else packed, packed % size if size else packed


def _keyed(keys: pl.DataFrame) -> Iterator[tuple[Hashes, Rows]]:
    """For each rule the hashed keys and the rows that have them."""
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
    for rule in RULES:
        yield _combined([hashed[name] for name in rule])
    yield _by_words(keys, "name_words", hashed["date"])
    if len(keys) <= SMALL_MAX:
        for rule in SMALL_RULES:
            yield _combined([hashed[name] for name in rule])
        anywhere = (np.zeros(len(keys), dtype=np.uint64), np.ones(len(keys), dtype=bool))
        yield _by_words(keys, "name_words", hashed["year"])
        yield _by_words(keys, "name_words", hashed["ward"])
        # A rare word of a name or an address is a block of its own; common ones are too large.
        yield _by_words(keys, "name_words", anywhere)
        yield _by_words(keys, "street_words", anywhere)


def _hashed(column: pl.Series) -> tuple[Hashes, Bools]:
    return column.hash(7).to_numpy().astype(np.uint64), column.is_not_null().to_numpy()


def _combined(parts: list[tuple[Hashes, Bools]]) -> tuple[Hashes, Rows]:
    known = np.logical_and.reduce([known for _, known in parts])
    rows = np.flatnonzero(known)
    mixed = np.zeros(len(rows), dtype=np.uint64)
    for hashes, _ in parts:
        mixed = (mixed ^ hashes[rows]) * _MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed, rows


def _by_words(keys: pl.DataFrame, column: str, beside: tuple[Hashes, Bools]) -> tuple[Hashes, Rows]:
    """The beginning of any word of a name or an address, in whatever order the words stand, with one value more."""
    words = keys.select(pl.int_range(pl.len(), dtype=pl.Int64).alias("at"), pl.col(column).alias("word"))
    words = words.explode("word", empty_as_null=True).drop_nulls()
    words = words.select("at", pl.col("word").str.slice(0, PREFIX)).unique()
    at = words.get_column("at").to_numpy()
    begins, _ = _hashed(words.get_column("word"))
    hashes, known = beside
    kept = known[at]
    at = at[kept]
    mixed, chosen = _combined([(begins[kept], np.ones(len(at), dtype=bool)), (hashes[at], known[at])])
    return mixed, at[chosen]


def _meetings(hashes: Hashes, rows: Rows, size: int, is_new: Bools | None) -> Rows:
    """All pairs within each block of equal hashes, packed as left · size + right."""
    if is_new is not None:
        # Blocks without anything new are left out before they are sorted.
        useful = np.isin(hashes, np.unique(hashes[is_new[rows]]))
        hashes, rows = hashes[useful], rows[useful]
    order = np.argsort(hashes, kind="stable")
    hashes, rows = hashes[order], rows[order]
    starts = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1]))) if len(hashes) else rows
    counts = np.diff(np.append(starts, len(hashes)))
    found: list[Rows] = []
    for count in np.unique(counts[(counts > 1) & (counts <= BLOCK_MAX)]).tolist():
        block = rows[starts[counts == count][:, None] + np.arange(count)]
        left, right = np.triu_indices(count, 1)
        a, b = block[:, left].ravel(), block[:, right].ravel()
        found.append(np.minimum(a, b) * size + np.maximum(a, b))
    packed = np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
    if is_new is not None:
        packed = packed[is_new[packed // size] | is_new[packed % size]]
    return packed
