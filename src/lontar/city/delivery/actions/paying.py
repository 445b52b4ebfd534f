"""What a payer has paid, or sent back, all at once: entitlements, the book, hand-overs, receipts, the families' stories."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext_noop

from lontar.city.delivery import queries
from lontar.city.delivery.actions.handing_over import ARRIVED, ARRIVED_QUIETLY, payer_of
from lontar.city.delivery.models import PaymentOrder, Receipt
from lontar.city.ledger import actions as ledger
from lontar.city.ledger import queries as book
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.city.registry import actions as registry
from lontar.city.registry.actions.timeline import Story
from lontar.engine.copying import joined_at_once
from lontar.kit.formats import period
from lontar.kit.gate import Actor
from lontar.science import leaves
from lontar.science.postings import transfer
from lontar.science.receipt_codes import digest
from lontar.science.result_file import reference_of

# Kept for good, so Indonesian.
THROUGH = {"bank": "Bank", "post": "Kantor pos", "cash": "Bendahara kelurahan"}
CAME_BACK = gettext_noop("Bantuan untuk %(period)s belum sampai dan kembali; petugas menghubungi Anda")

# Together in one statement with the lines: what another hand took meanwhile is not paid here too.
PAY = """
WITH taken AS (
    UPDATE delivery_orderline l SET state = 'paid', said = g.said, settled_on = %(on)s
    FROM unnest(%(lines)s::bigint[], %(said)s::text[]) AS g (id, said)
    WHERE l.id = g.id AND l.order_id = %(order)s AND l.state = 'sent' RETURNING l.entitlement_id
)
UPDATE delivery_entitlement e SET status = 'delivered' FROM taken WHERE e.id = taken.entitlement_id AND e.status = 'sent'
"""
GIVE_BACK = """
WITH taken AS (
    UPDATE delivery_orderline l SET state = 'returned', said = g.said, settled_on = %(on)s
    FROM unnest(%(lines)s::bigint[], %(said)s::text[]) AS g (id, said)
    WHERE l.id = g.id AND l.order_id = %(order)s AND l.state = 'sent' RETURNING l.entitlement_id
)
UPDATE delivery_entitlement e SET status = 'owed' FROM taken WHERE e.id = taken.entitlement_id AND e.status = 'sent'
"""
HANDOVERS = """
INSERT INTO delivery_handover (entitlement_id, place_id, "on", by_id, received_by, proof, proof_note, entry_key, command_key)
SELECT g.entitlement, g.place, %(on)s, %(by)s, %(through)s, 'transfer', g.note, g.entry, g.entitlement || ':' || g.note
FROM unnest(%(entitlements)s::bigint[], %(places)s::bigint[], %(notes)s::text[], %(entries)s::text[])
    AS g (entitlement, place, note, entry)
"""
RECEIPTS = """
INSERT INTO delivery_receipt (digest, place_id, amount, what, budget_code, payer, period, "on", handed_over_by, entry_key, made_up)
SELECT g.digest, %(place)s, g.amount, %(what)s, %(budget_code)s, %(payer)s, %(period)s, %(on)s, %(through)s, g.entry, %(made_up)s
FROM unnest(%(digests)s::bytea[], %(amounts)s::bigint[], %(entries)s::text[]) AS g (digest, amount, entry)
"""


class Line(NamedTuple):
    """A line of an order with its entitlement, as it was when the order was taken."""

    id: int
    number: int
    amount: int
    state: str
    said: str
    entitlement: int
    subject: uuid.UUID
    family: int
    place: int


def pay(order: PaymentOrder, lines: Sequence[Line], said: Sequence[str], *, by: Actor, on: date) -> None:
    """Note that these lines arrived: once, with entry, hand-over, receipt and the family's story."""
    if not lines:
        return
    _settle(PAY, order, lines, said, on)
    _post(order, lines, book.Kind.SENT, book.Kind.DELIVERED, by=by, on=on)
    through = f"{THROUGH[order.channel]}, SP2D {order.sp2d_number}"
    with connection.cursor() as cursor:
        cursor.execute(
            HANDOVERS,
            {
                "on": on, "by": by.id, "through": THROUGH[order.channel],
                "entitlements": [one.entitlement for one in lines], "places": [one.place for one in lines],
                "notes": [reference_of(order.pk, one.number) for one in lines],
                "entries": [queries.delivered_key(one.subject) for one in lines],
            },
        )  # fmt: skip
    _make_receipts(order, lines, through, on)
    _tell(order, lines, "delivered", ARRIVED_QUIETLY if order.line.sensitive else ARRIVED, on)


