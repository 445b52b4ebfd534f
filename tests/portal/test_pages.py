"""What a citizen and a planner see: every page in two languages, with the truth about what is not known."""

import csv
import io
import json

import pytest
from django.conf import settings
from django.urls import reverse, reverse_lazy

from cast import CITY, TODAY
from lontar.city.places import queries as places
from lontar.city.portal import actions, frames
from lontar.city.portal.models import Snapshot
from portal.handed_over import hand_over, line

pytestmark = pytest.mark.django_db
PUBLIC_PAGES = ["portal:home", "portal:money", "portal:archive", "portal:method"]


@pytest.fixture
def snapshot(acting, ester):
    with acting(ester):
        food = line("bantuan-permakanan", officer=ester, planned=90_000_000)
        hand_over(food, {"oesapa": 12, "lasiana": 3, "alak": 9, "bello": 20}, officer=ester)
        return actions.publish(CITY, "2026-11", by=ester, on=TODAY)


def text_of(client, address, language="id"):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_programme_of_which_no_money_is_known_is_not_said_to_have_spent_nothing(ani, acting, ester):
    with acting(ester):
        line("rencana-saja", officer=ester, planned=7_000_000)
        line("tanpa-angka", officer=ester, planned=None)
        actions.publish(CITY, "2026-11", by=ester, on=TODAY)
    drawn, listed = text_of(ani, reverse("portal:money")).split("Semua program dengan perangkat daerah")
    assert "Rencana saja" in drawn
    assert "Tanpa angka" not in drawn
    assert "Tanpa angka" in listed
    assert "belum diketahui" in drawn.split("Rencana saja")[1][:400]


