"""A visit is reported once, by whoever was sent; what it finds of people waits for a second person."""

import io
from datetime import date

import pytest
from django.db import OperationalError, connection
from PIL import Image

from cast import CAST, TODAY, officer
from lontar.city.fieldwork import actions, queries
from lontar.city.fieldwork.models import Change, Report, Visit
from lontar.city.journal.models import JournalLine
from lontar.city.registry import queries as registry
from lontar.city.registry.models import Happening, LivingConditions
from lontar.kit.gate import acting_as
from lontar.kit.pictures import Position
from lontar.science.trouble import NotAllowed, Refusal
from walking import HOUSE, VISITED, a_photo, begin, give_to, report, visit_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(street):
    """A visit of Petrus to a family of two."""
    campaign = begin(second_percent=0)
    return give_to(visit_of(campaign, street.families[0]), "petrus")


def everything():
    """All that a report writes."""
    with acting_as(officer("ester")):
        return [kind.objects.count() for kind in (Report, Change, LivingConditions, Happening, JournalLine)] + [
            Visit.objects.filter(state="reported").count()
        ]


def test_what_was_seen_is_kept_told_and_becomes_the_newest_word_on_the_house(mine, street):
    done = report(mine, "petrus", note="Rumah di belakang gereja", members=[
        actions.Presence(street.persons[mine.family_id][0].pk, "here", columns={"worked_last_week": "1"})
    ])  # fmt: skip
    assert done.fresh
    with acting_as(officer("maria")):
        kept = Report.objects.get(pk=done.report_id)
        assert (kept.outcome, kept.deserves, kept.checker_id) == ("found", "yes", officer("petrus").pk)
        known = registry.conditions_of(mine.family)
        assert known.family["floor_material"].value == HOUSE["floor_material"]
        assert known.family["floor_material"].source == "field_check"
        assert known.persons[street.persons[mine.family_id][0].pk]["worked_last_week"].value == 1
        assert any("ditemui" in one.title for one in registry.story_of(mine.family))
        assert JournalLine.objects.get(verb="report_visit").details["changes"] == 0


def test_a_telephone_that_sends_twice_is_answered_alike_and_another_report_learns_who_was_first(mine):
    first = report(mine, "petrus", key="satu")
    before = everything()
    again = report(mine, "petrus", key="satu")
    assert (again.report_id, again.fresh) == (first.report_id, False)
    with pytest.raises(actions.AlreadyReported) as refused:
        report(mine, "petrus", key="dua")
    assert "Petrus" in str(refused.value)
    assert everything() == before


@pytest.mark.parametrize("username", CAST)
def test_only_whoever_was_sent_reports_and_others_of_the_ward_are_told_so(username, mine):
    if username == "petrus":
        assert report(mine, username).fresh
        return
    with pytest.raises(NotAllowed):
        report(mine, username)


def test_a_visit_of_nobody_is_taken_by_whoever_of_the_ward_goes(street):
    campaign = begin(second_percent=0)
    with acting_as(officer("ester")):
        visit = visit_of(campaign, street.families[0])
        Visit.objects.filter(pk=visit.pk).update(officer=None)
    assert report(visit, "maria").fresh
    with acting_as(officer("maria")):
        assert Report.objects.get().checker_id == officer("maria").pk


def test_deaths_moves_and_newcomers_wait_and_nothing_changes_in_the_family(mine, street):
    head, child = street.persons[mine.family_id]
    report(mine, "petrus", members=[
        actions.Presence(head.pk, "died", happened=date(2026, 9, 1)),
        actions.Presence(child.pk, "moved_abroad", happened=date(2026, 10, 1), where="Malaysia"),
    ], newcomers=[actions.Newcomer("Agnes Ndun", True, date(2026, 8, 1), "P", date(2026, 8, 1), "grandchild")])  # fmt: skip
    with acting_as(officer("maria")):
        assert [(one.kind, one.state) for one in queries.changes_to_decide(officer("maria"))] == [
            ("died", "waiting"), ("moved_abroad", "waiting"), ("born", "waiting"),
        ]  # fmt: skip
        members = registry.members_of(mine.family)
        assert [one.died_on for one in members] == [None, None]
    with acting_as(officer("petrus")):
        assert not queries.changes_to_decide(officer("petrus")).exists()


