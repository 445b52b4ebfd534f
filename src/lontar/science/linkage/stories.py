"""Three stories about two records: one person, two strangers, or two of one family; and which is likeliest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from lontar.science.linkage.levels import FIELDS, LEVELS

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

SAME, LOOK, DIFFERENT = "same", "look", "different"
BANDS: Final = (SAME, LOOK, DIFFERENT)
KIN_PAIRS: Final = 1.9
"""Pairs of relatives for each person, in families of about four with some of them on other cards."""
COPIES: Final = 0.03
"""Pairs of records of one person for each record, before the file itself has told."""
COPIES_MIN, COPIES_MAX = 0.0005, 1.5
ROWS_USUAL: Final = 500
"""So many rows are taken to hold the usual copies, in families of the usual size, whatever the file shows."""
TWINS_ALIKE: Final = 4.0
"""Parents give twins names that are alike so much oftener than other brothers and sisters."""
NAMELESS_MAX: Final = 1.0
"""Two records that share no name, neither their own nor the mother's, are looked at, whatever numbers they share."""
ROUNDS: Final = 12
PAIRS_ASSUMED: Final = 200.0
ROWS_ASSUMED: Final = 1_000
RAREST: Final = 1e-7
KIN_ASSUMED: Final = 1.0
"""For each pair counted among kin: rare slips between relatives are assumed even where a file shows none."""
COUNTED_MIN: Final = 5.0
"""A level that a sample should show fewer times than this is not counted by it."""
_ALIKE: Final = tuple(
    len(LEVELS["name"]) - 1 - at for at, one in enumerate(LEVELS["name"]) if one.code in ("slip", "like")
)
_ZERO: Final = np.zeros(1)

Three = tuple[float, float, float]
Shares = dict[str, dict[str, Three]]
"""For each field and level its share among the pairs of one person, of strangers, of kin."""


@dataclass(frozen=True, slots=True)
class Expected:
    """How many pairs of one person, and of two of one family, a file holds for each of its records."""

    copies: float = COPIES
    kin: float = KIN_PAIRS


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the stories say of each pair, in bits (log2 of odds): the whole, and field by field without the prior."""

    weight: Floats
    against_kin: np.ndarray[tuple[int], np.dtype[np.bool_]]
    by_field: dict[str, Floats]
    expected: Expected
    shares: Shares


def commonness(counts: Floats, known: int, average: float) -> Floats:
    """The chance that a stranger bears a value that `counts` of the `known` rows bear.

    A pair that agrees is two of the bearers itself, so only the others count; `average`, the level's share among
    strangers, stands for a thousand rows more, because a small file knows little about what is rare.

    >>> commonness(np.array([2.0, 102.0]), 100_000, 0.0002).round(6).tolist()
    [7e-06, 0.000997]
    """
    others = np.maximum(counts - 2, 0) + 0.5 * known / (known + ROWS_ASSUMED)
    return np.maximum((others + ROWS_ASSUMED * average) / (known + ROWS_ASSUMED), RAREST)


def kin_bits(shares: Shares) -> dict[str, Floats]:
    """For each field log2 of same over kin, by Splink's value of the level; the last entry is for unknown (-1)."""
    birth = shares["birth"]
    # Twins have one birth date, and it is swapped in one of two records as often as in two records of one person.
    twins = birth["same"][2] * birth["swapped"][0] / birth["same"][0]
    swapped = (*birth["swapped"][:2], max(birth["swapped"][2], twins))
    shares = {**shares, "birth": {**birth, "swapped": swapped}}
    return {
        field: np.array([*(np.log2(shares[field][level.code][0] / shares[field][level.code][2])
                           for level in reversed(LEVELS[field])), 0.0])
        for field in FIELDS
    }  # fmt: skip


def priors(size: int, expected: Expected) -> tuple[float, float]:
    """Odds in bits, before anything is compared, that a pair is one person rather than strangers, or kin.

    Of the n(n-1)/2 pairs of n records, `copies`·n are of one person and `kin`·n of one family.
    """
    copies = expected.copies
    return float(np.log2(2 * copies / max(size - 1, 1))), float(np.log2(copies / expected.kin))


