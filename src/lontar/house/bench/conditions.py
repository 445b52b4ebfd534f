"""Thirty plain conditions over a million families, beside OpenFisca in an environment of its own."""

import json
import time
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from lontar.house.bench import peers
from lontar.house.bench.figures import Figure
from lontar.house.bench.rules import ON, by_rule
from lontar.science.eligibility.columns import QUALIFIES
from lontar.science.eligibility.rule_file import read_rule
from lontar.science.eligibility.rulebook import Ruling
from lontar.science.eligibility.words import VOCABULARY

FAMILIES: Final = 1_000_000
FASTER_MIN: Final = 5.0  # twice is promised for any reading, five times for a compiled one: Polars is compiled
TURNS: Final = 3
# AGPL, so it is no part of Lontar: installed for the comparison alone, beside the bench's own data.
PEER: Final = "openfisca-core==46.0.1"
NUMBERS: Final = {
    "decile": (1, 10), "size": (1, 12), "food_share": (0, 100), "income": (0, 8_000_000),
    "income_per_member": (0, 3_000_000),
}  # fmt: skip
FLAGS: Final = (
    "no_shelter", "food_worry", "clothes_bought", "house_unfit", "willing_to_build", "housing_aid_before", "in_dtsen",
    "receives_pkh", "receives_sembako", "hit_by_disaster",
)  # fmt: skip
# Field, sign and value; a flag has only its sign: yes or no. They are joined two by two: (1 and 2) or (3 and 4) or …
CONDITIONS: Final[tuple[tuple[str, str, int], ...]] = (
    ("decile", "<=", 2), ("no_shelter", "yes", 0), ("decile", "<=", 1), ("food_worry", "yes", 0),
    ("size", ">=", 9), ("house_unfit", "yes", 0), ("food_share", ">", 90), ("clothes_bought", "no", 0),
    ("income", "<", 400_000), ("willing_to_build", "yes", 0), ("income_per_member", "<", 150_000), ("in_dtsen", "yes", 0),
    ("size", ">=", 11), ("receives_pkh", "no", 0), ("decile", "=", 3), ("hit_by_disaster", "yes", 0),
    ("food_share", ">=", 95), ("receives_sembako", "no", 0), ("income", "<=", 250_000), ("housing_aid_before", "no", 0),
    ("income_per_member", "<=", 90_000), ("size", ">", 6), ("food_share", "<", 3), ("decile", "<", 4),
    ("income", ">=", 7_900_000), ("food_worry", "no", 0), ("size", "=", 12), ("decile", "<", 6), ("income", "<", 600_000),
    ("size", ">=", 8),
)  # fmt: skip
PEER_PROGRAM: Final = """
import json, sys, time
import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
told = json.loads(sys.stdin.readline())
data = np.load(told["data"])
family = build_entity(key="family", plural="families", label="", is_person=True)
system = TaxBenefitSystem([family])
def made(name, kind, formula=None):
    parts = {"value_type": kind, "entity": family, "definition_period": DateUnit.DAY, "label": name}
    if formula:
        parts["formula"] = formula
    system.add_variable(type(name, (Variable,), parts))
for name in data.files:
    made(name, bool if data[name].dtype == bool else int)
SIGNS = {"<=": np.less_equal, "<": np.less, "=": np.equal, ">=": np.greater_equal, ">": np.greater}
def condition(field, sign, value):
    def formula(families, period):
        found = families(field, period)
        return SIGNS[sign](found, value) if sign in SIGNS else found if sign == "yes" else ~found
    return formula
for at, one in enumerate(told["conditions"]):
    made(f"c{at}", bool, condition(*one))
count = len(told["conditions"])
def whole(families, period):
    found = families("c0", period) & families("c1", period)
    for at in range(2, count, 2):
        found = found | (families(f"c{at}", period) & families(f"c{at + 1}", period))
    return found
made("verdict", bool, whole)
seconds = []
for turn in range(told["turns"]):
    began = time.perf_counter()
    simulation = SimulationBuilder().build_default_simulation(system, told["families"])
    for name in data.files:
        simulation.set_input(name, told["day"], data[name])
    verdict = simulation.calculate("verdict", told["day"])
    seconds.append(time.perf_counter() - began)
print(json.dumps({"seconds": min(seconds), "qualifies": int(verdict.sum())}))
"""


