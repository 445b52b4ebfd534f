"""What a payer says of an order, row by row, by a mapping that was made once: read, and held to the order's lines."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import polars as pl

from lontar.science.family_file.closing_rows import SUM
from lontar.science.family_file.columns import plain_title
from lontar.science.grid import Grid
from lontar.science.rupiah_text import BadAmount, rupiah_from
from lontar.science.titled_rows import HEADER_SEARCH_ROWS
from lontar.science.trouble import Refusal, Source, words

FIELDS: Final = ("reference", "account", "amount", "status", "reason", "payer_number")
"""What a column of a result file may mean; `reference` or `account`, and `amount`, must be there."""
ROWS_MAX: Final = 200_000
SAID_LETTERS_MAX: Final = 160
REFERENCE: Final = re.compile(r"P(\d{6,})-(\d{6})")
ROUNDED: Final = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
"""How a spreadsheet writes a long number after it has forgotten its last digits."""
SUMS_UP: Final = re.compile(SUM)
NOBODY_NAMED: Final = "–"
COVERED: Final = 4
"""So many last digits of an account's number are shown."""

Verdict = Literal["paid", "returned", ""]
State = Literal["sent", "paid", "returned"]
Kind = Literal["unknown", "twice", "too_much", "too_little", "contradicts", "unreadable"]

NO_HEADER: Final = words("Tidak ada lembar dengan kolom %(heads)s.")
CHOOSE_LAYOUT: Final = words("Pilih susunan kolom yang lain, atau buat yang baru untuk berkas ini.")
TOO_MANY: Final = words("Berkas ini berisi lebih dari %(most)s baris.")
OTHER_ORDER: Final = words("Berkas ini untuk perintah %(theirs)s, bukan %(ours)s.")
OPEN_THE_OTHER: Final = words("Buka perintah itu, lalu unggah di sana.")
NOBODYS: Final = words("Tidak satu baris pun di berkas ini ada di perintah %(ours)s.")
ROUNDED_ACCOUNT: Final = words(
    "Nomor rekening dibulatkan Excel, jadi rekening mana tidak diketahui. Minta berkas dengan kolom rekening sebagai Teks."
)
NO_ROWS: Final = words("Berkas ini tidak berisi satu baris pun.")


@dataclass(frozen=True, slots=True)
class ResultMapping:
    """Which title means what, and by which words of the status a row says paid or returned."""

    titles: Mapping[str, str]
    paid: frozenset[str] = frozenset()
    returned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One row as it was read; `amount` is None where it is no amount, and `trouble` says why."""

    row: int
    reference: str
    account: str
    amount: int | None
    verdict: Verdict
    said: str = ""
    payer_number: str = ""
    trouble: str = ""
    rounded: bool = False
    """Whether its account's number lost digits and nothing else names a line."""


@dataclass(frozen=True, slots=True)
class Expected:
    """One line of the order as it stands now."""

    id: int
    amount: int
    state: State
    said: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A row that settles nothing by itself."""

    row: int
    kind: Kind
    reference: str
    amount: int | None
    said: str
    line: int | None
    digest: str


@dataclass(slots=True)
class Reconciled:
    """Which lines are paid and by which number, which came back and why, what is left over, what was known before."""

    paid: dict[int, str] = field(default_factory=dict)
    returned: dict[int, str] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    known: int = 0
    named: dict[int, str] = field(default_factory=dict)
    """By which number of the payer's this file named a line first as paid."""


def reference_of(order: int, number: int) -> str:
    """By which text a payer names a line: letters first, so that no spreadsheet takes it for a number or a day.

    >>> reference_of(17, 42)
    'P000017-000042'
    """
    return f"P{order:06d}-{number:06d}"


def covered(account: str) -> str:
    """An account's number as others may see it.

    >>> covered("0412000203")
    '••••0203'
    """
    return f"{'•' * 4}{account[-COVERED:]}"


def read_result(grids: Sequence[Grid], mapping: ResultMapping) -> list[ResultLine]:
    """Every row below the header of the first sheet that has the mapped columns; raises Refusal where none has."""
    wanted = {plain_title(title): key for key, title in mapping.titles.items() if title}
    for grid in grids:
        rows = grid.cells.rows()
        for at, (_number, *cells) in enumerate(rows[:HEADER_SEARCH_ROWS]):
            places = {wanted[name]: i for i, cell in enumerate(cells) if cell and (name := plain_title(cell)) in wanted}
            if len(places) == len(wanted):
                below = rows[at + 1 :]
                if len(below) > ROWS_MAX:
                    raise Refusal(TOO_MANY, field="file", values={"most": ROWS_MAX})
                lost = set(grid.long_numbers.filter(pl.col("column") == places.get("account", -1))["row"])
                read = [_line(number, cells, places, mapping, lost=number in lost) for number, *cells in below]
                found = [one for one in read if _is_payment(one, told="status" in places)]
                if not found:
                    raise Refusal(NO_ROWS, field="file")
                return found
    heads = ", ".join(f"“{title}”" for title in mapping.titles.values() if title)
    raise Refusal(NO_HEADER, advice=CHOOSE_LAYOUT, field="file", source=Source(row=1), values={"heads": heads})


