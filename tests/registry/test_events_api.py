"""Programs and the terminal record what happens by one shape, once for each key, and take a wrong one back."""

import argparse
import io
import json
import uuid
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from cast import LASIANA, OESAPA
from lives import benu, now
from lontar.city.access import actions as access
from lontar.city.places import queries as places
from lontar.city.registry import commands
from lontar.city.registry.forms.events import EventSent
from lontar.city.registry.models import LifeEvent, LifeEventUndo
from lontar.science.trouble import Refusal

pytestmark = pytest.mark.django_db
PAPER = {"kind": "rt_letter", "number": "12/RT/2026"}
WHY = "salah orang"


def event(kind, **more):
    return {"kind": kind, "happened": "2026-11-10", "paper": PAPER, "key": str(uuid.uuid4())} | more


@pytest.fixture
def program(db):
    cache.clear()

    def of(officer):
        secret = access.issue_token(officer, label="uji", days=3, by=officer, on=places.today())
        client = Client(headers={"Authorization": f"Bearer {secret}"})
        return lambda url, body: client.post(f"/api/{url}", json.dumps(body), content_type="application/json")

    return of


@pytest.fixture
def home(acting, maria):
    with acting(maria):
        return benu()


def test_every_kind_of_event_can_be_sent():
    kinds = {one.model_fields["kind"].annotation.__args__[0] for one in EventSent.__origin__.__args__}
    assert kinds == set(LifeEvent.Kind.values)


def test_an_event_is_recorded_once_for_its_key_listed_and_taken_back(program, acting, maria, home):
    family, (markus, yuliana, *_rest) = home
    post = program(maria)
    sent = event("died", person=markus.pk, heir=yuliana.pk)
    first, again = post("events", sent), post("events", sent)
    assert first.status_code == 200, first.content
    done = first.json()
    assert (done["family"], done["person"], done["fresh"]) == (family.pk, markus.pk, True)
    assert again.json() == done | {"fresh": False}
    undone = post(f"events/{done['event']}/undo", {"why": WHY})
    assert undone.status_code == 200
    assert post(f"events/{done['event']}/undo", {"why": WHY}).status_code == 409
    with acting(maria):
        assert now(family.pk)["Markus"] == "head"
        assert LifeEventUndo.objects.get().why == WHY


def test_the_events_of_a_family_are_told_without_a_name(program, sign_in, maria, home):
    family, people = home
    program(maria)("events", event("corrected", person=people[0].pk, name="Markus Beny Benu"))
    told = sign_in(maria).get(f"/api/families/{family.pk}/events")
    assert [one["kind"] for one in told.json()] == ["corrected"]
    assert "Markus" not in told.content.decode()


def test_a_family_comes_with_all_of_its_people(program, acting, maria):
    people = [
        {"name": "Otniel Mooy", "sex": "L", "birth_date": "1980-01-01", "relation": "head", "no_nik_reason": "hilang"},
        {"name": "Ana Mooy", "sex": "P", "birth_date": "2010-01-01", "relation": "child", "no_nik_reason": "hilang"},
    ]
    answer = program(maria)("events", event("family_moved_in", home={"ward": OESAPA, "rt": "1"}, newcomers=people))
    assert answer.status_code == 200, answer.content
    with acting(maria):
        assert now(answer.json()["family"]) == {"Otniel": "head", "Ana": "child"}


WRONG = {
    "no such kind": event("moon"),
    "no key": {key: value for key, value in event("kitchen_left", family=1).items() if key != "key"},
    "a relation that is none": event("joined", family=1, into=2, relations={"1": "king"}),
    "too many relations": event("joined", family=1, into=2, relations={str(n): "other" for n in range(1, 60)}),
    "a name that is a novel": event("corrected", person=1, name="x" * 5000),
    "a nul": event("corrected", person=1, name="a\0b"),
    "a key beyond every table": event("kitchen_left", family=2**63),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_is_no_event_is_told_where(program, maria, what):
    answer = program(maria)("events", WRONG[what])
    assert answer.status_code == 422
    assert not LifeEvent.objects.exists()


def test_another_wards_family_does_not_exist_and_another_role_records_nothing(
    program, acting, ester, maria, daud, home
):
    with acting(ester):
        far, people = benu(place=LASIANA)
    assert program(maria)("events", event("died", person=people[0].pk)).status_code == 409
    assert program(maria)("events", event("kitchen_left", family=far.pk)).status_code == 409
    assert program(daud)("events", event("died", person=home[1][0].pk)).status_code == 403
    assert program(daud)("events/1/undo", {"why": WHY}).status_code == 403
    assert program(maria)("events/1/undo", {"why": WHY}).status_code == 404


def options(officer, **values):
    return argparse.Namespace(actor=officer, json=True, **values)


def test_the_terminal_records_a_file_and_the_same_file_again_records_nothing(
    acting, maria, home, tmp_path, capsys, monkeypatch
):
    family, (markus, yuliana, salomi, _agustina) = home
    rows = [
        event("died", person=markus.pk, heir=yuliana.pk),
        event("person_moved_out", person=salomi.pk, where="Ende"),
    ]
    file = tmp_path / "peristiwa.ndjson"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with acting(maria):
        assert commands.record_events(options(maria, file=file)) == 0
        assert [one["fresh"] for one in json.loads(capsys.readouterr().out)] == [True, True]
        monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(rows)))
        assert commands.record_events(options(maria, file=Path("-"))) == 0
        told = json.loads(capsys.readouterr().out)
        assert [one["fresh"] for one in told] == [False, False]
        assert commands.undo_event(options(maria, event=told[1]["event"], why=WHY)) == 0
        assert now(family.pk) == {"Yuliana": "head", "Salomi": "child", "Agustina": "parent_in_law"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "bukan JSON"),
        ("[]", "berkas: 0"),
        ('{"kind": "died", "name": "Markus"}', "happened"),
        ("[1]", "nomor 1"),
    ],
)
def test_a_file_that_is_wrong_records_nothing_and_tells_no_name(acting, maria, tmp_path, text, says):
    file = tmp_path / "peristiwa.json"
    file.write_text(text, encoding="utf-8")
    with acting(maria), pytest.raises(Refusal) as refused:
        commands.record_events(options(maria, file=file))
    said = refused.value.template % refused.value.values
    assert says in said
    assert "Markus" not in said
    assert not LifeEvent.objects.exists()
