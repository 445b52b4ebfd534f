"""What a random sample proves about the whole that it was drawn from."""

from math import comb
from typing import Final

SURE: Final = 0.95
STEPS: Final = 60


def most_wrong(looked: int, wrong: int = 0, *, sure: float = SURE) -> float:
    """The largest share of errors that a sample still allows: the one-sided upper bound of Clopper and Pearson.

    The share p at which `wrong` errors or fewer among `looked` would have the chance 1 - `sure`. Without any error it
    is 1 - (1 - sure)^(1/looked), close to the rule of three, 3 / looked. Drawn from a finite batch the true bound is
    lower still, so nothing is promised that is not held.
    Sources: C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404-413; J. A. Hanley, A. Lippman-Hand, "If nothing
    goes wrong, is everything all right?", JAMA 249 (1983) 1743-1745.

    >>> round(most_wrong(60), 4), round(3 / 60, 4)
    (0.0487, 0.05)
    >>> round(most_wrong(20, 1), 4)
    0.2161
    """
    if looked <= 0 or wrong >= looked:
        return 1.0
    if not wrong:
        return float(1 - (1 - sure) ** (1 / looked))
    low, high = wrong / looked, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        if _at_most(wrong, looked, middle) > 1 - sure:
            low = middle
        else:
            high = middle
    return high


def _at_most(wrong: int, looked: int, share: float) -> float:
    """The chance of so many errors or fewer: the lower tail of the binomial distribution."""
    return sum(comb(looked, k) * share**k * (1 - share) ** (looked - k) for k in range(wrong + 1))


def sample_for(share: float, *, sure: float = SURE) -> int:
    """How many must be looked at, and none be wrong, to prove that at most this share is wrong.

    >>> sample_for(0.05), sample_for(0.02), sample_for(0.01)
    (59, 149, 299)
    """
    looked = 1
    while most_wrong(looked, sure=sure) > share:
        looked += 1
    return looked
