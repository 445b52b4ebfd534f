"""A payer's result file is held to its order line by line; what settles nothing by itself waits for a person."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from lontar.city.delivery import queries
from lontar.city.delivery.actions.ordering import locked_order, require_served, require_state
from lontar.city.delivery.actions.paying import Line, give_back, pay
from lontar.city.delivery.models import FileLayout, OrderLine, PayAccount, PaymentOrder, ResultFile, ResultRow
from lontar.city.journal.actions import record
from lontar.engine.tables.reading import read_book
from lontar.kit.deeds import deed
from lontar.kit.formats import day
from lontar.kit.gate import Actor, Role, require
from lontar.kit.sealing import blind_all
from lontar.science.result_file import (
    REFERENCE,
    Expected,
    Left,
    Reconciled,
    ResultLine,
    ResultMapping,
    read_result,
    reconcile,
    require_own,
)
from lontar.science.trouble import Refusal

NOTE_LETTERS_MAX, NAME_LETTERS_MAX = 300, 160
ZEROS_MAX = 4  # so many zeros at the front of an account's number are looked for where a file has lost them
ACCOUNT = "account"  # by which kind of keyed hash accounts are found

LEFT = """
INSERT INTO delivery_resultrow (file_id, order_id, place_id, line_id, row, kind, reference, amount, said, digest, note)
SELECT %(file)s, %(order)s, coalesce(l.place_id, %(place)s), g.line, g.row, g.kind, g.reference, g.amount, g.said, g.digest, ''
FROM unnest(%(lines)s::bigint[], %(rows)s::int[], %(kinds)s::text[], %(references)s::text[], %(amounts)s::bigint[],
    %(said)s::text[], %(digests)s::text[]) AS g (line, row, kind, reference, amount, said, digest)
