"""Verifying finds what somebody did behind the application's back, and says where."""

import json
from argparse import Namespace
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from book import OWED
from lontar.city.ledger import commands, queries
from lontar.house.environment import Environment


def test_a_sound_book_verifies_with_its_balances(written, capsys):
    report = queries.verify()
    assert report.sound
    assert (report.entries, report.postings) == (3, 6)
    assert report.balances == {b.code: b.balance for b in queries.balances()}
    assert commands.verify(Namespace(json=False)) == 0
    assert "The book is sound." in capsys.readouterr().out


def test_an_empty_book_verifies_and_shows_no_account(db, capsys):
    assert commands.verify(Namespace(json=True)) == 0
    assert json.loads(capsys.readouterr().out)["sound"] is True
    assert commands.balances(Namespace(json=False)) == 0
    assert "No account is open yet" in capsys.readouterr().out


def test_the_balances_at_the_terminal_sum_to_nothing(written, capsys):
    assert commands.balances(Namespace(json=False)) == 0
    said = capsys.readouterr().out
    assert OWED in said
    assert "Sum of all IDR: 0" in said


@pytest.fixture
def superuser(committed, databases) -> Iterator[psycopg.Connection]:
    """Whoever owns the machine: past the application, past the triggers."""
    environment = Environment.read()
    if not environment.embedded:
        pytest.skip("only the embedded server hands out its superuser")
    with psycopg.connect(environment.cluster().conninfo(databases.clone, "postgres"), autocommit=True) as direct:
        yield direct


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
    connection.close()
    for table in queries.GUARDED:
        superuser.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    superuser.execute(harm)
    for table in queries.GUARDED:
        for (name,) in superuser.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
        ).fetchall():
            if kind != "guard":
                superuser.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
    assert commands.verify(Namespace(json=True)) == 2
    told = json.loads(capsys.readouterr().out)
    assert kind in {finding["kind"] for finding in told["findings"]}
    assert all(finding["sheet"] for finding in told["findings"])
    if kind != "guard":
        assert "guard" not in {finding["kind"] for finding in told["findings"]}
