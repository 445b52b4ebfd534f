"""A result file read by its mapping, and held to an order: whatever it says how often, no line is settled twice."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lontar.science.grid import as_grid
from lontar.science.result_file import (
    Expected,
    ResultLine,
    ResultMapping,
    read_result,
    reconcile,
    reference_of,
    require_own,
)
from lontar.science.trouble import Refusal

MAPPING = ResultMapping(
    {"reference": "Rujukan", "amount": "Jumlah", "status": "Status", "reason": "Sebab", "payer_number": "No Trx"},
    frozenset({"berhasil"}), frozenset({"gagal"}),
)  # fmt: skip
HEAD = ["Rujukan", "Jumlah", "Status", "Sebab", "No Trx"]


def row(number=1, amount=300_000, verdict="paid", at=None, **more):
    return ResultLine(at or number, reference_of(17, number), "", amount, verdict, **more)


def sent(*amounts):
    return {at: Expected(at, amount, "sent") for at, amount in enumerate(amounts, start=1)}


def test_rows_are_read_wherever_the_header_stands_and_words_decide():
    rows = [["Bank Contoh"], HEAD, ["p000017-000001", "Rp 300.000,00", " BERHASIL ", "", "T1"],
            ["P000017-000002", "300000", "Gagal", "rekening tutup", ""], ["P000017-000003", "12,5", "Berhasil", "", ""],
            ["P000017-000004", "300000", "Proses", "", ""]]  # fmt: skip
    read = read_result([as_grid("Hasil", rows)], MAPPING)
    assert [(one.row, one.reference[-1], one.amount, one.verdict, one.said) for one in read] == [
        (3, "1", 300_000, "paid", ""), (4, "2", 300_000, "returned", "rekening tutup"), (5, "3", None, "paid", ""),
        (6, "4", 300_000, "", ""),
    ]  # fmt: skip
    assert "bukan rupiah bulat" in read[2].trouble
    assert read[3].trouble == "Proses"


def test_a_payment_that_names_nobody_waits_and_a_row_of_sums_does_not():
    rows = [HEAD, ["P000017-000001", "300000", "Berhasil", "", "T1"], ["", "300000", "Berhasil", "", "T2"],
            ["", "600000", "", "", ""], ["Jumlah", "600000", "", "", ""], ["Total transaksi", "2", "Berhasil", "", ""],
            ["Mengetahui, Kepala Cabang", "", "", "", ""]]  # fmt: skip
    read = read_result([as_grid("Hasil", rows)], MAPPING)
    assert [one.row for one in read] == [2, 3]
    told = reconcile(read, {2: Expected(1, 300_000, "sent"), 3: None})
    assert [(one.kind, one.reference) for one in told.left] == [("unknown", "–")]


def test_a_file_without_the_columns_or_without_rows_is_refused():
    with pytest.raises(Refusal, match="Tidak ada lembar"):
        read_result([as_grid("x", [["Nama", "Jumlah"], ["a", "1"]])], MAPPING)
    with pytest.raises(Refusal, match="tidak berisi satu baris"):
        read_result([as_grid("x", [HEAD])], MAPPING)


def test_a_file_for_another_order_is_refused_by_its_number():
    with pytest.raises(Refusal, match="P000017, bukan P000018"):
        require_own(18, [row()], 0)
    with pytest.raises(Refusal, match="Tidak satu baris pun"):
        require_own(17, [ResultLine(1, "", "12345", 1, "paid")], 0)
    require_own(17, [row()], 1)


@pytest.mark.parametrize(
    ("one", "line", "kind"),
    [
        (row(amount=299_999), Expected(1, 300_000, "sent"), "too_little"),
        (row(amount=300_001), Expected(1, 300_000, "sent"), "too_much"),
        (row(), None, "unknown"),
        (row(amount=None, trouble="x"), Expected(1, 300_000, "sent"), "unreadable"),
        (row(verdict="", trouble="Proses"), Expected(1, 300_000, "sent"), "unreadable"),
        (row(verdict="returned"), Expected(1, 300_000, "paid"), "contradicts"),
        (row(), Expected(1, 300_000, "returned"), "contradicts"),
        (row(payer_number="T2"), Expected(1, 300_000, "paid", "T1"), "twice"),
    ],
)
def test_whatever_does_not_fit_waits_for_a_person(one, line, kind):
    told = reconcile([one], {one.row: line})
    assert [left.kind for left in told.left] == [kind]
    assert (len(told.paid), len(told.returned)) == ((1, 0) if kind == "too_much" else (0, 0))


def test_the_same_payment_is_known_again_and_a_second_one_in_one_file_is_paid_twice():
    assert reconcile([row(payer_number="T1")], {1: Expected(1, 300_000, "paid", "T1")}).known == 1
    assert reconcile([row()], {1: Expected(1, 300_000, "paid")}).known == 1
    twice = reconcile([row(at=1), row(at=2)], {1: sent(300_000)[1], 2: sent(300_000)[1]})
    assert (list(twice.paid), [one.kind for one in twice.left]) == ([1], ["twice"])
    same = reconcile(
        [row(at=1, payer_number="T1"), row(at=2, payer_number="T1")], {1: sent(300_000)[1], 2: sent(300_000)[1]}
    )
    assert (list(same.paid), same.known, same.left) == ([1], 1, [])
    before = {at: Expected(1, 300_000, "paid") for at in (1, 2)}  # by the half of this file that came first
    later = reconcile([row(at=1), row(at=2)], before)
    assert (later.known, [one.kind for one in later.left]) == (1, ["twice"])


ROWS = st.lists(
    st.tuples(
        st.integers(1, 6), st.sampled_from([None, 1, 299_999, 300_000, 300_001]), st.sampled_from(["paid", "returned", ""]),
        st.sampled_from(["", "T1", "T2"]),
    ),
    max_size=12,
)  # fmt: skip


@given(st.lists(ROWS, max_size=4), st.randoms())
@settings(max_examples=60)
def test_paid_and_returned_and_outstanding_are_always_the_order(files, dice):
    """Any files in any order, some of them twice: each line settles once, and its rupiah are in one place."""
    lines = sent(*[300_000] * 5)
    states, said = dict.fromkeys(lines, "sent"), dict.fromkeys(lines, "")
    sequence = files + files[:1]
    dice.shuffle(sequence)
    for given_rows in sequence:
        rows = [
            row(n, amount, verdict, at=at, payer_number=trx)
            for at, (n, amount, verdict, trx) in enumerate(given_rows, 1)
        ]
        now = {key: Expected(key, 300_000, states[key], said[key]) for key in lines}
        told = reconcile(rows, {one.row: now.get(int(one.reference[-6:])) for one in rows})
        assert not told.paid.keys() & told.returned.keys()
        for settled, state in ((told.paid, "paid"), (told.returned, "returned")):
            for key, words in settled.items():
                assert states[key] == "sent"
                states[key], said[key] = state, words
        assert len({one.digest for one in told.left}) == len(told.left)
        sums = {state: 300_000 * list(states.values()).count(state) for state in ("sent", "paid", "returned")}
        assert sum(sums.values()) == 5 * 300_000
        # The same file again settles nothing more.
        now = {key: Expected(key, 300_000, states[key], said[key]) for key in lines}
        again = reconcile(rows, {one.row: now.get(int(one.reference[-6:])) for one in rows})
        assert not again.paid
        assert not again.returned
