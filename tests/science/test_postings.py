"""The type of an entry holds nothing that does not balance."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lontar.science.money import AMOUNT_MAX
from lontar.science.postings import BadEntry, Entry, Posting, balances, left_over, transfer

amounts = st.integers(-AMOUNT_MAX, AMOUNT_MAX).filter(bool)
postings = st.builds(Posting, st.sampled_from("abcd"), amounts, st.sampled_from(["IDR", "kg"]))


@given(st.lists(postings, max_size=6))
def test_whatever_postings_come_the_entry_balances_or_does_not_exist(given_postings):
    try:
        entry = Entry(tuple(given_postings), memo="apa saja")
    except BadEntry:
        assert len(given_postings) < 2 or left_over(given_postings)
    else:
        assert left_over(entry.postings) == {}
        assert len(entry.postings) >= 2


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("efgh"), st.integers(1, AMOUNT_MAX)), max_size=20))
def test_transfers_make_no_money_and_lose_none_and_their_reversals_undo_them(moves):
    entries = [transfer(source, target, amount, memo="pindah") for source, target, amount in moves]
    assert sum(balances(entries).values()) == 0
    undone = entries + [entry.reversed("batal") for entry in entries]
    assert set(balances(undone).values()) <= {0}
    assert [entry.reversed("batal").reversed("pindah") for entry in entries] == entries


@pytest.mark.parametrize("amount", [0, 1.0, 1.5, True, "5", None, AMOUNT_MAX + 1, -AMOUNT_MAX - 1, 10**19])
def test_an_amount_that_is_no_whole_number_of_rupiah_is_refused(amount):
    with pytest.raises(BadEntry):
        Posting("a", amount)


def test_two_units_do_not_balance_each_other():
    with pytest.raises(BadEntry, match="over"):
        Entry((Posting("a", -5, "IDR"), Posting("b", 5, "kg")), memo="tukar")


def test_a_negative_transfer_is_refused_and_an_entry_says_what_it_is_for():
    with pytest.raises(BadEntry, match="cannot be transferred"):
        transfer("a", "b", -5, memo="terbalik")
    with pytest.raises(BadEntry, match="says what it is for"):
        transfer("a", "b", 5, memo="  ")


def test_an_entry_cannot_be_changed_once_it_is_made():
    entry = transfer("a", "b", 5, memo="tetap")
    with pytest.raises(dataclasses.FrozenInstanceError):
        entry.postings = ()
    with pytest.raises(dataclasses.FrozenInstanceError):
        entry.postings[0].amount = 6
    with pytest.raises(BadEntry):
        dataclasses.replace(entry, postings=(Posting("a", -5),))