def weigh(
    levels: Mapping[str, Ints], against_stranger: Mapping[str, Floats], shares: Shares, size: int,
    *, expected: Expected | None = None, near: int | None = None,
) -> Weighed:  # fmt: skip
    """The odds of one person against both other stories together, for each compared pair of a file of `size` rows.

    `levels` and `against_stranger` (bits of the model) are by field. A file's own carelessness is not known before:
    how many copies it holds, and how often each level is met among them, is found by expectation and maximisation on
    the file itself, with the model standing for PAIRS_ASSUMED pairs more. With `expected` nothing is sought.
    `near` is how many pairs of all rows bear one card or one address: those that are no copies are kin, and a list
    without families has few of them.
    """
    bits = {field: against_stranger[field].astype(np.float64, copy=True) for field in FIELDS}
    kin = {field: values[levels[field]] for field, values in kin_bits(shares).items()}
    twins = (levels["birth"] >= len(LEVELS["birth"]) - 2) & np.isin(levels["name"], _ALIKE)
    kin["name"] = np.where(twins, kin["name"] - np.log2(TWINS_ALIKE), kin["name"])
    told, fitted = expected or Expected(), shares
    is_near = (levels["card"] == len(LEVELS["card"]) - 1) | (levels["home"] == len(LEVELS["home"]) - 1)
    for _ in range(ROUNDS if expected is None else 0):
        weight, _kin = _odds(sum(bits.values(), _ZERO), sum(kin.values(), _ZERO), size, told)
        belief = _probability(weight)
        copies = (float(belief.sum()) + ROWS_USUAL * COPIES) / (size + ROWS_USUAL)
        copies = min(max(copies, COPIES_MIN), COPIES_MAX)
        told = Expected(copies, _kin_pairs(near, float(belief[is_near].sum()), size))
        before, fitted = fitted, recounted(levels, belief, shares)
        for field in FIELDS:
            change = _change(before[field], fitted[field], field)[levels[field]]
            bits[field] += change
            kin[field] = kin[field] + change
    weight, against_kin = _odds(sum(bits.values(), _ZERO), sum(kin.values(), _ZERO), size, told)
    by_field = {field: np.where(against_kin, kin[field], bits[field]) for field in FIELDS}
    # Numbers are copied from one line to another. Where neither the name nor the mother's is alike, they alone make
    # nobody one person, and what they say too much is taken off the mother.
    too_much = np.where((levels["name"] == 0) & (levels["mother"] == 0), np.maximum(weight - NAMELESS_MAX, 0.0), 0.0)
    weight = weight - too_much
    by_field["mother"] = by_field["mother"] - too_much
    return Weighed(weight, against_kin, by_field, told, fitted)


def _kin_pairs(near: int | None, copies: float, size: int) -> float:
    """Pairs of kin for each record: those who are near and no copies, beside ROWS_USUAL rows as they are in families."""
    if near is None:
        return KIN_PAIRS
    return min((max(near - copies, 0.0) + ROWS_USUAL * KIN_PAIRS) / (size + ROWS_USUAL), KIN_PAIRS)


def sample(size: int, pairs: int) -> tuple[Ints, Ints]:
    """Positions of `pairs` pairs of rows spread over a file without order or chance, left before right.

    >>> left, right = sample(1000, 500)
    >>> len(left), bool((left < right).all())
    (500, True)
    """
    mixed = (np.arange(1, 2 * pairs + 100, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)) ^ np.uint64(
        0x2545F4914F6CDD1D
    )
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    one = ((mixed & np.uint64(0xFFFFFFFF)) % np.uint64(size)).astype(np.int64)
    other = ((mixed >> np.uint64(32)) % np.uint64(size)).astype(np.int64)
    low, high = np.minimum(one, other), np.maximum(one, other)
    packed = np.unique((low * size + high)[low < high])[:pairs]
    return packed // size, packed % size