def give_back(order: PaymentOrder, lines: Sequence[Line], said: Sequence[str], *, by: Actor, on: date) -> None:
    """Note that these lines came back: they are owed again, and may stand in another order."""
    if not lines:
        return
    _settle(GIVE_BACK, order, lines, said, on)
    _post(order, lines, book.Kind.SENT, book.Kind.OWED, by=by, on=on)
    _tell(order, lines, "returned", CAME_BACK, on)


def _settle(statement: str, order: PaymentOrder, lines: Sequence[Line], said: Sequence[str], on: date) -> None:
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"lines": [one.id for one in lines], "said": list(said), "order": order.pk, "on": on}
        with joined_at_once(cursor):
            cursor.execute(statement, values)
            settled = cursor.rowcount
    if settled != len(lines):
        raise RuntimeError(f"order {order.pk}: {settled} lines settled instead of {len(lines)}")


def _post(order: PaymentOrder, lines: Sequence[Line], source: str, target: str, *, by: Actor, on: date) -> None:
    purpose = programmes.purpose_of(order.line)
    wards = {place: queries.ward_code(place) for place in {one.place for one in lines}}
    arrives = target == book.Kind.DELIVERED
    memo = f"{'Diserahkan' if arrives else 'Kembali'} untuk {order.period}"
    ledger.post_many(
        [
            ledger.Command(
                queries.delivered_key(one.subject) if arrives else queries.returned_key(one.subject, order.pk),
                transfer(
                    f"{source}:{purpose}:{wards[one.place]}", f"{target}:{purpose}:{wards[one.place]}", one.amount,
                    memo=memo, subject=str(one.subject),
                ),
            )
            for one in lines
        ],
        by=by, on=on,
    )  # fmt: skip


def _make_receipts(order: PaymentOrder, lines: Sequence[Line], through: str, on: date) -> None:
    """What anyone may read who holds a code, and its leaf of the log."""
    line = order.line
    shared: dict[str, Any] = {
        "what": "" if line.sensitive else line.name,
        "budget_code": "" if line.sensitive or line.sub_activity is None else line.sub_activity.code,
        "payer": payer_of(line), "period": order.period, "on": on, "made_up": places.is_made_up(),
    }  # fmt: skip
    said = THROUGH[order.channel] if line.sensitive else through
    receipts = [
        Receipt(
            digest=digest(code), amount=one.amount, handed_over_by=said, entry_key=queries.delivered_key(one.subject),
            **shared,
        )
        for one, code in zip(lines, queries.codes_of(one.subject for one in lines), strict=True)
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            RECEIPTS,
            {
                **shared, "place": line.place_id, "through": said, "digests": [one.digest for one in receipts],
                "amounts": [one.amount for one in receipts], "entries": [one.entry_key for one in receipts],
            },
        )  # fmt: skip
    ledger.log_leaves(leaves.RECEIPT, [queries.receipt_content(one) for one in receipts])


def _tell(order: PaymentOrder, lines: Sequence[Line], kind: str, message: str, on: date) -> None:
    with translation.override("id"):  # what is kept is Indonesian, whatever language the officer reads
        words: dict[str, Any] = {"period": period(order.period)}
    if kind == "delivered" and not order.line.sensitive:
        words["what"] = order.line.name
    registry.tell_many([Story(one.family, one.place, words) for one in lines], kind=kind, message=message, on=on)
