"""What families say of aid that the book calls paid: sizes, shares, the difference and what cannot be said."""

import random

import pytest

from lontar.science.payment_answers import PAID, Told, families_for, payment_answers
from lontar.science.sampling.drawing import Drawn


def of(n, whole, *, stratum="s"):
    return [Drawn(at, stratum, str(at), PAID, n, whole, 1, 1) for at in range(n)]


def test_the_stated_confidence_decides_how_many_are_drawn():
    assert families_for(0.05, 40_000) == 381
    assert families_for(0.03, 10**9) == 1_068
    assert families_for(0.1, 3) == 3


def test_where_nobody_differs_the_far_end_is_not_nought():
    told = [Told(True, 300_000, True, False)] * 60
    measures, short = payment_answers(of(60, 4_000), [300_000] * 60, told)
    shares = {one.name: one.share for one in measures}
    assert (short.value, short.low) == (0, 0)
    assert 0.05 < short.high < 0.07
    assert shares["arrived"].low == pytest.approx(1 - short.high)
    assert (shares["asked_money"].low, shares["asked_money"].high) == (0, pytest.approx(short.high))


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    chance = random.Random(5)
    town = [Told(True, 300_000 if chance.random() < 0.85 else 200_000, True, False) for _family in range(1_500)]
    truth = sum(300_000 - (one.rupiah or 0) for one in town) / (1_500 * 300_000)
    held = 0
    for _time in range(120):
        sample = chance.sample(town, 200)
        _measures, short = payment_answers(of(200, 1_500), [300_000] * 200, sample)
        held += short.low <= truth <= short.high
    assert held >= 108  # 95% of 120 are 114; fewer than 108 have a chance of one in a hundred


def test_more_than_the_book_says_is_a_difference_below_nought():
    told = [Told(True, 300_000 + 1_000 * (at % 3), True, False) for at in range(30)]
    _measures, short = payment_answers(of(30, 300), [300_000] * 30, told)
    assert short.low < short.value < short.high
    assert short.value < 0


def test_of_whom_nothing_is_known_nothing_is_said():
    measures, short = payment_answers(of(3, 9), [300_000] * 3, [Told()] * 3)
    assert [one.share.value for one in measures] == [None] * 3
    assert short.value is None
    assert [(one.worst_low, one.worst_high) for one in measures] == [(0, 1)] * 3
