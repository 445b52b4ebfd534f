"""A family that was recorded twice is paid once and counted once."""

import pytest

from cast import CITY, TODAY
from lontar.city.delivery import actions, frames
from lontar.city.delivery.models import Entitlement
from lontar.city.registry import actions as registry
from lontar.city.registry.models import Membership
from lontar.science.trouble import Refusal
from registry.records import pair
from town import build_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def twice(acting, ester):
    """Two families of Oesapa of one person each, both owed; then it turns out that they are one."""
    town = build_town(acting)
    with acting(ester):
        actions.entitle(town.make_round().pk, by=ester, on=TODAY)
        one, other = (Membership.objects.get(family=family).person for family in town.families[:2])
        return town, pair(one, other), town.families[:2]


def give(family, by):
    owed = Entitlement.objects.get(family=family, period="2026-T4")
    return actions.hand_over(owed.pk, proof=actions.Proof("signed_list", "1"), received_by="-", by=by, on=TODAY)


def test_what_one_record_received_is_not_given_to_the_other(acting, ester, yohanes, twice):
    _town, found, (first, second) = twice
    with acting(ester):
        registry.decide(found.pk, verdict="same", by=ester, on=TODAY)
    with acting(yohanes):
        give(first, yohanes)
        with pytest.raises(Refusal, match="tercatat dua kali"):
            give(second, yohanes)
        assert Entitlement.objects.get(family=second).status == "owed"
    with acting(ester):
        registry.undo_decision(found.pk, by=ester, on=TODAY)
    with acting(yohanes):
        assert give(second, yohanes).fresh


def test_what_both_received_before_is_counted_for_one_family(acting, ester, yohanes, twice):
    _town, found, both = twice
    with acting(yohanes):
        for family in both:
            give(family, yohanes)
    with acting(ester):
        assert frames.families_reached(CITY, since=TODAY, until=TODAY) == 2
        registry.decide(found.pk, verdict="same", by=ester, on=TODAY)
        assert frames.families_reached(CITY, since=TODAY, until=TODAY) == 1
        assert [one.families for one in frames.received(CITY, since=TODAY, until=TODAY)] == [1]


def test_a_later_round_leaves_out_who_is_owed_under_another_number(acting, ester, twice):
    town, found, both = twice
    with acting(ester):
        registry.decide(found.pk, verdict="same", by=ester, on=TODAY)
        survivor = next(family for family in both if family.memberships.filter(until=None).exists())
        kept = Entitlement.objects.get(family=survivor)
        actions.cancel(kept.pk, reason="uji", by=ester, on=TODAY)
        again = town.make_round(of=[survivor])
        assert actions.entitle(again.pk, by=ester, on=TODAY).families == 0
