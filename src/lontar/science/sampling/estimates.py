"""Shares from a probability sample: the Hájek ratio with its variance by Taylor linearisation, and an interval."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lontar.science.samples import most_wrong

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Z_975: Final = 1.959963984540054
SURE_ONE_SIDE: Final = 0.975
DEGREES_MIN: Final = 2
RSE_CARE, RSE_USELESS = 0.25, 0.5
"""Above a quarter a figure is to be used with care, above a half not at all: the habit of BPS for its estimates."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The sampled rows: stratum and unit of each, its part within the unit, and how many of how many at each stage.

    All columns have one length. A unit's number is its own within its stratum. `weight` is what a row stands for.
    """

    stratum: NDArray[np.int64]
    unit: NDArray[np.int64]
    part: NDArray[np.int64]
    first_n: Floats
    first_of: Floats
    second_n: Floats
    second_of: Floats
    weight: Floats


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its standard error and 95% interval; None where the sample cannot say it.

    `rows` are the homes it rests on, `degrees` the units less the strata among them.
    """

    value: float | None
    error: float | None
    low: float | None
    high: float | None
    rows: int
    degrees: int

    @property
    def care(self) -> str:
        """How far to trust it: `good`, `care` or `useless`, by its relative standard error; `unknown` without one.

        >>> Share(0.2, 0.02, 0.16, 0.24, 200, 90).care, Share(0.2, 0.06, 0.1, 0.3, 40, 20).care
        ('good', 'care')
        """
        if self.value is None or self.low is None:
            return "unknown"
        if not self.value or self.error is None:
            return "care"
        relative = self.error / self.value
        return "good" if relative <= RSE_CARE else "care" if relative <= RSE_USELESS else "useless"


def weights(first_n: Floats, first_of: Floats, second_n: Floats, second_of: Floats) -> Floats:
    """What each row stands for: one over the chance that it had to be drawn."""
    found: Floats = (first_of / first_n) * (second_of / second_n)
    return found


def answered_for(weight: Floats, cell: Sequence[str], known: Bools) -> Floats:
    """Weights by which those who answered stand for those of the same cell who did not; nought for who did not.

    A cell in which nobody answered cannot be stood for: its weight is lost, and whoever reads is told how many.

    >>> answered_for(np.array([1.0, 1.0, 2.0]), ["a", "a", "b"], np.array([True, False, True])).tolist()
    [2.0, 0.0, 2.0]
    """
    cells, at = np.unique(np.asarray(cell, dtype=object).astype(str), return_inverse=True)
    whole = np.bincount(at, weights=weight, minlength=cells.size)
    told = np.bincount(at, weights=weight * known, minlength=cells.size)
    raised = np.divide(whole, told, out=np.zeros_like(whole), where=told > 0)
    found: Floats = weight * known * raised[at]
    return found


def ratio(sample: Sample, part: Floats, whole: Floats) -> tuple[float, float] | None:
    """The ratio of two totals and its standard error, or None where the whole is nothing or the spread unknown.

    R = Σ w y / Σ w x. Linearised, u = w (y - R x) / Σ w x, and the variance of Σ u is, over strata h, units i of them and
    parts g of a unit (without replacement at both stages):

        Σ_h (1 - f_h) n_h/(n_h-1) Σ_i (u_hi - ū_h)² + Σ_h f_h Σ_i Σ_g (1 - f_hig) m/(m-1) Σ_j (u_higj - ū_hig)²

    with u_hi the sum of a unit, f the share that was drawn. Source: C.-E. Särndal, B. Swensson, J. Wretman, Model
    Assisted Survey Sampling (1992), 4.3 and 5.6; T. Lumley, Complex Surveys (2010), 2.3 and 5.1.
    """
    total = float((sample.weight * whole).sum())
    if total <= 0:
        return None
    value = float((sample.weight * part).sum()) / total
    u = sample.weight * (part - value * whole) / total
    variance = _variance(sample, u)
    return None if variance is None else (value, math.sqrt(max(0.0, variance)))


def total(sample: Sample, values: Floats) -> tuple[float, float] | None:
    """The Horvitz-Thompson total and its standard error, by the same two-stage variance."""
    u = sample.weight * values
    variance = _variance(sample, u)
    return None if variance is None else (float(u.sum()), math.sqrt(max(0.0, variance)))


def _variance(sample: Sample, u: Floats) -> float | None:
    found = 0.0
    for stratum in np.unique(sample.stratum):
        inside = sample.stratum == stratum
        units, at = np.unique(sample.unit[inside], return_inverse=True)
        sums = np.bincount(at, weights=u[inside])
        n, whole = float(sample.first_n[inside][0]), float(sample.first_of[inside][0])
        # Drawn units of which nothing is seen any more count as units that added nothing.
        sums = np.concatenate([sums, np.zeros(max(0, int(n) - units.size))])
        drawn = n / whole
        if n > 1:
            found += (1 - drawn) * n / (n - 1) * float(((sums - sums.mean()) ** 2).sum())
        elif drawn < 1:
            return None
        found += drawn * _within(sample, inside, u)
    return found + _unanswered(sample, u)


