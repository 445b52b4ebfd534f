"""From a table of answers to a matrix of numbers, the same at training and at scoring."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lontar.science.living_conditions import BY_QUESTION, COLUMNS

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
NUMBERS_MIN: Final = 0.99
"""A column is one of numbers when at least this share of what is written in it are numbers."""
LEVELS_MAX: Final = 60
LEVEL_ROWS_MIN: Final = 20
LEVEL_SHARE_MIN: Final = 0.005
"""Answers rarer than these are one level together: a coefficient on a handful of families is noise."""
MISSING_SHARE_MIN: Final = 0.005
AID: Final = "501"
"""Questions about aid received: what programmes give must not decide who gets them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of answers as it enters the matrix.

    A number is centred and scaled, with a mark of its own where missing answers were common enough; a code is one
    column of 0 and 1 for each level but the commonest. What was rare or is new at scoring is the level `other`. A
    number below `least` or above `most`, the ends of the survey, counts as that end: nobody was met further out.
    """

    name: str
    levels: tuple[str, ...] = ()
    other: bool = False
    mean: float = 0.0
    scale: float = 1.0
    marks_missing: bool = False
    least: float = -np.inf
    most: float = np.inf

    @property
    def of_numbers(self) -> bool:
        return not self.levels

    @property
    def names(self) -> tuple[str, ...]:
        """What its columns of the matrix are called."""
        if self.of_numbers:
            return (self.name, f"{self.name}=?") if self.marks_missing else (self.name,)
        return tuple(f"{self.name}={level or '?'}" for level in self.levels[1:]) + (
            (f"{self.name}=other",) if self.other else ()
        )

    def matrix(self, texts: pl.Series) -> tuple[Floats, Marks, Marks]:
        """Its columns; which answers say nothing to the model; and which were missing or not met at training."""
        if self.of_numbers:
            numbers = as_numbers(texts).to_numpy()
            missing = np.isnan(numbers)
            within = np.clip(numbers, self.least, self.most)
            scaled = np.where(missing, 0.0, (within - self.mean) / self.scale)
            columns = [scaled, missing.astype(np.float64)] if self.marks_missing else [scaled]
            return np.column_stack(columns), missing, missing | (within != numbers)
        known = {level: at for at, level in enumerate(self.levels)}
        elsewhere = len(self.levels) if self.other else 0
        texts = plain(texts)
        places = texts.replace_strict(known, default=elsewhere, return_dtype=pl.Int32).to_numpy()
        one_hot = np.zeros((len(texts), len(self.levels) + self.other))
        one_hot[np.arange(len(texts)), places] = 1.0
        empty, not_met = (texts == "").to_numpy(), (~texts.is_in(self.levels)).to_numpy()
        # What is new falls among the rare ones, where there were any.
        return one_hot[:, 1:], empty if self.other else empty | not_met, not_met

    def as_dict(self) -> dict[str, Any]:
        if self.of_numbers:
            told = {"name": self.name, "mean": self.mean, "scale": self.scale, "marks_missing": self.marks_missing}
            # A model from before the ends were kept has none, and keeps its version.
            return told | (
                {"least": self.least, "most": self.most} if np.isfinite([self.least, self.most]).all() else {}
            )
        return {"name": self.name, "levels": list(self.levels), "other": self.other}

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Self:
        known: dict[str, Any] = {key: tuple(value) if key == "levels" else value for key, value in stored.items()}
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Design:
    """All columns that enter, in order, after a constant."""

    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return ("constant", *(name for column in self.columns for name in column.names))

    def matrix(self, table: pl.DataFrame) -> tuple[Floats, dict[str, int], Floats]:
        """The matrix, one row for each row of the table; how many answers of each column were missing or had not been met
        at training; and which share of the answers of each row says something to the model."""
        parts = [np.ones((table.height, 1))]
        strange: dict[str, int] = {}
        unknown = np.zeros(table.height)
        for column in self.columns:
            part, says_nothing, not_met = column.matrix(table.get_column(column.name))
            parts.append(part)
            unknown += says_nothing
            if lost := int(not_met.sum()):
                strange[column.name] = lost
        return np.hstack(parts), strange, 1 - unknown / max(len(self.columns), 1)


def plain(texts: pl.Series) -> pl.Series:
    """Answers without blanks around them; missing ones are empty. A number of a code has one spelling: `1`, not `1.0`."""
    words = texts.cast(pl.String).fill_null("")
    # A survey has a few answers to each question: each is looked at once, not once for each household.
    spelt = words.unique()
    one_spelling = spelt.str.strip_chars().str.replace(r"^0*(\d+)(\.0+)?$", "${1}")
    return words.replace_strict(spelt, one_spelling, return_dtype=pl.String)


def as_numbers(texts: pl.Series) -> pl.Series:
    """Numbers with a decimal point or comma; what is none is NaN."""
    if texts.dtype.is_numeric():
        return texts.cast(pl.Float64).fill_null(float("nan"))
    pointed = texts.cast(pl.String).str.strip_chars().str.replace(",", ".", literal=True)
    return pointed.cast(pl.Float64, strict=False).fill_null(float("nan"))


def as_rupiah(texts: pl.Series) -> pl.Series:
    """Amounts of rupiah: also as they are written by hand, Rp 1.250.000. What is none is NaN.

    A point or comma before three digits parts thousands where every value of the column has it so: nobody consumes
    963,8 rupiah a month.

    >>> as_rupiah(pl.Series(["963.835", "Rp 1.250.000", "500000", "x"])).to_list()
    [963835.0, 1250000.0, 500000.0, nan]
    >>> as_rupiah(pl.Series(["963.835", "12.5"])).to_list()
    [963.835, 12.5]
    """
    if texts.dtype.is_numeric():
        return as_numbers(texts)
    spelt = texts.cast(pl.String).str.strip_chars().str.replace(r"(?i)^rp\.?\s*", "")
    parted = spelt.filter(spelt.str.contains(r"^\d[\d.,]*[.,]\d*$"))
    for mark in (r"\.", ","):
        grouped = rf"^\d{{1,3}}(?:{mark}\d{{3}})+$"
        if parted.len() and parted.str.contains(grouped).all():
            return as_numbers(spelt.str.replace_all(mark, ""))
    return as_numbers(spelt)


def learn(
    table: pl.DataFrame, weight: Floats, *, besides: Collection[str], codes: Collection[str]
) -> tuple[Design, dict[str, str]]:
    """The design that a table asks for, and why columns were left out, by name.

    `besides` are columns that are no predictors (target, weight and the like), `codes` those to be taken as codes
    although they are written as numbers. Questions of Regsosek are known by their number (`303_lantai`).
    """
    columns: list[Column] = []
    left_out: dict[str, str] = {}
    for name in table.columns:
        if name in besides:
            continue
        made = _column(table.get_column(name), weight, is_code=name in codes or _is_code(name))
        if isinstance(made, Column):
            columns.append(made)
        else:
            left_out[name] = made
    return Design(tuple(columns)), left_out


def question_of(name: str) -> str:
    """The number of the Regsosek question that a column is named after, or nothing.

    >>> question_of("303_lantai"), question_of("502a_gas"), question_of("umur")
    ('303', '502a', '')
    """
    first = name.split("_", 1)[0].lower()
    return first if first in BY_QUESTION else ""


def _is_code(name: str) -> bool:
    question = question_of(name)
    column = COLUMNS.get(BY_QUESTION[question] if question else name)
    return column is not None and column.kind == "code"


def _column(texts: pl.Series, weight: Floats, *, is_code: bool) -> Column | str:
    """The column, or why it stays out."""
    if question_of(texts.name).startswith(AID) or texts.name.startswith("aid_"):
        return "aid received: what programmes give must not decide who gets them"
    words = plain(texts)
    filled = words != ""
    if not filled.any():
        return "empty"
    numbers = as_numbers(texts)
    of_numbers = float((~numbers.filter(filled).is_nan()).mean()) >= NUMBERS_MIN  # type: ignore[arg-type]
    if of_numbers and not is_code:
        return _of_numbers(texts.name, numbers.to_numpy(), weight)
    return _of_levels(texts.name, words, weight)


def _of_numbers(name: str, numbers: Floats, weight: Floats) -> Column | str:
    there = ~np.isnan(numbers)
    known, of_known = numbers[there], weight[there]
    if known.size == numbers.size and np.array_equal(known, np.arange(known[0], known[0] + known.size)):
        return "numbers the rows"
    mean = float(np.average(known, weights=of_known))
    scale = float(np.sqrt(np.average((known - mean) ** 2, weights=of_known)))
    if scale == 0:
        return "the same everywhere"
    missing = 1 - float(of_known.sum() / weight.sum())
    ends = float(known.min()), float(known.max())
    return Column(name, mean=mean, scale=scale, marks_missing=missing >= MISSING_SHARE_MIN, least=ends[0], most=ends[1])


def _of_levels(name: str, words: pl.Series, weight: Floats) -> Column | str:
    counted = (
        pl.DataFrame({"level": words, "weight": weight})
        .group_by("level")
        .agg(pl.len().alias("rows"), pl.col("weight").sum())
        .sort(["weight", "level"], descending=[True, False])
    )
    if counted.height > max(LEVELS_MAX, 0) and counted.height > words.len() / 10:
        return f"{counted.height} different answers: a name or a number of its own"
    share = pl.col("weight") / pl.col("weight").sum()
    kept = counted.filter((pl.col("rows") >= LEVEL_ROWS_MIN) & (share >= LEVEL_SHARE_MIN)).head(LEVELS_MAX)
    levels = tuple(kept.get_column("level").to_list())
    other = kept.height < counted.height
    if len(levels) + other < 2 or not levels:
        return "the same everywhere"
    return Column(name, levels=levels, other=other)
