"""Rows of a list that are about nobody: sums, remarks, the place and day of signing, who signs."""

from typing import Final

import polars as pl

from lontar.science.family_file.columns import Header
from lontar.science.family_file.notes import Notes
from lontar.science.grid import ROW, Grid, rows_named
from lontar.science.trouble import words

SUM: Final = r"(?i)^\W*(grand\s*total|sub\s*[- ]?total|total|jumlah|jml)\b"
SIGNED: Final = (
    r"(?i)^\W*(mengetahui|menyetujui|mengesahkan|disahkan|ditetapkan|keterangan|ket\b|catatan|nb\b|sumber|dicetak|"
    r"rekapitulasi)\b|^[\p{L} .]{3,40},\s*(tgl\.?\s*)?\d{1,2}[ -][\p{L}\d]+[ -]\d{4}\W*$"
)
ABOUT_SOMEBODY: Final = ("birth_date", "sex", "relation", "ward")
"""Whoever is on a list has at least one of these; a row without any may still be a person, so its words decide."""
LONG_NUMBER: Final = r"(?i)^\d{10,17}$|^\d[.,]?\d*E\+?\d+$"
"""A card's number, whole, cut or rounded; what stands under a signature (NIP) has 18 digits."""


def without_closing_rows(frame: pl.DataFrame, grid: Grid, header: Header, notes: Notes) -> pl.DataFrame:
    """`frame` (the rows under one header, with our keys) without sums, and without what stands below the list.

    A row goes only if it holds nothing of a person and says in words what it is, or stands below one that does,
    at the end of the sheet. It is told, so that nobody is left out by silence.
    """
    bare = pl.all_horizontal(pl.col(key).is_null() for key in ABOUT_SOMEBODY)
    numbers = pl.any_horizontal(
        pl.col(key).str.replace_all(r"[\s'-]", "").str.contains(LONG_NUMBER).fill_null(False) for key in ("nik", "kk")
    )
    about_nobody = frame.filter(bare).filter(~numbers).get_column(ROW)
    if about_nobody.is_empty():
        return frame
    texts = [pl.col(f"c{i}").str.strip_chars() for i in range(grid.width)]
    first = pl.coalesce(pl.when(text.str.contains(r"\p{L}")).then(text) for text in texts)
    said = grid.cells.filter(pl.col(ROW).is_in(about_nobody.implode())).select(
        ROW, first.str.contains(SUM).alias("sum"), first.str.contains(SIGNED).alias("signed")
    )
    person_last = frame.filter(~pl.col(ROW).is_in(about_nobody.implode())).get_column(ROW).max() or 0
    below = said.filter(pl.col(ROW) > person_last)
    begins = below.filter(pl.col("sum") | pl.col("signed")).get_column(ROW).min()
    gone = [row for row, is_sum in said.select(ROW, "sum").rows() if is_sum or (begins and row >= begins)]
    if not gone:
        return frame
    notes.add(
        frame.filter(pl.col(ROW) == gone[0]),
        "warning",
        "",
        "about_nobody",
        words("Baris %(rows)s berisi jumlah, keterangan atau tanda tangan, bukan orang; dilewati."),
        rows=rows_named(gone),
    )
    return frame.filter(~pl.col(ROW).is_in(gone))
