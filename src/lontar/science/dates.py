"""Birth dates as people write them, read into real dates; what cannot be one is said so."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

OK, MISSING, UNKNOWN, UNREADABLE, IMPOSSIBLE, FUTURE = "ok", "missing", "unknown", "unreadable", "impossible", "future"

# The ways in which people write a date, named by what may go wrong with each.
SLASHED, DASHED, DOTTED, YEAR_FIRST = "slashed", "dashed", "dotted", "year_first"
TWO_DIGIT_YEAR, WORDS, PACKED, SERIAL = "two_digit_year", "words", "packed", "serial"

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february pebruari feb peb",
            "maret march mar mrt",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu agt agst ags aug",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
SERIAL_MIN, SERIAL_MAX = 1, 73_050
"""Excel counts days from 1900 (1) and this file's dates end before 2100 (73,050)."""
SERIAL_ZERO: Final = date(1899, 12, 30)
"""Excel believes that 1900 was a leap year; from 1 March 1900 on this is its day 0."""
SERIAL_LEAP: Final = 60
PLAIN: Final = {
    SLASHED: (r"^[0-9]{2}/[0-9]{2}/[0-9]{4}$", "%d/%m/%Y"),
    DASHED: (r"^[0-9]{2}-[0-9]{2}-[0-9]{4}$", "%d-%m-%Y"),
    DOTTED: (r"^[0-9]{2}[.][0-9]{2}[.][0-9]{4}$", "%d.%m.%Y"),
    YEAR_FIRST: (r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "%Y-%m-%d"),
}
"""The shapes of nearly all dates of a file; these are read by columns."""
PACKED_YEARS: Final = range(1850, 2100)
"""Where no sign parts day, month and year, only these are taken for a year."""

