"""Pairs that could not be one person even if everything still to be compared agreed are let go unread."""

from typing import Final

import numpy as np
import polars as pl
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.process import cpdist

from lontar.science.linkage.blocks import Bools, Rows
from lontar.science.linkage.levels import FIELDS, LEVELS
from lontar.science.linkage.measures import pairs_of
from lontar.science.linkage.stories import Floats, Shares, commonness, priors

COPIES_LEAST, COPIES_MOST = 0.02, 0.5
PLAIN_SHARE: Final = 0.3
"""At least so many of a file's copies agree in NIK, or in name and birth date."""
MARGIN_BITS: Final = 1.5
ALIKE: Final = {"name": 0.8, "mother": 0.8, "home": 0.75}
"""Texts less alike than this, whole (Jaro-Winkler) and by their words, are no slips of each other."""
_TEXT: Final = {"name": "name_key", "mother": "mother_key", "home": "street_key"}
_RARITY: Final = {**_TEXT, "birth": "born"}


def most_copies(keys: pl.DataFrame) -> float:
    """More copies for each record than the file can be expected to hold, from those that are plain to see."""
    plain = max(
        pairs_of(keys.get_column("nik")), pairs_of(keys.select(pl.col("name_key") + pl.col("born")).to_series())
    )
    return min(max(plain / PLAIN_SHARE / max(len(keys), 1), COPIES_LEAST), COPIES_MOST)


def promising(keys: pl.DataFrame, left: Rows, right: Rows, shares: Shares, *, look: float) -> tuple[Rows, Rows]:
    """The pairs whose best case reaches the weight `look`.

    Numbers, dates and equal texts are compared as integers. Unequal texts first count as slips of each other;
    of the pairs that are left then, one text after the other is looked at.
    """
    levels = {field: _levels(field, keys, left, right) for field in FIELDS}
    prior_stranger, prior_kin = priors(len(keys), most_copies(keys))
    rare = {f: _log_commonness(keys, column, shares[f]["same"][1]) for f, column in _RARITY.items()}
    for text in ("", *_TEXT):
        if text:
            levels[text] = _looked_at(text, levels[text], keys, left, right)
        stranger, kin = np.full(len(left), prior_stranger), np.full(len(left), prior_kin)
        for field, level in levels.items():
            three = [shares[field][one.code] for one in LEVELS[field]]
            stranger += np.array([0.0, *(np.log2(same / other) for same, other, _ in three)])[level]
            kin += np.array([0.0, *(np.log2(same / other) for same, _, other in three)])[level]
            if field in rare:
                # Agreeing on a rare value says more than the level does on average.
                stranger += np.where(level == 1, np.log2(three[0][1]) - rare[field][left], 0.0)
        kept = np.minimum(stranger, kin) >= look - MARGIN_BITS
        left, right = left[kept], right[kept]
        levels = {field: level[kept] for field, level in levels.items()}
    return left, right


def _levels(field: str, keys: pl.DataFrame, left: Rows, right: Rows) -> Rows:
    """The best level each pair can have: 0 unknown, 1 the strongest, and so on as in LEVELS."""
    if field == "birth":
        return _birth(keys, left, right)
    if field in ("nik", "card"):
        return _number(keys.get_column(field), left, right, serial=field == "nik")
    equal, known = _equal(keys, _TEXT.get(field, field), left, right)
    level = np.where(known, np.where(equal, 1, 2), 0)
    if field == "home":
        wards, known_wards = _equal(keys, "ward", left, right)
        level = np.where((level == 0) & known_wards, np.where(wards, 4, 6), level)
    return level


def _looked_at(field: str, level: Rows, keys: pl.DataFrame, left: Rows, right: Rows) -> Rows:
    """Texts that are plainly unlike fall to the best level that needs no likeness."""
    doubtful = np.flatnonzero(level == 2)
    texts = keys.get_column(_TEXT[field])
    a, b = texts.gather(left[doubtful]).to_list(), texts.gather(right[doubtful]).to_list()
    whole = cpdist(a, b, scorer=JaroWinkler.similarity, dtype=np.float32, workers=-1)
    words = cpdist(a, b, scorer=token_set_ratio, dtype=np.float32, workers=-1) / 100
    unlike = np.maximum(whole, words) < ALIKE[field]
    if field == "name":
        given, _ = _equal(keys, "given", left[doubtful], right[doubtful])
        fallen = np.where(given, 5, 6)
    elif field == "home":
        wards, known = _equal(keys, "ward", left[doubtful], right[doubtful])
        blocks, known_blocks = _equal(keys, "block", left[doubtful], right[doubtful])
        fallen = np.where(wards & known, np.where(blocks & known_blocks, 4, 5), 6)
    else:
        fallen = np.full(len(doubtful), 3)
    level[doubtful] = np.where(unlike, fallen, 2)
    return level


def _equal(keys: pl.DataFrame, column: str, left: Rows, right: Rows) -> tuple[Bools, Bools]:
    values = keys.get_column(column)
    hashes, known = values.hash(11).to_numpy(), values.is_not_null().to_numpy()
    return hashes[left] == hashes[right], known[left] & known[right]


def _birth(keys: pl.DataFrame, left: Rows, right: Rows) -> Rows:
    day, month, year = (
        keys.get_column(name).fill_null(0).to_numpy().astype(np.int32) for name in ("day", "month", "year")
    )
    d, m, y = day[left] == day[right], month[left] == month[right], year[left] == year[right]
    apart = np.abs(year[left] - year[right])
    swapped = y & (day[left] == month[right]) & (month[left] == day[right])
    parts = d.astype(np.int8) + m + y
    level = np.select([parts == 3, swapped, parts == 2, y, apart <= 2], [1, 2, 3, 4, 5], default=6)
    return np.where((year[left] > 0) & (year[right] > 0), level, 0)


def _number(column: pl.Series, left: Rows, right: Rows, *, serial: bool) -> Rows:
    """Digit by digit where both have sixteen; a number of another length may always be a slip."""
    known = column.is_not_null().to_numpy()
    sixteen = (column.str.len_bytes() == 16).fill_null(False)
    digits = np.zeros((len(column), 16), dtype=np.uint8)
    whole = sixteen.to_numpy()
    if whole.any():
        text = column.filter(sixteen).str.join("").item()
        digits[whole] = np.frombuffer(text.encode("ascii"), dtype=np.uint8).reshape(-1, 16)
    both = np.flatnonzero(whole[left] & whole[right])
    unequal = digits[left[both]] != digits[right[both]]
    apart, level = unequal.sum(axis=1), np.full(len(left), 4 if serial else 3)
    if serial:
        outer = unequal[:, [0, 1, 2, 3, 4, 5, 12, 13, 14, 15]].any(axis=1)
        part = ~unequal[:, :12].any(axis=1) | ~unequal[:, 6:].any(axis=1)
        level[both] = np.select([apart == 0, ~outer & (apart <= 2), part], [1, 2, 3], default=4)
    else:
        level[both] = np.select([apart == 0, apart <= 2], [1, 2], default=3)
    other = known[left] & known[right] & ~(whole[left] & whole[right])
    hashes = column.hash(11).to_numpy()
    level[other] = np.where(hashes[left[other]] == hashes[right[other]], 1, 2)
    return np.where(known[left] & known[right], level, 0)


def _log_commonness(keys: pl.DataFrame, column: str, average: float) -> Floats:
    counted = keys.select(bearers=pl.len().over(column), known=pl.col(column).is_not_null())
    bearers, known = counted.get_column("bearers").to_numpy().astype(np.float64), int(counted["known"].sum())
    return np.log2(commonness(bearers, known, average))
