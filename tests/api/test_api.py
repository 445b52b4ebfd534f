"""Programs come in by the same doors as people, and are told plainly why they may not."""

import json
import time
from datetime import date, timedelta

import pytest
from django.test import Client
from ninja import Schema

from lontar.city.access import actions
from lontar.city.places import queries as places
from lontar.kit.models import Pace

pytestmark = pytest.mark.django_db


@pytest.fixture
def token_of():
    def made(officer, days=30):
        return actions.issue_token(officer, label="uji", days=days, by=officer, on=places.today())

    return made


def bearer(secret):
    return Client(headers={"Authorization": f"Bearer {secret}"})


def told(response):
    assert response.headers["Content-Type"] == "application/problem+json"
    return json.loads(response.content)


def test_a_token_is_its_officer(token_of, maria):
    answer = bearer(token_of(maria)).get("/api/me").json()
    assert (answer["username"], answer["role"], answer["places"]) == ("maria", "ward_officer", ["53.71.03.1010"])


def test_nobody_is_told_to_sign_in(ani):
    response = ani.get("/api/me")
    assert response.status_code == 401
    assert told(response)["status"] == 401
    assert "token" in told(response)["detail"]
    assert told(response)["advice"]
    assert "Bearer" in response.headers["WWW-Authenticate"]


@pytest.mark.parametrize("header", ["Bearer ", "Bearer lontar_guess", "Basic YWd1czphZ3Vz", "Bearer \udcff"])
def test_a_wrong_token_is_nobody(header, db):
    assert Client().get("/api/me", HTTP_AUTHORIZATION=header).status_code == 401


def test_a_wrong_token_beside_a_good_cookie_is_nobody(sign_in, maria):
    assert sign_in(maria).get("/api/me", headers={"Authorization": "Bearer lontar_guess"}).status_code == 401


def test_a_revoked_an_outlived_and_a_dismissed_officers_token_open_nothing(token_of, maria, agus):
    client = bearer(token_of(maria))
    key = client.get("/api/me/tokens").json()["items"][0]["id"]
    assert client.post(f"/api/me/tokens/{key}/revoke").json()["revoked_at"]
    assert client.get("/api/me").status_code == 401

    yesterday = places.today() - timedelta(days=2)
    old = actions.issue_token(maria, label="lama", days=1, by=maria, on=yesterday)
    assert bearer(old).get("/api/me").status_code == 401

    fresh = bearer(token_of(maria))
    assert fresh.get("/api/me").status_code == 200
    actions.dismiss(maria, reason="pindah", by=agus, on=date(2026, 11, 22))
    assert fresh.get("/api/me").status_code == 401


def test_nobody_revokes_the_token_of_another(token_of, maria, marten):
    token_of(marten)
    client = bearer(token_of(maria))
    assert client.post(f"/api/me/tokens/{marten.tokens.get().pk}/revoke").status_code == 404
    assert marten.tokens.get().revoked_at is None


def test_a_role_without_the_door_is_refused_before_its_request_is_read(token_of, maria):
    response = bearer(token_of(maria)).get("/api/journal?limit=nonsense")
    assert response.status_code == 403
    assert "administrator" in told(response)["advice"]


def test_a_page_number_of_34_digits_is_a_wrong_entry(token_of, agus):
    response = bearer(token_of(agus)).get("/api/journal", {"after": "9" * 34})
    assert response.status_code == 422
    assert told(response)["errors"][0]["field"] == "after"


def test_a_key_of_34_digits_is_a_wrong_entry(token_of, agus):
    assert bearer(token_of(agus)).get(f"/api/officers/{'9' * 34}").status_code == 422


def test_a_page_of_more_than_two_hundred_is_refused(token_of, agus):
    assert bearer(token_of(agus)).get("/api/journal?limit=201").status_code == 422


def test_pages_follow_each_other_without_a_gap_or_a_double(token_of, agus):
    client = bearer(token_of(agus))
    seen, after = [], 0
    while after is not None:
        page = client.get("/api/places", {"limit": 20, "after": after}).json()
        assert len(page["items"]) <= 20
        seen += [item["code"] for item in page["items"]]
        after = page["next"]
    assert seen == list(places.below(places.home().pk).values_list("code", flat=True))
    lines, after = [], 0
    while after is not None:
        page = client.get("/api/journal", {"limit": 7, "after": after}).json()
        lines += [item["id"] for item in page["items"]]
        after = page["next"]
    assert lines == sorted(set(lines), reverse=True)
    assert len(lines) > 14


@pytest.mark.parametrize("address", ["/api/nothing", "/api/places/53.71.99", "/api/nothing/", "/api/me/"])
def test_what_is_not_there_is_a_problem_document(address, token_of, agus):
    response = bearer(token_of(agus)).get(address)
    assert response.status_code == 404
    assert told(response)["status"] == 404


def test_a_wrong_method_is_a_problem_document_that_names_the_right_one(token_of, agus):
    response = bearer(token_of(agus)).delete("/api/me")
    assert (response.status_code, told(response)["status"], response.headers["Allow"]) == (405, 405, "GET")


