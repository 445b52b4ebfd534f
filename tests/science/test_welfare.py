"""The local welfare score: what it learns, how wrong it says it is, and what it refuses."""

import hashlib
import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lontar.science.trouble import Refusal
from lontar.science.welfare import read_model, score, train
from lontar.science.welfare.design import learn
from lontar.science.welfare.errors import Order, calibration, errors_at
from lontar.science.welfare.fitting import explained, fit, folds_of
from lontar.science.welfare.model import Survey

SURVEY = Survey("consumption", weight="w", strata="h", cluster="c", size="size")


def households(rows=1200, seed=7, noise=0.3):
    chance = np.random.default_rng(seed)
    size = chance.integers(1, 9, rows)
    floor = chance.choice(["1", "2", "8"], rows, p=[0.2, 0.5, 0.3])
    area = chance.integers(12, 120, rows)
    town = chance.choice(["kota", "desa"], rows)
    log = 14 - 0.09 * size + 0.004 * area - 0.4 * (floor == "8") + 0.15 * (town == "kota")
    consumption = np.exp(log + chance.normal(0, noise, rows))
    return pl.DataFrame({
        "no": np.arange(1, rows + 1), "consumption": consumption.round(), "w": chance.integers(1, 5, rows),
        "h": np.arange(rows) // 300, "c": np.arange(rows) // 10, "size": size, "303_lantai": floor, "area": area,
        "town": town, "501a_bpnt": chance.choice(["1", "2"], rows), "name": [f"n{i}" for i in range(rows)],
        "same": ["x"] * rows,
    }).select(pl.all().cast(pl.String))  # fmt: skip


@pytest.fixture(scope="module")
def trained():
    table = households()
    return table, train(table, SURVEY, line=700_000, fingerprint="abc")


def test_the_coefficients_are_those_of_weighted_least_squares():
    chance = np.random.default_rng(1)
    matrix = np.column_stack([np.ones(200), chance.normal(size=(200, 3))])
    target = matrix @ [1.0, 2.0, -1.0, 0.5] + chance.normal(size=200)
    weight = chance.uniform(0.5, 3, 200)
    rows = np.arange(200)
    found = fit(matrix, target, weight, rows % 10, rows, np.zeros(200, dtype=np.int64))
    root = np.sqrt(weight)
    expected, *_ = np.linalg.lstsq(matrix * root[:, None], target * root, rcond=None)
    assert np.allclose(found.coefficients, expected)
    # One stratum, each row its own cluster: White's estimator with n/(n-1).
    bread = np.linalg.inv((matrix * weight[:, None]).T @ matrix)
    scores = matrix * ((target - matrix @ expected) * weight)[:, None]
    white = bread @ (scores.T @ scores) @ bread * 200 / 199
    assert np.allclose(found.errors, np.sqrt(np.diag(white)))
    left = rows % 10 == 3
    without, *_ = np.linalg.lstsq((matrix * root[:, None])[~left], (target * root)[~left], rcond=None)
    assert np.allclose(found.unseen[left], matrix[left] @ without)


def test_columns_that_repeat_each_other_do_no_harm():
    column = np.linspace(0, 1, 50)
    matrix = np.column_stack([np.ones(50), column, column])
    rows = np.arange(50)
    found = fit(matrix, 3 + 2 * column, np.ones(50), rows % 5, rows, np.zeros(50, dtype=np.int64))
    assert np.allclose(found.inside, 3 + 2 * column)


