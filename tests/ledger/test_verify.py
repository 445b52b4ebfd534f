"""Verifying finds what somebody did behind the application's back, and says where."""

import json
from argparse import Namespace

import pytest
from django.db import connection

from book import OWED
from ledger.owners import behind_our_back
from lontar.city.ledger import commands, queries

BOOK = ("ledger_account", "ledger_entry", "ledger_posting")


def test_a_sound_book_verifies_with_its_balances(written, capsys):
    found = queries.verify()
    report = found.book
    assert found.sound
    assert (report.entries, report.postings) == (3, 6)
    assert report.balances == {b.code: b.balance for b in queries.balances()}
    assert commands.verify(Namespace(json=False, against=[])) == 0
    assert "The book is sound." in capsys.readouterr().out


def test_an_empty_book_verifies_and_shows_no_account(db, capsys):
    assert commands.verify(Namespace(json=True, against=[])) == 0
    assert json.loads(capsys.readouterr().out)["sound"] is True
    assert commands.balances(Namespace(json=False, against=[])) == 0
    assert "No account is open yet" in capsys.readouterr().out


def test_the_balances_at_the_terminal_sum_to_nothing(written, capsys):
    assert commands.balances(Namespace(json=False, against=[])) == 0
    said = capsys.readouterr().out
    assert OWED in said
    assert "Sum of all IDR: 0" in said


@pytest.mark.parametrize(
    ("harm", "kind"),
    [
        ("UPDATE ledger_posting SET amount = amount + 1 WHERE id = (SELECT min(id) FROM ledger_posting)", "balance"),
        ("DELETE FROM ledger_posting WHERE id = (SELECT max(id) FROM ledger_posting)", "count"),
        ("DELETE FROM ledger_posting WHERE entry_id = (SELECT min(id) FROM ledger_entry)", "empty"),
        ("DELETE FROM ledger_entry WHERE id = (SELECT min(id) FROM ledger_entry)", "orphan"),
        ("DELETE FROM ledger_account WHERE kind = 'owed'", "orphan"),
        ("UPDATE ledger_entry SET reverses_id = NULL, postings_count = 4 WHERE reverses_id IS NOT NULL", "count"),
        (
            "UPDATE ledger_posting SET amount = 2 * amount WHERE entry_id = (SELECT max(id) FROM ledger_entry)",
            "reversal",
        ),
        ("ALTER TABLE ledger_posting DISABLE TRIGGER only_grows", "guard"),
    ],
)
def test_whatever_the_servers_owner_does_behind_our_back_is_found_and_exits_with_2(
    harm, kind, superuser, written, capsys
):
    assert queries.verify().sound
    if kind == "guard":
        connection.close()
        superuser.execute(harm)
    else:
        with behind_our_back(superuser, BOOK) as owner:
            owner.execute(harm)
    assert commands.verify(Namespace(json=True, against=[])) == 2
    told = json.loads(capsys.readouterr().out)
    assert kind in {finding["kind"] for finding in told["findings"]}
    assert all(finding["sheet"] for finding in told["findings"])
    if kind != "guard":
        assert "guard" not in {finding["kind"] for finding in told["findings"]}
