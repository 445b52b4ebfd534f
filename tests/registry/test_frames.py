"""The registry as columns."""

from datetime import date

import pytest

from lontar.city.registry import frames
from lontar.city.registry.models import Family, Membership, Person

ON = date(2026, 11, 22)


@pytest.fixture
def two_families(acting, ester):
    with acting(ester):
        poor = Family.objects.create(place_id=5371031010, decile=2, decile_on=date(2026, 10, 1))
        other = Family.objects.create(place_id=5371031011, has_card=False)
        asked = Person.objects.create(
            place_id=5371031010, name="Yuliana, Ndun", name_key="x", birth_date=date(1950, 2, 3), disability_known=True
        )
        unasked = Person.objects.create(place_id=5371031010, name="B", name_key="b", sex="L", disability="")
        gone = Person.objects.create(place_id=5371031010, name="C", name_key="c", died_on=date(2025, 1, 1))
        for person, relation in ((asked, "head"), (unasked, "child"), (gone, "spouse")):
            Membership.objects.create(
                place_id=5371031010, person=person, family=poor, relation=relation, since=date(2020, 1, 1)
            )
    return poor, other


@pytest.mark.django_db
def test_columns_keep_the_unknown_apart_from_none(acting, ester, two_families):
    poor, other = two_families
    with acting(ester):
        families = frames.families(5371000000, on=ON)
        members = frames.members(5371000000, on=ON)
    assert families["family_id"].to_list() == [poor.pk, other.pk]
    assert families["decile"].to_list() == [2, None]
    assert families["has_card"].to_list() == [True, False]
    assert members["disability"].to_list() == ["", None]
    assert members["birth_date"].to_list() == [date(1950, 2, 3), None]


@pytest.mark.django_db
def test_the_dead_and_those_who_left_are_no_members_of_that_day(acting, ester, two_families):
    with acting(ester):
        assert frames.members(5371000000, on=ON).height == 2
        assert frames.members(5371000000, on=date(2024, 12, 31)).height == 3
        assert frames.members(5371000000, on=date(2019, 1, 1)).height == 0


@pytest.mark.django_db
def test_a_ward_officer_gets_only_the_columns_of_her_ward(acting, maria, two_families):
    with acting(maria):
        assert frames.families(5371000000, on=ON)["place_id"].to_list() == [5371031010]
    assert frames.families(5371000000, on=ON).height == 0
