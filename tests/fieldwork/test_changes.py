"""Deaths, moves and newcomers from a visit take effect when a second person has confirmed them, and only then."""

from datetime import date

import pytest
from django.db import OperationalError, connection

from cast import CAST, TODAY, officer
from lontar.city.fieldwork import actions, queries
from lontar.city.fieldwork.models import Change
from lontar.city.journal.models import JournalLine
from lontar.city.registry import queries as registry
from lontar.city.registry.models import Family, Membership, Person
from lontar.kit.gate import acting_as
from lontar.science.trouble import NotAllowed, Refusal
from walking import begin, give_to, report, visit_of

pytestmark = pytest.mark.django_db
DIED = date(2026, 9, 1)


@pytest.fixture
def found(street):
    """Petrus reports of a family of three that its head died, a child moved, and a child was born."""
    campaign = begin(second_percent=0)
    visit = give_to(visit_of(campaign, street.families[4]), "petrus")
    head, child, _other = street.persons[visit.family_id]
    report(visit, "petrus", members=[
        actions.Presence(head.pk, "died", happened=DIED),
        actions.Presence(child.pk, "moved_country", happened=date(2026, 10, 1), where="Soe"),
    ], newcomers=[actions.Newcomer("Agnes Tnunay", True, date(2026, 10, 5), "P", date(2026, 10, 5), "grandchild")])  # fmt: skip
    with acting_as(officer("maria")):
        return list(Change.objects.order_by("pk"))


def decide(change, username="maria", **values):
    who = officer(username)
    with acting_as(who):
        return actions.confirm_change(change.pk, by=who, on=TODAY, **values)


def names(family_id):
    with acting_as(officer("maria")):
        return sorted(one.name for one in registry.members_of(Family.objects.get(pk=family_id)))


def test_each_change_takes_effect_by_a_second_person_and_the_journal_names_both(found, street):
    death, move, birth = found
    other = street.persons[death.family_id][2]
    decide(death, heir_id=other.pk)
    with acting_as(officer("maria")):
        assert Person.objects.get(pk=death.person_id).died_on == DIED
        assert Membership.objects.get(person=other, until=None).relation == "head"
        line = JournalLine.objects.get(verb="confirm_change")
        assert (line.actor_name, line.details["kind"]) == ("Maria Kelurahan", "died")
        assert JournalLine.objects.filter(verb="died").exists()
    decide(move)
    decide(birth, "yohanes")
    assert names(death.family_id) == ["Agnes Tnunay", "Yosef Tnunay"]


@pytest.mark.parametrize("username", CAST)
def test_who_saw_it_and_who_may_not_record_life_do_not_confirm(username, found):
    who = officer(username)
    if username in ("maria", "yohanes"):
        assert decide(found[1], username).state == "confirmed"
        return
    with acting_as(who):
        for deed in (actions.confirm_change, lambda key, **kw: actions.dismiss_change(key, reason="tidak benar", **kw)):
            with pytest.raises(NotAllowed):
                deed(found[1].pk, by=who, on=TODAY)
    with acting_as(officer("maria")):
        assert Change.objects.get(pk=found[1].pk).state == "waiting"


def test_a_ward_officer_does_not_confirm_what_she_saw_herself(street):
    campaign = begin(second_percent=0)
    visit = give_to(visit_of(campaign, street.families[1]), "maria")
    report(visit, "maria", outcome="moved_abroad", deserves="", columns={}, happened=DIED, where="Malaysia")
    maria, yohanes = officer("maria"), officer("yohanes")
    with acting_as(maria):
        (change,) = queries.changes_for(maria)
        assert not queries.changes_to_decide(maria).exists()
        with pytest.raises(NotAllowed):
            actions.confirm_change(change.pk, by=maria, on=TODAY)
    with acting_as(yohanes):
        actions.confirm_change(change.pk, by=yohanes, on=TODAY)
        family = Family.objects.get(pk=visit.family_id)
        assert family.ended_on is not None
        assert not registry.families_matching(registry.FamilyFilter(present=True)).filter(pk=family.pk).exists()


def test_a_whole_family_that_died_ends(street):
    campaign = begin(second_percent=0)
    visit = give_to(visit_of(campaign, street.families[2]), "petrus")
    report(visit, "petrus", outcome="died", deserves="", columns={}, happened=DIED)
    with acting_as(officer("maria")):
        change = Change.objects.get()
    decide(change)
    with acting_as(officer("maria")):
        assert list(
            Person.objects.filter(pk__in=[one.pk for one in street.persons[visit.family_id]]).values_list(
                "died_on", flat=True
            )
        ) == [DIED, DIED]
        assert Family.objects.get(pk=visit.family_id).ended_on is not None


