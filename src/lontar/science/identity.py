"""What the digits of a NIK and of a family card's number say, and what they do not."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

LENGTH: Final = 16
WOMEN_DAY_OFFSET: Final = 40
PROVINCES: Final = frozenset(
    f"{code}"
    for codes in (
        range(11, 20),  # Aceh … Kepulauan Bangka Belitung
        [21],  # Kepulauan Riau
        range(31, 37),  # Java
        range(51, 54),  # Bali, NTB, NTT
        range(61, 66),  # Kalimantan
        range(71, 77),  # Sulawesi
        [81, 82],  # Maluku
        range(91, 97),  # Papua, the six provinces since 2022
    )
    for code in codes
)
"""Kemendagri's province codes, Kepmendagri 300.2.2-2430/2025."""

OK, MISSING = "ok", "missing"
SCIENTIFIC, LOST_DIGITS = "scientific", "lost_digits"
WRONG_LENGTH, NOT_DIGITS = "wrong_length", "not_digits"
BAD_PLACE, BAD_DATE, BAD_SERIAL = "bad_place", "bad_date", "bad_serial"
STATES: Final = (
    OK,
    MISSING,
    SCIENTIFIC,
    LOST_DIGITS,
    WRONG_LENGTH,
    NOT_DIGITS,
    BAD_PLACE,
    BAD_DATE,
    BAD_SERIAL,
)

NONE_WORDS: Final = (
    "",
    "-",
    "0",
    "TIDAKADA",
    "BELUMADA",
    "TDKADA",
    "BLMADA",
    "KOSONG",
    "NULL",
    "NIHIL",
    "XXX",
)
ZERO_ENDINGS_NATURAL: Final = 0.1
"""Serials count up, so at most one number in ten ends in 0 by nature (the formula of the NIK: domain knowledge)."""
ZERO_ENDINGS_FAR: Final = 0.2
"""Far more than a tenth: twice as many, which a rounding of at least one number in nine brings about."""
ZERO_ENDINGS_CHANCE_MAX: Final = 1e-6
"""A sound file may be stopped once in a million: by Chernoff's bound, P(share ≥ s) ≤ exp(−n·KL(s‖0.1))."""

_GROUPING = r"[\s'’‘`´.\-_\u00a0]"
_AS_AMOUNT = r"^\s*([1-8][0-9]{15})\.0\s*$"
_SCIENTIFIC = r"^\d(?:[.,]\d+)?[eE]\+?\d+$"
_DAYS = {m: 31 if m in (1, 3, 5, 7, 8, 10, 12) else 30 if m != 2 else 28 for m in range(1, 13)}


@dataclass(frozen=True, slots=True)
class Nik:
    """A NIK taken apart. Structure proves nothing about registration: there is no check digit."""

    number: str
    place: str
    birth_date: date
    sex: str
    serial: str


def parse_nik(text: str, *, on: date) -> Nik | None:
    """The parts of a well-formed NIK, or None; `PPKKCC DDMMYY SSSS`, a woman's day plus 40.

    The century is the latest that does not make the birth lie after `on`: a guess, for people
    over 100 wrap round.

    >>> nik = parse_nik("5371034112900001", on=date(2026, 11, 22))
    >>> nik.place, nik.birth_date.isoformat(), nik.sex, nik.serial
    ('53.71.03', '1990-12-01', 'P', '0001')
    >>> parse_nik("5371033102900001", on=date(2026, 11, 22)) is None
    True
    """
    row = with_nik(pl.DataFrame({"nik": [text]}, schema={"nik": pl.String}), on=on).row(0, named=True)
    if row["nik_state"] != OK:
        return None
    number = row["nik"]
    place = f"{number[:2]}.{number[2:4]}.{number[4:6]}"
    return Nik(number, place, row["nik_birth_date"], row["nik_sex"], number[12:])


def masked(number: str) -> str:
    """The first six and the last four digits; what lies between would tell the birth date.

    >>> masked("5371014112900001"), masked("123")
    ('537101••••••0001', '•••')
    """
    if len(number) < LENGTH:
        return "•" * len(number)
    return f"{number[:6]}{'•' * (len(number) - 10)}{number[-4:]}"


