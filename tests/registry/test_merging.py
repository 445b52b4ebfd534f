"""Two records become one and two again: nothing is lost, nobody is counted twice, and any order ends alike."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import LASIANA, OESAPA, TODAY, officer
from lontar.city.journal.models import JournalLine
from lontar.city.registry import actions, frames, queries
from lontar.city.registry.actions.pairs import joining
from lontar.city.registry.models import Happening, Identifier, Membership, Merge, Pair, Person
from lontar.city.registry.queries import pairs as about
from lontar.kit.gate import acting_as
from lontar.science.trouble import NotAllowed, Refusal
from registry.records import everything, family, pair, person

pytestmark = pytest.mark.django_db
NIK, OTHER_NIK, KK = "5371031707870001", "5371031707870010", "5371030101200001"


@pytest.fixture
def twice(acting, ester):
    """Yohanes as head of his own family, and still as a child on his parents' card."""
    with acting(ester):
        parents, own = family(kk=KK), family()
        father = person("Markus Nalle", parents, birth_date=date(1960, 1, 1))
        child = person("Johanis Nalle", parents, nik=OTHER_NIK, relation="child", mother_name="Dorkas Benu")
        head = person("Yohanes Nalle", own, nik=NIK, since=date(2026, 3, 1), birth_place="Kupang")
        return head, child, father, pair(head, child)


def same(acting, who, one, **more):
    with acting(who):
        return actions.decide(one.pk, verdict="same", by=who, on=TODAY, **more)


def test_one_person_is_counted_once_and_keeps_both_histories(acting, maria, twice):
    head, child, _father, found = twice
    same(acting, maria, found)
    with acting(maria):
        child.refresh_from_db()
        head.refresh_from_db()
        assert child.merged_into_id == head.pk
        days = Membership.objects.filter(person=head).order_by("since").values_list("since", "until", "relation")
        assert list(days) == [
            (date(2025, 1, 1), date(2026, 3, 1), "child"), (date(2026, 3, 1), None, "head"),
        ], "the parents' card tells of the days before his own"  # fmt: skip
        assert not Membership.objects.filter(person=child).exists()
        assert head.mother_name == "Dorkas Benu", "what only one record knew is known now"
        numbers = Identifier.objects.filter(person=head).order_by("pk").values_list("current", flat=True)
        assert list(numbers) == [False, True], "the other number still finds him, and is not shown as his"
        assert frames.members(OESAPA, on=TODAY).height == 2
        assert queries.figures_of(OESAPA)["persons"] == 2
        assert queries.survivors_of([child.pk, head.pk]) == {child.pk: head.pk}
        assert Happening.objects.filter(kind="merged").count() == 2, "both families are told"
        assert JournalLine.objects.filter(verb="decide_pair").count() == 1


def test_an_undone_merge_leaves_every_row_as_it_was(acting, maria, twice):
    with acting(maria):
        before = everything()
    same(acting, maria, twice[3])
    with acting(maria):
        assert everything() != before
        actions.undo_decision(twice[3].pk, by=maria, on=TODAY)
        assert everything() == before
        assert (Pair.objects.get().state, Merge.objects.get().undone_by_id) == ("waiting", maria.pk)


