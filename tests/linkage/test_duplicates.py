"""`./lontar duplicates`: any file of persons, without a database."""

import json
import subprocess
import sys

import polars as pl
import pytest

from linkage.people import town
from lontar.house.terminal import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("persons")
    people = town(250, 5, copies=0.15)
    people.write_csv(folder / "people.csv", separator=";")
    people.rename({"nama": "Full Name", "nik": "number"}).drop("no_kk", "rt", "alamat").write_parquet(
        folder / "people.parquet"
    )
    return folder


def test_a_csv_gives_pairs_clusters_and_quality(folder, capsys):
    out = folder / "pairs.csv"
    assert main(["duplicates", str(folder / "people.csv"), "--truth", "truth", "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    pairs = pl.read_csv(out)
    assert told["pairs"] == len(pairs)
    assert told["f1"] > 0.93
    assert told["seconds"] > 0
    assert {"precision", "recall", "wrongly_merged", "clusters"} <= set(told)
    people = pl.read_csv(folder / "people.csv", separator=";", infer_schema=False)
    text = out.read_text()
    assert not any(name in text for name in people["nama"].drop_nulls().head(50)), "no name leaves its file"


def test_a_parquet_with_other_names_and_fewer_columns(folder, capsys):
    arguments = [
        "duplicates",
        str(folder / "people.parquet"),
        "--map",
        "nama=Full Name",
        "--map",
        "nik=number",
        "--json",
    ]
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["clusters"] > 0


@pytest.mark.parametrize(
    "wrong",
    [
        ["missing.csv"],
        ["people.csv", "--truth", "nobody"],
        ["people.csv", "--map", "nama"],
        ["people.csv", "--map", "surname=nama"],
        ["people.csv", "--id", "nama"],
        ["people.csv", "--out", "/nowhere/pairs.csv"],
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(folder, capsys, wrong):
    assert main(["duplicates", str(folder / wrong[0]), *wrong[1:]]) == 2
    told = capsys.readouterr().err
    assert told.startswith("lontar: ")
    assert "None" not in told


def test_the_terminal_starts_without_the_linkage_tools():
    """Loading splink takes longer than most commands run."""
    tools = "{'splink', 'duckdb', 'pyarrow', 'rapidfuzz', 'polars'}"
    code = f"import sys, lontar.house.duplicates; sys.exit(bool({tools} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
