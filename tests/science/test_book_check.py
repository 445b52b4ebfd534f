"""Reading a whole book finds every single change that somebody made behind its back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lontar.science.book_check import EntryFacts, PostingFacts, check_book

ENTRIES = {1: EntryFacts(2), 2: EntryFacts(2), 5: EntryFacts(2, reverses=2)}
POSTINGS = [
    PostingFacts(1, 1, "budget", "IDR", -300), PostingFacts(2, 1, "owed", "IDR", 300, "s1"),
    PostingFacts(3, 2, "budget", "IDR", -500), PostingFacts(4, 2, "owed", "IDR", 500, "s2"),
    PostingFacts(9, 5, "budget", "IDR", 500), PostingFacts(10, 5, "owed", "IDR", -500, "s2"),
]  # fmt: skip


def test_a_sound_book_has_its_balances_and_tells_its_gaps_without_complaint():
    report = check_book(ENTRIES, POSTINGS)
    assert (report.sound, report.findings) == (True, [])
    assert report.balances == {"budget": -300, "owed": 300}
    assert (report.entries, report.postings, report.gaps) == (3, 6, 2)


def test_an_empty_book_is_sound():
    assert check_book({}, []).sound


@pytest.mark.parametrize(
    ("entries", "postings", "kind", "place"),
    [
        (ENTRIES, POSTINGS[1:], "count", ("entry", 1)),
        (ENTRIES, POSTINGS[2:], "empty", ("entry", 1)),
        (ENTRIES, [POSTINGS[0]._replace(amount=-299), *POSTINGS[1:]], "balance", ("entry", 1)),
        (ENTRIES, [POSTINGS[0]._replace(unit="kg"), *POSTINGS[1:]], "balance", ("entry", 1)),
        (ENTRIES, [POSTINGS[0]._replace(account=None, unit=None), *POSTINGS[1:]], "orphan", ("posting", 1)),
        (ENTRIES, [*POSTINGS, PostingFacts(11, 7, "a", "IDR", 5)], "orphan", ("posting", 11)),
        ({k: v for k, v in ENTRIES.items() if k != 1}, POSTINGS, "orphan", ("posting", 1)),
        (ENTRIES | {2: EntryFacts(3)}, [*POSTINGS[:4], PostingFacts(5, 2, "x", "IDR", 0), *POSTINGS[4:]], "zero", ("posting", 5)),
        (ENTRIES | {1: EntryFacts(4)}, POSTINGS, "count", ("entry", 1)),
        (ENTRIES | {5: EntryFacts(2, reverses=99)}, POSTINGS, "reversal", ("entry", 5)),
        (ENTRIES | {5: EntryFacts(2, reverses=1)}, POSTINGS, "reversal", ("entry", 5)),
        (ENTRIES | {1: EntryFacts(2, reverses=2)}, POSTINGS, "reversal", ("entry", 5)),
        (ENTRIES | {2: EntryFacts(2, reverses=1)}, POSTINGS, "reversal", ("entry", 5)),
    ],
)  # fmt: skip
def test_each_kind_of_harm_is_found_where_it_was_done(entries, postings, kind, place):
    report = check_book(entries, postings)
    assert not report.sound
    assert (kind, *place) in {(f.kind, f.source.sheet, f.source.row) for f in report.findings}


@given(st.integers(0, 5), st.integers(-(10**12), 10**12).filter(bool))
def test_no_single_amount_can_be_changed_unnoticed(which, change):
    harmed = list(POSTINGS)
    harmed[which] = harmed[which]._replace(amount=harmed[which].amount + change)
    assert not check_book(ENTRIES, harmed).sound


@given(st.integers(0, 5))
def test_no_single_posting_can_be_taken_out_unnoticed(which):
    assert not check_book(ENTRIES, POSTINGS[:which] + POSTINGS[which + 1 :]).sound
