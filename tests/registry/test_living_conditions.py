"""Living conditions are added by whoever saw them, kept with their source, and never written over."""

import json
from datetime import date

import polars as pl
import pytest

from cast import CAST, LASIANA, OESAPA, TODAY, officer
from lontar.city.journal.models import JournalLine
from lontar.city.registry import actions, frames, queries
from lontar.city.registry.models import Family, Happening, LivingConditions, Membership, Person
from lontar.kit.gate import acting_as
from lontar.science import living_conditions as lc
from lontar.science.trouble import NotAllowed, Refusal

pytestmark = pytest.mark.django_db
SEEN_ON = date(2026, 11, 20)
MAY = {"yohanes", "maria", "petrus"}


def a_family(place=OESAPA):
    with acting_as(officer("ester")):
        family = Family.objects.create(place_id=place)
        person = Person.objects.create(place_id=place, name="Salomi", name_key="SALOMI")
        Membership.objects.create(place_id=place, person=person, family=family, relation="head", since=date(2020, 1, 1))
        return family, person


def see(family, columns, *, by="maria", source="field_check", observed_on=SEEN_ON, **more):
    who = officer(by)
    with acting_as(who):
        return actions.observe(
            family.pk, columns=columns, source=source, observed_on=observed_on, by=who, on=TODAY, **more
        )


def test_what_was_seen_is_kept_told_and_journalled(db, acting, maria):
    family, person = a_family()
    see(
        family,
        {"floor_material": "8", "lighting": ""},
        members={person.pk: {"worked_last_week": 2}},
        note="Verval contoh",
    )
    with acting(maria):
        known = queries.conditions_of(family)
        assert {name: one.value for name, one in known.family.items()} == {"floor_material": 8}
        assert known.persons[person.pk]["worked_last_week"].value == 2
        (line,) = queries.lines_of(known.family, "id")
        assert (line.label, line.meaning, line.on) == ("Lantai terluas", "Tanah", SEEN_ON)
        assert "Verval contoh" in line.source
        assert Happening.objects.get(family=family).details == {"columns": 2}
        journal = JournalLine.objects.get(verb="observe_conditions")
        assert journal.details == {"source": "field_check", "columns": 2, "members": 1}


@pytest.mark.parametrize("username", CAST)
def test_only_those_who_serve_families_observe(username):
    family, _person = a_family()
    if username in MAY:
        assert see(family, {"lighting": 1}, by=username)
    else:
        with pytest.raises(NotAllowed):
            see(family, {"lighting": 1}, by=username)


def test_the_newest_day_wins_for_each_column_and_on_one_day_whoever_stood_in_the_house(acting, maria):
    family, _person = a_family()
    see(family, {"floor_material": 2, "lighting": 1}, source="field_check")
    see(family, {"floor_material": 8}, source="import")
    see(family, {"lighting": 4, "sewage": 1}, source="officer", observed_on=date(2024, 1, 1))
    with acting(maria):
        known = queries.conditions_of(family).family
        assert {name: one.value for name, one in known.items()} == {"floor_material": 2, "lighting": 1, "sewage": 1}
        assert queries.conditions_of(family, sources=["import"]).family["floor_material"].value == 8
        frame = frames.living_conditions(OESAPA, on=TODAY)
    row = frame.row(0, named=True)
    assert (row["family_id"], row["floor_material"], row["lighting"], row["sewage"], row["cooking_fuel"]) == (
        family.pk, 2, 1, 1, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"columns": {"floor_material": 77}}, "floor_material"),
        ({"columns": {"worked_last_week": 1}}, "worked_last_week"),
        ({"columns": {"lighting": 1}, "observed_on": date(2027, 1, 1)}, "observed_on"),
        ({"columns": {"lighting": 1}, "version": "entah"}, "version"),
        ({"columns": {}, "members": {0: {"worked_last_week": 1}}}, ""),
    ],
)
def test_what_is_no_answer_is_refused_beside_its_field_and_nothing_is_kept(values, field, acting, maria):
    family, _person = a_family()
    with pytest.raises(Refusal) as refused:
        see(family, **values)
    assert refused.value.field == field
    with acting(maria):
        assert not LivingConditions.objects.exists()


def test_a_family_of_another_ward_is_not_there(acting, maria):
    family, _person = a_family(LASIANA)
    with pytest.raises(Refusal):
        see(family, {"lighting": 1})
    see(family, {"lighting": 1}, by="yohanes")
    with acting(maria):
        assert not LivingConditions.objects.exists()


def test_a_file_brought_twice_adds_nothing_and_an_unconfirmed_roof_stays_unknown_as_a_column(acting, yohanes):
    family, person = a_family()
    other, _person = a_family()
    rows = pl.DataFrame(
        {
            "family_id": [family.pk, family.pk, other.pk],
            "person_id": [None, person.pk, None],
            "place_id": [OESAPA] * 3,
            "observed_on": [date(2022, 11, 1)] * 3,
            "columns": [json.dumps(one) for one in ({"roof_material": 5}, {"job_status": 7}, {"roof_material": 3})],
        }
    )
    with acting(yohanes):
        write = {"source": "import", "note": "Regsosek contoh.xlsx", "by": yohanes}
        assert actions.observe_many(rows, version=lc.REGSOSEK_UNSURE, **write) == 3
        assert actions.observe_many(rows, version=lc.REGSOSEK_UNSURE, **write) == 0
        frame = frames.living_conditions(OESAPA, on=TODAY)
        assert frame.select("family_id", "roof_material").rows() == [(family.pk, None), (other.pk, 3)]
        assert actions.observe_many(rows, version=lc.REGSOSEK_BAMBOO_5, **write) == 3
        frame = frames.living_conditions(OESAPA, on=TODAY)
        assert frame["roof_material"].to_list() == [6, 3]
        assert frames.person_conditions(OESAPA, on=TODAY).select("person_id", "job_status").rows() == [(person.pk, 7)]
