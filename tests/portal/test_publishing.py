"""A planner publishes a month; what is published is frozen, sealed, covered, and names nobody."""

import json
from datetime import date, timedelta

import pytest

from cast import CITY, TODAY
from lontar.city.journal.models import JournalLine
from lontar.city.places import queries as places
from lontar.city.portal import actions, frames, queries
from lontar.city.portal.models import Snapshot
from lontar.city.portal.pages.readings import Reading
from lontar.science.trouble import NotAllowed, Refusal
from portal.handed_over import hand_over, line, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def aid(acting, ester):
    """Two lines: one reached four wards, one is sensitive."""
    with acting(ester):
        food = line("bantuan-permakanan", officer=ester, planned=90_000_000)
        hand_over(food, {"oesapa": 12, "lasiana": 3, "alak": 9, "bello": 20}, officer=ester)
        report(food, 4_000_000)
        quiet = line("layanan-peka", officer=ester, planned=5_000_000, sensitive=True)
        hand_over(quiet, {"oesapa": 6}, officer=ester, amount=100_000)
        yield food


def published(ester, period="2026-11", on=TODAY, **more):
    return actions.publish(CITY, period, by=ester, on=on, **more)


def test_planned_paid_and_reached_are_told_for_the_city(aid, ester):
    payload = published(ester).payload
    offer = next(one for one in payload["offers"] if one["key"] == "bantuan-permakanan")
    assert offer["planned"] == 90_000_000
    assert offer["reported"] == 4_000_000
    assert (offer["families"], offer["paid"]) == (44, 13_200_000)
    assert payload["total"] == {
        "planned": 95_000_000,
        "reported": 4_000_000,
        "paid": 13_800_000,
        "families": 50,
    }


def test_a_ward_with_three_families_is_covered_together_with_a_second_one(aid, ester):
    rows = Reading(published(ester).payload).ward_rows()
    covered = {row["name"] for row in rows if row["hidden"]}
    assert "Lasiana" in covered
    assert len(covered) >= 2
    assert all(row["paid"] is None for row in rows if row["hidden"])
    assert {row["families"] for row in rows if row["name"] == "Naioni"} == {0}


def test_a_sensitive_line_is_never_told_by_ward(aid, ester):
    payload = published(ester).payload
    assert "layanan-peka" not in payload["table"]["columns"]
    told = next(one for one in payload["offers"] if one["key"] == "layanan-peka")
    assert told["families"] == 6


def test_the_payload_names_no_person_and_no_family(aid, ester):
    text = json.dumps(published(ester).payload)
    assert "Ester" not in text
    assert "family" not in text
    assert json.loads(text)["publisher"] == {"role": "planner", "agency": "Bapeda"}


def test_the_seal_can_be_computed_again_from_the_json(aid, ester):
    snapshot = published(ester)
    assert frames.seal(json.loads(json.dumps(snapshot.payload))) == snapshot.sha256


def test_publishing_is_journalled_with_its_seal(aid, ester, acting):
    snapshot = published(ester)
    written = JournalLine.objects.get(verb="publish")
    assert written.details["sha256"] == snapshot.sha256
    assert written.actor_name == "Ester Perencana"


@pytest.mark.parametrize("who", ["agus", "yohanes", "maria", "daud", "anna"])
def test_only_a_planner_publishes(request, acting, who):
    officer = request.getfixturevalue(who)
    with acting(officer), pytest.raises(NotAllowed):
        actions.publish(CITY, "2026-11", by=officer, on=TODAY)
    assert not Snapshot.objects.exists()


def test_the_same_month_twice_is_refused_until_something_changed(aid, ester):
    published(ester)
    with pytest.raises(Refusal, match="Tidak ada yang berubah"):
        published(ester, reason="sekali lagi")