LEFT JOIN delivery_orderline l ON l.id = g.line
ON CONFLICT (order_id, digest) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file brought; `fresh` is false where these very bytes were taken in before."""

    file: ResultFile
    fresh: bool


@deed
def take_result(
    order_id: int, path: Path, *, name: str, layout: FileLayout, paid_on: date, by: Actor, on: date
) -> Taken:  # fmt: skip
    """Read what the payer says of an order: what arrived arrives, what came back is owed again, the rest waits.

    The same file sent twice answers as the first time. A file that speaks of another order is refused as a whole.
    """
    require(by, *queries.WHO_RECONCILE)
    order = locked_order(order_id, by)
    require_reconciler(order, by)
    _require_day(order, paid_on, on)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    before = ResultFile.objects.filter(order=order, sha256=sha256).first()
    if before is not None:
        return Taken(before, False)
    rows = read_result(read_book(path, name=name).grids, _mapping(layout))
    lines = _lines(order)
    matched = _matched(order, rows, lines)
    require_own(order.pk, rows, sum(line is not None for line in matched.values()))
    expected = {row: Expected(line.id, line.amount, line.state, line.said) if line else None for row, line in matched.items()}  # type: ignore[arg-type]  # fmt: skip
    told = reconcile(rows, expected)
    by_id = {line.id: line for line in lines}
    pay(order, [by_id[key] for key in told.paid], list(told.paid.values()), by=by, on=paid_on)
    give_back(order, [by_id[key] for key in told.returned], list(told.returned.values()), by=by, on=paid_on)
    counts = _counts(rows, told, by_id)
    file = ResultFile.objects.create(
        order=order, sha256=sha256, name=name[:NAME_LETTERS_MAX], paid_on=paid_on, counts=counts, by_id=by.id, on=on
    )
    _keep_left(file, order, told.left)
    cleared = _clear_unreadable(file, [*told.paid, *told.returned], by=by, on=on)
    record(
        "take_result", subject=order, by=by, on=on, place_id=order.place_id,
        details={"file": file.name, "sha256": sha256, **counts, **({"cleared": cleared} if cleared else {})},
    )  # fmt: skip
    return Taken(file, True)


@deed
def return_rest(order_id: int, *, reason: str, by: Actor, on: date) -> int:
    """Give back all lines of which no news came: the payer has said that they never arrived. Returns how many."""
    require(by, *queries.WHO_RECONCILE)
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= 160:
        raise Refusal(_("Tuliskan alasannya, paling panjang %(most)d huruf.") % {"most": 160}, field="reason")
    order = locked_order(order_id, by)
    require_reconciler(order, by)
    rest = [line for line in _lines(order) if line.state == "sent"]
    if not rest:
        raise Refusal(_("Semua baris perintah ini sudah ada kabarnya."), advice=_("Muat ulang halaman."))
    give_back(order, rest, [reason] * len(rest), by=by, on=on)
    record(
        "return_rest", subject=order, by=by, on=on, place_id=order.place_id, reason=reason,
        details={"families": len(rest), "rupiah": sum(line.amount for line in rest)},
    )  # fmt: skip
    return len(rest)


@deed
def settle_row(row_id: int, *, note: str, by: Actor, on: date) -> ResultRow:
    """Say what became of a row that settled nothing by itself."""
    require(by, *queries.WHO_RECONCILE)
    note = " ".join(note.split())
    if not 0 < len(note) <= NOTE_LETTERS_MAX:
        raise Refusal(
            _("Tuliskan apa yang dilakukan, paling panjang %(most)d huruf.") % {"most": NOTE_LETTERS_MAX}, field="note"
        )
    row = ResultRow.objects.select_for_update(of=("self",)).select_related("order__line__agency").filter(pk=row_id).first()  # fmt: skip
    if row is None or queries.order_for(by, row.order_id) is None:
        raise queries.NotFound(_("Baris itu tidak ada di daftar Anda."), advice=_("Muat ulang daftarnya."))
    if by.role == Role.OPERATOR:
        queries.require_own_line(row.order.line, by)
    if row.settled_on is not None:
        raise Refusal(_("Baris ini sudah diselesaikan orang lain."), advice=_("Muat ulang daftarnya."))
    row.note, row.settled_on = note, on
    row.settled_by_id = by.id
    row.save(update_fields=["note", "settled_by", "settled_on"])
    record(
        "settle_row", subject=row.order, by=by, on=on, place_id=row.place_id, reason=note,
        details={"row": row.row, "kind": row.kind},
    )  # fmt: skip
    return row


def require_reconciler(order: PaymentOrder, by: Actor) -> None:
    """Refuse whoever cannot tell this order what its payer said: another agency, an order that is not released."""
    require(by, *queries.WHO_RECONCILE)
    require_served(order, by)
    if by.role == Role.OPERATOR:
        queries.require_own_line(order.line, by)
    require_state(order, PaymentOrder.State.RELEASED)


def _require_day(order: PaymentOrder, paid_on: date, today: date) -> None:
    first = order.sp2d_on or order.made_on
    if not first <= paid_on <= today:
        raise Refusal(
            _("Hari pembayaran antara %(first)s dan hari ini.") % {"first": day(first)},
            advice=_("Uangnya dicairkan pada hari itu; tidak ada yang dibayar sebelumnya."), field="paid_on",
        )  # fmt: skip


def _mapping(layout: FileLayout) -> ResultMapping:
    if layout.use != FileLayout.Use.RESULT:
        raise Refusal(_("Susunan kolom itu untuk daftar, bukan untuk hasil."), field="layout")
    return ResultMapping(layout.columns, frozenset(layout.paid_words), frozenset(layout.returned_words))


def _lines(order: PaymentOrder) -> list[Line]:
    rows = OrderLine.objects.filter(order=order, state__in=["sent", "paid", "returned"]).order_by("number")
    return [
        Line._make(row)
        for row in rows.values_list(
            "pk", "number", "amount", "state", "said", "entitlement_id", "entitlement__subject", "entitlement__family_id",
            "place_id",
        )
    ]  # fmt: skip


def _matched(order: PaymentOrder, rows: Sequence[ResultLine], lines: Sequence[Line]) -> dict[int, Line | None]:
    """The line of each row: by our own reference, else by the account's number where one line alone has it."""
    by_number = {line.number: line for line in lines}
    by_account = _by_account(order, lines) if any(row.account for row in rows) else {}
    by_text = _lines_of_accounts({row.account for row in rows if row.account}, by_account)
    found: dict[int, Line | None] = {}
    for row in rows:
        named = REFERENCE.fullmatch(row.reference)
        if named and int(named[1]) == order.pk:
            found[row.row] = by_number.get(int(named[2]))
        else:
            found[row.row] = by_text.get(row.account) if row.account and not named else None
    return found


