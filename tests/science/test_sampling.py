"""Estimates from samples against published examples, and against all samples that a small population can give."""

from dataclasses import replace
from itertools import combinations, product
from math import sqrt

import numpy as np
import pytest

from lontar.science.samples import most_wrong
from lontar.science.sampling.drawing import Design, Home, draw, shared_out
from lontar.science.sampling.estimates import Sample, answered_for, ratio, share, student, total, weights
from lontar.science.targeting_errors import targeting_errors
from lontar.science.trouble import Refusal


def sample(rows):
    """Rows of stratum, unit, part, first n and N, second m and M."""
    columns = [np.array(one) for one in zip(*rows, strict=True)]
    stratum, unit, part = (one.astype(np.int64) for one in columns[:3])
    stages = [one.astype(np.float64) for one in columns[3:]]
    return Sample(stratum, unit, part, *stages, weights(*stages))


# S. L. Lohr, Sampling: Design and Analysis (1999), example 4.2: acres of farms, in four regions of the United States.
REGIONS = [  # counties, of them sampled, mean, variance
    (220, 21, 97_629.8, 7_647_472_708),
    (1_054, 103, 300_504.2, 29_618_183_543),
    (1_382, 135, 211_315.0, 53_587_487_856),
    (422, 41, 662_295.5, 396_185_950_266),
]


def spread(count, mean, variance):
    """So many values with exactly this mean and variance."""
    line = np.arange(count, dtype=np.float64)
    line = (line - line.mean()) / line.std(ddof=1)
    return mean + line * sqrt(variance)


def test_a_stratified_total_and_its_error_are_those_of_the_textbook():
    rows, values, unit = [], [], 0
    for stratum, (whole, taken, mean, variance) in enumerate(REGIONS):
        values += list(spread(taken, mean, variance))
        rows += [(stratum, unit + at, 0, taken, whole, 1, 1) for at in range(taken)]
        unit += taken
    found = total(sample(rows), np.array(values))
    assert found == pytest.approx((909_736_034, 50_417_248), rel=1e-6)


# The same book, example 5.2: grade averages in 5 of 100 suites of four students each; and example 5.6, algebra classes:
# 12 of 187, students and mean score of each.
SUITES = [
    (3.08, 2.60, 3.44, 3.04), (2.36, 3.04, 3.28, 2.68), (2.00, 2.56, 2.52, 1.88), (3.00, 2.88, 3.44, 3.64),
    (2.68, 1.92, 3.28, 3.20),
]  # fmt: skip
CLASSES = [
    (20, 61.5), (26, 64.2), (24, 58.4), (34, 58.0), (26, 58.0), (28, 64.9), (19, 55.2), (32, 72.1), (17, 58.2), (21, 66.6),
    (26, 62.3), (26, 67.2),
]  # fmt: skip


def test_a_mean_of_whole_clusters_and_its_error_are_those_of_the_textbook():
    rows = [(0, at, 0, 5, 100, 4, 4) for at, suite in enumerate(SUITES) for _one in suite]
    value, error = ratio(sample(rows), np.array([one for suite in SUITES for one in suite]), np.ones(20))
    assert (round(value, 3), round(error, 3)) == (2.826, 0.164)


def test_a_ratio_over_clusters_of_unequal_size_and_its_error_are_those_of_the_textbook():
    rows = [(0, at, 0, 12, 187, size, size) for at, (size, _mean) in enumerate(CLASSES) for _one in range(size)]
    value, error = ratio(sample(rows), np.array([mean for size, mean in CLASSES for _one in range(size)]), np.ones(299))
    assert (round(value, 2), round(error, 2)) == (62.57, 1.49)


def test_over_every_sample_that_could_be_drawn_the_two_stage_variance_is_right_on_average():
    units = [(3.0, 5.0, 8.0), (1.0, 2.0, 2.0, 9.0), (4.0, 4.0, 7.0)]
    totals, variances = [], []
    weight = []
    for two in combinations(range(3), 2):
        inner = [list(combinations(range(len(units[at])), 2)) for at in two]
        for picked in product(*inner):
            rows, values = [], []
            for at, homes in zip(two, picked, strict=True):
                rows += [(0, at, 0, 2, 3, 2, len(units[at]))] * 2
                values += [units[at][home] for home in homes]
            value, error = total(sample(rows), np.array(values))
            totals.append(value)
            variances.append(error**2)
            weight.append(1 / (len(inner[0]) * len(inner[1])))
    chance = np.array(weight) / sum(weight)
    mean = float((chance * totals).sum())
    assert mean == pytest.approx(sum(map(sum, units)))
    assert float((chance * variances).sum()) == pytest.approx(float((chance * (np.array(totals) - mean) ** 2).sum()))


def rows_of(count, whole):
    return sample([(0, at, 0, count, whole, 1, 1) for at in range(count)])


def test_an_interval_stays_within_nought_and_one_and_holds_the_value():
    poor = np.arange(40) < 1
    found = share(rows_of(40, 4_000), poor, np.ones(40, bool))
    assert 0 < found.low < found.value == 1 / 40 < found.high < 0.25
    assert (found.rows, found.degrees, found.care) == (40, 39, "useless")


def test_where_nobody_is_counted_the_far_end_is_the_exact_bound():
    found = share(rows_of(30, 3_000), np.zeros(30, bool), np.ones(30, bool))
    assert (found.value, found.low, found.high) == (0, 0, most_wrong(30, sure=0.975))
    everybody = share(rows_of(30, 3_000), np.ones(30, bool), np.ones(30, bool))
    assert (everybody.value, everybody.high) == (1, 1)
    assert everybody.low == 1 - found.high


