"""What happens in people's lives changes the registry whole, once, and only where it can be true."""

import uuid
from datetime import date

import pytest

from cast import LASIANA, OESAPA, TODAY
from lives import BEGAN, benu, family, now, occasion, person, told
from lontar.city.journal.models import JournalLine
from lontar.city.registry import actions
from lontar.city.registry.models import (
    Dwelling,
    Family,
    Happening,
    Identifier,
    LifeEvent,
    Membership,
    Person,
    Residence,
    Sharing,
)
from lontar.kit.sealing import blind
from lontar.science.trouble import NotAllowed, Refusal

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 10)
CARD, NIK = "5371031011260001", "5371034502900007"


@pytest.fixture
def town(acting, maria):
    """Maria acts in Oesapa, where the Benus live."""
    with acting(maria):
        yield benu()


def test_a_birth_is_a_person_with_a_reason_for_having_no_nik(town, maria):
    home, (markus, yuliana, *_rest) = town
    child = actions.Newcomer(
        "Dewi Benu", "P", DAY, "child", no_nik_reason="bayi baru lahir", mother_id=yuliana.pk, father_name=markus.name
    )
    done = actions.born(home.pk, child, **told(maria))
    dewi = Person.objects.get(pk=done.person_id)
    assert (dewi.birth_date, dewi.mother_name, dewi.nik_state) == (DAY, "Yuliana Ndun", "missing")
    assert now(home.pk)["Dewi"] == "child"
    assert Membership.objects.get(person=dewi).since == DAY


def test_a_death_ends_the_days_in_the_family_and_the_widow_heads_it(town, maria):
    home, (markus, yuliana, *_rest) = town
    actions.died(markus.pk, heir_id=yuliana.pk, **told(maria))
    assert now(home.pk) == {"Yuliana": "head", "Salomi": "child", "Agustina": "parent_in_law"}
    markus.refresh_from_db()
    yuliana.refresh_from_db()
    assert (markus.died_on, yuliana.marital_status) == (DAY, "widowed")
    assert Membership.objects.get(person=markus).until == DAY


def test_a_child_that_is_left_alone_heads_what_is_left(town, maria):
    home, (mother, _child) = family(
        ("Lena Kase", "head", date(1990, 1, 1), "P"), ("Ani Kase", "child", date(2020, 1, 2), "P")
    )
    actions.died(mother.pk, **told(maria))
    assert now(home.pk) == {"Ani": "head"}


def test_the_last_death_ends_the_family_and_its_dwelling(town, maria):
    alone, (lena,) = family(("Lena Kase", "head", date(1950, 1, 1), "P"))
    actions.died(lena.pk, **told(maria))
    alone.refresh_from_db()
    assert alone.ended_on == DAY
    assert Residence.objects.get(family=alone).until == DAY


def test_a_newborn_who_dies_on_its_first_day_was_here_that_day(town, maria):
    home, _people = town
    child = actions.Newcomer("Bayi Benu", "L", DAY, "child", no_nik_reason="bayi baru lahir")
    born = actions.born(home.pk, child, **told(maria))
    actions.died(born.person_id, **told(maria))
    days = Membership.objects.get(person_id=born.person_id)
    assert (days.since, days.until) == (DAY, date(2026, 11, 11))


def test_a_family_that_moves_to_another_ward_takes_its_rows_along_and_leaves_its_history(acting, maria, ester):
    with acting(maria):
        home, people = benu(card=CARD)
        actions.moved_house(home.pk, actions.Home(LASIANA, "4", "2", "Jl. Baru 9"), **told(maria))
        assert not Family.objects.filter(pk=home.pk).exists()
        assert not Person.objects.filter(pk__in=[one.pk for one in people]).exists()
        assert Membership.objects.filter(family_id=home.pk).count() == 4, "the old ward keeps the days spent there"
        assert Residence.objects.get(family_id=home.pk).until == DAY
        assert Happening.objects.filter(family_id=home.pk).exists()
        assert LifeEvent.objects.filter(kind="moved_house").exists()
    with acting(ester):
        home.refresh_from_db()
        assert home.place_id == LASIANA
        assert {one.place_id for one in Person.objects.filter(pk__in=[one.pk for one in people])} == {LASIANA}
        assert set(Identifier.objects.filter(family=home).values_list("place_id", flat=True)) == {LASIANA}
        assert set(Membership.objects.filter(family=home, until=None).values_list("place_id", flat=True)) == {LASIANA}
        assert Dwelling.objects.get(residences__family=home, residences__until=None).place_id == LASIANA


