"""The terminal's import: the same findings as JSON, and an exit status that a script can trust."""

import argparse
import json

import pytest
from django.utils.translation import override

from lontar.city.registry import commands
from spreadsheets import MARIA, PETRUS, as_csv, cells

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(acting, ester, tmp_path, capsys):
    def ran(*arguments, people=(MARIA,)):
        path = as_csv(tmp_path / "keluarga.csv", cells(*people))
        parser = argparse.ArgumentParser()
        commands.add_commands(parser.add_subparsers())
        options = parser.parse_args(["import", "families", str(path), *arguments])
        options.actor = ester
        with acting(ester):
            status = options.run(options)
        return status, capsys.readouterr()

    return ran


def test_a_clean_file_exits_with_nothing_wrong(run):
    status, said = run()
    assert status == 0
    assert "families_new: 1" in said.out


def test_the_findings_are_told_as_json_with_the_header_being_row_1(run):
    status, said = run("--json", "--mode", "families_without_error", people=(MARIA, PETRUS | {"Nama Penduduk": ""}))
    told = json.loads(said.out)
    assert (status, told["state"], told["counts"]["families_left"]) == (0, "done", 1)
    assert told["findings"] == [
        {"severity": "error", "sheet": "", "row": 3, "column": "Nama Penduduk", "kind": "name_missing",
         "message": "Nama kosong. Isi nama seperti di KTP atau KK."}
    ]  # fmt: skip


def test_a_refused_file_exits_with_2_and_says_why_on_the_error_line(run):
    status, said = run(people=(PETRUS | {"Nama Penduduk": ""},))
    assert status == 2
    assert said.err.startswith("lontar: Berkas berisi 1 kesalahan")
    assert "error" in said.out


def test_a_dry_run_says_what_would_come(run):
    status, said = run("--dry-run", "--json")
    told = json.loads(said.out)
    assert (status, told["dry_run"], told["counts"]["persons_new"]) == (0, True, 1)


def test_the_terminal_speaks_the_language_that_was_chosen(run):
    with override("en"):
        status, said = run(people=(PETRUS | {"Nama Penduduk": ""},))
    assert status == 2
    assert "The name is empty." in said.out
    assert said.err.startswith("lontar: The file has 1 error")
