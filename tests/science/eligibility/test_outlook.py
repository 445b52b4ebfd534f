"""What a rule says to one family: qualifies, misses one condition, cannot be said, or criteria that nobody knows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lontar.science.eligibility.hearsay import MONTHS, Told, heard, months_before
from lontar.science.eligibility.outlook import outlook
from lontar.science.eligibility.rule_file import read_rule

DAY = date(2026, 11, 22)
RULE = """\
rule: percobaan
name: {id: Percobaan, en: Trial}
decided_by: city
paid_by: city
who:
  - {when: WHEN, from: 2025-01-01, source: a, confidence: read}
gives: {amount: 1000, every: month}
"""


def rule(when, person=False):
    text = RULE.replace("WHEN", when)
    return read_rule(text.replace("decided_by", "applies_to: person\ndecided_by", 1) if person else text)


@pytest.mark.parametrize(
    ("family", "answer"),
    [({"decile": 2, "no_shelter": True}, "qualifies"), ({"decile": 5, "no_shelter": True}, "near"),
     ({"decile": 5, "no_shelter": False}, "does_not"), ({"decile": 2}, "undecided"), ({"decile": 5}, "does_not")],
)  # fmt: skip
def test_one_condition_is_missed_only_where_the_others_are_known_to_be_met(family, answer):
    found = outlook(rule("decile in 1..4 and no_shelter").on(DAY), family, [])
    assert found.answer == answer
    assert (found.missed is not None) == (answer == "near")


def test_criteria_that_nobody_knows_are_told_apart_from_facts_that_nobody_knows():
    found = outlook(rule("decile in 1..4 and unknown").on(DAY), {"decile": 2}, [])
    assert found.answer == "criteria_unknown"


def test_a_rule_about_persons_speaks_of_the_member_it_looks_best_for():
    members = [{"birth_date": date(1980, 1, 1)}, {"birth_date": date(2012, 1, 1)}, {"birth_date": date(2014, 1, 1)}]
    found = outlook(rule("age in 6..21", person=True).on(DAY), {}, members)
    assert (found.answer, found.member, found.members) == ("qualifies", 2, (2, 3))


def test_months_that_were_not_told_decide_nothing():
    toddler = rule("some member (age_months < 24)")
    (open_,) = heard([toddler], {}, [Told(1)], size=1, on=DAY)
    assert open_.answer == "qualifies", "one year and up to eleven months is below two years"
    (torn,) = heard([rule("some member (age_months < 20)")], {}, [Told(1)], size=1, on=DAY)
    assert (torn.answer, MONTHS in torn.asks) == ("undecided", True)
    (sure,) = heard([rule("some member (age_months < 20)")], {}, [Told(1, 3)], size=1, on=DAY)
    assert sure.answer == "qualifies"


def test_members_that_were_not_told_are_unknown_and_not_absent():
    elderly = rule("some member (age >= 60)")
    (found,) = heard([elderly], {}, [Told(30)], size=2, on=DAY)
    assert found.answer == "undecided"
    (whole,) = heard([elderly], {}, [Told(30)], size=1, on=DAY)
    assert whole.answer == "near"


@given(st.integers(0, 1571), st.dates(date(2000, 1, 1), date(2060, 12, 31)))
def test_a_birth_so_many_months_ago_makes_that_age(months, day):
    born = months_before(day, months)
    assert (day.year - born.year) * 12 + day.month - born.month - (born.day > day.day) == months
