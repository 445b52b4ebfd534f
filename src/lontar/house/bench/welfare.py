"""Training the local welfare score on a survey of a hundred thousand households."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from lontar.house.bench.figures import Figure

HOUSEHOLDS: Final = 100_000
QUESTIONS, NUMBERS = 24, 8
SECONDS_MAX: Final = 10.0


def survey(households: int, seed: int = 1) -> pl.DataFrame:
    """Consumption that depends on codes and numbers, drawn in clusters within strata, with unequal weights."""
    dice = np.random.default_rng(seed)
    strata = dice.integers(0, 20, households)
    columns: dict[str, Any] = {
        "strata": strata, "cluster": strata * 1_000 + dice.integers(0, 250, households),
        "weight": dice.uniform(50, 500, households).round(3),
    }  # fmt: skip
    log = 13.6 + dice.normal(0, 0.4, households)
    for number in range(QUESTIONS):
        codes = dice.integers(1, 3 + number % 7, households)
        log += dice.normal(0, 0.15, 12)[codes]
        columns[f"code_{number}"] = codes
    for number in range(NUMBERS):
        values = dice.gamma(2.0, 3.0, households).round(1)
        log += dice.normal(0, 0.03) * values
        columns[f"number_{number}"] = values
    return pl.DataFrame({"consumption": np.exp(log).round(0), **columns})


def training(files: Path, families: int) -> list[Figure]:
    """The whole command, from its start to the model on the disk."""
    with tempfile.TemporaryDirectory() as folder:
        file, model = Path(folder) / "survey.csv", Path(folder) / "model.json"
        made = survey(HOUSEHOLDS)
        made.write_csv(file)
        codes = ",".join(name for name in made.columns if name.startswith("code_"))
        asked = [
            sys.executable, "-m", "lontar", "welfare", "train", str(file), "--target", "consumption", "--weight", "weight",
            "--strata", "strata", "--cluster", "cluster", "--categorical", codes, "--out", str(model), "--json",
        ]  # fmt: skip
        began = time.perf_counter()
        subprocess.run(asked, check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - began
    note = f"`./lontar welfare train` on {HOUSEHOLDS:,} households and {QUESTIONS + NUMBERS} questions, cross-validated; from its start to the model."
    return [Figure("welfare.seconds", "Training the welfare score", seconds, "s", SECONDS_MAX, "at_most", note)]
