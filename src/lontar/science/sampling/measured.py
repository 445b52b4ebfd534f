"""What is said of a share that a sample measured: how far to trust it, and how far those who are unknown could move it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from lontar.science.sampling.drawing import Drawn
from lontar.science.sampling.estimates import Sample, Share, answered_for, weights

CARES: Final = ("good", "care", "few", "useless")
KNOWN_GOOD, KNOWN_LEAST = 0.8, 0.5
"""Of fewer than four in five homes known a share is used with care, of fewer than half not at all: a habit, no law."""
ROWS_LEAST = 30
"""A share that rests on fewer homes is shown with its interval and not judged: so few hardly know their own spread."""


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
        >>> Measured("leakage", Share(0.9, 0.02, 0.8, 0.96, 8, 7), 0.9, 0.9, 1).care
        'few'
        """
        by_answers = "good" if self.known >= KNOWN_GOOD else "care" if self.known >= KNOWN_LEAST else "useless"
        own, one = self.share.care, self.share
        if own in ("good", "care") and one.rows < ROWS_LEAST and one.low != one.high:  # else everybody was asked
            own = "few"
        return own if own == "unknown" else max(own, by_answers, key=CARES.index)

    def kept(self) -> dict[str, Any]:
        """The measure without its name, as it is kept for good once a sample is closed."""
        beside = {"worst_low": self.worst_low, "worst_high": self.worst_high, "care": self.care}
        return asdict(self.share) | beside


def sample_of(drawn: Sequence[Drawn], cells: Sequence[str], known: np.ndarray) -> Sample:
    """The drawn rows as columns; who is not known is stood for by those of the same cell."""
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
