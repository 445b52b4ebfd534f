"""Proposals of a ward: voted on, answered with a reason, followed by everybody."""

import pytest
from django.urls import reverse
from django.utils import translation

from cast import CAST, CITY, LASIANA, OESAPA, TODAY, officer
from lontar.city.community import actions, queries
from lontar.city.programmes import actions as programmes
from lontar.city.programmes import queries as offered
from lontar.kit.gate import acting_as
from lontar.science.trouble import NotAllowed, Refusal

pytestmark = pytest.mark.django_db


def propose(by, place=OESAPA, **changes):
    given = {"field": "water", "title": "Sumur bor untuk 40 keluarga", "spot": "RT 003", "year": 2027} | changes
    with acting_as(by):
        return actions.propose(actions.Draft(**given), place_id=place, by=by, on=TODAY)


@pytest.fixture
def lines(ester):
    with acting_as(ester):
        programmes.load_catalogue(2026, place_id=CITY, by=ester, on=TODAY)
    return {one.key: one for one in offered.lines_for(ester)}


@pytest.mark.parametrize("who", [name for name in CAST if name not in ("ester", "maria", "marten")])
def test_others_propose_nothing_and_count_no_votes(maria, who):
    with pytest.raises(NotAllowed):
        propose(officer(who))
    made = propose(maria)
    with pytest.raises(NotAllowed):
        actions.record_votes(made, 3, by=officer(who), on=TODAY)


def test_a_ward_proposes_for_itself_only(maria, marten):
    with pytest.raises(NotAllowed):
        propose(maria, LASIANA)
    made = propose(marten, cost=90_000_000)
    actions.record_votes(made, 31, by=maria, on=TODAY)
    assert queries.proposal_or_none(made.pk).votes == 31


@pytest.mark.parametrize(
    "changes",
    [
        {"field": "luck"},
        {"title": "?"},
        {"spot": " "},
        {"year": 2020},
        {"cost": -1},
        {"votes": -1},
        {"title": "Sumur untuk 5371 0301 0190 0001"},
        {"words": "Bagi keluarga desil 1"},
        {"spot": "rumah penderita HIV"},
    ],
)
def test_a_proposal_without_sense_is_refused(maria, changes):
    with pytest.raises(Refusal):
        propose(maria, **changes)
    assert not queries.proposals().exists()


def test_a_proposal_is_adopted_into_a_line_once_and_the_ward_reads_into_which(maria, ester, ani, lines):
    made = propose(maria, cost=90_000_000, votes=31)
    programmes.adopt_proposal(made, lines["spam-perpipaan"], reason="Jaringan lewat di sana", by=ester, on=TODAY)
    for address in (reverse("community:public_ward", args=["53.71.03.1010"]), "/api/community/proposals"):
        shown = ani.get(address).content.decode()
        assert all(words in shown for words in ("Sumur bor", "1.03.07.2.01.0021", "Jaringan lewat di sana", "31"))
    with pytest.raises(Refusal, match="sudah dijawab"):
        programmes.refuse_proposal(made, reason="Tidak ada dana", by=ester, on=TODAY)
    with pytest.raises(Refusal, match="sudah dijawab"):
        actions.record_votes(made, 1, by=maria, on=TODAY)


def test_a_refusal_needs_a_reason_that_everybody_reads(maria, ester, ani):
    made = propose(maria)
    with pytest.raises(Refusal, match="alasannya"):
        programmes.refuse_proposal(made, reason=" ", by=ester, on=TODAY)
    programmes.refuse_proposal(made, reason="Lahan milik orang lain", by=ester, on=TODAY)
    assert (
        "Lahan milik orang lain" in ani.get(reverse("community:public_ward", args=["53.71.03.1010"])).content.decode()
    )


@pytest.mark.parametrize("who", [name for name in CAST if name not in ("ester", "yohanes")])
def test_others_answer_nothing(maria, lines, who):
    made = propose(maria)
    with pytest.raises(NotAllowed):
        programmes.adopt_proposal(made, lines["spam-perpipaan"], reason="Baik sekali", by=officer(who), on=TODAY)
    with pytest.raises(NotAllowed):
        programmes.refuse_proposal(made, reason="Tidak ada dana", by=officer(who), on=TODAY)


def test_the_ward_reads_its_answer_in_indonesian_whatever_language_the_officer_reads(maria, ester, lines):
    adopted, refused = propose(maria), propose(maria, title="Sumur bor kedua")
    with acting_as(ester), translation.override("en"):
        programmes.adopt_proposal(adopted, lines["spam-perpipaan"], reason="Masuk tahap dua", by=ester, on=TODAY)
        programmes.refuse_proposal(refused, reason="Satu sumur cukup", by=ester, on=TODAY)
        answers = [queries.proposals().get(pk=one.pk).answer for one in (adopted, refused)]
    assert answers[0].startswith("Masuk 1.03.07")
    assert answers[1] == "Tidak diterima"


def test_an_operator_adopts_into_the_own_agencys_lines_and_nobody_into_a_sensitive_one(maria, ester, yohanes, lines):
    made = propose(maria, field="health")
    with pytest.raises(NotAllowed, match="milik"):
        programmes.adopt_proposal(made, lines["spam-perpipaan"], reason="Baik sekali", by=yohanes, on=TODAY)
    with pytest.raises(Refusal, match="peka"):
        programmes.adopt_proposal(made, lines["gangguan-jiwa-berat"], reason="Baik sekali", by=ester, on=TODAY)
    programmes.adopt_proposal(made, lines["alat-bantu"], reason="Baik sekali", by=yohanes, on=TODAY)
    assert queries.proposal_or_none(made.pk).state == "adopted"


def test_a_proposal_is_written_voted_and_answered_on_the_pages(maria, ester, ani, lines, sign_in):
    browser = sign_in(maria)
    given = {"place": OESAPA, "field": "road", "title": "Talud dan saluran", "spot": "RT 007", "year": 2027}
    given |= {"cost": "Rp 96.000.000"}
    assert browser.post(reverse("community:propose"), given | {"spot": ""}).status_code == 422
    browser.post(reverse("community:propose"), given)
    made = queries.proposals().get()
    browser.post(reverse("community:votes", args=[made.pk]), {"votes": 12})
    assert [work.count for work in queries.waiting_for(ester)] == [1]
    address = reverse("programmes:answer", args=[made.pk])
    assert "HIV" not in sign_in(ester).get(address).content.decode()
    # Nothing chosen is no answer: nobody is refused by a button pressed too early.
    assert sign_in(ester).post(address, {"line": "", "reason": "Masuk tahun depan"}).status_code == 422
    assert queries.proposal_or_none(made.pk).state == "waiting"
    assert (made.cost, made.votes) == (96_000_000, None)
    sign_in(ester).post(address, {"line": lines["psu-perumahan"].pk, "reason": "Masuk tahun depan"})
    shown = browser.get(reverse("community:proposal", args=[made.pk])).content.decode()
    assert "Masuk tahun depan" in shown
    assert "Talud dan saluran" in browser.get(reverse("community:proposals"), {"state": "adopted"}).content.decode()
    assert "Oesapa" in ani.get(reverse("community:public_proposals")).content.decode()
    rows = b"".join(browser.get(reverse("community:proposals"), {"ekspor": "csv"}).streaming_content).decode()
    assert made.number in rows
