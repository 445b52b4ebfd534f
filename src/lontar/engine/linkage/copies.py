"""Rows that stand in a file again and again, word for word: a few of them are compared, the others follow those."""

from typing import Final

import numpy as np
import polars as pl

KEPT: Final = 12
"""So many rows may bear one number before it counts as a stopgap; a block of sixty is passed over."""


def without_spare(plain: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows without those that are told more than KEPT times; and those, with the first two rows that say the same.

    The latter have `record_id`, `first_id` and `second_id`.
    """
    told = [name for name in plain.columns if name != "record_id"]
    nothing = plain.clear().select("record_id", first_id="record_id", second_id="record_id")
    if len(plain) <= KEPT:
        return plain, nothing
    hashes = plain.select(told).hash_rows(7).to_numpy()
    ordered = np.sort(hashes)
    if not (ordered[KEPT:] == ordered[: len(ordered) - KEPT]).any():
        return plain, nothing
    # Only rows whose hash is that frequent are looked at word for word.
    values, counts = np.unique(hashes, return_counts=True)
    many = plain.filter(pl.Series(np.isin(hashes, values[counts > KEPT])))
    placed = many.select(
        "record_id",
        place=pl.int_range(pl.len()).over(told),
        first_id=pl.col("record_id").first().over(told),
        second_id=pl.col("record_id").slice(1, 1).first().over(told),
    )
    spare = placed.filter(pl.col("place") >= KEPT).drop("place")
    return plain.join(spare, on="record_id", how="anti", maintain_order="left"), spare


def with_spare(
    pairs: pl.DataFrame, grouped: pl.DataFrame, spare: pl.DataFrame, *, link: float
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Pairs and groups with the spare rows: each is to the first of its kind what the second is."""
    more = spare.join(pairs, left_on=["first_id", "second_id"], right_on=["left_id", "right_id"], how="inner")
    more = more.rename({"first_id": "left_id", "record_id": "right_id"}).select(pairs.columns)
    followers = more.filter(pl.col("weight") >= link).select(record_id="right_id", first="left_id")
    placed = followers.join(grouped, left_on="first", right_on="record_id", how="inner").select(grouped.columns)
    together = pl.concat([pairs, more]).sort(["weight", "left_id", "right_id"], descending=[True, False, False])
    return together, pl.concat([grouped, placed]).sort("cluster_id", "record_id")