STEPS = (
    "close_memberships", "take_memberships", "give_numbers", "fill", "point", "give_followers", "end_family",
    "reopen_family", "remove_pieces", "restore_memberships", "return_numbers", "empty", "point_back", "return_followers",
)  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_when_a_write_fails_nothing_of_the_deed_is_left(acting, maria, yohanes, twice, monkeypatch, step):
    with acting(yohanes):
        actions.observe(
            Membership.objects.get(person=twice[0], until=None).family_id, columns={}, source="officer", by=yohanes,
            members={twice[0].pk: {"school_participation": 1}}, observed_on=TODAY, on=TODAY,
        )  # fmt: skip
    written = []

    def broken(name, statement, values, real=joining.write):
        written.append(name)
        if name == step:
            raise DatabaseError("the disk is full")
        return real(name, statement, values)

    undoing = STEPS.index(step) >= STEPS.index("reopen_family")
    if undoing:
        same(acting, maria, twice[3], survivor_id=twice[1].pk)
    with acting(maria):
        before = everything(), Pair.objects.values().get(), list(Merge.objects.values()), JournalLine.objects.count()
    monkeypatch.setattr(joining, "write", broken)
    deed = actions.undo_decision if undoing else actions.decide
    more = {} if undoing else {"verdict": "same", "survivor_id": twice[1].pk}
    with acting(maria), pytest.raises(DatabaseError, match="disk"):
        deed(twice[3].pk, by=maria, on=TODAY, **more)
    assert written[-1] == step
    with acting(maria):
        after = everything(), Pair.objects.values().get(), list(Merge.objects.values()), JournalLine.objects.count()
    assert after == before


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_who_decides_second_is_told_who_was_first(acting, maria, ester, twice, verdict):
    same(acting, maria, twice[3]) if verdict == "same" else _decide(acting, maria, twice[3], verdict)
    with acting(ester), pytest.raises(Refusal, match=r"sudah diputuskan .* oleh Maria Kelurahan pada 22 November 2026"):
        actions.decide(twice[3].pk, verdict="different", by=ester, on=TODAY)


def _decide(acting, who, one, verdict):
    with acting(who):
        return actions.decide(one.pk, verdict=verdict, by=who, on=TODAY)


def test_unsure_can_be_decided_later_by_somebody_who_knows(acting, maria, ester, twice):
    _decide(acting, maria, twice[3], "unsure")
    with acting(ester):
        assert about.waits().unsure == 1
    _decide(acting, ester, twice[3], "different")
    with acting(ester):
        assert Pair.objects.get().decided_by_id == ester.pk


def test_the_officer_chooses_which_record_stays_but_not_one_that_lives_nowhere(acting, maria, ester, twice):
    head, child, _father, found = twice
    with acting(ester):
        gone = person("Yohanes Nale", until=date(2025, 6, 1), into=family())
        other = pair(child, gone)
        with pytest.raises(Refusal, match="tidak lagi tercatat"):
            actions.decide(other.pk, verdict="same", survivor_id=gone.pk, by=ester, on=TODAY)
        with pytest.raises(Refusal, match="salah satu"):
            actions.decide(other.pk, verdict="same", survivor_id=999_999, by=ester, on=TODAY)
    same(acting, maria, found, survivor_id=child.pk)
    with acting(maria):
        head.refresh_from_db()
        assert head.merged_into_id == child.pk
        assert about.open_family(child.pk) != about.open_family(head.pk) is None


def test_a_family_whose_last_member_is_the_same_as_anothers_is_that_ones_twin(acting, ester):
    with acting(ester):
        first, second = family(), family()
        one, other = person("Salomi Djami", first, nik=NIK), person("Salomi Djamie", second)
        found = pair(one, other)
        actions.decide(found.pk, verdict="same", by=ester, on=TODAY)
        assert queries.twin_families() == {second.pk: first.pk}
        assert frames.families(OESAPA, on=TODAY).get_column("family_id").to_list() == [first.pk]
        assert queries.figures_of(OESAPA)["families"] == 1
        actions.undo_decision(found.pk, by=ester, on=TODAY)
        assert queries.twin_families() == {}
        assert queries.figures_of(OESAPA)["families"] == 2


def test_what_others_said_of_the_parts_is_not_overruled_by_a_merge(acting, ester):
    with acting(ester):
        a, b, c = (person(name, family()) for name in ("Ana", "Anna", "Ane"))
        first, second, third = pair(a, b), pair(b, c), pair(a, c)
        actions.decide(first.pk, verdict="different", by=ester, on=TODAY)
        actions.decide(second.pk, verdict="same", by=ester, on=TODAY)
        with pytest.raises(Refusal, match="sudah diputuskan beda"):
            actions.decide(third.pk, verdict="same", by=ester, on=TODAY)


