"""The same comparison by Splink 5 itself, from the same settings; slower, and the measure of our own."""

import logging

import numpy as np
import polars as pl

from lontar.engine.linkage.comparing import concerned, database, take_in
from lontar.engine.linkage.comparisons import RARITY
from lontar.engine.linkage.model import Model
from lontar.science.linkage.columns import Keys, Rows
from lontar.science.linkage.levels import FIELDS
from lontar.science.linkage.stories import commonness


def compared_by_splink(keys: Keys, left: Rows, right: Rows, model: Model) -> pl.DataFrame:
    """Levels and bits of each pair as Splink predicts them; `keys` is the whole file."""
    from splink import DuckDBAPI, Linker

    # Splink sets up its own logger when it is imported, and tells each step there.
    logging.getLogger("splink").setLevel(logging.ERROR)
    with database() as connection:
        take_in(connection, "persons", concerned(keys, left, right))
        pairs = pl.DataFrame({"join_key_l": left, "join_key_r": right}).cast(pl.UInt32)
        take_in(connection, "pairs", pairs.with_columns(match_key=pl.lit("0")))
        api = DuckDBAPI(connection=connection)
        linker = Linker(api.register("persons"), model.settings())
        for field, (level, column) in RARITY.items():
            counted = keys.frame().select(pl.col(column).drop_nulls()).group_by(column).len()
            bearers = counted.get_column("len").to_numpy().astype(np.float64)
            share = commonness(bearers, int(bearers.sum()), model.shares[field][level][1])
            take_in(connection, f"rarity_{column}", counted.select(column, pl.Series(f"tf_{column}", share)))
            linker.table_management.register_term_frequency_lookup(api.register(f"rarity_{column}"), column)
        linker.table_management.register_blocked_pairs_for_predict(api.register("pairs"))
        predicted = linker.inference.predict(warning_mode="never")
        wanted = ["row_l", "row_r", *(f"gamma_{f}" for f in FIELDS), *(f"mw_{f}" for f in FIELDS)]
        wanted += [f"mw_tf_adj_{field}" for field in RARITY]
        found = pl.DataFrame(pl.from_arrow(predicted.as_duckdbpyrelation().select(*wanted).to_arrow_table()))
    return found.select(
        pl.col("row_l").alias("left"),
        pl.col("row_r").alias("right"),
        *(pl.col(f"gamma_{field}").cast(pl.Int8).alias(f"level_{field}") for field in FIELDS),
        *(
            (pl.col(f"mw_{f}") + (pl.col(f"mw_tf_adj_{f}") if f in RARITY else 0.0)).alias(f"bits_{f}")
            for f in FIELDS
        ),
    )  # fmt: skip