def _lines_of_accounts(accounts: set[str], by_account: dict[bytes, Line]) -> dict[str, Line]:
    """The line of each account as it is written; else with the zeros that a spreadsheet takes off the front of a number.

    Where two lines would fit a number without its zeros, neither is taken.
    """
    found: dict[str, Line] = {}
    for zeros in ((0,), range(1, ZEROS_MAX + 1)):
        tried = [(text, "0" * count + text) for text in sorted(accounts - found.keys()) for count in zeros]
        fits: dict[str, set[Line]] = {}
        for (text, _full), blind in zip(tried, blind_all(ACCOUNT, (full for _text, full in tried)), strict=True):
            if blind in by_account:
                fits.setdefault(text, set()).add(by_account[blind])
        found |= {text: next(iter(lines)) for text, lines in fits.items() if len(lines) == 1}
    return found


def _by_account(order: PaymentOrder, lines: Sequence[Line]) -> dict[bytes, Line]:
    by_id = {line.id: line for line in lines}
    paid_onto = OrderLine.objects.filter(order=order, account__isnull=False).values_list("pk", "account_id")
    hashes = dict(
        PayAccount.objects.filter(pk__in={account for _line, account in paid_onto}).values_list("pk", "blind")
    )
    return {bytes(hashes[account]): by_id[line] for line, account in paid_onto if line in by_id and account in hashes}


def _counts(rows: Sequence[ResultLine], told: Reconciled, lines: dict[int, Line]) -> dict[str, Any]:
    kinds = Counter(one.kind for one in told.left)
    return {
        "rows": len(rows), "paid": len(told.paid), "paid_rupiah": sum(lines[key].amount for key in told.paid),
        "returned": len(told.returned), "returned_rupiah": sum(lines[key].amount for key in told.returned),
        "known": told.known, **{kind: kinds[kind] for kind in sorted(kinds)},
    }  # fmt: skip


def _clear_unreadable(file: ResultFile, lines: Sequence[int], *, by: Actor, on: date) -> int:
    """Take rows off the worklist that could not be read and whose line this file has settled after all.

    Only those: where a row named another amount or a second payment, rupiah of the payer's are still to be explained.
    """
    waiting = ResultRow.objects.filter(
        order_id=file.order_id, settled_on=None, kind=ResultRow.Kind.UNREADABLE, line_id__in=lines
    )
    # Kept for good, so Indonesian.
    note = f"Terbaca kemudian: barisnya selesai oleh berkas {file.name}"
    return waiting.update(note=note[:NOTE_LETTERS_MAX], settled_by_id=by.id, settled_on=on)


def _keep_left(file: ResultFile, order: PaymentOrder, left: Sequence[Left]) -> None:
    if not left:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            LEFT,
            {
                "file": file.pk, "order": order.pk, "place": order.place_id, "lines": [one.line for one in left],
                "rows": [one.row for one in left], "kinds": [one.kind for one in left],
                "references": [one.reference for one in left], "amounts": [one.amount for one in left],
                "said": [one.said for one in left], "digests": [one.digest for one in left],
            },
        )  # fmt: skip
