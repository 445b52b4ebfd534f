"""Names and addresses as their words in order of the alphabet, so that an order of writing tells nothing."""

from typing import Final

import numpy as np
import polars as pl

from lontar.science.linkage.facts import Bools, Rows, first_of_each
from lontar.science.linkage.sounds import sound_of
from lontar.science.linkage.spellings import Spellings, spellings
from lontar.science.names import ABBREVIATIONS, DEGREE_TAIL, DEGREES, SIGNS, TITLES

STREET_NOISE: Final = ("JL", "JLN", "JALAN", "JLAN", "GG", "GANG", "NO", "NOMOR", "KEL", "KELURAHAN", "RT", "RW", "DSN")
TEXT_MAX, TEXTS_AT_ONCE = 200, 100_000
_NO_NAME: Final = ("", "NN", "XXX", "NULL", "NONE", "NAN", "TIDAK", "BELUM", "DIKETAHUI", "ADA", "TDK")


def name_keys(names: pl.Series) -> tuple[pl.Series, pl.Series, pl.Series]:
    """For each name its key, the different words by sound in order of the alphabet; its shape; its first word.

    Titles and degrees fall away, but a name of titles only keeps its words.
    """
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
    key, first = _keys(owner, words, table.get_column("heard"), kept, len(upper))
    return different.spread(key), different.spread(shapes_of(key)), different.spread(first)


def street_keys(addresses: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The words and numbers of an address in order of the alphabet, without the words that every address has; its shape."""
    different = spellings(addresses)
    plain = different.values.str.to_uppercase().str.replace_all(r"[^A-Z0-9]+", " ")
    owner, words = _split(plain)
    short = words.values.str.strip_chars_start("0")
    kept = ~short.is_in(["", *STREET_NOISE]).to_numpy()[words.at]
    key = _keys(owner, words, short, kept, len(plain))[0]
    return different.spread(key), different.spread(shapes_of(key))


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


def _keys(owner: Rows, words: Spellings, heard: pl.Series, kept: Bools, size: int) -> tuple[pl.Series, pl.Series]:
    """The kept words of each owner, each once, sorted and joined; and the first of them. Null where none is left.

    `heard` says what each spelling of a word counts as. Words are sorted as numbers, by their place in the alphabet.
    """
    alphabet = heard.unique().drop_nulls().sort()
    place = heard.replace_strict(alphabet, pl.Series(range(len(alphabet)), dtype=pl.UInt32), return_dtype=pl.UInt32)
    owner, ranks = owner[kept], place.to_numpy()[words.at[kept]].astype(np.int64)
    if not len(owner):
        nothing = pl.Series([None] * size, dtype=pl.String)
        return nothing, nothing
    opening = np.flatnonzero(first_of_each(owner))
    firsts = np.full(size, len(alphabet), dtype=np.int64)
    firsts[owner[opening]] = ranks[opening]
    packed = owner << 32 | ranks
    packed.sort()
    packed = packed[first_of_each(packed)]
    owner, ranks = packed >> 32, packed & 0xFFFFFFFF
    starts = np.flatnonzero(first_of_each(owner))
    counts = np.diff(np.append(starts, len(owner)))
    at = np.full(size, len(starts), dtype=np.int64)
    joined: list[pl.Series] = []
    done = 0
    for count in np.unique(counts).tolist():
        begin = starts[counts == count]
        columns = [alphabet.gather(ranks[begin + step]).alias(str(step)) for step in range(count)]
        joined.append(pl.DataFrame(columns).select(pl.concat_str(pl.all(), separator=" ").alias("key")).to_series())
        at[owner[begin]] = done + np.arange(len(begin))
        done += len(begin)
    texts = pl.concat(joined).extend_constant(None, 1)
    return texts.gather(at), alphabet.extend_constant(None, 1).gather(firsts)


def shapes_of(column: pl.Series) -> pl.Series:
    """For each text a set of 64 bits of the pairs of letters in it, the blank before a word among them.

    Texts that are alike have most bits in common: that costs a hundredth of looking at their letters.

    >>> maria, marya, yohanes = shapes_of(pl.Series(["MARIA BENU", "MARYA BENU", "YOHANES"])).to_list()
    >>> (maria & marya).bit_count() > 2 * (maria & yohanes).bit_count()
    True
    """
    found = [np.zeros(0, dtype=np.uint64)]
    for part in column.fill_null("").str.slice(0, TEXT_MAX).to_frame().iter_slices(TEXTS_AT_ONCE):
        texts = part.to_series()
        letters = np.frombuffer(f" {texts.str.join(' ').item()} ".encode("ascii"), dtype=np.uint8).astype(np.uint16)
        one, next_one = letters[:-1], letters[1:]
        bits = np.uint64(1) << ((one * 11 + next_one * 29 + (one * next_one >> 3)) & 63).astype(np.uint64)
        starts = np.concatenate(([0], np.cumsum(texts.str.len_bytes().to_numpy().astype(np.int64) + 1)[:-1]))
        found.append(np.bitwise_or.reduceat(bits, starts))
    return pl.Series("shape", np.concatenate(found))