def test_a_cluster_is_never_parted_by_the_folds():
    clusters = pl.Series([str(number // 7) for number in range(700)])
    folds = folds_of(clusters, 10, seed=1)
    assert all(len(set(folds[at : at + 7])) == 1 for at in range(0, 700, 7))
    assert len(set(folds)) == 10
    assert (folds != folds_of(clusters, 10, seed=2)).any()


def test_the_report_tells_how_well_it_does_on_rows_that_it_has_not_seen(trained):
    _table, model = trained
    assert 0.35 < model.report["r2"] < 0.65
    assert model.report["rmse_log"] == pytest.approx(0.3, abs=0.03)
    fresh = households(seed=8)
    scored, _strange = score(model, fresh)
    actual = fresh.get_column("consumption").cast(pl.Float64).to_numpy()
    unseen = explained(np.log(actual), np.log(scored.get_column("predicted").to_numpy()), np.ones(len(actual)))
    assert unseen == pytest.approx(model.report["r2"], abs=0.08)
    inside = (scored.get_column("low").to_numpy() <= actual) & (actual <= scored.get_column("high").to_numpy())
    assert inside.mean() == pytest.approx(0.9, abs=0.03)
    assert scored.get_column("predicted").mean() == pytest.approx(actual.mean(), rel=0.05)


def test_what_programmes_give_and_what_names_a_household_does_not_decide(trained):
    _table, model = trained
    left_out = model.report["columns_left_out"]
    assert set(left_out) == {"no", "501a_bpnt", "name", "same"}
    assert "programmes give" in left_out["501a_bpnt"]
    assert "303_lantai=8" in model.parts[""].design.names  # a code, although it is written as a number


def test_a_model_is_a_file_and_says_the_same_when_read_again(trained):
    table, model = trained
    again = read_model(model.text())
    assert again.version == model.version
    assert score(again, table)[0].equals(score(model, table)[0])


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": "lontar-welfare-1"}'])
def test_what_is_no_model_is_refused(text):
    with pytest.raises(Refusal, match="bukan model"):
        read_model(text)


def test_a_model_that_was_changed_by_hand_is_refused(trained):
    _table, model = trained
    stored = json.loads(model.text())
    stored["parts"][""]["coefficients"][0] += 1
    with pytest.raises(Refusal, match="diubah"):
        read_model(json.dumps(stored))


def test_training_twice_gives_the_same_model(trained):
    table, model = trained
    assert train(table, SURVEY, line=700_000, fingerprint="abc").version == model.version
    assert train(table, SURVEY, line=700_000, fingerprint="another file").version != model.version


def test_answers_that_are_missing_or_new_are_counted_and_still_scored(trained):
    table, model = trained
    strange = table.head(5).with_columns(
        pl.Series("303_lantai", ["99", "", None, "8", "08"]), pl.Series("area", ["x"] * 5)
    )
    scored, told = score(model, strange)
    assert told == {"303_lantai": 3, "area": 5}
    assert scored.select(pl.all().is_null().any()).row(0) == (False,) * 5


def test_a_number_beyond_the_survey_counts_as_its_end_and_is_told(trained):
    table, model = trained
    row = table.head(1)
    scores, told = {}, {}
    for size in ("8", "99999999", "1e400", "1", "-5"):
        found, told[size] = score(model, row.with_columns(size=pl.lit(size)))
        scores[size] = found["predicted"][0]
    assert scores["99999999"] == scores["1e400"] == scores["8"]
    assert scores["-5"] == scores["1"]
    assert told == {"8": {}, "1": {}, "99999999": {"size": 1}, "1e400": {"size": 1}, "-5": {"size": 1}}


def test_whoever_has_answered_less_than_half_has_no_score(trained):
    table, model = trained
    row = table.head(1).with_columns(
        pl.lit("").alias("area"), pl.lit("x").alias("size"), pl.lit("").alias("303_lantai")
    )
    found, _told = score(model, row)
    assert found.drop("version").row(0) == (None,) * 4
    assert found["version"][0] == model.version


def test_a_model_from_before_the_ends_were_kept_is_read_as_it_was(trained):
    _table, model = trained
    stored = json.loads(model.text())
    for part in stored["parts"].values():
        for column in part["columns"]:
            column.pop("least", None), column.pop("most", None)
    stored.pop("version"), stored.pop("format")
    version = hashlib.sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()[:12]
    old = read_model(json.dumps({"format": "lontar-welfare-1", "version": version, **stored}))
    assert old.version == version


def test_each_group_has_a_regression_of_its_own_if_it_is_large_enough():
    table = households(rows=900)
    few = pl.when(pl.int_range(pl.len()) < 40).then(pl.lit("pulau")).otherwise(pl.col("town")).alias("town")
    model = train(table.with_columns(few), Survey("consumption", by=("town",)))
    assert model.report["groups"] == ["desa", "kota"]
    assert model.needs[0] == "town"
    scored, _ = score(model, table.with_columns(pl.lit("tak dikenal").alias("town")))
    assert scored.height == 900


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.head(50), "paling sedikit"),
        (lambda t: t.drop("consumption"), "tidak ada"),
        (lambda t: t.with_columns(pl.lit("0").alias("consumption")), "paling sedikit"),
        (lambda t: t.with_columns(pl.lit("-1").alias("size")), "jumlah orang"),
        (lambda t: t.select("consumption", "w", "h", "c", size=pl.lit("3")), "menjelaskan"),
        (lambda t: t.with_columns(pl.lit("500000").alias("consumption")), "sama di semua baris"),
        (lambda t: t.with_columns(pl.lit("A").alias("c")), "satu klaster saja"),
    ],
)
def test_a_survey_that_cannot_teach_is_refused(change, says):
    with pytest.raises(Refusal, match=says):
        train(change(households(rows=300)), SURVEY)


