"""The local welfare score from the terminal."""

import argparse
import json

import polars as pl
import pytest

from lontar.house import welfare
from science.test_welfare import households


def run(*arguments):
    parser = argparse.ArgumentParser()
    welfare.add_commands(parser.add_subparsers())
    options = parser.parse_args([str(argument) for argument in ("welfare", *arguments)])
    return options.run(options)


@pytest.fixture
def survey(tmp_path):
    path = tmp_path / "survey.csv"
    households(rows=400).write_csv(path)
    return path


def test_a_survey_becomes_a_model_and_a_file_gets_its_scores(survey, tmp_path, capsys):
    model, out = tmp_path / "model.json", tmp_path / "scored.csv"
    asked = ("--target", "consumption", "--weight", "w", "--strata", "h", "--cluster", "c", "--categorical", "town")
    assert run("train", survey, *asked, "--out", model, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["note"] == "indikatif, bukan desil DTSEN"
    assert len(told["errors"]) == 99
    assert {"exclusion", "inclusion", "leakage"} <= set(told["errors"][0])
    assert len(told["calibration"]) == 10
    assert run("score", model, survey, "--out", out) == 0
    scored = pl.read_csv(out)
    assert scored.height == 400
    assert set(scored.get_column("version")) == {told["version"]}
    assert (scored.get_column("low") <= scored.get_column("high")).all()


def test_a_parquet_file_is_read_too_and_columns_of_the_same_name_are_kept(survey, tmp_path):
    model, table, out = tmp_path / "model.json", tmp_path / "t.parquet", tmp_path / "s.parquet"
    run("train", survey, "--target", "consumption", "--out", model)
    households(rows=20).with_columns(version=pl.lit("mine")).write_parquet(table)
    assert run("score", model, table, "--out", out) == 0
    assert {"version", "score_version"} <= set(pl.read_parquet(out).columns)


def test_trouble_is_a_sentence_and_exit_2(survey, tmp_path, capsys):
    assert run("train", survey, "--target", "nothing", "--out", tmp_path / "m") == 2
    assert "nothing" in capsys.readouterr().err
    assert run("train", tmp_path / "none.csv", "--target", "x", "--out", tmp_path / "m") == 2
    assert run("train", survey, "--target", "consumption", "--out", tmp_path / "no" / "m") == 2
    capsys.readouterr()
    assert run("train", survey, "--target", "consumption", "--line", "-5", "--out", tmp_path / "m") == 2
    assert "lebih dari nol" in capsys.readouterr().err
    assert run("score", survey, survey) == 2
    assert "bukan model" in capsys.readouterr().err


def test_a_model_and_its_scores_are_never_written_over_what_they_were_made_from(survey, tmp_path, capsys):
    before, model = survey.read_bytes(), tmp_path / "model.json"
    assert run("train", survey, "--target", "consumption", "--out", survey) == 2
    assert "menghapus isinya" in capsys.readouterr().err
    assert run("train", survey, "--target", "consumption", "--out", model) == 0
    kept = model.read_bytes()
    assert run("score", model, survey, "--out", survey) == run("score", model, survey, "--out", model) == 2
    assert (survey.read_bytes(), model.read_bytes()) == (before, kept)
