"""How long a text may be that a registry keeps, and what is said of a longer one."""

from typing import Final

import polars as pl

from lontar.science.family_file.columns import TITLE
from lontar.science.family_file.notes import Notes
from lontar.science.grid import rows_named
from lontar.science.trouble import words

KEPT: Final = {"name": 120, "father": 120, "mother": 120, "birth_place": 80, "occupation": 60, "address": 200}
"""Letters of each text that are kept; what a file says beyond them is told and left out."""


def within(rows: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """The rows with no text longer than is kept; one finding for each column and sheet, whatever the number of rows.

    A name has a finding in each row (rows.note_persons), for there the column itself may be a wrong one.
    """
    for key, most in KEPT.items():
        longer = rows.filter(pl.col(key).str.len_chars() > most)
        if longer.is_empty():
            continue
        for where in longer.partition_by("sheet") if key != "name" else ():
            notes.add(
                where.head(1),
                "warning",
                key,
                "text_long",
                words(
                    "%(title)s lebih dari %(most)s huruf di %(count)s baris (%(rows)s); yang selebihnya tidak "
                    "disimpan. Singkatkan, atau periksa apakah kolomnya benar."
                ),
                title=TITLE[key],
                most=most,
                count=where.height,
                rows=rows_named(where.get_column("row")),
            )
        rows = rows.with_columns(pl.col(key).str.slice(0, most))
    return rows
