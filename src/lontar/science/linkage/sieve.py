"""Pairs that could not be one person even if everything still to be compared agreed are let go unread."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

import numpy as np
import polars as pl
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.process import cpdist

from lontar.science.linkage.facts import (
    THREADS,
    Bools,
    Dates,
    Facts,
    Hashes,
    Number,
    Rows,
    facts,
    unequal_digits,
)  # fmt: skip
from lontar.science.linkage.levels import FIELDS, LEVELS
from lontar.science.linkage.stories import Expected, Shares, commonness, priors

Singles = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
Levels = np.ndarray[tuple[int, ...], np.dtype[np.int8]]

COPIES_LEAST, COPIES_MOST = 0.02, 0.5
PLAIN_SHARE: Final = 0.3
"""At least so many of a file's copies agree in NIK, or in name and birth date."""
MARGIN_BITS: Final = 1.5
CHUNK: Final = 1 << 17
"""So many pairs at once: what is worked out for them stays near the processor."""
ALIKE: Final = {"name": 0.8, "mother": 0.8, "home": 0.75}
"""Texts less alike than this, whole (Jaro-Winkler) and by their words, are no slips of each other."""
SHAPED: Final = 0.45
"""Texts with fewer of their pairs of letters in common are plainly unlike."""
_TEXT: Final = {"name": "name_key", "mother": "mother_key", "home": "street_key"}
_RARITY: Final = {**_TEXT, "birth": "born"}
# Of the levels of a home, counted from the strongest: alike in different wards, the same RT and RW, different.
ELSEWHERE, BLOCK, DIFFERENT = 4, 5, 7
# Digits 7 to 12 of a NIK are the birth date; before them stands the district, behind them the serial.
_DATE, _SERIAL, _BEHIND_DISTRICT = np.uint64(0xFFFFFF0000), np.uint64(16), np.uint64(0xFFFFFFFFFF)


def most_expected(known: Facts) -> Expected:
    """More copies for each record than the file can be expected to hold, from those that are plain to see."""
    plain = max(known.one_nik, known.one_name_and_birth)
    return Expected(min(max(plain / PLAIN_SHARE / max(len(known.born), 1), COPIES_LEAST), COPIES_MOST))


def promising(
    keys: pl.DataFrame, left: Rows, right: Rows, shares: Shares, *, look: float, known: Facts | None = None,
    expected: Expected | None = None,
) -> tuple[Rows, Rows]:  # fmt: skip
    """The pairs whose best case reaches the weight `look`; `known` are the facts of `keys` if they are there already.

    How many copies and kin to expect is reckoned generously from what is plain to see, unless it is `expected`.

    Numbers, dates and equal texts are compared as integers. Unequal texts first count as slips of each other;
    of the pairs that are left then, one text after the other is looked at.
    """
    known = known or facts(keys)
    scores = _Scores(shares, known, look - MARGIN_BITS, expected or most_expected(known))
    parts = [(left[at : at + CHUNK], right[at : at + CHUNK]) for at in range(0, len(left), CHUNK)]
    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(partial(_by_integers, known, scores), parts))
    if not found:
        return left, right
    left, right, levels = (np.concatenate(column, axis=-1) for column in zip(*found, strict=True))
    for field, column in _TEXT.items():
        at = FIELDS.index(field)
        levels[at] = _looked_at(field, levels[at], keys.get_column(column), known, left, right)
        kept = scores.reached(levels, left)
        left, right, levels = left[kept], right[kept], levels[:, kept]
    return left, right


class _Scores:
    """The best weight that levels allow, by tables."""

    def __init__(self, shares: Shares, known: Facts, least: float, expected: Expected) -> None:
        self.least = least
        self.priors = priors(len(known.born), expected)
        self.tables = []
        for field in FIELDS:
            three = [shares[field][one.code] for one in LEVELS[field]]
            stranger = np.array([0.0, *(np.log2(same / other) for same, other, _ in three)], dtype=np.float32)
            kin = np.array([0.0, *(np.log2(same / other) for same, _, other in three)], dtype=np.float32)
            self.tables.append((stranger, kin, self._gain(field, three[0][1], known)))

    @staticmethod
    def _gain(field: str, average: float, known: Facts) -> Singles | None:
        """For each row what agreeing on its rare value says more than the level does on average."""
        if field not in _RARITY:
            return None
        column = _RARITY[field]
        counts = known.bearers[column]
        top = np.arange(int(counts.max(initial=0)) + 1).astype(np.float64)
        gain: Singles = (np.log2(average) - np.log2(commonness(top, known.known[column], average))).astype(np.float32)
        return gain[counts]

    def reached(self, levels: Levels, left: Rows) -> Bools:
        stranger = np.full(len(left), self.priors[0], dtype=np.float32)
        kin = np.full(len(left), self.priors[1], dtype=np.float32)
        for (as_stranger, as_kin, gain), level in zip(self.tables, levels, strict=True):
            stranger += as_stranger[level]
            kin += as_kin[level]
            if gain is not None:
                same = np.flatnonzero(level == 1)
                stranger[same] += gain[left[same]]
        reached: Bools = np.minimum(stranger, kin) >= self.least
        return reached


