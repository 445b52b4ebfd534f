"""Birth dates in all spellings met in the field."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lontar.science.dates import SERIAL_ZERO, read_date, with_date

TODAY = date(2026, 11, 22)
NEW_YEARS_EVE = date(1990, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "31/12/1990",
        "31-12-1990",
        "31.12.1990",
        "31 12 1990",
        "1990-12-31",
        "1990/12/31",
        "31 Desember 1990",
        "31 DES 1990",
        "31-Des-90",
        "31-Dec-1990",
        "31 December 1990",
        "December 31, 1990",
        "33238",
        "33238.0",
        "31/12/90",
        "1990-12-31 00:00:00",
        "1990-12-31T00:00:00",
        "31/12/1990 00.00",
        "'31/12/1990",
        "31121990",
        "19901231",
        " 31 / 12 / 1990 ",
    ],
)
def test_every_spelling_of_one_day_is_the_same_day(text):
    assert read_date(text, on=TODAY).day == NEW_YEARS_EVE


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (None, "missing"),
        ("", "missing"),
        ("-", "unknown"),
        ("?", "unknown"),
        ("00-00-0000", "unknown"),
        ("Tidak  tahu", "unknown"),
        ("31/02/1990", "impossible"),
        ("12/31/1990", "impossible"),
        ("00/07/1950", "impossible"),
        ("60", "impossible"),
        ("23/11/2026", "future"),
        ("1 Januari 2030", "future"),
        ("46400", "future"),
        ("tahun 1990", "unreadable"),
        ("31 Foo 1990", "unreadable"),
        ("1990", "unknown"),
        ("999999", "unreadable"),
        ("29/02/2000", "ok"),
        ("29/02/1900", "impossible"),
        ("19831929", "impossible"),
        ("19121383", "impossible"),
        ("19830231", "impossible"),
        ("00001983", "impossible"),
    ],
)
def test_what_is_no_birth_date_is_said_and_never_guessed(text, state):
    assert read_date(text, on=TODAY).state == state


def test_a_two_digit_year_is_the_latest_that_is_not_in_the_future():
    assert read_date("22/11/26", on=TODAY).day == date(2026, 11, 22)
    assert read_date("23/11/26", on=TODAY).day == date(1926, 11, 23)


@given(st.dates(date(1900, 3, 1), TODAY))
@settings(deadline=None)
def test_every_date_survives_every_spelling(day):
    serial = (day - SERIAL_ZERO).days
    # Four digits that may be a year are taken for one: the only days this hides are of 1905.
    serials = [str(serial)] if not 1900 <= serial <= TODAY.year else []
    for text in (
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%Y}",
        day.isoformat(),
        f"{day:%d %B %Y}",
        f"{day:%d%m%Y}",
        f"{day:%Y%m%d}",
        *serials,
    ):
        assert read_date(text, on=TODAY).day == day, text


def like_a_date(day, month, year, sign, year_first):
    parts = (f"{year:04}", f"{month:02}", f"{day:02}")
    return sign.join(parts if year_first else reversed(parts))


LIKE_DATES = st.builds(
    like_a_date, st.integers(0, 33), st.integers(0, 13), st.sampled_from([0, 1, 99, 1899, 1900, 1999, 2026, 2027]),
    st.sampled_from(["/", "-", ".", " ", ""]), st.booleans(),
)  # fmt: skip


@given(st.lists(st.one_of(st.none(), st.text(max_size=12), LIKE_DATES), max_size=30))
@settings(deadline=None)
def test_a_column_is_read_like_its_cells(texts):
    frame = with_date(pl.DataFrame({"birth_date": texts}, schema={"birth_date": pl.String}), "birth_date", on=TODAY)
    one_by_one = [read_date(text, on=TODAY) for text in texts]
    assert frame.rows() == [(read.day, read.state, read.spelling) for read in one_by_one]
