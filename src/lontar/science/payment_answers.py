"""What families say of aid that the book says arrived: shares and the difference in rupiah, each with its interval."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from lontar.science.samples import most_wrong
from lontar.science.sampling.drawing import Drawn
from lontar.science.sampling.estimates import DEGREES_MIN, SURE_ONE_SIDE, Z_975, ratio, share, student
from lontar.science.sampling.measured import Measured, sample_of

PAID: Final = "paid"
MEASURES: Final = ("arrived", "whole", "asked_money")


@dataclass(frozen=True, slots=True)
class Told:
    """What one family says: whether it arrived, how many rupiah, whether all of it; None is what nobody knows."""

    arrived: bool | None = None
    rupiah: int | None = None
    whole: bool | None = None
    asked_money: bool | None = None


@dataclass(frozen=True, slots=True)
class Short:
    """How much of what the book says arrived did not, as a part of it, with its 95% interval; negative is more than it says.

    `rows` families told an amount; `known` is their part of the sample.
    """

    value: float | None
    low: float | None
    high: float | None
    rows: int
    known: float


def families_for(margin: float, of: int) -> int:
    """How many of `of` families are drawn so that a share is known within ± `margin` at 95%, whatever it is.

    n₀ = z² / 4 e², n = n₀ / (1 + (n₀ - 1) / N). Source: W. G. Cochran, Sampling Techniques (1977), 4.4.

    >>> families_for(0.05, 1_000_000), families_for(0.05, 400), families_for(0.1, 5)
    (384, 197, 5)
    """
    wanted = (Z_975 / margin) ** 2 / 4
    return min(of, math.ceil(wanted / (1 + (wanted - 1) / of)))


def payment_answers(
    drawn: Sequence[Drawn], paid: Sequence[int], told: Sequence[Told]
) -> tuple[list[Measured], Short]:  # fmt: skip
    """The share to whom it arrived, to whom all of it, and of whom money was asked; and how much is short in rupiah.

    Of those who could not be asked the same stratum's answers stand; how far they could move a share is said beside it.
    """
    columns = {
        "arrived": [one.arrived for one in told],
        "whole": [None if one.arrived is None else one.arrived and one.whole for one in told],
        "asked_money": [one.asked_money for one in told],
    }
    return [_measured(name, drawn, columns[name]) for name in MEASURES], _short(drawn, paid, told)


def _measured(name: str, drawn: Sequence[Drawn], said: Sequence[bool | None]) -> Measured:
    known = np.array([one is not None for one in said], dtype=bool)
    yes = np.array([bool(one) for one in said], dtype=bool)
    cells = [one.stratum for one in drawn]
    found = share(sample_of(drawn, cells, known), yes, np.ones(len(drawn), dtype=bool))
    weight = sample_of(drawn, cells, np.ones(len(drawn), dtype=bool)).weight
    whole = float(weight.sum())
    low = float(weight[yes].sum()) / whole
    return Measured(name, found, low, low + float(weight[~known].sum()) / whole, float(known.mean()))


def _short(drawn: Sequence[Drawn], paid: Sequence[int], told: Sequence[Told]) -> Short:
    """R = Σ w (paid - told) / Σ w paid, with Student's t of the design; where nobody differs, the bound of Clopper and
    Pearson for a share stands for the far end, as if whoever lacks something lacked all."""
    said = [0 if one.arrived is False else one.rupiah for one in told]
    known = np.array([one is not None for one in said], dtype=bool)
    rows, part = int(known.sum()), float(known.mean())
    sample = sample_of(drawn, [one.stratum for one in drawn], known)
    booked = np.array(paid, dtype=np.float64)
    lacks = booked - np.array([0 if one is None else one for one in said], dtype=np.float64)
    found = ratio(sample, np.where(known, lacks, 0.0), booked) if rows else None
    if found is None:
        return Short(None, None, None, rows, part)
    value, error = found
    if rows == len(drawn) and bool((sample.first_n == sample.first_of).all()):
        return Short(value, value, value, rows, part)  # everybody was asked and answered
    degrees = rows - len({one.stratum for one, knows in zip(drawn, known, strict=True) if knows})
    if degrees < DEGREES_MIN:
        return Short(value, None, None, rows, part)
    if not lacks[known].any():
        return Short(0.0, 0.0, most_wrong(rows, 0, sure=SURE_ONE_SIDE), rows, part)
    away = student(degrees) * error
    # Where nobody says more than the book, nothing below nought is believed.
    low = value - away if bool((lacks[known] < 0).any()) else max(0.0, value - away)
    return Short(value, low, min(1.0, value + away), rows, part)
