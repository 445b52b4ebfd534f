"""Pairs of records compared on DuckDB by the conditions of the Splink model, in memory only."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final

import numpy as np
import polars as pl

from lontar.engine.linkage.comparisons import CONDITIONS, MACROS, RARITY, UNKNOWN
from lontar.engine.linkage.model import Model
from lontar.science.linkage.facts import Facts, Rows, facts
from lontar.science.linkage.levels import FIELDS, LEVELS
from lontar.science.linkage.stories import Floats, commonness

MEMORY: Final = "2GB"
PARTS: Final = 4
WORDED: Final = ("name", "mother", "street")


def compared(
    keys: pl.DataFrame, left: Rows, right: Rows, model: Model, *, known: Facts | None = None, is_whole: bool = True
) -> pl.DataFrame:
    """For each pair its levels (`level_<field>`) and bits against strangers (`bits_<field>`).

    What is rare is rare in the whole file, so `keys` is all of it and `known` its facts, if they are there already;
    where it is not (`is_whole`), values are taken as neither rare nor common. The levels and weights are those of Splink's `predict` with the same settings (a test
    holds them together); Splink's own machinery around the one query took about three times as long.
    """
    if not len(left):
        return _empty()
    with database() as connection:
        levels = _levels(connection, keys, left, right)
    ends = (levels.get_column("left").to_numpy(), levels.get_column("right").to_numpy())
    rarity_from = (known or facts(keys)) if is_whole else None
    return levels.with_columns(
        pl.Series(
            f"bits_{field}", _bits(field, levels.get_column(f"level_{field}").to_numpy(), ends, rarity_from, model)
        )
        for field in FIELDS
    )


def _empty() -> pl.DataFrame:
    schema: dict[str, Any] = {"left": pl.UInt32, "right": pl.UInt32}
    schema |= {f"level_{field}": pl.Int8 for field in FIELDS} | {f"bits_{field}": pl.Float64 for field in FIELDS}
    return pl.DataFrame(schema=schema)


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


def concerned(keys: pl.DataFrame, left: Rows, right: Rows) -> pl.DataFrame:
    """The rows that some pair speaks of, with the words of names and addresses as lists."""
    aside = {*(f"{text}_shape" for text in WORDED), "nik_digits", "card_digits"}
    rows = keys.select(name for name in keys.columns if name not in aside)[np.unique(np.concatenate([left, right]))]
    return rows.with_columns(pl.col(f"{text}_key").str.split(" ").alias(f"{text}_words") for text in WORDED)


def _levels(connection: Any, keys: pl.DataFrame, left: Rows, right: Rows) -> pl.DataFrame:
    persons = concerned(keys, left, right)
    take_in(connection, "persons", persons)
    columns = ", ".join(f"a.{name} AS {name}_l, b.{name} AS {name}_r" for name in persons.columns if name != "row")

    def compare(part: int) -> pl.DataFrame:
        # DuckDB gives one core 122,880 rows at least; pairs are fewer, and each costs more.
        with connection.cursor() as own:
            ends = pl.DataFrame({"left": left[part::PARTS], "right": right[part::PARTS]}).cast(pl.UInt32)
            own.register("pairs", ends.to_arrow())
            query = f"""
                SELECT "left", "right", {", ".join(_case(field) for field in FIELDS)}
                FROM (SELECT p."left", p."right", {columns} FROM pairs p
                      JOIN persons a ON a."row" = p."left" JOIN persons b ON b."row" = p."right")
            """  # noqa: S608 - made of our own conditions
            return pl.DataFrame(pl.from_arrow(own.sql(query).to_arrow_table()))

    with ThreadPoolExecutor(PARTS) as pool:
        return pl.concat(pool.map(compare, range(PARTS)))


def _case(field: str) -> str:
    """One comparison as SQL; the strongest level has the highest number, as in Splink."""
    levels = LEVELS[field]
    when = " ".join(
        f"WHEN {CONDITIONS[field][level.code]} THEN {len(levels) - 1 - at}" for at, level in enumerate(levels[:-1])
    )
    return f"CAST(CASE WHEN {UNKNOWN[field]} THEN -1 {when} ELSE 0 END AS TINYINT) AS level_{field}"


def _bits(field: str, level: Rows, ends: tuple[Rows, Rows], known: Facts | None, model: Model) -> Floats:
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
