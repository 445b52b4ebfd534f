"""People as columns in which nobody stands with fewer than k − 1 others: coarsened step by step, and never told apart.

Every column that leaves is treated as one by which somebody could be recognised, so each row of the result stands for
at least k people, whatever their neighbours know.
"""

from typing import Final

import polars as pl

from lontar.science.trouble import Refusal

K_MIN: Final = 5
WHOLE: Final = "all"
# Where a group is too small, its people are told more coarsely: wider years of birth first, then a wider area.
STEPS: Final = (("ward", 1), ("ward", 5), ("ward", 10), ("district", 5), ("district", 10), (WHOLE, 10), (WHOLE, 0))
COLUMNS: Final = ("area", "born_from", "born_to", "sex", "persons")


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
    left = people.select(
        pl.col("ward", "district", "sex").cast(pl.String), pl.col("birth_year").cast(pl.Int64),
        pl.lit(WHOLE).alias(WHOLE),
    )  # fmt: skip
    parts = [
        pl.DataFrame(
            schema={
                "area": pl.String,
                "born_from": pl.Int64,
                "born_to": pl.Int64,
                "sex": pl.String,
                "persons": pl.Int64,
            }
        )
    ]
    for area, years in STEPS:
        coarse = left.with_columns(pl.col(area).alias("area"), *_band(years))
        keys = ["area", "born_from", "born_to", "sex"]
        sized = coarse.with_columns(pl.len().over(keys).cast(pl.Int64).alias("persons"))
        parts.append(sized.filter(pl.col("persons") >= k).select(*COLUMNS).unique())
        left = sized.filter(pl.col("persons") < k).select("ward", "district", "sex", "birth_year", WHOLE)
    together = pl.concat(parts).group_by("area", "born_from", "born_to", "sex").agg(pl.col("persons").sum())
    return together.select(*COLUMNS).sort("area", "born_from", "born_to", "sex", nulls_last=True), left.height


def _band(years: int) -> list[pl.Expr]:
    """The first and last year of the band that a year of birth falls into; no band tells nothing."""
    if years == 0:
        nothing = pl.lit(None, dtype=pl.Int64)
        return [nothing.alias("born_from"), nothing.alias("born_to")]
    first = pl.col("birth_year") // years * years
    return [first.alias("born_from"), (first + (years - 1)).alias("born_to")]