def bare_number(column: pl.Expr) -> pl.Expr:
    """The number without the blanks, dots, dashes and the apostrophe that people put into it.

    Nor with the `.0` of a program that took it for an amount: up to 2^53 such a program keeps every digit, so Papua's
    numbers, which begin with 9, are the only ones that it can change.
    """
    whole = column.str.replace(_AS_AMOUNT, "$1")
    return whole.str.replace_all(_GROUPING, "").str.strip_chars("\u200b\ufeff")


def number_state(number: pl.Expr, *, lost: pl.Expr, day_offset: bool) -> pl.Expr:
    """What is wrong with a bare 16-digit number, or `ok`.

    `lost` marks cells that a spreadsheet kept as a number; they are unreliable where they end in 0,
    for a number typed into a spreadsheet always does after the 15th digit.
    """
    sixteen = number.str.contains(r"^[0-9]{16}$")
    day = number.str.slice(6, 2).cast(pl.Int16, strict=False)
    if day_offset:
        day = pl.when(day > WOMEN_DAY_OFFSET).then(day - WOMEN_DAY_OFFSET).otherwise(day)
    month = number.str.slice(8, 2).cast(pl.Int8, strict=False)
    year = number.str.slice(10, 2).cast(pl.Int16, strict=False)
    days = month.replace_strict(_DAYS, default=0, return_dtype=pl.Int16)
    leap = (month == 2) & (year % 4 == 0)
    real_day = (day >= 1) & (day <= days + leap.cast(pl.Int16))
    places = (number.str.slice(2, 2) != "00") & (number.str.slice(4, 2) != "00")
    upper = number.str.to_uppercase()
    return (
        pl.when(number.is_null() | upper.is_in(NONE_WORDS) | number.str.contains(r"^0+$"))
        .then(pl.lit(MISSING))
        .when(number.str.contains(_SCIENTIFIC))
        .then(pl.lit(SCIENTIFIC))
        .when(lost & number.str.ends_with("0"))
        .then(pl.lit(LOST_DIGITS))
        .when(~number.str.contains(r"^[0-9]+$"))
        .then(pl.lit(NOT_DIGITS))
        .when(~sixteen)
        .then(pl.lit(WRONG_LENGTH))
        .when(~(number.str.slice(0, 2).is_in(sorted(PROVINCES)) & places))
        .then(pl.lit(BAD_PLACE))
        .when(~real_day.fill_null(False))
        .then(pl.lit(BAD_DATE))
        .when(number.str.ends_with("0000"))
        .then(pl.lit(BAD_SERIAL))
        .otherwise(pl.lit(OK))
    )


def with_nik(frame: pl.DataFrame, *, on: date, column: str = "nik", lost: str = "") -> pl.DataFrame:
    """Add `nik` (text or null), `nik_state`, `nik_birth_date` and `nik_sex` ('L' or 'P').

    Only a well-formed number is kept in `nik`; `nik_state` keeps the reason otherwise.
    """
    # The scientific form has a comma or a dot of its own, so it is looked for before those are taken out.
    raw = pl.col(column).str.strip_chars(" '\u00a0\t")
    number = pl.when(raw.str.contains(_SCIENTIFIC)).then(raw).otherwise(bare_number(pl.col(column)))
    lost_cell = pl.col(lost) if lost else pl.lit(False)
    frame = frame.with_columns(number.alias("nik"))
    frame = frame.with_columns(number_state(pl.col("nik"), lost=lost_cell, day_offset=True).alias("nik_state"))
    frame = frame.with_columns(pl.when(pl.col("nik_state") == OK).then(pl.col("nik")).alias("nik"))
    day = pl.col("nik").str.slice(6, 2).cast(pl.Int32)
    woman = day > WOMEN_DAY_OFFSET
    year = pl.col("nik").str.slice(10, 2).cast(pl.Int32)
    month = pl.col("nik").str.slice(8, 2).cast(pl.Int32)
    day = pl.when(woman).then(day - WOMEN_DAY_OFFSET).otherwise(day)
    # Compared as a number, for 29 February exists in only one of the two centuries.
    stamp = (2000 + year) * 10_000 + month * 100 + day
    this_century = stamp <= on.year * 10_000 + on.month * 100 + on.day
    year = pl.when(this_century).then(2000 + year).otherwise(1900 + year)
    return frame.with_columns(
        pl.format("{}{}{}", year, month.cast(pl.String).str.zfill(2), day.cast(pl.String).str.zfill(2))
        .str.to_date("%Y%m%d", strict=False)
        .alias("nik_birth_date"),
        pl.when(woman).then(pl.lit("P")).when(~woman).then(pl.lit("L")).alias("nik_sex"),
    )