def test_a_correction_needs_its_reason_and_leaves_the_first_as_it_was(aid, ester):
    first = published(ester)
    hand_over(aid, {"alak": 30}, officer=ester)
    with pytest.raises(Refusal) as refused:
        published(ester)
    assert refused.value.field == "reason"
    second = published(ester, reason="Daftar Alak terlambat masuk")
    assert (second.revision, queries.current(CITY)) == (2, second)
    first.refresh_from_db()
    assert frames.seal(first.payload) == first.sha256


@pytest.mark.parametrize("period", ["2026-13", "2026", "", "November", "2026-11-01", "１０26-11"])
def test_what_is_no_month_is_refused(ester, acting, period):
    with acting(ester), pytest.raises(Refusal, match="bukan bulan"):
        published(ester, period=period)


def test_a_month_to_come_is_refused(ester, acting):
    with acting(ester), pytest.raises(Refusal, match="belum mulai"):
        published(ester, period="2026-12")


def test_a_planner_is_reminded_once_a_month_is_over_and_nobody_else_is(ester, maria, acting):
    with acting(ester):
        (work,) = queries.waiting_for(ester)
        this_month = places.today().replace(day=1)
        assert work.since == this_month
        actions.publish(CITY, f"{this_month - timedelta(days=1):%Y-%m}", by=ester, on=places.today())
        assert queries.waiting_for(ester) == []
    assert queries.waiting_for(maria) == []


def test_two_more_families_in_a_ward_do_not_show_between_two_months(aid, ester):
    before = Reading(published(ester, period="2026-10", on=TODAY).payload)
    assert before.cell(5371021005, "bantuan-permakanan").count in (None, 0, 20)
    published(ester)
    hand_over(aid, {"bello": 2}, officer=ester)
    later = Reading(published(ester, reason="dua keluarga lagi").payload)
    assert later.ward(5371021005)["families"] is None
    assert later.total["families"] is None


def test_publishing_once_more_does_not_show_what_the_first_covered(aid, ester):
    known = Reading(published(ester).payload)
    assert known.total["families"] == 50
    hand_over(aid, {"bello": 2}, officer=ester)
    published(ester, reason="dua keluarga lagi")
    with pytest.raises(Refusal):  # nothing is new: the covered numbers stay covered
        published(ester, reason="sekali lagi")
    december = Reading(published(ester, period="2026-12", on=date(2026, 12, 31)).payload)
    assert december.total["families"] is None
    assert december.cell(5371021005, "bantuan-permakanan").count is None
    hand_over(aid, {"bello": 3}, officer=ester)
    assert (
        Reading(published(ester, period="2026-12", on=date(2026, 12, 31), reason="x").payload).total["families"] == 55
    )


def test_a_month_counts_only_what_happened_until_its_end(aid, ester):
    october = published(ester, period="2026-10", on=TODAY + timedelta(days=1))
    assert october.payload["until"] == "2026-10-31"
    assert october.payload["total"]["families"] == 0


def test_a_new_year_begins_anew(aid, ester):
    published(ester)
    january = published(ester, period="2027-01", on=date(2027, 1, 31))
    assert january.payload["offers"] == []
    assert january.payload["total"]["planned"] is None


def test_a_family_that_receives_twice_is_one_family(aid, ester):
    from lontar.city.delivery.models import Entitlement, Handover

    one = Entitlement.objects.filter(line=aid, place_id=5371011008).first()
    again = Entitlement.objects.create(
        round=one.round, line=aid, family=one.family, place_id=5371031010, period="2026-12", amount=50_000,
        status="delivered", on=TODAY,
    )  # fmt: skip
    Handover.objects.create(
        entitlement=again, place_id=5371031010, on=TODAY, by_id=ester.id, received_by="x", proof="signed_list",
        entry_key="again", command_key="again", proof_note="Daftar 2",
    )  # fmt: skip
    counted = frames.counted(CITY, until=TODAY)
    assert sum(counted.families.values()) == 50
    assert sum(counted.rupiah.values()) == 13_850_000
    assert counted.reached == 50
