"""Rows that cannot be true together: a child older than its mother or father, a death before the birth."""

from datetime import date
from typing import Final

import polars as pl

from lontar.science import identity
from lontar.science.family_file.notes import Notes
from lontar.science.lifespans import FATHER, MOTHER, limit
from lontar.science.names import name_key_of
from lontar.science.trouble import words

NEEDED: Final = (
    "sheet", "row", "position", "gone", "family", "relation", "sex", "birth_date", "death_date", "nik", "name_key",
    "mother", "mother_nik", "father", "father_nik",
)  # fmt: skip
"""A filter copies every column it is given; a city's file is not copied for what nobody looks at."""


def note_contradictions(rows: pl.DataFrame, notes: Notes, *, on: date) -> None:
    """Warnings only: which of the two cells is wrong is for somebody who holds the papers to say."""
    rows = rows.select(NEEDED)
    note_deaths(rows, notes)
    note_parents(rows.filter(pl.col("gone").is_null()), notes, on=on)


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


PARENTS: Final = (
    # sex, the columns that name the parent, the limit of the age, and what is told
    ("P", "mother_nik", "mother", MOTHER, words(
        "Lahir %(child)s, padahal ibunya di baris %(row)s lahir %(parent)s. Periksa kedua tanggalnya, "
        "atau hubungan keluarganya bila ini anak tiri."
    )),
    ("L", "father_nik", "father", FATHER, words(
        "Lahir %(child)s, padahal ayahnya di baris %(row)s lahir %(parent)s. Periksa kedua tanggalnya, "
        "atau hubungan keluarganya bila ini anak tiri."
    )),
)  # fmt: skip


def note_parents(rows: pl.DataFrame, notes: Notes, *, on: date) -> None:
    """A parent is who the row names by NIK; else the woman, or the man, at the head of the family, unless the row
    names another one, for a stepchild may well be older.
    """
    born = rows.filter(pl.col("birth_date").is_not_null())
    for sex, number, name, bound, message in PARENTS:
        parents = born.filter(pl.col("sex") == sex).select(
            "family",
            "relation",
            pl.col("nik").alias("parent_nik"),
            pl.col("name_key").alias("parent_key"),
            pl.col("row").alias("parent_row"),
            pl.col("birth_date").alias("parent_birth"),
        )
        if parents.is_empty():
            continue
        years = limit(bound, on).years
        too_young = pl.col("birth_date") < pl.col("parent_birth").dt.offset_by(f"{years}y")
        numbered = parents.drop("family", "relation").filter(pl.col("parent_nik").is_not_null())
        by_number = (
            born.filter(pl.col(number).is_not_null())
            .with_columns(identity.bare_number(pl.col(number)).alias("number"))
            .join(numbered.unique("parent_nik", keep="none"), left_on="number", right_on="parent_nik", how="inner")
            .filter(too_young)
        )
        heads = parents.filter(pl.col("relation").is_in(["head", "spouse"])).unique("family", keep="none")
        told = by_number.get_column("position")
        by_family = (
            born.filter((pl.col("relation") == "child") & ~pl.col("position").is_in(told.implode()))
            .join(heads.drop("relation"), on="family", how="inner")
            .filter(too_young)
            .with_columns(name_key_of(pl.col(name)).alias("named"))
        )
        unnamed = pl.col("named").is_null() | (pl.col("named") == "")
        by_family = by_family.filter(unnamed | (pl.col("named") == pl.col("parent_key")))
        columns = ["sheet", "row", "birth_date", "parent_row", "parent_birth"]
        notes.add(
            pl.concat([by_number.select(columns), by_family.select(columns)]).sort("sheet", "row"),
            "warning",
            "birth_date",
            "child_older",
            message,
            child=pl.col("birth_date").dt.strftime("%d/%m/%Y"),
            parent=pl.col("parent_birth").dt.strftime("%d/%m/%Y"),
            row=pl.col("parent_row"),
        )
