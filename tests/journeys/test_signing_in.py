"""Signing in: with the password, with a second factor, and not at all for who tries too often."""

import re
import time
from argparse import Namespace

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from cast import PASSWORD, TODAY
from lontar.city.access import actions, commands
from lontar.city.journal.models import JournalLine

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_tried_before():
    cache.clear()


@pytest.fixture
def maria_with_password(maria, agus):
    actions.give_password(maria, PASSWORD, by=agus, on=TODAY)
    actions.take_password_as_own(maria, by=maria, on=TODAY)
    maria.refresh_from_db()
    return maria


def enter(client, username="maria", password=PASSWORD):
    return client.post("/akun/masuk/", {"login": username, "password": password})


def is_in(client):
    return client.get("/meja/").status_code == 200


def code_for(secret):
    """What the telephone shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_an_officer_comes_in_sees_her_desk_and_goes_out(maria_with_password):
    browser = Client()
    assert browser.get("/akun/masuk/").status_code == 200
    assert enter(browser).headers["Location"] == "/meja/"
    assert "Maria Kelurahan" in browser.get("/meja/").content.decode()
    browser.post("/akun/keluar/")
    assert not is_in(browser)


def test_whoever_was_sent_to_sign_in_comes_back_to_where_they_wanted(maria_with_password):
    browser = Client()
    sent = browser.get("/petugas/saya/").headers["Location"]
    page = browser.get(sent).content.decode()
    form = page.split('action="/akun/masuk/"')[1].split("</form>")[0]
    wanted = re.search(r'name="next"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="next"', form)
    wanted = wanted[1] or wanted[2]
    given = {"login": "maria", "password": PASSWORD, "next": wanted}
    assert browser.post("/akun/masuk/", given).headers["Location"] == "/petugas/saya/"


def test_a_foreign_address_is_not_come_back_to(maria_with_password):
    given = {"login": "maria", "password": PASSWORD, "next": "https://jahat.example/"}
    assert Client().post("/akun/masuk/", given).headers["Location"] == "/meja/"


def test_the_name_is_known_in_capitals_too(maria_with_password):
    browser = Client()
    enter(browser, username="MARIA")
    assert is_in(browser)


@pytest.mark.parametrize(
    ("username", "password"), [("maria", "salah"), ("tiada", PASSWORD), ("terminal", PASSWORD), ("", "")]
)
def test_wrong_is_wrong_and_does_not_say_which_half(maria_with_password, username, password):
    browser = Client()
    answer = enter(browser, username, password)
    assert answer.status_code == 200
    assert not is_in(browser)
    wrong_name, wrong_password = (
        enter(Client(), *pair).context["form"].errors for pair in (("tiada", "salah"), ("maria", "salah"))
    )
    assert wrong_name == wrong_password


def test_after_eight_wrong_passwords_the_door_is_locked_even_for_the_right_one(maria_with_password):
    browser = Client()
    answers = [enter(browser, password=f"salah-{number}") for number in range(8)]
    assert answers[6].status_code == 200
    locked = enter(browser)
    assert locked.status_code == 429
    assert "lima belas menit" in locked.content.decode()
    assert not is_in(browser)


def test_capitals_give_no_further_tries(maria_with_password):
    for number in range(8):
        enter(Client(), username="Maria" if number % 2 else "mARIA", password=f"salah-{number}")
    assert enter(Client()).status_code == 429


def test_another_officer_at_the_same_address_is_not_locked_out(maria_with_password, marten, agus):
    actions.give_password(marten, PASSWORD, by=agus, on=TODAY)
    actions.take_password_as_own(marten, by=marten, on=TODAY)
    for number in range(9):
        enter(Client(), password=f"salah-{number}")
    browser = Client()
    enter(browser, username="marten")
    assert is_in(browser)


def test_a_dismissed_officer_does_not_come_in(maria_with_password, agus):
    actions.dismiss(maria_with_password, reason="pindah", by=agus, on=TODAY)
    browser = Client()
    told = browser.get(enter(browser).headers["Location"])
    assert "tidak aktif" in told.content.decode()
    assert not is_in(browser)


def test_nobody_signs_up_by_themselves(db):
    assert Client().get("/akun/daftar/").status_code == 404
    assert Client().get("/akun/signup/").status_code == 404


def test_a_changed_password_keeps_this_browser_in_and_puts_the_others_out(maria_with_password):
    here, elsewhere = Client(), Client()
    enter(here)
    enter(elsewhere)
    fresh = "kata-sandi-yang-baru-sekali"
    changed = here.post("/akun/sandi/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})
    assert changed.status_code == 302
    assert is_in(here)
    assert not is_in(elsewhere)
    assert not enter(Client(), password=PASSWORD).headers.get("Location")


def test_a_weak_password_is_not_taken(maria_with_password):
    browser = Client()
    enter(browser)
    for weak in ("pendek", "password123", "maria-kelurahan"):
        answer = browser.post("/akun/sandi/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
        assert answer.status_code == 200, weak
    maria_with_password.refresh_from_db()
    assert maria_with_password.check_password(PASSWORD)


@pytest.fixture
def maria_with_telephone(maria_with_password):
    """Maria after she set up the second factor herself; gives its secret."""
    browser = Client()
    enter(browser)
    page = browser.get("/akun/2fa/totp/activate/")
    if page.status_code == 302:  # first she proves that it is still her
        browser.post(page.headers["Location"], {"password": PASSWORD})
        page = browser.get("/akun/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert browser.post("/akun/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    done = browser.post("/akun/2fa/totp/activate/", {"code": code_for(secret)})
    assert done.status_code == 302
    return secret


def test_with_a_second_factor_the_password_alone_is_not_enough(maria_with_telephone):
    browser = Client()
    asked = enter(browser)
    assert asked.headers["Location"].startswith("/akun/2fa/authenticate/")
    assert not is_in(browser)
    assert browser.post("/akun/2fa/authenticate/", {"code": "123456"}).status_code == 200
    assert not is_in(browser)


def test_password_and_telephone_together_open(maria_with_telephone, monkeypatch):
    browser = Client()
    enter(browser)
    # The code that set it up was used; the telephone shows the next one half a minute later.
    later = time.time() + 31
    monkeypatch.setattr(time, "time", lambda: later)
    browser.post("/akun/2fa/authenticate/", {"code": code_for(maria_with_telephone)})
    assert is_in(browser)


def test_a_code_opens_once(maria_with_telephone, monkeypatch):
    later = time.time() + 31
    monkeypatch.setattr(time, "time", lambda: later)
    code = code_for(maria_with_telephone)
    for browser, opens in ((Client(), True), (Client(), False)):
        enter(browser)
        browser.post("/akun/2fa/authenticate/", {"code": code})
        assert is_in(browser) is opens


def test_a_lost_telephone_is_forgotten_by_the_administrator(maria_with_telephone, sign_in, agus, maria):
    answer = sign_in(agus).post(f"/petugas/{maria.pk}/pengaman/")
    assert answer.status_code == 302
    browser = Client()
    enter(browser)
    assert is_in(browser)


def test_a_password_that_somebody_else_gave_is_changed_before_anything_else(maria, agus, acting):
    actions.give_password(maria, PASSWORD, by=agus, on=TODAY)
    browser = Client()
    enter(browser)
    for page in ("/meja/", "/keluarga/", "/petugas/saya/"):
        assert browser.get(page).headers["Location"] == "/akun/sandi/"
    assert browser.get("/keluarga/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/akun/sandi/"
    assert browser.get("/api/me").status_code == 403
    assert "diberikan orang lain" in browser.get("/akun/sandi/").content.decode()

    def choose(password):
        return browser.post("/akun/sandi/", {"oldpassword": PASSWORD, "password1": password, "password2": password})

    assert "kata sandi yang lama" in choose(PASSWORD).content.decode(), "the given one again is not one's own"
    assert not is_in(browser)
    assert choose("sasando-dari-rote-timur").headers["Location"] == "/meja/"
    assert is_in(browser)
    with acting(agus):
        assert JournalLine.objects.filter(verb="take_password_as_own", actor_id=str(maria.pk)).count() == 1


def test_a_password_that_the_terminal_gave_is_changed_first_too(agus, capsys):
    commands.new_password(Namespace(username="maria", actor=agus))
    given = re.search(r"(\w{4}-){3}\w{4}", capsys.readouterr().out)[0]
    browser = Client()
    enter(browser, password=given)
    assert browser.get("/meja/").headers["Location"] == "/akun/sandi/"