def test_a_bug_shows_nothing_of_itself(token_of, agus, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("lontar.city.access.queries.tokens_of", broken)
    client = bearer(token_of(agus))
    client.raise_request_exception = False
    response = client.get("/api/me/tokens")
    assert response.status_code == 500
    assert told(response) == {"type": "about:blank", "title": "Lontar keliru", "status": 500}


def test_haste_is_held_back_for_one_officer_only(token_of, agus, maria, settings):
    settings.API_REQUESTS_PER_MINUTE = 3
    hasty, calm = bearer(token_of(maria)), bearer(token_of(agus))
    answers = [hasty.get("/api/me") for _ in range(8)]
    assert answers[0].status_code == 200
    # The minute may turn once on the way, so of eight at least one is held back and none is lost.
    assert answers[-1].status_code == 429 or answers[3].status_code == 429
    held = next(answer for answer in answers if answer.status_code == 429)
    assert 1 <= int(held.headers["Retry-After"]) <= 60
    assert calm.get("/api/me").status_code == 200


def test_haste_is_counted_over_all_processes_of_the_server(token_of, maria, settings):
    settings.API_REQUESTS_PER_MINUTE = 3
    minute = int(time.time()) // 60
    Pace.objects.create(officer_id=maria.pk, minute=minute - 1, requests=900)  # haste of the minute before is forgiven
    client = bearer(token_of(maria))
    assert client.get("/api/me").status_code == 200
    Pace.objects.update(requests=3)  # what other processes answered meanwhile
    assert client.get("/api/me").status_code == 429 or int(time.time()) // 60 > minute


def test_a_token_shows_the_day_on_which_it_was_last_used(token_of, maria, sign_in):
    secret = token_of(maria)
    page = sign_in(maria).get("/petugas/saya/").content.decode()
    assert "belum pernah" in page.split('data-label="Terakhir dipakai"')[1]
    bearer(secret).get("/api/me")
    assert bearer(secret).get("/api/me/tokens").json()["items"][0]["used_on"] == places.today().isoformat()
    page = sign_in(maria).get("/petugas/saya/").content.decode()
    assert "belum pernah" not in page.split('data-label="Terakhir dipakai"')[1]


def test_a_browser_reads_with_its_cookie_and_changes_only_with_the_csrf_token(maria, token_of):
    token_of(maria)
    client = Client(enforce_csrf_checks=True)
    client.force_login(maria, backend="allauth.account.auth_backends.AuthenticationBackend")
    key = client.get("/api/me/tokens").json()["items"][0]["id"]
    assert client.post(f"/api/me/tokens/{key}/revoke").status_code == 403
    assert maria.tokens.get().revoked_at is None
    client.cookies["csrftoken"] = "a" * 32
    response = client.post(f"/api/me/tokens/{key}/revoke", headers={"X-CSRFToken": "a" * 32})
    assert response.status_code == 200
    assert maria.tokens.get().revoked_at is not None


def test_the_page_of_the_api_lists_every_operation_and_asks_no_other_host(ani):
    page = ani.get("/api/").content.decode()
    schema = ani.get("/api/openapi.json").json()
    assert len(schema["paths"]) >= 7
    for address in schema["paths"]:
        assert address in page
    assert "https://" not in page
    assert "<script>" not in page


def test_a_walled_table_stays_walled_behind_a_token(token_of, maria, ester, acting):
    from lontar.city.registry.models import Family

    with acting(ester):
        Family.objects.create(place_id=5371031011)
    seen = []

    def look(request):
        seen.append(Family.objects.count())

    from lontar.house import middleware

    for officer in (maria, ester):
        request = Client(headers={"Authorization": f"Bearer {token_of(officer)}"}).get("/api/me").wsgi_request
        middleware.officer_of_the_request(lambda _request: look(_request))(request)
    assert seen == [0, 1]


def test_no_two_rooms_call_a_shape_by_one_name():
    """The schema knows a shape by its name alone: of two of one name, one would be told wrongly."""

    def below(kind):
        for sub in kind.__subclasses__():
            yield sub
            yield from below(sub)

    named = {}
    for shape in below(Schema):
        if shape.__module__.startswith("lontar.city."):
            named.setdefault(shape.__name__, set()).add(shape.__module__)
    assert len(named) > 5
    assert {name: rooms for name, rooms in named.items() if len(rooms) > 1} == {}


def test_the_page_of_the_api_speaks_the_language_of_its_reader(ani):
    page = ani.get("/api/").content.decode()
    assert "Berkas yang pernah dibawa" in page
    assert "Petugas kelurahan" in page
    ani.cookies["lontar_language"] = "en"
    english = ani.get("/api/").content.decode()
    assert "The files that were brought" in english
    assert "Ward officer" in english
    assert "Berkas" not in english


def test_a_mark_is_found_where_browsers_have_always_looked_for_it(ani):
    found = ani.get("/favicon.ico")
    mark = ani.get(found.headers["Location"])
    assert mark.headers["Content-Type"] == "image/svg+xml"
    mark.close()
