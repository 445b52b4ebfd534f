"""The administrator keeps officers on screens; each officer keeps their own keys."""

import re

import pytest
from django.test import Client

from lontar.city.access import queries
from lontar.city.access.models import ApiToken
from lontar.city.journal import queries as journal
from lontar.city.places import queries as places

pytestmark = pytest.mark.django_db

DORKAS = {"name": "Dorkas Bessie", "username": "dorkas", "role": "ward_officer", "agency": "", "places": ["5371031011"]}


def secret_in(page):
    return re.search(r'<strong class="code">([^<]+)</strong>', page.content.decode())[1]


def test_an_appointed_officer_gets_a_password_that_is_shown_once(sign_in, agus):
    browser = sign_in(agus)
    page = browser.post("/petugas/angkat/", DORKAS)
    assert page.headers["Cache-Control"] == "no-store"
    password = secret_in(page)
    dorkas = queries.officer_named("dorkas")
    assert dorkas.check_password(password)
    assert password not in browser.get(f"/petugas/{dorkas.pk}/").content.decode()
    entered = Client().post("/akun/masuk/", {"login": "dorkas", "password": password})
    assert entered.headers["Location"] == "/meja/"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"username": "maria"}, "sudah ada"),
        ({"username": "Dorkas Bessie"}, "huruf kecil"),
        ({"places": []}, "tidak melihat apa pun"),
        ({"role": "operator"}, "instansi atau mitra"),
        ({"role": "king"}, "king"),
        ({"name": ""}, "id_name_error"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(change, says, sign_in, agus):
    page = sign_in(agus).post("/petugas/angkat/", {**DORKAS, **change})
    assert page.status_code == 422
    assert says in page.content.decode()
    assert queries.officer_named("dorkas") is None


def test_a_change_of_places_moves_the_wall(sign_in, agus, maria, acting, ester):
    from lontar.city.registry.models import Family

    with acting(ester):
        Family.objects.create(place_id=5371031011)
    with acting(maria):
        assert Family.objects.count() == 0
    given = {"name": maria.name, "role": "ward_officer", "agency": "", "places": ["5371031011"]}
    assert sign_in(agus).post(f"/petugas/{maria.pk}/ubah/", given).status_code == 302
    with acting(maria):
        assert Family.objects.count() == 1


def test_a_dismissed_officer_is_out_in_the_middle_of_the_day(sign_in, agus, maria, acting):
    at_work = sign_in(maria)
    assert at_work.get("/meja/").status_code == 200
    sign_in(agus).post(f"/petugas/{maria.pk}/berhentikan/", {"reason": "pindah tugas"})
    assert at_work.get("/meja/").headers["Location"].startswith("/akun/masuk/")
    with acting(agus):
        line = journal.lines(verb="dismiss").first()
    assert (line.reason, line.actor_name) == ("pindah tugas", "Agus Administrator")
    sign_in(agus).post(f"/petugas/{maria.pk}/aktifkan/", {"reason": "kembali"})
    maria.refresh_from_db()
    assert maria.is_active


def test_a_new_password_ends_the_old_sessions(sign_in, agus, maria):
    at_work = sign_in(maria)
    password = secret_in(sign_in(agus).post(f"/petugas/{maria.pk}/sandi/"))
    assert at_work.get("/meja/").status_code == 302
    maria.refresh_from_db()
    assert maria.check_password(password)


def test_the_last_administrator_stays(sign_in, agus):
    page = sign_in(agus).post(f"/petugas/{agus.pk}/berhentikan/", {"reason": "lelah"})
    assert page.status_code == 422
    assert "terakhir" in page.content.decode()
    agus.refresh_from_db()
    assert agus.is_active


def test_an_own_token_is_shown_once_works_and_is_taken_back(sign_in, maria):
    browser = sign_in(maria)
    secret = secret_in(browser.post("/petugas/saya/token/", {"label": "laporan", "days": "30"}))
    assert queries.token_shown(secret, places.today()).officer == maria
    page = browser.get("/petugas/saya/").content.decode()
    assert "laporan" in page
    assert secret not in page
    token = ApiToken.objects.get(officer=maria)
    assert bytes(token.digest) != secret.encode()
    browser.post(f"/petugas/saya/token/{token.pk}/cabut/")
    assert queries.token_shown(secret, places.today()) is None


def test_a_token_without_a_purpose_is_not_made(sign_in, maria):
    assert sign_in(maria).post("/petugas/saya/token/", {"label": " ", "days": "30"}).status_code == 422
    assert not ApiToken.objects.filter(officer=maria).exists()


def test_the_list_is_searched_filtered_sorted_and_exported(sign_in, daud):
    browser = sign_in(daud)

    def names(**query):
        answer = browser.get("/petugas/", {"ekspor": "csv", **query})
        return [line.split(",")[1] for line in b"".join(answer.streaming_content).decode().splitlines()[1:]]

    assert names(search="MARIA") == ["maria"]
    assert names(role="inspector") == ["daud"]
    assert names(sort="-username") == sorted(names(sort="username"), reverse=True)
    assert names(state="dismissed") == []
    assert "Angkat petugas" not in browser.get("/petugas/").content.decode()
    assert browser.get("/petugas/", {"page": "9" * 34}).status_code == 200


def test_an_agency_is_added_renamed_and_only_by_the_administrator(sign_in, agus, daud):
    browser = sign_in(agus)
    for name in ("Dinas Kesehatan", "Dinas Kesehatan Kota"):
        browser.post("/petugas/instansi/", {"code": "dinkes", "name": name, "kind": "agency"})
    assert queries.agency_by_code("dinkes").name == "Dinas Kesehatan Kota"
    browser.post("/petugas/instansi/", {"code": "dinkes", "name": "Dinas Kesehatan Kota", "kind": "partner"})
    assert queries.agency_by_code("dinkes").kind == "partner"
    sign_in(daud).post("/petugas/instansi/", {"code": "lain", "name": "Lain", "kind": "agency"})
    assert queries.agency_by_code("lain") is None


def test_a_mandate_of_health_is_given_with_a_reason_and_ends_with_the_duty(sign_in, acting, agus, ester, maria):
    browser, page = sign_in(agus), f"/petugas/{ester.pk}/mandat-kesehatan/"
    assert "Beri Ester Perencana mandat kesehatan?" in browser.get(page).content.decode()
    assert browser.post(page, {"reason": "x"}).status_code == 422
    assert browser.post(page, {"reason": "Menangani program peka"}).status_code == 302
    assert queries.has_health_mandate(ester.pk)
    assert "melihat penerima program peka" in browser.get(f"/petugas/{ester.pk}/").content.decode()
    with acting(agus):
        assert journal.lines().first().verb == "give_health_mandate"
    given = {"name": ester.name, "role": "inspector", "agency": "", "places": ["5371000000"]}
    assert browser.post(f"/petugas/{ester.pk}/ubah/", given).status_code == 302
    assert not queries.has_health_mandate(ester.pk)
    refused = browser.post(f"/petugas/{maria.pk}/mandat-kesehatan/", {"reason": "Ingin melihat semua"})
    assert (refused.status_code, "tidak mengurus program peka" in refused.content.decode()) == (422, True)
    assert sign_in(ester).get(page).status_code == 403
