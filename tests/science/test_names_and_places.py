"""Keys of names and places: the same where people mean the same, apart where they do not."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lontar.science.names import name_key, name_key_of, old_spelling_key
from lontar.science.place_names import nearest_places, place_key


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("MARIA BENU", "Benu, Maria"),
        ("Ana Nalle", "Ana Nalle, SE"),
        ("Hj. SITI AMINAH", "Siti  Aminah"),
        ("Drs. Petrus Nalle, M.Si", "PETRUS NALLE"),
        ("Alm. Yusuf Benu", "YUSUF BENU"),
        ("Moh. Abd. Rahman", "Muhammad Abdul Rahman"),
        ("Moch. Rahman", "MOHAMMAD RAHMAN"),
        ("José da Costa", "JOSE DA COSTA"),
        ("Ndun-Nalle Ana", "Ana Ndun Nalle"),
        ("D'Arc Yohana", "DARC YOHANA"),
    ],
)
def test_one_person_written_in_two_ways_has_one_key(left, right):
    assert name_key(left) == name_key(right) != ""


@pytest.mark.parametrize(("left", "right"), [("MARIA BENU", "MARIA BENO"), ("Oematan", "Umatan"), ("Ana", "Ani")])
def test_two_names_stay_two(left, right):
    assert name_key(left) != name_key(right)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Soeharto", "Suharto"),
        ("Djoemiati", "Jumiati"),
        ("Tjokro", "Cokro"),
        ("Achmad", "Akhmad"),
        ("Joesoef", "Yusuf"),
    ],
)
def test_the_spelling_before_1972_meets_the_new_one_on_the_second_key_only(old, new):
    assert old_spelling_key(old) == old_spelling_key(new)
    assert name_key(old) != name_key(new)


def test_a_name_of_titles_only_keeps_its_words():
    assert name_key("H. Bin") == "BIN H"
    assert name_key("Sitti") == "SITTI", "one-word names exist"


@given(st.text(max_size=30))
@settings(deadline=None)
def test_a_key_is_stable_and_a_column_is_read_like_one_name(text):
    key = name_key(text)
    assert key == " ".join(sorted(key.split(" ")))
    column = pl.DataFrame({"name": [text, None]}, schema={"name": pl.String}).select(name_key_of(pl.col("name")))
    assert (column.item(0, 0) or "", column.item(1, 0)) == (key, None)


@pytest.mark.parametrize(
    ("official", "met"),
    [
        ("Batu Plat", "Batuplat"), ("Penkase Oeleta", "Penkase-Oeleta"), ("Naikoten Satu", "Naikoten I"),
        ("Naikoten Satu", "Kel. Naikoten 1"), ("Naikoten Dua", "NAIKOTEN II"), ("Bakunase Dua", "Bakunase 2"),
        ("Airmata", "Air Mata"), ("Lai Lai Bisi Kopan", "Lai-Lai Bisi Kopan"), ("Manulai II", "Manulai Dua"),
        ("Tode Kisar", "Todekisar"), ("Kayu Putih", "Kayuputih"), ("Oesapa", "Kelurahan Oesapa"),
        ("Kota Lama", "Kec. Kota Lama"),
    ],
)  # fmt: skip
def test_spellings_of_one_ward_met_in_the_field_have_one_key(official, met):
    assert place_key(official) == place_key(met)


def test_oe_is_water_and_stays_in_place_names():
    assert place_key("Oebobo") == "OEBOBO"
    assert place_key("Oebobo") != place_key("Ubobo")


def test_numbered_neighbours_stay_apart():
    assert len({place_key(name) for name in ("Bakunase", "Bakunase Dua", "Naikoten I", "Naikoten II")}) == 4


def test_the_nearest_names_are_offered_best_first():
    known = ["Oesapa", "Oesapa Barat", "Oesapa Selatan", "Alak"]
    assert nearest_places("Osapa", known)[0] == "Oesapa"
    assert nearest_places("Surabaya", known) == []
