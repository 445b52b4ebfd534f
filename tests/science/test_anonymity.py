"""Nobody stands in a released table with fewer than four others, whatever the city looks like."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lontar.science.anonymity import K_MIN, release
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
