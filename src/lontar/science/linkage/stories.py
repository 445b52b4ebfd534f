"""Three stories about two records: one person, two strangers, or two of one family; and which is likeliest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from lontar.science.linkage.levels import FIELDS, LEVELS

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

SAME, LOOK, DIFFERENT = "same", "look", "different"
BANDS: Final = (SAME, LOOK, DIFFERENT)
KIN_PAIRS: Final = 1.9
"""Pairs of relatives for each person, in families of about four with some of them on other cards."""
COPIES: Final = 0.03
"""Pairs of records of one person for each record, before the file itself has told."""
COPIES_MIN, COPIES_MAX = 0.0005, 1.5
ROUNDS: Final = 12
PAIRS_ASSUMED: Final = 200.0
ROWS_ASSUMED: Final = 1_000
RAREST: Final = 1e-7
_ZERO: Final = np.zeros(1)

Three = tuple[float, float, float]
Shares = dict[str, dict[str, Three]]
"""For each field and level its share among the pairs of one person, of strangers, of kin."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the stories say of each pair, in bits (log2 of odds): the whole, and field by field without the prior."""

    weight: Floats
    against_kin: np.ndarray[tuple[int], np.dtype[np.bool_]]
    by_field: dict[str, Floats]
    copies: float


def commonness(counts: Floats, known: int, average: float) -> Floats:
    """The chance that a stranger bears a value that `counts` of the `known` rows bear.

    A pair that agrees is two of the bearers itself, so only the others count; `average`, the level's share among
    strangers, stands for a thousand rows more, because a small file knows little about what is rare.

    >>> commonness(np.array([2.0, 102.0]), 100_000, 0.0002).round(6).tolist()
    [7e-06, 0.000997]
    """
    others = np.maximum(counts - 2, 0) + 0.5 * known / (known + ROWS_ASSUMED)
    return np.maximum((others + ROWS_ASSUMED * average) / (known + ROWS_ASSUMED), RAREST)


def kin_bits(shares: Shares) -> dict[str, Floats]:
    """For each field log2 of same over kin, by Splink's value of the level; the last entry is for unknown (-1)."""
    return {
        field: np.array([*(np.log2(shares[field][level.code][0] / shares[field][level.code][2])
                           for level in reversed(LEVELS[field])), 0.0])
        for field in FIELDS
    }  # fmt: skip


def priors(size: int, copies: float) -> tuple[float, float]:
    """Odds in bits, before anything is compared, that a pair is one person rather than strangers, or kin.

    Of the n(n-1)/2 pairs of n records, `copies`·n are of one person and KIN_PAIRS·n of one family.
    """
    return float(np.log2(2 * copies / max(size - 1, 1))), float(np.log2(copies / KIN_PAIRS))


def weigh(
    levels: Mapping[str, Ints], against_stranger: Mapping[str, Floats], shares: Shares, size: int,
    *, copies: float | None = None,
) -> Weighed:  # fmt: skip
    """The odds of one person against both other stories together, for each compared pair of a file of `size` rows.

    `levels` and `against_stranger` (bits of the model) are by field. A file's own carelessness is not known before:
    how many copies it holds, and how often each level is met among them, is found by expectation and maximisation on
    the file itself, with the model standing for PAIRS_ASSUMED pairs more. With `copies` nothing is sought.
    """
    bits = {field: against_stranger[field].astype(np.float64, copy=True) for field in FIELDS}
    kin = {field: values[levels[field]] for field, values in kin_bits(shares).items()}
    share = copies if copies is not None else COPIES
    fitted = shares
    for _ in range(ROUNDS if copies is None else 0):
        weight, _kin = _odds(sum(bits.values(), _ZERO), sum(kin.values(), _ZERO), size, share)
        belief = _probability(weight)
        share = min(max(float(belief.sum()) / max(size, 1), COPIES_MIN), COPIES_MAX)
        before, fitted = fitted, _recounted(levels, belief, shares)
        for field in FIELDS:
            change = _change(before[field], fitted[field], field)[levels[field]]
            bits[field] += change
            kin[field] = kin[field] + change
    weight, against_kin = _odds(sum(bits.values(), _ZERO), sum(kin.values(), _ZERO), size, share)
    by_field = {field: np.where(against_kin, kin[field], bits[field]) for field in FIELDS}
    return Weighed(weight, against_kin, by_field, share)


def _recounted(levels: Mapping[str, Ints], belief: Floats, shares: Shares) -> Shares:
    """The shares among the copies of this file, counted by belief beside what the model assumes."""
    fitted: Shares = {}
    for field in FIELDS:
        known = levels[field] >= 0
        counts = np.bincount(levels[field][known], weights=belief[known], minlength=len(LEVELS[field]))
        total = float(counts.sum()) + PAIRS_ASSUMED
        fitted[field] = {
            level.code: ((float(counts[len(counts) - 1 - at]) + PAIRS_ASSUMED * shares[field][level.code][0]) / total,
                         *shares[field][level.code][1:])
            for at, level in enumerate(LEVELS[field])
        }  # fmt: skip
    return fitted


def _change(before: Mapping[str, Three], after: Mapping[str, Three], field: str) -> Floats:
    """By Splink's value of the level, the bits that a level gained; the last entry is for unknown (-1)."""
    return np.array([*(np.log2(after[one.code][0] / before[one.code][0]) for one in reversed(LEVELS[field])), 0.0])


def _odds(
    stranger: Floats, kin: Floats, size: int, copies: float
) -> tuple[Floats, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    prior_stranger, prior_kin = priors(size, copies)
    as_stranger, as_kin = stranger + prior_stranger, kin + prior_kin
    return -np.logaddexp2(-as_stranger, -as_kin), as_kin < as_stranger


def _probability(weight: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp2(-np.clip(weight, -1000, 1000)))


def probability(weight: Floats) -> Floats:
    """Odds in bits as a probability.

    >>> probability(np.array([0.0, 10.0])).round(3).tolist()
    [0.5, 0.999]
    """
    return _probability(weight)


def bands(weight: Floats, *, look: float, same: float) -> Ints:
    """Positions in BANDS by the two thresholds, in bits."""
    return np.where(weight >= same, 0, np.where(weight >= look, 1, 2))
