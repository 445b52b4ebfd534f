"""Organisations change their names, partners sign papers, codes change by year; the work stays the same."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cast import CAST, CITY, TODAY, officer
from lontar.city.access import actions as access_actions
from lontar.city.access import queries as access
from lontar.city.programmes import actions, queries
from lontar.city.programmes.models import SubActivity
from lontar.kit.gate import acting_as
from lontar.science.trouble import NotAllowed, Refusal

pytestmark = pytest.mark.django_db
PAPER = actions.Paper("PKS 12/2026", TODAY, TODAY, date(2026, 12, 31), "Empat puluh tempat pelatihan")


@pytest.fixture
def partner(ester):
    with acting_as(ester):
        yield access.agency_by_code("mitra-contoh")


@pytest.fixture
def loaded(ester):
    with acting_as(ester):
        actions.load_catalogue(2026, place_id=CITY, by=ester, on=TODAY)
        yield


def agree(partner, by, **changes):
    paper = actions.Paper(**({name: getattr(PAPER, name) for name in PAPER.__slots__} | changes))
    return actions.record_agreement(partner, paper, place_id=CITY, by=by, on=TODAY)


def test_an_agency_is_called_by_the_name_of_the_day(ester, partner):
    bapeda = access.agency_by_code("bapeda")
    access_actions.ensure_agency(
        "bapeda", name="Bapperinda", since=date(2026, 7, 1), basis="Perda 3/2026", by=ester, on=TODAY
    )
    bapeda.refresh_from_db()
    assert access.agency_name_on(bapeda, date(2026, 6, 30)) == "Bapeda"
    assert access.agency_name_on(bapeda, TODAY) == bapeda.name == "Bapperinda"
    assert access.agency_called("BAPEDA") == access.agency_called("bapperinda") == bapeda
    with pytest.raises(Refusal, match="baru berlaku"):
        access_actions.ensure_agency("bapeda", name="Bappeda", since=date(2026, 1, 1), by=ester, on=TODAY)


def test_another_way_of_writing_a_name_leads_to_one_agency_only(ester, partner):
    access_actions.add_agency_alias(partner, "YAYASAN  MITRA", by=ester, on=TODAY)
    assert access.agency_called("Yayasan Mitra") == partner
    with pytest.raises(Refusal, match="sudah dipakai"):
        access_actions.add_agency_alias(access.agency_by_code("bapeda"), "Yayasan Mitra", by=ester, on=TODAY)


def test_the_catalogues_file_does_not_take_a_new_name_back(ester, loaded):
    access_actions.ensure_agency("bpbd", name="BPBD Kota Kupang", by=ester, on=TODAY)
    actions.load_catalogue(2026, place_id=CITY, by=ester, on=TODAY)
    assert access.agency_by_code("bpbd").name == "BPBD Kota Kupang"


def test_an_agreement_that_ran_out_is_told_on_until_one_follows_or_it_is_said_why_none_does(
    ester, agus, sign_in, partner
):
    paper = actions.Paper("PKS 3/2025", date(2025, 1, 1), date(2025, 1, 1), date(2026, 11, 21), "Kursi roda 20 buah")
    over = actions.record_agreement(partner, paper, place_id=CITY, by=ester, on=TODAY)
    for by in (ester, agus):
        assert [(one.title, one.count) for one in queries.waiting_for(by)] == [("Perjanjian mitra sudah berakhir", 1)]
    browser = sign_in(ester)
    assert "Sudah berakhir dan belum diperbarui" in browser.get("/program/lembaga/").content.decode()
    assert 'value="21/11/2026"' in browser.get(f"/program/perjanjian/{over.pk}/akhiri/").content.decode()
    agree(partner, ester)
    assert not queries.run_out(TODAY).exists(), "another one follows it"
    later = queries.agreements(partner.pk).exclude(pk=over.pk).get()
    actions.end_agreement(later, ended_on=TODAY, reason="Salah catat", by=ester, on=TODAY)
    actions.end_agreement(over, ended_on=date(2026, 11, 21), reason="Tidak diteruskan", by=ester, on=TODAY)
    assert queries.waiting_for(ester) == []


@pytest.mark.parametrize("who", [name for name in CAST if name not in ("ester", "agus")])
def test_others_write_no_agreement_down_and_change_no_line(partner, loaded, who):
    by = officer(who)
    line = queries.line_by_key(CITY, 2026, "kesehatan-balita")
    tags = actions.Tags(name="X", agency="bpbd", pillar="burden", gives="money", reach="general", payer="city")
    for verb in (
        lambda: agree(partner, by),
        lambda: actions.tag_line(line, tags, by=by, on=TODAY),
        lambda: actions.add_line(tags, year=2026, key="x", place_id=CITY, by=by, on=TODAY),
        lambda: actions.link_codes((2025, "1"), (2026, "2"), source="x", by=by, on=TODAY),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_an_agreement_is_kept_ends_once_and_warns_the_planner(ester, maria, partner):
    made = agree(partner, ester)
    assert [one.number for one in queries.live_agreements(TODAY)] == ["PKS 12/2026"]
    assert [work.count for work in queries.waiting_for(ester)] == [1]
    assert queries.waiting_for(maria) == []
    with pytest.raises(Refusal, match="sudah dicatat"):
        agree(partner, ester)
    actions.end_agreement(made, ended_on=TODAY, reason="Mitra mundur", by=ester, on=TODAY)
    assert not queries.live_agreements(TODAY).exists()
    with pytest.raises(Refusal, match="sudah diakhiri"):
        actions.end_agreement(made, ended_on=TODAY, reason="Sekali lagi", by=ester, on=TODAY)


@pytest.mark.parametrize(
    "changes",
    [{"number": " "}, {"gives": "x"}, {"until": TODAY - timedelta(1)}, {"signed_on": TODAY + timedelta(1)}],
)
def test_an_agreement_without_number_sense_or_days_is_refused(ester, partner, changes):
    with pytest.raises(Refusal):
        agree(partner, ester, **changes)
    assert not queries.agreements().exists()


def test_a_tagged_line_is_left_alone_by_the_catalogues_file(ester, loaded):
    line = queries.line_by_key(CITY, 2026, "alat-bantu")
    tags = actions.Tags(
        name="Kursi roda dan alat dengar", agency="dinas-sosial", pillar="income", gives="goods", reach="by_name",
        payer="city", code="1.06.04.02.01.03",
    )  # fmt: skip
    actions.tag_line(line, tags, by=ester, on=TODAY)
    actions.load_catalogue(2026, place_id=CITY, by=ester, on=TODAY)
    line = queries.line_by_key(CITY, 2026, "alat-bantu")
    assert (line.name, line.pillar, line.sub_activity.code) == (tags.name, "income", "1.06.04.2.01.0003")


@pytest.mark.parametrize(
    "changes", [{"code": "1.2"}, {"agency": "tidak-ada"}, {"pillar": "luck"}, {"rule": "tidak-ada"}, {"name": " "}]
)
def test_a_line_without_sense_is_not_added(ester, loaded, changes):
    values = {"name": "X", "agency": "bpbd", "pillar": "burden", "gives": "money", "reach": "general", "payer": "city"}
    with pytest.raises(Refusal):
        actions.add_line(
            actions.Tags(**(values | changes)), year=2026, key="x", place_id=CITY, by=ester, on=TODAY
        )  # fmt: skip
    assert queries.line_by_key(CITY, 2026, "x") is None


def test_a_code_that_split_is_one_story_over_the_years(ester, maria, loaded, sign_in):
    new = SubActivity.objects.get(year=2026, code="1.04.05.2.01.0002")
    values = {
        name: getattr(new, name) for name in ("activity_code", "activity_name", "programme_code", "programme_name")
    }
    for year, code in ((2025, new.code), (2027, "1.04.05.2.01.0011"), (2027, "1.04.05.2.01.0012")):
        SubActivity.objects.create(year=year, code=code, name="PSU", confidence="likely", source="x", **values)
    for code in ("1.04.05.2.01.0011", "1.04.05.2.01.0012"):
        actions.link_codes((2026, "1.04.05.02.01.02"), (2027, code), source="Kepmendagri", by=ester, on=TODAY)
    for asked in ("1.04.05.2.01.0012", "1.04.05.2.01.0002"):
        years = queries.code_over_years(maria, asked)
        assert [one.sub.year for one in years] == [2027, 2027, 2026, 2025]
    answer = sign_in(maria).get(reverse("programmes:code", args=["1.04.05.02.01.0011"]), follow=True).content.decode()
    assert answer.count("melanjutkan 1.04.05.2.01.0002") == 2
    SubActivity.objects.filter(year=2027, code="1.04.05.2.01.0012").update(name="PSU baru")
    newer = sign_in(maria).get(reverse("programmes:code", args=["1.04.05.2.01.0012"])).content.decode()
    assert "<h1>PSU baru</h1>" in newer, "the name of the code that was asked for"
    with pytest.raises(Refusal, match="kemudian"):
        actions.link_codes((2026, new.code), (2025, new.code), source="x", by=ester, on=TODAY)


def test_a_sensitive_code_is_known_only_to_those_who_know_its_line(ester, maria, loaded, sign_in):
    address = reverse("programmes:code", args=["1.02.02.2.02.0012"])
    assert sign_in(ester).get(address).status_code == 200
    assert sign_in(maria).get(address).status_code == 404


def test_the_pages_of_an_agency_are_filled_in_and_shown(ester, maria, partner, sign_in):
    browser = sign_in(ester)
    given = {
        "number": "PKS 3",
        "signed_on": "2026-11-01",
        "since": "2026-11-01",
        "until": "",
        "gives": "Sepuluh magang",
    }
    assert browser.post(reverse("programmes:agree", args=[partner.code]), given | {"number": ""}).status_code == 422
    browser.post(reverse("programmes:agree", args=[partner.code]), given)
    browser.post(reverse("programmes:rename", args=[partner.code]), {"name": "Mitra Baru", "alias": "YMB"})
    shown = sign_in(maria).get(reverse("programmes:agency", args=[partner.code])).content.decode()
    assert all(words in shown for words in ("PKS 3", "Sepuluh magang", "Mitra Baru", "Mitra Contoh", "YMB"))
    assert "Catat perjanjian" not in shown
    browser.post(reverse("programmes:new_agency"), {"name": "Bank NTT", "code": "bank-ntt", "kind": "bank"})
    assert "Bank NTT" in sign_in(maria).get(reverse("programmes:agencies")).content.decode()
    given = {"year": 2026, "key": "kursi-roda", "name": "Kursi roda", "agency": "mitra-contoh", "payer": "partner"}
    given |= {"pillar": "burden", "gives": "goods", "reach": "by_name", "rule": "", "code": ""}
    browser.post(reverse("programmes:add"), given)
    line = queries.line_by_key(CITY, 2026, "kursi-roda")
    browser.post(reverse("programmes:tag", args=[line.pk]), given | {"name": "Kursi roda anak"})
    browser.post(
        reverse("programmes:output", args=[line.pk]), {"what": "kursi", "unit": "unit", "target": "40", "source": "DPA"}
    )
    shown = sign_in(maria).get(reverse("programmes:line", args=[line.pk])).content.decode()
    assert "Kursi roda anak" in shown
    assert "40 unit" in shown


def test_a_line_of_another_year_is_added_with_what_is_known_of_its_code_and_nothing_is_chosen_by_silence(
    ester, loaded, sign_in
):
    browser = sign_in(ester)
    page = browser.get("/program/tambah/?code=1.06.04.02.01.03&year=2025").content.decode()
    assert 'name="key" value="alat-bantu"' in page
    assert '<option value="goods" selected>' in page
    assert 'name="year" value="2025"' in page
    empty = browser.get("/program/tambah/").content.decode()
    assert '<option value="money" selected>' not in empty
    refused = browser.post("/program/tambah/", {"year": 2026, "key": "x", "name": "X", "payer": "city"})
    assert {"agency", "pillar", "gives", "reach"} <= set(refused.context["form"].errors)
