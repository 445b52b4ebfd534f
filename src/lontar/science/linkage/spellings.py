"""Each spelling of a column once, and which row has which: what is worked out for a spelling is not worked out twice."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from lontar.science.linkage.facts import Rows, first_of_each


@dataclass(frozen=True, slots=True)
class Spellings:
    """The different values of a column, and for each row the position of its own; a null's is behind the last."""

    values: pl.Series
    at: Rows

    def spread(self, told: pl.Series) -> pl.Series:
        """What is told of each value, row by row; of a null nothing is."""
        return told.extend_constant(None, 1).gather(self.at)


def spellings(column: pl.Series) -> Spellings:
    """The different values of a column, in no order that means anything.

    >>> found = spellings(pl.Series(["b", None, "a", "b"]))
    >>> found.spread(found.values + "!").to_list()
    ['b!', None, 'a!', 'b!']
    """
    # Hashes of 64 bits: that two of a million spellings share one happens once in thirty million files.
    hashes = column.hash(7).to_numpy()
    known = np.flatnonzero(column.is_not_null().to_numpy())
    order = known[np.argsort(hashes[known])]
    if not len(order):
        return Spellings(column.head(0), np.zeros(len(column), dtype=np.int64))
    first = first_of_each(hashes[order])
    at = np.full(len(column), int(first.sum()), dtype=np.int64)
    at[order] = np.cumsum(first) - 1
    return Spellings(column.gather(order[first]), at)
