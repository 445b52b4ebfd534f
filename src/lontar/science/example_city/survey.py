"""A household survey drawn from the city: districts are strata, then blocks, then families."""

import math

import numpy as np
import polars as pl

from lontar.science.example_city.dice import Dice, Floats, Ints, position_within

FAMILIES_A_BLOCK = 10
_SAMPLE_WANTED = 1_000


def sample(stratum: Ints, block: Ints, dice: Dice) -> tuple[Ints, Floats]:
    """Rows of the sampled families and their weights: how many families of the city each stands for.

    In each stratum blocks are drawn with equal chance, then up to ten families in each; weights are the
    inverse of both chances, adjusted within the stratum so that they sum to its families.
    """
    families = len(stratum)
    blocks, first, size = np.unique(block, return_index=True, return_counts=True)
    stratum_of = stratum[first]
    strata, block_count = np.unique(stratum_of, return_counts=True)
    wanted = min(_SAMPLE_WANTED, families) / FAMILIES_A_BLOCK
    take = np.maximum(np.ceil(block_count * wanted / len(blocks)).astype(np.int64), np.minimum(2, block_count))
    chosen_blocks = np.zeros(len(blocks), dtype=bool)
    luck = dice.uniform("survey/block", len(blocks))
    for one, count in zip(strata, take, strict=True):
        here = np.flatnonzero(stratum_of == one)
        chosen_blocks[here[np.argsort(luck[here], kind="stable")[:count]]] = True

    at = np.searchsorted(blocks, block)
    shuffled = np.argsort(dice.uniform("survey/family", families), kind="stable")
    place = np.empty(families, dtype=np.int64)
    place[shuffled] = position_within(block[shuffled])
    drawn = np.flatnonzero(chosen_blocks[at] & (place < FAMILIES_A_BLOCK))
    which = np.searchsorted(strata, stratum[drawn])
    raw = (block_count / take)[which] * size[at[drawn]] / np.minimum(size[at[drawn]], FAMILIES_A_BLOCK)
    total = np.zeros(len(strata))
    for one in range(len(strata)):
        total[one] = math.fsum(raw[which == one])
    adjusted = raw * (np.bincount(np.searchsorted(strata, stratum), minlength=len(strata)) / total)[which]
    return drawn, np.rint(adjusted * 10_000) / 10_000


def answers(
    drawn: Ints,
    weights: Floats,
    stratum: pl.Series,
    block: pl.Series,
    facts: pl.DataFrame,
    homes: pl.DataFrame,
) -> pl.DataFrame:
    """One row for each sampled family, without names or numbers: a survey promises not to know them."""
    return pl.concat(
        [
            pl.DataFrame({"no_sampel": np.arange(1, len(drawn) + 1)}),
            pl.DataFrame({"strata": stratum.gather(drawn), "klaster": block.gather(drawn)}),
            pl.DataFrame({"penimbang": weights}),
            facts[drawn],
            homes[drawn],
        ],
        how="horizontal",
    )
