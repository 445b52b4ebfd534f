"""Collects findings as columns: a file of 450,000 rows may have a hundred thousand of them."""

import json
from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from lontar.science.trouble import Finding, Severity, Source, Translate, said, unchanged

FINDINGS: Final = {
    "sheet": pl.String,
    "row": pl.UInt32,
    "column": pl.String,
    "severity": pl.String,
    "message": pl.String,
    "values": pl.String,
    "kind": pl.String,
}
"""`message` is a template of trouble.words, `values` the JSON of what fills it: a screen translates, then fills."""
NO_VALUES: Final = "{}"

Value = pl.Expr | str | int


class Notes:
    """Findings about rows in the order in which they are noted; `column` is a key of ours until the end."""

    def __init__(self) -> None:
        self.frames: list[pl.DataFrame] = []

    def add(
        self, rows: pl.DataFrame, severity: Severity, column: str, kind: str, template: str, /, **values: Value
    ) -> None:
        """One finding for each of these rows, which need `sheet` and `row`; an expression gives each its own value."""
        if rows.is_empty():
            return
        self.frames.append(
            rows.select(
                pl.col("sheet"),
                pl.col("row").cast(pl.UInt32),
                pl.lit(column).alias("column"),
                pl.lit(severity).alias("severity"),
                pl.lit(template).alias("message"),
                as_json(values).alias("values"),
                pl.lit(kind).alias("kind"),
            )
        )

    def add_one(self, finding: Finding) -> None:
        """One finding; its column is a title already."""
        self.frames.append(as_columns([finding]))

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
        order = pl.DataFrame(
            {"sheet": list(titles), "place": range(len(titles))}, schema_overrides={"sheet": pl.String}
        )
        return (
            found.join(order, on="sheet", how="left")
            .sort("place", "row", maintain_order=True, nulls_last=False)
            .drop("place")
        )


def as_json(values: Mapping[str, Value]) -> pl.Expr:
    """The values of each row as one JSON object, in the text that every database reads."""
    if not values:
        return pl.lit(NO_VALUES)
    if not any(isinstance(value, pl.Expr) for value in values.values()):
        return pl.lit(json.dumps(values, ensure_ascii=False))
    fields = [
        (
            value.cast(pl.String).str.replace_all("\0", "", literal=True)
            if isinstance(value, pl.Expr)
            else pl.lit(value)
        ).alias(name)
        for name, value in values.items()
    ]
    return pl.struct(fields).struct.json_encode()


def as_columns(findings: Iterable[Finding]) -> pl.DataFrame:
    """Findings made one by one, as the columns in which all of them are kept."""
    rows = [
        (
            one.source.sheet, one.source.row, one.source.column, one.severity, one.template,
            json.dumps(dict(one.values), ensure_ascii=False, default=str).replace("\\u0000", ""), one.kind,
        )
        for one in findings
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=FINDINGS, orient="row")


def as_findings(frame: pl.DataFrame, *, file: str = "") -> list[Finding]:
    """The columns as one Finding each."""
    return [
        Finding(
            row["severity"],
            row["message"],
            Source(file, row["sheet"], row["row"], row["column"]),
            row["kind"],
            json.loads(row["values"]),
        )
        for row in frame.iter_rows(named=True)
    ]


def in_words(frame: pl.DataFrame, translate: Translate = unchanged) -> pl.Series:
    """The sentence of each finding, each template translated once."""
    known = {template: translate(template) for template in frame.get_column("message").unique() if "\n" not in template}
    return pl.Series(
        "message",
        [
            said(template, json.loads(values), lambda sentence: known.get(sentence) or translate(sentence))
            for template, values in frame.select("message", "values").iter_rows()
        ],
        dtype=pl.String,
    )
