"""What the reader noticed about the file itself: blank rows, merged cells, formulas, two header rows."""

from typing import Final

import polars as pl

from lontar.science.family_file.columns import Header
from lontar.science.family_file.notes import Notes
from lontar.science.grid import Grid, column_letter
from lontar.science.trouble import Finding, Source

NAMED_MAX: Final = 500
"""So many merged cells or formulas of a sheet are named one by one; the rest is counted."""


def note_sheet(grid: Grid, header: Header, notes: Notes, *, file: str) -> None:
    """Everything about one sheet, before its rows are looked at."""

    def tell(row: int, column: str, message: str, kind: str) -> None:
        notes.add_one(Finding("warning", message, Source(file, grid.sheet, row, column), kind))

    if grid.hidden:
        tell(header.row_first, "", f"Lembar {grid.sheet} tersembunyi, tetapi ikut dibaca.", "sheet_hidden")
    if header.row_first > 1:
        tell(
            header.row_first,
            "",
            f"Judul kolom ditemukan di baris {header.row_first}; baris di atasnya dilewati.",
            "header_lower",
        )
    if header.row_last > header.row_first:
        tell(
            header.row_last,
            "",
            f"Judul kolom terdiri dari dua baris ({header.row_first} dan {header.row_last}); "
            "keduanya dipakai sebagai judul, data dimulai sesudahnya.",
            "header_two_rows",
        )
    if header.numbering_row:
        tell(header.numbering_row, "", "Baris nomor kolom di bawah judul; dilewati.", "header_numbering")
    for key in header.twice:
        tell(
            header.row_first,
            header.titles[key],
            f"Judul {header.titles[key]} ada lebih dari sekali; dipakai kolom "
            f"{column_letter(header.at[key])}. Hapus yang tidak dipakai.",
            "header_twice",
        )
    if grid.rows_blank:
        tell(
            grid.row_blank_first,
            "",
            f"{grid.rows_blank} baris kosong dilewati, yang pertama baris {grid.row_blank_first}. "
            "Tidak perlu diperbaiki.",
            "rows_blank",
        )
    note_merged(grid, header, notes, file)
    note_formulas(grid, header, notes, file)


def note_merged(grid: Grid, header: Header, notes: Notes, file: str) -> None:
    """Of merged cells only the first has the value; the others look empty."""
    used = set(header.at.values())
    inside = [
        area
        for area in grid.merged
        if area.row_last > header.row_last and used & set(range(area.column_first, area.column_last + 1))
    ]
    for area in inside[:NAMED_MAX]:
        first = f"{column_letter(area.column_first)}{area.row_first}"
        last = f"{column_letter(area.column_last)}{area.row_last}"
        message = (
            f"Sel {first}:{last} digabung, jadi hanya {first} yang berisi dan yang lain terbaca kosong. "
            "Pisahkan selnya dan isi tiap baris."
        )
        source = Source(file, grid.sheet, area.row_first, header.title_of(area.column_first))
        notes.add_one(Finding("warning", message, source, "merged"))
    if len(inside) > NAMED_MAX:
        rest = len(inside) - NAMED_MAX
        source = Source(file, grid.sheet, inside[NAMED_MAX].row_first)
        notes.add_one(Finding("warning", f"{rest} sel gabungan lain tidak dirinci.", source, "merged"))


def note_formulas(grid: Grid, header: Header, notes: Notes, file: str) -> None:
    """The value is what the spreadsheet last worked out; perhaps an old one, or an error shown as nothing."""
    names = {index: header.titles[key] for key, index in header.at.items()}
    inside = grid.formulas.filter((pl.col("row") > header.row_last) & pl.col("column").is_in(sorted(names))).sort(
        "row", "column"
    )
    for row, column in inside.head(NAMED_MAX).rows():
        message = (
            "Sel ini berisi rumus; yang dibaca adalah hasil terakhirnya. "
            "Salin lalu tempel sebagai nilai supaya isinya pasti."
        )
        notes.add_one(Finding("warning", message, Source(file, grid.sheet, row, names[column]), "formula"))
    if inside.height > NAMED_MAX:
        source = Source(file, grid.sheet, int(inside.item(NAMED_MAX, "row")))
        more = "Sel-sel lain di lembar ini juga berisi rumus dan tidak dirinci; tempel semuanya sebagai nilai."
        notes.add_one(Finding("warning", more, source, "formula"))
