"""A list with NIKs leaves the house for a named officer and a purpose only, and says so itself."""

import io
from typing import Any

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from cast import CAST, TODAY, officer
from journeys.world import KK, NAME, NIK, World
from lontar.city.journal import queries as journal
from lontar.city.journal.models import JournalLine
from lontar.city.places.queries import today
from lontar.city.registry import actions, queries
from lontar.city.registry.actions import unmasking
from lontar.kit.gate import acting_as
from lontar.science.trouble import NotAllowed, Refusal

pytestmark = pytest.mark.django_db
MAY = ("ester", "yohanes")


@pytest.fixture
def world(db: None) -> World:
    made = World()
    assert made.inside
    assert made.outside
    return made


def taken(client: Any, **given: str) -> Any:
    return client.post(f"{reverse('registry:numbers')}?place=5371031010", given)


def sheets(answer: Any) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("username", sorted(CAST))
def test_only_a_planner_or_an_operator_is_asked_what_for(world, sign_in, acting, username):
    who = officer(username)
    status = taken(sign_in(who), purpose="verification").status_code
    assert status == (200 if username in MAY else 403)
    with acting(who):
        families = list(queries.families_matching(queries.FamilyFilter()))
        if username not in MAY:
            with pytest.raises(NotAllowed):
                actions.take_numbers(families, {}, purpose="service", reason="", by=who, on=TODAY)


def test_the_file_says_who_took_it_when_and_why_and_holds_whole_numbers_as_text(world, sign_in, yohanes, daud):
    answer = taken(sign_in(yohanes), purpose="other", reason="Padanan dengan Dukcapil")
    assert answer["Cache-Control"] == "no-store"
    told = sheets(answer)
    first, second = told.values()
    about = {row[0]: row[1] for row in first[1:]}
    assert about["Diunduh oleh"] == f"{yohanes.name} (Operator instansi)"
    assert about["Keperluan"] == "Keperluan lain Padanan dengan Dukcapil"
    assert about["Keluarga"] == "1"
    assert about["Data contoh"]
    assert len(second) == 2, "the other ward was not asked for"
    row = dict(zip(second[0], second[1], strict=True))
    assert (row["no_kk"], row["nik"], row["nama"]) == (KK, NIK, NAME)
    with acting_as(daud):
        line = JournalLine.objects.get(verb="take_numbers")
        assert line.details["number"] == about["Nomor unduhan di jurnal"]
        assert (line.details["families"], line.details["persons"], line.reason) == (1, 1, "Padanan dengan Dukcapil")
        (seen,) = [one for one in journal.seen_between(today(), today()) if one.way == "export"]
        assert (seen.actor_name, seen.named, seen.purpose) == (yohanes.name, True, "NIK: other")
        assert seen.families == [(world.inside[0].pk, world.inside[0].pk)]


def test_without_a_purpose_nothing_leaves_and_nothing_is_noted(world, sign_in, yohanes, daud):
    browser = sign_in(yohanes)
    assert taken(browser).status_code == 422
    assert taken(browser, purpose="other").status_code == 422
    page = browser.get(f"{reverse('registry:numbers')}?place=5371031010").content.decode()
    assert "<b>1</b> keluarga cocok" in page
    assert NIK not in page
    with acting_as(daud):
        assert not JournalLine.objects.filter(verb="take_numbers").exists()


def test_more_people_than_a_file_should_carry_are_refused_with_what_to_do(world, acting, yohanes, monkeypatch):
    monkeypatch.setattr(unmasking, "PERSONS_TAKEN_MAX", 1)
    with acting(yohanes):
        families = list(queries.families_matching(queries.FamilyFilter()))
        with pytest.raises(Refusal, match="Pilih satu kelurahan"):
            actions.take_numbers(families, {}, purpose="service", reason="", by=yohanes, on=TODAY)
        with pytest.raises(Refusal, match="Tidak ada keluarga"):
            actions.take_numbers([], {}, purpose="service", reason="", by=yohanes, on=TODAY)


def test_a_shielded_address_is_not_in_it_for_whoever_is_not_named(world, sign_in, acting, yohanes, petrus):
    from lontar.city.registry.models import Dwelling, Residence

    family, person = world.inside
    with acting(yohanes):
        home = Dwelling.objects.create(place_id=family.place_id, rt="077", rw="088", address="Lorong Rahasia")
        Residence.objects.create(place_id=family.place_id, family=family, dwelling=home, since=TODAY)
        actions.shield(person.pk, keepers=[petrus.pk], paper="1", by=yohanes, on=TODAY)
    _first, second = sheets(taken(sign_in(yohanes), purpose="service")).values()
    assert "077" not in second[1]


def test_every_other_list_stays_masked(world, sign_in, yohanes):
    browser = sign_in(yohanes)
    for address in (reverse("registry:export"), reverse("registry:families"), "/api/families"):
        body = browser.get(address).content.decode()
        assert NIK not in body
        assert KK not in body
