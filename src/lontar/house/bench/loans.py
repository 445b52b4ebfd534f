"""The schedules of a hundred thousand loans, at once and one after the other."""

import time
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from lontar.house.bench.figures import Figure
from lontar.science.instalments import Terms, schedule
from lontar.science.instalments.many import schedules

LOANS: Final = 100_000
INSTALMENTS: Final = 18
SECONDS_MAX: Final = 5.0
ALONE: Final = 1_000


def loans(count: int, seed: int = 1) -> pl.DataFrame:
    """Loans of one to twenty-five million rupiah, paid out on any day of eleven years."""
    dice = np.random.default_rng(seed)
    first = date(2013, 1, 1).toordinal() - date(1970, 1, 1).toordinal()
    days = dice.integers(first, first + 11 * 365, count)
    return pl.DataFrame({
        "principal": dice.integers(1_000_000, 25_000_000, count),
        "start": pl.Series(days).cast(pl.Int32).cast(pl.Date),
    })  # fmt: skip


def schedules_of_many(_files: Path, _families: int) -> list[Figure]:
    """With interest on the balance by actual days, the slowest of the ways that are counted."""
    terms = Terms(INSTALMENTS, rate=60_000, day_count="actual/actual")
    given = loans(LOANS)
    began = time.perf_counter()
    rows = len(schedules(given, terms))
    seconds = time.perf_counter() - began
    began = time.perf_counter()
    for principal, start in given.head(ALONE).iter_rows():
        schedule(principal, terms, start=start)
    alone = (time.perf_counter() - began) / ALONE * LOANS
    return [
        Figure(
            "schedules.seconds", f"Schedules of {LOANS:,} loans of {INSTALMENTS} instalments", seconds, "s",
            SECONDS_MAX, "at_most",
            f"{rows:,} instalments with due date, principal and interest; 6% on the balance, actual/actual.",
            {"seconds one loan after the other": alone},
        )
    ]  # fmt: skip
