"""Families on the screen: found, masked, and seen only for a purpose."""

from datetime import date

import pytest

from cast import OESAPA, TODAY
from lives import benu
from lontar.city.journal import queries as journal
from lontar.city.journal.models import JournalLine
from lontar.city.places.queries import today
from lontar.city.registry.models import (
    Dwelling,
    Family,
    Identifier,
    LivingConditions,
    Membership,
    Person,
    Residence,
)
from lontar.kit.sealing import blind, seal
from lontar.science.names import name_key

NIK = "5371034502900007"
KK = "5371030101200009"


def seen_today():
    return journal.seen_between(today(), today())


def settle(place_id, name, *, nik=None, kk=None, decile=None):
    family = Family.objects.create(place_id=place_id, decile=decile, decile_on=date(2026, 10, 1) if decile else None)
    person = Person.objects.create(
        place_id=place_id, name=name, name_key=name_key(name), sex="P", birth_date=date(1990, 2, 5),
        nik_state="good" if nik else "missing",
    )  # fmt: skip
    Membership.objects.create(place_id=place_id, person=person, family=family, relation="head", since=date(2020, 1, 1))
    home = Dwelling.objects.create(place_id=place_id, rt="003", rw="001", address="Jl. Contoh")
    Residence.objects.create(place_id=place_id, family=family, dwelling=home, since=date(2020, 1, 1))
    if nik:
        Identifier.objects.create(
            place_id=place_id, kind="nik", person=person, cipher=seal(nik.encode()), blind=blind("nik", nik)
        )
    if kk:
        Identifier.objects.create(
            place_id=place_id, kind="kk", family=family, cipher=seal(kk.encode()), blind=blind("kk", kk)
        )
    return family


@pytest.fixture
def nubatonis(acting, ester):
    with acting(ester):
        return settle(5371031010, "Yuliana Nubatonis", nik=NIK, kk=KK, decile=2)


@pytest.fixture
def far_away(acting, ester):
    with acting(ester):
        return settle(5371031011, "Johanis Tnunay")


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["nubatonis", "YULIANA", "ulian", NIK, KK, "5371 0345 0290 0007"])
def test_a_family_is_found_by_any_part_of_a_name_and_by_its_exact_numbers(sign_in, maria, nubatonis, words):
    page = sign_in(maria).get("/keluarga/", {"words": words})
    assert nubatonis.local_number in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["tnunay", "%%%", "___", "ab", "'; DROP TABLE", NIK[:-1] + "8"])
def test_what_does_not_match_or_lies_elsewhere_is_not_found(sign_in, maria, nubatonis, far_away, words):
    page = sign_in(maria).get("/keluarga/", {"words": words}).content.decode()
    assert nubatonis.local_number not in page
    assert far_away.local_number not in page


@pytest.mark.django_db
def test_names_and_numbers_are_covered_until_a_purpose_is_given_and_the_seeing_is_journalled(
    sign_in, maria, nubatonis, acting
):
    browser = sign_in(maria)
    url = f"/keluarga/{nubatonis.pk}/"
    before = browser.get(url).content.decode()
    assert "Nubatonis" not in before
    assert NIK not in before
    assert KK not in before
    assert browser.post("/keluarga/perlihatkan/", {"purpose": "service", "next": url}).url == url
    after = browser.get(url).content.decode()
    assert "Yuliana Nubatonis" in after
    assert NIK not in after
    assert KK not in after
    with acting(maria):
        verbs = JournalLine.objects.filter(actor_name=maria.name).order_by("id").values_list("verb", flat=True)
        assert list(verbs) == ["unmask", "see_family"]
    browser.post("/keluarga/tutup/", {"next": url})
    assert "Nubatonis" not in browser.get(url).content.decode()


@pytest.mark.django_db
def test_a_number_is_seen_one_at_a_time_for_a_purpose_and_who_saw_it_is_kept(sign_in, maria, daud, nubatonis, acting):
    browser = sign_in(maria)
    with acting(maria):
        person = nubatonis.memberships.get().person_id
    for url, number, verb in (
        (f"/keluarga/nomor/nik/{person}/", NIK, "registry.person"),
        (f"/keluarga/nomor/kk/{nubatonis.pk}/", KK, "registry.family"),
    ):
        asked = browser.get(url)
        assert (asked.status_code, number in asked.content.decode()) == (200, False)
        assert browser.post(url, {"purpose": ""}).status_code == 422
        told = browser.post(url, {"purpose": "verification"})
        assert number in told.content.decode()
        assert told["Cache-Control"] == "no-store"
        with acting(daud):
            line = JournalLine.objects.latest("id")
            assert (line.verb, line.subject_kind, line.details["purpose"]) == ("reveal_number", verb, "verification")
            assert number not in str(vars(line))
            (seen,) = [one for one in seen_today() if one.purpose == "verification"][-1:]
            assert (seen.way, seen.actor_name, seen.families) == ("number", maria.name, [(nubatonis.pk, nubatonis.pk)])


@pytest.mark.django_db
def test_nobody_but_who_checks_papers_sees_a_number(sign_in, nubatonis, far_away, ester, maria, daud, rita, anna):
    for who in (ester, daud, rita, anna):
        assert sign_in(who).post(f"/keluarga/nomor/kk/{nubatonis.pk}/", {"purpose": "service"}).status_code == 403
    assert sign_in(maria).post(f"/keluarga/nomor/kk/{far_away.pk}/", {"purpose": "service"}).status_code == 404