def test_a_pair_that_others_have_made_one_needs_nobody_and_waits_again_when_they_part(acting, ester):
    with acting(ester):
        a, b, c = (person(name, family()) for name in ("Ana", "Anna", "Ane"))
        first, second, third = pair(a, b), pair(b, c), pair(a, c)
        for one in (first, second):
            actions.decide(one.pk, verdict="same", by=ester, on=TODAY)
        assert about.queue("look").count() == 0
        actions.decide(third.pk, verdict="same", by=ester, on=TODAY)
        actions.undo_decision(first.pk, by=ester, on=TODAY)
        assert set(about.queue("look").values_list("pk", flat=True)) == {first.pk, third.pk}
        assert queries.survivors_of([a.pk, b.pk, c.pk]) in ({c.pk: b.pk}, {b.pk: c.pk}), "b and c are one still"


def test_an_undo_tells_what_was_changed_since_and_loses_nothing(acting, maria, twice):
    head, child, father, found = twice
    same(acting, maria, found)
    with acting(maria):
        own = about.open_family(head.pk)
        Membership.objects.filter(person=head, until=None).update(until=TODAY)
        again = Membership.objects.create(
            place_id=OESAPA, person=head, family_id=about.open_family(father.pk), relation="child", since=TODAY
        )
        Person.objects.filter(pk=head.pk).update(mother_name="Dorkas Benu Nalle")
        with pytest.raises(Refusal, match="Sejak digabung") as refused:
            actions.undo_decision(found.pk, by=maria, on=TODAY)
        assert refused.value.field == "knowing"
        assert "Keanggotaan" in refused.value.message
        assert "Data diri" in refused.value.message
        actions.undo_decision(found.pk, knowing=True, by=maria, on=TODAY)
        head.refresh_from_db()
        assert head.mother_name == "Dorkas Benu Nalle", "what somebody corrected stays with whom it was corrected"
        assert Membership.objects.filter(pk=again.pk, person=head, until=None).exists()
        assert Membership.objects.filter(person=head, family_id=own, until=TODAY).exists()
        assert Membership.objects.filter(person=child, until=None).exists(), "the other record is whole again"


@pytest.mark.parametrize("leaves", [True, False])
def test_a_record_that_comes_back_goes_where_its_family_went_meanwhile(acting, ester, leaves):
    with acting(ester):
        parents, own = family(kk=KK), family()
        person("Markus Nalle", parents, birth_date=date(1960, 1, 1))
        child = person("Johanis Nalle", parents, nik=OTHER_NIK, relation="child")
        head = person("Yohanes Nalle", own, nik=NIK, since=date(2026, 3, 1))
        found = pair(head, child)
    same(acting, ester, found, survivor_id=head.pk)
    occasion = actions.Occasion(TODAY, actions.Paper("rt_letter", number="7"))
    with acting(ester):
        actions.corrected(head.pk, actions.Correction(name="Yohanes Nale"), occasion=occasion, by=ester, on=TODAY)
        if leaves:
            actions.moved_out(parents.pk, to="country", where="Belu", occasion=occasion, by=ester, on=TODAY)
        else:
            home = actions.Home(LASIANA, rt="001", rw="001")
            actions.moved_house(parents.pk, home, occasion=occasion, by=ester, on=TODAY)
        with pytest.raises(Refusal, match="Sejak digabung") as refused:
            actions.undo_decision(found.pk, by=ester, on=TODAY)
        assert "Data diri" in refused.value.message
        assert ("tidak lagi tinggal di sini" in refused.value.message) == leaves
        assert ("ikut pindah" in refused.value.message) != leaves
        actions.undo_decision(found.pk, knowing=True, by=ester, on=TODAY)
        days = list(Membership.objects.filter(person=child).order_by("since").values_list("family", "until", "place"))
        child.refresh_from_db()
        if leaves:
            assert days == [(parents.pk, TODAY, OESAPA)], "nobody is left behind in a family that is not here any more"
        else:
            assert days == [(parents.pk, TODAY, OESAPA), (parents.pk, None, LASIANA)]
            assert child.place_id == LASIANA
            assert set(Identifier.objects.filter(person=child).values_list("place_id", flat=True)) == {LASIANA}


