"""The first page and the way through the house."""

import pytest

from lontar.house import desk


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "label"), [("/keluarga/", "Keluarga"), ("/keluarga/impor/", "Impor"), ("/meja/", "Hari ini")]
)
def test_the_menu_marks_one_place_and_it_is_where_one_is(sign_in, yohanes, path, label):
    items = sign_in(yohanes).get(path).context["navigation"]
    assert [item.label for item in items if item.current] == [label]


@pytest.mark.django_db
def test_an_officer_for_whom_nothing_waits_is_told_what_there_is_to_do(sign_in, agus):
    page = sign_in(agus).get("/meja/").content.decode()
    told = page.split("Yang dapat Anda kerjakan")[1]
    assert "Siapa yang dapat masuk, sebagai apa" in told
    assert 'href="/petugas/"' in told
    assert "Mencari keluarga" not in told, "only the work of the role"


def test_every_entry_of_the_menu_says_what_is_behind_it():
    assert {name for name, *_rest in desk.ENTRIES} <= set(desk.ABOUT)


@pytest.mark.django_db
def test_a_long_menu_is_in_parts_and_a_short_one_is_not(sign_in, yohanes, marten):
    long = sign_in(yohanes).get("/meja/").context["navigation"]
    parts = ["Siapa", "Apa dan untuk siapa", "Uang dan barang", "Kota dan datanya"]
    assert [item.part for item in long if item.part] == parts
    assert long[1].part == "Siapa"
    assert [item.part for item in sign_in(marten).get("/meja/").context["navigation"] if item.part] == []


def test_every_part_of_the_menu_begins_with_an_entry():
    assert set(desk.PARTS) <= {name for name, *_rest in desk.ENTRIES}
