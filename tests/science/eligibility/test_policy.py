"""The policy tests of `rules/tests/`: cases that an officer can read, run against the rules themselves."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from lontar.science.eligibility.reading import read_family
from lontar.science.eligibility.rule_file import read_rule

RULES = Path(__file__).parents[3] / "rules"
SHEETS = sorted((RULES / "tests").glob("*.yaml"))
CASES = [
    pytest.param(sheet["rule"], case, id=f"{sheet['rule']}: {case['says']}")
    for sheet in (yaml.safe_load(path.read_text()) for path in SHEETS)
    for case in sheet["cases"]
]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_policy(rule, case):
    assert isinstance(case["day"], date)
    ruling = read_rule((RULES / f"{rule}.yaml").read_text()).on(case["day"])
    reading = read_family(ruling, case["family"], case.get("members", []))
    assert (reading.verdict, reading.amount) == (case["expect"], case.get("amount", 0))


def test_every_rule_has_a_sheet_of_policy_tests():
    assert {path.stem for path in RULES.glob("*.yaml")} == {sheet.stem for sheet in SHEETS}


def test_each_sheet_shows_every_kind_of_answer():
    for sheet in SHEETS:
        expected = {case["expect"] for case in yaml.safe_load(sheet.read_text())["cases"]}
        assert expected == {"qualifies", "does_not", "undecided"}, sheet.name
