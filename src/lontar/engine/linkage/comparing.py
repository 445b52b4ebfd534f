"""Pairs of records compared by the levels of the Splink model; and the database on which Splink itself compares them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import numpy as np
import polars as pl

from lontar.engine.linkage.comparisons import MACROS, RARITY
from lontar.engine.linkage.model import Model
from lontar.science.linkage.agreement import Levels, levels_of
from lontar.science.linkage.columns import TEXTS, Keys, Rows
from lontar.science.linkage.facts import Facts
from lontar.science.linkage.levels import FIELDS, LEVELS
from lontar.science.linkage.stories import Floats, commonness

MEMORY: Final = "2GB"


def compared(keys: Keys, left: Rows, right: Rows, model: Model, *, known: Facts | None = None) -> pl.DataFrame:
    """For each pair its levels (`level_<field>`) and bits against strangers (`bits_<field>`).

    What is rare is rare in the whole file, and `known` its facts; without them values are taken as neither rare nor
    common. The levels and weights are those of Splink's `predict` with the same settings (a test holds them together);
    here no text of a pair is written out for a database first.
    """
    levels = levels_of(keys, left, right)
    return pl.DataFrame(
        {"left": left.astype(np.uint32), "right": right.astype(np.uint32)}
        | {f"level_{field}": levels[field] for field in FIELDS}
        | {f"bits_{field}": _bits(field, levels[field], (left, right), known, model) for field in FIELDS}
    )


@contextmanager
def database() -> Iterator[Any]:
    """A database in memory with the functions that the conditions use."""
    import duckdb

    # Without a folder for temporary files DuckDB fails rather than spilling names and numbers to a disk.
    connection = duckdb.connect(":memory:", config={"memory_limit": MEMORY, "temp_directory": ""})
    try:
        for macro in MACROS:
            connection.execute(macro)
        yield connection
    finally:
        connection.close()


def take_in(connection: Any, name: str, frame: pl.DataFrame) -> None:
    """A frame as a table; the name is our own."""
    connection.register(f"{name}_frame", frame.to_arrow())
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {name}_frame")  # noqa: S608 - our own names
    connection.unregister(f"{name}_frame")


def concerned(keys: Keys, left: Rows, right: Rows) -> pl.DataFrame:
    """The rows that some pair speaks of, with the words of names and addresses as lists."""
    rows = keys.frame(np.unique(np.concatenate([left, right])))
    return rows.with_columns(pl.col(f"{text}_key").str.split(" ").alias(f"{text}_words") for text in TEXTS)


def _bits(field: str, level: Levels, ends: tuple[Rows, Rows], known: Facts | None, model: Model) -> Floats:
    left, right = ends
    shares = [model.shares[field][one.code] for one in reversed(LEVELS[field])]
    bits: Floats = np.array([*(np.log2(same / stranger) for same, stranger, _ in shares), 0.0])[level]
    if field in RARITY and known is not None:
        code, column = RARITY[field]
        at = next(at for at, one in enumerate(reversed(LEVELS[field])) if one.code == code)
        average, bearers = shares[at][1], known.bearers[column]
        # Where only one of the two has the value (a NIK of fifteen digits has no parts), that one tells.
        counts = np.maximum(bearers[left], bearers[right])
        common = commonness(counts.astype(np.float64), known.known[column], average)
        bits += np.where((level == at) & (counts > 0), np.log2(average) - np.log2(common), 0.0)
    return bits
