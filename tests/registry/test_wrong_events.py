"""A wrong event is taken back: every row is as it was, the history keeps both, and nothing is pulled out from below."""

import json
import uuid
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from cast import LASIANA, OESAPA, TODAY, officer
from lives import benu, family, now, person, told
from lontar.city.journal.models import JournalLine
from lontar.city.registry import actions, queries
from lontar.city.registry.models import (
    Family,
    Happening,
    LifeEvent,
    LifeEventTrace,
    LifeEventUndo,
    LivingConditions,
    Membership,
    Person,
)
from lontar.kit.gate import acting_as
from lontar.science.trouble import NotAllowed, Refusal

pytestmark = pytest.mark.django_db
EARLY, DAY, NEXT = date(2026, 10, 1), date(2026, 11, 10), date(2026, 11, 15)
CARD, OTHER_CARD = "5371031011260001", "5371031011260002"
NIK, OTHER_NIK = "5371034502900007", "5371034205840007"
WHY = "salah orang"
TABLES = (
    "person", "family", "dwelling", "membership", "residence", "sharing", "household", "identifier", "livingconditions",
    "shield", "tally",
)  # fmt: skip


def everything():
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            key = "place_id" if table == "tally" else "id"
            cursor.execute(f"SELECT to_jsonb(t)::text FROM registry_{table} t ORDER BY {key}")
            found[table] = [json.loads(row) for (row,) in cursor.fetchall()]
    return found


class Town:
    """Families to which anything can happen; seen by a planner."""

    def __init__(self, by):
        self.by = by
        self.home, (self.markus, self.yuliana, self.salomi, self.agustina) = benu(card=CARD)
        self.other, (self.petrus, self.yafet) = family(
            ("Petrus Lay", "head", date(1970, 1, 1), "L"), ("Yafet Lay", "child", date(2003, 1, 1), "L")
        )
        self.alone, (self.lena,) = family(("Lena Kase", "head", date(1950, 1, 1), "P"))
        self.far, (self.rut,) = family(("Rut Manafe", "head", date(1999, 2, 1), "P"), place=LASIANA)
        self.gone, (self.otniel,) = family(("Otniel Mooy", "head", date(1980, 1, 1), "L"))
        self.guest = person("Ferdy Radja", sex="L", born=date(1990, 1, 1))
        actions.moved_out(self.gone.pk, **told(by, EARLY))
        actions.kitchen_shared(self.other.pk, self.home.pk, **told(by, EARLY))
        LivingConditions.objects.create(
            place_id=OESAPA, family=self.home, person=self.salomi, on=EARLY, source="officer",
            columns={"school_participation": 2}, version="x", by_id=by.pk,
        )  # fmt: skip

    def said(self, happened=DAY):
        return told(self.by, happened)


def newcomer(name, relation, nik, **more):
    return actions.Newcomer(name, "P", date(1990, 2, 5), relation, nik=nik, **more)


BABY = actions.Newcomer("Dewi Benu", "P", DAY, "child", no_nik_reason="bayi baru lahir")
HAPPENS = {
    "born": lambda t: actions.born(t.home.pk, BABY, **t.said()),
    "died": lambda t: actions.died(t.markus.pk, heir_id=t.yuliana.pk, **t.said()),
    "died: the last": lambda t: actions.died(t.lena.pk, **t.said()),
    "family_moved_in": lambda t: actions.family_moved_in(
        actions.Home(OESAPA, "1", "1"), [newcomer("Ana Lay", "head", NIK), newcomer("Ina Lay", "child", "", no_nik_reason="hilang")],
        card=OTHER_CARD, **t.said()
    ),
    "person_moved_in": lambda t: actions.person_moved_in(t.home.pk, newcomer("Ana Lay", "relative", NIK), **t.said()),
    "person_moved_in: known": lambda t: actions.person_moved_in(
        t.far.pk, actions.Newcomer(person_id=t.guest.pk, relation="other"), **t.said()
    ),
    "family_returned": lambda t: actions.family_returned(t.gone.pk, actions.Home(OESAPA, "9"), **t.said()),
    "family_moved_out": lambda t: actions.moved_out(t.home.pk, where="Ende", **t.said()),
    "person_moved_out": lambda t: actions.person_moved_out(t.yafet.pk, **t.said()),
    "moved_house": lambda t: actions.moved_house(t.home.pk, actions.Home(OESAPA, "8", "2", "Jl. Baru"), **t.said()),
    "moved_house: another ward": lambda t: actions.moved_house(t.home.pk, actions.Home(LASIANA, "8", "2"), **t.said()),
    "married": lambda t: actions.married(t.yafet.pk, t.salomi.pk, to=actions.Destination(card=OTHER_CARD), **t.said()),
    "married: into another ward": lambda t: actions.married(
        t.yafet.pk, t.rut.pk, to=actions.Destination(into_id=t.far.pk), **t.said()
    ),
    "divorced": lambda t: actions.divorced(
        t.markus.pk, t.yuliana.pk, to=actions.Destination(home=actions.Home(OESAPA, "9"), relations={t.salomi.pk: "child"}),
        **t.said()
    ),
    "split": lambda t: actions.split(t.home.pk, to=actions.Destination(relations={t.agustina.pk: "head"}), **t.said()),
    "split: to another ward": lambda t: actions.split(
        t.home.pk, to=actions.Destination(relations={t.agustina.pk: "head"}, home=actions.Home(LASIANA, "1")), **t.said()
    ),
    "joined": lambda t: actions.joined(
        t.other.pk, t.home.pk, relations={t.petrus.pk: "relative", t.yafet.pk: "relative"}, **t.said()
    ),
    "head_changed": lambda t: actions.head_changed(t.home.pk, head_id=t.salomi.pk, **t.said()),
    "card_changed": lambda t: actions.card_changed(t.home.pk, number=OTHER_CARD, **t.said()),
    "corrected": lambda t: actions.corrected(
        t.markus.pk, actions.Correction("Markus Beny Benu", date(1981, 3, 1)), **t.said()
    ),
    "nik_given": lambda t: actions.nik_given(t.yuliana.pk, nik=OTHER_NIK, **t.said()),
    "kitchen_shared": lambda t: actions.kitchen_shared(t.alone.pk, t.home.pk, **t.said()),
    "kitchen_left": lambda t: actions.kitchen_left(t.other.pk, **t.said()),
}  # fmt: skip


