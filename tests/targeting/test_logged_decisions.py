"""What the city decrees is committed to: every family that was chosen, kept waiting or refused has its leaf."""

import pytest
from django.db import connection

from cast import CITY, TODAY
from lontar.city.ledger import actions as ledger
from lontar.city.ledger import queries as book
from lontar.city.ledger.models import Leaf
from lontar.city.targeting import actions, queries
from lontar.city.targeting.models import Decision
from lontar.kit.gate import acting_as
from rounds import approve, checked, decreed

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(kampung, yohanes, ester, esti):
    """A list of the whole city with one place on it, approved by two."""
    with acting_as(yohanes):
        opened = actions.open_round(kampung["line"], place_id=CITY, wish=actions.Wish(quota=1), by=yohanes, on=TODAY)
        scored = actions.score_round(opened, by=yohanes, on=TODAY)
    checked(scored, yohanes)
    approve(scored, ester)
    return approve(scored, esti)


def test_a_list_becomes_leaves_when_its_paper_is_signed_and_not_before(round_, yohanes, ester):
    assert not Leaf.objects.filter(kind="decision").exists()
    decreed(round_, yohanes)
    with acting_as(ester):
        told = Decision.objects.filter(round=round_).exclude(verdict="undecided")
        named = {str(key) for key in told.values_list("subject", flat=True)}
        assert set(Leaf.objects.filter(kind="decision").values_list("about", flat=True)) == named
        standings = {content.said["standing"] for content in queries.logged_decisions()}
        assert standings == {"chosen", "waiting", ""}
        assert all("family" not in content.said for content in queries.logged_decisions()), "sealed"


def test_a_decision_that_is_changed_behind_our_back_is_named_by_its_leaf(round_, yohanes, ester):
    decreed(round_, yohanes)
    while ledger.sequence():
        pass
    with acting_as(ester):
        assert book.verify().sound
        for change in ("amount = amount + 1", "verdict = 'does_not'", "standing = 'waiting'", "found = '{\"a\": 1}'"):
            with connection.cursor() as cursor:
                one = Decision.objects.filter(round=round_, standing="chosen").get()
                before = (one.amount, one.verdict, one.standing, one.found)
                cursor.execute(f"UPDATE targeting_decision SET {change} WHERE id = %s", [one.pk])  # the app's own role
                leaf = Leaf.objects.get(about=str(one.subject))
                assert book.verify().log.first == leaf.number, change
                one.amount, one.verdict, one.standing, one.found = before
                one.save()
        assert book.verify().sound
        Decision.objects.filter(round=round_, verdict="does_not").first().delete()
        (found,) = book.verify().log.differing.values()
        assert "is gone" in found


def test_a_proposal_commits_to_nothing_because_somebody_else_decides(kampung, yohanes, ester, esti):
    with acting_as(yohanes):
        wish = actions.Wish(quota=1, outcome="proposes")
        opened = actions.open_round(kampung["line"], place_id=CITY, wish=wish, by=yohanes, on=TODAY)
        scored = actions.score_round(opened, by=yohanes, on=TODAY)
    checked(scored, yohanes)
    approve(scored, ester)
    decreed(approve(scored, esti), yohanes)
    assert not Leaf.objects.filter(kind="decision").exists()
