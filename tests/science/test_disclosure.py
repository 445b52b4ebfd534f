"""What is published of few people cannot be worked back, neither from one table nor from two."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from lontar.science.disclosure import MARGIN, Cell, Published, publish
from lontar.science.trouble import Refusal

PRICES = (300_000, 200_000, 450_000, 75_000)
counts = st.one_of(st.just(0), st.integers(0, 6), st.integers(0, 60))
shapes = st.tuples(st.integers(1, 5), st.integers(1, 4))


@st.composite
def tables(draw, shape=shapes):
    height, width = draw(shape)
    return {(f"w{i}", f"p{j}"): draw(counts) for i in range(height) for j in range(width)}


def published(table, *earlier):
    rows, columns = (sorted({key[axis] for key in table}) for axis in (0, 1))
    amounts = {(row, column): count * PRICES[int(column[1:])] for (row, column), count in table.items()}
    return publish(table, amounts, rows=rows, columns=columns, earlier=earlier)


def knowledge(shown):
    """All an attacker has: sums that must hold, counts and rupiah that are shown, and the price of each programme."""
    at = {key: n for n, key in enumerate(shown.cells)}
    equations, right = [], []

    def add(terms, value):
        line = np.zeros(len(at))
        for key, factor in terms:
            line[at[key]] += factor
        equations.append(line)
        right.append(value)

    for row in (*shown.rows, MARGIN):
        add([*(((row, column), 1) for column in shown.columns), ((row, MARGIN), -1)], 0)
    for column in (*shown.columns, MARGIN):
        add([*(((row, column), 1) for row in shown.rows), ((MARGIN, column), -1)], 0)
    for (row, column), cell in shown.cells.items():
        if cell.count is not None:
            add([((row, column), 1)], cell.count)
        if cell.amount is not None:
            each = shown.columns if column == MARGIN else [column]
            add([((row, name), PRICES[int(name[1:])] / 100_000) for name in each], cell.amount / 100_000)
    return at, np.array(equations), np.array(right)


def interval(shown, key):
    """The smallest and largest value a withheld count can have, by linear programming."""
    at, equations, right = knowledge(shown)
    ends = []
    for direction in (1, -1):
        aim = np.zeros(len(at))
        aim[at[key]] = direction
        found = linprog(aim, A_eq=equations, b_eq=right, bounds=(0, None), method="highs")
        assert found.status in (0, 3), found.message
        ends.append(np.inf if found.status == 3 else direction * found.fun)
    return ends[0], ends[1]


def true_count(table, key):
    return sum(n for (row, column), n in table.items() if key[0] in (row, MARGIN) and key[1] in (column, MARGIN))


@settings(deadline=None, max_examples=60)
@given(tables())
def test_a_small_count_could_be_anything_from_nobody_to_five(table):
    shown = published(table)
    for key, cell in shown.cells.items():
        if 1 <= true_count(table, key) <= 4:
            assert cell == Cell(None, None)
            low, high = interval(shown, key)
            assert low <= 1e-6
            assert high >= 5 - 1e-6


@settings(deadline=None, max_examples=40)
@given(tables())
def test_no_withheld_count_lies_in_an_interval_shorter_than_five(table):
    shown = published(table)
    for key, cell in shown.cells.items():
        if cell.count is None:
            low, high = interval(shown, key)
            assert high - low >= 5 - 1e-6


@settings(deadline=None, max_examples=60)
@given(tables(), st.data())
def test_a_change_by_one_to_four_cannot_be_taken_from_two_tables(table, data):
    before = published(table)
    later = {key: max(0, n + data.draw(st.sampled_from([0, 0, 0, 1, 3, 7, -2]))) for key, n in table.items()}
    shown = published(later, before)
    for key, cell in shown.cells.items():
        change = true_count(later, key) - true_count(table, key)
        if 1 <= abs(change) <= 4:
            assert None in (cell.count, before.cells[key].count)
            low, high = interval(shown, key) if cell.count is None else (cell.count, cell.count)
            was = before.cells[key].count
            was_low, was_high = interval(before, key) if was is None else (was, was)
            assert (high - was_low) - (low - was_high) >= 5 - 1e-6


@settings(deadline=None, max_examples=40)
@given(tables(), st.data())
def test_what_was_withheld_for_its_small_change_stays_withheld_when_it_is_published_again(table, data):
    before = published(table)
    later = {key: n + data.draw(st.sampled_from([0, 0, 1, 3])) for key, n in table.items()}
    once = published(later, before)
    assert published(later, before, once) == once


@given(tables(), st.booleans())
def test_the_same_table_is_published_the_same_way(table, again):
    before = [published(table)] if again else []
    assert published(table, *before) == published(dict(reversed(table.items())), *before)


@given(tables())
def test_what_is_shown_is_true(table):
    for key, cell in published(table).cells.items():
        assert cell.count in (None, true_count(table, key))


@given(tables())
def test_a_published_table_survives_its_snapshot(table):
    shown = published(table)
    assert Published.from_json(shown.as_json()) == shown


def test_zeros_are_shown_and_never_serve_as_a_complement():
    shown = published(
        {("w0", "p0"): 3, ("w0", "p1"): 30, ("w1", "p0"): 0, ("w1", "p1"): 40, ("w2", "p0"): 20, ("w2", "p1"): 50}
    )
    assert shown.cells["w1", "p0"] == Cell(0, 0)
    assert shown.cells["w1", "p1"].count == 40
    assert shown.withheld == 4


def test_a_table_of_large_counts_is_shown_whole():
    shown = published({(f"w{i}", f"p{j}"): 10 + i + j for i in range(4) for j in range(3)})
    assert shown.withheld == 0
    assert all(cell.amount is not None for cell in shown.cells.values())


def test_a_city_with_three_families_shows_nothing():
    shown = published({("w0", "p0"): 3})
    assert {cell.count for cell in shown.cells.values()} == {None}


def test_a_small_count_with_its_totals_does_not_hide_the_whole_city():
    table = {(f"w{i}", f"p{j}"): (7 * i + 11 * j) % 40 for i in range(51) for j in range(4)}
    small = sum(1 <= n <= 4 for n in table.values())
    shown = published(table)
    assert small < shown.withheld <= 4 * small
    assert shown.cells[MARGIN, MARGIN].count == sum(table.values())


@pytest.mark.parametrize("counts", [{("w0", "p0"): -1}, {("w9", "p0"): 1}])
def test_a_table_with_negative_or_unknown_cells_is_refused(counts):
    with pytest.raises(Refusal):
        publish(counts, {}, rows=["w0"], columns=["p0"])
