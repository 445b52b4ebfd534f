"""The book as an inspector's telephone and a planner's desk show it."""

import os

import pytest

from book import OWED
from browsing import DESK, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_of_the_book_is_accessible_on_a_telephone_and_on_a_desk(theme, window, written, daud):
    account = f"/buku-besar/rekening/{OWED}/"
    paths = [
        "/buku-besar/",
        "/buku-besar/?words=zzz",
        account,
        "/buku-besar/bulan/",
        "/buku-besar/catatan/",
        f"/buku-besar/catatan/{written[1]}/",
    ]
    for width in (PHONE, DESK):
        seen = window(width, theme, who=daud)
        for number, path in enumerate(paths):
            seen.open(path).check()
            if folder := os.environ.get("LONTAR_PICTURES"):
                seen.page.screenshot(path=f"{folder}/book-{theme}-{number}-{width}.png", full_page=True)
