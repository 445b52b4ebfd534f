"""`./lontar loans schedule` answers without a database and without Django."""

import json
import os
import subprocess
import sys

import pytest

from lontar.house import terminal

ASKED = ("loans", "schedule", "--principal", "10000000", "--instalments", "18", "--from", "2026-01-15")


def test_it_answers_in_the_keys_of_loan_books(capsys):
    assert terminal.main([*ASKED, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schedule"][0] == {
        "nr": 1, "due_date": "2026-02-15", "days": 31, "balance": 9_444_444, "principal": 555_556, "interest": 0,
        "due": 555_556,
    }  # fmt: skip
    assert told["total"] == {"principal": 10_000_000, "interest": 0, "due": 10_000_000}
    assert (told["n"], told["annual_rate_pct"], told["repay_unit"]) == (18, 0, "MONTHS")


def test_it_tells_cents_where_the_unit_is_a_cent(capsys):
    asked = ("loans", "schedule", "--principal", "100", "--rate", "9.4822", "--instalments", "6", "--unit", "0.01")
    assert terminal.main([*asked, "--from", "2024-01-01", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["total"]["interest"], told["schedule"][-1]["due"]) == (2.78, 17.13)


def test_it_prints_a_table_for_reading(capsys):
    assert terminal.main(ASKED) == 0
    assert "555,548" in capsys.readouterr().out


@pytest.mark.parametrize("amount", ["-1", "0", "0.5", "12345678901234567890", "sejuta"])
def test_an_amount_that_cannot_be_lent_ends_with_two_and_the_reason(amount, capsys):
    asked = ("loans", "schedule", f"--principal={amount}", "--instalments", "18", "--from", "2026-01-15")
    assert terminal.main(asked) == 2
    assert "Pinjaman" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "typed"),
    [("--principal", "10.000.000"), ("--principal", "100.000"), ("--principal", "Rp 10.000.000"), ("--rate", "6,5")],
)
def test_a_number_as_people_write_it_is_never_read_as_another_one(option, typed, capsys):
    said = {"--principal": "10000000", "--rate": "0", "--instalments": "12", "--from": "2026-01-15"} | {option: typed}
    assert terminal.main(["loans", "schedule", *(f"{name}={value}" for name, value in said.items())]) == 2
    told = capsys.readouterr()
    assert typed in told.err
    assert "tanpa titik ribuan" in told.err
    assert told.out == ""


def test_neither_django_nor_a_data_frame_is_loaded_for_it():
    program = (
        "import sys; from lontar.house.terminal import main; main(sys.argv[1:]);"
        "sys.exit(bool({'django', 'polars', 'numpy'} & sys.modules.keys()))"
    )
    source = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, "-c", program, *ASKED], env={**os.environ, "PYTHONPATH": source}, check=False,
        capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
