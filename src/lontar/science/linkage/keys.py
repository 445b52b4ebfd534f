"""Persons as keys that can be compared: what was written becomes sounds, digits and parts of dates."""

from datetime import date
from typing import Final

import polars as pl

from lontar.science.dates import IMPOSSIBLE, day_month_year, read_date
from lontar.science.family_file.codes import SEX
from lontar.science.linkage.sounds import sound_of
from lontar.science.names import ABBREVIATIONS, DEGREE_TAIL, DEGREES, SIGNS, TITLES

COLUMNS: Final = (
    "nik", "no_kk", "nama", "nama_ibu", "tanggal_lahir", "jenis_kelamin", "kode_kelurahan", "rt", "rw", "alamat",
)  # fmt: skip
"""What a file of persons may tell; each may be absent."""

KEYS: Final = {
    "name_key": pl.String, "name_words": pl.List(pl.String), "given": pl.String,
    "mother_key": pl.String, "mother_words": pl.List(pl.String), "mother_given": pl.String,
    "nik": pl.String, "card": pl.String, "day": pl.Int16, "month": pl.Int16, "year": pl.Int16, "sex": pl.String,
    "born": pl.String, "nik_outer": pl.String, "nik_fits": pl.Boolean, "ward": pl.String, "block": pl.String, "street_key": pl.String, "street_words": pl.List(pl.String),
}  # fmt: skip
"""The comparable columns, beside `row`, the position in the file."""

NUMBER_LENGTH_MIN: Final = 5
BEARERS_MAX: Final = 12
"""A number that more rows bear is a stopgap such as 9999999999999999, not somebody's number."""
STREET_NOISE: Final = ("JL", "JLN", "JALAN", "JLAN", "GG", "GANG", "NO", "NOMOR", "KEL", "KELURAHAN", "RT", "RW", "DSN")
_NO_NAME: Final = ("", "NN", "XXX", "NULL", "NONE", "NAN", "TIDAK", "BELUM", "DIKETAHUI", "ADA", "TDK")


