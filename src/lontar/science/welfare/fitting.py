"""Weighted least squares once over the rows, tried on folds that it has not seen, with design-based standard errors."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lontar.science.welfare.design import Floats

Whole = NDArray[np.int64]
COLLINEAR: Final = 1e-10
"""Directions in which the columns differ by less than this share of the largest carry nothing and are left out."""
ROWS_AT_ONCE: Final = 50_000


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients with their standard errors, and the prediction of each row by a fit that had not seen it."""

    coefficients: Floats
    errors: Floats
    unseen: Floats
    inside: Floats


def folds_of(units: pl.Series, count: int, seed: int) -> Whole:
    """A fold for each row: the rows of one unit (a cluster) stay together, and folds have equally many units, or one less.

    The units are dealt out in the order of a hash of seed and unit, so no fold is empty where there are enough units.
    """
    dealt = sorted(
        units.unique().to_list(), key=lambda unit: blake2b(f"{seed}:{unit}".encode(), digest_size=8).digest()
    )
    chosen = {unit: at % count for at, unit in enumerate(dealt)}
    return units.replace_strict(chosen, return_dtype=pl.Int64).to_numpy()


def fit(matrix: Floats, target: Floats, weight: Floats, folds: Whole, clusters: Whole, strata: Whole) -> Fit:
    """Weighted least squares of `target` (n) on `matrix` (n, k).

    One pass adds up the moments of each fold; leaving a fold out is a subtraction, so that trying costs no more than
    fitting. Standard errors are those of a stratified sample of clusters (Binder 1983, by linearisation).
    """
    count = int(folds.max()) + 1
    squares = np.zeros((count, matrix.shape[1], matrix.shape[1]))
    products = np.zeros((count, matrix.shape[1]))
    for fold in range(count):
        rows = np.flatnonzero(folds == fold)
        for start in range(0, rows.size, ROWS_AT_ONCE):
            some = rows[start : start + ROWS_AT_ONCE]
            weighted = matrix[some] * weight[some, None]
            squares[fold] += weighted.T @ matrix[some]
            products[fold] += weighted.T @ target[some]
    inverse = _inverse(squares.sum(axis=0))
    coefficients = inverse @ products.sum(axis=0)
    unseen = np.empty_like(target)
    for fold in range(count):
        without = _inverse(squares.sum(axis=0) - squares[fold]) @ (products.sum(axis=0) - products[fold])
        unseen[folds == fold] = matrix[folds == fold] @ without
    inside = matrix @ coefficients
    errors = _standard_errors(matrix, (target - inside) * weight, inverse, clusters, strata)
    return Fit(coefficients, errors, unseen, inside)


def _inverse(squares: Floats) -> Floats:
    """The inverse where the columns differ, nothing where they repeat each other (Moore and Penrose)."""
    values, vectors = np.linalg.eigh(squares)
    kept = values > values.max() * COLLINEAR
    inverse: Floats = (vectors[:, kept] / values[kept]) @ vectors[:, kept].T
    return inverse


def _standard_errors(matrix: Floats, pulls: Floats, inverse: Floats, clusters: Whole, strata: Whole) -> Floats:
    """Root of the diagonal of A⁻¹ (Σ_h n_h/(n_h-1) Σ_c (u_hc - ū_h)(u_hc - ū_h)ᵀ) A⁻¹, u the summed scores of a cluster.

    A stratum with a single cluster has no spread of its own; it counts by its distance from the mean of all clusters.
    """
    sums = np.zeros((int(clusters.max()) + 1, matrix.shape[1]))
    for column in range(matrix.shape[1]):
        sums[:, column] = np.bincount(clusters, weights=matrix[:, column] * pulls, minlength=sums.shape[0])
    stratum = np.zeros(sums.shape[0], dtype=np.int64)
    stratum[clusters] = strata
    middle = np.zeros((sums.shape[1], sums.shape[1]))
    for one in np.unique(stratum):
        inside = sums[stratum == one]
        many = inside.shape[0]
        apart = inside - (inside.mean(axis=0) if many > 1 else sums.mean(axis=0))
        middle += (apart.T @ apart) * (many / (many - 1) if many > 1 else 1.0)
    spread = inverse @ middle @ inverse
    errors: Floats = np.sqrt(np.clip(np.diag(spread), 0.0, None))
    return errors


def explained(target: Floats, predicted: Floats, weight: Floats) -> float:
    """R²: one minus the weighted share of the spread that is left."""
    mean = np.average(target, weights=weight)
    left = np.average((target - predicted) ** 2, weights=weight)
    return float(1 - left / np.average((target - mean) ** 2, weights=weight))


def quantiles(values: Floats, weight: Floats, at: Sequence[float]) -> list[float]:
    """Weighted quantiles: the smallest value below or at which that share of the weight lies.

    >>> quantiles(np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 2.0]), [0.25, 0.5, 1.0])
    [1.0, 2.0, 3.0]
    """
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order]) / weight.sum()
    places = np.searchsorted(reached, np.asarray(at) - 1e-12)
    return [float(values[order[min(place, order.size - 1)]]) for place in places]
