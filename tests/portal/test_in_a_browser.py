"""The city's page as a citizen's telephone and an officer's old laptop show it."""

import pytest

from browsing import DESK, PHONE
from cast import CITY, TODAY
from lontar.city.ledger import actions as ledger
from lontar.city.places import queries as places
from lontar.city.portal import actions
from lontar.kit.gate import acting_as
from lontar.science import leaves
from portal.handed_over import hand_over, line

pytestmark = pytest.mark.browser
PAGES = ["/", "/uang/", "/uang/?ukuran=rupiah", "/wilayah/5371031010/", "/arsip/", "/log/", "/cara-menghitung/"]


def publish(ester):
    with acting_as(ester):
        food = line("bantuan-permakanan", officer=ester, planned=90_000_000)
        hand_over(food, {"oesapa": 12, "lasiana": 3, "alak": 9, "bello": 20}, officer=ester)
        actions.publish(CITY, "2026-11", by=ester, on=TODAY)
        ledger.log_leaves(leaves.PERIOD, [leaves.period_content("2026-10", TODAY, "0" * 64)])
        ledger.sequence()
        ledger.sign_checkpoint(by=ester, on=TODAY)


def test_every_public_page_is_accessible_on_a_telephone_and_on_a_desk(window, ester):
    publish(ester)
    seen = window()
    for path in PAGES:
        seen.open(path).check_everywhere(f"portal{path.replace('/', '-')}")


def test_a_citizen_without_script_changes_the_map_and_reads_the_table(window, ester):
    publish(ester)
    page = window(PHONE, script=False).open("/uang/").page
    page.select_option("select[name=ukuran]", "rupiah")
    page.click(".sentence button")
    assert "ukuran=rupiah" in page.url
    page.click("#peta summary")
    assert page.is_visible("#peta table")


def test_the_night_stays_when_the_page_is_opened_again(window, ester):
    publish(ester)
    seen = window(DESK).open("/")
    seen.page.click("header summary")
    seen.page.click("[data-theme-choice=dark]")
    seen.open("/uang/")
    assert seen.page.get_attribute("html", "data-theme") == "dark"
    seen.check()


def test_english_is_chosen_and_the_numbers_follow(window, ester):
    publish(ester)
    seen = window(DESK).open("/")
    seen.page.click("header summary")
    seen.page.click("button[name=language][value=en]")
    assert seen.page.get_attribute("html", "lang") == "en"
    assert "7.57%" in seen.page.inner_text("main")


def test_a_planner_publishes_with_one_press_and_the_public_page_moves(window, ester):
    with acting_as(ester):
        today = places.today()
        food = line("bantuan-permakanan", officer=ester, planned=90_000_000, year=today.year)
        hand_over(food, {"oesapa": 12}, officer=ester, on=today)
    seen = window(DESK, who=ester).open("/meja/terbitan/")
    seen.check()
    seen.page.click("form.sheet button.primary")
    assert "sudah terbit" in seen.page.inner_text("[role=status]")
    citizen = window(PHONE).open("/uang/")
    assert "12" in citizen.page.inner_text(".figures")


def test_the_table_sorts_by_a_press_on_its_head(window, ester):
    publish(ester)
    page = window(DESK).open("/uang/").page
    page.click("#kelurahan > .table-wrap thead button:has-text('Keluarga penerima')")
    page.click("#kelurahan > .table-wrap thead button:has-text('Keluarga penerima')")
    first = page.inner_text("#kelurahan > .table-wrap tbody tr:first-child td.num:nth-of-type(2)")
    assert first == "20"


def test_every_page_of_the_sign_in_is_accessible(window):
    window().open("/akun/masuk/").check_everywhere("sign-in")
