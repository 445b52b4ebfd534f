"""What a rule says to one family: qualifies, misses one condition, cannot be said, or criteria that nobody knows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lontar.science.eligibility.asking import with_evident
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
    assert (torn.answer, {one.field for one in torn.asks}) == ("undecided", {MONTHS})
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


def asked(when, members, *, person=False, family=None):
    (found,) = heard([rule(when, person)], family or {}, members, size=len(members), on=DAY)
    return sorted((one.member, one.field.name) for one in found.asks)


GRANDMOTHER, SON, BABY = Told(70, words={"sex": "P"}), Told(30, words={"sex": "L"}), Told(0, 3, {"sex": "P"})


def test_nobody_is_asked_about_what_their_age_or_sex_has_settled():
    everybody = [GRANDMOTHER, SON, BABY]
    assert asked("business_months >= 6", everybody, person=True) == [(1, "business_months"), (2, "business_months")]
    assert asked("some member (sex = P and age in 15..49 and pregnant)", everybody) == []
    assert asked("some member (age in 6..21 and school = primary)", [SON, Told(8)]) == [(2, "school")]
    assert asked("not some member (public_servant)", [BABY, SON]) == [(2, "public_servant")]


def test_a_word_that_is_outvoted_is_not_asked_and_one_that_could_turn_it_is():
    either = "some member (age >= 60) or no_shelter"
    assert asked(either, [GRANDMOTHER]) == []
    assert asked(either, [SON]) == [(0, "no_shelter")]
    assert asked("no_shelter and decile in 1..4", [SON], family={"decile": 8}) == []
    assert asked("(kip_holder or orphan) and in_dtsen", [SON], person=True, family={"decile": 2}) == [
        (1, "kip_holder"),
        (1, "orphan"),
    ]


def test_whoever_nearly_qualifies_does_not_make_the_others_answers_idle():
    shop = Told(40, words={"business_months": 2})
    (found,) = heard([rule("business_months >= 6", person=True)], {}, [shop, SON], size=2, on=DAY)
    assert found.answer == "near"
    assert [(one.member, one.field.name) for one in found.asks] == [(2, "business_months")]
    assert asked("business_months >= 6", [Told(40, words={"business_months": 9}), SON], person=True) == []


def test_a_baby_speaks_for_a_rule_about_business_only_where_nobody_else_could():
    baby, mother = {"birth_date": date(2026, 1, 1)}, {"birth_date": date(1996, 1, 1)}
    ruling = rule("business_months >= 6", person=True).on(DAY)
    found = outlook(ruling, {}, [baby, mother])
    assert (found.answer, found.member, found.members) == ("undecided", 2, (2,))
    assert outlook(ruling, {}, [baby]).members == (1,)
    told = heard([rule("business_months >= 6", person=True)], {}, [BABY], size=1, on=DAY)
    assert [one.answer for one in told] == ["does_not"], "not nearly: a baby has no business to wait for"


def test_whoever_has_no_disability_is_not_asked_how_severe_it_is():
    assert asked("severe_disability", [Told(40, words={"disabled": False})], person=True) == []
    assert asked("severe_disability", [Told(40, words={"disabled": True})], person=True) == [(1, "severe_disability")]


def test_months_are_asked_of_those_alone_whose_months_decide():
    young = "some member (age_months < 20)"
    assert asked(young, [SON, Told(1), Told(4)]) == [(2, "months")]


@given(st.data())
def test_what_is_not_asked_changes_no_answer(data):
    """Whatever an unasked word turns out to be, the word of the rule stays what it was."""
    when = data.draw(st.sampled_from([
        "decile in 1..4 and some member ((sex = P and age in 15..49 and pregnant) or age < 6 or severe_disability)",
        "no_shelter or (some member (age >= 60) and not some member (public_servant))",
        "count(works) >= 2 and (food_worry or some member (school = primary and age in 6..15))",
    ]))  # fmt: skip
    words = {"sex": ["L", "P"], "pregnant": [True, False], "severe_disability": [True, False], "works": [True, False],
             "public_servant": [True, False], "school": ["primary", "none"]}  # fmt: skip
    words = {name: values for name, values in words.items() if name in when}
    family = {"decile": st.integers(1, 10), "no_shelter": st.booleans(), "food_worry": st.booleans()}
    known = data.draw(st.fixed_dictionaries({}, optional=family))
    members = data.draw(st.lists(st.builds(
        lambda years, said: with_evident({"birth_date": months_before(DAY, years * 12)} | said, DAY),
        st.integers(0, 90), st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in words.items()}),
    ), min_size=1, max_size=3))  # fmt: skip
    ruling = rule(when).on(DAY)
    before = outlook(ruling, known, members)
    asks = {(one.member, one.field.name) for one in before.asks}
    filled = {name: data.draw(values) for name, values in family.items() if (0, name) not in asks} | known
    people = [
        with_evident({name: data.draw(st.sampled_from(v)) for name, v in words.items() if (n, name) not in asks} | one, DAY)
        for n, one in enumerate(members, 1)
    ]  # fmt: skip
    after = outlook(ruling, filled, people)
    assert after.reading.verdict == before.reading.verdict
    assert {(one.member, one.field.name) for one in after.asks} == asks
