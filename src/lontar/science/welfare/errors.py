"""How wrong a choice by score is: who is left out, who is taken in, and how much leaks, at every cut-off."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lontar.science.welfare.design import Floats


@dataclass(frozen=True, slots=True)
class Errors:
    """Shares between 0 and 1 at one cut-off.

    `exclusion` is the share of the poor who are not chosen, `inclusion` the share of those not poor who are, `leakage`
    the share of the chosen who are not poor. None where there is nobody to be a share of.
    """

    cut: float
    poor: float
    exclusion: float | None
    inclusion: float | None
    leakage: float | None


class Order:
    """Rows in the order of a value, found once and then cut at any share of the weight."""

    def __init__(self, values: Floats, weight: Floats) -> None:
        levels, self._place = np.unique(values, return_inverse=True)
        self._of_level = np.bincount(self._place, weights=weight, minlength=levels.size)
        self._before = np.cumsum(self._of_level) - self._of_level
        self._whole = float(weight.sum())

    def lowest(self, share: float) -> Floats:
        """How far each row belongs to the lowest `share` of the weight: 1, 0, and a part of the tie at the border.

        Rows with one value are treated alike, whatever their order.

        >>> Order(np.array([1.0, 2.0, 2.0, 3.0]), np.ones(4)).lowest(0.5).tolist()
        [1.0, 0.5, 0.5, 0.0]
        """
        part = np.clip((share * self._whole - self._before) / self._of_level, 0.0, 1.0)
        chosen: Floats = part[self._place]
        return chosen


def errors_at(
    cuts: Sequence[float], predicted: Floats, actual: Floats, weight: Floats, *, line: float | None = None
) -> list[Errors]:
    """The errors of choosing the lowest `cut` of the weight by `predicted`, for each cut.

    The poor are those below `line` in `actual`; without a line, the lowest `cut` by `actual`, so that with as many
    chosen as poor the number left out equals the number taken in.
    """
    by_score, by_truth = Order(predicted, weight), Order(actual, weight)
    found = []
    for cut in cuts:
        poor = (actual < line).astype(np.float64) if line is not None else by_truth.lowest(cut)
        chosen = by_score.lowest(cut)
        # A row at the border is partly poor or partly chosen, and both by the smaller of its parts.
        both = float((weight * np.minimum(poor, chosen)).sum())
        poor_weight, chosen_weight = float((weight * poor).sum()), float((weight * chosen).sum())
        whole = float(weight.sum())
        wrong = chosen_weight - both
        found.append(
            Errors(
                cut=cut,
                poor=poor_weight / whole,
                exclusion=_share(poor_weight - both, poor_weight),
                inclusion=_share(wrong, whole - poor_weight),
                leakage=_share(wrong, chosen_weight),
            )
        )
    return found


def _share(part: float, whole: float) -> float | None:
    return float(np.clip(part / whole, 0.0, 1.0)) if whole > 1e-12 else None


@dataclass(frozen=True, slots=True)
class Calibrated:
    """One tenth of the weight in the order of the prediction: what was predicted and what was, both per head."""

    tenth: int
    predicted: float
    actual: float


def calibration(predicted: Floats, actual: Floats, weight: Floats) -> list[Calibrated]:
    """Mean prediction beside mean truth in ten groups of equal weight, the lowest first."""
    order = np.argsort(predicted, kind="stable")
    reached = (np.cumsum(weight[order]) - weight[order] / 2) / weight.sum()
    tenth = np.empty(predicted.size, dtype=np.int64)
    tenth[order] = np.minimum((reached * 10).astype(np.int64), 9)
    return [
        Calibrated(
            group + 1,
            float(np.average(predicted[inside], weights=weight[inside])),
            float(np.average(actual[inside], weights=weight[inside])),
        )
        for group in range(10)
        if (inside := tenth == group).any()
    ]
