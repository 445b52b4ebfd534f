"""A payment order is made by one person, checked by a second, and tidied or withdrawn while no money has left."""

from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.delivery import queries
from lontar.city.delivery.models import OrderLine, PaymentOrder
from lontar.city.delivery.queries import orders
from lontar.city.journal.actions import record
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.city.stores import queries as shelves
from lontar.engine.copying import joined_at_once
from lontar.kit.deeds import deed
from lontar.kit.formats import rupiah
from lontar.kit.gate import Actor, require
from lontar.science.trouble import NotAllowed, Refusal

State, LineState = PaymentOrder.State, OrderLine.State
NUMBER_LETTERS_MAX, REASON_LETTERS_MAX, KEY_LETTERS_MAX = 80, 300, 40

LINES = f"""
INSERT INTO delivery_orderline (order_id, number, entitlement_id, place_id, amount, account_id, state, said)
SELECT %(order)s, row_number() OVER (ORDER BY e.place_id, e.id), e.id, e.place_id, e.amount, a.id, 'planned', ''
{orders.PAYABLE} AND NOT {orders.HELD} AND NOT (%(bank)s AND a.id IS NULL)
"""
DROP = """
UPDATE delivery_orderline l SET state = 'dropped'
FROM delivery_entitlement e
WHERE e.id = l.entitlement_id AND l.order_id = %(order)s AND l.state = 'planned'
    AND (e.status <> 'owed'
        OR EXISTS (SELECT FROM delivery_payaccount a WHERE a.id = l.account_id AND a.until IS NOT NULL)
        OR EXISTS (SELECT FROM delivery_hold h WHERE h.entitlement_id = e.id AND h."end" = '' AND h.until >= %(on)s))
"""


class Changed(Refusal):
    """The order is not any more what somebody has read."""


@deed
def make_order(choice: orders.Choice, *, key: str, by: Actor, on: date) -> PaymentOrder:
    """Put everybody who is owed and may be paid into one order. The same form sent twice makes one order."""
    require(by, *queries.WHO_MAKE_ORDERS)
    if not 0 < len(key) <= KEY_LETTERS_MAX:
        raise Refusal(_("Kunci perintah paling panjang %(most)d huruf.") % {"most": KEY_LETTERS_MAX}, field="key")
    line = programmes.line_by_id(choice.line_id)
    if line is None or choice.channel not in PaymentOrder.Channel.values:
        raise Refusal(_("Pilih program dan lewat apa dibayar."), field="line")
    queries.require_own_line(line, by)
    if shelves.parcel_of(line.pk):
        raise Refusal(
            _("Program ini memberi barang dari gudang, bukan uang."),
            advice=_("Serahkan di halaman Penyaluran; barangnya keluar dari gudang."), field="line",
        )  # fmt: skip
    if not access.serves(by.id, choice.place_id):
        raise NotAllowed(_("Wilayah itu di luar tugas Anda."), advice=_("Pilih wilayah yang Anda layani."))
    with connection.cursor() as cursor:
        # One order of a line at a time, and none while its families are being made owed.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('delivery.line'), %s)", [line.pk])
    earlier = PaymentOrder.objects.filter(key=key).first()
    if earlier is not None:
        return _as_before(earlier, choice)
    made = _with_lines(choice, key, by=by, on=on)
    record(
        "make_order", subject=made, by=by, on=on, place_id=made.place_id,
        details={
            **({"sensitive": True} if line.sensitive else {"line": line.pk}), "period": made.period, "channel": made.channel, "families": made.families,
            "rupiah": made.amount, "sha256": made.sha256,
        },
    )  # fmt: skip
    return made


def _as_before(earlier: PaymentOrder, choice: orders.Choice) -> PaymentOrder:
    if (earlier.line_id, earlier.period, earlier.place_id, earlier.channel) != (
        choice.line_id, choice.period, choice.place_id, choice.channel,
    ):  # fmt: skip
        raise Refusal(_("Kunci ini sudah dipakai untuk perintah yang lain."), field="key")
    return earlier


