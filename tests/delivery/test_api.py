"""Programs hand over by the same doors as people: once for a key, and only where their officer may."""

import base64
import json

import pytest

from cast import CAST, OESAPA, officer
from lontar.city.delivery import queries
from lontar.city.delivery.models import Entitlement
from lontar.city.ledger import queries as book
from pictures import signature

LIST = "/api/delivery/entitlements"
GIVEN = {"proof": "signed_list", "received_by": "Yuliana Ndun", "note": "BA-12/2026"}


@pytest.fixture
def one(owed, acting, ester):
    with acting(ester):
        return Entitlement.objects.filter(place_id=OESAPA).order_by("id").first()


def send(client, one, key="perangkat-7-0001", **given):
    return client.post(
        f"{LIST}/{one.pk}/hand-over", json.dumps(GIVEN | given), content_type="application/json",
        headers={"Idempotency-Key": key} if key else {},
    )  # fmt: skip


@pytest.mark.parametrize("username", CAST)
def test_each_role_lists_its_part_without_a_name(username, owed, sign_in):
    answer = sign_in(officer(username)).get(LIST)
    if username in ("agus", "marten", "anna", "tobias"):
        assert answer.status_code == 403
        return
    items = answer.json()["items"]
    assert len(items) == {"rita": 0, "maria": 3, "petrus": 3}.get(username, 4)
    assert "Yuliana" not in answer.content.decode()


def test_the_list_is_bounded_and_filtered(owed, sign_in, yohanes):
    client = sign_in(yohanes)
    first = client.get(LIST, {"limit": 3}).json()
    rest = client.get(LIST, {"limit": 3, "after": first["next"]}).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (3, 1, None)
    assert client.get(LIST, {"status": "delivered"}).json()["items"] == []
    assert client.get(LIST, {"status": "hilang"}).status_code == 422


def test_a_hand_over_sent_twice_is_answered_alike_and_written_once(one, sign_in, maria, acting):
    client = sign_in(maria)
    first, again = send(client, one), send(client, one)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json()["receipt"] == again.json()["receipt"]
    assert (first.json()["fresh"], again.json()["fresh"]) == (True, False)
    assert send(client, one, key="perangkat-8-0001").status_code == 409
    assert book.balance_of("delivered:2026:sembako-kota:53.71.03.1010") == one.amount


def test_a_signature_travels_as_base64(one, sign_in, maria, acting):
    drawn = base64.b64encode(signature()).decode()
    assert send(sign_in(maria), one, proof="signature", image=drawn).status_code == 200
    with acting(maria):
        assert queries.proof_image(queries.handover_of(one.pk)).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("given", "key", "status"),
    [
        ({}, None, 422),
        ({"proof": "janji"}, "perangkat-1", 422),
        ({"received_by": " "}, "perangkat-1", 422),
        ({"note": ""}, "perangkat-1", 409),
        ({"proof": "photo", "image": "***"}, "perangkat-1", 409),
        ({"handed_over_on": "2199-01-01"}, "perangkat-1", 409),
        ({"handed_over_on": "kemarin"}, "perangkat-1", 422),
    ],
)
def test_what_is_wrong_is_a_problem_document_and_hands_over_nothing(given, key, status, one, sign_in, maria, acting):
    answer = send(sign_in(maria), one, key=key, **given)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    with acting(maria):
        one.refresh_from_db()
        assert one.status == "owed"


@pytest.mark.parametrize("username", CAST)
def test_each_role_hands_over_or_is_refused(username, one, sign_in):
    status = {"maria": 200, "petrus": 200, "yohanes": 200, "rita": 404}.get(username, 403)
    assert send(sign_in(officer(username)), one).status_code == status


def test_anyone_checks_a_receipt_and_learns_no_family(one, sign_in, maria, ani):
    code = send(sign_in(maria), one).json()["receipt"]
    answer = ani.get(f"/api/receipts/{code.lower().replace('-', '')}")
    told = answer.json()
    assert (told["amount"], told["what"], told["reversed"]) == (300_000, "Bantuan sembako kota", False)
    assert told["postings"] == [
        {"kind": "owed", "amount": -300_000, "unit": "IDR"},
        {"kind": "delivered", "amount": 300_000, "unit": "IDR"},
    ]
    for secret in ("Oesapa", "5371031010", "53.71.03", str(one.subject), "Yuliana"):
        assert secret not in answer.content.decode()
    assert ani.get("/api/receipts/0000-0000-0000-0000-1").status_code == 404


def test_guessing_by_program_ends_as_soon_as_by_hand(one, ani):
    from uuid import UUID

    answers = [ani.get(f"/api/receipts/{queries.code_of(UUID(int=i))}").status_code for i in range(22)]
    assert answers == [404] * queries.FAILED_CHECKS_MAX + [429] * 2
    assert ani.get(f"/tanda-terima/{queries.code_of(one.subject)}/").status_code == 429


@pytest.mark.parametrize("username", CAST)
def test_the_book_is_read_by_those_who_may(username, owed, sign_in):
    client = sign_in(officer(username))
    answers = [client.get(f"/api/ledger/{what}") for what in ("accounts", "entries", "entries/1")]
    if username in ("agus", "ester", "yohanes", "daud", "anna", "tobias"):
        assert [answer.status_code for answer in answers[:2]] == [200, 200]
        accounts, entries = (answer.json()["items"] for answer in answers[:2])
        assert sum(account["balance"] for account in accounts) == 0
        assert all(sum(p["amount"] for p in entry["postings"]) == 0 for entry in entries)
        assert client.get(f"/api/ledger/entries/{entries[0]['id']}").json() == entries[0]
        assert [a["kind"] for a in client.get("/api/ledger/accounts", {"kind": "payer"}).json()["items"]] == ["payer"]
    else:
        assert [answer.status_code for answer in answers] == [403, 403, 403]
