"""Pairs that could not be one person even if everything still to be compared agreed are let go unread."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

import numpy as np

from lontar.science.linkage import agreement
from lontar.science.linkage.alike import by_words
from lontar.science.linkage.columns import Bools, Hashes, Keys, Rows, threads
from lontar.science.linkage.facts import Facts
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
SHAPED: Final = 0.45
"""Texts with fewer of their pairs of letters in common are plainly unlike."""
_TEXT: Final = {"name": "name_key", "mother": "mother_key", "home": "street_key"}
_WHOLE: Final = {"name": agreement.NAME_LIKE, "mother": 1.1, "home": agreement.STREET_LIKE}
"""So alike whole texts are to be, to be alike for that alone; mothers' names never are."""
_AT: Final = {field: {level.code: at for at, level in enumerate(levels, 1)} for field, levels in LEVELS.items()}
_RARITY: Final = {**_TEXT, "birth": "born"}


def most_expected(known: Facts) -> Expected:
    """More copies for each record than the file can be expected to hold, from those that are plain to see."""
    plain = max(known.one_nik, known.one_name_and_birth)
    return Expected(min(max(plain / PLAIN_SHARE / max(len(known.keys), 1), COPIES_LEAST), COPIES_MOST))


def promising(
    known: Facts, left: Rows, right: Rows, shares: Shares, *, look: float, expected: Expected | None = None
) -> tuple[Rows, Rows]:
    """The pairs of a file whose best case reaches the weight `look`.

    How many copies and kin to expect is reckoned generously from what is plain to see, unless it is `expected`.

    Numbers, dates and equal texts are compared as integers. Unequal texts first count as slips of each other;
    of the pairs that are left then, the words of one text after the other are looked at. No letter is read.
    """
    scores = _Scores(shares, known, look - MARGIN_BITS, expected or most_expected(known))
    parts = [(left[at : at + CHUNK], right[at : at + CHUNK]) for at in range(0, len(left), CHUNK)]
    with ThreadPoolExecutor(threads()) as pool:
        found = list(pool.map(partial(_by_integers, known, scores), parts))
    if not found:
        return left, right
    left, right, levels = (np.concatenate(column, axis=-1) for column in zip(*found, strict=True))
    for field in _TEXT:
        at = FIELDS.index(field)
        _look_at_words(field, levels[at], known.keys, left, right)
        kept = scores.reached(levels, left)
        left, right, levels = left[kept], right[kept], levels[:, kept]
    return left, right


class _Scores:
    """The best weight that levels allow, by tables."""

    def __init__(self, shares: Shares, known: Facts, least: float, expected: Expected) -> None:
        self.least = least
        self.priors = priors(len(known.keys), expected)
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
    keys = known.keys
    levels = np.empty((len(FIELDS), len(left)), dtype=np.int8)
    for at, field in enumerate(FIELDS):
        if field in _TEXT:
            levels[at] = _text(field, keys, left, right)
        else:
            level = agreement.BY_FIELD[field](keys, left, right)
            levels[at] = np.where(level < 0, 0, np.int8(len(LEVELS[field])) - level)
    kept = scores.reached(levels, left)
    return left[kept], right[kept], levels[:, kept]


def _text(field: str, keys: Keys, left: Rows, right: Rows) -> Levels:
    """Equal texts are equal; of others those with few pairs of letters in common are unlike, the rest may be slips."""
    a, b = keys.codes[_TEXT[field]][left], keys.codes[_TEXT[field]][right]
    told = (a > 0) & (b > 0)
    level = np.where(told, np.where(a == b, np.int8(1), np.int8(2)), np.int8(0))
    doubtful = np.flatnonzero(level == 2)
    shapes = keys.texts["street" if field == "home" else field].shapes
    unlike = doubtful[_unlike_shapes(shapes[a[doubtful]], shapes[b[doubtful]])]
    level[unlike] = _fallen(field, keys, left[unlike], right[unlike])
    if field == "home":
        wards, told_wards = agreement.agree(keys, "ward", left, right)
        apart = told_wards & ~wards
        level[(level == 0) & wards] = _AT["home"]["block"]
        level[(level == 0) & apart] = _AT["home"]["different"]
        level[apart & (level <= 2) & (level > 0)] = _AT["home"]["elsewhere"]
    return level


def _unlike_shapes(a: Hashes, b: Hashes) -> Bools:
    least = np.minimum(np.bitwise_count(a), np.bitwise_count(b))
    unlike: Bools = np.bitwise_count(a & b) < SHAPED * least
    return unlike


def _fallen(field: str, keys: Keys, left: Rows, right: Rows) -> Levels:
    """The best level of texts that are not alike."""
    if field == "name":
        return np.where(agreement.agree(keys, "given", left, right)[0], 5, 6).astype(np.int8)
    if field == "home":
        wards, blocks = (agreement.agree(keys, column, left, right)[0] for column in ("ward", "block"))
        return np.where(wards, np.where(blocks, 5, 6), 7).astype(np.int8)
    return np.full(len(left), 3, dtype=np.int8)


def _look_at_words(field: str, level: Levels, keys: Keys, left: Rows, right: Rows) -> None:
    """Texts whose words and letters show that they are no slips of each other fall to the best level that is left."""
    codes, texts = keys.codes[_TEXT[field]], keys.texts["street" if field == "home" else field]
    one, other = codes[left], codes[right]
    elsewhere = (level == _AT["home"]["elsewhere"]) & (field == "home")
    doubtful = np.flatnonzero(((level == 2) | elsewhere) & (one != other))
    one, other = one[doubtful], other[doubtful]
    told = by_words(texts, one, other)
    fallen = _fallen(field, keys, left[doubtful], right[doubtful])
    if field == "name":
        fallen[(fallen == _AT["name"]["shared"]) & (told.shared == 0) & ~told.is_long] = _AT["name"]["different"]
        fallen[told.may_reach(_WHOLE[field])] = _AT["name"]["like"]
        fallen[told.is_part] = _AT["name"]["part"]
        kept = told.may_rest
    elif field == "mother":
        fallen[(told.shared == 0) & ~told.is_long] = _AT["mother"]["different"]
        kept = told.may_rest | told.is_part
    else:
        kept = told.may_rest | told.may_reach(_WHOLE[field]) | (told.shared >= 2)
    level[doubtful] = np.where(kept, level[doubtful], fallen)
