"""What the reader noticed about the file itself: blank rows, merged cells, formulas, two header rows."""

from collections.abc import Iterable
from typing import Final

import polars as pl

from lontar.science.family_file.columns import LEFT_OUT, SIAK, Header, Layout, plain_title
from lontar.science.family_file.notes import Notes
from lontar.science.grid import Grid, column_letter
from lontar.science.trouble import Finding, Source, words

NAMED_MAX: Final = 500
"""So many merged cells or formulas of a sheet are named one by one; the rest is counted."""
UNREAD_NAMED_MAX: Final = 20


def note_sheet(grid: Grid, header: Header, notes: Notes, *, file: str, layout: Layout = SIAK) -> None:
    """Everything about one sheet, before its rows are looked at."""

    def tell(row: int, column: str, kind: str, template: str, /, **values: object) -> None:
        notes.add_one(Finding("warning", template, Source(file, grid.sheet, row, column), kind, values))

    first, last = header.row_first, header.row_last
    if grid.hidden:
        tell(first, "", "sheet_hidden", words("Lembar %(sheet)s tersembunyi, tetapi ikut dibaca."), sheet=grid.sheet)
    if first > 1:
        tell(
            first, "", "header_lower",
            words("Judul kolom ditemukan di baris %(row)s; baris di atasnya dilewati."), row=first,
        )  # fmt: skip
    if last > first:
        tell(
            last, "", "header_two_rows",
            words("Judul kolom terdiri dari dua baris (%(first)s dan %(last)s); keduanya dipakai sebagai judul, "
                  "data dimulai sesudahnya."),
            first=first, last=last,
        )  # fmt: skip
    if header.numbering_row:
        tell(header.numbering_row, "", "header_numbering", words("Baris nomor kolom di bawah judul; dilewati."))
    for key in header.twice:
        title, letter = header.titles[key], column_letter(header.at[key])
        tell(
            first, title, "header_twice",
            words("Judul %(title)s ada lebih dari sekali; dipakai kolom %(letter)s. Hapus yang tidak dipakai."),
            title=title, letter=letter,
        )  # fmt: skip
    if grid.rows_blank:
        tell(
            grid.row_blank_first, "", "rows_blank",
            words("%(rows)s baris kosong dilewati, yang pertama baris %(first)s. Tidak perlu diperbaiki."),
            rows=grid.rows_blank, first=grid.row_blank_first,
        )  # fmt: skip
    note_unread(grid, header, notes, file, layout)
    note_merged(grid, header, notes, file)
    note_formulas(grid, header, notes, file)


def note_unread(grid: Grid, header: Header, notes: Notes, file: str, layout: Layout) -> None:
    """Columns that hold something and are not read: without a title, or with one that nobody knows.

    A layout that the city set up leaves out on purpose what it does not name.
    """
    below = grid.cells.filter((pl.col("row") > header.row_last) & (pl.col("row") != header.numbering_row))
    above = grid.cells.filter(pl.col("row").is_between(header.row_first, header.row_last))
    bare: list[int] = []
    strange: list[str] = []
    for index in sorted(set(range(grid.width)) - set(header.at.values())):
        cells = below.get_column(f"c{index}")
        filled = int((cells.str.strip_chars() != "").sum())
        titles = [text.strip() for text in above.get_column(f"c{index}") if text and text.strip()]
        if not filled or any(plain_title(title) in {*layout.known, *LEFT_OUT} for title in titles):
            continue
        if titles:
            strange.append(titles[-1])
        else:
            bare.append(index)
    source = Source(file, grid.sheet, header.row_last)
    if bare:
        message = words(
            "Kolom tanpa judul (%(columns)s) terisi di %(count)s baris dan tidak dibaca. Beri judul bila isinya "
            "diperlukan, atau kosongkan."
        )
        filled_rows = below.filter(pl.any_horizontal(pl.col(f"c{i}").str.strip_chars() != "" for i in bare)).height
        values: dict[str, object] = {"columns": named(map(column_letter, bare)), "count": filled_rows}
        notes.add_one(Finding("warning", message, source, "column_untitled", values))
    if strange and layout is SIAK:
        message = words(
            "Kolom dengan judul yang tidak dikenal (%(columns)s) tidak dibaca. Bila isinya diperlukan, samakan "
            "judulnya dengan ekspor SIAK."
        )
        notes.add_one(Finding("warning", message, source, "column_unknown", {"columns": named(strange)}))


def named(titles: Iterable[str]) -> str:
    columns = list(titles)
    return ", ".join(columns[:UNREAD_NAMED_MAX]) + (" …" if len(columns) > UNREAD_NAMED_MAX else "")


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
        message = words(
            "Sel %(first)s:%(last)s digabung, jadi hanya %(first)s yang berisi dan yang lain terbaca kosong. "
            "Pisahkan selnya dan isi tiap baris."
        )
        source = Source(file, grid.sheet, area.row_first, header.title_of(area.column_first))
        notes.add_one(Finding("warning", message, source, "merged", {"first": first, "last": last}))
    if len(inside) > NAMED_MAX:
        rest = len(inside) - NAMED_MAX
        source = Source(file, grid.sheet, inside[NAMED_MAX].row_first)
        notes.add_one(
            Finding("warning", words("%(rest)s sel gabungan lain tidak dirinci."), source, "merged", {"rest": rest})
        )


def note_formulas(grid: Grid, header: Header, notes: Notes, file: str) -> None:
    """The value is what the spreadsheet last worked out; perhaps an old one, or an error shown as nothing."""
    names = {index: header.titles[key] for key, index in header.at.items()}
    inside = grid.formulas.filter((pl.col("row") > header.row_last) & pl.col("column").is_in(sorted(names))).sort(
        "row", "column"
    )
    for row, column in inside.head(NAMED_MAX).rows():
        message = words(
            "Sel ini berisi rumus; yang dibaca adalah hasil terakhirnya. "
            "Salin lalu tempel sebagai nilai supaya isinya pasti."
        )
        notes.add_one(Finding("warning", message, Source(file, grid.sheet, row, names[column]), "formula"))
    if inside.height > NAMED_MAX:
        source = Source(file, grid.sheet, int(inside.item(NAMED_MAX, "row")))
        more = words("Sel-sel lain di lembar ini juga berisi rumus dan tidak dirinci; tempel semuanya sebagai nilai.")
        notes.add_one(Finding("warning", more, source, "formula"))
