"""The list of families as it was on any day: who lived where, how many they were, and which decile was known."""

from datetime import date

import pytest

from cast import LASIANA, OESAPA
from lives import benu, told
from lontar.city.registry import actions, queries
from lontar.city.registry.models import Decile, Family

pytestmark = pytest.mark.django_db
THEN, MOVED = date(2023, 1, 1), date(2026, 11, 11)


@pytest.fixture
def moved(acting, ester):
    """The family Benu lived in Oesapa; Markus died and the others moved to Lasiana. Another family came in 2025."""
    with acting(ester):
        family, (markus, yuliana, *_rest) = benu()
        newer, _people = benu(since=date(2025, 6, 1))
        for decile, on in ((4, date(2022, 1, 1)), (2, date(2026, 7, 1))):
            Decile.objects.create(place_id=OESAPA, family=family, decile=decile, version_on=on, source="DTSEN")
        Family.objects.filter(pk=family.pk).update(decile=2, decile_on=date(2026, 7, 1))
        actions.died(markus.pk, heir_id=yuliana.pk, **told(ester))
        actions.moved_house(family.pk, actions.Home(LASIANA, "4", "2"), **told(ester, MOVED))
    return family, newer


def rows(day, **more):
    wanted = queries.FamilyFilter(day=day, present=True, **more)
    return {row.id: row for row in queries.rows_of(queries.families_matching(wanted), {OESAPA: "Oesapa"}, day)}


def test_a_past_day_lists_who_lived_there_then_with_the_decile_of_then(moved, acting, ester):
    family, newer = moved
    with acting(ester):
        (row,) = rows(THEN, place_id=OESAPA).values()
        assert (row.id, row.size, row.ward, row.rt, row.decile) == (family.pk, 4, "Oesapa", "003", 4)
        assert row.head == "Markus Benu"
        assert rows(THEN, place_id=LASIANA) == {}
        assert set(rows(date(2025, 7, 1), place_id=OESAPA)) == {family.pk, newer.pk}
        assert rows(date(2019, 1, 1)) == {}, "nobody was recorded then"
        assert set(rows(MOVED, place_id=LASIANA)) == {family.pk}
        assert rows(MOVED)[family.pk].size == 3
        assert set(rows(THEN, decile="4-4")) == {family.pk}
        assert rows(THEN, decile="1-2") == {}
        assert list(rows(date(2026, 8, 1), order="-decile")) == [newer.pk, family.pk]
        assert [row.decile for row in rows(date(2026, 8, 1), order="-decile").values()] == [None, 2]


def test_the_page_its_file_and_the_api_show_the_day(moved, sign_in, ester):
    family, newer = moved
    browser = sign_in(ester)
    page = browser.get("/keluarga/?pada=01/01/2023").content.decode()
    assert "Keadaan pada 1 Januari 2023" in page
    assert f"/keluarga/{family.pk}/?pada=2023-01-01" in page
    assert newer.local_number not in page
    assert "Unduh dengan NIK" not in page
    file = browser.get("/keluarga/unduh.csv?pada=01/01/2023")
    assert "keluarga-2023-01-01.csv" in file["Content-Disposition"]
    assert f"{family.local_number},53.71.03.1010,Oesapa,001,003,4,4,2022-01-01" in file.content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("pada=1/1/2030", "Hari itu belum tiba."),
        ("pada=31/02/2024", "Tulis tanggal seperti 22/11/2026."),
        ("pada=1/1/2023&words=Benu", "hanya dapat dicari pada keadaan hari ini"),
        ("pada=1/1/2023&group=disability", "hanya dapat dicari pada keadaan hari ini"),
    ],
)
def test_a_day_that_cannot_be_shown_is_refused_in_words(sign_in, maria, query, words):
    answer = sign_in(maria).get(f"/keluarga/?{query}")
    assert answer.status_code == 422
    assert words in answer.content.decode()
