"""Persons as keys that can be compared: what was written becomes sounds, digits and parts of dates."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from lontar.science.dates import IMPOSSIBLE, day_month_year, read_date
from lontar.science.family_file.codes import SEX
from lontar.science.linkage.facts import (
    DIGITS,
    NO_DIGITS,
    THREADS,
    Bools,
    Hashes,
    Number,
    bearers_of,
    codes_of,
    numbers,
)
from lontar.science.linkage.spellings import spellings
from lontar.science.linkage.words import name_keys, street_keys

Parts = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

COLUMNS: Final = (
    "nik", "no_kk", "nama", "nama_ibu", "tanggal_lahir", "jenis_kelamin", "kode_kelurahan", "rt", "rw", "alamat",
)  # fmt: skip
"""What a file of persons may tell; each may be absent."""

KEYS: Final = {
    "name_key": pl.String, "given": pl.String, "mother_key": pl.String,
    "nik": pl.String, "card": pl.String, "day": pl.Int16, "month": pl.Int16, "year": pl.Int16, "sex": pl.String,
    "born": pl.String, "nik_outer": pl.String, "nik_fits": pl.Boolean,
    "ward": pl.String, "block": pl.String, "street_key": pl.String,
    "name_shape": pl.UInt64, "mother_shape": pl.UInt64, "street_shape": pl.UInt64,
    "nik_digits": pl.UInt64, "card_digits": pl.UInt64,
}  # fmt: skip
"""The comparable columns, beside `row`, the position in the file."""

NUMBER_LENGTH_MIN: Final = 5
BEARERS_MAX: Final = 12
"""A number that more rows bear is a stopgap such as 9999999999999999, not somebody's number."""
_DAY_FIRST, _YEAR_FIRST = r"^\d{2}[-/]\d{2}[-/]\d{4}$", r"^\d{4}-\d{2}-\d{2}$"


