"""Who is chosen: the same whatever the order of the rows, never beyond quota or budget, and drawn so that all can check."""

import hashlib
import random
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lontar.science import selection
from lontar.science.trouble import Refusal

SEED = "gong 2026"
row = st.tuples(
    st.one_of(st.none(), st.integers(1, 3)), st.integers(0, 2), st.sampled_from([100_000, 300_000, 750_000])
)
rows = st.lists(row, min_size=1, max_size=25)
limit = st.one_of(st.none(), st.integers(0, 25))
money = st.one_of(st.none(), st.integers(0, 6_000_000))


def table(drawn):
    return pl.DataFrame(
        {
            "number": selection.public_numbers("kunci", range(len(drawn))),
            "decile": [one[0] for one in drawn],
            "disabled": [one[1] for one in drawn],
            "amount": [one[2] for one in drawn],
        },
        schema_overrides={"decile": pl.Int64},
    )


def chosen(selected):
    return set(selected.filter(pl.col("standing") == "chosen")["number"])


def select(families, quota=None, budget=None):
    return selection.select(families, selection.Terms(("decile", "disabled"), SEED, quota, budget))


@settings(max_examples=60, deadline=None)
@given(rows, limit, money, st.integers(0, 99))
def test_the_order_of_the_rows_changes_nothing(drawn, quota, budget, shuffle):
    families = table(drawn)
    mixed = families[random.Random(shuffle).sample(range(len(drawn)), len(drawn))]
    assert select(families, quota, budget).equals(select(mixed, quota, budget))


@settings(max_examples=60, deadline=None)
@given(rows, limit, money)
def test_neither_quota_nor_budget_is_ever_exceeded_and_nobody_is_passed_over(drawn, quota, budget):
    selected = select(table(drawn), quota, budget)
    taken = selected.filter(pl.col("standing") == "chosen")
    assert quota is None or taken.height <= quota
    assert budget is None or taken["amount"].sum() <= budget
    assert taken["rank"].to_list() == list(range(1, taken.height + 1)), "the chosen are the beginning of the list"
    left = selected.slice(taken.height)
    if left.height:
        first_left = left.row(0, named=True)
        full = quota is not None and taken.height == quota
        dear = budget is not None and taken["amount"].sum() + first_left["amount"] > budget
        assert full or dear, "whoever waits first does so for want of a place or of rupiah"


@settings(max_examples=60, deadline=None)
@given(rows, st.integers(0, 20), st.integers(0, 9), st.integers(0, 6_000_000), st.integers(0, 900_000))
def test_a_higher_quota_or_budget_never_removes_anybody(drawn, quota, more, budget, rupiah):
    families = table(drawn)
    before = chosen(select(families, quota, budget))
    assert before <= chosen(select(families, quota + more, budget))
    assert before <= chosen(select(families, quota, budget + rupiah))


@settings(max_examples=40, deadline=None)
@given(rows)
def test_the_order_is_by_the_criteria_and_then_by_the_lot(drawn):
    order = select(table(drawn)).rows(named=True)
    keys = [(one["decile"] is None, one["decile"] or 0, -one["disabled"], one["lot"]) for one in order]
    assert keys == sorted(keys)


def test_an_outsider_draws_the_same_lots_from_what_is_published():
    families = table([(1, 0, 300_000)] * 9)
    published = select(families).select("number", "rank").rows()
    again = sorted((hashlib.sha256(f"{SEED}:{number}".encode()).hexdigest(), number) for number, _rank in published)
    assert [number for _lot, number in again] == [number for number, _rank in published]


def test_another_seed_draws_another_order_and_another_key_other_numbers():
    families = table([(1, 0, 300_000)] * 12)
    other = selection.ranked(families, criteria=["decile"], seed="another seed")
    assert other["number"].to_list() != selection.ranked(families, criteria=["decile"], seed=SEED)["number"].to_list()
    assert set(selection.public_numbers("a", range(9))).isdisjoint(selection.public_numbers("b", range(9)))


def test_a_column_that_nobody_has_decides_nothing():
    families = table([(2, 0, 1), (1, 0, 1)])
    with_score = selection.ranked(families, criteria=["score", "decile"], seed=SEED)
    assert with_score["decile"].to_list() == [1, 2]


@pytest.mark.parametrize("change", ["quota", "amount", "decile", "seed"])
def test_the_fingerprint_changes_with_whatever_could_change_who_is_chosen(change):
    families = table([(1, 0, 300_000), (2, 1, 300_000), (None, 0, 300_000)])
    terms = selection.Terms(("decile", "disabled"), SEED, 2)
    before = selection.select(families, terms)
    if change in ("amount", "decile"):
        families = families.with_columns(pl.lit(3, pl.Int64).alias(change))
    other = {"quota": {"quota": 1}, "seed": {"seed": "other seed"}}.get(change, {})
    changed = replace(terms, **other)
    after = selection.select(families, changed)
    assert selection.fingerprint(before, terms) != selection.fingerprint(after, changed)
    assert selection.fingerprint(before, terms) == selection.fingerprint(before.reverse(), terms)


@pytest.mark.parametrize("criteria", [["decile", "decile"], ["income"], list(selection.CRITERIA)])
def test_an_order_that_names_the_unknown_or_repeats_itself_is_refused(criteria):
    with pytest.raises(Refusal):
        selection.checked_criteria(criteria)


@pytest.mark.parametrize("seed", ["", "abc", "x" * 81, "gong\u200b2026"])
def test_a_seed_that_not_everybody_would_type_alike_is_refused(seed):
    with pytest.raises(Refusal):
        selection.checked_seed(seed)


def test_negative_limits_and_numbers_twice_are_bugs_and_crash():
    families = table([(1, 0, 1)])
    with pytest.raises(ValueError, match="negative"):
        selection.cut(families, quota=-1)
    with pytest.raises(ValueError, match="negative"):
        selection.cut(families.with_columns(pl.lit(-5).alias("amount")))
    with pytest.raises(ValueError, match="twice"):
        selection.ranked(pl.concat([families, families]), criteria=[], seed=SEED)
