"""Nobody stands in a released table with fewer than four others, whatever the city looks like."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lontar.science.anonymity import K_MIN, ROW, release, renewed
from lontar.science.trouble import Refusal

WARDS = {"a": "d1", "b": "d1", "c": "d2", "e": "d3"}
person = st.tuples(
    st.sampled_from(sorted(WARDS)), st.none() | st.integers(1930, 2026), st.sampled_from(["L", "P"]) | st.none()
)


def frame(people: list[tuple[str, int | None, str | None]]) -> pl.DataFrame:
    rows = [(ward, WARDS[ward], year, sex) for ward, year, sex in people]
    schema = {"ward": pl.String, "district": pl.String, "birth_year": pl.Int64, "sex": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


@settings(max_examples=60, deadline=None)
@given(st.lists(person, max_size=80), st.integers(5, 9))
def test_every_released_row_stands_for_at_least_k_people_and_everybody_is_counted_once(people, k):
    told, withheld = release(frame(people), k=k)
    assert all(count >= k for count in told["persons"])
    assert sum(told["persons"]) + withheld == len(people)
    assert withheld < k * 3, "people of one sex who are withheld are fewer than k"
    keys = told.select("area", "born_from", "born_to", "sex").rows()
    assert len(keys) == len(set(keys))


@settings(max_examples=30, deadline=None)
@given(st.lists(person, max_size=60))
def test_what_is_released_does_not_say_in_which_order_people_stood(people):
    assert release(frame(people))[0].rows() == release(frame(people[::-1]))[0].rows()


@settings(max_examples=40, deadline=None)
@given(st.lists(person, min_size=1, max_size=60), st.data())
def test_each_person_is_covered_by_a_row_that_is_true_of_them_or_is_withheld(people, data):
    told, withheld = release(frame(people))
    ward, year, sex = data.draw(st.sampled_from(people))
    true = [
        row for row in told.rows()
        if row[0] in (ward, WARDS[ward], "all") and row[3] == sex
        and (row[1] is None or (year is not None and row[1] <= year <= row[2]))
    ]  # fmt: skip
    assert true or withheld


def test_a_smaller_k_is_refused():
    with pytest.raises(Refusal):
        release(frame([]), k=K_MIN - 1)


def true_of(cells, people):
    """How many people each row stands for today."""
    placed = frame(people).join(cells, on=["ward", "birth_year", "sex"], nulls_equal=True)
    return {tuple(row[:4]): row[4] for row in placed.group_by(ROW).len().iter_rows()}


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(person, max_size=60), min_size=2, max_size=5))
def test_no_number_moves_from_month_to_month_by_fewer_than_k_people(cities):
    before = None
    for people in cities:
        now = renewed(frame(people), before)
        told = {tuple(row[:4]): row[4] for row in now.groups.iter_rows()}
        assert all(count >= K_MIN for count in told.values())
        true = true_of(now.cells, people)
        assert all(abs(count - true.get(row, 0)) < K_MIN for row, count in told.items())
        if before is not None:
            earlier = {tuple(row[:4]): row[4] for row in before.groups.iter_rows()}
            assert not [row for row in told.keys() & earlier.keys() if 0 < abs(told[row] - earlier[row]) < K_MIN]
        assert len(now.cells.unique(["ward", "birth_year", "sex"])) == len(now.cells), "each is counted once"
        before = now


@settings(max_examples=80, deadline=None)
@given(st.lists(person, min_size=10, max_size=80), st.lists(person, max_size=4), st.data())
def test_a_family_that_comes_or_goes_changes_no_number_that_was_told(people, family, data):
    first = renewed(frame(people))
    told = {tuple(row[:4]): row[4] for row in first.groups.iter_rows()}
    gone = data.draw(st.integers(0, 4))
    for later in ([*people, *family], people[gone:]):
        now = {tuple(row[:4]): row[4] for row in renewed(frame(later), first).groups.iter_rows()}
        assert {row: now.get(row) for row in told if now.get(row, 0) - told[row] < K_MIN} == {
            row: count for row, count in told.items() if now.get(row, 0) - count < K_MIN
        }
