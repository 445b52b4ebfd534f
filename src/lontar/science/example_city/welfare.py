"""Consumption that gives the published poverty, and the decile of the nation that goes with it.

Each family has a standing: what its household can be seen to have (schooling and work of the adults, how
many eat from it, age, disability, ward) plus what cannot be seen, a mixture of a calm and a restless
normal. Standing only orders the families. Consumption per head y follows from the order by a log-normal
with two slopes that meet at the poverty line z:

    y = z * 2**(b * (s - s0))  below the line,    y = z * 2**(a * (s - s0))  above it,

s0 being the standing at which the person-weighted share of the poor is P0. Then b is solved so that P1 =
100 * sum(n * (z - y) / z) / sum(n) over the poor (Foster, Greer and Thorbecke 1984), and a so that the Gini
ratio 1 - sum(f_i * (F_i + F_{i-1})) comes out. Sums run over whole rupiah and whole persons, so they are
exact.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lontar.science.example_city import kin, living
from lontar.science.example_city.dice import Dice, Floats, Ints, exp2, rank
from lontar.science.example_city.region import Targets

# Nobody lives on less than an eighth of the line, and nobody is asked about more than sixty times of it.
_FLOOR_SHARE, _CEILING_TIMES = 8, 60
_HALVINGS = 40
# The nation's consumption per head in units of its line: a log-normal whose rate of poverty is 8.47% (BPS,
# March 2025) and whose Gini ratio is 0.375 (assumed). Cut points between deciles: exp(0.950 + 0.6915 *
# quantile).
_NATION_MEDIAN_LOG2 = 1.371
_NATION_SPREAD_LOG2 = 0.9976
_QUANTILES = np.array([-1.2816, -0.8416, -0.5244, -0.2533, 0.0, 0.2533, 0.5244, 0.8416, 1.2816])
# What a proxy means test cannot see, in the same units: about one family in four of deciles 1 to 4 is missed.
_RANKING_NOISE_LOG2 = 0.5


@dataclass(frozen=True, slots=True)
class Welfare:
    """One value for each family: standing, rupiah per head and month, true and official decile."""

    standing: Floats
    consumption: Ints
    true_decile: Ints
    official_decile: Ints


def welfare(members: kin.Members, life: living.Living, ward: Ints, targets: Targets, dice: Dice) -> Welfare:
    """Standing, consumption and deciles of all families."""
    sizes = np.bincount(members.family).astype(np.int64)
    standing = _standing(members, life, sizes, ward, dice)
    consumption = calibrated(standing, sizes, targets)
    exact = _log2(consumption, targets.line)
    noisy = exact + dice.normal("official ranking", len(sizes)) * _RANKING_NOISE_LOG2
    spread = _NATION_SPREAD_LOG2
    # Noise widens the nation's own distribution in the same way, so its cut points move out with it.
    spread_noisy = float(np.sqrt(spread * spread + _RANKING_NOISE_LOG2 * _RANKING_NOISE_LOG2))
    return Welfare(
        standing,
        consumption,
        1 + np.searchsorted(_NATION_MEDIAN_LOG2 + spread * _QUANTILES, exact).astype(np.int64),
        1 + np.searchsorted(_NATION_MEDIAN_LOG2 + spread_noisy * _QUANTILES, noisy).astype(np.int64),
    )


def _standing(members: kin.Members, life: living.Living, sizes: Ints, ward: Ints, dice: Dice) -> Floats:
    families = len(sizes)
    grown = members.age >= 19
    adults = np.maximum(np.bincount(members.family[grown], minlength=families), 1)
    worth = _sum(members.family, np.where(grown, living.WORK_WORTH[life.work], 0), families)
    school = _sum(members.family, np.where(grown, life.schooling, 0), families)
    disabled = _sum(members.family, life.disability > 0, families)
    small = _sum(members.family, members.age < 15, families)
    heads = members.relation == kin.HEAD
    seen = 0.085 * (worth / adults) + 0.16 * (school / adults) - 0.13 * (sizes - 1) - 0.10 * small
    seen = seen - 0.30 * disabled - 0.12 * (members.sex[heads] == kin.FEMALE) - 0.004 * members.age[heads]
    seen = seen + 0.18 * dice.normal("ward standing", int(ward.max()) + 1)[ward]
    restless = dice.chance("restless", families, 0.2)
    unseen = dice.normal("unseen", families) * np.where(restless, 0.95, 0.48)
    total: Floats = seen + unseen
    return total


def _sum(group: Ints, values: np.ndarray, size: int) -> Ints:
    """Whole-number sums by group, exact in any order."""
    return np.bincount(group, weights=values.astype(np.float64), minlength=size).astype(np.int64)


def calibrated(standing: Floats, sizes: Ints, targets: Targets) -> Ints:
    """Rupiah per head and month for each family, such that P0, P1 and the Gini ratio come out.

    >>> t = Targets(line=1000, poverty_rate=20.0, poverty_gap=4.0, gini=0.3)
    >>> s = np.arange(1000.0) / 250
    >>> y = calibrated(s, np.ones(1000, dtype=np.int64), t)
    >>> int((y < 1000).sum()), round(float((1000 - y[y < 1000]).sum()) / 10_000, 2)
    (200, 4.0)
    """
    order = np.argsort(standing, kind="stable")
    people = np.cumsum(sizes[order])
    wanted = targets.poverty_rate * float(people[-1]) / 100
    poor = int(np.argmin(np.abs(people - wanted))) + 1 if wanted >= people[0] / 2 else 0
    meets = standing[order[min(poor, len(order) - 1)]]
    if poor and poor < len(order):
        meets = (standing[order[poor - 1]] + meets) / 2
    above = np.ones(len(order), dtype=bool)
    above[order[:poor]] = False
    distance = standing - meets

    def gap(slope: float) -> float:
        short = targets.line - _spent(distance, above, slope, 0.0, targets.line)
        return 100 * float((short * sizes)[~above].sum()) / (targets.line * float(people[-1]))

    below_slope = _solved(gap, targets.poverty_gap, 16.0) if poor else 0.0

    def unequal(slope: float) -> float:
        return gini(_spent(distance, above, below_slope, slope, targets.line), sizes)

    return _spent(distance, above, below_slope, _solved(unequal, targets.gini, 2.0), targets.line)


def _spent(distance: Floats, above: np.ndarray, below_slope: float, above_slope: float, line: int) -> Ints:
    steps = distance * np.where(above, above_slope, below_slope)
    rupiah = np.rint(exp2(np.clip(steps, -8.0, 8.0)) * line).astype(np.int64)
    return np.where(
        above, np.clip(rupiah, line, line * _CEILING_TIMES), np.clip(rupiah, line // _FLOOR_SHARE, line - 1)
    )


def _solved(rising: Callable[[float], float], wanted: float, steepest: float) -> float:
    """The slope at which a measure that rises up to `steepest` reaches what is wanted, by halving."""
    low, high = 0.0, steepest
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if rising(middle) < wanted:
            low = middle
        else:
            high = middle
    return high


def gini(consumption: Ints, sizes: Ints) -> float:
    """Gini ratio of consumption per head, each person counted.

    >>> gini(np.array([100, 100]), np.array([1, 3])), gini(np.array([0, 100]), np.array([1, 1]))
    (0.0, 0.5)
    """
    order = np.argsort(consumption, kind="stable")
    people = sizes[order]
    spent = consumption[order] * people
    before = np.cumsum(people) - people
    parts = spent * (2 * before + people)
    # Summed in two halves, because the whole may outgrow 64 bits in a large city.
    ranked = (int((parts >> 20).sum()) << 20) + int((parts & 0xFFFFF).sum())
    return ranked / (int(spent.sum()) * int(people.sum())) - 1.0


def _log2(consumption: Ints, line: int) -> Floats:
    """log2(consumption / line), found by halving on exp2 so that it is the same everywhere."""
    ratio = consumption.astype(np.float64) / line
    low, high = np.full(len(ratio), -8.0), np.full(len(ratio), 8.0)
    for _ in range(30):
        middle = (low + high) / 2
        under = exp2(middle) < ratio
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    return high


def poorest_first(standing: Floats) -> Ints:
    """Each family's place among a hundred equal groups, 0 the poorest."""
    return rank(standing) * 100 // max(len(standing), 1)