@pytest.mark.parametrize("name", PUBLIC_PAGES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_public_page_opens_before_anything_was_published(ani, name, language):
    assert 'lang="' + language in text_of(ani, reverse(name), language)


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_every_public_page_is_light_and_asks_no_other_host(ani, snapshot, name):
    page = text_of(ani, reverse(name))
    assert len(page.encode()) < 100_000
    assert "https://" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert " style=" not in page


def test_the_first_page_says_how_many_of_a_hundred_and_from_where(ani, home):
    page = text_of(ani, "/")
    assert "sekitar <em>8&nbsp;orang</em>" in page
    assert "7,57%" in page
    assert "Maret 2025" in page
    assert "BPS" in page
    assert "Sasaran 2026: 0%" in page


def test_the_english_page_writes_numbers_the_english_way(ani, home):
    page = text_of(ani, "/", "en")
    assert "7.57%" in page
    assert "7,57%" not in page


def test_the_nations_line_is_called_what_it_is_and_the_untraced_rate_too(ani, home):
    page = text_of(ani, "/")
    assert "Rp\u00a0535.547" in page
    assert "Ini garis kemiskinan Indonesia, September 2022, bukan garis Kota Kupang" in page
    assert "3,7% miskin ekstrem" in page
    assert "asal tidak terlacak" in page


def test_a_region_without_figures_says_so(ani, home, monkeypatch):
    from lontar.city.portal import queries

    monkeypatch.setattr(queries, "FIGURES", queries.FIGURES / "nowhere")
    queries._came_along.cache_clear()
    try:
        page = text_of(ani, "/")
    finally:
        queries._came_along.cache_clear()
    assert "Belum diketahui" in page
    assert "7,57%" not in page


@pytest.mark.parametrize("code", ["53.71", "35.72", "35.05"])
def test_every_figure_that_is_kept_names_period_unit_and_source(code):
    from lontar.city.portal import queries

    kept, _unread = queries._came_along(code)
    assert kept
    for figure in kept:
        assert figure.source
        assert figure.unit
        assert figure.confidence in {"verified", "press", "untraced"}
        assert 2000 < figure.year < 2030
    assert len({(f.region_code, f.period, f.indicator) for f in kept}) == len(kept)


def test_money_by_programme_and_ward_with_what_is_covered(ani, snapshot):
    page = text_of(ani, reverse("portal:money"))
    assert "Bantuan permakanan" in page
    assert "disembunyikan" in page
    assert "Diterbitkan 22 November 2026 oleh perencana kota (Bapeda)." in page
    assert "Ester" not in page


@pytest.mark.parametrize("where", ["/", reverse_lazy("portal:money")])
def test_a_withheld_sum_has_no_unit_and_says_why(ani, acting, ester, where):
    with acting(ester):
        food = line("bantuan-permakanan", officer=ester, planned=90_000_000)
        hand_over(food, {"lasiana": 3}, officer=ester)
        actions.publish(CITY, "2026-11", by=ester, on=TODAY)
    page = text_of(ani, str(where))
    assert 'disembunyikan</span><span class="figure-note">kurang dari lima, selisihnya' in page
    assert "disembunyikan <small>" not in page


@pytest.mark.parametrize(
    "query",
    ["?program=bantuan-permakanan", "?ukuran=rupiah", "?program=x&ukuran=y&peta=z", "?peta=batas", "?bulan=2026-11"],
)
def test_the_map_follows_the_words_of_the_sentence(ani, snapshot, query):
    page = text_of(ani, reverse("portal:money") + query)
    assert page.count('class="tile ') >= 51


def test_real_boundaries_are_drawn_where_the_city_brought_them(ani, snapshot):
    from lontar.city.places.models import Boundary

    ring = [[123.6, -10.1], [123.7, -10.1], [123.7, -10.2], [123.6, -10.2], [123.6, -10.1]]
    Boundary.objects.create(
        place_id=5371031010, geometry={"type": "Polygon", "coordinates": [ring]}, source="uji"
    )  # fmt: skip
    page = text_of(ani, reverse("portal:money") + "?peta=batas")
    assert page.count('class="area ') == 1


def test_a_ward_has_its_page_and_a_stranger_of_a_ward_has_none(ani, snapshot):
    assert "Oesapa" in text_of(ani, reverse("portal:ward", args=[5371031010]))
    assert ani.get(reverse("portal:ward", args=[1])).status_code == 404


@pytest.mark.parametrize(
    "query", ["?bulan=2026-13", "?bulan=2025-01", "?bulan=2026-11&revisi=9", "?bulan=2026-11&revisi=x", "?bulan=%00"]
)
def test_a_month_that_is_not_there_is_not_found(ani, snapshot, query):
    assert ani.get(reverse("portal:money") + query).status_code == 404


def test_the_json_is_the_payload_that_was_sealed(ani, snapshot):
    answer = ani.get(reverse("portal:data", args=["2026-11", 1, "json"]))
    assert frames.seal(json.loads(answer.content)) == snapshot.sha256


def test_the_csv_has_a_line_for_each_ward_and_leaves_covered_numbers_empty(ani, snapshot):
    answer = ani.get(reverse("portal:data", args=["2026-11", 1, "csv"]))
    lines = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(lines) == 51
    covered = [one for one in lines if one["hidden"] == "yes"]
    assert {one["ward"] for one in covered} >= {"Lasiana"}
    assert all(one["families"] == "" and one["paid_rupiah"] == "" for one in covered)
    assert ani.get(reverse("portal:data", args=["2026-11", 1, "pdf"])).status_code == 404


def test_the_api_gives_the_same_snapshot_without_a_key(ani, snapshot):
    listed = ani.get("/api/portal/snapshots").json()["items"]
    assert [one["period"] for one in listed] == ["2026-11"]
    whole = ani.get("/api/portal/snapshots/2026-11").json()
    assert frames.seal(whole["payload"]) == whole["sha256"] == snapshot.sha256
    assert ani.get("/api/portal/snapshots/2025-01").status_code == 404


def test_a_planner_sees_what_changes_and_publishes(sign_in, ester, acting, ani):
    with acting(ester):
        today = places.today()
        aid = line("bantuan", officer=ester, planned=1_000_000, year=today.year)
        hand_over(aid, {"oesapa": 7}, officer=ester, on=today)
    browser = sign_in(ester)
    page = text_of(browser, reverse("portal:editions"))
    assert "Bantuan, keluarga penerima" in page
    assert not Snapshot.objects.exists(), "looking publishes nothing"
    month = page.split('name="period" value="')[1][:7]
    assert browser.post(reverse("portal:editions"), {"period": month, "reason": ""}).status_code == 302
    assert Snapshot.objects.get().period == month
    again = browser.post(reverse("portal:editions"), {"period": month, "reason": ""})
    assert "Tidak ada yang berubah" in again.content.decode()
    nonsense = browser.post(reverse("portal:editions"), {"period": "x"}).content.decode()
    assert "Ada 1 hal yang perlu dibetulkan" in nonsense


def test_the_planners_first_page_says_that_a_month_is_to_be_published(sign_in, ester):
    page = text_of(sign_in(ester), reverse("desk"))
    assert "Terbitkan keadaan kota" in page
    assert reverse("portal:editions") in page


def test_an_inspector_looks_but_does_not_publish(sign_in, daud):
    browser = sign_in(daud)
    assert "Hanya perencana" in text_of(browser, reverse("portal:editions"))
    assert browser.post(reverse("portal:editions"), {"period": "2026-11"}).status_code == 403
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize("who", ["maria", "yohanes", "marten", "petrus", "rita", "anna"])
def test_others_do_not_come_to_the_planners_page(sign_in, request, who):
    assert sign_in(request.getfixturevalue(who)).get(reverse("portal:editions")).status_code == 403


def test_a_citizen_is_asked_to_sign_in_for_the_planners_page(ani, home):
    answer = ani.get(reverse("portal:editions"))
    assert answer.status_code == 302
    assert "next=" in answer["Location"]


def test_the_public_pages_never_touch_the_tables_behind_them(ani, snapshot):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        for name in PUBLIC_PAGES:
            text_of(ani, reverse(name))
    walled = ("registry_", "delivery_", "targeting_", "ledger_")
    assert asked.captured_queries
    assert not [one["sql"] for one in asked.captured_queries if any(f'"{room}' in one["sql"] for room in walled)]


def test_a_form_that_was_open_too_long_says_what_to_do(ester):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ester, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = browser.post(reverse("portal:editions"), {"period": "2026-11"})
    assert answer.status_code == 403
    assert "terlalu lama terbuka" in answer.content.decode()
