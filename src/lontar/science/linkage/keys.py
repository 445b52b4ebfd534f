"""Persons as keys that can be compared: what was written becomes sounds, digits and parts of dates."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from lontar.science.dates import IMPOSSIBLE, day_month_year, plain_day, read_date
from lontar.science.family_file.codes import SEX
from lontar.science.linkage.columns import (
    DIGITS,
    NO_DIGITS,
    Bools,
    Codes,
    Dates,
    Keys,
    Number,
    Rows,
    bearers_of,
    threads,
)
from lontar.science.linkage.spellings import spellings
from lontar.science.linkage.words import name_keys, street_keys

COLUMNS: Final = (
    "nik", "no_kk", "nama", "nama_ibu", "tanggal_lahir", "jenis_kelamin", "kode_kelurahan", "rt", "rw", "alamat",
)  # fmt: skip
"""What a file of persons may tell; each may be absent."""

NUMBER_LENGTH_MIN: Final = 5
BEARERS_MAX: Final = 12
"""A number that more rows bear is a stopgap such as 9999999999999999, not somebody's number."""
_SPREAD, _ONE = np.uint64(0x9E3779B97F4A7C15), np.uint64(1)
_FOUR_DIGITS: Final = np.array([int(f"{four:04}", 16) for four in range(10_000)], dtype=np.uint64)


def keys(persons: pl.DataFrame, *, on: date) -> Keys:
    """The keys of each row of `persons`; of absent columns and empty cells they are unknown, which says nothing.

    `on` is the day by which a year of two digits is read.
    """
    missing = [pl.lit(None, pl.String).alias(name) for name in COLUMNS if name not in persons.columns]
    persons = persons.with_columns(missing)
    written = {
        name: column if column.dtype == pl.Date else column.cast(pl.String)
        for name in COLUMNS for column in [persons.get_column(name)]
    }  # fmt: skip
    with ThreadPoolExecutor(threads()) as pool:
        asked = pool.submit(name_keys, pl.concat([written["nama"], written["nama_ibu"].alias("nama")]))
        street = pool.submit(street_keys, written["alamat"])
        nik = pool.submit(_number, written["nik"], BEARERS_MAX)
        card = pool.submit(_number, written["no_kk"], 5 * BEARERS_MAX)
        sex = pool.submit(_sex, written["jenis_kelamin"])
        ward = pool.submit(_ward, written["kode_kelurahan"])
        block = pool.submit(_block, written["rt"], written["rw"])
        born, nik_fits = _with_nik(nik.result(), _born(written["tanggal_lahir"], on), on)
        names, name, first = asked.result()
        streets, home = street.result()
    size = len(persons)
    return Keys(
        codes={"name_key": name[:size], "given": first[:size], "mother_key": name[size:], "street_key": home,
               "sex": sex.result()[0], "ward": ward.result()[0], "block": block.result()},
        labels={"name_key": names.values, "given": names.alphabet, "mother_key": names.values,
                "street_key": streets.values, "sex": sex.result()[1], "ward": ward.result()[1]},
        texts={"name": names, "mother": names, "street": streets},
        nik=nik.result(), card=card.result(), born=born, nik_fits=nik_fits,
    )  # fmt: skip


def _number(written: pl.Series, most: int) -> Number:
    """The digits as text and packed; nothing where they are too few, covered, damaged, a stopgap, or of too many."""
    lengths = written.str.len_bytes().fill_null(0).to_numpy().astype(np.int64)
    plain = written.cast(pl.UInt64, strict=False).is_not_null().to_numpy() & (lengths >= NUMBER_LENGTH_MIN)
    plain &= (lengths <= DIGITS + 2) & ~written.str.starts_with("+").fill_null(False).to_numpy()
    odd = pl.Series(written.is_not_null().to_numpy() & ~plain)
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
    hashes = np.where(packed.lengths > 0, (packed.digits ^ packed.lengths.astype(np.uint64)) * _SPREAD | _ONE, 0)
    given = _is_given(packed) & (bearers_of(hashes.astype(np.uint64)) <= most)
    return Number(
        number, np.where(given, packed.digits, NO_DIGITS), np.where(given, packed.lengths, 0).astype(np.int16)
    )