@pytest.mark.parametrize("outcome", ["moved_country", "moved_abroad", "died"])
def test_a_family_that_is_gone_is_one_change_that_waits(outcome, mine):
    report(mine, "petrus", outcome=outcome, deserves="", columns=HOUSE, happened=date(2026, 5, 1), where="Soe")
    with acting_as(officer("maria")):
        (change,) = queries.changes_for(officer("maria"))
        assert (change.kind, change.person_id, change.where) == (outcome, None, "Soe")
        assert not LivingConditions.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"outcome": "entah"}, "outcome"),
        ({"outcome": ""}, "outcome"),
        ({"deserves": ""}, "deserves"),
        ({"deserves": "mungkin"}, "deserves"),
        ({"visited_on": date(2026, 12, 1)}, "visited_on"),
        ({"visited_on": date(2026, 10, 1)}, "visited_on"),
        ({"outcome": "died", "happened": None}, "happened"),
        ({"outcome": "moved_country", "happened": TODAY}, "happened"),
        ({"columns": {"floor_material": 99}}, "floor_material"),
        ({"note": "x" * 501}, "note"),
        ({"newcomers": [actions.Newcomer("", True, VISITED)]}, "n0-name"),
        ({"newcomers": [actions.Newcomer("Agnes", True, None)]}, "n0-happened"),
        ({"photo": b"GIF89a" + b"x" * 50}, "photo"),
        ({"photo": b"%PDF-1.7"}, "photo"),
        ({"photo": a_photo()[:400]}, "photo"),
        ({"photo": b"\xff\xd8\xff" + bytes(8_000_001)}, "photo"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_the_visit_stays_open(values, field, mine):
    before = everything()
    with pytest.raises(Refusal) as refused:
        report(mine, "petrus", **values)
    assert refused.value.field == field
    assert everything() == before


def test_a_stranger_among_the_members_is_refused(mine, street):
    other = street.persons[street.families[4].pk][0]
    for presence, field in ((other.pk, ""), (street.persons[mine.family_id][0].pk, "m")):
        with pytest.raises(Refusal) as refused:
            report(mine, "petrus", members=[actions.Presence(presence, "asleep" if field else "here")])
        assert refused.value.field.startswith(field)


def test_a_photo_is_kept_small_sealed_and_tells_no_place_unless_that_was_asked(mine):
    done = report(mine, "petrus", photo=a_photo(at=True))
    with acting_as(officer("maria")):
        kept = Report.objects.get(pk=done.report_id)
        assert (kept.latitude, kept.longitude) == (None, None)
        bare = queries.photo_of(kept)
        image = Image.open(io.BytesIO(bare))
        assert max(image.size) == 1280
        assert not image.getexif()
        assert b"Telepon" not in bare
        assert bare not in bytes(kept.photo)


def test_the_place_comes_from_the_photo_only_when_asked_and_the_telephones_own_place_goes_before_it(street):
    campaign = begin(second_percent=0)
    one, two = (give_to(visit_of(campaign, street.families[at]), "petrus") for at in (0, 1))
    report(one, "petrus", photo=a_photo(at=True), position_from_photo=True)
    report(
        two, "petrus", photo=a_photo(at=True), position_from_photo=True, position=Position(-10.2, 123.7), accuracy=12.0
    )
    with acting_as(officer("maria")):
        assert list(Report.objects.order_by("pk").values_list("latitude", "longitude", "accuracy")) == [
            (-10.16, 123.62, None), (-10.2, 123.7, 12.0),
        ]  # fmt: skip


@pytest.mark.parametrize("when", ["before", "after"])
def test_whichever_write_fails_nothing_is_half_reported_and_the_retry_succeeds(when, mine, street):
    """Each statement that writes fails once: before it reached the database, and after it had done its work."""
    head = street.persons[mine.family_id][0].pk
    before, failed_at = everything(), 0
    while failed_at < 30:
        writes = 0

        def fail_once(execute, sql, params, many, context, nth=failed_at):
            nonlocal writes
            text = str(sql).upper()
            is_write = "INSERT INTO" in text or 'UPDATE "FIELDWORK' in text
            if is_write and writes == nth and when == "before":
                raise OperationalError("the line was cut")
            result = execute(sql, params, many, context)
            if is_write:
                writes += 1
                if writes == nth + 1 and when == "after":
                    raise OperationalError("the line was cut")
            return result

        try:
            with connection.execute_wrapper(fail_once):
                report(mine, "petrus", key="ulang", photo=a_photo(), members=[
                    actions.Presence(head, "died", happened=date(2026, 9, 1))
                ])  # fmt: skip
        except OperationalError:
            failed_at += 1
            assert everything() == before, f"write {failed_at} left something behind"
            continue
        break
    assert failed_at == 8, "visit, report, change, conditions with their line and story, story, line"
    assert everything() != before


def test_what_was_reported_cannot_be_changed_in_the_database(mine):
    done = report(mine, "petrus")
    with acting_as(officer("ester")), pytest.raises(Exception, match="permission denied"):
        Report.objects.filter(pk=done.report_id).update(outcome="refused")
