"""What a page needs of the rules: written back as text, tried on cases, and who stands near the line."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from lontar.science.eligibility.columns import judge
from lontar.science.eligibility.nearness import near
from lontar.science.eligibility.policy_tests import read_cases, tried
from lontar.science.eligibility.rule_file import read_rule
from lontar.science.eligibility.rule_writing import Version, amount_of, in_force, with_version, written
from lontar.science.eligibility.tokens import RuleRefused

RULES = Path(__file__).parents[3] / "rules"
ELDERLY = """\
rule: lansia
name: {id: Bantuan lansia, en: Aid to the elderly}
decided_by: city
paid_by: city
who:
  - {when: decile in 1..4 and some member (age >= 60), from: 2025-01-01, source: Perwali 1, confidence: read}
gives: {amount: 300000, every: quarter}
"""
DAY = date(2026, 11, 22)


@pytest.mark.parametrize("path", sorted(RULES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_rule_that_is_written_back_answers_as_before(path):
    rule = read_rule(path.read_text())
    again = read_rule(written(rule))
    assert (again.id, again.name, again.note, again.conditions, again.ends) == (
        rule.id, rule.name, rule.note, rule.conditions, rule.ends,
    )  # fmt: skip
    for day in rule.changes():
        if any(one.period.holds(day) for one in rule.who):
            before, after = rule.on(day), again.on(day)
            assert (before.condition, before.amount) == (after.condition, after.amount)


def test_a_new_version_ends_the_one_before_and_leaves_the_past_as_it_was():
    rule = read_rule(ELDERLY)
    new = Version("decile in 1..2", date(2026, 1, 1), "Perwali 2", "believed", 500_000)
    changed = read_rule(written(with_version(rule, new)))
    last_year, this_year = changed.on(date(2025, 12, 31)), changed.on(date(2026, 1, 1))
    assert last_year.condition == rule.on(date(2025, 12, 31)).condition
    assert (last_year.amount.value, this_year.amount.value) == (300_000, 500_000)
    assert this_year.since.source == "Perwali 2"
    assert amount_of(changed) == 500_000
    assert in_force(changed).when == "decile in 1..2"


def test_a_version_of_the_same_day_is_replaced():
    rule = read_rule(ELDERLY)
    changed = with_version(rule, Version("decile = 1", date(2025, 1, 1), "Perwali 1", "read", 250_000))
    assert [one.text for one in changed.who] == ["decile = 1"]
    assert read_rule(written(changed)).on(DAY).amount.value == 250_000


def test_a_version_that_moves_to_another_day_leaves_no_gap_and_nothing_behind():
    rule = read_rule(ELDERLY)
    first = with_version(rule, Version("decile = 1", date(2026, 1, 1), "Perwali 2", "read", 500_000))
    moved = with_version(
        first, Version("decile = 1", date(2026, 7, 1), "Perwali 2", "read", 500_000), instead_of=date(2026, 1, 1)
    )
    again = read_rule(written(moved))
    assert [one.period.since for one in again.who] == [date(2025, 1, 1), date(2026, 7, 1)]
    assert again.on(date(2026, 6, 30)).condition == rule.on(DAY).condition
    assert [again.on(day).amount.value for day in (date(2026, 6, 30), date(2026, 7, 1))] == [300_000, 500_000]


def test_a_draft_that_replaced_a_version_and_moves_to_another_day_puts_that_one_back():
    rule = read_rule((RULES / "bantuan-sosial-kesejahteraan-keluarga.yaml").read_text())
    day, later = date(2026, 1, 1), date(2026, 12, 1)
    first = with_version(rule, Version("decile in 1..3", day, "Perwali 12", "read", 350_000), before=rule)
    draft = read_rule(written(first))
    assert {one.name for one in draft.values} == {"quarterly_aid"}, "limits that nobody asks for any more are gone"
    moved = with_version(
        draft, Version("decile in 1..3", later, "Perwali 12", "read", 350_000), instead_of=day, before=rule
    )
    again = read_rule(written(moved))
    assert again.on(DAY).condition == rule.on(DAY).condition
    assert [again.on(one).amount.value for one in (date(2026, 11, 30), later)] == [300_000, 350_000]
    assert {value.name for value, _dated in again.on(later).sources} == {"quarterly_aid"}
    assert {value.name for value, _dated in again.on(DAY).sources} == {one.name for one in rule.values}
    once_more = with_version(
        again, Version("decile = 1", date(2027, 1, 1), "Perwali 12", "read", 350_000), instead_of=later, before=rule
    )
    assert read_rule(written(once_more)).on(date(2026, 12, 31)).condition == rule.on(DAY).condition


@pytest.mark.parametrize(
    ("when", "line"),
    [("decile in 1..4\nand desile = 2", 2), ("decile / 0 = 1", 1), ("__class__", 1), ("income <= 1.000.000", 1), ("'; drop table family", 1),
     ("decile <= 2 and decile >= 5", 0), ("(" * 100 + "size = 3" + ")" * 100, 1),
     (" and ".join(["size = 3"] * 5_000), 1)],
)  # fmt: skip
def test_a_wrong_condition_names_its_own_line_and_what_to_do(when, line):
    with pytest.raises(RuleRefused) as refused:
        with_version(read_rule(ELDERLY), Version(when, date(2026, 1, 1), "Perwali 2", "read"))
    assert (refused.value.line, refused.value.field) == (line, "when")
    assert refused.value.advice


def test_rupiah_begin_with_the_version_that_gives_them_where_the_rule_gave_none_before():
    """The city completes the criteria of a line whose rule said only that they are not known."""
    rule = read_rule((RULES / "alat-bantu.yaml").read_text())
    new = Version("decile in 1..4 and some member (disabled)", date(2026, 12, 1), "Perwali 3", "read", 1_500_000)
    changed = read_rule(written(with_version(rule, new)))
    before, after = changed.on(date(2026, 11, 30)), changed.on(date(2026, 12, 1))
    assert before.amount is None, "nothing was given before, and nobody says nought"
    assert before.condition == rule.on(date(2026, 11, 30)).condition
    assert after.amount.value == 1_500_000


@pytest.mark.parametrize(
    ("word", "near"), [("decil", "decile"), ("desil", "decile, decile_on"), ("umur", "age, age_months"), ("pendapatan", "income, income_per_member")]
)  # fmt: skip
def test_an_unknown_word_is_answered_with_the_one_that_was_meant(word, near):
    with pytest.raises(RuleRefused) as refused:
        with_version(read_rule(ELDERLY), Version(f"{word} <= 4", date(2026, 1, 1), "Perwali 2", "read"))
    assert refused.value.values["near"] == near


def test_an_unknown_word_that_resembles_none_is_answered_with_those_that_can_stand_there():
    with pytest.raises(RuleRefused) as refused:
        with_version(read_rule(ELDERLY), Version("zzz = 1", date(2026, 1, 1), "Perwali 2", "read"))
    assert "decile" in refused.value.advice
    assert "birth_date" not in refused.value.advice, "a member's word cannot stand here"
    assert refused.value.template == "Kolom “%(text)s” tidak dikenal.", "as a template, for every language"


def test_a_rule_that_has_ended_says_when():
    with pytest.raises(RuleRefused, match="berakhir pada 2025-12-31"):
        read_rule((RULES / "blt-kesra.yaml").read_text()).on(DAY)
    with pytest.raises(RuleRefused, match="berlaku sejak 2025-01-01"):
        read_rule(ELDERLY).on(date(2024, 1, 1))


def test_cases_say_what_the_rule_answers_instead():
    sheet = """
    - {says: nenek desil 2, day: 2026-11-22, family: {decile: 2}, members: [{birth_date: 1950-01-01}], expect: qualifies, amount: 300000}
    - {says: nenek desil 5, day: 2026-11-22, family: {decile: 5}, members: [{birth_date: 1950-01-01}], expect: qualifies}
    """
    good, bad = tried(read_rule(ELDERLY), read_cases(sheet))
    assert good.as_expected
    assert (bad.as_expected, bad.verdict) == (False, "does_not")


@pytest.mark.parametrize(
    ("wrong", "line", "says"),
    [("{says: a, day: 2026-11-22, family: {desile: 2}, expect: qualifies}", 1, "“desile” tidak dikenal"),
     ("{says: a, day: besok, expect: qualifies}", 1, "bukan tanggal"),
     ("{says: a, day: 2026-11-22, expect: mungkin}", 1, "bukan jawaban"),
     ("{says: a, day: 2026-11-22, family: {decile: dua}, expect: qualifies}", 1, "bukan angka"),
     ("{says: a, day: 2026-11-22, hasil: ya, expect: qualifies}", 1, "“hasil” tidak dikenal")],
)  # fmt: skip
def test_a_case_that_cannot_be_read_is_refused_with_its_line(wrong, line, says):
    with pytest.raises(RuleRefused, match=says) as refused:
        read_cases(f"- {wrong}")
    assert refused.value.line == line


def test_those_nearest_to_the_line_come_first():
    ruling = read_rule(ELDERLY).on(DAY)
    families = pl.DataFrame({"family_id": [1, 2, 3, 4, 5], "decile": [1, 4, 5, 9, 9]})
    born = [date(1950, 1, 1), date(1966, 11, 22), date(1950, 1, 1), date(1950, 1, 1), date(2000, 1, 1)]
    members = pl.DataFrame({"family_id": [1, 2, 3, 4, 5], "birth_date": born})
    answers = judge(ruling, families, members)
    found = near(ruling, answers, families, members).collect().sort("family_id")
    assert found["verdict"].to_list() == ["qualifies", "qualifies", "does_not", "does_not", "does_not"]
    assert found["turns"].to_list() == [1, 1, 1, 1, 2]
    distance = dict(zip(found["family_id"], found["distance"], strict=True))
    assert distance[2] < distance[1]
    assert distance[3] < distance[4]
    assert distance[2] == pytest.approx(0.5 / 130)
