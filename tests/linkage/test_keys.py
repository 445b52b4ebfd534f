"""Names, numbers and dates as keys: one for the spellings of one person, several for several people."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lontar.science.linkage.columns import KEYS
from lontar.science.linkage.keys import COLUMNS, keys
from lontar.science.linkage.sounds import sound

ON = date(2026, 11, 22)


def keyed(**columns: list[str | None]) -> pl.DataFrame:
    return keys(pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)), on=ON).frame()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("MARIA BENU", "Benu, Maria"),
        ("Drs. Petrus Nalle, M.Si", "PETRUS NALLE"),
        ("Hj. SITI AMINAH", "Siti Aminah"),
        ("Moh. Abd. Rachman", "MUHAMMAD ABDUL RAHMAN"),
        ("Yoh. Messakh", "YOHANES MESAK"),
        ("SOEHARTO", "Suharto"),
        ("DJOEMIATI", "Jumiati"),
        ("TJOKRO", "Cokro"),
        ("CHRISTINA", "Kristina"),
        ("Achmad bin Yusuf", "AKHMAD YOESOEF"),
        ("D'Arc Yohana", "DARC JOHANA"),
        ("Alm. da Costa José", "Jose Da Costa"),
    ],
)
def test_one_person_written_in_two_ways_has_one_key(left, right):
    found = keyed(nama=[left, right])["name_key"].to_list()
    assert found[0] == found[1] != None  # noqa: E711


@pytest.mark.parametrize(
    ("left", "right"),
    [("OEMATAN", "UMATAN"), ("Ana Oesapa", "Ana Usapa"), ("MARIA BENU", "MARIO BENU"), ("ANI", "ANA")],
)
def test_two_names_stay_two(left, right):
    found = keyed(nama=[left, right])["name_key"].to_list()
    assert found[0] != found[1]


def test_a_name_of_titles_keeps_its_words_and_a_stopgap_is_no_name():
    assert keyed(nama=["H. Bin", "NN", "-", "", None, "tidak diketahui"])["name_key"].to_list() == [
        "BIN H", None, None, None, None, None,
    ]  # fmt: skip


def test_numbers_lose_their_signs_and_stopgaps_are_unknown():
    written = [
        "5371 0341 1290 0001",
        "'5371034112900001",
        "5,37E+15",
        "9999999999999999",
        "5371********0001",
        "0",
        None,
    ]
    assert keyed(nik=written)["nik"].to_list() == ["5371034112900001"] * 2 + [None] * 5


def test_a_number_that_twenty_people_bear_is_nobodys():
    assert keyed(nik=["5371034112900001"] * 20 + ["5371034112900002"])["nik"].null_count() == 20


def test_a_missing_birth_date_is_read_from_the_nik():
    row = keyed(nik=["5371034112900001"], tanggal_lahir=[None]).row(0, named=True)
    assert (row["day"], row["month"], row["year"]) == (1, 12, 1990)


def test_a_date_that_cannot_be_keeps_its_parts():
    row = keyed(tanggal_lahir=["31/02/1990"]).row(0, named=True)
    assert (row["day"], row["month"], row["year"]) == (31, 2, 1990)


@given(
    st.lists(st.fixed_dictionaries({name: st.one_of(st.none(), st.text(max_size=20)) for name in COLUMNS}), max_size=6)
)
@settings(max_examples=25, deadline=None)
def test_any_text_gives_one_row_of_keys_for_each_person(rows):
    found = keys(pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String)), on=ON).frame()
    assert found.columns == ["row", *KEYS]
    assert found["row"].to_list() == list(range(len(rows)))


@given(st.lists(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=9), min_size=2, max_size=4), st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_words_does_not_matter(words, chance):
    turned = words.copy()
    chance.shuffle(turned)
    found = keyed(nama=[" ".join(words), " ".join(turned)])["name_key"].to_list()
    assert found[0] == found[1]


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=10))
@settings(max_examples=40, deadline=None)
def test_a_sound_keeps_the_oe_of_timor(rest):
    assert sound("OE" + rest).startswith("OE")
