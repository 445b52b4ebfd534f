"""The book as text that other programs read and judge: hledger's journal and beancount's, with every balance asserted."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

# Where beancount puts an account; every name must begin with one of its five words.
ROOTS = {
    "payer": "Income",
    "earned": "Income",
    "fined": "Income",
    "delivered": "Expenses",
    "built": "Expenses",
    "lost": "Expenses",
}
PLAIN_UNIT = re.compile(r"[A-Za-z]+")


class AccountLine(NamedTuple):
    """An account as the book closes it: its unit and what stands on it."""

    code: str
    kind: str
    unit: str
    balance: int


class PostingLine(NamedTuple):
    """An amount onto an account."""

    account: str
    amount: int
    unit: str
    subject: str | None


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry with its postings."""

    number: int
    on: date
    memo: str
    key: str
    reverses: int | None
    postings: Sequence[PostingLine]


@dataclass(frozen=True, slots=True)
class Book:
    """A whole book: its title, its accounts, its entries in the order of their days."""

    title: str
    accounts: Sequence[AccountLine]
    entries: Iterable[EntryLine]
    first: date
    last: date


def hledger(book: Book) -> Iterator[str]:
    """A journal that `hledger check --strict` reads: units and accounts declared, balances asserted at the end."""
    yield f"; {_flat(book.title)}\n"
    for unit in sorted({account.unit for account in book.accounts}):
        yield f"commodity 1000. {_symbol(unit)}\n"
    for account in book.accounts:
        yield f"account {account.code}\n"
    for entry in book.entries:
        undone = f", reverses: {entry.reverses}" if entry.reverses else ""
        yield f"\n{entry.on} ({entry.number}) {_flat(entry.memo)}  ; key: {_flat(entry.key)}{undone}\n"
        for one in entry.postings:
            subject = f"  ; subject: {one.subject}" if one.subject else ""
            yield f"    {one.account}  {one.amount} {_symbol(one.unit)}{subject}\n"
    if book.accounts:
        yield f"\n{book.last} (saldo) what stands on each account\n"
    for account in book.accounts:
        symbol = _symbol(account.unit)
        yield f"    ({account.code})  0 {symbol} = {account.balance} {symbol}\n"


def beancount(book: Book) -> Iterator[str]:
    """A journal that `bean-check` reads. Codes and units become names that it allows; the code stands beside each."""
    names = _allowed({account.code: account.kind for account in book.accounts}, _account_name)
    units = _allowed({account.unit: "" for account in book.accounts}, _currency)
    yield f'option "title" "{_quoted(book.title)}"\n'
    for account in book.accounts:
        yield f'{book.first} open {names[account.code]} {units[account.unit]}\n  code: "{_quoted(account.code)}"\n'
    for entry in book.entries:
        yield f'\n{entry.on} * "{_quoted(entry.memo)}"\n  number: {entry.number}\n  key: "{_quoted(entry.key)}"\n'
        if entry.reverses:
            yield f"  reverses: {entry.reverses}\n"
        for one in entry.postings:
            yield f"  {names[one.account]}  {one.amount} {units[one.unit]}\n"
            if one.subject:
                yield f'    subject: "{one.subject}"\n'
    yield "\n"
    for account in book.accounts:
        # A balance of beancount is that of the day's beginning.
        day = book.last + timedelta(days=1)
        yield f"{day} balance {names[account.code]}  {account.balance} {units[account.unit]}\n"


def _allowed(known: dict[str, str], named: Callable[[str, str], str]) -> dict[str, str]:
    """A name of its own for each code, also where two codes would become the same."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for code, kind in known.items():
        name = named(code, kind)
        twin, again = name, 2
        while twin in taken:
            twin, again = f"{name}-{again}", again + 1
        taken.add(twin)
        found[code] = twin
    return found


def _account_name(code: str, kind: str) -> str:
    """A code as beancount allows it.

    >>> _account_name("owed:2026:sembako:53.71.03.1010", "owed")
    'Assets:Owed:2026:Sembako:53-71-03-1010'
    """
    parts = [re.sub(r"[^A-Za-z0-9-]", "-", part).strip("-") or "X" for part in code.split(":")]
    return ":".join([ROOTS.get(kind, "Assets"), *(part[0].upper() + part[1:] for part in parts)])


def _currency(unit: str, _kind: str) -> str:
    """A unit as beancount allows it.

    >>> _currency("kg", ""), _currency("m2", ""), _currency("1", "")
    ('KG', 'M2', 'U-1')
    """
    name = re.sub(r"[^A-Z0-9]", "-", unit.upper()).strip("-") or "X"
    return name if re.fullmatch(r"[A-Z].*[A-Z0-9]", name) else f"U-{name}"


def _symbol(unit: str) -> str:
    """A unit as hledger writes it; what is not only letters stands in quotes."""
    return unit if PLAIN_UNIT.fullmatch(unit) else '"' + unit.replace('"', "") + '"'


def _flat(words: str) -> str:
    """On one line, and nothing that begins a comment."""
    return " ".join(words.replace(";", ",").split())


def _quoted(words: str) -> str:
    return " ".join(words.replace("\\", "/").replace('"', "'").split())