def numbers(column: pl.Series) -> Number:
    """Digits at four bits each, so that two numbers are compared in a few operations on whole columns.

    >>> [hex(one) for one in numbers(pl.Series(["5371034112900001", "123", None])).digits.tolist()]
    ['0x5371034112900001', '0x123fffffffffffff', '0xffffffffffffffff']
    """
    lengths = column.str.len_bytes().fill_null(0).to_numpy().astype(np.int16)
    short = column if lengths.max(initial=0) <= DIGITS else column.str.slice(0, DIGITS)
    value = short.cast(pl.UInt64).fill_null(0).to_numpy()
    digits = np.zeros(len(value), dtype=np.uint64)
    for at in range(0, DIGITS, 4):
        value, four = value // np.uint64(10_000), value % np.uint64(10_000)
        digits |= _FOUR_DIGITS[four] << np.uint64(4 * at)
    free = 4 * (DIGITS - np.minimum(lengths, DIGITS)).astype(np.uint64)
    # Sixteen digits leave nothing free, and none leave all: what is shifted by 64 bits is not told.
    behind = np.where(lengths == 0, NO_DIGITS, (np.uint64(1) << (free % np.uint64(64))) - np.uint64(1))
    return Number(column, (digits << (free % np.uint64(64))) | behind, lengths)


def _is_given(number: Number) -> Bools:
    """Whether somebody gave this number to somebody: not one digit all through, nor nine noughts at its end."""
    behind = (4 * np.maximum(DIGITS - number.lengths.astype(np.int64), 0)).astype(np.uint64)
    one = (number.digits >> np.uint64(60)) * np.uint64(0x1111111111111111)
    noughts = (number.digits >> np.minimum(behind, np.uint64(63))) & np.uint64(0xFFFFFFFFF) == 0
    given: Bools = (number.digits >> behind % np.uint64(64) != one >> behind % np.uint64(64)) & ~noughts
    return given & (number.lengths > 0)


def _born(column: pl.Series, on: date) -> Rows:
    """Day, month and year as rows, 0 where unknown; a date that cannot be keeps its parts, for a slip is still evidence."""
    if column.dtype == pl.Date:
        return np.stack([part.fill_null(0).to_numpy().astype(np.int64)
                         for part in (column.dt.day(), column.dt.month(), column.dt.year())])  # fmt: skip
    different = spellings(column)
    written = different.values.alias("written").to_frame()
    read = written.select(plain_day(pl.col("written"))[0].alias("day")).get_column("day")
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


def _with_nik(nik: Number, born: Rows, on: date) -> tuple[Dates, Bools]:
    """Year, month and day in one number, by the NIK where no date is written; whether the date in the NIK is that one.

    The century is the latest that is not in the future.
    """
    day, month, year = (
        ((nik.digits >> np.uint64(at + 4) & np.uint64(15)) * 10 + (nik.digits >> np.uint64(at) & np.uint64(15)))
        .astype(np.int64) for at in (32, 24, 16)
    )  # fmt: skip
    sixteen = nik.lengths == DIGITS
    known = born[2] != 0
    fits = sixteen & known & (day % 40 == born[0]) & (month == born[1]) & (year == born[2] % 100)
    packed = born[2] * 65_536 + born[1] * 256 + born[0]
    packed[~known] = 0
    asked = np.flatnonzero(sixteen & ~known)
    day, month, year = day[asked], month[asked], year[asked]
    day = np.where(day > 40, day - 40, day)
    right = (day >= 1) & (day <= 31) & (month >= 1) & (month <= 12)
    year = np.where(year + 2000 <= on.year, year + 2000, year + 1900)
    packed[asked[right]] = (year * 65_536 + month * 256 + day)[right]
    fits[asked[right]] = True
    return packed.astype(np.int32), fits


def _sex(column: pl.Series) -> tuple[Codes, pl.Series]:
    different = spellings(column)
    codes = [SEX.get("".join(sign for sign in text.upper() if sign.isalnum())) for text in different.values]
    return different.codes(pl.Series(codes, dtype=pl.String))


def _ward(column: pl.Series) -> tuple[Codes, pl.Series]:
    """The signs of its code."""
    wards = spellings(column)
    signs = wards.values.str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "")
    return wards.codes(signs.to_frame("ward").select(pl.when(pl.col("ward") != "").then(pl.col("ward"))).to_series())


def _block(rt: pl.Series, rw: pl.Series) -> Codes:
    """RT and RW as one number of six digits; one of them alone still tells something."""
    both = np.zeros(len(rt), dtype=np.uint32)
    for column in (rt, rw):
        plain = column.cast(pl.UInt32, strict=False)
        odd = plain.is_null() & column.is_not_null() | (plain > 999)
        if odd.any():
            read = column.filter(odd).str.extract(r"(\d{1,3})", 1).cast(pl.UInt32)
            plain = plain.scatter(odd.arg_true(), read)
        both = both * np.uint32(1_000) + plain.fill_null(0).to_numpy()
    return both
