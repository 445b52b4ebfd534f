"""How wrong a list is, by a sample of homes: who is left out, who is taken in, how much leaks; each with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from lontar.science.sampling.drawing import Drawn
from lontar.science.sampling.estimates import Sample, Share, answered_for, share, weights

CHOSEN, OTHERS = "chosen", "others"
PARTS: Final = (CHOSEN, OTHERS)
CARES: Final = ("good", "care", "useless")
KNOWN_GOOD, KNOWN_LEAST = 0.8, 0.5
"""Of fewer than four in five homes known a share is used with care, of fewer than half not at all: a habit, no law."""
MEASURES: Final = ("exclusion", "inclusion", "leakage", "poor", "chosen_poor")


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure: what those who answered say, and how far those who did not could move it.

    `worst_low` and `worst_high` are the values if everybody who is unknown were as it suits the one or the other end.
    """

    name: str
    share: Share
    worst_low: float | None
    worst_high: float | None
    known: float

    @property
    def care(self) -> str:
        """How far to trust it: by its own spread, and by how many homes of the sample are known at all. Of homes that
        nobody asked an interval knows nothing.

        >>> Measured("leakage", Share(0.2, 0.02, 0.16, 0.24, 200, 90), 0.1, 0.3, 0.6).care
        'care'
        """
        by_answers = "good" if self.known >= KNOWN_GOOD else "care" if self.known >= KNOWN_LEAST else "useless"
        own = self.share.care
        return own if own == "unknown" else max(own, by_answers, key=CARES.index)


def targeting_errors(drawn: Sequence[Drawn], poor: Sequence[bool | None]) -> list[Measured]:
    """The errors of a list from its sample.

    `exclusion` is the share of the poor who were not chosen; `inclusion` the share of those not poor who were;
    `leakage` the share of the chosen who are not poor; `poor` the share of all families, `chosen_poor` of the chosen.
    Families of whom nothing is known are stood for by those of the same stratum and part who answered.
    """
    chosen = np.array([one.part == CHOSEN for one in drawn], dtype=bool)
    known = np.array([one is not None for one in poor], dtype=bool)
    is_poor = np.array([bool(one) for one in poor], dtype=bool)
    cells = [f"{one.stratum}\n{one.part}" for one in drawn]
    told = _sample(drawn, cells, known)
    found = {name: share(told, part, whole) for name, part, whole in _named(chosen, is_poor)}
    everybody = _sample(drawn, cells, np.ones(len(drawn), dtype=bool))
    ends: dict[str, list[float]] = {name: [] for name in MEASURES}
    # Each measure is monotone in both groups, so its ends lie where each group is wholly the one or the other.
    for chosen_poor in (False, True):
        for others_poor in (False, True):
            supposed = np.where(known, is_poor, np.where(chosen, chosen_poor, others_poor))
            for name, part, whole in _named(chosen, supposed):
                if (weight := float(everybody.weight[whole].sum())) > 0:
                    ends[name].append(float(everybody.weight[whole & part].sum()) / weight)
    return [
        Measured(
            name,
            found[name],
            min(ends[name], default=None),
            max(ends[name], default=None),
            float(known.mean()),
        )
        for name in MEASURES
    ]


def _named(chosen: np.ndarray, poor: np.ndarray) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """Each measure: its name, what is counted, and among whom."""
    every = np.ones(chosen.size, dtype=bool)
    return [
        ("exclusion", ~chosen, poor), ("inclusion", chosen, ~poor), ("leakage", ~poor, chosen), ("poor", poor, every),
        ("chosen_poor", poor, chosen),
    ]  # fmt: skip


def _sample(drawn: Sequence[Drawn], cells: Sequence[str], known: np.ndarray) -> Sample:
    numbers = np.array([(one.first_n, one.first_of, one.second_n, one.second_of) for one in drawn], dtype=np.float64)
    first_n, first_of, second_n, second_of = numbers.T
    strata, units = (
        _numbered([one.stratum for one in drawn]),
        _numbered([f"{one.stratum}\n{one.unit}" for one in drawn]),
    )
    weight = answered_for(weights(first_n, first_of, second_n, second_of), cells, known)
    parts = _numbered([one.part for one in drawn])
    return Sample(strata, units, parts, first_n, first_of, second_n, second_of, weight)


def _numbered(keys: Sequence[str]) -> np.ndarray:
    return np.unique(np.array(keys, dtype=object).astype(str), return_inverse=True)[1].astype(np.int64)
