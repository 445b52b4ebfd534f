"""The same NIK, or the same person, more than once in one file."""

import polars as pl

from lontar.science.family_file.notes import Notes
from lontar.science.trouble import words


def note_duplicates(rows: pl.DataFrame, notes: Notes) -> None:
    """A person repeated in the same family is an error; one NIK on two people is a warning on both.

    Two people with one number are both let in: which of them it belongs to is for the office of
    civil registration to say, and neither may lose aid meanwhile.
    """
    repeated = note_same_nik(rows, notes)
    note_same_person(rows, repeated, notes)


def note_same_nik(rows: pl.DataFrame, notes: Notes) -> pl.Series:
    """Returns the positions of rows that literally repeat an earlier one."""
    facts = ("family", "name_key", "birth_date", "row", "sheet")
    known = rows.select("nik", "position", *facts).filter(pl.col("nik").is_not_null())
    shared = known.filter(pl.col("nik").is_duplicated()).sort("position")
    first = shared.group_by("nik", maintain_order=True).agg(
        pl.col("position").first().alias("first_position"),
        *(pl.col(key).first().alias(f"first_{key}") for key in facts),
    )
    second = shared.group_by("nik", maintain_order=True).agg(
        pl.col("row").get(1).alias("second_row"), pl.col("sheet").get(1).alias("second_sheet")
    )
    pairs = shared.join(first, on="nik").join(second, on="nik")
    later = pairs.filter(pl.col("position") != pl.col("first_position"))
    same_name = (pl.col("name_key") == pl.col("first_name_key")).fill_null(False)
    same_birth = (pl.col("birth_date") == pl.col("first_birth_date")).fill_null(False)
    literal = (pl.col("family") == pl.col("first_family")) & (same_name | same_birth)
    repeat = later.filter(literal)
    notes.add(
        repeat,
        "error",
        "nik",
        "person_repeated",
        words("Orang ini sudah ada di baris %(row)s, dengan NIK yang sama di keluarga yang sama. Hapus salah satu."),
        row=spot("first_row", "first_sheet"),
    )
    both = later.filter((pl.col("family") != pl.col("first_family")) & same_name & same_birth)
    notes.add(
        both,
        "warning",
        "nik",
        "person_two_families",
        words(
            "Orang yang sama (NIK, nama, tanggal lahir) ada di dua keluarga: baris %(row)s dan baris ini. Satu orang "
            "hanya anggota satu keluarga; hapus yang salah. Sementara itu keduanya masuk dan menunggu diputuskan."
        ),
        row=spot("first_row", "first_sheet"),
    )
    apart = later.filter(~literal & ~pl.col("position").is_in(both.get_column("position").implode()))
    notes.add(
        apart,
        "warning",
        "nik",
        "nik_twice",
        words("NIK ini juga dipakai di baris %(row)s. Periksa KTP keduanya; keduanya tetap masuk."),
        row=spot("first_row", "first_sheet"),
    )
    firsts = pairs.filter(
        (pl.col("position") == pl.col("first_position")) & pl.col("nik").is_in(apart.get_column("nik").implode())
    )
    notes.add(
        firsts,
        "warning",
        "nik",
        "nik_twice",
        words("NIK ini juga dipakai di baris %(row)s. Periksa KTP keduanya; keduanya tetap masuk."),
        row=spot("second_row", "second_sheet"),
    )
    return repeat.get_column("position")


def spot(row: str, sheet: str) -> pl.Expr:
    """The row's number, with the other sheet's name in brackets where it is another sheet."""
    elsewhere = pl.col(sheet) != pl.col("sheet")
    number = pl.col(row).cast(pl.String)
    return pl.when(elsewhere).then(pl.format("{} ({})", number, pl.col(sheet))).otherwise(number)


def note_same_person(rows: pl.DataFrame, told: pl.Series, notes: Notes) -> None:
    """The same name and birth date twice in one family, where the NIK does not say it already.

    Where both have well-formed, different NIKs they may be two people (or one with two numbers): a warning.
    """
    key = ("family", "name_key", "birth_date")
    full = rows.select("sheet", "row", "position", "nik", *key).filter(
        pl.all_horizontal(pl.col(name).is_not_null() for name in key)
    )
    shared = full.filter(pl.struct(key).is_duplicated()).sort("position")
    first = shared.group_by(key, maintain_order=True).agg(
        pl.col("position").first().alias("first_position"),
        *(pl.col(name).first().alias(f"first_{name}") for name in ("row", "sheet", "nik")),
    )
    later = shared.join(first, on=key).filter(
        (pl.col("position") != pl.col("first_position")) & ~pl.col("position").is_in(told.implode())
    )
    two_numbers = pl.col("nik").is_not_null() & pl.col("first_nik").is_not_null()
    notes.add(
        later.filter(~two_numbers),
        "error",
        "name",
        "person_repeated",
        words("Orang ini sudah ada di baris %(row)s, dengan nama dan tanggal lahir yang sama. Hapus salah satu."),
        row=spot("first_row", "first_sheet"),
    )
    notes.add(
        later.filter(two_numbers & (pl.col("nik") != pl.col("first_nik"))),
        "warning",
        "nik",
        "two_niks",
        words(
            "Nama dan tanggal lahirnya sama dengan baris %(row)s, tetapi NIK-nya lain. Periksa apakah ini orang yang sama."
        ),
        row=spot("first_row", "first_sheet"),
    )