@pytest.mark.parametrize("clusters", [2, 3, 9])
def test_a_few_clusters_are_held_back_one_by_one(clusters):
    table = households(rows=400)
    few = table.with_columns(c=pl.Series([f"C{at % clusters}" for at in range(400)]), h=pl.lit("1"))
    model = train(few, SURVEY)
    assert (model.report["clusters"], model.report["folds"]) == (clusters, clusters)
    assert 0 < model.report["r2"] < 1


def test_a_group_with_one_cluster_is_scored_by_the_regression_over_everybody():
    """Held back from itself it would be tried by a regression that nobody taught."""
    table = households(rows=1_200).with_columns(region=pl.Series(["A", "B"] * 600), h=pl.lit("1"))
    one = table.with_columns(c=pl.when(pl.col("region") == "B").then(pl.lit("only")).otherwise(pl.col("c")))
    by_region = replace(SURVEY, by=("region",))
    assert train(table, by_region).report["groups"] == ["A", "B"]
    alone = train(one, by_region)
    assert alone.report["groups"] == ["A"]
    assert alone.report["r2"] > 0


@pytest.mark.parametrize("write", ["{:,.0f}".format, lambda value: f"Rp {value:,.0f}".replace(",", ".")])
def test_consumption_written_with_its_thousands_teaches_the_same(trained, write):
    table, model = trained
    written = table.with_columns(pl.Series("consumption", [write(float(one)) for one in table["consumption"]]))
    again = train(written, SURVEY, line=700_000, fingerprint="abc")
    assert again.version == model.version
    assert again.report["rows_left_out"] == 0


def test_a_file_without_a_column_of_the_model_is_refused_by_name(trained):
    table, model = trained
    with pytest.raises(Refusal, match="area"):
        score(model, table.drop("area"))


numbers = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 5)), min_size=2, max_size=30)


@settings(max_examples=60, deadline=None)
@given(numbers, st.integers(1, 99))
def test_errors_are_shares_and_without_a_line_as_many_are_left_out_as_taken_in(rows, percent):
    predicted, actual, weight = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    (found,) = errors_at([percent / 100], predicted, actual, weight)
    assert found.poor == pytest.approx(percent / 100)
    assert found.exclusion == pytest.approx(found.leakage, abs=1e-9)
    for share in (found.exclusion, found.inclusion, found.leakage):
        assert 0 <= share <= 1
    (perfect,) = errors_at([percent / 100], actual, actual, weight)
    assert (perfect.exclusion, perfect.inclusion) == (pytest.approx(0), pytest.approx(0))


def test_the_three_errors_by_hand():
    predicted, actual = np.array([1.0, 2, 3, 4, 5]), np.array([1.0, 9, 2, 9, 9])
    (found,) = errors_at([0.4], predicted, actual, np.ones(5), line=3.0)
    # Two are poor (first and third), two are chosen (first and second), one is both.
    assert (found.exclusion, found.inclusion, found.leakage) == (0.5, pytest.approx(1 / 3), 0.5)


def test_nobody_poor_means_no_exclusion_error_instead_of_nought():
    (found,) = errors_at([0.5], np.array([1.0, 2]), np.array([5.0, 5]), np.ones(2), line=1.0)
    assert (found.poor, found.exclusion, found.leakage) == (0, None, 1)


def test_ties_at_the_border_are_treated_alike():
    assert Order(np.array([2.0, 1, 2, 2]), np.ones(4)).lowest(0.5).tolist() == [
        pytest.approx(1 / 3),
        1,
        pytest.approx(1 / 3),
        pytest.approx(1 / 3),
    ]


def test_calibration_has_ten_groups_of_equal_weight():
    values = np.arange(1.0, 101)
    groups = calibration(values, values * 2, np.ones(100))
    assert [round(one.predicted, 1) for one in groups] == [5.5 + 10 * at for at in range(10)]
    assert all(one.actual == pytest.approx(2 * one.predicted) for one in groups)


def test_numbers_with_a_decimal_comma_are_numbers():
    table = pl.DataFrame({"x": ["1,5", "2", None, "3.5"] * 30})
    design, _left_out = learn(table, np.ones(120), besides=(), codes=())
    assert design.columns[0].of_numbers
    assert design.columns[0].mean == pytest.approx(7 / 3)
    assert design.names == ("constant", "x", "x=?")
