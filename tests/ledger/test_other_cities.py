"""Another city is a witness: it keeps what was signed once it has seen that the log only grew, and two stories are its proof."""

import json

import pytest
from django.test import Client

from cast import officer
from lontar import proof
from lontar.city.ledger import actions, queries
from lontar.city.ledger.actions import witnesses
from lontar.city.ledger.models import KeptCheckpoint, Witnessing
from lontar.city.ledger.queries import log
from lontar.kit import signing
from lontar.kit.calling import CallFailed
from lontar.science import notes

CITY = "https://lontar.kota-lain.example"


@pytest.fixture
def other(db, settings, monkeypatch):
    """Another city; what it keeps stands in the same tables here."""
    settings.LOG_WITNESS_CITIES = [CITY]
    settings.LOG_WITNESS_FOR = [str(queries.verifier())]
    client = Client()

    def called(url, body=None):
        address = url.removeprefix(CITY)
        answer = client.get(address) if body is None else client.post(address, body, content_type="application/json")
        if answer.status_code != 200:
            raise CallFailed(f"{answer.status_code} {answer.json()['detail']}")
        return json.loads(answer.content)

    monkeypatch.setattr(witnesses, "call", called)
    return client


def sizes_kept():
    return [(one.size, one.forked) for one in queries.kept_for_others()]


def signed_by_us(size, root):
    return notes.sign(notes.Checkpoint(log.origin(), size, root), queries.verifier(), signing.sign)


def offer(client, note, **more):
    return client.post("/api/log/kept", {"checkpoint": note, **more}, content_type="application/json")


def test_another_city_keeps_each_day_what_was_signed_and_anyone_fetches_it_there(written, post, sign, other, tmp_path):
    sign()
    assert [one.trouble for one in actions.send_to_witnesses()] == [""]
    assert actions.send_to_witnesses() == [], "once"
    for more in (300, 4):
        post(more, first=more)
        sign()
        assert [one.trouble for one in actions.send_to_witnesses()] == [""]
    assert sizes_kept() == [(307, False), (303, False), (3, False)]
    page = other.get("/log/").content.decode()
    assert "Tanda tangan atas 307 catatan" in page
    assert "disimpan juga oleh: lontar.kota-lain.example." in page
    kept = queries.kept_for_others().first()
    (tmp_path / "cap.txt").write_bytes(other.get(f"/log/saksi/{kept.pk}").content)
    assert proof.main([f"--key={queries.verifier()}", str(tmp_path / "cap.txt")]) == 0


def test_a_log_that_is_not_known_here_or_not_signed_by_its_key_is_not_kept(written, sign, other, settings):
    note = sign().note
    assert offer(other, note.replace("\n3\n", "\n4\n")).status_code == 409
    assert offer(other, "halo").status_code == 409
    assert offer(other, note, consistency=["zz"]).status_code == 422
    settings.LOG_WITNESS_FOR = []
    answer = offer(other, note)
    assert answer.status_code == 403
    assert "tidak menjadi saksi" in answer.json()["detail"]
    assert sizes_kept() == []


def test_a_log_that_cannot_prove_its_growth_is_not_kept_and_whoever_repeats_it_changes_nothing(
    written, post, sign, other
):
    first = sign()
    post(5)
    second = sign()
    path = [step.hex() for step in queries.consistency(3, 8)]
    assert offer(other, first.note).status_code == 200
    for more in ({}, {"old": 3}, {"old": 3, "consistency": path[::-1]}, {"old": 2, "consistency": path}):
        assert offer(other, second.note, **more).status_code == 409, more
    assert sizes_kept() == [(3, False)]
    for _again in range(2):
        assert offer(other, second.note, old=3, consistency=path).status_code == 200
    assert offer(other, first.note).status_code == 200, "an old one that is kept already"
    assert sizes_kept() == [(8, False), (3, False)]
    assert offer(other, signed_by_us(5, bytes(32))).status_code == 409, "older than what is kept"


def test_two_roots_of_one_size_are_both_kept_as_the_proof_of_two_stories(written, sign, other):
    sign()
    actions.send_to_witnesses()
    for _again in range(2):
        answer = offer(other, signed_by_us(3, b"x" * 32))
        assert answer.status_code == 409
        assert "dua cerita" in answer.json()["detail"]
    assert sizes_kept() == [(3, True), (3, False)]
    assert "dua cerita" in other.get("/log/").content.decode()


def test_whoever_rewrote_or_cut_off_the_log_is_told_by_the_other_city(written, sign, other):
    root = bytes(sign().root)
    KeptCheckpoint.objects.create(origin=log.origin(), size=2, root=bytes(32), note="")
    (sent,) = actions.send_to_witnesses()
    assert "another root of 2 leaves; this log was rewritten" in sent.trouble
    KeptCheckpoint.objects.create(origin=log.origin(), size=9, root=root, note="")
    (sent,) = actions.send_to_witnesses()
    assert "keeps a checkpoint of 9 leaves; this log was cut off" in sent.trouble


def test_an_administrator_hears_of_a_witness_that_gets_nothing_until_it_does(written, sign, settings):
    sign()
    settings.LOG_WITNESS_CITIES = ["http://127.0.0.1:1", "file:///etc/passwd"]
    troubles = [one.trouble for one in actions.send_to_witnesses()]
    assert "URLError" in troubles[0]
    assert "no address of a server" in troubles[1]
    (first, second) = queries.waiting_for(officer("agus"))
    assert "127.0.0.1:1" in f"{first.title} {second.title}"
    assert queries.waiting_for(officer("ester")) == []
    settings.LOG_WITNESS_CITIES = settings.LOG_WITNESS_CITIES[:1]
    Witnessing.objects.create(checkpoint=queries.newest_checkpoint(), witness=settings.LOG_WITNESS_CITIES[0])
    assert queries.waiting_for(officer("agus")) == []
