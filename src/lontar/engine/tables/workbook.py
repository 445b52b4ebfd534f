"""Reads XLSX and XLS into grids of text, and keeps in mind what was a number."""

import contextlib
import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from lontar.engine.tables import archive, binary, sheets, texts
from lontar.engine.tables.looks import LONG_NUMBER, MERGED_MAX, SheetLook
from lontar.science.grid import SPOT, Grid, Merged, no_spots, without_blank_rows
from lontar.science.trouble import Finding, Refusal, words

SHEETS_MAX = 60

Cell = object
Read = tuple[tuple[Grid, ...], tuple[Finding, ...]]
Extras = dict[str, SheetLook]


NO_CELLS = ("xl/chartsheets/", "xl/dialogsheets/", "xl/macrosheets/")


def read_xlsx(path: Path, name: str) -> Read:
    """Every sheet of an XLSX or XLSM; the archive is looked through first."""
    looks = archive.look_through(path, name)
    parts = archive.sheet_parts(path)
    by_name = {sheet: looks[part.name] for sheet, part in parts.items() if part.name in looks}
    cells = [sheet for sheet, part in parts.items() if not part.name.startswith(NO_CELLS)]
    refuse_many(len(cells), name)
    if read := all_of_texts(path, [(sheet, by_name.get(sheet, SheetLook()), parts[sheet].hidden) for sheet in cells]):
        return read, ()
    with trouble_told(name):
        book = sheets.Sheets(path)
        wanted = [each for each in book.names if each not in parts or each in cells]
        refuse_many(len(wanted), name)
        grids = [quick_grid(book, each, by_name.get(each, SheetLook())) for each in wanted]
    told = [grid for grid in grids if grid]
    # Where a program wrote what the looks cannot tell for sure, the patient reader reads it all.
    return (tuple(told), ()) if len(told) == len(grids) else patient(path, name, by_name)


def all_of_texts(path: Path, wanted: Sequence[tuple[str, SheetLook, bool]]) -> tuple[Grid, ...]:
    """Every sheet by the cells that were gathered when it was looked through; none if one has more than texts."""
    gathered = [(sheet, look, look.texts, hidden) for sheet, look, hidden in wanted if look.texts]
    if len(gathered) < len(wanted) or (table := texts.table_of(path)) is None:
        return ()
    read = [(sheet, look, cells.frame(table), hidden) for sheet, look, cells, hidden in gathered]
    grids = [grid_of(sheet, look, frame, hidden=hidden) for sheet, look, frame, hidden in read if frame is not None]
    return tuple(grids) if len(grids) == len(wanted) else ()


def read_xls(path: Path, name: str) -> Read:
    """Every sheet of an XLS (Excel 97 to 2003)."""
    return patient(path, name, binary.look_through(path, name))


def patient(path: Path, name: str, looks: Extras) -> Read:
    """Every sheet cell by cell."""
    with trouble_told(name), CalamineWorkbook.from_path(path) as book:
        wanted = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
        refuse_many(len(wanted), name)
        grids = [
            as_grid(
                book.get_sheet_by_name(about.name),
                looks.get(about.name, SheetLook()),
                hidden=about.visible != SheetVisibleEnum.Visible,
            )
            for about in wanted
        ]
        return tuple(grids), ()


def refuse_many(count: int, name: str) -> None:
    if count > SHEETS_MAX:
        raise Refusal(
            words("Berkas %(name)s memiliki %(sheets)s lembar, paling banyak %(most)s."),
            advice=words("Pindahkan lembar data keluarga ke buku kerja sendiri."),
            field="file",
            values={"name": name, "sheets": count, "most": SHEETS_MAX},
        )


@contextlib.contextmanager
def trouble_told(name: str) -> Iterator[None]:
    """Whatever the readers stumble over is a damaged file, or one with a password."""
    try:
        yield
    except (CalamineError, sheets.Trouble) as trouble:
        if type(trouble).__name__ == "PasswordError":
            raise archive.locked(name) from trouble
        raise damaged(name) from trouble
    except BaseException as trouble:
        # The readers are written in Rust; a panic on a garbled file is not an Exception of Python.
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


def quick_grid(quick: sheets.Sheets, name: str, look: SheetLook) -> Grid | None:
    """The sheet as columns of text, or None where the patient reader must read it."""
    if (read := quick.read(name, look)) is None:
        return None
    cells, hidden = read
    return grid_of(name, look, cells, hidden=hidden)


def grid_of(name: str, look: SheetLook, cells: pl.DataFrame, *, hidden: bool) -> Grid:
    """The cells with what the sheet's XML says of them."""
    grid = without_blank_rows(name, cells, rows_total=max(cells.height, look.row_last))
    merged = (Merged(first, left, last, right) for first, left, last, right in look.merged)
    return dataclasses.replace(
        grid,
        long_numbers=spots(look.long_numbers),
        formulas=spots(look.formulas),
        merged=tuple(merged),
        hidden=hidden,
    )


def as_grid(sheet: CalamineSheet, look: SheetLook, *, hidden: bool) -> Grid:
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
