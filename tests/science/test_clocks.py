"""The city's clocks: dated, with a source; what is not known has no clock."""

from datetime import date
from pathlib import Path

import pytest

from lontar.science.clocks import BadClocks, clock_on, read_clocks

FILE = Path(__file__).parents[2] / "rules" / "clocks" / "days.yaml"
TWO = "clocks: {a: [{days: 7, from: 2026-01-01, source: x, confidence: read}, {days: %s, from: %s, source: y, confidence: read}]}"


def test_the_citys_own_clocks_say_that_they_are_habits():
    found = read_clocks(FILE.read_text())
    assert clock_on(found, "counter.reactivation.urgent", date(2026, 11, 22)).days == 1
    assert all("bukan hukum" in one.source for versions in found.values() for one in versions)


def test_a_new_version_holds_from_its_day_on():
    found = read_clocks(TWO % (3, "2026-06-01"))
    assert [clock_on(found, "a", day).days for day in (date(2026, 5, 31), date(2026, 6, 1))] == [7, 3]
    with pytest.raises(BadClocks, match="belum diketahui"):
        clock_on(found, "a", date(2025, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        TWO % (3, "2026-01-01"),
        TWO % (-1, "2026-06-01"),
        TWO % (3, "besok"),
        "clocks: 7",
        "clocks: {a: []}",
        "[",
        "x" * 50_000,
    ],
)
def test_a_file_that_makes_no_sense_is_refused(text):
    with pytest.raises(BadClocks):
        read_clocks(text)
