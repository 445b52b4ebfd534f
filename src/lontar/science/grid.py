"""What a person sees in one sheet of a file: rows of text, numbered as on the screen."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

ROW = "row"
"""The column of a grid that holds the row's number; the first row of the file is 1."""

ROWS_NAMED_MAX = 30
"""So many rows, or ranges of rows, are named in one finding about many of them."""

SPOT = {"row": pl.UInt32, "column": pl.UInt16}
"""A cell by its row (from 1) and its column (from 0)."""


def column_letter(index: int) -> str:
    """The letter that a spreadsheet writes above the column; 0 is A.

    >>> column_letter(0), column_letter(25), column_letter(26), column_letter(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def no_spots() -> pl.DataFrame:
    """An empty list of cells."""
    return pl.DataFrame(schema=SPOT)


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells that were merged into one; rows from 1, columns from 0, both ends included."""

    row_first: int
    column_first: int
    row_last: int
    column_last: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: `cells` has `row` and then `c0`, `c1`, … all text, null where the cell is empty.

    Rows without any text are left out and only counted. `long_numbers` are the cells that the file
    holds as a number of 16 digits or more: a spreadsheet keeps only the first 15 of them.
    """

    sheet: str
    cells: pl.DataFrame
    rows_blank: int = 0
    row_blank_first: int = 0
    long_numbers: pl.DataFrame = field(default_factory=no_spots)
    formulas: pl.DataFrame = field(default_factory=no_spots)
    merged: tuple[Merged, ...] = ()
    hidden: bool = False

    @property
    def width(self) -> int:
        return self.cells.width - 1


def as_grid(sheet: str, rows: list[list[str | None]]) -> Grid:
    """A grid from rows of text, as a test or a pasted table gives them.

    >>> as_grid("Sheet1", [["NIK"], [None], ["1"]]).cells.rows()
    [(1, 'NIK'), (3, '1')]
    """
    width = max((len(row) for row in rows), default=0)
    columns = {f"c{i}": [row[i] if i < len(row) else None for row in rows] for i in range(width)}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return without_blank_rows(sheet, frame, rows_total=len(rows))


def without_blank_rows(sheet: str, frame: pl.DataFrame, *, rows_total: int) -> Grid:
    """Number the rows from 1, leave out those without any text, and count them.

    `rows_total` may be more than the frame has: rows that are formatted but hold nothing.
    """
    numbered = frame.with_row_index(ROW, offset=1)
    if not frame.width:
        return Grid(sheet, numbered, rows_blank=rows_total, row_blank_first=1 if rows_total else 0)
    blanks = [pl.col(name).is_null() | (pl.col(name).str.strip_chars() == "") for name in frame.columns]
    # Looking at the first columns alone settles nearly every row; the rest is tried on those few only.
    few, blank = pl.all_horizontal(blanks[:2]), pl.all_horizontal(blanks)
    empty = numbered.filter(few).filter(blank).get_column(ROW)
    beyond = max(rows_total - frame.height, 0)
    kept = numbered.filter(~pl.col(ROW).is_in(empty.implode())) if empty.len() else numbered
    first = int(empty.item(0)) if empty.len() else (frame.height + 1 if beyond else 0)
    return Grid(sheet, kept, rows_blank=empty.len() + beyond, row_blank_first=first)


def rows_named(rows: Iterable[int]) -> str:
    """Rows as a person lists them, neighbours as a range, and dots where there are more.

    >>> rows_named([3, 4, 5, 9]), rows_named(range(1, 200, 2))[-8:]
    ('3–5, 9', '57, 59 …')
    """
    ranges: list[list[int]] = []
    for row in rows:
        if ranges and row == ranges[-1][1] + 1:
            ranges[-1][1] = row
        else:
            ranges.append([row, row])
    named = [str(first) if first == last else f"{first}–{last}" for first, last in ranges[:ROWS_NAMED_MAX]]
    return ", ".join(named) + (" …" if len(ranges) > ROWS_NAMED_MAX else "")
