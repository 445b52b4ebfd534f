"""How wrong a list is, by a sample of homes: who is left out, who is taken in, how much leaks; each with its interval."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from lontar.science.sampling.drawing import Drawn
from lontar.science.sampling.estimates import share
from lontar.science.sampling.measured import Measured, sample_of

CHOSEN, OTHERS = "chosen", "others"
PARTS: Final = (CHOSEN, OTHERS)
MEASURES: Final = ("exclusion", "inclusion", "leakage", "poor", "chosen_poor")


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
    told = sample_of(drawn, cells, known)
    found = {name: share(told, part, whole) for name, part, whole in _named(chosen, is_poor)}
    everybody = sample_of(drawn, cells, np.ones(len(drawn), dtype=bool))
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