def ruling() -> Ruling:
    """The thirty conditions as a rule."""
    asked = [_said(*one) for one in CONDITIONS]
    pairs = [f"({one} and {other})" for one, other in zip(asked[::2], asked[1::2], strict=True)]
    text = f"""
rule: thirty
name: {{id: Tiga puluh, en: Thirty}}
decided_by: city
paid_by: city
who:
  - when: {" or ".join(pairs)}
    from: 2026-01-01
    source: bench
    confidence: made_up
gives:
  every: once
  what: {{id: contoh, en: example}}
"""
    return read_rule(text).on(ON)


def _said(field: str, sign: str, value: int) -> str:
    return f"{field} {sign} {value}" if field in NUMBERS else field if sign == "yes" else f"not {field}"


def made_up(families: int, seed: int = 1) -> dict[str, np.ndarray]:
    """The columns that are asked, nothing unknown: the other program has no word for that."""
    dice = np.random.default_rng(seed)
    numbers = {
        name: dice.integers(low, high, families, endpoint=True).astype(np.int32)
        for name, (low, high) in NUMBERS.items()
    }
    return numbers | {name: dice.random(families) < 0.3 for name in FLAGS}


def judged(one: Ruling, data: dict[str, np.ndarray]) -> pl.DataFrame:
    """Verdicts with the answer to each condition, from the bare arrays."""
    count = len(next(iter(data.values())))
    families = pl.DataFrame({"family_id": np.arange(count), **data})
    return by_rule(one, families, pl.DataFrame({"family_id": pl.Series([], dtype=pl.Int64)}))


def conditions(files: Path, families: int) -> list[Figure]:
    """From arrays in memory to every family's verdict, both ways, in processes of their own."""
    assert {field for field, _sign, _value in CONDITIONS} <= set(VOCABULARY)
    one, data = ruling(), made_up(FAMILIES)
    judged(one, {name: values[:1_000] for name, values in data.items()})  # the engine is awake
    seconds = []
    for _turn in range(TURNS):
        began = time.perf_counter()
        told = judged(one, data)
        seconds.append(time.perf_counter() - began)
    note = f"{len(CONDITIONS)} conditions, {FAMILIES:,} families, inputs set from arrays; verdicts, rupiah and the answer to each condition. The fastest of {TURNS} turns."
    figures = [
        Figure(
            "conditions.seconds",
            "Thirty plain conditions over a million families",
            min(seconds),
            "s",
            None,
            "none",
            note,
        )
    ]
    qualifies = int((told["verdict"] == QUALIFIES).sum())
    peer = _peer(files.parent / "openfisca", data)
    if peer is None:
        return figures
    if peer[1] != qualifies:
        raise RuntimeError(f"OpenFisca says {peer[1]:,} families, the rule {qualifies:,}")
    return [
        *figures,
        Figure("conditions.faster", "The same, times as fast as OpenFisca", peer[0] / min(seconds), "x", FASTER_MIN, "at_least",
               f"{PEER} in an environment of its own, the same arrays and conditions, the same {qualifies:,} families; setting "
               f"its inputs counted in. It answers yes or no and gives no reasons. The fastest of {TURNS} turns each.",
               {"OpenFisca s": peer[0], "Lontar s": min(seconds)}),
    ]  # fmt: skip


def _peer(folder: Path, data: dict[str, np.ndarray]) -> tuple[float, int] | None:
    """What the other program needs, and whom it takes; None where it cannot be had."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    arrays = folder.with_suffix(".npz")
    np.savez(arrays, allow_pickle=False, **data)
    given = {
        "data": str(arrays), "conditions": CONDITIONS, "families": FAMILIES, "day": ON.isoformat(), "turns": TURNS,
    }  # fmt: skip
    told = peers.answer_of(PEER, folder, PEER_PROGRAM, given=json.dumps(given) + "\n")
    arrays.unlink()
    return (float(told["seconds"]), int(told["qualifies"])) if told else None