def test_across_wards_only_who_serves_both_decides(acting, maria, ester, petrus):
    with acting(ester):
        here, there = person("Ferdy Radja", family()), person("Ferdi Radja", family(LASIANA))
        found = pair(here, there)
    with acting(maria):
        assert not Pair.objects.exists(), "half of a pair is not seen"
        with pytest.raises(NotAllowed, match="luar wilayah"):
            actions.decide(found.pk, verdict="same", by=maria, on=TODAY)
    with acting(petrus), pytest.raises(NotAllowed, match="Peran"):
        actions.decide(found.pk, verdict="same", by=petrus, on=TODAY)
    same(acting, ester, found, survivor_id=here.pk)
    with acting(maria):
        assert not Merge.objects.exists()
    with acting(ester):
        actions.undo_decision(found.pk, by=ester, on=TODAY)


def test_days_in_another_ward_are_another_wards_too(acting, maria, ester):
    with acting(ester):
        elsewhere = family(LASIANA)
        one, other = person("Ferdy Radja", family()), person("Ferdi Radja", family())
        Membership.objects.create(
            place_id=LASIANA, person=other, family=elsewhere, relation="child", since=date(2020, 1, 1),
            until=date(2024, 1, 1),
        )  # fmt: skip
        found = pair(one, other)
    with acting(maria), pytest.raises(NotAllowed):
        actions.decide(found.pk, verdict="same", by=maria, on=TODAY)


def test_a_pair_follows_its_people_when_they_move(acting, maria, ester):
    with acting(ester):
        one, other = person("Ferdy Radja", family()), person("Ferdi Radja", family(LASIANA))
        pair(one, other)
        Person.objects.filter(pk=other.pk).update(place_id=OESAPA)
    with acting(maria):
        assert Pair.objects.count() == 1


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_merges_and_undos_in_any_order_restore_exactly(db, data):
    """Five records with any days in families; whatever is merged and undone, the rest is as if it had never been."""
    by = officer("ester")
    with transaction.atomic(), acting_as(by):
        people = _anybody(data)
        pairs = {(a, b): pair(people[a], people[b]) for a in range(5) for b in range(a + 1, 5)}
        before = everything()
        merged: list[tuple[int, int]] = []
        for _step in range(data.draw(st.integers(3, 8))):
            if merged and data.draw(st.booleans()):
                gone = merged.pop(data.draw(st.integers(0, len(merged) - 1)))
                actions.undo_decision(pairs[gone].pk, by=by, on=TODAY)
            else:
                key = data.draw(st.sampled_from(sorted(set(pairs) - set(merged))))
                actions.decide(pairs[key].pk, verdict="same", by=by, on=TODAY)
                merged.append(key)
            merged = [key for key in merged if Pair.objects.get(pk=pairs[key].pk).state == "same"]
            assert _groups() == _joined(merged, people)
            _one_family_each()
        for key in reversed(merged):
            if Pair.objects.get(pk=pairs[key].pk).state == "same":
                actions.undo_decision(pairs[key].pk, by=by, on=TODAY)
        assert everything() == before
        transaction.set_rollback(True)


def _anybody(data):
    homes = [family() for _ in range(3)]
    people = []
    for at in range(5):
        one = person(f"Orang {at}", nik=f"537103170787{at:04d}" if data.draw(st.booleans()) else "")
        month = data.draw(st.integers(1, 6))
        ends = data.draw(st.sampled_from([None, month + 2, month + 4]))
        Membership.objects.create(
            place_id=OESAPA, person=one, family=data.draw(st.sampled_from(homes)), relation="child",
            since=date(2026, month, 1), until=date(2026, ends, 1) if ends else None,
        )  # fmt: skip
        people.append(one)
    return people


def _groups():
    """Who stands for whom, by the registry."""
    found: dict[int, set[int]] = {}
    for key, above in Person.objects.values_list("pk", "merged_into_id"):
        found.setdefault(above or key, set()).add(key)
    return sorted(map(sorted, found.values()))


def _joined(merged, people):
    """The same, worked out from the decisions alone."""
    groups = [{one.pk} for one in people]
    for a, b in merged:
        one = next(group for group in groups if people[a].pk in group)
        other = next(group for group in groups if people[b].pk in group)
        if one is not other:
            groups.remove(other)
            one |= other
    return sorted(map(sorted, groups))


def _one_family_each():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM registry_membership m JOIN registry_person p ON p.id = m.person_id "
            "WHERE p.merged_into_id IS NOT NULL"
        )
        assert cursor.fetchone() == (0,), "a merged record stands in no family of its own"
