"""The treasury has paid out: who is on the order is on the way, and the book says with whom the rupiah are."""

from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from lontar.city.delivery import queries
from lontar.city.delivery.actions.ordering import (
    checked_number,
    locked_order,
    require_served,
    require_state,
    require_unchanged,
)
from lontar.city.delivery.models import OrderLine, PaymentOrder
from lontar.city.journal.actions import record
from lontar.city.ledger import actions as ledger
from lontar.city.ledger import queries as book
from lontar.city.programmes import queries as programmes
from lontar.engine.copying import joined_at_once
from lontar.kit.deeds import deed
from lontar.kit.formats import day, rupiah
from lontar.kit.gate import Actor, require
from lontar.science.postings import transfer
from lontar.science.rupiah_text import typed_rupiah
from lontar.science.trouble import NotAllowed, Refusal

State, LineState = PaymentOrder.State, OrderLine.State
# Kept for good, so Indonesian.
WAYS = {"bank": "bank", "post": "kantor pos", "cash": "bendahara kelurahan"}

LOCK = """
SELECT e.id, e.subject, e.place_id, l.amount FROM delivery_orderline l
JOIN delivery_entitlement e ON e.id = l.entitlement_id
WHERE l.order_id = %s AND l.state = 'planned' ORDER BY l.number FOR UPDATE OF e
"""
SEND = """
UPDATE delivery_entitlement e SET status = 'sent' FROM delivery_orderline l
WHERE l.order_id = %s AND l.state = 'planned' AND e.id = l.entitlement_id AND e.status = 'owed'
"""
SENT = "UPDATE delivery_orderline SET state = 'sent' WHERE order_id = %s AND state = 'planned'"


@deed
def release_order(
    order_id: int, *, sp2d_number: str, sp2d_on: date, amount: str, by: Actor, on: date
) -> PaymentOrder:  # fmt: skip
    """Note, as a third person, that the treasury paid this order out: by which number, on which day, how much.

    `amount` is what the treasury's paper says, as it is written there; it is the order's to the rupiah or refused.
    The rupiah leave what is owed and stand with the payer from the day of the paper on.
    """
    require(by, *queries.WHO_RELEASE_ORDERS)
    number = checked_number(sp2d_number, "sp2d_number")
    paid_out = typed_rupiah(amount)
    order = locked_order(order_id, by)
    require_releaser(order, by)
    _require_same_sum(order, paid_out)
    _require_day(order, sp2d_on, on)
    _require_new_number(number)
    # Taking every row first: whoever holds, cancels or hands over one of them meanwhile wins now or comes too late.
    with connection.cursor() as cursor, joined_at_once(cursor):
        cursor.execute(LOCK, [order.pk])
        rows = cursor.fetchall()
    require_unchanged(order, order.sha256, on)
    _require_budget(order)
    _send(order)
    _post(order, rows, number, by=by, on=sp2d_on)
    order.state, order.sp2d_number, order.sp2d_on, order.released_on = State.RELEASED, number, sp2d_on, on
    order.released_by_id = by.id
    order.save(update_fields=["state", "sp2d_number", "sp2d_on", "released_on", "released_by"])
    record(
        "release_order", subject=order, by=by, on=on, place_id=order.place_id,
        details={"number": number, "day": sp2d_on.isoformat(), "families": order.families, "rupiah": order.amount},
    )  # fmt: skip
    return order


def require_releaser(order: PaymentOrder, by: Actor) -> None:
    """Refuse whoever cannot release this order now: not the treasurer, or somebody who made or checked it."""
    require(by, *queries.WHO_RELEASE_ORDERS)
    require_served(order, by)
    require_state(order, State.CHECKED)
    if by.id in (order.made_by_id, order.checked_by_id):
        raise NotAllowed(
            _("Anda sendiri yang membuat atau memeriksa perintah ini."),
            advice=_("Yang mencatat pencairan adalah orang ketiga: bendahara umum daerah."),
        )


def _require_same_sum(order: PaymentOrder, paid_out: int) -> None:
    if paid_out != order.amount:
        raise Refusal(
            _("SP2D berkata %(there)s, perintah ini %(here)s: selisih %(between)s.")
            % {
                "there": rupiah(paid_out),
                "here": rupiah(order.amount),
                "between": rupiah(abs(paid_out - order.amount)),
            },
            advice=_("Periksa angka di SP2D. Bila SP2D memang lain, tarik perintah ini dan buat yang baru."),
            field="amount",
        )


def _require_day(order: PaymentOrder, sp2d_on: date, today: date) -> None:
    first = order.checked_on or order.made_on
    if not first <= sp2d_on <= today:
        raise Refusal(
            _("Tanggal SP2D antara %(first)s dan hari ini.") % {"first": day(first)},
            advice=_("Perintahnya diperiksa pada hari itu; SP2D tidak terbit sebelumnya."), field="sp2d_on",
        )  # fmt: skip


def _require_new_number(number: str) -> None:
    if PaymentOrder.objects.filter(sp2d_number=number, state=State.RELEASED).exists():
        raise Refusal(
            _("SP2D nomor %(number)s sudah dicatat untuk perintah lain.") % {"number": number},
            advice=_("Satu SP2D mencairkan satu perintah; periksa nomornya."), field="sp2d_number",
        )  # fmt: skip


def _require_budget(order: PaymentOrder) -> None:
    """What is on the way and what arrived never exceed the budget as it stands today, also after it was cut."""
    budget = programmes.budget_of(order.line_id)
    gone = programmes.gone_of(order.line)
    if budget is None or gone + order.amount > budget:
        raise Refusal(
            _("Pagu terlampaui: pagu %(budget)s, sudah keluar %(gone)s, perintah ini %(wanted)s.")
            % {"budget": rupiah(budget), "gone": rupiah(gone), "wanted": rupiah(order.amount)},
            advice=_("Catat perubahan pagunya di Program, atau tarik perintah ini."),
        )


def _send(order: PaymentOrder) -> None:
    """Every line that is still planned with its entitlement; `LOCK` holds them, and the counts must be the order's."""
    with connection.cursor() as cursor:
        with joined_at_once(cursor):
            cursor.execute(SEND, [order.pk])
            sent = cursor.rowcount
        cursor.execute(SENT, [order.pk])
        if not sent == cursor.rowcount == order.families:
            raise RuntimeError(f"order {order.pk}: {sent} sent instead of {order.families}")


def _post(order: PaymentOrder, rows: list[Any], number: str, *, by: Actor, on: date) -> None:
    purpose = programmes.purpose_of(order.line)
    wards = {place: queries.ward_code(place) for place in {place for _key, _subject, place, _amount in rows}}
    ledger.open_accounts(
        [
            ledger.NewAccount(f"{book.Kind.SENT}:{purpose}:{code}", book.Kind.SENT, purpose, place)
            for place, code in sorted(wards.items())
        ],
        by=by, on=on,
    )  # fmt: skip
    memo = f"Dikirim lewat {WAYS[order.channel]}, SP2D {number}"
    ledger.post_many(
        [
            ledger.Command(
                queries.sent_key(subject, order.pk),
                transfer(
                    f"{book.Kind.OWED}:{purpose}:{wards[place]}", f"{book.Kind.SENT}:{purpose}:{wards[place]}", amount,
                    memo=memo, subject=str(subject),
                ),
            )
            for _key, subject, place, amount in rows
        ],
        by=by, on=on,
    )  # fmt: skip
