"""Visits go where their families go: to another ward, to the family that merges made of two, and back."""

import pytest

from cast import LASIANA, OESAPA, TODAY, officer
from lives import told
from lontar.city.fieldwork import queries
from lontar.city.fieldwork.models import Visit
from lontar.city.registry import actions as registry
from registry.records import pair
from walking import begin, report, visit_of

pytestmark = pytest.mark.django_db


def merged(street, into, away):
    """The only member of one family is found to be that of another."""
    by = officer("ester")
    both = [street.persons[street.families[at].pk][0] for at in (into, away)]
    one = pair(*both)
    return registry.decide(one.pk, verdict="same", survivor_id=both[0].pk, by=by, on=TODAY)


def test_an_open_visit_follows_its_family_to_another_ward_and_needs_somebody_there(street, acting, maria, ester):
    campaign = begin()
    moving, staying = street.families[0], street.families[1]
    with acting(maria):
        registry.moved_house(moving.pk, registry.Home(LASIANA, "4", "2"), **told(maria))
    with acting(ester):
        assert visit_of(campaign, moving).place_id == LASIANA
        assert (visit_of(campaign, moving).officer_id, visit_of(campaign, moving).rt) == (None, "004")
        assert visit_of(campaign, staying).officer_id is not None


def test_a_reported_visit_stays_where_it_was_made(street, acting, maria, ester):
    campaign = begin()
    visit = visit_of(campaign, street.families[0])
    report(visit, visit.officer.username)
    with acting(maria):
        registry.moved_house(street.families[0].pk, registry.Home(LASIANA), **told(maria))
    with acting(ester):
        assert visit_of(campaign, street.families[0]).place_id == OESAPA


def test_of_two_families_that_are_one_the_list_holds_one_and_both_again_when_they_part(street, acting, ester):
    campaign = begin()
    kept, gone = street.families[1], street.families[3]
    with acting(ester):
        before = queries.whole(queries.funnel_by_ward(campaign.pk)).listed
        rows = list(Visit.objects.order_by("pk").values())
        decided = merged(street, 1, 3)
        assert queries.whole(queries.funnel_by_ward(campaign.pk)).listed == before - 1
        assert (visit_of(campaign, gone).state, visit_of(campaign, kept).state) == ("left", "open")
        registry.undo_decision(decided.pk, by=ester, on=TODAY)
        assert list(Visit.objects.order_by("pk").values()) == rows


def test_a_family_that_is_only_listed_as_its_double_is_visited_as_itself(street, acting, ester):
    campaign = begin(place_id=OESAPA, decile="1-4")
    with acting(ester):
        listed = street.families[3]  # on the list; Kristina Nalle, without a decile, is not
        rows = list(Visit.objects.order_by("pk").values())
        decided = merged(street, 5, 3)
        moved = Visit.objects.get(campaign=campaign, listed_as=listed, turn=1)
        assert (moved.family_id, moved.state) == (street.families[5].pk, "open")
        registry.undo_decision(decided.pk, by=ester, on=TODAY)
        assert list(Visit.objects.order_by("pk").values()) == rows