def keys(persons: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """One row of keys for each row of `persons`; absent columns and empty cells are null, which says nothing.

    `on` is the day by which a year of two digits is read.
    """
    missing = [pl.lit(None, pl.String).alias(name) for name in COLUMNS if name not in persons.columns]
    persons = persons.with_columns(missing)
    written = {
        name: column if column.dtype == pl.Date else column.cast(pl.String)
        for name in COLUMNS for column in [persons.get_column(name)]
    }  # fmt: skip
    with ThreadPoolExecutor(THREADS) as pool:
        names = pool.submit(name_keys, pl.concat([written["nama"], written["nama_ibu"].alias("nama")]))
        street = pool.submit(street_keys, written["alamat"])
        nik = pool.submit(_number, written["nik"], BEARERS_MAX)
        card = pool.submit(_number, written["no_kk"], 5 * BEARERS_MAX)
        sex = pool.submit(_sex, written["jenis_kelamin"])
        where = pool.submit(_where, written)
        born = _with_nik(*nik.result(), _born(written["tanggal_lahir"], on), on)
        key, shape, given = names.result()
        street_key, street_shape = street.result()
    size = len(persons)
    return pl.DataFrame([
        pl.int_range(size, dtype=pl.UInt32, eager=True).alias("row"),
        key.head(size).alias("name_key"), given.head(size).alias("given"), key.slice(size).alias("mother_key"),
        nik.result()[0].alias("nik"), card.result()[0].alias("card"), *born[:3], sex.result().alias("sex"), *born[3:],
        *where.result(), street_key.alias("street_key"), shape.head(size).alias("name_shape"),
        shape.slice(size).alias("mother_shape"), street_shape.alias("street_shape"),
        pl.Series("nik_digits", nik.result()[1]), pl.Series("card_digits", card.result()[1]),
    ]).select("row", *KEYS)  # fmt: skip


def _number(written: pl.Series, most: int) -> tuple[pl.Series, Hashes]:
    """The digits as text and packed; nothing where they are too few, covered, damaged, a stopgap, or of too many."""
    plain = written.str.contains(r"^[0-9]{5,18}$").fill_null(False)
    odd = written.is_not_null() & ~plain
    number = written
    if odd.any():
        text = pl.col("text")
        digits = text.str.replace(r"[.,]0+$", "").str.replace_all(r"[^0-9]", "")
        damaged = text.str.contains(r"\d[eE]\+?\d|[*•xX#]")
        useful = (digits.str.len_bytes() >= NUMBER_LENGTH_MIN) & ~damaged
        cleaned = written.filter(odd).alias("text").to_frame().select(pl.when(useful).then(digits)).to_series()
        at = np.where(odd.to_numpy(), np.cumsum(odd.to_numpy()) - 1 + len(written), np.arange(len(written)))
        number = pl.concat([written.alias("number"), cleaned.alias("number")]).gather(at)
    packed = numbers(number)
    given = _is_given(packed) & (bearers_of(codes_of(number)) <= most)
    kept = number.alias("number").to_frame().select(pl.when(pl.Series(given)).then(pl.col("number"))).to_series()
    return kept, np.where(given, packed.digits, NO_DIGITS)


def _is_given(number: Number) -> Bools:
    """Whether somebody gave this number to somebody: not one digit all through, nor nine noughts at its end."""
    behind = (4 * np.maximum(DIGITS - number.lengths.astype(np.int64), 0)).astype(np.uint64)
    one = (number.digits >> np.uint64(60)) * np.uint64(0x1111111111111111)
    noughts = (number.digits >> np.minimum(behind, np.uint64(63))) & np.uint64(0xFFFFFFFFF) == 0
    given: Bools = (number.digits >> behind % np.uint64(64) != one >> behind % np.uint64(64)) & ~noughts
    return given & (number.lengths > 0)


def _born(column: pl.Series, on: date) -> Parts:
    """Day, month and year as rows, 0 where unknown; a date that cannot be keeps its parts, for a slip is still evidence."""
    if column.dtype == pl.Date:
        return np.stack([part.fill_null(0).to_numpy().astype(np.int64)
                         for part in (column.dt.day(), column.dt.month(), column.dt.year())])  # fmt: skip
    different = spellings(column)
    written = different.values.alias("written").to_frame()
    day_first = pl.col("written").str.replace_all("/", "-", literal=True)
    read = written.select(
        pl.coalesce(
            pl.when(pl.col("written").str.contains(_DAY_FIRST)).then(day_first.str.to_date("%d-%m-%Y", strict=False)),
            pl.when(pl.col("written").str.contains(_YEAR_FIRST))
            .then(pl.col("written").str.to_date("%Y-%m-%d", strict=False)),
        ).alias("day")
    ).get_column("day")  # fmt: skip
    parts = np.zeros((3, len(written) + 1), dtype=np.int64)
    for at, part in enumerate((read.dt.day(), read.dt.month(), read.dt.year())):
        parts[at, :-1] = part.fill_null(0).to_numpy()
    for at in np.flatnonzero((read.is_null() | (read > on)).to_numpy()).tolist():
        parts[:, at] = _parts(written.item(at, 0), on)
    return parts[:, different.at]


def _parts(text: str, on: date) -> tuple[int, int, int]:
    found = read_date(text, on=on)
    if found.day is not None:
        return found.day.day, found.day.month, found.day.year
    parts = day_month_year(text.strip().lower()) if found.state == IMPOSSIBLE else None
    return (parts[0], parts[1], parts[2]) if parts and parts[3] == 4 else (0, 0, 0)


def _with_nik(nik: pl.Series, digits: Hashes, born: Parts, on: date) -> list[pl.Series]:
    """Day, month and year, by the NIK where no date is written; the date as text; what the NIK says beside its date.

    The century is the latest that is not in the future. `nik_outer` is district and serial in one, and `nik_fits`
    whether the date in the NIK is the written one.
    """
    day, month, year = (
        ((digits >> np.uint64(at + 4) & np.uint64(15)) * 10 + (digits >> np.uint64(at) & np.uint64(15)))
        .astype(np.int64) for at in (32, 24, 16)
    )  # fmt: skip
    sixteen = (nik.str.len_bytes() == DIGITS).fill_null(False).to_numpy()
    known = born[2] != 0
    fits = sixteen & known & (day % 40 == born[0]) & (month == born[1]) & (year == born[2] % 100)
    day = np.where(day > 40, day - 40, day)
    by_nik = sixteen & ~known & (day >= 1) & (day <= 31) & (month >= 1) & (month <= 12)
    year = np.where(year + 2000 <= on.year, year + 2000, year + 1900)
    parts = [np.where(by_nik, told, written) for told, written in zip((day, month, year), born, strict=True)]
    known |= by_nik
    packed = pl.Series("packed", parts[2] * 65_536 + parts[1] * 256 + parts[0])
    dates = spellings(packed.to_frame().select(pl.when(pl.Series(known)).then(pl.col("packed"))).to_series())
    text = dates.values.alias("date").to_frame().select(
        pl.format("{}-{}-{}", pl.col("date") // 65_536, pl.col("date") // 256 % 256, pl.col("date") % 256)
    ).to_series()  # fmt: skip
    outer = pl.DataFrame({"nik": nik}).select(
        pl.when(pl.Series(sixteen)).then(pl.col("nik").str.slice(0, 6) + pl.col("nik").str.slice(12, 4))
    ).to_series()  # fmt: skip
    three = pl.DataFrame(dict(zip(("day", "month", "year"), parts, strict=True))).select(
        pl.when(pl.Series(known)).then(pl.all().cast(pl.Int16))
    )  # fmt: skip
    return [
        *(three.get_column(name) for name in ("day", "month", "year")),
        dates.spread(text).alias("born"), outer.alias("nik_outer"), pl.Series("nik_fits", fits | by_nik),
    ]  # fmt: skip


def _sex(column: pl.Series) -> pl.Series:
    different = spellings(column)
    codes = [SEX.get("".join(sign for sign in text.upper() if sign.isalnum())) for text in different.values]
    return different.spread(pl.Series(codes, dtype=pl.String))


def _where(written: dict[str, pl.Series]) -> list[pl.Series]:
    """Ward as its code's signs; RT and RW as `3/5`, where one of them alone still tells something."""
    wards = spellings(written["kode_kelurahan"])
    signs = wards.values.str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "")
    ward = wards.spread(signs.to_frame("ward").select(pl.when(pl.col("ward") != "").then(pl.col("ward"))).to_series())
    numbered = []
    for name in ("rt", "rw"):
        different = spellings(written[name])
        short = different.values.str.extract(r"(\d{1,3})", 1).str.strip_chars_start("0").fill_null("")
        numbered.append(different.spread(short).fill_null("").alias(name))
    both = pl.DataFrame(numbered).select(pl.concat_str("rt", "rw", separator="/").alias("block"))
    block = both.select(pl.when(pl.col("block") != "/").then(pl.col("block"))).to_series()
    return [ward.alias("ward"), block.alias("block")]