@pytest.mark.django_db
def test_whom_a_list_showed_by_name_and_whom_a_file_took_along_is_kept(sign_in, maria, daud, nubatonis, acting):
    browser = sign_in(maria)
    browser.get("/keluarga/")
    browser.post("/keluarga/perlihatkan/", {"purpose": "service"})
    browser.get("/keluarga/")
    browser.get("/keluarga/unduh.csv")
    with acting(daud):
        seen = [(one.way, one.named, one.count) for one in seen_today()]
        assert seen == [("list", True, 1), ("export", False, 1)]
        assert JournalLine.objects.latest("id").verb == "export_families"
    with acting(maria):
        assert seen_today() == []


@pytest.mark.django_db
def test_another_purpose_needs_words_and_no_purpose_shows_nothing(sign_in, maria):
    browser = sign_in(maria)
    assert browser.post("/keluarga/perlihatkan/", {"purpose": "other", "reason": "x"}).status_code == 422
    assert browser.post("/keluarga/perlihatkan/", {}).status_code == 422
    assert (
        browser.post("/keluarga/perlihatkan/", {"purpose": "service", "next": "https://elsewhere.example/"}).url
        == "/keluarga/"
    )


@pytest.mark.django_db
def test_the_inspector_and_the_analyst_never_see_a_name(sign_in, daud, anna, nubatonis):
    for officer in (daud, anna):
        browser = sign_in(officer)
        assert browser.post("/keluarga/perlihatkan/", {"purpose": "service"}).status_code == 403
        for url in ("/keluarga/", f"/keluarga/{nubatonis.pk}/", "/keluarga/unduh.csv"):
            text = browser.get(url).content.decode()
            assert "Nubatonis" not in text
            assert NIK not in text
    assert sign_in(anna).get(f"/keluarga/{nubatonis.pk}/").status_code == 403


@pytest.mark.django_db
def test_a_family_of_another_ward_does_not_exist_for_a_ward_officer(sign_in, maria, far_away):
    assert sign_in(maria).get(f"/keluarga/{far_away.pk}/").status_code == 404
    assert sign_in(maria).get("/keluarga/99999999999999999999999999/").status_code == 404


@pytest.mark.django_db
def test_the_export_holds_columns_and_no_name(sign_in, ester, nubatonis, far_away):
    lines = sign_in(ester).get("/keluarga/unduh.csv", {"decile": "1-4"}).content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("nomor_lokal,kode_kelurahan")
    assert lines[1].startswith(f"{nubatonis.local_number},53.71.03.1010,Oesapa,001,003,1,2,2026-10-01")
    assert len(lines) == 2


@pytest.mark.django_db
def test_names_closed_on_a_page_that_a_refused_button_showed_lead_to_the_page_above_it(sign_in, maria, nubatonis):
    browser, by_browser = sign_in(maria), {"headers": {"Accept": "text/html,application/xhtml+xml"}}
    closed = browser.post("/keluarga/tutup/", {"next": "/keluarga/pertentangan/cari/"})
    above = browser.get(closed.url, **by_browser)
    assert (above.status_code, above.url) == (302, "/keluarga/pertentangan/")
    # A button's address below another button's, and below addresses that nobody has, leads on to where a page is.
    assert browser.get("/keluarga/impor/susunan/simpan/", **by_browser).url == "/keluarga/impor/susunan/"
    assert browser.get("/keluarga/tutup/", **by_browser).url == "/keluarga/"
    # A program is told what is so.
    assert browser.get("/keluarga/pertentangan/cari/").status_code == 405


@pytest.mark.django_db
def test_a_members_difficulties_and_a_child_out_of_school_are_told_where_the_member_is(sign_in, acting, maria):
    with acting(maria):
        family, (head, wife, child, _mother) = benu()
        Person.objects.filter(pk=child.pk).update(birth_date=date(2014, 1, 1))
        asked = [
            (head, {"difficulty_seeing": 1, "difficulty_walking": 4}),
            (wife, {"difficulty_seeing": 4}),
            (child, {"school_participation": 3}),
        ]
        for one, columns in asked:
            LivingConditions.objects.create(
                place_id=OESAPA, family=family, person=one, source="import", on=TODAY, by=maria, columns=columns,
                version="regsosek2022k",
            )  # fmt: skip
    browser, url = sign_in(maria), f"/keluarga/{family.pk}/"
    covered = browser.get(url).content.decode()
    assert "Kesulitan melihat" not in covered
    assert "Tidak bersekolah lagi" not in covered
    browser.post("/keluarga/perlihatkan/", {"purpose": "service", "next": url})
    page = browser.get(url).content.decode()
    assert "Kesulitan melihat: Sama sekali tidak bisa" in page
    assert "Kesulitan berjalan" in page, "among all that was answered"
    assert page.count("belum ditanyakan<") == 2, "of the child and the grandmother nobody asked"
    assert "Tidak bersekolah lagi" in page
    assert "disabilitas" in page
    assert "anak tidak sekolah" in page
