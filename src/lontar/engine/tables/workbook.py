"""Reads XLSX and XLS by calamine into grids of text, and keeps in mind what was a number."""

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from lontar.engine.tables import archive, binary
from lontar.science.grid import SPOT, Grid, Merged, no_spots, without_blank_rows
from lontar.science.trouble import Finding, Refusal, words

SHEETS_MAX = 60
LONG_NUMBER = 1e15
"""From here on a spreadsheet has forgotten digits: it keeps 15."""
MERGED_MAX = 2_000

Cell = object
Read = tuple[tuple[Grid, ...], tuple[Finding, ...]]
Extras = dict[str, archive.SheetLook]


def read_xlsx(path: Path, name: str) -> Read:
    """Every sheet of an XLSX or XLSM; the archive is looked through first."""
    looks = archive.look_through(path, name)
    return read_sheets(path, name, in_order_of_sheets(path, looks))


def read_xls(path: Path, name: str) -> Read:
    """Every sheet of an XLS (Excel 97 to 2003)."""
    looks = binary.look_through(path, name)
    return read_sheets(path, name, looks)


def in_order_of_sheets(path: Path, looks: Extras) -> Extras:
    """The looks by the sheet's own name: which part belongs to which sheet is told by two small parts."""
    parts = archive.sheet_parts(path)
    return {sheet: looks[part] for sheet, part in parts.items() if part in looks}


def read_sheets(path: Path, name: str, looks: Extras) -> Read:
    try:
        with CalamineWorkbook.from_path(path) as book:
            wanted = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
            if len(wanted) > SHEETS_MAX:
                raise Refusal(
                    words("Berkas %(name)s memiliki %(sheets)s lembar, paling banyak %(most)s."),
                    advice=words("Pindahkan lembar data keluarga ke buku kerja sendiri."),
                    field="file",
                    values={"name": name, "sheets": len(wanted), "most": SHEETS_MAX},
                )
            grids = []
            for about in wanted:
                sheet = book.get_sheet_by_name(about.name)
                hidden = about.visible != SheetVisibleEnum.Visible
                grids.append(as_grid(sheet, looks.get(about.name, archive.SheetLook()), hidden=hidden))
            return tuple(grids), ()
    except CalamineError as trouble:
        if type(trouble).__name__ == "PasswordError":
            raise archive.locked(name) from trouble
        raise damaged(name) from trouble
    except BaseException as trouble:
        # The reader is written in Rust; its panic on a garbled file is not an Exception of Python.
        if type(trouble).__name__ == "PanicException":
            raise damaged(name) from trouble
        raise


def damaged(name: str) -> Refusal:
    return Refusal(
        words("Berkas %(name)s rusak atau terpotong."),
        advice=words("Buka di Excel, simpan ulang sebagai XLSX, lalu unggah lagi."),
        field="file",
        values={"name": name},
    )


def as_grid(sheet: CalamineSheet, look: archive.SheetLook, *, hidden: bool) -> Grid:
    rows = sheet.to_python(skip_empty_area=False)
    long_rows: list[int] = []
    long_columns: list[int] = []
    columns: list[pl.Series] = []
    for index, values in enumerate(zip(*rows, strict=True)):
        series, long_at = as_text_column(f"c{index}", values)
        columns.append(series)
        long_rows += [at + 1 for at in long_at]
        long_columns += [index] * len(long_at)
    total = max(len(rows), look.row_last)
    grid = without_blank_rows(sheet.name, pl.DataFrame(columns), rows_total=total)
    merged = [
        Merged(first[0] + 1, first[1], last[0] + 1, last[1])
        for first, last in (sheet.merged_cell_ranges or [])[:MERGED_MAX]
    ]
    return Grid(
        sheet=grid.sheet,
        cells=grid.cells,
        rows_blank=grid.rows_blank,
        row_blank_first=grid.row_blank_first,
        long_numbers=pl.DataFrame({"row": long_rows, "column": long_columns}, schema=SPOT),
        formulas=spots(look.formulas),
        merged=tuple(merged),
        hidden=hidden,
    )


def spots(cells: Iterable[tuple[int, int]]) -> pl.DataFrame:
    found = list(cells)
    return pl.DataFrame(found, schema=SPOT, orient="row") if found else no_spots()


def as_text_column(name: str, values: Sequence[Cell]) -> tuple[pl.Series, list[int]]:
    """The column as text, and where it held numbers too long for a spreadsheet."""
    long_at: list[int] = []
    try:
        series = pl.Series(name, values, dtype=pl.String, strict=True)
    except TypeError:
        long_at = [at for at, value in enumerate(values) if isinstance(value, float) and abs(value) >= LONG_NUMBER]
        series = pl.Series(name, [as_text(value) for value in values], dtype=pl.String)
    return series.replace("", None), long_at


def as_text(value: Cell) -> str:
    """What the cell says, a date as ISO, a whole number without a decimal point.

    >>> as_text(3.0), as_text(12.5), as_text(dt.date(1990, 12, 31)), as_text(5371031234567890.0)
    ('3', '12.5', '1990-12-31', '5371031234567890')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