def strangers_counted(levels: Mapping[str, Ints], shares: Shares) -> Shares:
    """The shares among strangers as random pairs of this file show them.

    A file of one ward, or of four streets, makes agreement there say little. Only levels that such a sample can count
    are changed; the rarity of single values, and NIKs (whose parts hang on the birth date), are known otherwise.
    """
    counted: Shares = {}
    for field in FIELDS:
        known = levels[field][levels[field] >= 0]
        counts = np.bincount(known, minlength=len(LEVELS[field]))
        counted[field] = {
            level.code: _counted(shares[field][level.code], float(counts[len(counts) - 1 - at]), len(known))
            if (field not in ("nik", "card") and level.code != "same") or (field == "sex" and len(known) > COUNTED_MIN)
            else shares[field][level.code]
            for at, level in enumerate(LEVELS[field])
        }  # fmt: skip
    return counted


def kin_counted(levels: Mapping[str, Ints], shares: Shares) -> Shares:
    """The shares among kin as pairs of one card show them, beside what the model assumes.

    Card and home are what these pairs were chosen by, so they stay; two NIKs that agree in part are counted among
    those of one birth date.
    """
    counted = dict(shares)
    for field in ("name", "birth", "sex", "nik", "mother"):
        known = levels[field][levels[field] >= 0]
        counts = np.bincount(known, minlength=len(LEVELS[field])).astype(np.float64)
        assumed = max(PAIRS_ASSUMED, KIN_ASSUMED * len(known))
        total = len(known) + assumed
        counted[field] = {
            level.code: (*shares[field][level.code][:2],
                         (float(counts[len(counts) - 1 - at]) + assumed * shares[field][level.code][2]) / total)
            if level.code != "partly" else shares[field][level.code]
            for at, level in enumerate(LEVELS[field])
        }  # fmt: skip
    return counted


def _counted(three: Three, count: float, total: int) -> Three:
    same, stranger, kin = three
    if total * stranger < COUNTED_MIN:
        return three
    found = (count + COUNTED_MIN) / (total + COUNTED_MIN / stranger)
    return same, min(max(found, 1e-9), 0.999999), kin


def recounted(
    levels: Mapping[str, Ints], belief: Floats, shares: Shares, *, most: float = float("inf")
) -> Shares:  # fmt: skip
    """The shares among the copies of this file, counted by belief beside what the model assumes.

    With `most` they count as no more than so many pairs, for another file's errors are of other kinds.
    """
    fitted: Shares = {}
    belief = belief * min(1.0, most / max(float(belief.sum()), 1e-9))
    for field in FIELDS:
        known = levels[field] >= 0
        counts = np.bincount(levels[field][known], weights=belief[known], minlength=len(LEVELS[field]))
        total = float(counts.sum()) + PAIRS_ASSUMED
        fitted[field] = {
            level.code: ((float(counts[len(counts) - 1 - at]) + PAIRS_ASSUMED * shares[field][level.code][0]) / total,
                         *shares[field][level.code][1:])
            for at, level in enumerate(LEVELS[field])
        }  # fmt: skip
    return fitted


def _change(before: Mapping[str, Three], after: Mapping[str, Three], field: str) -> Floats:
    """By Splink's value of the level, the bits that a level gained; the last entry is for unknown (-1)."""
    return np.array([*(np.log2(after[one.code][0] / before[one.code][0]) for one in reversed(LEVELS[field])), 0.0])


def _odds(
    stranger: Floats, kin: Floats, size: int, expected: Expected
) -> tuple[Floats, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    prior_stranger, prior_kin = priors(size, expected)
    as_stranger, as_kin = stranger + prior_stranger, kin + prior_kin
    return -np.logaddexp2(-as_stranger, -as_kin), as_kin < as_stranger


def _probability(weight: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp2(-np.clip(weight, -1000, 1000)))


def probability(weight: Floats) -> Floats:
    """Odds in bits as a probability.

    >>> probability(np.array([0.0, 10.0])).round(3).tolist()
    [0.5, 0.999]
    """
    return _probability(weight)


def bands(weight: Floats, *, look: float, same: float) -> Ints:
    """Positions in BANDS by the two thresholds, in bits."""
    return np.where(weight >= same, 0, np.where(weight >= look, 1, 2))