def _unanswered(sample: Sample, u: Floats) -> float:
    """What is added because only some of the drawn answered, taken as a draw of r of m within each stratum and part.

    Σ_g f_g (1 - r/m) r/(r-1) Σ_j (u_gj - ū_g)², with f the share that was drawn. Where few were drawn of many the spread
    of those who answered is in the first stages already; where everybody was drawn it is nowhere else. Source: Särndal,
    Swensson and Wretman (1992), 15.6.
    """
    found = 0.0
    chance = sample.first_n / sample.first_of * sample.second_n / sample.second_of
    for cell in np.unique(np.column_stack([sample.stratum, sample.part]), axis=0):
        here = (sample.stratum == cell[0]) & (sample.part == cell[1])
        told = here & (sample.weight > 0)
        m, r = int(here.sum()), int(told.sum())
        if not 0 < r < m:
            continue
        values = u[told]
        # One alone says nothing about its spread: it is taken against nought, which is too wide.
        middle, lift = (values.mean(), r / (r - 1)) if r > 1 else (0.0, 1.0)
        found += float(chance[here].mean()) * (1 - r / m) * lift * float(((values - middle) ** 2).sum())
    return found


def _within(sample: Sample, inside: Bools, u: Floats) -> float:
    """The second stage's share: how homes differ within each part of each unit of a stratum."""
    found = 0.0
    cells, at = np.unique(np.column_stack([sample.unit[inside], sample.part[inside]]), axis=0, return_inverse=True)
    rows, drawn = u[inside], (sample.second_n / sample.second_of)[inside]
    count = sample.second_n[inside]
    for cell in range(len(cells)):
        here = at.ravel() == cell
        share, m = float(drawn[here][0]), float(count[here][0])
        if share >= 1:
            continue
        values = np.concatenate([rows[here], np.zeros(max(0, int(m) - int(here.sum())))])
        # One alone says nothing about its spread: it is taken against the mean of its stratum, which is too wide.
        middle = values.mean() if m > 1 else rows.mean()
        found += (1 - share) * (m / (m - 1) if m > 1 else 1.0) * float(((values - middle) ** 2).sum())
    return found


def share(sample: Sample, part: Bools, whole: Bools) -> Share:
    """The share of `part` among `whole` with a 95% interval.

    The interval is made on the logit scale with Student's t of the design's degrees of freedom, so that it stays between
    0 and 1; only units and strata with somebody of the whole count. Where none or all are counted, the other end is the
    exact bound of Clopper and Pearson for so many homes, which the design can only make wider or narrower by little.
    Source: E. L. Korn, B. I. Graubard, Analysis of Health Surveys (1999), 2.5.
    """
    seen = whole & (sample.weight > 0)
    rows = int(seen.sum())
    pairs = np.unique(np.column_stack([sample.stratum[seen], sample.unit[seen]]), axis=0) if rows else np.empty((0, 2))
    degrees = len(pairs) - np.unique(sample.stratum[seen]).size
    found = ratio(sample, (part & whole).astype(np.float64), whole.astype(np.float64)) if rows else None
    if found is None:
        return Share(None, None, None, None, rows, degrees)
    value, error = found
    if bool((sample.first_n == sample.first_of).all() and (sample.second_n == sample.second_of).all()) and bool(
        (sample.weight[seen] == 1).all()
    ):
        return Share(value, 0.0, value, value, rows, degrees)  # everybody was asked and answered
    if degrees < DEGREES_MIN:
        return Share(value, error, None, None, rows, degrees)
    if value < 1e-12 or value > 1 - 1e-12:
        far = most_wrong(rows, 0, sure=SURE_ONE_SIDE)
        return Share(round(value), None, *((0.0, far) if value < 0.5 else (1 - far, 1.0)), rows, degrees)
    middle = math.log(value / (1 - value))
    away = student(degrees) * error / (value * (1 - value))
    low, high = (1 / (1 + math.exp(-min(700.0, max(-700.0, one)))) for one in (middle - away, middle + away))
    return Share(value, error, low, high, rows, degrees)


def student(degrees: int) -> float:
    """The 97.5% point of Student's t, by the expansion in 1/ν; within 0.3% of the tables from 3 degrees on.

    Source: M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions (1964), 26.7.5.

    >>> round(student(5), 3), round(student(10), 3), round(student(60), 3)
    (2.57, 2.228, 2.0)
    """
    z, n = Z_975, float(degrees)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / n**at for at, term in enumerate(terms, 1))