def test_what_is_not_so_is_dismissed_with_a_reason_and_decided_only_once(found):
    maria = officer("maria")
    with acting_as(maria):
        with pytest.raises(Refusal) as refused:
            actions.dismiss_change(found[1].pk, reason=" ", by=maria, on=TODAY)
        assert refused.value.field == "reason"
        actions.dismiss_change(found[1].pk, reason="Ia pulang minggu lalu", by=maria, on=TODAY)
        for again in (
            lambda: actions.confirm_change(found[1].pk, by=maria, on=TODAY),
            lambda: actions.dismiss_change(found[1].pk, reason="sekali lagi", by=maria, on=TODAY),
        ):
            with pytest.raises(Refusal, match="sudah diputuskan"):
                again()
    assert len(names(found[1].family_id)) == 3


@pytest.mark.parametrize("when", ["before", "after"])
def test_whichever_write_fails_the_change_waits_on_and_the_retry_succeeds(when, found):
    failed_at = 0
    while failed_at < 40:
        writes = 0

        def fail_once(execute, sql, params, many, context, nth=failed_at):
            nonlocal writes
            text = str(sql).upper()
            is_write = "INSERT INTO" in text or text.startswith("UPDATE")
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
                decide(found[1])
        except OperationalError:
            failed_at += 1
            with acting_as(officer("maria")):
                assert Change.objects.get(pk=found[1].pk).state == "waiting"
                assert not JournalLine.objects.filter(verb="confirm_change").exists()
            assert len(names(found[1].family_id)) == 3
            continue
        break
    assert 5 <= failed_at < 40
    assert len(names(found[1].family_id)) == 2


def test_a_death_before_the_birth_is_refused_on_the_doorstep_and_not_left_to_the_second_person(street):
    visit = give_to(visit_of(begin(second_percent=0), street.families[4]), "petrus")
    head, _child, _other = street.persons[visit.family_id]
    with acting_as(officer("petrus")):
        Person.objects.filter(pk=head.pk).update(birth_date=date(1978, 10, 15))
    with pytest.raises(Refusal, match="sebelum orangnya lahir, 15 Oktober 1978") as refused:
        report(visit, "petrus", members=[actions.Presence(head.pk, "died", happened=date(1900, 1, 1))])
    assert refused.value.field == f"m{head.pk}-happened"
    assert not Change.objects.exists()


def test_a_family_that_the_other_visit_met_at_home_does_not_move_away_before_a_third_person_says_so(street, sign_in):
    campaign = begin(second_percent=100)
    first = give_to(visit_of(campaign, street.families[4]), "petrus")
    second = give_to(visit_of(campaign, street.families[4], turn=2), "maria")
    report(first, "petrus", outcome="moved_country", happened=DIED, where="Soe")
    report(second, "maria")
    with acting_as(officer("yohanes")):
        change = Change.objects.get()
    with pytest.raises(Refusal, match="melaporkan hal yang berbeda") as refused:
        decide(change, "yohanes")
    assert "Putuskan dulu" in refused.value.advice
    page = sign_in(officer("yohanes")).get(f"/pemeriksaan/perubahan/{change.pk}/").content.decode()
    assert f"Kunjungan {second.local_number} oleh Maria" in page
    settle(first, 2)
    with pytest.raises(Refusal) as refused:
        decide(change, "yohanes")
    assert "tidak benar" in refused.value.advice
    assert len(names(change.family_id)) == 3, "nobody left"


def test_a_third_person_who_lets_the_first_visit_stand_opens_the_way(street):
    campaign = begin(second_percent=100)
    first = give_to(visit_of(campaign, street.families[4]), "petrus")
    second = give_to(visit_of(campaign, street.families[4], turn=2), "maria")
    report(first, "petrus", outcome="moved_country", happened=DIED, where="Soe")
    report(second, "maria")
    settle(first, 1)
    with acting_as(officer("yohanes")):
        change = Change.objects.get()
    assert decide(change, "yohanes").state == "confirmed"
    assert names(change.family_id) == []


def settle(visit, stands):
    who = officer("yohanes")
    with acting_as(who):
        actions.settle(visit.pk, stands=stands, reason="Ditanyakan kepada ketua RT", by=who, on=TODAY)
