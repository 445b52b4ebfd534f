"""Rows that cannot be true together: a child older than its mother, a death before the birth."""

from datetime import date
from typing import Final

import polars as pl

from lontar.science import identity
from lontar.science.family_file.notes import Notes
from lontar.science.lifespans import MOTHER, limit
from lontar.science.names import name_key_of
from lontar.science.trouble import words

NEEDED: Final = (
    "sheet", "row", "position", "gone", "family", "relation", "sex", "birth_date", "death_date", "nik", "name_key",
    "mother", "mother_nik",
)  # fmt: skip
"""A filter copies every column it is given; a city's file is not copied for what nobody looks at."""


def note_contradictions(rows: pl.DataFrame, notes: Notes, *, on: date) -> None:
    """Warnings only: which of the two cells is wrong is for somebody who holds the papers to say."""
    rows = rows.select(NEEDED)
    note_deaths(rows, notes)
    note_mothers(rows.filter(pl.col("gone").is_null()), notes, limit(MOTHER, on).years)


def note_deaths(rows: pl.DataFrame, notes: Notes) -> None:
    notes.add(
        rows.filter((pl.col("death_date") < pl.col("birth_date")).fill_null(False)),
        "warning",
        "death_date",
        "death_before_birth",
        words("Meninggal %(death)s sebelum lahir %(birth)s. Periksa kedua tanggalnya menurut akta."),
        death=pl.col("death_date").dt.strftime("%d/%m/%Y"),
        birth=pl.col("birth_date").dt.strftime("%d/%m/%Y"),
    )


def note_mothers(rows: pl.DataFrame, notes: Notes, years: int) -> None:
    """A mother is who the row names by NIK; else the wife or woman at the head of the family, unless the row
    names another woman, for a stepchild may well be older.
    """
    born = rows.filter(pl.col("birth_date").is_not_null())
    women = born.filter(pl.col("sex") == "P").select(
        "family",
        "relation",
        pl.col("nik").alias("woman_nik"),
        pl.col("name_key").alias("woman_key"),
        pl.col("row").alias("woman_row"),
        pl.col("birth_date").alias("woman_birth"),
    )
    if women.is_empty():
        return
    too_young = pl.col("birth_date") < pl.col("woman_birth").dt.offset_by(f"{years}y")
    mothers = (
        women.drop("family", "relation").filter(pl.col("woman_nik").is_not_null()).unique("woman_nik", keep="none")
    )
    by_number = (
        born.filter(pl.col("mother_nik").is_not_null())
        .with_columns(identity.bare_number(pl.col("mother_nik")).alias("mother_number"))
        .join(mothers, left_on="mother_number", right_on="woman_nik", how="inner")
        .filter(too_young)
    )
    wives = women.filter(pl.col("relation").is_in(["head", "spouse"])).unique("family", keep="none").drop("relation")
    told = by_number.get_column("position")
    by_family = (
        born.filter((pl.col("relation") == "child") & ~pl.col("position").is_in(told.implode()))
        .join(wives, on="family", how="inner")
        .filter(too_young)
        .with_columns(name_key_of(pl.col("mother")).alias("mother_key"))
    )
    unnamed = pl.col("mother_key").is_null() | (pl.col("mother_key") == "")
    by_family = by_family.filter(unnamed | (pl.col("mother_key") == pl.col("woman_key")))
    columns = ["sheet", "row", "birth_date", "woman_row", "woman_birth"]
    pairs = pl.concat([by_number.select(columns), by_family.select(columns)]).sort("sheet", "row")
    notes.add(
        pairs,
        "warning",
        "birth_date",
        "child_older",
        words(
            "Lahir %(child)s, padahal ibunya di baris %(row)s lahir %(mother)s. Periksa kedua tanggalnya, "
            "atau hubungan keluarganya bila ini anak tiri."
        ),
        child=pl.col("birth_date").dt.strftime("%d/%m/%Y"),
        mother=pl.col("woman_birth").dt.strftime("%d/%m/%Y"),
        row=pl.col("woman_row"),
    )