def test_an_officer_pushes_a_family_to_another_ward_and_pulls_none(acting, maria, ester):
    from django.db import DatabaseError, connection, transaction

    with acting(ester):
        far, _people = benu(place=LASIANA)
    with acting(maria):
        with pytest.raises(Refusal, match="tidak ada di wilayah Anda"):
            actions.moved_house(far.pk, actions.Home(OESAPA), **told(maria))
        with pytest.raises(DatabaseError, match="not in the places"), transaction.atomic():
            connection.cursor().execute("SELECT registry_family_follows(%s, %s)", [far.pk, OESAPA])


def test_a_family_moves_out_and_comes_back_as_the_same_family(town, maria):
    home, people = town
    actions.moved_out(home.pk, to="abroad", where="Kuala Lumpur", **told(maria))
    home.refresh_from_db()
    assert home.ended_on == DAY
    assert now(home.pk) == {}
    back = date(2026, 11, 20)
    actions.family_returned(home.pk, actions.Home(OESAPA, "1", "1"), **told(maria, back))
    home.refresh_from_db()
    assert home.ended_on is None
    assert len(now(home.pk)) == len(people)
    assert Residence.objects.get(family=home, until=None).since == back


def test_two_children_marry_and_have_a_card_of_their_own(town, maria):
    home, (_markus, _yuliana, salomi, _agustina) = town
    other, (_head, yafet) = family(
        ("Petrus Lay", "head", date(1970, 1, 1), "L"), ("Yafet Lay", "child", date(2003, 1, 1), "L")
    )
    to = actions.Destination(home=actions.Home(OESAPA, "7", "3"), card=CARD)
    done = actions.married(yafet.pk, salomi.pk, to=to, **told(maria))
    assert now(done.family_id) == {"Yafet": "head", "Salomi": "spouse"}
    assert "Salomi" not in now(home.pk)
    assert now(other.pk) == {"Petrus": "head"}
    salomi.refresh_from_db()
    assert salomi.marital_status == "married"
    assert Family.objects.get(pk=done.family_id).has_card


def test_a_wife_comes_into_the_family_of_her_husbands_parents(town, maria):
    _home, (_markus, _yuliana, salomi, _agustina) = town
    other, (_head, yafet) = family(
        ("Petrus Lay", "head", date(1970, 1, 1), "L"), ("Yafet Lay", "child", date(2003, 1, 1), "L")
    )
    actions.married(yafet.pk, salomi.pk, to=actions.Destination(into_id=other.pk), **told(maria))
    assert now(other.pk) == {"Petrus": "head", "Yafet": "child", "Salomi": "child_in_law"}


def test_a_husband_leaves_after_a_divorce_and_his_wife_heads_the_family(town, maria):
    home, (markus, yuliana, _salomi, agustina) = town
    to = actions.Destination(home=actions.Home(OESAPA, "9", "1"), relations={agustina.pk: "parent"})
    done = actions.divorced(markus.pk, yuliana.pk, to=to, **told(maria))
    assert now(done.family_id) == {"Markus": "head", "Agustina": "parent"}
    assert now(home.pk) == {"Yuliana": "head", "Salomi": "child"}
    assert set(Person.objects.filter(pk__in=(markus.pk, yuliana.pk)).values_list("marital_status", flat=True)) == {
        "divorced"
    }


