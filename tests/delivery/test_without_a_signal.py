"""A list that is taken along names nobody, and what was filled in without a signal is recorded once, or refused with why."""

import base64
import json

import pytest
from django.urls import reverse

from cast import LASIANA, OESAPA, TODAY
from envelopes import sealed
from lontar.city.delivery import actions, queries
from lontar.city.delivery.models import Entitlement, Handover
from lontar.city.journal.models import Sighting
from pictures import photo, signature

PAGE, LIST, SEND = (reverse(f"delivery:{name}") for name in ("field", "field_list", "field_send"))


@pytest.fixture
def one(owed, acting, ester):
    with acting(ester):
        return Entitlement.objects.select_related("family").filter(place_id=OESAPA).order_by("id").first()


@pytest.fixture
def send(one, sign_in, maria):
    """Send one filled form as the telephone does."""

    def sent(by=maria, **values):
        said = {
            "officer": str(maria.pk), "entitlement": one.pk, "key": "telepon-1", "receiver": "head", "representative": "",
            "handed_over_on": "22/11/2026", "proof": "witness", "note": "Markus Benu, ketua RT 003", "code": "", "photo": "",
        } | values  # fmt: skip
        body = sealed(json.dumps(said).encode())
        return sign_in(by).post(SEND, body, content_type="application/octet-stream")

    return sent


def test_the_list_on_the_telephone_holds_neither_names_nor_numbers_of_persons(one, sign_in, maria, acting, daud):
    client = sign_in(maria)
    assert "Yuliana" not in client.get(PAGE).content.decode()
    answer = client.get(LIST)
    assert answer["Cache-Control"] == "no-store"
    told = answer.json()
    assert len(told["rows"]) == 3
    assert (told["rows"][0]["number"], told["rows"][0]["head"]) == (one.family.local_number, "Y•••••• N•••")
    assert set(told["rows"][0]) == {"id", "number", "head", "ward", "rt", "what", "amount", "on", "goods", "slip"}
    for word in ("Yuliana", "Ndun", "Markus", "Lasiana"):
        assert word not in answer.content.decode()
    assert base64.b64decode(told["address"])[0] == 4
    with acting(daud):
        seen = Sighting.objects.get(purpose="field_list")
    assert (seen.count, seen.named) == (3, False)


def test_what_is_held_is_not_taken_along_and_offered_nowhere(one, sign_in, maria, petrus, acting):
    with acting(petrus):
        actions.hold(one.pk, reason="moved", note="Pindah menurut RT", by=petrus, on=TODAY)
    client = sign_in(maria)
    assert [row["id"] for row in client.get(LIST).json()["rows"]].count(one.pk) == 0
    page = reverse("delivery:hand_over", args=[one.pk])
    assert client.get(page)["Location"] == reverse("delivery:entitlement", args=[one.pk])
    for shown in (reverse("delivery:entitlements"), reverse("delivery:entitlement", args=[one.pk])):
        assert page not in client.get(shown).content.decode()


def test_a_form_that_waited_is_recorded_once_however_often_it_is_sent(send, one, acting, maria):
    assert send().json() == {"fresh": True}
    assert send().json() == {"fresh": False}
    with acting(maria):
        kept = Handover.objects.get()
        assert (kept.entitlement_id, kept.received_by, kept.proof_note) == (
            one.pk, "Yuliana Ndun", "Markus Benu, ketua RT 003",
        )  # fmt: skip


@pytest.mark.parametrize("proof", ["signature", "photo"])
def test_a_picture_travels_in_the_envelope(proof, send, acting, maria):
    image = base64.b64encode(signature() if proof == "signature" else photo(size=(60, 40))).decode()
    prefix = "data:image/png;base64," if proof == "signature" else ""
    assert send(proof=proof, **{proof: prefix + image}).json() == {"fresh": True}
    with acting(maria):
        assert queries.proof_image(Handover.objects.get())


def test_a_slip_shown_without_a_signal_is_held_to_its_code_later(send, one, acting, yohanes):
    with acting(yohanes):
        actions.give_slips([one.pk], by=yohanes, on=TODAY)
    refused = send(proof="slip", code="0000-0000-0000-0000-0")
    assert (refused.status_code, "bukan kode slip" in refused.json()["refused"]) == (422, True)
    assert send(proof="slip", code=queries.code_of(one.subject)).json() == {"fresh": True}


def test_what_no_longer_holds_is_refused_with_its_reason_and_nothing_is_written(send, one, acting, petrus, ester):
    with acting(petrus):
        actions.hand_over(one.pk, proof=actions.Proof("signed_list", "BA-1"), received_by="Ibu", by=petrus, on=TODAY)
    refused = send()
    assert refused.status_code == 422
    assert "sudah diserahkan pada 22 November 2026" in refused.json()["refused"]
    with acting(ester):
        other = Entitlement.objects.filter(place_id=OESAPA).order_by("id").last()
        actions.cancel(other.pk, reason="Pindah", by=ester, on=TODAY)
        elsewhere = Entitlement.objects.get(place_id=LASIANA)
    assert "sudah dibatalkan" in send(entitlement=other.pk).json()["refused"]
    assert "tidak ada di wilayah Anda" in send(entitlement=elsewhere.pk).json()["refused"]
    assert "belum tiba" in send(entitlement=one.pk, handed_over_on="23/11/2026").json()["refused"]
    with acting(ester):
        assert Handover.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"proof": "kata-kata"}, {"proof": "signature"}, {"note": ""}, {"receiver": "representative"}, {"key": ""},
        {"handed_over_on": "kemarin"}, {"entitlement": "x"}, {"entitlement": -1}, {"photo": "%"}, {"officer": "0"},
    ],
)  # fmt: skip
def test_what_was_not_filled_in_is_told_and_nothing_is_written(values, send, acting, maria):
    refused = send(**values)
    assert refused.status_code == 422
    assert len(refused.json()["refused"]) > 10
    with acting(maria):
        assert not Handover.objects.exists()


def test_what_one_officer_keeps_another_one_does_not_send(send, petrus, acting, ester):
    assert "disimpan oleh petugas lain" in send(petrus).json()["refused"]
    with acting(ester):
        assert not Handover.objects.exists()


def test_an_envelope_that_was_changed_is_not_read(one, sign_in, maria):
    answer = sign_in(maria).post(SEND, b"x" * 200, content_type="application/octet-stream")
    assert (answer.status_code, "tidak terbaca" in answer.json()["refused"]) == (422, True)
