"""A person learns what is held about them, asks for it to be right, and the clock runs by day and by night."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from cast import CAST, LASIANA, OESAPA, TODAY, officer
from journeys.world import KK, NAME, NIK
from lontar.city.journal.models import JournalLine, Sighting
from lontar.city.privacy import actions, queries
from lontar.city.privacy.models import PersonRequest
from lontar.city.privacy.pages import paper
from lontar.city.privacy.queries import codes
from lontar.city.registry.models import Family, Membership, Person
from lontar.city.registry.queries import spoken
from lontar.kit import masks
from lontar.science.family_file import codes as siak
from lontar.science.names import name_key
from lontar.science.trouble import NotAllowed, Refusal

WHO = ("ester", "yohanes", "maria")


def ask(person: Any, by: Any, **more: Any) -> PersonRequest:
    given = {"kind": "access", "words": "Apa yang disimpan tentang saya?", "known_by": "KTP diperlihatkan"}
    return actions.receive_request(person.pk, **(given | more), by=by, on=TODAY)


@pytest.mark.django_db
def test_the_document_holds_what_every_room_holds_and_who_saw_it(world, xaver, acting, maria, sign_in):
    assert world.given
    assert world.round
    with acting(maria):
        made = ask(xaver, maria)
    answer = sign_in(maria).get(f"/privasi/permintaan/{made.pk}/data.json")
    told = json.loads(answer.content)
    parts = {part["title"]: part["rows"] for part in told["parts"]}
    text = json.dumps(told, ensure_ascii=False)
    for held in (NAME, NIK, KK, "1987-07-17"):
        assert held in text
    assert parts["Bantuan"][0]["Diterima oleh"] == NAME
    assert parts["Bantuan"][0]["Keadaan"] == "diserahkan"
    assert parts["Keputusan tentang keluarga"][0]["Keputusan"].startswith("memenuhi syarat")
    assert parts["Keluarga Anda"][0]["Hubungan"] == "Kepala keluarga"
    assert parts["Siapa yang melihat data keluarga Anda"][0]["Cara"] == "dokumen"
    assert parts["Keputusan tentang keluarga"]
    assert parts["Siapa yang melihat data keluarga Anda"][0]["Petugas"] == maria.name
    assert parts["Permintaan Anda"][0]["Permintaan"] == "Apa yang disimpan tentang saya?"
    assert {one["name"] for one in told["sources"]} >= {"Desil DTSEN", "Rujukan kepada mitra"}
    assert answer["Cache-Control"] == "no-store"


CODED = {
    "targeting.Decision": ("verdict", "standing"), "targeting.Amendment": ("kind",), "delivery.Entitlement": ("status",),
    "delivery.Handover": ("proof",), "loans.Application": ("state",), "loans.Loan": ("state",),
    "loans.Dispute": ("state",), "counter.Errand": ("kind", "outcome"), "privacy.PersonRequest": ("kind", "state"),
}  # fmt: skip


def test_what_rooms_keep_as_codes_is_told_to_the_person_in_words():
    kept = {
        code
        for label, fields in CODED.items()
        for field in fields
        for code, _name in apps.get_model(label)._meta.get_field(field).choices
    }
    assert kept <= set(codes.CODES)
    assert {code for code, _name in Sighting.Way.choices} == set(codes.WAYS)
    assert codes.in_words("does_not, waiting (3)") == "tidak memenuhi syarat, daftar tunggu (3)"
    assert codes.in_words("Ya, done.") == "Ya, done."
    for table, words in (
        (siak.MARITAL, spoken.MARITAL), (siak.EDUCATION, spoken.EDUCATION), (siak.DISABILITY, spoken.DISABILITY),
        (siak.RELATION, spoken.RELATIONS),
    ):  # fmt: skip
        assert set(table.values()) <= set(words)


def test_days_and_moments_are_read_by_people_and_a_long_column_gets_the_room():
    assert paper.readable("2026-11-23") == "23 November 2026"
    assert paper.readable("2026-11-23T03:53+08:00") == "23 November 2026, 03.53"
    assert paper.readable("2026-11") == "2026-11"
    lent = {"title": "", "rows": [{"Rupiah": "3000000", "Nomor": "3000000"}, {"Rupiah": "–", "Nomor": "PJ-1"}]}
    assert paper._for_paper(lent)["rows"] == [
        {"Rupiah": "3.000.000", "Nomor": "3000000"},
        {"Rupiah": "–", "Nomor": "PJ-1"},
    ]
    part = {"title": "", "rows": [{"Tanggal": "2026-11-23", "Alasan": "x" * 70}, {"Tanggal": "–", "Alasan": "y"}]}
    assert paper._for_paper(part)["wide"] == [0, 3]
    assert paper._for_paper({"title": "", "rows": [{"A": "x", "B": "y"}]})["wide"] == [0, 1]


@pytest.mark.django_db
def test_the_same_document_is_a_pdf_in_which_no_name_is_markup(world, xaver, acting, maria, sign_in):
    from lontar.city.registry.models import Person

    with acting(maria):
        Person.objects.filter(pk=xaver.pk).update(name="#panic() *A* _B_ $x$ 1. 5371")
        made = ask(xaver, maria)
    body = sign_in(maria).get(f"/privasi/permintaan/{made.pk}/data.pdf").content
    assert body.startswith(b"%PDF-")
    assert len(body) > 5_000
    assert paper.SOURCE.count(b"sys.inputs.data") == 1
    assert io.BytesIO(body).read(5) == b"%PDF-"


@pytest.mark.django_db
def test_what_left_as_a_document_is_in_the_journal_and_only_for_who_asked_for_a_copy(world, xaver, acting, maria, daud):
    with acting(maria):
        actions.give_document(ask(xaver, maria).pk, by=maria, on=TODAY)
        with pytest.raises(Refusal, match="salinan"):
            actions.give_document(ask(xaver, maria, kind="objection").pk, by=maria, on=TODAY)
    with acting(daud):
        assert JournalLine.objects.filter(verb="give_document").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("kind", PersonRequest.Kind.values)
def test_each_request_has_three_days_and_nights_from_the_hour_it_came(world, xaver, acting, maria, kind):
    came = timezone.now() - timedelta(hours=71)
    with acting(maria):
        made = ask(xaver, maria, kind=kind, received_at=came)
        assert made.due_at - made.received_at == timedelta(hours=72)
        row = queries.as_row(made)
        assert (row["hours_left"], row["late"]) == (1, False)
        late = ask(xaver, maria, kind=kind, received_at=came - timedelta(hours=2))
        assert queries.as_row(late)["late"]
        (waiting,) = queries.waiting_for(maria)
        assert waiting.count == 2
        assert "melewati 3×24 jam: 1" in waiting.title


@pytest.mark.django_db
def test_a_request_is_answered_once_in_words_and_a_late_answer_says_so(world, xaver, acting, maria, daud):
    with acting(maria):
        made = ask(xaver, maria, kind="objection", received_at=timezone.now() - timedelta(hours=80))
        with pytest.raises(Refusal, match="jawabannya"):
            actions.answer_request(made.pk, done=True, answer=" ", by=maria, on=TODAY)
        done = actions.answer_request(made.pk, done=True, answer="Dilihat lagi oleh orang.", by=maria, on=TODAY)
        assert done.state == "done"
        with pytest.raises(Refusal, match="sudah dijawab"):
            actions.answer_request(made.pk, done=False, answer="x", by=maria, on=TODAY)
        assert queries.waiting_for(maria) == []
    with acting(daud):
        assert JournalLine.objects.get(verb="answer_request").details["late"] is True


@pytest.mark.django_db
@pytest.mark.parametrize("username", sorted(CAST))
def test_who_may_take_in_and_answer(world, xaver, acting, username):
    who = officer(username)
    with acting(officer("maria")):
        made = ask(xaver, officer("maria"))
    with acting(who):
        if username in WHO:
            assert actions.answer_request(made.pk, done=False, answer="Pasal 15.", by=who, on=TODAY).state == "refused"
        else:
            with pytest.raises(NotAllowed):
                ask(xaver, who)
            with pytest.raises(NotAllowed):
                actions.answer_request(made.pk, done=True, answer="x", by=who, on=TODAY)


@pytest.mark.django_db
def test_a_person_of_another_ward_does_not_exist_for_a_ward_officer(world, acting, maria):
    with acting(maria), pytest.raises(Refusal, match="wilayah Anda"):
        ask(world.outside[1], maria)


@pytest.mark.django_db
def test_the_person_is_found_and_the_request_written_down_on_two_pages(world, xaver, sign_in, maria, acting):
    browser = sign_in(maria)
    found = browser.get("/privasi/", {"words": "quillfeather"}).content.decode()
    assert f"/privasi/orang/{xaver.pk}/" in found
    sent = {"kind": "rectification", "words": "Nama ibu saya Yuliana.", "known_by": "KTP"}
    answer = browser.post(f"/privasi/orang/{xaver.pk}/", sent)
    assert answer.status_code == 302
    page = browser.get(answer.url).content.decode()
    assert "Nama ibu saya Yuliana." not in page  # masks are up
    assert "sisa 72 jam" in page
    assert browser.post(f"/privasi/orang/{xaver.pk}/", {"kind": "access"}).status_code == 422


@pytest.mark.django_db
def test_nothing_that_hangs_on_a_person_is_left_out_of_the_document(world, xaver, acting, ester, maria):
    """A table that no room has put into words is listed as it stands."""
    from lontar.city.registry.models import Pair

    with acting(ester):
        other = world.outside[1]
        first, second = sorted([xaver.pk, other.pk])
        Pair.objects.create(
            person_a_id=first, person_b_id=second, place_id=xaver.place_id, other_place_id=other.place_id, weight=9.5,
            probability=0.99, band="look", against="kin", model_version="uji", found_on=TODAY,
        )  # fmt: skip
        titles = [part["title"] for part in queries.document(xaver, maria)["parts"]]
        assert "Baris lain yang menyebut Anda: registry.pair" in titles
        assert not [title for title in titles if "registry.shield" in title]


@pytest.mark.django_db
def test_whoever_is_asked_for_stands_first_and_relatives_of_another_name_do_not_stand_there(acting, ester, sign_in):
    def family(*names: str, ward: int) -> None:
        made = Family.objects.create(place_id=ward)
        for at, name in enumerate(names):
            one = Person.objects.create(place_id=ward, name=name, name_key=name_key(name), sex="L", birth_date=TODAY)
            Membership.objects.create(
                place_id=ward, family=made, person=one, relation="head" if at == 0 else "child", since=TODAY
            )

    with acting(ester):
        for at in range(12):
            family(f"Dominggus Tafuli {at}", "Salomi Benu", ward=LASIANA)
        family("Yosef Manek", "Dominggus Taful Agustinus", "Dominggus Taful", ward=OESAPA)
    browser = sign_in(ester)
    session = browser.session
    session[masks.SESSION_KEY] = 2e10
    session.save()
    page = browser.get("/privasi/", {"words": "dominggus taful"})
    names = [one["name"] for one in page.context["people"]]
    assert names[:2] == ["Dominggus Taful", "Dominggus Taful Agustinus"]
    assert len(names) == 10
    assert not {"Salomi Benu", "Yosef Manek"} & set(names)
