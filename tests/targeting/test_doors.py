"""Doors of a sample: shared out among field workers, answered by page, program and terminal, all or none."""

import json

import pytest
from django.urls import reverse

from cast import OESAPA, TODAY
from lontar.city.targeting import actions, queries
from lontar.city.targeting.models import SampledHome
from lontar.house.terminal import build_parser
from lontar.kit.gate import acting_as
from lontar.science.trouble import NotAllowed, Refusal
from targeting.test_surveys import ask, drawn, eats, listed, paulus  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(listed, ester):  # noqa: F811
    return drawn(listed, ester)


def share(survey, askers, by):
    with acting_as(by):
        return actions.share_homes(survey.pk, [one.pk for one in askers], by=by, on=TODAY)


def seen(by, **wanted):
    """The homes of the sample as an officer's wall shows them."""
    with acting_as(by):
        return list(SampledHome.objects.filter(**wanted).order_by("pk"))


def test_doors_are_shared_out_and_each_field_worker_sees_their_own(survey, ester, petrus, paulus, sign_in):  # noqa: F811
    page = sign_in(ester).post(
        reverse("targeting:share_homes", args=[survey.pk]), {"askers": [str(petrus.pk), str(paulus.pk)]}, follow=True
    )
    told = page.content.decode()
    assert "6 rumah dibagi; 1 tetap terbuka bagi petugas di wilayahnya." in told
    assert "siapa pun di wilayahnya" in told
    with acting_as(ester):
        homes = list(queries.sampled(survey))
    inside = [home for home in homes if home.place_id == OESAPA]
    # An RT is never parted.
    rooms = {}
    for home in inside:
        rooms.setdefault(home.unit, set()).add(home.asker_id)
    assert all(len(askers) == 1 for askers in rooms.values())
    assert next(home for home in homes if home.place_id != OESAPA).asker_id is None
    with acting_as(petrus):
        mine = set(queries.homes_to_ask(petrus).values_list("pk", flat=True))
    with acting_as(paulus):
        theirs = set(queries.homes_to_ask(paulus).values_list("pk", flat=True))
    assert mine.isdisjoint(theirs)
    assert mine | theirs == {home.pk for home in inside}
    owner, other = (petrus, paulus) if mine else (paulus, petrus)
    (door,) = seen(ester, pk=min(mine or theirs))
    with pytest.raises(Refusal, match="dibagikan kepada petugas lain"):
        ask(door, other, eats(0) | {"grain": 1})
    ask(door, owner, state="refused")
    again = share(survey, [other], ester)
    assert sum(again.doors.values()) == 5
    (door,) = seen(ester, pk=door.pk)
    assert (door.asker_id, door.state) == (owner.pk, "refused")


def test_only_a_planner_shares_and_only_among_field_workers_of_the_area(survey, ester, maria, petrus):
    with pytest.raises(NotAllowed):
        share(survey, [petrus], petrus)
    with pytest.raises(Refusal, match="petugas lapangan"):
        share(survey, [maria], ester)
    with pytest.raises(Refusal, match="petugas lapangan"):
        share(survey, [], ester)


def test_a_program_reads_the_form_and_answers_at_its_doors(survey, ester, petrus, maria, sign_in):
    client = sign_in(petrus)
    items = client.get("/api/sampled-homes").json()["items"]
    assert len(items) == 6
    assert {"state", "rt", "rw", "due"} <= set(items[0])
    assert "part" not in items[0]  # who asks does not learn who was chosen
    form = client.get(f"/api/sampled-homes/{items[0]['id']}").json()
    assert len(form["questions"]) == 20
    assert form["form_confidence"] == "believed"
    where = f"/api/sampled-homes/{items[0]['id']}/answer"
    told = {"state": "answered", "asked_on": TODAY.isoformat(), "people": 4, "amounts": {"grain": 70_000}}
    done = client.post(where, json.dumps(told), content_type="application/json")
    assert (done.status_code, done.json()["state"]) == (200, "answered")
    (kept,) = seen(petrus, pk=items[0]["id"])
    assert (kept.amounts["grain"], kept.amounts["fish"], kept.poor) == (70_000, None, None)
    unreadable = [{"amounts": {"grain": -1}}, {"people": 0}, {"decile": 1}, {"asked_on": "kemarin"}]
    refused = [{"amounts": {"yacht": 1}}, {"state": "open"}, {"asked_on": "2126-01-01"}]
    for status, wrongs in ((422, unreadable), (409, refused)):
        for wrong in wrongs:
            answer = client.post(where, json.dumps(told | wrong), content_type="application/json")
            assert answer.status_code == status, wrong
    assert sign_in(maria).get("/api/sampled-homes").status_code == 403
    (elsewhere,) = [home for home in seen(ester) if home.place_id != OESAPA]
    there = f"/api/sampled-homes/{elsewhere.pk}/answer"
    assert client.post(there, json.dumps(told), content_type="application/json").status_code == 404


def run(actor, *arguments):
    options = build_parser().parse_args(["surveys", *arguments])
    options.actor = actor
    with acting_as(actor):
        return options.run(options)


def test_the_terminal_takes_all_answers_of_a_file_or_none(survey, petrus, tmp_path, capsys):
    assert run(petrus, "homes", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    homes = [one["home"] for one in told["homes"]]
    assert len(told["questions"][str(survey.pk)]) == 20
    file = tmp_path / "answers.json"
    rows = [
        {"home": home, "state": "answered", "asked_on": TODAY.isoformat(), "people": 2, "amounts": eats(100_000)}
        for home in homes
    ]
    wrong = [*rows[:-1], rows[-1] | {"people": 400}]
    file.write_text(json.dumps(wrong))
    with pytest.raises(Refusal, match=f"Jawaban ke-{len(homes)}") as refused:
        run(petrus, "answer", str(file))
    assert refused.value.field == "people"
    assert {one.state for one in seen(petrus)} == {"open"}
    file.write_text("\n".join(json.dumps(row) for row in rows))
    assert run(petrus, "answer", str(file), "--json") == 0
    assert len(json.loads(capsys.readouterr().out)) == len(homes)
    assert {one.state for one in seen(petrus)} == {"answered"}
    for text in ("{", '[{"home": 1}]', "[]", json.dumps([rows[0], rows[0]]), json.dumps([rows[0] | {"home": "satu"}])):
        file.write_text(text)
        with pytest.raises(Refusal):
            run(petrus, "answer", str(file))


def test_a_form_whose_source_nobody_read_says_so(survey, ester, petrus, sign_in):
    assert survey.form_confidence == "believed"
    assert "sumber belum dibaca" in sign_in(ester).get(reverse("targeting:survey", args=[survey.pk])).content.decode()
    home = seen(petrus)[0]
    assert (
        "belum dibaca di sumbernya" in sign_in(petrus).get(reverse("targeting:home", args=[home.pk])).content.decode()
    )