@pytest.fixture
def town(acting, ester):
    with acting(ester):
        yield Town(ester)


def undone(done, by, why=WHY):
    return actions.undo_event(done.event_id, why=why, by=by, on=TODAY)


def test_every_kind_of_event_can_be_tried():
    assert {what.split(":")[0] for what in HAPPENS} == set(LifeEvent.Kind.values)


@pytest.mark.parametrize("what", HAPPENS)
def test_what_was_recorded_and_taken_back_leaves_every_row_as_it_was(town, ester, what):
    before = everything()
    done = HAPPENS[what](town)
    assert everything() != before
    undone(done, ester)
    assert everything() == before
    assert HAPPENS[what](town).fresh, "and it can be recorded again"


def test_the_history_keeps_both(town, ester):
    done = HAPPENS["died"](town)
    undone(done, ester)
    assert LifeEvent.objects.get(pk=done.event_id).kind == "died"
    undo = LifeEventUndo.objects.get(event_id=done.event_id)
    assert (undo.by_id, undo.why, undo.on) == (ester.pk, WHY, TODAY)
    verbs = list(
        JournalLine.objects.filter(verb__in=("died", "undo_event")).order_by("pk").values_list("verb", "reason")
    )
    assert verbs == [("died", ""), ("undo_event", WHY)]
    assert list(Happening.objects.filter(family=town.home).order_by("pk").values_list("kind", flat=True))[-2:] == [
        "died", "undo_event",
    ]  # fmt: skip
    told_ = [one for one in queries.events_of(town.home.pk) if one.event_id == done.event_id]
    assert told_[0].undone.why == WHY
    assert Membership.pgh_event_model.objects.filter(person=town.markus).exists()


def test_no_name_or_number_stands_in_what_is_kept_to_undo(town):
    HAPPENS["corrected"](town)
    HAPPENS["nik_given"](town)
    kept = json.dumps(list(LifeEventTrace.objects.values_list("moved", flat=True)))
    for secret in ("Markus", "MARKUS", "1980-03-01", "1981-03-01", OTHER_NIK):
        assert secret not in kept


def test_what_a_later_event_builds_on_stays_until_that_one_is_taken_back(town, ester):
    moved = HAPPENS["moved_house"](town)
    later = actions.born(
        town.home.pk, actions.Newcomer("Dewi", "P", NEXT, "child", no_nik_reason="bayi"), **town.said(NEXT)
    )
    with pytest.raises(Refusal, match=r"Sesudahnya sudah tercatat Kelahiran, 15 November 2026"):
        undone(moved, ester)
    undone(later, ester)
    undone(moved, ester)


def test_an_event_of_somebody_else_of_the_family_is_in_nobodys_way(town, ester):
    one = actions.person_moved_out(town.salomi.pk, **town.said())
    actions.died(town.agustina.pk, **town.said(NEXT))
    undone(one, ester)
    assert now(town.home.pk) == {"Markus": "head", "Yuliana": "spouse", "Salomi": "child"}


def test_what_was_changed_in_another_way_since_is_not_overwritten(town, ester):
    done = HAPPENS["corrected"](town)
    Person.objects.filter(pk=town.markus.pk).update(name="Markus B. Benu")
    before = everything()
    with pytest.raises(Refusal, match=town.markus.local_number):
        undone(done, ester)
    assert everything() == before


