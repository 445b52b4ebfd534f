"""The short consumption form: what is missing stays missing, and decides nothing by being missing."""

from datetime import date
from pathlib import Path

import pytest

from lontar.science.consumption import EXAMPLE, BadForm, checked_answers, consumed, read_parameters
from lontar.science.trouble import Refusal

RULES = Path(__file__).parents[2] / "rules"
FORM = read_parameters(EXAMPLE).forms[0]


def test_the_citys_own_file_has_a_form_and_a_line_today():
    found = read_parameters((RULES / "surveys" / "consumption.yaml").read_text())
    form = found.form_on(date(2026, 11, 22))
    assert len(form.items) == 20
    assert all(one.name["en"] for one in form.items)
    # The fourteen groups of food were read at a source; what is no food is only believed, and so is the form as a whole.
    assert {(one.period == "week", one.confidence) for one in form.items} == {(True, "read"), (False, "believed")}
    assert form.confidence == "believed"
    assert (found.line_on(date(2026, 11, 22), "53").amount, found.line_on(date(2024, 12, 1), "53").amount) == (
        666633,
        638261,
    )
    assert found.line_on(date(2026, 11, 22), "53.71") is None
    with pytest.raises(BadForm, match="tidak ada formulir"):
        found.form_on(date(2020, 1, 1))


@pytest.mark.parametrize(
    ("answers", "people", "poor"),
    [
        ({"rice": 70_000, "rent": 300_000}, 2, True),
        ({"rice": 70_000, "rent": 700_000}, 2, False),  # exactly the line is not below it
        ({"rice": 70_000, "rent": None}, 2, None),
        ({"rice": 700_000, "rent": None}, 2, False),  # more than the line already
        ({"rice": 70_000, "rent": 300_000}, None, None),
    ],
)
def test_poor_is_said_only_where_nothing_missing_could_change_it(answers, people, poor):
    assert consumed(FORM, answers, people, 500_000).poor is poor


@pytest.mark.parametrize(
    ("answers", "people", "says"),
    [
        ({"rice": 0, "rent": 5}, 2, "tidak makan apa pun"),
        ({"rice": -1}, 2, "rupiah penuh"),
        ({"rice": 10**10}, 2, "rupiah penuh"),
        ({"rice": 5}, 0, "satu dapur"),
        ({"gold": 5}, 1, "tidak menanyakan"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_question(answers, people, says):
    with pytest.raises(Refusal, match=says):
        checked_answers(FORM, answers, people)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("period: week", "period: day", "period, name"), ("period: month}", "period: month, confidence: perhaps}", "confidence"), ("source: contoh\n", "source: ''\n", "source, confidence"),
        ("amount: 666633", "amount: 0", "amount"), ("key: rent", "key: rice", "items"), ("lines:", "lins:", "lines tidak ada"),
        ("from: 2026-01-01", "from: kemarin", "kemarin"),
    ],
)  # fmt: skip
def test_a_file_without_source_day_or_sense_is_refused(old, new, says):
    with pytest.raises(BadForm, match=says):
        read_parameters(EXAMPLE.replace(old, new))
