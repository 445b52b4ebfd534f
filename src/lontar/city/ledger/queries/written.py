"""The whole book written out for other programs: hledger, beancount, or anything that reads CSV."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection

from lontar.city.ledger.models import Entry
from lontar.city.ledger.queries.book import balances
from lontar.city.places import queries as places
from lontar.science import plain_text_book
from lontar.science.plain_text_book import AccountLine, Book, EntryLine, PostingLine

ROWS = """
SELECT e.id, e."on", e.memo, e.key, e.reverses_id, a.code, p.amount, a.unit, p.subject::text, e.at
FROM ledger_entry e JOIN ledger_posting p ON p.entry_id = e.id JOIN ledger_account a ON a.id = p.account_id
ORDER BY e."on", e.id, p.id
"""
HEADS = (
    "catatan",
    "tanggal",
    "dibukukan",
    "keterangan",
    "kunci",
    "membatalkan",
    "rekening",
    "jumlah",
    "satuan",
    "subjek",
)
BATCH = 5_000


def written(form: str) -> Iterator[str]:
    """The journal of the book in one of these forms, line by line."""
    return FORMS[form]()


def _book() -> Book:
    home = places.home()
    days = Entry.objects.order_by("on").values_list("on", flat=True)
    title = f"Lontar {home.code} {home.name}" if home else "Lontar"
    if places.is_made_up():
        title += " (contoh, rekaan)"
    accounts = [AccountLine(one.code, one.kind, one.unit, one.balance) for one in balances()]
    today: date = places.today()
    return Book(title, accounts, _entries(), days.first() or today, days.last() or today)


def _entries() -> Iterator[EntryLine]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(ROWS)
        for _key, group in groupby(_rows(cursor), key=itemgetter(0)):
            rows = list(group)
            number, on, memo, key, reverses = rows[0][:5]
            yield EntryLine(number, on, memo, key, reverses, [PostingLine(*row[5:9]) for row in rows])


def _rows(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(BATCH):
        yield from rows


def _as_csv() -> Iterator[str]:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADS)
    with connection.chunked_cursor() as cursor:
        cursor.execute(ROWS)
        for number, on, memo, key, reverses, code, amount, unit, subject, at in _rows(cursor):
            writer.writerow((number, on, at.isoformat(), memo, key, reverses or "", code, amount, unit, subject or ""))
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


FORMS: dict[str, Callable[[], Iterator[str]]] = {
    "hledger": lambda: plain_text_book.hledger(_book()),
    "beancount": lambda: plain_text_book.beancount(_book()),
    "csv": _as_csv,
}
