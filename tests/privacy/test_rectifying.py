"""A rectification that is granted stands in the record with its answer, or neither does."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from cast import OESAPA, TODAY
from journeys.world import NAME, NIK
from lives import told
from lontar.city.journal.models import JournalLine
from lontar.city.privacy import actions, queries
from lontar.city.privacy.models import PersonRequest
from lontar.city.registry import actions as registry
from lontar.city.registry.models import LifeEvent, Person
from lontar.kit import masks
from lontar.science.trouble import Refusal

pytestmark = pytest.mark.django_db
PAPER = registry.Paper("birth_certificate", number="AL-12/1990")
RIGHT = "Xaverius Quillfeather Amalo"


@pytest.fixture
def asked(xaver: Any, acting: Any, maria: Any) -> PersonRequest:
    with acting(maria):
        return actions.receive_request(
            xaver.pk, kind="rectification", words="Nama saya kurang satu kata.", known_by="KTP", by=maria, on=TODAY,
            wanted={"name": RIGHT},
        )  # fmt: skip


def test_name_and_birth_are_put_right_in_the_same_moment_and_the_request_links_to_it(asked, xaver, acting, maria, daud):
    right = actions.Rectified(paper=PAPER, name=RIGHT, birth_date=date(1987, 7, 18))
    with acting(maria):
        done = actions.answer_request(asked.pk, done=True, answer="Dibetulkan.", rectified=right, by=maria, on=TODAY)
        person = Person.objects.get(pk=xaver.pk)
        assert (person.name, person.birth_date) == (RIGHT, date(1987, 7, 18))
        event = LifeEvent.objects.get(pk=done.event_id)
        assert (event.kind, event.paper, event.paper_number) == ("corrected", "birth_certificate", "AL-12/1990")
        assert done.state == "done"
    with acting(daud):
        assert JournalLine.objects.get(verb="answer_request").details["event"] == event.pk
        assert JournalLine.objects.filter(verb="corrected").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        actions.Rectified(),
        actions.Rectified(paper=PAPER),
        actions.Rectified(paper=PAPER, name=NAME),  # as it is written already
        actions.Rectified(paper=registry.Paper("birth_certificate"), name=RIGHT),  # a paper without a number
        actions.Rectified(paper=PAPER, birth_date=date(2030, 1, 1)),
        actions.Rectified(event_id=999_999),
    ],
)
def test_what_cannot_be_applied_leaves_the_request_open_and_the_record_as_it_was(asked, xaver, acting, maria, wrong):
    from django.db import transaction

    with acting(maria):
        events = LifeEvent.objects.count()
        with pytest.raises(Refusal), transaction.atomic():
            actions.answer_request(asked.pk, done=True, answer="Dibetulkan.", rectified=wrong, by=maria, on=TODAY)
        assert PersonRequest.objects.get(pk=asked.pk).state == "open"
        assert Person.objects.get(pk=xaver.pk).name == NAME
        assert LifeEvent.objects.count() == events


def test_a_refused_one_changes_nothing_and_keeps_its_reason(asked, xaver, acting, maria):
    right = actions.Rectified(paper=PAPER, name=RIGHT)
    with acting(maria):
        no = actions.answer_request(
            asked.pk, done=False, answer="Akta menyebut nama yang lama.", rectified=right, by=maria, on=TODAY
        )
        assert (no.state, no.answer, no.event_id) == ("refused", "Akta menyebut nama yang lama.", None)
        assert Person.objects.get(pk=xaver.pk).name == NAME


def test_a_move_that_was_recorded_since_answers_it_and_one_from_before_does_not(asked, world, acting, maria):
    from lontar.city.registry import queries as people

    family, person = world.inside
    with acting(maria):
        home = registry.Home(OESAPA, "9", "2", "Jl. Baru")
        moved = registry.moved_house(family.pk, home, **told(maria, TODAY)).event_id
        recorded_at = LifeEvent.objects.get(pk=moved).at
        right = actions.Rectified(event_id=moved)
        PersonRequest.objects.filter(pk=asked.pk).update(received_at=recorded_at + timedelta(hours=1))
        with pytest.raises(Refusal, match="sebelum permintaannya"):
            actions.answer_request(asked.pk, done=True, answer="Sudah.", rectified=right, by=maria, on=TODAY)
        PersonRequest.objects.filter(pk=asked.pk).update(received_at=recorded_at - timedelta(hours=1))
        assert [one.pk for one in people.events_since(person.pk, recorded_at - timedelta(hours=1))] == [moved]
        done = actions.answer_request(asked.pk, done=True, answer="Sudah.", rectified=right, by=maria, on=TODAY)
        assert done.event_id == moved


def test_who_has_no_nik_gets_the_one_on_the_card(xaver, acting, maria):
    from lontar.city.registry.models import Identifier

    with acting(maria):
        Identifier.objects.filter(person=xaver).delete()
        Person.objects.filter(pk=xaver.pk).update(nik_state="missing")
        made = actions.receive_request(xaver.pk, kind="rectification", words="NIK", known_by="KTP", by=maria, on=TODAY)
        right = actions.Rectified(paper=registry.Paper("id_card", number="KTP"), nik=NIK)
        done = actions.answer_request(made.pk, done=True, answer="Dicatat.", rectified=right, by=maria, on=TODAY)
        assert LifeEvent.objects.get(pk=done.event_id).kind == "nik_given"
        assert Person.objects.get(pk=xaver.pk).nik_state == "good"


def test_on_the_page_what_was_wanted_stands_ready_and_one_button_does_both(xaver, sign_in, acting, maria):
    browser = sign_in(maria)
    session = browser.session
    session[masks.SESSION_KEY] = 9e12
    session.save()
    sent = {"kind": "rectification", "words": "Nama kurang", "known_by": "KTP", "wanted_name": RIGHT}
    address = browser.post(f"/privasi/orang/{xaver.pk}/", sent).url
    assert f'value="{RIGHT}"' in browser.get(address).content.decode()
    given = {"done": "yes", "answer": "Dibetulkan.", "name": RIGHT, "paper": "id_card"}
    refused = browser.post(address, given)
    assert refused.status_code == 422
    assert browser.post(address, given | {"paper_number": "KTP 1"}).status_code == 302
    page = browser.get(address).content.decode()
    assert "Data orang dibetulkan" in page
    with acting(maria):
        assert Person.objects.get(pk=xaver.pk).name == RIGHT


def test_programs_list_requests_with_their_clocks_and_without_names(asked, world, sign_in, maria, yohanes, acting):
    with acting(maria):
        actions.answer_request(
            actions.receive_request(world.inside[1].pk, kind="access", words="?", known_by="KTP", by=maria, on=TODAY).pk,
            done=True, answer="Diberikan.", by=maria, on=TODAY,
        )  # fmt: skip
    told = sign_in(maria).get("/api/privacy/requests").json()
    (row,) = told["items"]
    assert (row["kind"], row["state"], row["hours_left"], row["late"]) == ("rectification", "open", 72, False)
    assert row["person"] == world.inside[1].local_number
    assert NAME not in json.dumps(told)
    assert "kurang satu kata" not in json.dumps(told)
    assert len(sign_in(yohanes).get("/api/privacy/requests?state=&limit=1").json()["items"]) == 1
    assert sign_in(maria).get("/api/privacy/requests?limit=9999").status_code == 422


def test_the_document_goes_to_who_answers_only_for_a_copy_that_was_asked(asked, world, sign_in, maria, daud, acting):
    with acting(maria):
        copy = actions.receive_request(world.inside[1].pk, kind="access", words="?", known_by="KTP", by=maria, on=TODAY)
    browser = sign_in(maria)
    told = browser.get(f"/api/privacy/requests/{copy.pk}/document")
    assert NIK in told.content.decode()
    assert told["Cache-Control"] == "no-store"
    assert browser.get(f"/api/privacy/requests/{asked.pk}/document").status_code == 409
    assert sign_in(daud).get(f"/api/privacy/requests/{copy.pk}/document").status_code == 403
    with acting(daud):
        assert JournalLine.objects.filter(verb="give_document").count() == 1
    assert queries.hours_for("access") == 72
