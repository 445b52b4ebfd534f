"""People as columns in which nobody stands with fewer than k − 1 others: coarsened step by step, and never told apart.

Every column that leaves is treated as one by which somebody could be recognised, so each row of the result stands for
at least k people, whatever their neighbours know.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from lontar.science.trouble import Refusal

K_MIN: Final = 5
WHOLE: Final = "all"
# Where a group is too small, its people are told more coarsely: wider years of birth first, then a wider area.
STEPS: Final = (("ward", 1), ("ward", 5), ("ward", 10), ("district", 5), ("district", 10), (WHOLE, 10), (WHOLE, 0))
COLUMNS: Final = ("area", "born_from", "born_to", "sex", "persons")
ROW: Final = list(COLUMNS[:4])
GROUP: Final = {name: pl.String if name in ("area", "sex") else pl.Int64 for name in COLUMNS}
CELL: Final = {"ward": pl.String, "birth_year": pl.Int64, **{name: GROUP[name] for name in ROW}}
"""Who of one ward, year of birth and sex is counted in which row."""


def release(people: pl.DataFrame, *, k: int = K_MIN) -> tuple[pl.DataFrame, int]:
    """The people of `ward`, `district`, `birth_year`, `sex` (text, text, integer, text; null is unknown) as counts.

    Returns one row for each group with `area` (a ward, a district, or "all"), `born_from`, `born_to` (null where the
    year is not known or not told), `sex` and `persons` ≥ k, and how many people are in no row. Each person is in
    exactly one row or withheld. Raises Refusal for k below 5.

    Method: local recoding by a fixed hierarchy (Sweeney 2002, k-anonymity; Xu et al. 2006), over all columns at once,
    so that the released rows are the equivalence classes themselves.

    >>> five = pl.DataFrame({"ward": ["a"] * 5, "district": ["d"] * 5, "birth_year": [1990] * 5, "sex": ["L"] * 5})
    >>> release(five)[0].rows()
    [('a', 1990, 1990, 'L', 5)]
    >>> release(five.head(4))
    (shape: (0, 5)
    ┌──────┬───────────┬─────────┬─────┬─────────┐
    │ area ┆ born_from ┆ born_to ┆ sex ┆ persons │
    │ ---  ┆ ---       ┆ ---     ┆ --- ┆ ---     │
    │ str  ┆ i64       ┆ i64     ┆ str ┆ i64     │
    ╞══════╪═══════════╪═════════╪═════╪═════════╡
    └──────┴───────────┴─────────┴─────┴─────────┘, 4)
    """
    if k < K_MIN:
        raise Refusal(f"k must be at least {K_MIN}.", advice="A smaller group would point at somebody.", field="k")
    told = _grouped(people, k)
    return _counted(told), told.get_column("area").null_count()


@dataclass(frozen=True, slots=True)
class Renewed:
    """The rows to be shown, and for each ward, year of birth and sex in which of them it is counted."""

    groups: pl.DataFrame
    cells: pl.DataFrame


def renewed(people: pl.DataFrame, before: Renewed | None = None, *, k: int = K_MIN) -> Renewed:
    """`release`, so that two tables of different days do not tell what became of fewer than k people.

    A row keeps the number that was shown last, and whom it counts, until that number is wrong by k or more. Only then,
    and for whoever was in no row yet, people are grouped anew. So a number of a row either stays or moves by k or more,
    and no row is ever split or joined while its number is nearly right: subtracting gives no group smaller than k.

    >>> people = pl.DataFrame({"ward": ["a"] * 6, "district": ["d"] * 6, "birth_year": [1990] * 6, "sex": ["L"] * 6})
    >>> first = renewed(people)
    >>> first.groups.rows(), renewed(pl.concat([people, people.head(4)]), first).groups.rows()
    ([('a', 1990, 1990, 'L', 6)], [('a', 1990, 1990, 'L', 6)])
    >>> renewed(pl.concat([people, people.head(5)]), first).groups.rows()
    [('a', 1990, 1990, 'L', 11)]
    """
    if before is None:
        before = Renewed(pl.DataFrame(schema=GROUP), pl.DataFrame(schema=CELL))
    plain = people.select(
        pl.col("ward", "district", "sex").cast(pl.String), pl.col("birth_year").cast(pl.Int64)
    )  # fmt: skip
    placed = plain.join(before.cells, on=["ward", "birth_year", "sex"], how="left", nulls_equal=True)
    now = placed.filter(pl.col("area").is_not_null()).group_by(ROW).agg(pl.len().cast(pl.Int64).alias("now"))
    known = before.groups.join(now, on=ROW, how="left", nulls_equal=True).with_columns(pl.col("now").fill_null(0))
    held = known.filter((pl.col("now") - pl.col("persons")).abs() < k).select(COLUMNS)
    anew = _grouped(placed.join(held, on=ROW, how="anti", nulls_equal=True).select(plain.columns), k)
    cells = anew.filter(pl.col("area").is_not_null()).select(list(CELL)).unique()
    kept = before.cells.join(held, on=ROW, how="semi", nulls_equal=True)
    groups = _summed(pl.concat([held, _counted(anew)])).join(
        before.groups, on=ROW, how="left", nulls_equal=True, suffix="_before"
    )
    # A row that was given up and comes to be again, of other people, is no exception.
    moved = (pl.col("persons") - pl.col("persons_before")).abs()
    told = pl.when(moved < k).then("persons_before").otherwise("persons").alias("persons")
    return Renewed(
        groups.with_columns(told).select(*COLUMNS).sort(ROW, nulls_last=True),
        pl.concat([kept, cells]).sort(list(CELL), nulls_last=True),
    )


def _grouped(people: pl.DataFrame, k: int) -> pl.DataFrame:
    """Each person with the row that they are counted in; `area` is null for who is withheld."""
    left = people.select(
        pl.col("ward", "district", "sex").cast(pl.String), pl.col("birth_year").cast(pl.Int64),
        pl.lit(WHOLE).alias(WHOLE),
    )  # fmt: skip
    own = ["ward", "district", "sex", "birth_year"]
    parts = []
    for area, years in STEPS:
        coarse = left.with_columns(pl.col(area).alias("area"), *_band(years))
        sized = coarse.with_columns(pl.len().over(ROW).alias("together"))
        parts.append(sized.filter(pl.col("together") >= k).select(*own, "area", "born_from", "born_to"))
        left = sized.filter(pl.col("together") < k).select(*own, WHOLE)
    nowhere = [pl.lit(None, GROUP[name]).alias(name) for name in ("area", "born_from", "born_to")]
    return pl.concat([*parts, left.select(*own, *nowhere)])


def _counted(placed: pl.DataFrame) -> pl.DataFrame:
    return _summed(placed.filter(pl.col("area").is_not_null()).with_columns(pl.lit(1, pl.Int64).alias("persons")))


def _summed(rows: pl.DataFrame) -> pl.DataFrame:
    told = rows.group_by(ROW).agg(pl.col("persons").sum())
    return told.select(*COLUMNS).sort(ROW, nulls_last=True)


def _band(years: int) -> list[pl.Expr]:
    """The first and last year of the band that a year of birth falls into; no band tells nothing."""
    if years == 0:
        nothing = pl.lit(None, dtype=pl.Int64)
        return [nothing.alias("born_from"), nothing.alias("born_to")]
    first = pl.col("birth_year") // years * years
    return [first.alias("born_from"), (first + (years - 1)).alias("born_to")]
