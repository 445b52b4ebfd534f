"""Cohen's kappa against published tables."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lontar.science.agreement import agreement


def pairs(table):
    return [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]


@pytest.mark.parametrize(
    ("table", "kappa", "digits"),
    [
        # Fleiss, Levin, Paik: Statistical Methods for Rates and Proportions, 3rd ed., table 18.1.
        ([[75, 1, 4], [5, 4, 1], [0, 0, 10]], 0.676, 3),
        # The two tables by which kappa's dependence on the margins is usually shown: equal shares, other kappas.
        ([[45, 15], [25, 15]], 0.1304, 4),
        ([[25, 35], [5, 35]], 0.2593, 4),
        # Cohen (1968), Psychological Bulletin 70: 200 diagnoses.
        ([[88, 10, 2], [14, 40, 6], [18, 10, 12]], 0.492, 3),
    ],
)
def test_kappa_is_the_one_that_was_published(table, kappa, digits):
    assert round(agreement(pairs(table)).kappa, digits) == kappa


def test_the_error_and_the_interval_are_those_that_stata_prints():
    """Statalist 2009-12, msg00320: `kapci` of 1,932 health-care users."""
    found = agreement(pairs([[1395, 118], [261, 158]]))
    assert math.isclose(found.kappa, 0.3411969207847029, rel_tol=1e-12)
    assert math.isclose(found.by_chance, 0.7022330671398995, rel_tol=1e-12)
    assert math.isclose(found.error, 0.0262913719660408, rel_tol=1e-9)
    assert math.isclose(found.low, 0.2896667786271169, rel_tol=1e-6)
    assert math.isclose(found.high, 0.3927270629422889, rel_tol=1e-6)


def test_nothing_is_said_without_a_pair_or_when_chance_alone_would_always_agree():
    nothing = agreement([])
    assert (nothing.pairs, nothing.share, nothing.kappa) == (0, None, None)
    certain = agreement([("found", "found")] * 12)
    assert (certain.share, certain.by_chance, certain.kappa, certain.low) == (1.0, 1.0, None, None)


def test_one_pair_or_perfect_agreement_is_not_told_as_certain():
    for pairs in ([("a", "b")], [("a", "b"), ("a", "a")], [("a", "a"), ("b", "b")]):
        found = agreement(pairs)
        assert (found.kappa is not None, found.low, found.high) == (True, None, None)


def test_perfect_agreement_is_one_and_plain_contradiction_is_below_zero():
    assert agreement([("a", "a"), ("b", "b")] * 5).kappa == 1.0
    assert agreement([("a", "b"), ("b", "a")] * 5).kappa == -1.0


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=60))
@settings(max_examples=60)
def test_whoever_is_called_first_does_not_matter_and_bounds_hold(seen):
    one, other = agreement(seen), agreement([(b, a) for a, b in seen])
    assert (one.kappa is None) == (other.kappa is None)
    if one.kappa is not None:
        assert math.isclose(one.kappa, other.kappa, abs_tol=1e-9)
        assert math.isclose(one.error, other.error, abs_tol=1e-9)
        assert (one.low is None) == (one.error < 1e-9)
    if one.low is not None:
        assert -1 <= one.low <= one.kappa + 1e-9
        assert one.kappa - 1e-9 <= one.high <= 1
