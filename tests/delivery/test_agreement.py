"""Entitlements and the book are compared one by one, and a disagreement is told by its number."""

from argparse import Namespace

import pytest

from cast import CITY, OESAPA, TODAY
from lontar.city.delivery import actions, commands, queries
from lontar.city.delivery.models import Entitlement
from lontar.city.ledger import actions as ledger
from lontar.science.postings import transfer

OWED, DELIVERED = "owed:2026:sembako-kota:53.71.03.1010", "delivered:2026:sembako-kota:53.71.03.1010"


@pytest.fixture
def three(owed, acting, ester, maria):
    """One owed, one handed over, one cancelled."""
    with acting(ester):
        waiting, given, gone = Entitlement.objects.filter(place_id=OESAPA).order_by("id")
        actions.cancel(gone.pk, reason="Pindah", by=ester, on=TODAY)
    with acting(maria):
        actions.hand_over(given.pk, proof=actions.Proof("witness", note="RT"), received_by="M", by=maria, on=TODAY)
    return waiting, given, gone


def test_after_every_kind_of_deed_they_agree(three, acting, ester, capsys):
    with acting(ester):
        assert queries.disagreements(CITY) == []
        assert commands.verify(Namespace(json=False)) == 0
    assert "agree" in capsys.readouterr().out


def test_a_posting_without_its_hand_over_is_told_by_number_and_by_ward(three, acting, ester, capsys):
    waiting, _given, _gone = three
    with acting(ester):
        entry = transfer(OWED, DELIVERED, waiting.amount, memo="tanpa penyerahan", subject=str(waiting.subject))
        ledger.post(entry, key="liar", by=ester, on=TODAY)
        found = queries.disagreements(CITY)
        assert any("53.71.03.1010" in one for one in found)
        assert any(f"Hak nomor {waiting.pk} berstatus owed, tetapi rupiahnya" in one for one in found)
        assert commands.verify(Namespace(json=True)) == 2


def test_two_families_mixed_up_are_found_though_the_sums_agree(three, acting, ester):
    waiting, given, _gone = three
    with acting(ester):
        for one, way in ((waiting, (OWED, DELIVERED)), (given, (DELIVERED, OWED))):
            entry = transfer(*way, one.amount, memo="tertukar", subject=str(one.subject))
            ledger.post(entry, key=f"tukar:{one.pk}", by=ester, on=TODAY)
        found = queries.disagreements(CITY)
        assert [str(one.pk) in text for one, text in zip((waiting, given), found, strict=True)] == [True, True]


def test_a_status_without_its_hand_over_is_found(three, acting, ester):
    waiting, _given, _gone = three
    with acting(ester):
        Entitlement.objects.filter(pk=waiting.pk).update(status="delivered")
        assert any("penyerahannya berkata lain" in one for one in queries.disagreements(CITY))
