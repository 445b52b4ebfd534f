"""Names and addresses as their words in order of the alphabet, so that an order of writing tells nothing."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
import polars as pl

from lontar.science.linkage.columns import (
    SYMBOLS,
    WIDE,
    Codes,
    Hashes,
    Numbers,
    Rows,
    Table,
    Texts,
    first_of_each,
    threads,
)  # fmt: skip
from lontar.science.linkage.sounds import sound_of
from lontar.science.linkage.spellings import Spellings, spellings
from lontar.science.names import ABBREVIATIONS, DEGREE_TAIL, DEGREES, SIGNS, TITLES

STREET_NOISE: Final = ("JL", "JLN", "JALAN", "JLAN", "GG", "GANG", "NO", "NOMOR", "KEL", "KELURAHAN", "RT", "RW", "DSN")
TEXT_MAX, TEXTS_AT_ONCE = 200, 100_000
_NO_NAME: Final = ("", "NN", "XXX", "NULL", "NONE", "NAN", "TIDAK", "BELUM", "DIKETAHUI", "ADA", "TDK")
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX_AGAIN: Final = np.uint64(0xD6E8FEB86659FD93)


def name_keys(names: pl.Series) -> tuple[Texts, Codes, Codes]:
    """The different keys of names, the different words by sound in order of the alphabet; for each name the code of its
    key, and the place of its first word in the alphabet.

    Titles and degrees fall away, but a name of titles only keeps its words.
    """  # fmt: skip
    different = spellings(names)
    upper = different.values.str.to_uppercase()
    upper = _mended(upper, upper.str.contains(",", literal=True), pl.col("text").str.replace(DEGREE_TAIL, ""))
    upper = _mended(upper, upper.str.contains(r"[^A-Z ]"), pl.col("text").str.replace_many(SIGNS))
    owner, words = _split(upper)
    spelt = pl.col("word").str.replace_all(r"[^A-Z]", "").replace(ABBREVIATIONS)
    table = words.values.alias("word").to_frame().select(
        sound_of(spelt).alias("heard"),
        spelt.is_in(sorted(TITLES | DEGREES)).alias("noise"),
        (spelt.is_in(list(_NO_NAME)) | (spelt == "")).alias("nothing"),
    )  # fmt: skip
    noise, useful = table.get_column("noise").to_numpy()[words.at], ~table.get_column("nothing").to_numpy()[words.at]
    has_other = np.zeros(len(upper), dtype=bool)
    has_other[owner[useful & ~noise]] = True
    kept = useful & (~noise | ~has_other[owner])
    texts, key, first = _keys(owner[kept], words.at[kept], table.get_column("heard"), len(upper))
    return texts, key[different.at], first[different.at]


def street_keys(addresses: pl.Series) -> tuple[Texts, Codes]:
    """The words and numbers of addresses in order of the alphabet, without the words that every address has."""
    different = spellings(addresses)
    plain = different.values.str.to_uppercase().str.replace_all(r"[^A-Z0-9]+", " ")
    owner, words = _split(plain)
    short = words.values.str.strip_chars_start("0")
    kept = ~short.is_in(["", *STREET_NOISE]).to_numpy()[words.at]
    texts, key, _first = _keys(owner[kept], words.at[kept], short, len(plain))
    return texts, key[different.at]


def _mended(texts: pl.Series, odd: pl.Series, how: pl.Expr) -> pl.Series:
    """The few odd texts mended, the others as they are."""
    if not odd.any():
        return texts
    mended = texts.filter(odd).alias("text").to_frame().select(how).to_series()
    at = np.where(odd.to_numpy(), np.cumsum(odd.to_numpy()) - 1 + len(texts), np.arange(len(texts)))
    return pl.concat([texts.alias("text"), mended]).gather(at)


def _split(texts: pl.Series) -> tuple[Rows, Spellings]:
    """The words of all texts one after the other: whose each is, and how it is spelt."""
    words = texts.str.split(" ")
    owner = np.repeat(np.arange(len(texts)), words.list.len().to_numpy())
    return owner, spellings(words.explode(empty_as_null=False))


def _keys(owner: Rows, at: Rows, heard: pl.Series, size: int) -> tuple[Texts, Codes, Codes]:
    """The words of each owner, each once and sorted, as different keys; each owner's code; and its first word's place.

    `heard` says what each spelling of a word counts as. Words are sorted as numbers, by their place in the alphabet.
    """
    alphabet = heard.unique().drop_nulls().sort()
    place = heard.replace_strict(alphabet, pl.Series(range(len(alphabet)), dtype=pl.UInt32), return_dtype=pl.UInt32)
    ranks = place.to_numpy()[at].astype(np.int64)
    opening = np.flatnonzero(first_of_each(owner))
    # One place more than there are owners: behind the last stands who has written nothing.
    firsts, codes = np.zeros(size + 1, dtype=np.uint32), np.zeros(size + 1, dtype=np.uint32)
    firsts[owner[opening]] = ranks[opening] + 1
    packed = owner << 32 | ranks
    packed.sort()
    packed = packed[first_of_each(packed)]
    owner, ranks = packed >> 32, packed & 0xFFFFFFFF
    starts = np.flatnonzero(first_of_each(owner))
    counts = np.diff(np.append(starts, len(owner)))
    # The words of a key stand in order and each once, so the sum of their hashes tells it.
    mixed = (ranks.astype(np.uint64) + np.uint64(1)) * _MIX
    mixed = (mixed ^ (mixed >> np.uint64(31))) * _MIX_AGAIN
    mixed ^= mixed >> np.uint64(29)
    sums = np.add.reduceat(mixed, starts) if len(starts) else mixed
    _sums, chosen, which = np.unique(sums, return_index=True, return_inverse=True)
    codes[owner[starts]] = which + 1
    return _texts(alphabet, ranks, starts[chosen], counts[chosen]), codes, firsts


def _texts(alphabet: pl.Series, ranks: Rows, starts: Rows, counts: Rows) -> Texts:
    """Keys of which each has so many words, from a start in `ranks` on."""
    words = np.zeros((len(starts) + 1, WIDE), dtype=np.uint32)
    for step in range(WIDE):
        has = np.flatnonzero(counts > step)
        words[has + 1, step] = ranks[starts[has] + step] + 1
    # Names are the last that the other columns wait for, so letters are counted while words are joined.
    with ThreadPoolExecutor(1) as pool:
        letters = pool.submit(_letters_of, alphabet, words)
        values = _joined(alphabet, ranks, starts, counts)
        shapes = shapes_of(values)
        nothing = np.zeros(1, dtype=np.int16)
        lengths = np.minimum(values.str.len_bytes().to_numpy(), 30_000).astype(np.int16)
        return Texts(
            values, alphabet, words, letters.result(), np.concatenate((np.zeros(1, dtype=np.uint64), shapes)),
            np.concatenate((nothing, lengths)), np.concatenate((nothing, np.minimum(counts, 30_000).astype(np.int16))),
        )  # fmt: skip


def _joined(alphabet: pl.Series, ranks: Rows, starts: Rows, counts: Rows) -> pl.Series:
    """The words of each key in one text."""
    joined, at = [alphabet.head(0).alias("key")], np.zeros(len(starts), dtype=np.int64)
    done = 0
    for count in np.unique(counts).tolist():
        has = np.flatnonzero(counts == count)
        columns = [alphabet.gather(ranks[starts[has] + step]).alias(str(step)) for step in range(count)]
        joined.append(pl.DataFrame(columns).select(pl.concat_str(pl.all(), separator=" ").alias("key")).to_series())
        at[has] = done + np.arange(len(has))
        done += len(has)
    return pl.concat(joined).gather(at)


def _letters_of(alphabet: pl.Series, words: Numbers) -> Table:
    """How often each letter and digit is met in each key."""
    spelt = _letters(alphabet)
    letters = np.zeros((len(words), SYMBOLS), dtype=np.uint8)
    for step in range(WIDE):
        has = np.flatnonzero(words[:, step])
        letters[has] += spelt[words[has, step]]
    return letters


def _letters(alphabet: pl.Series) -> Table:
    """How often each letter and digit is met in each word; at 0 stands no word."""
    told = np.zeros((len(alphabet) + 1, SYMBOLS), dtype=np.int64)
    text = (alphabet.str.join("").item() or "") if len(alphabet) else ""
    signs = np.frombuffer(text.encode("ascii"), dtype=np.uint8).astype(np.int64)
    owner = np.repeat(np.arange(1, len(alphabet) + 1), alphabet.str.len_bytes().to_numpy())
    np.add.at(told, (owner, np.where(signs >= 65, signs - 65, signs - 48 + 26) % SYMBOLS), 1)
    return np.minimum(told, 255).astype(np.uint8)


def shapes_of(column: pl.Series) -> Hashes:
    """For each text a set of 64 bits of the pairs of letters in it, the blank before a word among them.

    Texts that are alike have most bits in common: that costs a hundredth of looking at their letters.

    >>> maria, marya, yohanes = shapes_of(pl.Series(["MARIA BENU", "MARYA BENU", "YOHANES"])).tolist()
    >>> (maria & marya).bit_count() > 2 * (maria & yohanes).bit_count()
    True
    """
    parts = list(column.str.slice(0, TEXT_MAX).to_frame().iter_slices(TEXTS_AT_ONCE))
    with ThreadPoolExecutor(threads()) as pool:
        found = list(pool.map(lambda part: _shapes_of(part.to_series()), parts))
    return np.concatenate([np.zeros(0, dtype=np.uint64), *found])


def _shapes_of(texts: pl.Series) -> Hashes:
    letters = np.frombuffer(f" {texts.str.join(' ').item()} ".encode("ascii"), dtype=np.uint8).astype(np.uint16)
    one, next_one = letters[:-1], letters[1:]
    bits = np.uint64(1) << ((one * 11 + next_one * 29 + (one * next_one >> 3)) & 63).astype(np.uint64)
    starts = np.concatenate(([0], np.cumsum(texts.str.len_bytes().to_numpy().astype(np.int64) + 1)[:-1]))
    return np.bitwise_or.reduceat(bits, starts)
