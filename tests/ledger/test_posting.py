"""Posting: once for a key, only onto open accounts, never unbalanced, never changed."""

import threading

import pytest
from django.db import connection

from cast import CAST, CITY, OESAPA, TODAY, officer
from lontar.city.ledger import actions, queries
from lontar.science.postings import Entry as EntryValue
from lontar.science.postings import Posting, transfer
from lontar.science.trouble import NotAllowed, Refusal

BUDGET, OWED = "budget:2026:sembako-kota:53.71", "owed:2026:sembako-kota:53.71.03.1010"
SUBJECT = "0b8d3c52-6f2e-4b4b-9b8e-6f9a3c1d2e4f"
AID = transfer(BUDGET, OWED, 300_000, memo="Hak ditetapkan", subject=SUBJECT)


def open_two(by):
    actions.open_account(BUDGET, kind="budget", purpose="2026:sembako-kota", place_id=CITY, by=by, on=TODAY)
    actions.open_account(OWED, kind="owed", purpose="2026:sembako-kota", place_id=OESAPA, by=by, on=TODAY)


@pytest.fixture
def book(acting, yohanes):
    with acting(yohanes):
        open_two(yohanes)
        yield yohanes


def test_a_posting_moves_rupiah_from_one_account_to_the_other(book):
    posted = actions.post(AID, key="entitle:1", by=book, on=TODAY)
    assert posted.fresh
    assert (queries.balance_of(BUDGET), queries.balance_of(OWED)) == (-300_000, 300_000)
    entry = queries.entry(posted.id)
    assert (entry.key, entry.on, entry.memo, entry.by_role) == ("entitle:1", TODAY, "Hak ditetapkan", "operator")
    assert [(p.account.code, p.amount, str(p.subject)) for p in queries.postings_of(posted.id)] == [
        (BUDGET, -300_000, SUBJECT),
        (OWED, 300_000, SUBJECT),
    ]


def test_the_same_command_sent_twice_posts_once_and_returns_the_first(book):
    first = actions.post(AID, key="entitle:1", by=book, on=TODAY)
    again = actions.post(AID, key="entitle:1", by=book, on=TODAY)
    assert (again.id, again.fresh) == (first.id, False)
    assert queries.balance_of(OWED) == 300_000


def test_another_content_under_the_same_key_is_refused_and_posts_nothing(book):
    actions.post(AID, key="entitle:1", by=book, on=TODAY)
    other = transfer(BUDGET, OWED, 300_001, memo="Hak ditetapkan", subject=SUBJECT)
    with pytest.raises(actions.DifferentContent, match="entitle:1"):
        actions.post(other, key="entitle:1", by=book, on=TODAY)
    fresh = actions.Command("entitle:2", AID)
    with pytest.raises(actions.DifferentContent):
        actions.post_many([fresh, actions.Command("entitle:1", other)], by=book, on=TODAY)
    assert queries.balance_of(OWED) == 300_000
    assert queries.entry_of("entitle:2") is None


def test_what_is_not_open_or_of_another_unit_is_refused_with_its_name(book):
    with pytest.raises(Refusal, match=r"owed:2026:lain .*belum dibuka"):
        actions.post(transfer(BUDGET, "owed:2026:lain", 5, memo="salah"), key="x", by=book, on=TODAY)
    rice = EntryValue((Posting(BUDGET, -5, "kg"), Posting(OWED, 5, "kg")), memo="beras")
    with pytest.raises(Refusal, match="berisi IDR, bukan kg"):
        actions.post(rice, key="x", by=book, on=TODAY)
    with pytest.raises(Refusal, match="dibuka untuk hal lain"):
        actions.open_account(OWED, kind="delivered", purpose="2026:sembako-kota", place_id=OESAPA, by=book, on=TODAY)
    with pytest.raises(Refusal, match="dua kali"):
        actions.post_many([actions.Command("x", AID), actions.Command("x", AID)], by=book, on=TODAY)
    with pytest.raises(Refusal, match="1 sampai 120"):
        actions.post(AID, key="x" * 121, by=book, on=TODAY)
    assert list(queries.entries()) == []


def test_a_mistake_is_undone_once_by_its_opposite_and_a_reversal_is_never_reversed(book):
    first = actions.post(AID, key="entitle:1", by=book, on=TODAY)
    undone = actions.reverse(first.id, reason="Keluarga pindah", by=book, on=TODAY)
    assert actions.reverse(first.id, reason="Keluarga pindah", by=book, on=TODAY).id == undone.id
    assert (queries.balance_of(BUDGET), queries.balance_of(OWED)) == (0, 0)
    assert queries.entry(first.id).reversed_by.pk == undone.id
    assert [(p.amount, str(p.subject)) for p in queries.postings_of(undone.id)] == [
        (300_000, SUBJECT),
        (-300_000, SUBJECT),
    ]
    with pytest.raises(Refusal, match="sendiri adalah pembatalan"):
        actions.reverse(undone.id, reason="Batal membatalkan", by=book, on=TODAY)
    with pytest.raises(Refusal, match="memerlukan alasan"):
        actions.reverse(first.id, reason="  ", by=book, on=TODAY)
    with pytest.raises(Refusal, match="tidak ada di buku"):
        actions.reverse(first.id + 1_000_000, reason="apa", by=book, on=TODAY)


def test_many_transfers_are_one_deed_in_their_order(book):
    commands = [actions.Command(f"t:{i}", transfer(BUDGET, OWED, i + 1, memo="banyak")) for i in range(1_000)]
    posted = actions.post_many(commands, by=book, on=TODAY)
    assert [p.key for p in posted] == [c.key for c in commands]
    assert sorted(p.id for p in posted) == [p.id for p in posted], "ids follow the order of the commands"
    assert queries.balance_of(OWED) == sum(range(1, 1_001))
    again = actions.post_many(commands, by=book, on=TODAY)
    assert [p.id for p in again] == [p.id for p in posted]
    assert not any(p.fresh for p in again)


@pytest.mark.parametrize("username", CAST)
@pytest.mark.django_db
def test_whoever_changes_nothing_posts_nothing(username, acting, yohanes):
    who = officer(username)
    with acting(yohanes):
        open_two(yohanes)
    with acting(who):
        if who.role in ("inspector", "analyst"):
            with pytest.raises(NotAllowed):
                actions.post(AID, key="k", by=who, on=TODAY)
        else:
            assert actions.post(AID, key="k", by=who, on=TODAY).fresh
    entry = queries.entry_of("k")
    if entry is not None and who.role not in ("administrator", "planner", "operator"):
        with acting(who), pytest.raises(NotAllowed):
            actions.reverse(entry.pk, reason="tidak boleh", by=who, on=TODAY)


def test_one_command_from_eight_clients_at_once_posts_once(committed, acting, yohanes):
    with acting(yohanes):
        open_two(yohanes)
    start, results, troubles = threading.Barrier(8), [], []

    def send():
        try:
            with acting(yohanes):
                start.wait()
                results.append(actions.post(AID, key="entitle:1", by=yohanes, on=TODAY))
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    clients = [threading.Thread(target=send) for _ in range(8)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert troubles == []
    assert sum(result.fresh for result in results) == 1
    assert len({result.id for result in results}) == 1
    assert queries.balance_of(OWED) == 300_000