def _line(
    number: int, cells: Sequence[str | None], places: Mapping[str, int], mapping: ResultMapping, *, lost: bool
) -> ResultLine:
    text = {key: (cells[at] or "").strip() for key, at in places.items()}
    amount, trouble = None, ""
    try:
        amount = rupiah_from(text.get("amount", ""))
    except BadAmount as bad:
        trouble = bad.message
    verdict = _verdict(text.get("status"), mapping)
    if not verdict and not trouble:
        trouble = text.get("status", "") or "-"
    said = text.get("reason", "") or (text.get("status", "") if verdict == "returned" else "")
    reference, account = text.get("reference", "").upper(), text.get("account", "")
    rounded = not reference and (lost or ROUNDED.fullmatch(account) is not None)
    if rounded:
        # The short form says nobody's number, so it is shown as it stands; of a long one only the end.
        reference = account.upper() if ROUNDED.fullmatch(account) else covered(account)
        account, trouble = "", str(ROUNDED_ACCOUNT)
    return ResultLine(
        number, reference, re.sub(r"\D", "", account), amount, verdict, said[:SAID_LETTERS_MAX],
        text.get("payer_number", "")[:40], trouble[:SAID_LETTERS_MAX], rounded,
    )  # fmt: skip


def _is_payment(one: ResultLine, *, told: bool) -> bool:
    """Whether a row speaks of a payment: it names one, or it names nobody and has an amount and a known state.

    Whatever else stands in a file, titles, sums and signatures, has neither.
    """
    if one.account or REFERENCE.fullmatch(one.reference):
        return True
    if SUMS_UP.match(one.reference) or (one.amount is None and not one.rounded and not one.verdict):
        return False
    return bool(one.reference or (told and one.amount and one.verdict))


def _verdict(status: str | None, mapping: ResultMapping) -> Verdict:
    """Without a column of states a file lists what was paid."""
    if status is None:
        return "paid"
    plain = " ".join(status.casefold().split())
    return "paid" if plain in mapping.paid else "returned" if plain in mapping.returned else ""


def require_own(order: int, rows: Iterable[ResultLine], known: int) -> None:
    """Refuse a file that speaks of another order, or of nothing in this one."""
    ours = f"P{order:06d}"
    theirs = {found[1] for one in rows if (found := REFERENCE.fullmatch(one.reference)) and int(found[1]) != order}
    if theirs:
        named = ", ".join(f"P{int(number):06d}" for number in sorted(theirs)[:3])
        raise Refusal(OTHER_ORDER, advice=OPEN_THE_OTHER, field="file", values={"theirs": named, "ours": ours})
    if not known:
        raise Refusal(NOBODYS, advice=CHOOSE_LAYOUT, field="file", values={"ours": ours})


def reconcile(rows: Iterable[ResultLine], lines: Mapping[int, Expected | None]) -> Reconciled:
    """Hold each row to its line, by the row's number; a line is settled at most once, whatever the file says how often.

    A row that was known before settles nothing and waits for nobody, so the same file twice, or half a file and then
    all of it, come to the same end. Where two rows contradict each other the first stands and the second waits.
    """
    told = Reconciled()
    seen: Counter[str] = Counter()
    for one in rows:
        line = lines.get(one.row)
        kind = _settle(one, line, told)
        if kind:
            shown = one.reference or (covered(one.account) if one.account else NOBODY_NAMED)
            alike = f"{kind}|{one.reference}|{one.account}|{one.amount}|{one.verdict}|{one.payer_number}|{one.trouble}"
            seen[alike] += 1
            digest = hashlib.sha256(f"{alike}|{seen[alike]}".encode()).hexdigest()
            told.left.append(
                Left(one.row, kind, shown[:60], one.amount, one.trouble or one.said, line.id if line else None, digest)
            )
    return told


def _settle(one: ResultLine, line: Expected | None, told: Reconciled) -> Kind | None:
    """What a row does: settles its line, was known, or is left over for a person."""
    if line is None:
        return "unreadable" if one.rounded else "unknown"
    if one.amount is None or not one.verdict:
        return "unreadable"
    if one.amount < line.amount:
        return "too_little"
    state = "paid" if line.id in told.paid else "returned" if line.id in told.returned else line.state
    if state == "sent":
        if one.verdict == "returned":
            told.returned[line.id] = one.said
        else:
            told.paid[line.id] = told.named[line.id] = one.payer_number
        return "too_much" if one.amount > line.amount else None
    if state != one.verdict:
        return "contradicts"
    if one.verdict == "paid" and _another_payment(one, line, told):
        return "twice"
    if one.amount > line.amount:
        return "too_much"
    told.known += 1
    return None


def _another_payment(one: ResultLine, line: Expected, told: Reconciled) -> bool:
    """Whether this is not the payment that is known: another number of the payer's, or again within one file."""
    again = line.id in told.named
    first = told.named[line.id] if again else line.said
    told.named.setdefault(line.id, one.payer_number)
    if first and one.payer_number:
        return first != one.payer_number
    return again
