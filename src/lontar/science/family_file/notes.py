"""Collects findings as columns: a file of 450,000 rows may have a hundred thousand of them."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from lontar.science.trouble import Finding, Severity, Source

FINDINGS: Final = {
    "sheet": pl.String,
    "row": pl.UInt32,
    "column": pl.String,
    "severity": pl.String,
    "message": pl.String,
    "kind": pl.String,
}


class Notes:
    """Findings about rows in the order in which they are noted; `column` is a key of ours until the end."""

    def __init__(self) -> None:
        self.frames: list[pl.DataFrame] = []

    def add(self, rows: pl.DataFrame, severity: Severity, column: str, kind: str, message: str | pl.Expr) -> None:
        """One finding for each of these rows, which need `sheet` and `row`."""
        if rows.is_empty():
            return
        text = pl.lit(message) if isinstance(message, str) else message
        self.frames.append(
            rows.select(
                pl.col("sheet"),
                pl.col("row").cast(pl.UInt32),
                pl.lit(column).alias("column"),
                pl.lit(severity).alias("severity"),
                text.alias("message"),
                pl.lit(kind).alias("kind"),
            )
        )

    def add_one(self, finding: Finding) -> None:
        """One finding; its column is a title already."""
        source = finding.source
        values = (source.sheet, source.row, source.column, finding.severity, finding.message, finding.kind)
        self.frames.append(pl.DataFrame([values], schema=FINDINGS, orient="row"))

    def as_frame(self, titles: Mapping[str, Mapping[str, str]]) -> pl.DataFrame:
        """All findings by sheet and row, each column named as its own sheet names it."""
        if not self.frames:
            return pl.DataFrame(schema=FINDINGS)
        found = pl.concat(self.frames, how="vertical")
        for sheet, names in titles.items():
            here = pl.col("sheet") == sheet
            found = found.with_columns(
                pl.when(here).then(pl.col("column").replace(names)).otherwise(pl.col("column")).alias("column")
            )
        order = pl.DataFrame({"sheet": list(titles), "place": range(len(titles))})
        return (
            found.join(order, on="sheet", how="left")
            .sort("place", "row", maintain_order=True, nulls_last=False)
            .drop("place")
        )


def as_findings(frame: pl.DataFrame, *, file: str = "") -> list[Finding]:
    """The columns as one Finding each."""
    return [
        Finding(
            row["severity"],
            row["message"],
            Source(file, row["sheet"], row["row"], row["column"]),
            row["kind"],
        )
        for row in frame.iter_rows(named=True)
    ]
