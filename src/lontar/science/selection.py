"""Who is chosen when not everybody can be: ranked by stated criteria, ties drawn in public, cut at quota or budget."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from lontar.science.trouble import Refusal, words

CHOSEN: Final = "chosen"
WAITING: Final = "waiting"
CRITERIA_MAX: Final = 5
SEED_LETTERS_MIN, SEED_LETTERS_MAX = 6, 80
NUMBER_DIGITS: Final = 16  # 64 bits: among a million families two alike are met once in forty million rounds


@dataclass(frozen=True, slots=True)
class Criterion:
    """What families are ranked by: a column, and whether the larger value goes first. Unknown always goes last."""

    column: str
    largest_first: bool


# What a round may be ranked by, under the names that are published with the list.
CRITERIA: Final[Mapping[str, Criterion]] = {
    "score": Criterion("score", largest_first=False),
    "decile": Criterion("decile", largest_first=False),
    "disabled": Criterion("disabled", largest_first=True),
    "elderly": Criterion("elderly", largest_first=True),
    "small_children": Criterion("small_children", largest_first=True),
    "size": Criterion("size", largest_first=True),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms families are chosen; a limit that is None does not limit."""

    criteria: tuple[str, ...]
    seed: str
    quota: int | None = None
    budget: int | None = None


def public_numbers(key: str, families: Iterable[int]) -> list[str]:
    """The number under which each family stands in what is published of one round: SHA-256(key : family), 16 digits.

    The key is the round's own and stays inside, so the numbers lead back to nobody and differ from round to round.
    The same key gives the same numbers, however often a list is counted.

    >>> public_numbers("k", [7]) == public_numbers("k", [7]) != public_numbers("other", [7])
    True
    """
    return [hashlib.sha256(f"{key}:{family}".encode()).hexdigest()[:NUMBER_DIGITS] for family in families]


def draws(seed: str, numbers: Iterable[str]) -> list[str]:
    """The lot of each public number: SHA-256 of `seed:number` in hexadecimal. The smaller lot goes first.

    Anybody can do it again from what is published: `printf 'seed:number' | sha256sum`.

    >>> draws("gong 2026", ["00ff00ff00ff00ff"])[0][:16]
    'ed0b4fd242728dcc'
    """
    return [hashlib.sha256(f"{seed}:{number}".encode()).hexdigest() for number in numbers]


def checked_seed(seed: str) -> str:
    """A seed as it is published: one line of plain signs, so that everybody hashes the same bytes."""
    seed = " ".join(seed.split())
    if not SEED_LETTERS_MIN <= len(seed) <= SEED_LETTERS_MAX or not seed.isascii() or not seed.isprintable():
        raise Refusal(
            words("Benih undian terdiri atas %(least)s sampai %(most)s huruf atau angka biasa."),
            advice=words("Misalnya angka yang ditarik di depan warga: 2026-11-22 40718."),
            field="seed",
            values={"least": SEED_LETTERS_MIN, "most": SEED_LETTERS_MAX},
        )
    return seed


def checked_criteria(names: Sequence[str]) -> tuple[str, ...]:
    """Criteria in their order: each known, none twice, not too many. None at all leaves everything to the draw."""
    unknown = [name for name in names if name not in CRITERIA]
    if unknown or len(set(names)) != len(names) or len(names) > CRITERIA_MAX:
        raise Refusal(
            words("Urutan pilihan memuat ukuran yang tidak dikenal atau disebut dua kali."),
            advice=words("Pilihlah ukuran yang berbeda untuk setiap tingkat."),
            field="criteria",
        )
    return tuple(names)


def ranked(families: pl.DataFrame, *, criteria: Sequence[str], seed: str) -> pl.DataFrame:
    """The families in their order, with `lot` (the draw) and `rank` from 1.

    `families` has `number` (the public number, once each) and the columns of the criteria; a column that is absent is
    unknown for everybody and decides nothing. The order is the same whatever the order of the rows: what the criteria
    leave equal is decided by the lot.

    >>> table = pl.DataFrame({"number": ["a1", "b2", "c3"], "decile": [2, 1, None]})
    >>> ranked(table, criteria=["decile"], seed="gong 2026")["number"].to_list()
    ['b2', 'a1', 'c3']
    """
    if families["number"].n_unique() != families.height:
        raise ValueError("a public number stands twice in one list")
    chosen = [CRITERIA[name] for name in checked_criteria(criteria)]
    there = [one for one in chosen if one.column in families.columns]
    drawn = families.with_columns(pl.Series("lot", draws(seed, families["number"]), dtype=pl.String))
    ordered = drawn.sort(
        *(one.column for one in there), "lot",
        descending=[*(one.largest_first for one in there), False], nulls_last=True,
    )  # fmt: skip
    return ordered.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("rank"))


def cut(ordered: pl.DataFrame, *, quota: int | None = None, budget: int | None = None) -> pl.DataFrame:
    """The families in the order of the rows, with `standing`: chosen or waiting.

    Chosen are the longest beginning of the list with at most `quota` families whose `amount` (whole rupiah) sums to at
    most `budget`. The first who does not fit ends it: nobody is passed over for a cheaper family behind. So a higher
    quota or budget never removes anybody, and the budget is never exceeded. Without quota and budget all are chosen.

    >>> table = pl.DataFrame({"amount": [300, 900, 100]})
    >>> cut(table, budget=500)["standing"].to_list()
    ['chosen', 'waiting', 'waiting']
    """
    if (quota is not None and quota < 0) or (budget is not None and budget < 0):
        raise ValueError("quota and budget are not negative")
    if (ordered["amount"] < 0).any():
        raise ValueError("an amount is not negative")
    fits = pl.lit(value=True)
    if quota is not None:
        fits = fits & (pl.int_range(1, pl.len() + 1) <= quota)
    if budget is not None:
        fits = fits & (pl.col("amount").cum_sum() <= budget)
    return ordered.with_columns(pl.when(fits).then(pl.lit(CHOSEN)).otherwise(pl.lit(WAITING)).alias("standing"))


def select(families: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """Ranked and cut: `lot`, `rank` and `standing` beside each family, in the order of the ranks."""
    return cut(ranked(families, criteria=terms.criteria, seed=terms.seed), quota=terms.quota, budget=terms.budget)


def fingerprint(selected: pl.DataFrame, terms: Terms) -> str:
    """SHA-256 over the terms and each family's number, values, rupiah, rank and standing.

    Two lists with one fingerprint are the same list; it changes with whatever could change who is chosen.
    """
    columns = [name for name in ("number", *_columns(terms.criteria), "amount", "rank", "standing") if name in selected]
    rows = selected.sort("rank", "number", nulls_last=True).select(columns)
    head = (terms.seed, ",".join(terms.criteria), terms.quota, terms.budget, ",".join(columns))
    digest = hashlib.sha256("".join(f"{one}\n" for one in head).encode())
    digest.update(rows.write_csv(include_header=False).encode())
    return digest.hexdigest()


def _columns(criteria: Sequence[str]) -> list[str]:
    return [CRITERIA[name].column for name in criteria]
