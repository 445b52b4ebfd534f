"""How alike two texts are: by their words as numbers as far as these tell it, else letter by letter.

What is left of one name when the words of the other are taken out (the rests) decides more than how alike the whole
names are: MARIA BENU and YOHANES BENU share four sevenths of their letters and are brother and sister.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from rapidfuzz.distance import JaroWinkler, Levenshtein
from rapidfuzz.process import cpdist

from lontar.science.linkage.columns import Bools, Codes, Lengths, Texts

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Counts = np.ndarray[tuple[int], np.dtype[np.int64]]

REST_LIKE, REST_SLIP = 0.84, 0.93
"""Rests as alike as this (Jaro-Winkler) are alike, or slips of each other."""
_JARO_OF_LIKE: Final = 1.2
"""Jaro-Winkler reaches 0.84 only with a Jaro of 0.733, and that only if the shares of common letters add up to this."""
_AT_ONCE: Final = 1 << 17


@dataclass(frozen=True, slots=True)
class Words:
    """What the numbers of two texts' words tell of each pair.

    `shared` words; `is_part`, whether one text has all words of the other; `may_rest`, whether the rests may be alike;
    `common` letters at most, `lengths` of both; none of it where a text is long (`is_long`): those are to be read.
    """

    shared: Counts
    is_part: Bools
    may_rest: Bools
    common: Counts
    lengths: tuple[Lengths, Lengths]
    is_long: Bools

    def may_reach(self, likeness: float) -> Bools:
        """Whether whole texts can be as alike as this."""
        one, other = (np.maximum(length, 1).astype(np.float32) for length in self.lengths)
        # The beginning adds at most four tenths of what is missing.
        least = 3 * (1 - (1 - likeness) / 0.6) - 1
        may: Bools = (self.common / one + self.common / other >= least - 1e-4) | self.is_long
        return may


@dataclass(frozen=True, slots=True)
class Likeness:
    """Of each pair: whether both are known, equal; whether their rests are slips of each other, or alike; whether one
    is a part of the other; how many words they share, and the shorter one has; how alike the whole texts are, as far as
    that was asked.
    """  # fmt: skip

    told: Bools
    same: Bools
    slip: Bools
    like: Bools
    part: Bools
    shared: Counts
    words: Counts
    whole: Floats


def likeness(texts: Texts, left: Codes, right: Codes, whole_from: float | None) -> Likeness:
    """How alike texts are; whole ones are read only where they may be as alike as `whole_from`."""
    told = (left > 0) & (right > 0)
    same = told & (left == right)
    asked = np.flatnonzero(told & ~same)
    left, right = left[asked], right[asked]
    words = by_words(texts, left, right)
    read = np.flatnonzero(words.may_rest)
    both = texts_of(texts, left[read]), texts_of(texts, right[read])
    rest = rests(*both)
    slip, like, part, shared = (np.zeros(len(told), dtype=kind) for kind in (bool, bool, bool, np.int64))
    slip[asked[read]], like[asked[read]] = rests_alike(*rest)
    part[asked], shared[asked] = words.is_part, words.shared
    for at in np.flatnonzero(words.is_long[read]).tolist():
        few = [
            len(set(text[at].split(" ")) - set(left_over[at].split(" ")))
            for text, left_over in zip(both, rest, strict=True)
        ]
        shared[asked[read[at]]] = max(few)
        part[asked[read[at]]] = "" in (rest[0][at], rest[1][at])
    count, whole = np.zeros(len(told), dtype=np.int64), np.zeros(len(told))
    count[asked] = np.minimum(texts.counts[left], texts.counts[right])
    if whole_from is not None:
        read = np.flatnonzero(words.may_reach(whole_from))
        whole[asked[read]] = jaro_winkler(texts_of(texts, left[read]), texts_of(texts, right[read]))
    return Likeness(told, same, slip, like, part, shared, count, whole)


def by_words(texts: Texts, left: Codes, right: Codes) -> Words:
    """What numbers tell of pairs of known, unequal texts."""
    parts = [_by_words(texts, left[at : at + _AT_ONCE], right[at : at + _AT_ONCE])
             for at in range(0, max(len(left), 1), _AT_ONCE)]  # fmt: skip
    shared, is_part, may_rest, common, is_long = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Words(shared, is_part, may_rest, common, (texts.lengths[left], texts.lengths[right]), is_long)


def _by_words(texts: Texts, left: Codes, right: Codes) -> tuple[Counts, Bools, Bools, Counts, Bools]:
    one, other = np.ascontiguousarray(texts.words[left].T), np.ascontiguousarray(texts.words[right].T)
    spelt = _lengths_of_words(texts)
    shared, same_letters = np.zeros(len(left), dtype=np.int64), np.zeros(len(left), dtype=np.int64)
    for word in one:
        if not word.any():
            break
        meets = np.zeros(len(left), dtype=bool)
        for another in other:
            meets |= word == another
        meets &= word > 0
        shared += meets
        same_letters += np.where(meets, spelt[word], 0)
    counts = [texts.counts[side].astype(np.int64) for side in (left, right)]
    letters = [texts.lengths[side] - count + 1 for side, count in zip((left, right), counts, strict=True)]
    both = _common(texts, left, right)
    rest = both - same_letters
    a, b = (length - same_letters for length in letters)
    fewer = np.minimum(a, b)
    # The blanks between the words of a rest are letters for Jaro-Winkler too.
    blanks = [np.maximum(count - shared - 1, 0) for count in counts]
    met = rest + np.minimum(*blanks)
    may_rest = (met / np.maximum(a + blanks[0], 1) + met / np.maximum(b + blanks[1], 1) >= _JARO_OF_LIKE - 1e-9) | (
        rest >= fewer
    )
    is_long = texts.is_long()
    long: Bools = is_long[left] | is_long[right]
    is_part = (shared == np.minimum(*counts)) & ~long
    return shared, is_part, (may_rest & ~is_part) | long, both + np.minimum(*(c - 1 for c in counts)), long


def _lengths_of_words(texts: Texts) -> Counts:
    return np.concatenate((np.zeros(1, dtype=np.int64), texts.alphabet.str.len_bytes().to_numpy().astype(np.int64)))


def _common(texts: Texts, left: Codes, right: Codes) -> Counts:
    """How many letters and digits two texts have in common, in whatever order."""
    least = np.minimum(texts.letters[left], texts.letters[right]).view(np.uint64)
    sums = least.sum(axis=1, dtype=np.uint64)
    # Eight counts of a byte each are added up by one multiplication; no text that is not long has 256 letters.
    common: Counts = ((sums * np.uint64(0x0101010101010101)) >> np.uint64(56)).astype(np.int64)
    return common


def texts_of(texts: Texts, codes: Codes) -> list[str]:
    """The texts behind known codes."""
    found: list[str] = texts.values.gather(codes.astype(np.int64) - 1).to_list()
    return found


def rests(one: list[str], other: list[str]) -> tuple[list[str], list[str]]:
    """Of each two texts what is left of each when the words of the other are taken out.

    >>> rests(["BENU MARIA", "BENU"], ["BENU JOHANES", "BENU MARIA"])
    (['MARIA', ''], ['JOHANES', 'MARIA'])
    """
    left, right = [], []
    for a, b in zip(one, other, strict=True):
        words, others = a.split(" "), b.split(" ")
        left.append(" ".join([word for word in words if word not in others]))
        right.append(" ".join([word for word in others if word not in words]))
    return left, right


def jaro_winkler(one: list[str], other: list[str]) -> Floats:
    """How alike each two texts are, from 0 to 1."""
    found: Floats = cpdist(one, other, scorer=JaroWinkler.similarity, dtype=np.float64, workers=-1)
    return found


def rests_alike(one: list[str], other: list[str]) -> tuple[Bools, Bools]:
    """Whether rests are one slip or abbreviation apart, and whether they are alike.

    >>> [told.tolist() for told in rests_alike(["MARIA", "MAR", "ANA"], ["MARYA", "MARIA", "ANI"])]
    [[True, True, False], [True, True, False]]
    """
    a, b = pl.Series("a", one, dtype=pl.String), pl.Series("b", other, dtype=pl.String)
    told = ((a != "") & (b != "")).to_numpy()
    least = np.minimum(*(side.str.len_bytes().to_numpy().astype(np.int64) for side in (a, b)))
    most = np.maximum(*(side.str.len_bytes().to_numpy().astype(np.int64) for side in (a, b)))
    table = pl.DataFrame([a, b])
    begins = table.select(
        pl.col("a").str.starts_with(pl.col("b")) | pl.col("b").str.starts_with(pl.col("a"))
    ).to_series().to_numpy()  # fmt: skip
    likeness = jaro_winkler(one, other)
    slips = cpdist(one, other, scorer=Levenshtein.distance, score_cutoff=1, dtype=np.int32, workers=-1) <= 1
    slip = told & (begins | ((most > 3) & slips) | ((least > 4) & (likeness >= REST_SLIP)))
    joined = (a.str.replace_all(" ", "", literal=True) == b.str.replace_all(" ", "", literal=True)).to_numpy()
    return slip, told & (((likeness >= REST_LIKE) & (least > 2)) | joined)
