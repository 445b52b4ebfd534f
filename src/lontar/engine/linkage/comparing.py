"""Pairs of records compared by Splink 5 on DuckDB, in memory only: nothing personal reaches a disk."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import numpy as np
import polars as pl

from lontar.engine.linkage.comparisons import MACROS, RARITY
from lontar.engine.linkage.model import Model
from lontar.science.linkage.blocks import Rows
from lontar.science.linkage.levels import FIELDS
from lontar.science.linkage.stories import commonness

MEMORY: Final = "2GB"


def compared(keys: pl.DataFrame, left: Rows, right: Rows, model: Model, *, is_whole: bool = True) -> pl.DataFrame:
    """For each pair its levels (`level_<field>`), and bits against strangers (`bits_<field>`).

    What is rare is rare in the whole file, so `keys` is all of it; where it is not (`is_whole`), values are taken
    as neither rare nor common.
    """
    frame = keys
    if not len(left):
        return _empty()
    concerned = frame[np.unique(np.concatenate([left, right]))]
    pairs = pl.DataFrame({"join_key_l": left, "join_key_r": right}).cast(pl.UInt32)
    with _database() as database:
        predicted = _predicted(database, frame, concerned, pairs, model, is_whole)
    return predicted.select(
        pl.col("row_l").alias("left"),
        pl.col("row_r").alias("right"),
        *(pl.col(f"gamma_{field}").cast(pl.Int8).alias(f"level_{field}") for field in FIELDS),
        *(_bits(field) for field in FIELDS),
    )


def _bits(field: str) -> pl.Expr:
    weight = pl.col(f"mw_{field}")
    return (weight + pl.col(f"mw_tf_adj_{field}") if field in RARITY else weight).alias(f"bits_{field}")


def _empty() -> pl.DataFrame:
    schema: dict[str, Any] = {"left": pl.UInt32, "right": pl.UInt32}
    schema |= {f"level_{field}": pl.Int8 for field in FIELDS} | {f"bits_{field}": pl.Float64 for field in FIELDS}
    return pl.DataFrame(schema=schema)


@contextmanager
def _database() -> Iterator[Any]:
    import duckdb

    # Without a folder for temporary files DuckDB fails rather than spilling names and numbers to a disk.
    database = duckdb.connect(":memory:", config={"memory_limit": MEMORY, "temp_directory": ""})
    try:
        for macro in MACROS:
            database.execute(macro)
        yield database
    finally:
        database.close()


def _predicted(
    database: Any, frame: pl.DataFrame, concerned: pl.DataFrame, pairs: pl.DataFrame, model: Model, is_whole: bool
) -> pl.DataFrame:
    from splink import DuckDBAPI, Linker

    # Splink sets up its own logger when it is imported, and tells each step there.
    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(connection=database)
    persons = _taken_in(api, database, "persons", concerned)
    linker = Linker(persons, model.settings())
    for field, (level, column) in RARITY.items():
        average = model.shares[field][level][1]
        counted = frame.select(pl.col(column).drop_nulls()).group_by(column).len()
        bearers, known = counted.get_column("len").to_numpy().astype(np.float64), int(counted["len"].sum())
        share = commonness(bearers, known, average) if is_whole else np.full(len(counted), average)
        rarity = counted.select(column, pl.Series(f"tf_{column}", share))
        table = _taken_in(api, database, f"rarity_{column}", rarity)
        linker.table_management.register_term_frequency_lookup(table, column)
    blocked = _taken_in(api, database, "pairs", pairs.with_columns(pl.lit("0").alias("match_key")))
    linker.table_management.register_blocked_pairs_for_predict(blocked)
    predicted = linker.inference.predict(warning_mode="never")
    wanted = ["row_l", "row_r", *(f"gamma_{f}" for f in FIELDS), *(f"mw_{f}" for f in FIELDS)]
    wanted += [f"mw_tf_adj_{field}" for field in RARITY]
    found = pl.from_arrow(predicted.as_duckdbpyrelation().select(*wanted).to_arrow_table())
    if not isinstance(found, pl.DataFrame):
        raise TypeError("Splink gave no table")
    return found


def _taken_in(api: Any, database: Any, name: str, frame: pl.DataFrame) -> Any:
    database.register(f"{name}_frame", frame.to_arrow())
    database.execute(f"CREATE TABLE {name} AS SELECT * FROM {name}_frame")  # noqa: S608 - our own names
    database.unregister(f"{name}_frame")
    return api.register(name)
