"""Events are recorded on one short page each, without JavaScript, and told on the family's page."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import LASIANA, OESAPA
from lives import benu, now, told
from lontar.city.registry import actions
from lontar.city.registry.forms.life import ASKED
from lontar.city.registry.models import Family, LifeEvent
from lontar.city.registry.pages.life import KINDS

pytestmark = pytest.mark.django_db
PAPER = {"happened": "10/11/2026", "paper": "rt_letter", "paper_number": "12/RT/2026"}


@pytest.fixture
def home(acting, maria):
    with acting(maria):
        return benu()


def sent(browser, home, kind, **values):
    return browser.post(f"/keluarga/{home[0].pk}/peristiwa/{kind}/", PAPER | {k: str(v) for k, v in values.items()})


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_event_has_a_page_that_asks_for_its_day_and_paper(sign_in, maria, home, kind):
    page = sign_in(maria).get(f"/keluarga/{home[0].pk}/peristiwa/{kind}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert 'name="happened"' in text
    assert 'name="paper"' in text
    assert "Markus" not in text, "names stay covered until a purpose is given"


@pytest.mark.parametrize("kind", list(KINDS))
def test_an_empty_form_is_refused_and_writes_nothing(sign_in, maria, home, kind):
    assert sign_in(maria).post(f"/keluarga/{home[0].pk}/peristiwa/{kind}/", {}).status_code == 422
    assert not LifeEvent.objects.exists()


def test_every_event_of_the_form_can_be_reached():
    assert set(ASKED) == {*KINDS, "family_moved_in"}


def test_events_are_recorded_through_their_pages(sign_in, acting, maria, home):
    family, (markus, yuliana, salomi, agustina) = home
    browser = sign_in(maria)
    steps = [
        ("born", {"name": "Dewi Benu", "sex": "P", "mother": yuliana.pk}),
        ("person_moved_in", {
            "name": "Yonas Benu", "sex": "L", "relation": "relative", "birth_date": "01/02/1990",
            "no_nik_reason": "belum merekam KTP",
        }),
        ("died", {"person": markus.pk, "heir": yuliana.pk}),
        ("card_changed", {"card": "5371031011260009"}),
        ("corrected", {"person": salomi.pk, "name": "Salomi Maria Benu"}),
        ("nik_given", {"person": agustina.pk, "nik": "5371034401550007"}),
        ("kitchen_left", {}),
        ("split", {f"member_{agustina.pk}": "head", "happened": "11/11/2026"}),
        ("moved_house", {"place": OESAPA, "rt": "9", "happened": "12/11/2026"}),
        ("person_moved_out", {"person": salomi.pk, "to": "abroad", "where": "Dili", "happened": "13/11/2026"}),
        ("moved_out", {"to": "country", "happened": "14/11/2026"}),
    ]  # fmt: skip
    for kind, values in steps:
        answer = sent(browser, home, kind, **values)
        assert answer.status_code == 302, (kind, answer.content.decode()[-3000:])
    assert sent(browser, home, "family_returned", place=OESAPA, happened="15/11/2026").status_code == 302
    with acting(maria):
        assert LifeEvent.objects.count() == len(steps) + 1
        assert now(family.pk)["Yuliana"] == "head"


def test_two_families_meet_by_their_numbers(sign_in, acting, maria, home):
    family, (_markus, _yuliana, salomi, _agustina) = home
    with acting(maria):
        other, (_a, _b, son, _d) = benu()
        type(son).objects.filter(pk=son.pk).update(sex="L")
    browser = sign_in(maria)
    assert sent(browser, home, "kitchen_shared", into=other.local_number).status_code == 302
    values = {"person": salomi.pk, "spouse_number": son.local_number, "together": "there"}
    assert sent(browser, home, "married", **values).status_code == 302
    with acting(maria):
        everyone = {f"member_{key}": "relative" for key in (one.pk for one in home[1]) if key != salomi.pk}
    values = {"into": other.local_number, "happened": "11/11/2026", **everyone}
    assert sent(browser, home, "joined", **values).status_code == 302
    with acting(maria):
        assert Family.objects.get(pk=family.pk).ended_on == date(2026, 11, 11)
    assert "tidak lagi tinggal di sini</span>" in browser.get(f"/keluarga/{family.pk}/").content.decode()


def test_a_contradiction_is_told_beside_its_field(sign_in, maria, home):
    answer = sent(sign_in(maria), home, "died", person=home[1][2].pk, happened="01/01/2005")
    assert answer.status_code == 422
    assert "Meninggal sebelum lahir" in answer.content.decode()


def test_an_event_says_whom_it_is_about_and_only_a_woman_is_asked_about_as_mother(sign_in, acting, maria, home):
    family, (markus, yuliana, salomi, _agustina) = home
    browser = sign_in(maria)
    asked = browser.get(f"/keluarga/{family.pk}/peristiwa/born/").content.decode()
    assert f"P-{yuliana.pk:07d}" in asked
    assert f"P-{markus.pk:07d}" not in asked
    sent(browser, home, "corrected", person=salomi.pk, name="Salomi Maria Benu")
    with acting(maria):
        event = LifeEvent.objects.get()
    page, undoing = f"/keluarga/{family.pk}/", f"/keluarga/peristiwa/{event.pk}/batalkan/"
    for url in (page, undoing):
        covered = browser.get(url).content.decode()
        assert "S••••• M•••• B•••" in covered
        assert "Salomi" not in covered
    assert f"P-{salomi.pk:07d}" in browser.get(undoing).content.decode()
    browser.post("/keluarga/perlihatkan/", {"purpose": "service", "next": page})
    assert "Betulkan data diri: Salomi Maria Benu" in browser.get(page).content.decode()


def test_a_family_that_went_to_another_ward_leaves_its_officer_at_the_list(sign_in, maria, home):
    answer = sent(sign_in(maria), home, "moved_house", place=LASIANA)
    assert answer.url == "/keluarga/"


def test_a_family_arrives_with_its_head(sign_in, acting, maria):
    values = {
        "name": "Otniel Mooy", "sex": "L", "birth_date": "01/01/1980", "nik": "5371030101800007", "place": str(OESAPA),
        "came_from": "Rote Ndao",
    }  # fmt: skip
    answer = sign_in(maria).post("/keluarga/datang/", PAPER | values)
    assert answer.status_code == 302
    with acting(maria):
        assert now(int(answer.url.split("/")[2])) == {"Otniel": "head"}


def test_the_familys_page_tells_its_whole_story_in_few_queries(sign_in, acting, maria, home):
    family, (markus, yuliana, salomi, agustina) = home
    with acting(maria):
        other, _people = benu()
        actions.kitchen_shared(family.pk, other.pk, **told(maria))
        actions.died(markus.pk, heir_id=yuliana.pk, **told(maria, date(2026, 11, 12)))
        actions.split(
            family.pk, to=actions.Destination(relations={agustina.pk: "head", salomi.pk: "grandchild"}),
            **told(maria, date(2026, 11, 13)),
        )  # fmt: skip
    browser = sign_in(maria)
    with CaptureQueriesContext(connection) as asked:
        text = browser.get(f"/keluarga/{family.pk}/").content.decode()
    for words in ("Kematian", "Pecah KK", "12/RT/2026", other.local_number, "3 orang pernah menjadi anggota"):
        assert words in text
    # The frame of every page asks for the session, the officer and the city; the rest is this page's own.
    frame = ("django_session", 'access_officer" WHERE', "places_home", "set_config", "SAVEPOINT")
    own = [one["sql"] for one in asked if not any(word in one["sql"] for word in frame)]
    assert len(own) <= 12, "\n".join(own)


def test_the_page_shows_the_family_of_any_day(sign_in, acting, maria, home):
    family, (markus, yuliana, *_rest) = home
    with acting(maria):
        actions.died(markus.pk, heir_id=yuliana.pk, **told(maria))
    browser = sign_in(maria)
    then = browser.get(f"/keluarga/{family.pk}/", {"pada": "2026-11-09"}).content.decode()
    today = browser.get(f"/keluarga/{family.pk}/").content.decode()
    assert "4 orang" in then
    assert "Keadaan pada 9 November 2026" in then
    assert "3 orang" in today


@pytest.mark.parametrize("role", ["agus", "marten", "petrus", "rita", "daud", "anna"])
def test_whoever_serves_no_families_records_nothing(sign_in, request, home, role):
    browser = sign_in(request.getfixturevalue(role))
    assert browser.get(f"/keluarga/{home[0].pk}/peristiwa/died/").status_code == 403
    assert sent(browser, home, "died", person=home[1][0].pk).status_code == 403
    assert browser.get("/keluarga/datang/").status_code == 403
