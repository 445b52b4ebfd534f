"""Whether two people who looked at the same thing saw the same: Cohen's kappa with its interval."""

import math
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Final

Z_95: Final = 1.959964
NOTHING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two observers agree beyond chance.

    `kappa`, `error`, `low` and `high` are None where they cannot be said: with no pair, or when both always gave one
    and the same answer, so that chance alone would agree every time. `low` and `high` are None as well where the error
    for large samples comes out as nothing: with one pair, or where all agree.
    """

    pairs: int
    agreed: int
    by_chance: float | None
    kappa: float | None
    error: float | None
    low: float | None
    high: float | None

    @property
    def share(self) -> float | None:
        """The share of pairs that agree."""
        return self.agreed / self.pairs if self.pairs else None


def agreement(pairs: Iterable[tuple[Hashable, Hashable]]) -> Agreement:
    """Cohen's kappa of pairs of nominal answers, with a 95% interval.

    kappa = (po - pe) / (1 - pe), po the share that agrees, pe = sum of p_i. p_.i what chance would give.
    The standard error is the one for large samples of Fleiss, Cohen and Everitt (1969), for kappa other than zero:
    var = [sum p_ii (1 - (p_i. + p_.i)(1 - k))^2 + (1 - k)^2 sum_{i≠j} p_ij (p_.i + p_j.)^2 - (k - pe (1 - k))^2]
    / (n (1 - pe)^2). The interval is kappa ± 1.96 errors, kept within -1 and 1.
    Source: Cohen (1960), Educational and Psychological Measurement 20; Fleiss, Cohen, Everitt (1969), Psychological
    Bulletin 72.

    >>> found = agreement([("ya", "ya")] * 45 + [("ya", "tidak")] * 15 + [("tidak", "ya")] * 25 + [("tidak", "tidak")] * 15)
    >>> found.agreed, round(found.kappa, 4)
    (60, 0.1304)
    >>> agreement([("ya", "ya")] * 7).kappa is None
    True
    """
    counts = Counter(pairs)
    total = counts.total()
    agreed = sum(count for (first, second), count in counts.items() if first == second)
    if not total:
        return Agreement(0, 0, None, None, None, None, None)
    rows: Counter[Hashable] = Counter()
    columns: Counter[Hashable] = Counter()
    for (first, second), count in counts.items():
        rows[first] += count
        columns[second] += count
    # Whole numbers until here: two observers with one and the same answer are exactly certain by chance.
    certain = total * total
    meeting = sum(rows[answer] * columns[answer] for answer in rows)
    if meeting == certain:
        return Agreement(total, agreed, 1.0, None, None, None, None)
    chance = meeting / certain
    kappa = (agreed / total - chance) / (1 - chance)
    error = _error(counts, rows, columns, kappa, chance)
    if error < NOTHING:
        # So few or so even that the formula finds no error at all: that is not certainty.
        return Agreement(total, agreed, chance, kappa, error, None, None)
    return Agreement(
        total, agreed, chance, kappa, error, max(-1.0, kappa - Z_95 * error), min(1.0, kappa + Z_95 * error)
    )


def _error(
    counts: Counter[tuple[Hashable, Hashable]], rows: Counter[Hashable], columns: Counter[Hashable],
    kappa: float, chance: float,
) -> float:  # fmt: skip
    total = counts.total()
    same = crossed = 0.0
    for (first, second), count in counts.items():
        share = count / total
        if first == second:
            same += share * (1 - (rows[first] + columns[first]) / total * (1 - kappa)) ** 2
        else:
            crossed += share * ((columns[first] + rows[second]) / total) ** 2
    variance = same + (1 - kappa) ** 2 * crossed - (kappa - chance * (1 - kappa)) ** 2
    # Perfect agreement leaves a rounding error of nothing below zero.
    return math.sqrt(max(0.0, variance) / total) / (1 - chance)