def _with_lines(choice: orders.Choice, key: str, *, by: Actor, on: date) -> PaymentOrder:
    """The lines first, in one statement; the order then says how many and how much they are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('delivery_paymentorder', 'id'))")
        (number,) = cursor.fetchone()
        # Behind the walls a city is taken for one row, and each line would read all lines before it.
        with joined_at_once(cursor):
            cursor.execute(LINES, {"order": number, **orders.values_of(choice, on)})
    families, amount, digest = orders.fingerprint(number, on)
    if not families:
        raise Refusal(
            _("Tidak ada yang dapat dibayar: tidak ada hak yang menunggu untuk pilihan ini."),
            advice=_("Periksa periode dan wilayahnya, penahanan, perintah lain, dan rekening yang belum diketahui."),
        )
    made = PaymentOrder(
        pk=number, key=key, line_id=choice.line_id, place_id=choice.place_id, period=choice.period,
        channel=choice.channel, families=families, amount=amount, sha256=digest, made_by_id=by.id, made_on=on,
        made_up=places.is_made_up(),
    )  # fmt: skip
    made.save(force_insert=True)
    return made


@deed
def check_order(order_id: int, *, seen: str, spm_number: str, by: Actor, on: date) -> PaymentOrder:
    """Sign, as a second person, what one has read: the list with the fingerprint `seen`."""
    require(by, *queries.WHO_CHECK_ORDERS)
    order = locked_order(order_id, by)
    require_checker(order, by)
    require_unchanged(order, seen, on)
    order.spm_number = checked_number(spm_number, "spm_number")
    order.state, order.checked_on = State.CHECKED, on
    order.checked_by_id = by.id
    order.save(update_fields=["state", "spm_number", "checked_by", "checked_on"])
    record(
        "check_order", subject=order, by=by, on=on, place_id=order.place_id,
        details={"number": order.spm_number, "sha256": order.sha256, "rupiah": order.amount},
    )  # fmt: skip
    return order


@deed
def tidy_order(order_id: int, *, by: Actor, on: date) -> PaymentOrder:
    """Take out whoever cannot be paid any more: held, cancelled, paid otherwise, another account. It is checked anew."""
    require(by, *queries.WHO_MAKE_ORDERS)
    order = locked_order(order_id, by)
    require_mender(order, by)
    with connection.cursor() as cursor:
        cursor.execute(DROP, {"order": order.pk, "on": on})
        dropped = cursor.rowcount
    families, amount, digest = orders.fingerprint(order.pk, on)
    if not families:
        raise Refusal(
            _("Tidak ada lagi yang dapat dibayar dengan perintah ini."),
            advice=_("Tarik perintahnya, dengan alasannya."),
        )
    if dropped:
        order.families, order.amount, order.sha256 = families, amount, digest
        order.state, order.checked_by, order.checked_on, order.spm_number = State.MADE, None, None, ""
        order.save(
            update_fields=["families", "amount", "sha256", "state", "checked_by", "checked_on", "spm_number"]
        )  # fmt: skip
        record(
            "tidy_order", subject=order, by=by, on=on, place_id=order.place_id,
            details={"left_out": dropped, "families": families, "rupiah": amount, "sha256": digest},
        )  # fmt: skip
    return order


@deed
def withdraw_order(order_id: int, *, reason: str, by: Actor, on: date) -> PaymentOrder:
    """Take an order back before its money has left; its families stay owed and may stand in another one."""
    require(by, *queries.WHO_MAKE_ORDERS)
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= REASON_LETTERS_MAX:
        raise Refusal(
            _("Tuliskan alasannya, paling panjang %(most)d huruf.") % {"most": REASON_LETTERS_MAX}, field="reason"
        )
    order = locked_order(order_id, by)
    require_mender(order, by)
    OrderLine.objects.filter(order=order, state=LineState.PLANNED).update(state=LineState.DROPPED)
    order.state, order.reason = State.WITHDRAWN, reason
    order.save(update_fields=["state", "reason"])
    record("withdraw_order", subject=order, by=by, on=on, place_id=order.place_id, reason=reason)
    return order


def locked_order(order_id: int, by: Actor) -> PaymentOrder:
    """The order, taken: whoever changes it meanwhile waits."""
    PaymentOrder.objects.select_for_update().filter(pk=order_id).first()
    order = orders.orders_for(by).filter(pk=order_id).first()
    if order is None:
        raise queries.NotFound(_("Perintah itu tidak ada."), advice=_("Periksa daftarnya."))
    require_served(order, by)
    return order


def require_served(order: PaymentOrder, by: Actor) -> None:
    if not access.serves(by.id, order.place_id):
        raise NotAllowed(
            _("Perintah ini meliputi wilayah di luar tugas Anda."),
            advice=_("Mintalah petugas yang melayani seluruh wilayah itu."),
        )


def require_checker(order: PaymentOrder, by: Actor) -> None:
    """Refuse whoever cannot check this order now: its own maker, another agency, an order past that step."""
    require(by, *queries.WHO_CHECK_ORDERS)
    require_served(order, by)
    queries.require_own_line(order.line, by)
    require_state(order, State.MADE)
    if by.id == order.made_by_id:
        raise NotAllowed(
            _("Anda sendiri yang membuat perintah ini."), advice=_("Mintalah orang kedua memeriksa dan mengesahkannya.")
        )


def require_mender(order: PaymentOrder, by: Actor) -> None:
    """Refuse whoever cannot tidy or withdraw this order now."""
    require(by, *queries.WHO_MAKE_ORDERS)
    require_served(order, by)
    queries.require_own_line(order.line, by)
    require_state(order, State.MADE, State.CHECKED)


def require_state(order: PaymentOrder, *states: Any) -> None:
    if order.state not in states:
        raise Refusal(
            _("Perintah ini tidak lagi menunggu langkah itu."), advice=_("Muat ulang halaman untuk melihat keadaannya.")
        )


def require_unchanged(order: PaymentOrder, seen: str, on: date) -> None:
    """Refuse a list that is another one than was read: somebody was held, cancelled or paid otherwise since."""
    families, amount, digest = orders.fingerprint(order.pk, on)
    if not (seen == order.sha256 == digest):
        raise Changed(
            _("Daftar perintah ini berubah: %(before)s keluarga, %(sum_before)s menjadi %(after)s keluarga, %(sum_after)s.")
            % {
                "before": order.families, "sum_before": rupiah(order.amount), "after": families,
                "sum_after": rupiah(amount),
            },
            advice=_("Pembuatnya merapikan perintah ini, lalu daftarnya diperiksa lagi dari awal."),
        )  # fmt: skip


def checked_number(number: str, field: str) -> str:
    number = " ".join(number.split())
    if not 0 < len(number) <= NUMBER_LETTERS_MAX:
        raise Refusal(
            _("Tuliskan nomornya seperti di suratnya, paling panjang %(most)d huruf.") % {"most": NUMBER_LETTERS_MAX},
            field=field,
        )
    return number
