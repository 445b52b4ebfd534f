"""A planner brings what BPS and the plan publish; the city's page shows it with its source, and what is wrong goes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cast import TODAY
from lontar.city.journal.models import JournalLine
from lontar.city.portal import actions, queries
from lontar.city.portal.models import PublishedFigure
from lontar.city.portal.pages import quoted
from lontar.city.portal.queries import Figure
from lontar.science.trouble import NotAllowed, Refusal

pytestmark = pytest.mark.django_db
PAGE = "portal:figures"


def bring(ester, indicator="poverty_rate", period="2026-03", value="7,10", source="BPS Kota Kupang, rekaan"):
    return actions.bring_figure(indicator, period, value, source, by=ester, on=TODAY)


def test_a_newer_rate_stands_on_the_public_page_with_its_source(ani, home, ester):
    assert bring(ester)
    page = ani.get("/").content.decode()
    assert "sekitar <em>7&nbsp;orang</em>" in page
    assert "Tepatnya 7,10% pada Maret 2026. Sumber: BPS Kota Kupang, rekaan." in page
    assert "turun 0,47 poin dari 7,57%" in page


def test_the_plans_own_target_takes_the_place_of_the_one_that_it_replaced(ani, home, ester):
    before = ani.get("/").content.decode()
    assert "sudah digantikan RPJMD Kota Kupang 2025–2029" in before
    bring(ester, "poverty_rate_target", "2029", "5,25", "RPJMD Kota Kupang 2025–2029, rekaan")
    after = ani.get("/").content.decode()
    assert "5,25% pada 2029" in after
    assert "sudah digantikan" not in after


def test_the_citys_own_line_is_told_as_its_own(ani, home, ester):
    assert "Garis wilayah ini sendiri belum ditemukan" in ani.get("/").content.decode()
    bring(ester, "poverty_line", "Maret 2025", "Rp 700.000", "BPS, rekaan")
    page = ani.get("/").content.decode()
    assert "Garis kemiskinan Kota Kupang, Maret 2025. Sumber: BPS, rekaan." in page
    assert "Garis wilayah ini sendiri belum ditemukan" not in page
    assert "bukan garis Kota Kupang" in page  # the nation's is still not the city's


def test_another_value_replaces_and_the_same_changes_nothing(home, ester, acting):
    assert bring(ester)
    assert not bring(ester)
    assert bring(ester, value="7,20")
    assert [str(one.value) for one in queries.standing_figures(home.pk)] == ["7.20"]
    assert [str(one.value) for one in queries.withdrawn_figures(home.pk)] == ["7.10"]
    with acting(ester):
        verbs = list(JournalLine.objects.values_list("verb", flat=True))
    assert verbs.count("bring_figure") == 2
    assert verbs.count("withdraw_figure") == 1


def test_withdrawn_once_with_a_reason_and_what_came_along_shows_again(ani, home, ester):
    bring(ester, period="2025-03", value="9,99")
    figure = PublishedFigure.objects.get()
    with pytest.raises(Refusal, match="Alasannya"):
        actions.withdraw_figure(figure, reason=" ", by=ester, on=TODAY)
    actions.withdraw_figure(figure, reason="Salah ketik", by=ester, on=TODAY)
    with pytest.raises(Refusal, match="sudah ditarik"):
        actions.withdraw_figure(figure, reason="Lagi", by=ester, on=TODAY)
    page = ani.get("/").content.decode()
    assert "7,57%" in page
    assert "9,99%" not in page


@pytest.mark.parametrize("who", ["yohanes", "daud", "agus", "maria"])
def test_nobody_but_a_planner_brings_or_withdraws(home, ester, who, request):
    bring(ester)
    officer = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        bring(officer, value="1")
    with pytest.raises(NotAllowed):
        actions.withdraw_figure(PublishedFigure.objects.get(), reason="x", by=officer, on=TODAY)


def test_by_page_one_figure_then_a_file_that_is_looked_at_first(home, ester, sign_in):
    browser = sign_in(ester)
    one = {"what": "one", "indicator": "poverty_rate", "period": "Maret 2026", "value": "7,1", "source": "BPS"}
    wrong = browser.post(reverse(PAGE), one | {"value": "seratus"})
    assert wrong.status_code == 422
    assert "Tulis persen, misalnya 7,57." in wrong.content.decode()
    assert browser.post(reverse(PAGE), one).status_code == 302
    lines = 'indicator,period,value,source\npoor_population,2026-03,39.900,BPS\npoverty_rate,2026-03,"7,1",BPS\n'

    def sent(text, **more):
        file = SimpleUploadedFile("angka.csv", text.encode())
        return browser.post(reverse(PAGE), {"what": "file", "file": file, **more})

    looked = sent(lines, dry_run="on").content.decode()
    assert "Hanya diperiksa" in looked
    assert PublishedFigure.objects.count() == 1
    spoilt = sent(lines.replace("39.900", "39,90"))
    assert "Tidak ada yang disimpan" in spoilt.content.decode()
    assert "ribuan" in spoilt.content.decode()
    assert PublishedFigure.objects.count() == 1
    assert sent(lines).status_code == 302
    assert PublishedFigure.objects.count() == 2
    page = browser.get(reverse(PAGE)).content.decode()
    assert "39.900 orang" in page
    assert page.count("/tarik/") == 2


def test_by_page_a_figure_is_withdrawn_and_stays_to_be_read(home, ester, sign_in):
    bring(ester)
    browser, figure = sign_in(ester), PublishedFigure.objects.get()
    address = reverse("portal:withdraw_figure", args=[figure.pk])
    assert browser.post(address, {"reason": ""}).status_code == 422
    assert browser.post(address, {"reason": "Angka sementara"}).status_code == 302
    assert "Angka sementara" in browser.get(reverse(PAGE)).content.decode()
    assert browser.get(address).status_code == 404


@pytest.mark.parametrize(
    ("rates", "target", "said"),
    [
        ([(2020, 9.0), (2025, 8.0)], (2026, 0.0), "turun rata-rata 0,20 poin setahun. Untuk sasaran itu ia harus turun 8,00 poin dalam 1 tahun"),
        ([(2020, 8.0), (2025, 9.0)], (2029, 5.0), "naik rata-rata 0,20 poin setahun. Untuk sasaran itu ia harus turun 1,00 poin setahun, 4 tahun"),
        ([(2020, 8.0), (2025, 8.0)], (2029, 8.0), "tidak berubah. Sasaran itu sudah tercapai"),
        ([(2020, 9.0), (2026, 7.8)], (2026, 0.0), "0,20 poin setahun. Sasaran itu belum tercapai"),
        ([(2025, 8.0)], (2029, 5.0), ""),
    ],
)  # fmt: skip
def test_the_pace_is_told_as_it_is_also_when_the_rate_rose(rates, target, said):
    made = lambda year, value: Figure("X", "1", str(year), "poverty_rate", value, "percent", "BPS", "verified")  # noqa: E731
    told = quoted.pace_words([made(*one) for one in rates], made(*target))
    assert said in told
    assert bool(told) == bool(said)