def with_card(frame: pl.DataFrame, *, column: str = "kk", lost: str = "") -> pl.DataFrame:
    """Add `kk` (text or null) and `kk_state`; a card's number is place, date of issue, serial.

    >>> with_card(pl.DataFrame({"kk": ["5371031708170003", "5,37E+15", None]})).rows()
    [('5371031708170003', 'ok'), (None, 'scientific'), (None, 'missing')]
    """
    raw = pl.col(column).str.strip_chars(" '\u00a0\t")
    number = pl.when(raw.str.contains(_SCIENTIFIC)).then(raw).otherwise(bare_number(pl.col(column)))
    lost_cell = pl.col(lost) if lost else pl.lit(False)
    frame = frame.with_columns(number.alias("kk"))
    frame = frame.with_columns(number_state(pl.col("kk"), lost=lost_cell, day_offset=False).alias("kk_state"))
    return frame.with_columns(pl.when(pl.col("kk_state") == OK).then(pl.col("kk")).alias("kk"))


def nik_disagrees(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `disagrees_birth`, `disagrees_sex` and `disagrees_place`; unknown on one side is no disagreement.

    Takes `nik`, `birth_date`, `nik_sex`, `sex` and `place_code` (digits of the ward's code). Of the
    birth date, day, month and two digits of the year are compared: the century is not in the NIK.
    Of the place, province and regency: the district stays that of the first issue when wards are split off.
    """
    day = pl.col("nik").str.slice(6, 2).cast(pl.Int32) % WOMEN_DAY_OFFSET
    # 40 + 40 does not occur, and day 40 is no day: the remainder is the day for both sexes.
    written = pl.format("{}{}", day.cast(pl.String).str.zfill(2), pl.col("nik").str.slice(8, 4))
    stated = pl.col("birth_date").dt.strftime("%d%m%y")
    return frame.with_columns(
        (written != stated).fill_null(False).alias("disagrees_birth"),
        (pl.col("nik_sex") != pl.col("sex")).fill_null(False).alias("disagrees_sex"),
        (pl.col("nik").str.slice(0, 4) != pl.col("place_code").str.slice(0, 4))
        .fill_null(False)
        .alias("disagrees_place"),
    )


def damaged_by_spreadsheet(numbers: Sequence[str] | pl.Series) -> bool:
    """Whether far more than a tenth of these numbers end in 0, so that digits were lost somewhere.

    A spreadsheet that keeps 15 digits turns every ending to 0. Stopped is a share of at least ZERO_ENDINGS_FAR
    whose chance in a sound file is below ZERO_ENDINGS_CHANCE_MAX, so that a small file needs a larger excess:
    all of 6 numbers, half of 28, 35% of 61, a fifth of 312.

    >>> damaged_by_spreadsheet([f"5371034112900{i}0" for i in range(20, 60)])
    True
    >>> damaged_by_spreadsheet([f"53710341129000{i}" for i in range(20, 60)])
    False
    """
    column = pl.Series("number", numbers, dtype=pl.String).unique()
    sixteen = column.filter(column.str.len_bytes() == LENGTH)
    return far_more_than_natural(int(sixteen.str.ends_with("0").sum()), sixteen.len())


def far_more_than_natural(zeros: int, count: int) -> bool:
    """Whether so many endings in 0 among so many numbers are no chance.

    >>> [far_more_than_natural(zeros, count) for zeros, count in ((6, 6), (5, 5), (14, 28), (13, 27), (63, 312))]
    [True, False, True, False, True]
    """
    share = zeros / count if count else 0.0
    if share < ZERO_ENDINGS_FAR:
        return False
    divergence = share * math.log(share / ZERO_ENDINGS_NATURAL)
    if share < 1:
        divergence += (1 - share) * math.log((1 - share) / (1 - ZERO_ENDINGS_NATURAL))
    return count * divergence > -math.log(ZERO_ENDINGS_CHANCE_MAX)
