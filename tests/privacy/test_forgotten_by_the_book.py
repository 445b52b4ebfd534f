"""Erasing cuts the tie between a family and the book; leaves and the signed tree stay, and nobody can open them."""

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from cast import CITY, TODAY, officer
from lontar.city.delivery import queries as delivery
from lontar.city.delivery.models import Entitlement
from lontar.city.ledger import actions as ledger
from lontar.city.ledger import queries as book
from lontar.city.ledger.models import Leaf
from lontar.city.ledger.queries.log import root_at
from lontar.city.privacy import actions
from lontar.city.registry.models import Membership
from lontar.science.notes import verified

pytestmark = pytest.mark.django_db
LATER = date(2037, 1, 1)


@pytest.fixture
def gone(world, xaver, acting, ester):
    """Who received aid, and left the city six years ago."""
    assert world.given
    with acting(ester):
        Membership.objects.filter(person=xaver).update(since=date(2018, 1, 1), until=date(2020, 1, 1))
    return xaver


def signed(ester):
    while ledger.sequence():
        pass
    return ledger.sign_checkpoint(by=ester, on=TODAY)


def test_the_book_no_longer_tells_whose_entry_it_was_and_the_signed_log_stays(world, gone, acting, ester, ani):
    subject = world.given[0].subject
    code = delivery.code_of(subject)
    with acting(ester):
        before = signed(ester)
        assert delivery.in_the_log(delivery.receipt_with(code)).state == book.State.PROVEN
        made = actions.erase_person(gone.pk, reason="Masa simpan habis", by=ester, on=LATER)
        assert made.counts["leaves"] >= 3, "what was owed, what was handed over, its receipt"
        assert not Entitlement.objects.filter(subject=subject).exists()
        with connection.cursor() as cursor:
            for table in ("delivery_entitlement", "delivery_entitlementevent", "delivery_handover"):
                cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{subject}%"])
                assert cursor.fetchone() == (0,), table
        after = signed(ester)
        assert root_at(before.size) == bytes(before.root), "leaf and tree stay"
        read = book.verify(book.Against([verified(before.note, book.verifier())]))
        assert read.sound, [finding.message for finding in read.findings]
        assert (read.log.erased, read.log.agreed) == (made.counts["leaves"], [before.size])
        assert after.size == before.size + made.counts["leaves"], "each erasing is a leaf itself"
        assert delivery.disagreements(CITY) == []
    page = ani.get(reverse("delivery:check", args=[code])).content.decode()
    assert "tidak seorang pun dapat lagi membuktikan isinya" in page
    assert ani.get(reverse("delivery:receipt_proof", args=[code])).status_code == 302


def test_whoever_was_not_erased_keeps_secrets_and_numbers(world, gone, acting, ester):
    with acting(ester):
        other = world.given[1]
        actions.erase_person(gone.pk, reason="Masa simpan habis", by=ester, on=LATER)
        other.refresh_from_db()
        assert other.subject is not None
        assert bytes(Leaf.objects.get(about=delivery.owed_key(other.subject)).secret)


@pytest.mark.parametrize("username", ["agus", "yohanes", "maria", "daud"])
def test_only_a_planner_makes_the_book_forget_and_the_database_says_so(username, gone, acting):
    refused = pytest.raises(ProgrammingError, match="only a planner")
    with acting(officer(username)), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT privacy_unlink(%s)", [gone.pk])
