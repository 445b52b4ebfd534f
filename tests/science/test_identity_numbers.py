"""NIK and card numbers: what their digits say, and that nothing is ever guessed."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lontar.science import identity
from lontar.science.identity import masked, nik_disagrees, parse_nik, with_card, with_nik

TODAY = date(2026, 11, 22)
births = st.dates(TODAY.replace(year=TODAY.year - 99) + timedelta(days=1), TODAY)


def a_nik(born, sex, place="537103", serial="0001"):
    day = born.day + (40 if sex == "P" else 0)
    return f"{place}{day:02d}{born:%m%y}{serial}"


def state_of(text, **more):
    frame = pl.DataFrame({"nik": [text], **{key: [value] for key, value in more.items()}})
    frame = frame.with_columns(pl.col("nik").cast(pl.String))
    return with_nik(frame, on=TODAY, lost="lost" if "lost" in more else "").row(0, named=True)


@given(births, st.sampled_from("LP"))
@settings(deadline=None)
def test_sex_and_birth_date_come_back_from_a_nik_for_everyone_under_a_hundred(born, sex):
    nik = parse_nik(a_nik(born, sex), on=TODAY)
    assert nik is not None
    assert (nik.birth_date, nik.sex, nik.place) == (born, sex, "53.71.03")


@given(births, st.sampled_from("LP"), births, st.sampled_from("LP"))
@settings(deadline=None)
def test_a_nik_agrees_exactly_with_what_it_was_made_from(born, sex, other_birth, other_sex):
    frame = pl.DataFrame({"nik": [a_nik(born, sex)] * 2, "birth_date": [born, other_birth], "sex": [sex, other_sex]})
    frame = nik_disagrees(with_nik(frame, on=TODAY).with_columns(pl.lit("5371031010").alias("place_code")))
    same_digits = f"{born:%d%m%y}" == f"{other_birth:%d%m%y}"
    assert frame.get_column("disagrees_birth").to_list() == [False, not same_digits]
    assert frame.get_column("disagrees_sex").to_list() == [False, sex != other_sex]
    assert not frame.get_column("disagrees_place").any()


@given(st.text(max_size=24))
@settings(deadline=None)
def test_any_text_has_a_state_and_only_a_well_formed_number_is_kept(text):
    row = state_of(text)
    assert row["nik_state"] in identity.STATES
    assert (row["nik"] is not None) == (row["nik_state"] == "ok")
    assert row["nik"] is None or (len(row["nik"]) == 16 and row["nik"].isdecimal())


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("5371034112900001", "ok"),
        (" '5371 0341-1290.0001 ", "ok"),
        ("5371034112900001.0", "ok"),
        ("9171034112900001.0", "wrong_length"),
        (None, "missing"),
        ("-", "missing"),
        ("Belum Ada", "missing"),
        ("0000000000000000", "missing"),
        ("5,37E+15", "scientific"),
        ("5.37103E+15", "scientific"),
        ("5e15", "scientific"),
        ("537103411290001", "wrong_length"),
        ("53710341129000011", "wrong_length"),
        ("537103411290000A", "not_digits"),
        ("9971034112900001", "bad_place"),
        ("5300034112900001", "bad_place"),
        ("5371004112900001", "bad_place"),
        ("5371033102900001", "bad_date"),
        ("5371037102900001", "bad_date"),
        ("5371034013900001", "bad_date"),
        ("5371032902960001", "ok"),
        ("5371032902970001", "bad_date"),
        ("5371034112900000", "bad_serial"),
    ],
)
def test_each_kind_of_broken_nik_is_named(text, state):
    assert state_of(text)["nik_state"] == state


def test_a_number_that_a_spreadsheet_may_have_rounded_is_not_believed():
    assert state_of("5371034112900010", lost=True)["nik_state"] == "lost_digits"
    assert state_of("5371034112900011", lost=True)["nik_state"] == "ok", "Excel itself cannot make this last digit"


def test_the_century_is_the_latest_that_is_not_in_the_future():
    assert parse_nik("5371032211260001", on=TODAY).birth_date == date(2026, 11, 22)
    assert parse_nik("5371032311260001", on=TODAY).birth_date == date(1926, 11, 23)


def test_a_card_number_has_a_day_of_issue_and_no_offset_for_women():
    frame = with_card(pl.DataFrame({"kk": ["5371031708170003", "5371035708170003"]}))
    assert frame.get_column("kk_state").to_list() == ["ok", "bad_date"]


def test_another_regency_is_noticed_and_another_district_is_not():
    frame = pl.DataFrame(
        {"nik": ["5302034112900001", "5371014112900001"], "birth_date": [None, None], "sex": [None, None]}
    )
    frame = frame.with_columns(pl.col("birth_date").cast(pl.Date), pl.col("sex").cast(pl.String))
    frame = nik_disagrees(with_nik(frame, on=TODAY).with_columns(pl.lit("5371031010").alias("place_code")))
    assert frame.get_column("disagrees_place").to_list() == [True, False]
    assert not frame.get_column("disagrees_birth").any(), "unknown on one side is no disagreement"


@given(st.text("0123456789", max_size=20))
def test_a_masked_number_never_shows_the_birth_date(number):
    shown = masked(number)
    assert len(shown) == len(number)
    assert number == "" or "•" in shown
    assert set(shown[6:12]) <= {"•"}


def test_a_file_of_rounded_numbers_is_told_from_an_honest_one():
    honest = [a_nik(TODAY - timedelta(days=90 * i), "L", serial=f"{i:04d}") for i in range(1, 200)]
    rounded = [nik[:15] + "0" for nik in honest]
    assert not identity.damaged_by_spreadsheet(honest)
    assert identity.damaged_by_spreadsheet(rounded)
    assert identity.damaged_by_spreadsheet(rounded[:90] + honest[90:])
    assert not identity.damaged_by_spreadsheet(rounded[:5]), "five numbers are too few to tell"


def test_a_small_file_needs_a_larger_share_of_zeros_than_a_large_one():
    stops = [
        next(k for k in range(n + 1) if identity.far_more_than_natural(k, n)) / n for n in (6, 20, 100, 1_000, 100_000)
    ]
    assert stops == sorted(stops, reverse=True)
    assert (stops[0], stops[-1]) == (1.0, identity.ZERO_ENDINGS_FAR)
    assert not identity.far_more_than_natural(10_000, 100_000), "a tenth is natural, however large the file"
