"""How good a grouping is, counted in pairs, where the truth is known."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Quality:
    """Pairs of records that are of one person and were found, missed, or wrongly put together."""

    true_pairs: int
    found_pairs: int
    right_pairs: int
    wrongly_merged: int

    @property
    def precision(self) -> float | None:
        return self.right_pairs / self.found_pairs if self.found_pairs else None

    @property
    def recall(self) -> float | None:
        return self.right_pairs / self.true_pairs if self.true_pairs else None

    @property
    def f1(self) -> float | None:
        both = self.true_pairs + self.found_pairs
        return 2 * self.right_pairs / both if both else None


def quality(truth: pl.Series, cluster: pl.Series) -> Quality:
    """Pairs after grouping against the truth; `wrongly_merged` counts records that share a group with someone else.

    >>> q = quality(pl.Series(["a", "a", "b", "c"]), pl.Series([0, 0, 1, 1]))
    >>> q.precision, q.recall, q.wrongly_merged
    (0.5, 1.0, 2)
    """
    both = pl.DataFrame({"truth": truth.cast(pl.String), "cluster": cluster})
    # A row without truth is nobody's copy.
    both = both.with_row_index().with_columns(pl.coalesce("truth", pl.format("\0{}", "index")))
    merged = both.with_columns((pl.col("truth").n_unique().over("cluster") > 1).alias("mixed"))
    return Quality(
        _pairs(both, "truth"), _pairs(both, "cluster"), _pairs(both, "truth", "cluster"), int(merged["mixed"].sum())
    )


def _pairs(rows: pl.DataFrame, *by: str) -> int:
    sizes = rows.group_by(*by).len().get_column("len").cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())