_UNKNOWN = frozenset({
    "-", "--", "---", "?", "??", "???", "0", "00-00-0000", "00/00/0000", "0000-00-00", "tidak tahu", "tidak diketahui",
    "tdk tahu", "tdk diketahui", "belum diketahui", "lupa", "n/a", "na", "null",
})  # fmt: skip
"""Somebody wrote that the date is not known: that is an answer, and another one than an empty cell."""
_TIME = re.compile(r"[ t]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:am|pm|z|wib|wita|wit)?$")
_DAY_FIRST = re.compile(r"^(\d{1,2})\s*[/\-. ]\s*(\d{1,2})\s*[/\-. ]\s*(\d{4}|\d{2})$")
_YEAR_FIRST = re.compile(r"^(\d{4})\s*[/\-. ]\s*(\d{1,2})\s*[/\-. ]\s*(\d{1,2})$")
_WORDS = re.compile(r"^(\d{1,2})[\s\-/.]*([a-z]+)\.?[\s\-/.,]*(\d{4}|\d{2})$")
_WORDS_MONTH_FIRST = re.compile(r"^([a-z]+)\.?[\s\-/.]*(\d{1,2})\s*,?[\s\-/.]+(\d{4})$")
_PACKED = re.compile(r"^\d{8}$")
_YEAR = re.compile(r"^(?:19|20)\d{2}$")
_SERIAL = re.compile(r"^(\d{1,5})(?:[.,]\d+)?$")


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date and how it was spelt, or the reason for having none."""

    day: date | None
    state: str
    spelling: str | None = None


def read_date(text: str | None, *, on: date) -> ReadDate:
    """The date that a text means, day before month; a two-digit year is the latest that is not after `on`.

    >>> on = date(2026, 11, 22)
    >>> read_date("31/12/1990", on=on).day == read_date("31 Des 90", on=on).day == date(1990, 12, 31)
    True
    >>> read_date("31/02/1990", on=on).state, read_date("1/1/2027", on=on).state, read_date("?", on=on).state
    ('impossible', 'future', 'unknown')
    """
    if text is None:
        return ReadDate(None, MISSING)
    plain = re.sub(r"\s+", " ", text.strip().strip("'").lower())
    if not plain:
        return ReadDate(None, MISSING)
    if plain in _UNKNOWN:
        return ReadDate(None, UNKNOWN)
    plain = _TIME.sub("", plain).strip()
    if _YEAR.match(plain) and SERIAL_ZERO.year < int(plain) <= on.year:
        return ReadDate(None, UNKNOWN)  # as a day of Excel's it would be of 1905: somebody knew the year only
    if serial := _SERIAL.match(plain):
        return from_serial(int(serial[1]), on=on)
    parts = day_month_year(plain)
    if parts is None:
        return ReadDate(None, UNREADABLE)
    day, month, year, digits, spelling = parts
    if digits == 2:
        year += 2000 if (year + 2000, month, day) <= (on.year, on.month, on.day) else 1900
        spelling = TWO_DIGIT_YEAR
    try:
        found = date(year, month, day)
    except ValueError:
        return ReadDate(None, IMPOSSIBLE)
    return ReadDate(None, FUTURE) if found > on else ReadDate(found, OK, spelling)


def day_month_year(plain: str) -> tuple[int, int, int, int, str] | None:
    """Day, month, year, with how many digits the year was written, and the spelling."""
    if m := _DAY_FIRST.match(plain):
        return (
            int(m[1]),
            int(m[2]),
            int(m[3]),
            len(m[3]),
            SLASHED if "/" in plain else DASHED if "-" in plain else DOTTED,
        )
    if m := _YEAR_FIRST.match(plain):
        return int(m[3]), int(m[2]), int(m[1]), 4, YEAR_FIRST
    if (m := _WORDS.match(plain)) and m[2] in MONTHS:
        return int(m[1]), MONTHS[m[2]], int(m[3]), len(m[3]), WORDS
    if (m := _WORDS_MONTH_FIRST.match(plain)) and m[1] in MONTHS:
        return int(m[2]), MONTHS[m[1]], int(m[3]), 4, WORDS
    return _packed(plain) if _PACKED.match(plain) else None


def _packed(eight: str) -> tuple[int, int, int, int, str]:
    """Eight digits without a sign: the order that gives a day of the calendar, with a year in which somebody was born.

    No eight digits are a day in both orders. Where they are in neither, the year stands where one may stand, in front
    if at either end; so 19831929 is a wrong month of 1983, and 19121383 one of 1912 and no day of the Middle Ages.

    >>> _packed("19831231")[:3], _packed("20101920")[:3], _packed("19831929")[:3], _packed("19121383")[:3]
    ((31, 12, 1983), (20, 10, 1920), (29, 19, 1983), (83, 13, 1912))
    """
    year_first = int(eight[6:]), int(eight[4:6]), int(eight[:4])
    day_first = int(eight[:2]), int(eight[2:4]), int(eight[4:])
    for day, month, year in (year_first, day_first):
        if year in PACKED_YEARS and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
            return day, month, year, 4, PACKED
    return *(year_first if year_first[2] in PACKED_YEARS else day_first), 4, PACKED


def from_serial(days: int, *, on: date) -> ReadDate:
    """Excel's day number; its leap day of 1900 never was.

    >>> from_serial(33238, on=date(2026, 1, 1)).day
    datetime.date(1990, 12, 31)
    """
    if not SERIAL_MIN <= days <= SERIAL_MAX:
        return ReadDate(None, UNREADABLE)
    if days == SERIAL_LEAP:
        return ReadDate(None, IMPOSSIBLE)
    found = SERIAL_ZERO + timedelta(days=days + (days < SERIAL_LEAP))
    return ReadDate(None, FUTURE) if found > on else ReadDate(found, OK, SERIAL)


def plain_day(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The day of a text in one of the plain shapes, whatever year that is, and how it was spelt; else nothing."""
    shapes = [pl.when(text.str.contains(shape)).then(pl.lit(name)) for name, (shape, _format) in PLAIN.items()]
    days = [text.str.to_date(format_, strict=False) for _shape, format_ in PLAIN.values()]
    day = pl.coalesce(pl.when(shape.is_not_null()).then(day) for shape, day in zip(shapes, days, strict=True))
    return pl.when(day >= date.min).then(day), pl.coalesce(shapes)


def with_date(frame: pl.DataFrame, column: str, *, on: date) -> pl.DataFrame:
    """Replace the text column by dates and add `<column>_state` and `<column>_spelling`.

    A city has some 30,000 different birth dates, so each spelling is read once.
    """
    spellings = frame.select(pl.col(column).unique())
    day, spelling = plain_day(pl.col(column))
    plain = spellings.select(column, day=day, spelling=spelling).filter(pl.col("day") <= on)
    # What is no such day, and every other way to write one, is read with care and named.
    others = spellings.join(plain, on=column, how="anti", nulls_equal=True).get_column(column)
    read = [read_date(text, on=on) for text in others]
    table = pl.concat([
        plain.select(column, "day", pl.lit(OK).alias(f"{column}_state"), pl.col("spelling").alias(f"{column}_spelling")),
        pl.DataFrame(
            {
                column: others, "day": [r.day for r in read],
                f"{column}_state": [r.state for r in read], f"{column}_spelling": [r.spelling for r in read],
            },
            schema={column: pl.String, "day": pl.Date, f"{column}_state": pl.String, f"{column}_spelling": pl.String},
        ),
    ])  # fmt: skip
    joined = frame.join(table, on=column, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(pl.col("day").alias(column)).drop("day")
