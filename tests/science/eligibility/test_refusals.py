"""Rules that cannot be taken are refused, with the line and the mend."""

from datetime import date

import pytest

from lontar.science.eligibility.bounds import must_divide
from lontar.science.eligibility.grammar import read_condition
from lontar.science.eligibility.rule_file import read_rule
from lontar.science.eligibility.rulebook import Ruling
from lontar.science.eligibility.tokens import RuleRefused

GOOD = """\
rule: percobaan
name: {id: Percobaan, en: Trial}
decided_by: city
paid_by: city
values:
  limit:
    meaning: {id: batas, en: limit}
    unit: decile
    versions:
      - {value: 1..4, from: 2025-01-01, until: 2025-12-31, source: a, confidence: read}
      - {value: 1..3, from: 2026-01-01, source: b, confidence: believed}
who:
  - when: decile in limit
    from: 2025-01-01
    source: c
    confidence: made_up
gives: {amount: 1000, every: month}
"""


def test_a_good_rule_gives_last_years_rule_for_last_years_day():
    rule = read_rule(GOOD)
    before, after = rule.on(date(2025, 12, 31)), rule.on(date(2026, 1, 1))
    assert isinstance(before, Ruling)
    assert (before.condition.ranges, after.condition.ranges) == (((1, 4),), ((1, 3),))
    assert before.version != after.version


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("decile in limit", '""', 13, "Syarat kosong"),
        ("decile in limit", "desile in limit", 13, "“desile” tidak dikenal"),
        ("decile in limit", "decile in batas", 13, "angka bulat"),
        ("decile in limit", "decile / 0 = 1", 13, "Pembagian dengan nol"),
        ("decile in limit", "decile <= 2 and decile >= 5", 13, "bertentangan"),
        ("decile in limit", "decile in 1..10", 13, "semua keluarga"),
        ("decile in limit", "decile > 10", 13, "tidak pernah"),
        ("decile in limit", "__class__", 13, "tidak dikenal"),
        ("decile in limit", '"\'; drop table families"', 13, "tidak dikenal"),
        ("decile in limit", "age >= 60", 13, "keterangan anggota"),
        ("decile in limit", "|\n      decile in limit and\n      (size >= 3", 16, "berakhir sebelum “)”"),
        ("2025-12-31", "2026-02-01", 11, "Dua versi"),
        ("2025-12-31", "2024-02-01", 10, "sebelum mulai"),
        ("2025-12-31", "besok", 10, "bukan tanggal"),
        ("unit: decile", "unit: kilo", 8, "“kilo” tidak dikenal"),
        ("confidence: read", "confidence: sure", 10, "“sure” tidak dikenal"),
        ("source: c", "sumber: c", 13, "“source” belum ada"),
        ("amount: 1000", "amount: 0 - 5", 17, "kurang dari nol"),
        ("rule: percobaan", "rule: ../etc/passwd", 1, "tidak dapat dipakai"),
        ("rule: percobaan", "rule: &a percobaan", 1, "alias"),
        ("paid_by: city", "paid_by: city\npaid_by: city", 5, "dua kali"),
        ("  limit:", "  decile:", 6, "tidak dapat dipakai"),
        ("paid_by: city", "paid_by: city\nregion: kupang", 5, "bukan kode"),
        ("who:", "who: [\n", 14, "YAML"),
    ],
)
def test_a_bad_rule_is_refused_with_its_line_and_what_to_do(old, new, line, says):
    assert old in GOOD
    with pytest.raises(RuleRefused) as refusal:
        read_rule(GOOD.replace(old, new, 1))
    assert says in refusal.value.message
    assert refusal.value.advice
    assert refusal.value.line == line


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "size >= 3 " + "and size >= 3 " * 5_000,
        " or ".join(["size = 3"] * 500),
        "(" * 100 + "size = 3" + ")" * 100,
        "not " * 100 + "size = 3",
        "size" + " + 1" * 200 + " = 3",
        "least(" * 60 + "size" + ", 1)" * 60 + " = 3",
        "size = 99999999999999999999",
        "size * 9999999999999 * 9999999999999 = 1 ",
        "some member (count(age < 3) = 1)",
        "some member (decile = 1)",
        "some member (sex = X)",
        "some member (sex in {L, P})",
        "some member (age)",
        "decile in 4..1",
        "decile_on >= 2026-02-30",
        "decile = 1 decile = 2",
        "size + (decile = 1) = 2",
        "size * decile = 2",
        "1 = 1",
    ],
)
def test_a_condition_that_is_empty_too_large_or_without_meaning_is_refused(text):
    with pytest.raises(RuleRefused) as refusal:
        must_divide(read_condition(text))
    assert refusal.value.advice


def test_a_day_before_the_first_version_is_refused_not_guessed():
    with pytest.raises(RuleRefused, match="2025-01-01"):
        read_rule(GOOD).on(date(2024, 12, 31))
