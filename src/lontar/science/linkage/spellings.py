"""Each spelling of a column once, and which row has which: what is worked out for a spelling is not worked out twice."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from lontar.science.linkage.columns import Codes, Rows, first_of_each


@dataclass(frozen=True, slots=True)
class Spellings:
    """The different values of a column, and for each row the position of its own; a null's is behind the last."""

    values: pl.Series
    at: Rows

    def spread(self, told: pl.Series) -> pl.Series:
        """What is told of each value, row by row; of a null nothing is."""
        return told.extend_constant(None, 1).gather(self.at)

    def codes(self, told: pl.Series) -> tuple[Codes, pl.Series]:
        """What is told of each value as codes from 1 on, row by row, 0 where it is nothing; and what they stand for."""
        known = told.drop_nulls().unique(maintain_order=True)
        places = pl.Series(np.arange(1, len(known) + 1, dtype=np.uint32))
        code = np.zeros(len(told) + 1, dtype=np.uint32)
        if len(known):
            code[:-1] = told.replace_strict(known, places, default=0, return_dtype=pl.UInt32).fill_null(0).to_numpy()
        return code[self.at], known


def spellings(column: pl.Series) -> Spellings:
    """The different values of a column, in no order that means anything.

    >>> found = spellings(pl.Series(["b", None, "a", "b"]))
    >>> found.spread(found.values + "!").to_list()
    ['b!', None, 'a!', 'b!']
    """
    # Hash and row are sorted as one integer, and told apart by all 64 bits of the hash: that two of a million
    # spellings share one happens once in thirty million files. Where two share what the sorting sees of them, one
    # spelling may stand twice, which costs nothing but its place.
    hashes = column.hash(7).to_numpy()
    bits = np.uint64(len(hashes).bit_length())
    packed = (hashes >> bits) << bits
    packed |= np.arange(len(hashes), dtype=np.uint64)
    if column.null_count():
        packed = packed[column.is_not_null().to_numpy()]
    packed.sort()
    packed &= (np.uint64(1) << bits) - np.uint64(1)
    order = packed.astype(np.int64)
    if not len(order):
        return Spellings(column.head(0), np.zeros(len(column), dtype=np.int64))
    first = first_of_each(hashes[order])
    at = np.full(len(column), int(first.sum()), dtype=np.int64)
    at[order] = np.cumsum(first) - 1
    return Spellings(column.gather(order[first]), at)