def keys(persons: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """One row of keys for each row of `persons`; absent columns and empty cells are null, which says nothing.

    `on` is the day by which a year of two digits is read.
    """
    missing = [pl.lit(None, pl.String).alias(name) for name in COLUMNS if name not in persons.columns]
    persons = persons.with_columns(missing).select(
        pl.col(name) if persons.with_columns(missing).schema[name] == pl.Date else pl.col(name).cast(pl.String)
        for name in COLUMNS
    )
    name = _words(persons.get_column("nama"), "name")
    mother = _words(persons.get_column("nama_ibu"), "mother")
    street = _street(persons.get_column("alamat"))
    born = _born(persons.get_column("tanggal_lahir"), on)
    numbers = pl.DataFrame([_number(persons.get_column("nik")), _number(persons.get_column("no_kk")).alias("card")])
    numbers = numbers.with_columns(_if_few(column) for column in ("nik", "card"))
    sex, where = _sex(persons.get_column("jenis_kelamin")), _where(persons)
    found = pl.concat([name, mother, numbers, born, sex, where, street], how="horizontal")
    found = _born_by_nik(found, on).with_columns(pl.format("{}-{}-{}", "year", "month", "day").alias("born"))
    found = found.with_columns(*_nik_apart())
    return found.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"), *KEYS)


def _words(names: pl.Series, prefix: str) -> pl.DataFrame:
    """Key, words and given name, by sound; each name and each word is worked out once."""
    distinct = pl.DataFrame({"written": names.unique().drop_nulls()}).with_row_index("name")
    upper = pl.col("written").str.to_uppercase().str.replace(DEGREE_TAIL, "").str.replace_many(SIGNS)
    split = distinct.select("name", upper.str.split(" ").alias("word")).explode("word", empty_as_null=True)
    words = split.select(pl.col("word").unique().drop_nulls())
    spelt = pl.col("word").str.replace_all(r"[^A-Z]", "").replace(ABBREVIATIONS)
    words = words.with_columns(
        sound_of(spelt).alias("heard"),
        spelt.is_in(sorted(TITLES | DEGREES)).alias("noise"),
        (spelt.is_in(list(_NO_NAME)) | (spelt == "")).alias("nothing"),
    )
    split = split.join(words, on="word", how="inner", maintain_order="left").filter(~pl.col("nothing"))
    # A name of titles only keeps its words.
    kept = split.filter(~pl.col("noise") | pl.col("noise").all().over("name"))
    given = kept.unique("name", keep="first").select("name", given="heard")
    found = distinct.join(_joined(kept, "name", "heard"), on="name", how="left").join(given, on="name", how="left")
    found = found.select(
        "written",
        pl.col("text").alias(f"{prefix}_key"),
        pl.col("heard").alias(f"{prefix}_words"),
        pl.col("given").alias("given" if prefix == "name" else f"{prefix}_given"),
    )
    return _beside(names, found)


def _joined(rows: pl.DataFrame, owner: str, word: str) -> pl.DataFrame:
    """For each owner its different words in order of the alphabet, as list and as `text`.

    The table is sorted as a whole: sorting each list by itself is thirty times slower.
    """
    ordered = rows.select(owner, word).unique().sort(owner, word)
    lists = ordered.group_by(owner, maintain_order=True).agg(word)
    return lists.with_columns(pl.col(word).list.join(" ").alias("text"))


def _beside(column: pl.Series, table: pl.DataFrame) -> pl.DataFrame:
    """The table's row for each spelling, in the order of the column."""
    rows = column.alias("written").to_frame()
    return rows.join(table, on="written", how="left", maintain_order="left").drop("written")


def _street(addresses: pl.Series) -> pl.DataFrame:
    """The words and numbers of an address in order of the alphabet, without the words that every address has."""
    distinct = pl.DataFrame({"written": addresses.unique().drop_nulls()}).with_row_index("street")
    plain = pl.col("written").str.to_uppercase().str.replace_all(r"[^A-Z0-9]+", " ").str.split(" ")
    words = distinct.select("street", plain.alias("word")).explode("word", empty_as_null=True)
    words = words.with_columns(pl.col("word").str.strip_chars_start("0"))
    words = words.filter(~pl.col("word").is_in(["", *STREET_NOISE]))
    found = distinct.join(_joined(words, "street", "word"), on="street", how="left")
    return _beside(addresses, found.select("written", street_key="text", street_words="word"))


def _number(column: pl.Series) -> pl.Series:
    """The digits; null where they are too few, covered by signs, damaged by a spreadsheet or a stopgap."""
    written = pl.col("written")
    plain = pl.DataFrame({"written": column}).select(
        pl.when(written.str.contains(r"^[0-9]{5,18}$")).then(written).alias("number"), written
    )
    odd = plain.filter(pl.col("number").is_null()).select(written.unique().drop_nulls())
    digits = written.str.replace(r"[.,]0+$", "").str.replace_all(r"[^0-9]", "")
    damaged = written.str.contains(r"\d[eE]\+?\d|[*•xX#]")
    useful = (digits.str.len_bytes() >= NUMBER_LENGTH_MIN) & ~damaged
    cleaned = odd.select(written, pl.when(useful).then(digits).alias("cleaned"))
    number = plain.join(cleaned, on="written", how="left", maintain_order="left").select(
        pl.coalesce("number", "cleaned").alias(column.name)
    )
    filler = pl.col(column.name).str.contains(r"^(?:0+|1+|2+|3+|4+|5+|6+|7+|8+|9+)$|0{9}$")
    return number.select(pl.when(~filler).then(pl.col(column.name))).to_series()


def _if_few(column: str) -> pl.Expr:
    """The number, unless more rows bear it than one person or one family can have."""
    most = BEARERS_MAX if column == "nik" else 5 * BEARERS_MAX
    return pl.when(pl.len().over(column) <= most).then(pl.col(column)).alias(column)


def _born(column: pl.Series, on: date) -> pl.DataFrame:
    """Day, month and year; a date that cannot be keeps its parts, for a slip is still evidence."""
    if column.dtype == pl.Date:
        parts = {"day": column.dt.day(), "month": column.dt.month(), "year": column.dt.year()}
        return pl.DataFrame(parts).cast(pl.Int16)
    spellings = column.unique().drop_nulls().alias("written")
    read = [_parts(text, on) for text in spellings]
    schema = {"day": pl.Int16, "month": pl.Int16, "year": pl.Int16}
    table = pl.DataFrame(read, schema=schema, orient="row").with_columns(spellings)
    return _beside(column, table)


def _parts(text: str, on: date) -> tuple[int | None, int | None, int | None]:
    found = read_date(text, on=on)
    if found.day is not None:
        return found.day.day, found.day.month, found.day.year
    parts = day_month_year(text.strip().lower()) if found.state == IMPOSSIBLE else None
    return (parts[0], parts[1], parts[2]) if parts and parts[3] == 4 else (None, None, None)


def _born_by_nik(found: pl.DataFrame, on: date) -> pl.DataFrame:
    """Where no date is written, the one in the NIK; the century is the latest that is not in the future."""
    sixteen = (pl.col("nik").str.len_bytes() == 16) & pl.col("year").is_null()
    day = pl.col("nik").str.slice(6, 2).cast(pl.Int16, strict=False)
    woman = day > 40
    day = pl.when(woman).then(day - 40).otherwise(day)
    month = pl.col("nik").str.slice(8, 2).cast(pl.Int16, strict=False)
    year = pl.col("nik").str.slice(10, 2).cast(pl.Int16, strict=False)
    year = pl.when(year + 2000 <= on.year).then(year + 2000).otherwise(year + 1900)
    real = sixteen & day.is_between(1, 31) & month.is_between(1, 12)
    by_nik = {"day": day, "month": month, "year": year}
    return found.with_columns(
        *(
            pl.when(real).then(value.cast(pl.Int16)).otherwise(pl.col(name)).alias(name)
            for name, value in by_nik.items()
        ),
    )


def _nik_apart() -> tuple[pl.Expr, pl.Expr]:
    """District and serial of a NIK in one, and whether its date is the written one."""
    sixteen = pl.col("nik").str.len_bytes() == 16
    day = pl.col("nik").str.slice(6, 2).cast(pl.Int16, strict=False) % 40
    fits = (
        (day == pl.col("day"))
        & (pl.col("nik").str.slice(8, 2).cast(pl.Int16, strict=False) == pl.col("month"))
        & (pl.col("nik").str.slice(10, 2).cast(pl.Int16, strict=False) == pl.col("year") % 100)
    )
    outer = pl.col("nik").str.slice(0, 6) + pl.col("nik").str.slice(12, 4)
    return pl.when(sixteen).then(outer).alias("nik_outer"), (sixteen & fits).fill_null(False).alias("nik_fits")


def _sex(column: pl.Series) -> pl.DataFrame:
    texts = column.unique().drop_nulls()
    codes = [SEX.get("".join(sign for sign in text.upper() if sign.isalnum())) for text in texts]
    table = pl.DataFrame({"written": texts, "sex": codes}, schema={"written": pl.String, "sex": pl.String})
    return _beside(column, table)


def _where(persons: pl.DataFrame) -> pl.DataFrame:
    """Ward as its code's signs; RT and RW as `3/5`, where one of them alone still tells something."""
    places = persons.select("kode_kelurahan", "rt", "rw")
    distinct = places.unique()
    ward = pl.col("kode_kelurahan").str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "")
    rt, rw = (
        pl.col(name).str.extract(r"(\d{1,3})", 1).str.strip_chars_start("0").fill_null("") for name in ("rt", "rw")
    )
    distinct = distinct.with_columns(
        pl.when(ward != "").then(ward).alias("ward"),
        pl.when((rt != "") | (rw != "")).then(pl.concat_str([rt, rw], separator="/")).alias("block"),
    )
    on = ["kode_kelurahan", "rt", "rw"]
    return places.join(distinct, on=on, how="left", nulls_equal=True, maintain_order="left").select("ward", "block")