def _by_integers(known: Facts, scores: _Scores, pairs: tuple[Rows, Rows]) -> tuple[Rows, Rows, Levels]:
    """The pairs of one chunk that are left, with the best level each field can have.

    0 is unknown, 1 the strongest level, and so on as in LEVELS.
    """
    left, right = pairs
    levels = np.empty((len(FIELDS), len(left)), dtype=np.int8)
    for at, field in enumerate(FIELDS):
        if field == "birth":
            levels[at] = _birth(known.born[left], known.born[right])
        elif field in ("nik", "card"):
            levels[at] = _number(known.nik if field == "nik" else known.card, known, left, right)
        else:
            equal, told = _equal(known, _TEXT.get(field, field), left, right)
            level = np.where(told, np.where(equal, 1, 2), 0).astype(np.int8)
            if field in _TEXT:
                doubtful = np.flatnonzero(level == 2)
                ends = left[doubtful], right[doubtful]
                unlike = _unlike_shapes(known.shapes[_TEXT[field].removesuffix("_key")], *ends)
                level[doubtful[unlike]] = _fallen(field, known, *ends)[unlike]
            if field == "home":
                wards, told_wards = _equal(known, "ward", left, right)
                level = np.where((level == 0) & told_wards, np.where(wards, BLOCK, DIFFERENT), level)
                level = np.where(told_wards & ~wards & (level <= 2) & (level > 0), ELSEWHERE, level)
            levels[at] = level
    kept = scores.reached(levels, left)
    return left[kept], right[kept], levels[:, kept]


def _equal(known: Facts, column: str, left: Rows, right: Rows) -> tuple[Bools, Bools]:
    a, b = known.codes[column][left], known.codes[column][right]
    told = (a != 0) & (b != 0)
    return (a == b) & told, told


def _birth(a: Dates, b: Dates) -> Levels:
    day, month, year = (a ^ b) & 255, (a ^ b) & 65_280, (a ^ b) >> 16
    swapped = (year == 0) & ((a & 255) == (b >> 8 & 255)) & ((b & 255) == (a >> 8 & 255))
    parts = (day == 0).astype(np.int8) + (month == 0) + (year == 0)
    level = np.where(np.abs((a >> 16) - (b >> 16)) <= 2, 5, 6).astype(np.int8)
    level[year == 0] = 4
    level[parts == 2] = 3
    level[swapped] = 2
    level[a == b] = 1
    level[(a == 0) | (b == 0)] = 0
    return level


def _number(number: Number, known: Facts, left: Rows, right: Rows) -> Levels:
    """Digit by digit; numbers of which one has a digit more may always be slips of each other."""
    a, b = number.lengths[left], number.lengths[right]
    apart = number.digits[left] ^ number.digits[right]
    digits = unequal_digits(apart)
    slip = np.where(a == b, digits <= 2, np.abs(a - b) == 1)
    if number is known.nik:
        sixteen = (a == 16) & (b == 16)
        district_and_serial = (apart & ~_DATE) == 0
        both_right = known.nik_fits[left] & known.nik_fits[right]
        slip = np.where(sixteen, (digits <= 2) & district_and_serial & ~both_right, slip)
        part = sixteen & ((apart >> _SERIAL == 0) | ((apart & _BEHIND_DISTRICT == 0) & (digits <= 2)))
        level = np.where(part, 3, 4).astype(np.int8)
    else:
        level = np.full(len(left), 3, dtype=np.int8)
    level[slip] = 2
    level[(a == b) & (apart == 0)] = 1
    level[(a == 0) | (b == 0)] = 0
    return level


def _unlike_shapes(shapes: Hashes, left: Rows, right: Rows) -> Bools:
    a, b = shapes[left], shapes[right]
    least = np.minimum(np.bitwise_count(a), np.bitwise_count(b))
    unlike: Bools = np.bitwise_count(a & b) < SHAPED * least
    return unlike


def _fallen(field: str, known: Facts, left: Rows, right: Rows) -> Levels:
    """The best level of texts that are not alike."""
    if field == "name":
        return np.where(_equal(known, "given", left, right)[0], 5, 6).astype(np.int8)
    if field == "home":
        wards, blocks = (_equal(known, column, left, right)[0] for column in ("ward", "block"))
        return np.where(wards, np.where(blocks, BLOCK, BLOCK + 1), DIFFERENT).astype(np.int8)
    return np.full(len(left), 3, dtype=np.int8)


def _looked_at(field: str, level: Levels, texts: pl.Series, known: Facts, left: Rows, right: Rows) -> Levels:
    """Texts that are plainly unlike fall to the best level that needs no likeness."""
    doubtful = np.flatnonzero((level == 2) | ((level == ELSEWHERE) & (field == "home")))
    ends = left[doubtful], right[doubtful]
    a, b = (texts.gather(rows).to_list() for rows in ends)
    unlike = cpdist(a, b, scorer=JaroWinkler.similarity, dtype=np.float32, workers=-1) < ALIKE[field]
    rest = np.flatnonzero(unlike)
    a, b = (texts.gather(rows[rest]).to_list() for rows in ends)
    unlike[rest] = cpdist(a, b, scorer=token_set_ratio, dtype=np.float32, workers=-1) < 100 * ALIKE[field]
    level[doubtful[unlike]] = _fallen(field, known, *ends)[unlike]
    return level
