"""`./lontar bench`: figures beside their promises, on a database that is never the user's."""

import json

import pytest

from cast import CITY
from lontar.city.loans import queries as loans
from lontar.house.bench import command, funds
from lontar.house.bench.figures import Figure, machine, page, table
from lontar.house.environment import Environment
from lontar.science.trouble import Refusal

FAST = Figure("x.fast", "Fast enough", 2.0, "s", 5.0, "at_most", "How long it takes.", {"slowest": 3.5})
SLOW = Figure("x.slow", "Too slow", 1_000.0, "persons/s", 7_000.0, "at_least", "How many.")
PLAIN = Figure("x.plain", "No promise", 12.0, "MiB")


def test_a_promise_is_kept_on_the_right_side_of_its_limit():
    assert (FAST.kept, SLOW.kept, PLAIN.kept) == (True, False, None)
    assert [row[3] for row in table([FAST, SLOW, PLAIN])] == ["Kept", "yes", "NO", "—"]


def test_what_is_measured_anew_takes_the_place_of_what_was_recorded(tmp_path):
    on = machine("18.1")
    old = Figure("example.seconds", "Writing", 9.0, "s", load=7.0, measured_at="2026-11-21T10:00+00:00")
    other = Figure("reading.rate", "Reading", 20_000.0, "persons/s", measured_at="2026-11-21T10:01+00:00")
    command.record([other, old], on, 120_000, tmp_path)
    new = Figure("example.seconds", "Writing", 5.0, "s", load=1.0, measured_at="2026-11-22T10:00+00:00")
    command.record([new], machine(), 120_000, tmp_path)
    recorded = json.loads((tmp_path / "benchmarks.json").read_text())
    assert [(row["name"], row["value"]) for row in recorded["figures"]] == [
        ("example.seconds", 5.0),
        ("reading.rate", 20_000.0),
    ]
    assert recorded["machine"]["postgresql"] == "18.1"
    assert "PostgreSQL 18.1" in (tmp_path / "benchmarks.md").read_text()
    command.record([new], on, 40, tmp_path)
    assert len(json.loads((tmp_path / "benchmarks.json").read_text())["figures"]) == 1, "a city of another size"


def test_the_page_shows_what_came_out_and_on_which_machine():
    on = machine("18.1")
    text = page([FAST, SLOW], on, 120_000)
    assert "| Fast enough | 2 s | ≤ 5 s | yes | 0.0 |" in text
    assert "| Too slow | 1,000 persons/s | ≥ 7,000 persons/s | NO | 0.0 |" in text
    assert f"{on['cpu']}, {on['cores']} cores" in text
    assert "slowest 3.5" in text
    assert "120,000 families" in text


def test_a_measure_runs_in_a_process_of_its_own(tmp_path):
    figures: list[Figure] = []
    assert command._measure_all(["example", "no such measure", "reading"], tmp_path, 20, figures) == ["no such measure"]
    assert [one.name for one in figures] == ["example.seconds", "example.memory", "reading.rate"]
    assert all(one.value > 0 for one in figures)
    assert (tmp_path / "keluarga.csv").exists()


@pytest.mark.django_db
def test_what_the_measure_of_funds_writes_past_the_verbs_is_what_the_book_of_loans_counts(home, acting, ester):
    with acting(ester):
        funds._lent(60, CITY, ester)
        whole = loans.summed(loans.rows(CITY, on=funds.ON))
    assert whole.live.loans == 60


def test_it_has_a_home_and_a_database_beside_the_users(monkeypatch, tmp_path):
    monkeypatch.setenv("LONTAR_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p@host/lontar?sslmode=require")
    monkeypatch.setenv("LONTAR_TESTING", "1")
    environ = command._own_environment()
    assert environ["LONTAR_HOME"] == str(tmp_path / "bench")
    assert environ["DATABASE_URL"] == "postgresql://u:p@host/lontar_bench?sslmode=require"
    assert "LONTAR_TESTING" not in environ, "a server that does not wait for its disk would flatter every figure"


@pytest.mark.parametrize("url", ["", "postgresql://u@host/lontar"])
def test_it_never_throws_away_a_database_that_it_did_not_make(url, tmp_path):
    (tmp_path / "data").mkdir()
    with pytest.raises(Refusal, match="not the bench's own"):
        command.start_from_nothing(Environment(home=tmp_path, database_url=url, testing=False))
    assert (tmp_path / "data").exists()


def test_the_recorded_page_is_what_the_recorded_figures_give():
    docs = command.ROOT / "docs"
    recorded = json.loads((docs / "benchmarks.json").read_text())
    figures = [command.figure_of(row) for row in recorded["figures"]]
    assert figures
    assert page(figures, recorded["machine"], recorded["families"]) == (docs / "benchmarks.md").read_text()