def test_a_family_splits_and_joins_again(town, maria):
    home, (_markus, _yuliana, salomi, agustina) = town
    to = actions.Destination(relations={agustina.pk: "head", salomi.pk: "grandchild"}, card=CARD)
    new = actions.split(home.pk, to=to, **told(maria)).family_id
    assert now(new) == {"Agustina": "head", "Salomi": "grandchild"}
    assert Residence.objects.get(family_id=new).dwelling_id == Residence.objects.get(family=home).dwelling_id
    back = {agustina.pk: "parent", salomi.pk: "child"}
    actions.joined(new, home.pk, relations=back, **told(maria, date(2026, 11, 15)))
    assert now(home.pk) == {"Markus": "head", "Yuliana": "spouse", "Salomi": "child", "Agustina": "parent"}
    assert Family.objects.get(pk=new).ended_on == date(2026, 11, 15)


def test_another_card_leaves_the_family_and_its_old_number_findable(town, maria):
    home, _people = benu(card=CARD)
    other = "5371031011260002"
    actions.card_changed(home.pk, number=other, **told(maria))
    rows = Identifier.objects.filter(family=home).order_by("pk").values_list("current", "until", "since")
    assert list(rows) == [(False, DAY, None), (True, None, DAY)]
    assert set(Identifier.objects.filter(blind=blind("kk", CARD)).values_list("family_id", flat=True)) == {home.pk}


def test_a_new_head_makes_of_each_what_they_are_to_her(town, maria):
    home, (_markus, _yuliana, salomi, _agustina) = town
    actions.head_changed(home.pk, head_id=salomi.pk, **told(maria))
    assert now(home.pk) == {"Salomi": "head", "Markus": "parent", "Yuliana": "parent", "Agustina": "relative"}


def test_a_wrong_birth_date_is_corrected_and_the_old_row_kept(town, maria):
    home, (markus, *_rest) = town
    actions.corrected(markus.pk, actions.Correction("Markus Beny Benu", date(1981, 3, 1)), **told(maria))
    markus.refresh_from_db()
    assert (markus.name, markus.birth_date) == ("Markus Beny Benu", date(1981, 3, 1))
    assert Person.pgh_event_model.objects.filter(id=markus.pk, name="Markus Benu").exists()
    # A correction recorded today does not stand in the way of what happened before it.
    actions.moved_house(home.pk, actions.Home(OESAPA, "8"), **told(maria, date(2026, 11, 1)))


def test_who_had_no_nik_gets_one_and_is_found_by_it(town, maria):
    _home, (_markus, yuliana, *_rest) = town
    actions.nik_given(yuliana.pk, nik="5371 0342 0584 0007", **told(maria, kind="id_card", number="5371"))
    yuliana.refresh_from_db()
    assert yuliana.nik_state == "good"
    assert bytes(Identifier.objects.get(person=yuliana).blind) == blind("nik", "5371034205840007")


def test_families_share_a_kitchen_and_leave_it(town, maria):
    home, _people = town
    other, _others = family(("Petrus Lay", "head", date(1970, 1, 1), "L"))
    actions.kitchen_shared(other.pk, home.pk, **told(maria))
    assert Sharing.objects.filter(until=None).values("household").distinct().count() == 1
    actions.kitchen_left(other.pk, **told(maria, date(2026, 11, 12)))
    assert Sharing.objects.filter(until=None).values("household").distinct().count() == 2
    with pytest.raises(Refusal, match="sudah tercatat memasak sendiri"):
        actions.kitchen_left(other.pk, **told(maria, date(2026, 11, 13)))


def test_what_an_import_wrote_later_than_the_event_was_so_before_it(town, maria):
    late, (head, _wife) = family(
        ("Otniel Mooy", "head", date(1960, 1, 1), "L"), ("Rut Mooy", "spouse", date(1962, 1, 1), "P"), since=TODAY
    )
    actions.died(head.pk, **told(maria))
    days = Membership.objects.get(person=head)
    assert (days.since, days.until) == (date(2026, 11, 9), DAY)
    assert now(late.pk) == {"Rut": "head"}, "who is left alone heads the family"