def test_a_census_has_no_interval_but_itself():
    found = share(rows_of(10, 10), np.arange(10) < 3, np.ones(10, bool))
    assert (found.low, found.value, found.high) == (0.3, 0.3, 0.3)


@pytest.mark.parametrize("whole", [100, 125, 10_000])
def test_who_did_not_answer_widens_the_interval_also_where_everybody_was_drawn(whole):
    """Of m drawn out of N only r answered: as a draw of r out of N, whatever share of N was drawn."""
    drawn = rows_of(100, whole)
    known = np.arange(100) % 4 == 0
    told = replace(drawn, weight=answered_for(drawn.weight, ["a"] * 100, known))
    found = share(told, np.arange(100) < 40, np.ones(100, bool))
    assert (found.value, found.rows) == (pytest.approx(0.4), 25)
    assert found.error == pytest.approx(sqrt((1 - 25 / whole) * 0.4 * 0.6 / 24), rel=0.03)
    assert found.low < 0.3 < 0.5 < found.high


def test_what_two_homes_cannot_say_is_not_said():
    found = share(rows_of(2, 500), np.array([True, False]), np.ones(2, bool))
    assert (found.low, found.high, found.care) == (None, None, "unknown")
    nobody = share(rows_of(5, 500), np.zeros(5, bool), np.zeros(5, bool))
    assert (nobody.value, nobody.rows) == (None, 0)
    alone = sample([(0, 0, 0, 1, 9, 1, 1), (1, 1, 0, 2, 9, 1, 1), (1, 2, 0, 2, 9, 1, 1)])
    assert share(alone, np.array([True, False, True]), np.ones(3, bool)).value is None


@pytest.mark.parametrize(("degrees", "table"), [(3, 3.182), (5, 2.571), (12, 2.179), (30, 2.042), (120, 1.980)])
def test_the_point_of_students_t_is_that_of_the_tables(degrees, table):
    assert student(degrees) == pytest.approx(table, rel=0.002)


def test_who_did_not_answer_is_stood_for_by_the_own_cell_alone():
    raised = answered_for(np.array([2.0, 2.0, 2.0, 5.0]), ["a", "a", "a", "b"], np.array([True, False, True, False]))
    assert raised.tolist() == [3.0, 0.0, 3.0, 0.0]


def frame(*, wards=3, units=6, homes=10, chosen=3):
    return [
        Home(1_000 * ward + 20 * unit + at, f"w{ward}", f"rt{unit}", "chosen" if at < chosen else "others")
        for ward in range(wards)
        for unit in range(units)
        for at in range(homes)
    ]


@pytest.mark.parametrize(
    "design",
    [Design({"chosen": 12, "others": 20}), Design({"chosen": 2, "others": 3}, units=9)],
    ids=["homes directly", "neighbourhoods first"],
)
def test_a_draw_depends_on_the_seed_alone_and_its_chances_add_up_to_the_frame(design):
    homes = frame()
    found = draw(homes, design, seed="gong 2026")
    assert found == draw(homes[::-1], design, seed="gong 2026")
    assert found != draw(homes, design, seed="gong 2027")
    assert len({one.family for one in found}) == len(found)
    assert sum(1 / one.probability for one in found) == pytest.approx(len(homes))
    assert {one.part for one in found} == {"chosen", "others"}


def test_no_stratum_is_left_with_one_home_where_it_has_two():
    assert shared_out({"a": 1_000, "b": 2, "c": 1}, 10) == {"a": 7, "b": 2, "c": 1}
    assert sum(shared_out({"a": 3, "b": 4}, 100).values()) == 7
    with pytest.raises(Refusal, match="Tidak ada keluarga"):
        draw([], Design({"chosen": 5, "others": 5}), seed="gong 2026")


def test_on_a_whole_city_asked_the_errors_are_the_shares_themselves():
    homes = frame(wards=1, units=2)
    drawn = draw(homes, Design({"chosen": 99, "others": 99}, units=9), seed="gong 2026")
    poor = [one.family % 20 in (0, 5) for one in drawn]  # of each ten one chosen is poor, and one of the others
    found = {one.name: one.share.value for one in targeting_errors(drawn, poor)}
    assert found == {
        "exclusion": 0.5, "inclusion": 2 / 8, "leakage": 2 / 3, "poor": 0.2, "chosen_poor": pytest.approx(1 / 3)
    }  # fmt: skip


def test_who_does_not_answer_leaves_the_value_and_widens_what_is_possible():
    drawn = draw(frame(), Design({"chosen": 18, "others": 30}), seed="gong 2026")
    poor = [one.part == "chosen" and one.family % 2 == 0 for one in drawn]
    some = [None if at % 6 == 0 else one for at, one in enumerate(poor)]
    whole = {one.name: one for one in targeting_errors(drawn, poor)}
    partly = {one.name: one for one in targeting_errors(drawn, some)}
    assert whole["leakage"].worst_low == whole["leakage"].worst_high == whole["leakage"].share.value
    assert partly["leakage"].worst_low < partly["leakage"].share.value < partly["leakage"].worst_high
    assert partly["exclusion"].worst_high > 0 == whole["exclusion"].share.value
    few = {one.name: one for one in targeting_errors(drawn, [one if at < 12 else None for at, one in enumerate(poor)])}
    assert few["poor"].care == "useless", "whatever its interval is, most homes were not asked"
    nothing = targeting_errors(drawn, [None] * len(drawn))
    assert all(one.share.value is None for one in nothing)
