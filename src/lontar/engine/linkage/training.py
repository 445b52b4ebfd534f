"""A model counted on a file of persons: by the truth where it is known, else by what the model itself believes."""

from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from lontar.engine.linkage.comparing import compared
from lontar.engine.linkage.finding import KEPT_BITS, today, weighable
from lontar.engine.linkage.model import Model
from lontar.science.linkage.blocks import pairs
from lontar.science.linkage.columns import Keys, Rows
from lontar.science.linkage.facts import facts
from lontar.science.linkage.keys import keys
from lontar.science.linkage.levels import FIELDS
from lontar.science.linkage.sieve import promising
from lontar.science.linkage.stories import Floats, kin_counted, probability, recounted, sample, strangers_counted, weigh
from lontar.science.trouble import Refusal

ROWS_MIN: Final = 500
SAMPLED: Final = 60_000
KIN_SAMPLED: Final = 30_000
COPIES_COUNTED: Final = 200.0
"""So many pairs at most a file's copies count for: what goes wrong next year is not what went wrong here."""


def train(records: pl.DataFrame, model: Model, *, truth: pl.Series | None = None) -> Model:
    """The shares of all three stories counted on `records`, with those of `model` standing for some pairs more.

    Strangers are random pairs; kin are pairs on one card that are no copies; copies are pairs of one `truth`, or
    without it what the model believes after expectation and maximisation on this file.
    """
    plain = weighable(records)
    if len(plain) < ROWS_MIN:
        raise Refusal(
            f"Untuk melatih model diperlukan paling sedikit {ROWS_MIN} baris; berkas ini punya {len(plain)}.",
            field="train",
        )
    keyed = keys(plain, on=today())
    left, right = sample(len(keyed), SAMPLED)
    shares = strangers_counted(_levels(compared(keyed, left, right, model)), model.shares)
    shares = kin_counted(_levels(_kin(keyed, model, truth)), shares)
    model = replace(model, shares=shares)
    known = facts(keyed)
    left, right = promising(known, *pairs(keyed), model.shares, look=KEPT_BITS)
    table = compared(keyed, left, right, model, known=known)
    levels = _levels(table)
    if truth is None:
        bits = {field: table.get_column(f"bits_{field}").to_numpy() for field in FIELDS}
        belief = probability(weigh(levels, bits, shares, len(keyed)).weight)
    else:
        belief = _equal(truth, table.get_column("left").to_numpy(), table.get_column("right").to_numpy())
    told = f"{len(plain)} records, {belief.sum():.0f} pairs of one person {'believed' if truth is None else 'known'}"
    return replace(model, shares=recounted(levels, belief, shares, most=COPIES_COUNTED), trained_on=told)


def _levels(table: pl.DataFrame) -> dict[str, Rows]:
    return {field: table.get_column(f"level_{field}").to_numpy() for field in FIELDS}


def _kin(keyed: Keys, model: Model, truth: pl.Series | None) -> pl.DataFrame:
    """Pairs of rows of one card, without copies: one NIK, or one name and one birth date."""
    rows = keyed.frame().select("row", "card").drop_nulls().filter(pl.len().over("card").is_between(2, 12))
    within = rows.join(rows, on="card", suffix="_right").filter(pl.col("row") < pl.col("row_right"))
    within = within.sort("row", "row_right").gather_every(max(1, len(within) // KIN_SAMPLED))
    left, right = (within.get_column(name).to_numpy().astype(np.int64) for name in ("row", "row_right"))
    table = compared(keyed, left, right, model)
    if truth is not None:
        copies = _equal(truth, table.get_column("left").to_numpy(), table.get_column("right").to_numpy()) > 0
        return table.filter(~pl.Series(copies))
    return table.filter(~((pl.col("level_nik") == 3) | ((pl.col("level_name") >= 5) & (pl.col("level_birth") == 5))))


def _equal(truth: pl.Series, left: Rows, right: Rows) -> Floats:
    code = truth.cast(pl.String).rank("dense").fill_null(0).to_numpy()
    equal: Floats = ((code[left] == code[right]) & (code[left] > 0)).astype(np.float64)
    return equal
