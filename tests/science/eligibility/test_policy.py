"""The policy tests of `rules/tests/`: cases that an officer can read, run against the rules themselves."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from lontar.science.eligibility import terms as t
from lontar.science.eligibility.reading import read_family, read_person
from lontar.science.eligibility.rule_file import read_rule

RULES = Path(__file__).parents[3] / "rules"
SHEETS = sorted((RULES / "tests").glob("*.yaml"))
CASES = [
    pytest.param(sheet["rule"], case, id=f"{sheet['rule']}: {case['says']}")
    for sheet in (yaml.safe_load(path.read_text()) for path in SHEETS)
    for case in sheet["cases"]
]


def rule_of(name):
    return read_rule((RULES / f"{name}.yaml").read_text())


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_policy(rule, case):
    assert isinstance(case["day"], date)
    ruling = rule_of(rule).on(case["day"])
    members = case.get("members", [])
    assert ("person" in case) == (ruling.rule.applies_to == "person")
    if "person" in case:
        reading = read_person(ruling, case["family"], members, case["person"] - 1)
    else:
        reading = read_family(ruling, case["family"], members)
    least = case.get("amount", 0)
    most = case.get("amount_most", least)
    assert (reading.verdict, reading.amount, reading.amount_most) == (case["expect"], least, most)


@pytest.mark.parametrize("sheet", [pytest.param(yaml.safe_load(path.read_text()), id=path.stem) for path in SHEETS])
def test_every_word_of_a_case_is_one_that_the_rule_asks_for(sheet):
    rule = rule_of(sheet["rule"])
    asked = {column for case in sheet["cases"] for field in rule.on(case["day"]).fields for column in field.columns}
    for case in sheet["cases"]:
        used = set(case["family"]) | {word for member in case.get("members", []) for word in member}
        assert used - asked <= {"relation", "decile", "birth_date"}, case["says"]


def test_every_rule_has_a_sheet_of_policy_tests():
    assert {path.stem for path in RULES.glob("*.yaml")} == {sheet.stem for sheet in SHEETS}


def test_each_sheet_shows_every_kind_of_answer_that_its_rule_can_give():
    for path in SHEETS:
        sheet = yaml.safe_load(path.read_text())
        expected = {case["expect"] for case in sheet["cases"]}
        condition = rule_of(sheet["rule"]).on(sheet["cases"][0]["day"]).condition
        match condition:
            case t.NotKnown():
                can = {"undecided"}
            case t.All(parts) if t.NotKnown() in parts:
                can = {"does_not", "undecided"}
            case _:
                can = {"qualifies", "does_not", "undecided"}
        assert expected == can, path.name


def test_the_sixteen_programmes_are_there_under_the_names_that_people_use():
    called = {name for path in RULES.glob("*.yaml") for name in read_rule(path.read_text()).also_called}
    assert {
        "PKH", "SEMBAKO", "PBI_JKN", "PIP", "KIPK", "BLT_KESRA", "BSPS", "KUR", "MEKAAR", "KUBE", "UEP", "PEM", "PMT",
        "RASTRADA_BLITAR", "PKH_PLUS", "FAKIR_MISKIN",
    } <= called  # fmt: skip


def test_no_amount_share_or_duration_hides_in_words_where_it_has_neither_source_nor_days():
    figures = re.compile(r"\bRp\s*\d|\d\s*(hari|bulan|tahun|persen|juta|orang|keluarga)\b")
    for path in sorted(RULES.glob("*.yaml")):
        rule = read_rule(path.read_text())
        for said in (rule.note.id, rule.gives.what.id, *(value.meaning.id for value in rule.values)):
            assert not figures.search(said.replace("12 tahun", "")), f"{path.name}: {said}"


def test_a_day_of_last_year_has_the_values_of_last_year():
    values = {
        (rule, value.meaning.en): (dated.value, dated.confidence)
        for rule in ("sembako", "pmt", "pip")
        for value, dated in rule_of(rule).on(date(2025, 11, 22) if rule == "sembako" else date(2024, 1, 1)).sources
    }
    assert values["sembako", "deciles served"] == (t.Ranges(((1, 5),)), "read")
    assert values["pmt", "for a wasted child"] == (56, "believed")
    assert rule_of("pmt").on(date(2023, 12, 31)).sources[4][1].value == 90
    assert values["pip", "upper secondary school, a year"] == (1_800_000, "read")
