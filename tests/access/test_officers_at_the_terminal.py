"""Officers are appointed, renewed and dismissed at the server's command line."""

import json

import pytest

from lontar.city.access import queries
from lontar.city.places import queries as places
from lontar.house import real_city
from lontar.house.terminal import build_parser
from lontar.kit.gate import acting_as
from lontar.science.trouble import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def lontar(capsys):
    """What a command prints, run as the terminal's officer or as somebody else."""

    def run(*words, by=None):
        options = build_parser().parse_args(words)
        options.actor = by or queries.officer_at_terminal()
        with acting_as(options.actor):
            assert options.run(options) == 0
        return capsys.readouterr().out

    return run


def password_in(told):
    return next(line for line in told.splitlines() if line.startswith("Kata sandi: ")).removeprefix("Kata sandi: ")


ADD = ("officers", "add", "dorkas", "--name", "Dorkas Bessie", "--role", "ward_officer", "--place", "53.71.03.1011")


def test_an_added_officer_signs_in_with_the_printed_password_and_serves_her_ward(lontar, client):
    password = password_in(lontar(*ADD))
    dorkas = queries.officer_named("dorkas")
    assert dorkas.check_password(password)
    assert dorkas.password.startswith("argon2")
    assert queries.spans(dorkas.pk) == [(5371031011, 5371031011)]
    response = client.post("/akun/masuk/", {"login": "dorkas", "password": password})
    assert (response.status_code, response.headers["Location"]) == (302, "/meja/")


def test_the_list_shows_names_roles_and_places_and_never_a_password(lontar):
    lontar(*ADD)
    rows = {row["username"]: row for row in json.loads(lontar("officers", "list", "--json"))}
    assert rows["dorkas"]["places"] == ["53.71.03.1011"]
    assert "terminal" not in rows
    assert "argon2" not in lontar("officers", "list")


def test_a_new_password_replaces_the_old_one(lontar, maria):
    first = password_in(lontar("officers", "password", "maria"))
    second = password_in(lontar("officers", "password", "maria"))
    maria.refresh_from_db()
    assert first != second
    assert maria.check_password(second)
    assert not maria.check_password(first)


def test_a_token_is_printed_once_and_kept_as_a_hash(lontar, maria):
    secret = lontar("officers", "token", "maria", "--label", "antar", "--days", "10").strip()
    assert queries.token_shown(secret, places.today()).officer == maria
    assert secret.encode() not in bytes(maria.tokens.get().digest)


def test_a_dismissed_officer_is_left_out_of_the_list_and_is_still_in_the_whole_one(lontar):
    lontar("officers", "dismiss", "maria", "--reason", "pindah ke Oebobo")
    assert "maria" not in [row["username"] for row in json.loads(lontar("officers", "list", "--json"))]
    assert "diberhentikan" in lontar("officers", "list", "--all")


def test_only_an_administrator_appoints(lontar, maria):
    with pytest.raises(Refusal, match="Peran Anda"):
        lontar(*ADD, by=maria)
    assert queries.officer_named("dorkas") is None


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("officers", "add", "maria", "--name", "M", "--role", "analyst"), "sudah ada"),
        (("officers", "add", "MARIA", "--name", "M", "--role", "analyst"), "huruf kecil"),
        (("officers", "add", "baru", "--name", "M", "--role", "analyst", "--place", "99.99"), "99.99"),
        (("officers", "add", "baru", "--name", "M", "--role", "operator"), "instansi"),
        (("officers", "add", "baru", "--name", "M", "--role", "operator", "--agency", "tiada"), "tiada"),
        (("officers", "password", "siapa"), "siapa"),
        (("officers", "password", "terminal"), "terminal"),
        (("officers", "token", "maria", "--label", "x", "--days", "4000"), "366"),
        (("officers", "dismiss", "agus", "--reason", "x"), "terakhir"),
        (("officers", "dismiss", "maria", "--reason", "  "), "Alasan"),
        (("places", "list", "11"), "places load"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(lontar, words, says):
    with pytest.raises(Refusal, match=says):
        lontar(*words)


def test_the_places_are_listed_with_their_codes(lontar):
    rows = json.loads(lontar("places", "list", "53.71.03", "--json"))
    assert [row["code"] for row in rows] == [
        "53.71.03",
        "53.71.03.1001",
        "53.71.03.1010",
        "53.71.03.1011",
        "53.71.03.1014",
        "53.71.03.1015",
    ]
    assert rows[2]["bps_code"] is None
    assert "Oesapa" in lontar("places", "list")


def test_a_real_city_is_never_mixed_with_the_made_up_one(home):
    with pytest.raises(Refusal, match="contoh"):
        real_city.prepare("53.71", username="kepala", name="Kepala")


def test_setup_prepares_a_city_of_villages_and_its_first_administrator_once(committed, databases):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM places_home")
        cursor.execute("DELETE FROM access_officerplace")
    told = "\n".join(real_city.prepare("35.05", username="kepala", name="Kepala Dinas"))
    assert "248 kelurahan dan desa" in told
    kepala = queries.officer_named("kepala")
    assert kepala.check_password(password_in(told))
    assert queries.spans(kepala.pk) == [(3505000000, 3505999999)]
    again = "\n".join(real_city.prepare("35.05", username="kepala", name="Kepala Dinas"))
    assert "sudah ada" in again
    assert "Kata sandi:" not in again
