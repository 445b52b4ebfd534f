"""Chance that is the same on every machine: a counter, a hash, and arithmetic that IEEE 754 fixes to the bit.

NumPy promises its generators' streams only within a version, and `np.exp` may differ in the last bit from
one processor to the next. So draws come from splitmix64 (Steele, Lea and Flood 2014) on integers, one named
stream for each question, and the few curves needed are written with nothing but +, * and exact scaling.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Bits = npt.NDArray[np.uint64]

_GOLDEN = 0x9E3779B97F4A7C15
_WORD = (1 << 64) - 1
# exp2 on [0, 1) as a polynomial in x*ln 2 (Taylor, 12 terms: error below 1e-10, far under a rupiah).
_LN2 = 0.6931471805599453
_EXP_TERMS = 12


class Dice:
    """Named streams of draws from one seed; drawing from one never moves another.

    >>> Dice(7).below("example", 4, 6).tolist() == Dice(7).below("example", 4, 6).tolist()
    True
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed & _WORD

    def bits(self, stream: str, size: int) -> Bits:
        """`size` words of 64 bits."""
        start = 0xCBF29CE484222325
        for byte in f"{self.seed}/{stream}".encode():
            start = ((start ^ byte) * 0x100000001B3) & _WORD
        counter = np.arange(1, size + 1, dtype=np.uint64) * np.uint64(_GOLDEN) + np.uint64(start)
        counter = (counter ^ (counter >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        counter = (counter ^ (counter >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return counter ^ (counter >> np.uint64(31))

    def below(self, stream: str, size: int, limit: int | Ints) -> Ints:
        """Whole numbers from 0 to limit - 1; a limit for each draw may be given."""
        high = (self.bits(stream, size) >> np.uint64(33)).astype(np.int64)
        return (high * np.asarray(limit, dtype=np.int64)) >> 31

    def chance(self, stream: str, size: int, share: float | Floats) -> Bools:
        """True for about `share` of the draws."""
        return self.uniform(stream, size) < share

    def uniform(self, stream: str, size: int) -> Floats:
        """Numbers in [0, 1), exact multiples of 2**-53."""
        return (self.bits(stream, size) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def pick(self, stream: str, size: int, weights: Sequence[int]) -> Ints:
        """Positions 0..len(weights) - 1, each as often as its whole-number weight says."""
        edges = np.cumsum(np.asarray(weights, dtype=np.int64))
        return np.searchsorted(edges, self.below(stream, size, int(edges[-1])), side="right").astype(np.int64)

    def pick_by(self, stream: str, group: Ints, tables: Sequence[Sequence[int]]) -> Ints:
        """As `pick`, with the weights of each draw's group: tables[group]."""
        edges = np.cumsum(np.asarray(tables, dtype=np.int64), axis=1)
        drawn = self.below(stream, len(group), edges[group, -1])
        return (edges[group] <= drawn[:, None]).sum(axis=1).astype(np.int64)

    def normal(self, stream: str, size: int) -> Floats:
        """About N(0, 1): the sum of twelve 16-bit numbers (Irwin and Hall), exact and within +-6."""
        total = np.zeros(size, dtype=np.int64)
        for part in range(3):
            word = self.bits(f"{stream}/{part}", size)
            for shift in (0, 16, 32, 48):
                total += ((word >> np.uint64(shift)) & np.uint64(0xFFFF)).astype(np.int64)
        return (total - 6 * 65535).astype(np.float64) * (1.0 / 65536.0)

    def ages(self, stream: str, size: int, bands: Sequence[tuple[int, int, int]]) -> Ints:
        """Whole years from bands of (youngest, oldest, weight)."""
        band = self.pick(stream, size, [weight for _, _, weight in bands])
        low = np.array([youngest for youngest, _, _ in bands], dtype=np.int64)[band]
        width = np.array([oldest - youngest + 1 for youngest, oldest, _ in bands], dtype=np.int64)[band]
        return low + self.below(f"{stream}/within", size, width)


def exp2(x: Floats) -> Floats:
    """2**x by additions, multiplications and exact scaling only.

    >>> exp2(np.array([0.0, 1.0, -2.0])).tolist()
    [1.0, 2.0, 0.25]
    >>> bool(abs(exp2(np.array([0.5]))[0] - 2**0.5) < 1e-9)
    True
    """
    whole = np.floor(x)
    rest = (x - whole) * _LN2
    total = np.ones_like(rest)
    for term in range(_EXP_TERMS, 0, -1):
        total = 1.0 + total * rest * (1.0 / term)
    scaled: Floats = np.ldexp(total, whole.astype(np.int32))
    return scaled


def position_within(key: Ints) -> Ints:
    """How many equal keys came before, for each.

    >>> position_within(np.array([5, 8, 5, 5])).tolist()
    [0, 0, 1, 2]
    """
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    first = np.concatenate(([True], ordered[1:] != ordered[:-1])) if len(key) else np.zeros(0, dtype=bool)
    starts = np.flatnonzero(first)
    run = np.cumsum(first) - 1
    place = np.empty(len(key), dtype=np.int64)
    place[order] = np.arange(len(key)) - starts[run]
    return place


def rank(values: Floats) -> Ints:
    """Place of each value from the lowest, 0 first; equal values keep their order."""
    place = np.empty(len(values), dtype=np.int64)
    place[np.argsort(values, kind="stable")] = np.arange(len(values))
    return place
