"""The family's page takes wrong events back, shows merged records, and stays with the ward that a family left."""

import pytest

from cast import LASIANA, OESAPA, TODAY
from lives import benu, told
from lontar.city.registry import actions
from lontar.city.registry.models import LifeEvent, Membership
from registry.records import number, pair, person

pytestmark = pytest.mark.django_db
PAPER = {"happened": "10/11/2026", "paper": "rt_letter", "paper_number": "12/RT/2026"}


@pytest.fixture
def home(acting, maria):
    with acting(maria):
        return benu()


def test_a_wrong_event_is_taken_back_from_the_familys_page(sign_in, acting, maria, home):
    family, (markus, yuliana, *_rest) = home
    with acting(maria):
        done = actions.died(markus.pk, heir_id=yuliana.pk, **told(maria))
    browser = sign_in(maria)
    url = f"/keluarga/peristiwa/{done.event_id}/batalkan/"
    assert url in browser.get(f"/keluarga/{family.pk}/").content.decode()
    assert browser.post(url, {"why": ""}).status_code == 422
    assert browser.post(url, {"why": "salah orang"}).url == f"/keluarga/{family.pk}/"
    page = browser.get(f"/keluarga/{family.pk}/").content.decode()
    assert "dibatalkan" in page
    assert "salah orang" in page
    assert url not in page
    assert "sudah dibatalkan" in browser.get(url).content.decode()


def test_what_stands_in_the_way_is_told_before_anything_is_asked(sign_in, acting, maria, home):
    family, people = home
    with acting(maria):
        done = actions.moved_house(family.pk, actions.Home(OESAPA, "9"), **told(maria))
        actions.card_changed(family.pk, number="5371031011260009", **told(maria))
    page = sign_in(maria).get(f"/keluarga/peristiwa/{done.event_id}/batalkan/").content.decode()
    assert "Ganti nomor KK" in page
    assert 'name="why"' not in page
    assert people


def test_the_old_ward_keeps_a_page_of_the_time_spent_there(sign_in, acting, maria, ester, home):
    family, (markus, *_rest) = home
    with acting(maria):
        actions.moved_house(family.pk, actions.Home(LASIANA, "4", "2", "Jl. Rahasia 9"), **told(maria))
    with acting(ester):
        actions.card_changed(family.pk, number="5371031011260009", **told(ester))
    answer = sign_in(maria).get(f"/keluarga/{family.pk}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "di luar wilayah Anda" in page
    assert "Lasiana" in page
    assert markus.local_number in page
    for later in ("Jl. Rahasia", "Ganti nomor KK", "Markus"):
        assert later not in page
    with acting(ester):
        elsewhere, _people = benu(place=LASIANA)
    assert sign_in(maria).get(f"/keluarga/{elsewhere.pk}/").status_code == 404, "a family that never lived here"


def test_where_somebody_fled_to_is_not_told_to_the_ward_they_left(sign_in, acting, maria, ester, home):
    family, (_markus, yuliana, *_rest) = home
    with acting(ester):
        actions.moved_house(family.pk, actions.Home(LASIANA, "4"), **told(ester))
        actions.shield(
            yuliana.pk, paper="surat UPTD PPA 1/2026", keepers=[ester.pk], by=ester, on=TODAY
        )  # fmt: skip
    assert sign_in(maria).get(f"/keluarga/{family.pk}/").status_code == 404


def test_the_records_merged_into_a_member_are_listed_with_the_way_back(sign_in, acting, maria, daud, home):
    family, (markus, *_rest) = home
    with acting(maria):
        other = person("Markus Benuh")
        decided = actions.decide(pair(markus, other).pk, verdict="same", survivor_id=markus.pk, by=maria, on=TODAY)
    page = sign_in(maria).get(f"/keluarga/{family.pk}/").content.decode()
    assert f"digabung dari {other.local_number}" in page
    assert f"/keluarga/ganda/{decided.pk}/" in page
    assert f"/keluarga/ganda/{decided.pk}/" not in sign_in(daud).get(f"/keluarga/{family.pk}/").content.decode()


NIK = "5371031707870001"
YONAS = {
    "name": "Yonas Benu", "sex": "L", "relation": "relative", "birth_date": "17/07/1987", "nik": NIK,
    "mother_name": "Dorkas Nalle",
}  # fmt: skip


def test_whom_we_know_is_not_recorded_anew_unless_the_officer_says_that_it_is_another(sign_in, acting, maria, home):
    from datetime import date

    family, _people = home
    with acting(maria):
        known = person("Yonas Benu", mother_name="Dorkas Nalle", birth_date=date(1987, 7, 17))
        number(NIK, person=known)
    browser = sign_in(maria)
    url = f"/keluarga/{family.pk}/peristiwa/person_moved_in/"
    assert 'hx-post="/keluarga/ganda/mirip/"' in browser.get(url).content.decode()
    asked = browser.post(url, PAPER | YONAS)
    assert asked.status_code == 422
    assert "Mungkin sudah tercatat" in asked.content.decode()
    assert known.local_number in asked.content.decode()
    with acting(maria):
        assert not LifeEvent.objects.exists()
    again = {"known": known.local_number, "relation": "relative"}
    assert browser.post(url, PAPER | again).status_code == 302
    with acting(maria):
        assert Membership.objects.get(person=known, until=None).family_id == family.pk


def test_a_twin_is_no_double_of_the_other(sign_in, acting, maria, home):
    family, (_markus, yuliana, *_rest) = home
    browser = sign_in(maria)
    url = f"/keluarga/{family.pk}/peristiwa/born/"
    for name in ("Dewi Benu", "Desi Benu"):
        sent = {"name": name, "sex": "P", "mother": str(yuliana.pk)}
        assert browser.post(url, PAPER | sent).status_code == 302, name


def test_while_a_birth_is_typed_in_its_day_and_mother_are_compared_too(sign_in, acting, maria, home):
    from datetime import date

    _family, (_markus, yuliana, *_rest) = home
    with acting(maria):
        other = benu()[0]
        known = person(
            "Dewi Benu", other, sex="P", birth_date=date(2026, 11, 10), mother_name="Yuliana Ndun", relation="child"
        )
    typed = {"name": "Dewi Benu", "sex": "P", "mother": yuliana.pk, "happened": "10/11/2026", "newborn": "1"}
    part = sign_in(maria).post("/keluarga/ganda/mirip/", typed).content.decode()
    assert known.local_number in part


def test_a_past_day_shows_that_day_and_neither_a_day_to_come_nor_one_that_nobody_recorded(sign_in, maria, home):
    family, _people = home
    browser = sign_in(maria)
    then = browser.get(f"/keluarga/{family.pk}/?pada=31/12/2021").content.decode()
    assert "Keadaan pada 31 Desember 2021" in then
    assert 'data-label="Umur">41' in then.replace("\n", ""), "the age of that day"
    assert "pendapat tentang kesejahteraan" not in then
    before = browser.get(f"/keluarga/{family.pk}/?pada=31/12/2019").content.decode()
    assert "baru tercatat sejak 1 Januari 2020" in before
    assert "0 orang" not in before
    for wrong, words in (("1/1/2030", "Hari itu belum tiba."), ("kemarin", "Tulis tanggal seperti 22/11/2026.")):
        answer = browser.get(f"/keluarga/{family.pk}/?pada={wrong}")
        assert answer.status_code == 422
        assert words in answer.content.decode()