def test_the_same_form_sent_twice_is_written_once(town, maria):
    home, _people = town
    key = uuid.uuid4()
    child = actions.Newcomer("Dewi Benu", "P", DAY, "child", no_nik_reason="bayi baru lahir")
    first = actions.born(home.pk, child, **told(maria, key=key))
    again = actions.born(home.pk, child, **told(maria, key=key))
    assert (first.event_id, first.person_id) == (again.event_id, again.person_id)
    assert (first.fresh, again.fresh) == (True, False)
    assert Membership.objects.filter(family=home, until=None).count() == 5
    assert JournalLine.objects.filter(verb="born").count() == 1


def test_every_event_is_one_line_in_the_journal_and_in_the_story(town, maria):
    home, (markus, *_rest) = town
    actions.person_moved_out(markus.pk, where="Ende", **told(maria, reason="bekerja"))
    line = JournalLine.objects.get(verb="person_moved_out")
    assert (line.place_id, line.reason, line.details["happened"]) == (OESAPA, "", "2026-11-10")
    assert LifeEvent.objects.get(pk=line.details["event"]).reason == "bekerja", "the words stay with the event"
    assert Happening.objects.filter(family=home, kind="person_moved_out").count() == 2, "who left, and that none heads"


def test_the_dead_take_part_in_nothing(town, maria):
    home, (markus, yuliana, _salomi, agustina) = town
    actions.died(markus.pk, heir_id=yuliana.pk, **told(maria))
    later = date(2026, 11, 12)
    for again in (
        lambda: actions.died(markus.pk, **told(maria, later)),
        lambda: actions.person_moved_out(markus.pk, **told(maria, later)),
        lambda: actions.head_changed(home.pk, head_id=markus.pk, **told(maria, later)),
        lambda: actions.married(markus.pk, agustina.pk, to=actions.Destination(), **told(maria, later)),
        lambda: actions.person_moved_in(
            home.pk, actions.Newcomer(person_id=markus.pk, relation="other"), **told(maria, later)
        ),
    ):
        with pytest.raises(Refusal, match="sudah meninggal"):
            again()


def test_an_event_does_not_go_before_the_last_one(town, maria):
    home, (_markus, _yuliana, salomi, agustina) = town
    actions.split(home.pk, to=actions.Destination(relations={salomi.pk: "head"}), **told(maria))
    with pytest.raises(Refusal, match="Sesudah hari itu sudah tercatat peristiwa lain"):
        actions.person_moved_out(salomi.pk, **told(maria, date(2026, 11, 9)))
    with pytest.raises(Refusal, match="Isi hari sesudahnya"):
        actions.person_moved_out(salomi.pk, **told(maria))
    actions.person_moved_out(agustina.pk, **told(maria, date(2026, 11, 9)))  # nothing happened to her since


def test_a_nik_of_somebody_living_here_is_not_given_twice(town, maria):
    person("Orang Lain", nik=NIK)
    with pytest.raises(Refusal, match="sudah dipakai"):
        actions.nik_given(town[1][1].pk, nik=NIK, **told(maria))


def test_a_scan_is_kept_sealed_and_without_what_the_telephone_wrote_into_it(town, maria):
    from lontar.city.registry.models import LifeEventScan
    from lontar.kit.sealing import unseal
    from pictures import photo

    given = photo(size=(60, 40))
    done = actions.died(town[1][3].pk, **told(maria, scan=given))
    kept = LifeEventScan.objects.get(event_id=done.event_id)
    assert unseal(kept.cipher).startswith(b"\xff\xd8")
    assert b"Exif" not in unseal(kept.cipher)
    assert given not in bytes(kept.cipher)


@pytest.mark.parametrize("role", ["agus", "marten", "petrus", "rita", "daud", "anna"])
def test_only_those_who_serve_families_record_what_happens(town, acting, request, role):
    officer = request.getfixturevalue(role)
    _home, people = town
    with acting(officer), pytest.raises(NotAllowed):
        actions.died(people[0].pk, **told(officer))


@pytest.mark.parametrize("role", ["maria", "yohanes", "ester"])
def test_ward_officers_operators_and_planners_record_it(town, acting, request, role):
    officer = request.getfixturevalue(role)
    with acting(officer):
        assert actions.died(town[1][3].pk, **told(officer)).fresh


def test_occasions_carry_the_day_they_are_told():
    assert occasion(BEGAN).happened == BEGAN
