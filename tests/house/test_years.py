"""A year is a name, not an amount: no page writes it with a mark for thousands."""

import re
from pathlib import Path

import pytest

import lontar

SRC = Path(lontar.__file__).parent
AS_TEXT = {"portal"}  # there a year is handed over as a text
TEMPLATES = sorted(page for page in SRC.rglob("templates/**/*.html") if page.parent.name not in AS_TEXT)
# {{ year }}, {{ line.year }}, year=line.year: a number that Django would write as 2.026.
BARE = re.compile(r"\{\{\s*(?:\w+\.)*year\s*\}\}|=(?:\w+\.)+year[\s%]")
TOLD = re.compile(r"with [^%]*\byear=\S+\|stringformat:")


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda page: str(page.relative_to(SRC)))
def test_a_year_is_written_without_a_mark(page):
    wrong = [
        line for line in page.read_text().splitlines() if BARE.search(TOLD.sub("", line)) and not TOLD.search(line)
    ]
    assert wrong == [], 'write {{ year|stringformat:"d" }}, or hand the year over as a text'
