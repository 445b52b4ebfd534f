"""Whatever happens in whatever order, and whatever of it is taken back, the city of any day is the city of that day."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cast import LASIANA, OESAPA, officer
from lives import benu, family, told
from lontar.city.registry import actions, queries
from lontar.city.registry.models import Family
from lontar.kit.gate import acting_as

pytestmark = pytest.mark.django_db
FIRST = date(2026, 1, 1)
PICK = st.integers(0, 1000)
WHY = "dicoba saja"


class Lives(RuleBasedStateMachine):
    """Beside the registry a small model: who is alive and in which family, and in which ward each family lives."""

    def __init__(self):
        super().__init__()
        self.transaction, self.acting = transaction.atomic(), acting_as(officer("ester"))
        self.transaction.__enter__()
        self.acting.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.acting.__exit__(None, None, None)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def settle(self):
        self.by, self.today = officer("ester"), FIRST
        homes = [
            benu(),
            family(("Petrus Lay", "head", date(1970, 1, 1), "L"), ("Rut Lay", "child", date(2000, 1, 1), "P")),
        ]
        self.where = {home.pk: OESAPA for home, _people in homes}
        self.lives = {one.pk: home.pk for home, people in homes for one in people}
        self.past = [(FIRST, deepcopy(self.lives), deepcopy(self.where))]
        self.events = []

    def happens(self, verb, *given, **more):
        self.today += timedelta(days=1)
        done = verb(*given, **more, **told(self.by, self.today))
        self.events.append(done.event_id)
        return done

    def remember(self):
        here = set(self.lives.values())
        self.where = {home: ward for home, ward in self.where.items() if home in here}
        self.past.append((self.today, deepcopy(self.lives), deepcopy(self.where)))

    def somebody(self, pick):
        return sorted(self.lives)[pick % len(self.lives)]

    def some_home(self, pick):
        return sorted(self.where)[pick % len(self.where)]

    def others_of(self, person):
        return sorted(one for one, home in self.lives.items() if home == self.lives[person] and one != person)

    def heir(self, person):
        """Somebody who can head the rest, if the one who goes was the head."""
        heads = {
            one.id for one in queries.members_of(Family.objects.get(pk=self.lives[person])) if one.relation == "head"
        }
        return next(iter(self.others_of(person)), None) if person in heads else None

    @precondition(lambda self: self.where)
    @rule(pick=PICK)
    def a_child_is_born(self, pick):
        home, day = self.some_home(pick), self.today + timedelta(days=1)
        child = actions.Newcomer(f"Bayi {pick}", "P", day, "child", no_nik_reason="bayi baru lahir")
        self.lives[self.happens(actions.born, home, child).person_id] = home
        self.remember()

    @precondition(lambda self: self.lives)
    @rule(pick=PICK, dies=st.booleans())
    def somebody_dies_or_leaves(self, pick, dies):
        person = self.somebody(pick)
        self.happens(actions.died if dies else actions.person_moved_out, person, heir_id=self.heir(person))
        del self.lives[person]
        self.remember()

    @precondition(lambda self: any(self.others_of(one) for one in self.lives))
    @rule(pick=PICK, far=st.booleans())
    def somebody_becomes_a_family(self, pick, far):
        apart = [one for one in sorted(self.lives) if self.others_of(one)]
        person = apart[pick % len(apart)]
        home = actions.Home(LASIANA, "1") if far else None
        to = actions.Destination(relations={person: "head"}, home=home)
        ward = LASIANA if far else self.where[self.lives[person]]
        self.lives[person] = self.happens(actions.split, self.lives[person], to=to, heir_id=self.heir(person)).family_id
        self.where[self.lives[person]] = ward
        self.remember()

    @precondition(lambda self: len(self.where) > 1)
    @rule(pick=PICK)
    def a_family_joins_another(self, pick):
        homes = sorted(self.where)
        guest, host = homes[pick % len(homes)], homes[(pick + 1) % len(homes)]
        people = [one for one, home in self.lives.items() if home == guest]
        self.happens(actions.joined, guest, host, relations=dict.fromkeys(people, "relative"))
        self.lives |= dict.fromkeys(people, host)
        self.remember()

    @precondition(lambda self: self.where)
    @rule(pick=PICK, ward=st.sampled_from([OESAPA, LASIANA]))
    def a_family_moves(self, pick, ward):
        home = self.some_home(pick)
        self.happens(actions.moved_house, home, actions.Home(ward, str(pick % 9 + 1)))
        self.where[home] = ward
        self.remember()

    @precondition(lambda self: self.events)
    @rule()
    def the_last_event_was_wrong(self):
        actions.undo_event(self.events.pop(), why=WHY, by=self.by, on=date(2026, 11, 22))
        self.past.pop()
        self.today, lives, where = self.past[-1]
        self.lives, self.where = deepcopy(lives), deepcopy(where)

    @invariant()
    def everybody_is_where_the_model_says(self):
        assert {one: queries.family_of(one) for one in self.lives} == self.lives
        present = Family.objects.filter(ended_on=None)
        assert dict(present.values_list("pk", "place_id")) == self.where

    @rule(pick=PICK)
    def on_any_past_day_it_was_as_it_was(self, pick):
        at = pick % len(self.past)
        day, lives, where = self.past[at]
        everybody = {one for _day, before, _where in self.past for one in before}
        assert {one: home for one in everybody if (home := queries.family_of(one, day))} == lives
        wards = {home: queries.dwelling_on(Family.objects.get(pk=home), day).place_id for home in where}
        assert wards == where
        for home in where:
            members = queries.members_of(Family.objects.get(pk=home), day)
            assert {one.id for one in members} == {one for one, theirs in lives.items() if theirs == home}


def test_lives_at_random(db):
    few = settings(
        max_examples=6, stateful_step_count=9, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
    )
    run_state_machine_as_test(Lives, settings=few)
