"""The book as an inspector's telephone and a planner's desk show it."""

import pytest

from book import OWED

pytestmark = pytest.mark.browser


def test_every_page_of_the_book_is_accessible_on_a_telephone_and_on_a_desk(window, written, daud):
    account = f"/buku-besar/rekening/{OWED}/"
    paths = [
        "/buku-besar/",
        "/buku-besar/?words=zzz",
        account,
        "/buku-besar/bulan/",
        "/buku-besar/catatan/",
        f"/buku-besar/catatan/{written[1]}/",
    ]
    seen = window(who=daud)
    for number, path in enumerate(paths):
        seen.open(path).check_everywhere(f"book-{number}")