def test_whom_another_room_holds_on_to_is_not_taken_out(town, ester):
    from lontar.city.fieldwork.models import Visit
    from walking import begin

    done = HAPPENS["family_moved_in"](town)
    begin(place_id=OESAPA)
    assert Visit.objects.filter(family_id=done.family_id).exists()
    before = everything()
    with pytest.raises(Refusal, match="sudah dipakai di tempat lain"):
        undone(done, ester)
    assert everything() == before


def test_it_is_taken_back_once(town, ester):
    done = HAPPENS["born"](town)
    undone(done, ester)
    with pytest.raises(Refusal, match="sudah dibatalkan Ester Perencana"):
        undone(done, ester)


def test_a_form_that_is_sent_again_after_all_does_not_bring_it_back(town, ester):
    key = uuid.uuid4()
    done = actions.born(town.home.pk, BABY, **told(ester, DAY, key=key))
    undone(done, ester)
    with pytest.raises(Refusal, match="kemudian dibatalkan"):
        actions.born(town.home.pk, BABY, **told(ester, DAY, key=key))


def test_what_was_taken_back_holds_back_no_earlier_event(town, ester):
    undone(HAPPENS["moved_house"](town), ester)
    actions.moved_house(town.home.pk, actions.Home(OESAPA, "5"), **town.said(date(2026, 11, 1)))


def test_a_move_of_the_wrong_family_is_mended_the_same_day(town, ester):
    undone(HAPPENS["moved_house: another ward"](town), ester)
    again = actions.moved_house(town.home.pk, actions.Home(LASIANA, "7"), **town.said())
    assert Family.objects.get(pk=again.family_id).place_id == LASIANA


def test_a_move_between_wards_is_taken_back_by_somebody_who_serves_both(acting, maria, ester):
    with acting(maria):
        home, _people = benu()
        done = actions.moved_house(home.pk, actions.Home(LASIANA), **told(maria))
        with pytest.raises(NotAllowed, match="di luar wilayah"):
            undone(done, maria)
    with acting(ester):
        undone(done, ester)
    with acting(maria):
        assert len(now(home.pk)) == 4


@pytest.mark.parametrize("role", ["agus", "marten", "petrus", "rita", "daud", "anna"])
def test_only_who_records_events_takes_them_back(town, acting, request, role):
    done = HAPPENS["died"](town)
    who = request.getfixturevalue(role)
    with acting(who), pytest.raises(NotAllowed):
        undone(done, who)


def test_without_a_reason_nothing_is_taken_back(town, ester):
    done = HAPPENS["died"](town)
    with pytest.raises(Refusal) as refused:
        undone(done, ester, why=" ")
    assert refused.value.field == "why"


class DiskFull(DatabaseError):
    """No other trouble of the database is expected."""


class Breaks:
    """Lets the n-th write of a deed fail."""

    def __init__(self, at):
        self.at, self.seen = at, 0

    def __call__(self, execute, statement, params, many, context):
        if statement.lstrip().split(None, 1)[0] in ("INSERT", "UPDATE", "DELETE"):
            self.seen += 1
            if self.seen == self.at:
                raise DiskFull
        return execute(statement, params, many, context)


BROKEN = ("died", "family_moved_in", "moved_house: another ward", "married", "joined", "card_changed", "kitchen_shared")


def kept():
    return (
        everything(), LifeEvent.objects.count(), LifeEventUndo.objects.count(), Happening.objects.count(),
        JournalLine.objects.count(),
    )  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_whichever_write_of_an_event_or_of_its_undoing_fails_nothing_of_it_is_left(town, ester, what):
    before = kept()
    writes = broken_one_by_one(lambda: HAPPENS[what](town), before)
    done = HAPPENS[what](town)
    recorded = kept()
    undoing = broken_one_by_one(lambda: undone(done, ester), recorded)
    assert min(writes, undoing) > 4


def broken_one_by_one(deed, before):
    """Fail each write in turn until none is left to fail; how many there were."""
    at = 0
    while True:
        at += 1
        breaks = Breaks(at)
        try:
            with transaction.atomic(), connection.execute_wrapper(breaks):
                deed()
                if breaks.seen < at:
                    transaction.set_rollback(True)
        except DiskFull:
            if at % 3 == 1:  # comparing everything is dearer than breaking
                assert kept() == before
            continue
        assert kept() == before
        return at - 1


def test_a_planner_of_the_city_is_not_asked_who_wrote_it(town):
    """As with merges: whoever may record it may take it back, and the journal says who did both."""
    assert officer("yohanes").role in actions.MAY_RECORD_LIFE
    done = HAPPENS["died"](town)
    yohanes = officer("yohanes")
    with acting_as(yohanes):
        assert undone(done, yohanes).by_role == "operator"
