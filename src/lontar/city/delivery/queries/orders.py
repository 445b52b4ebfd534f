"""Questions about payment orders: which there are, how far each is, and who could be on the next one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.delivery.models import Entitlement, OrderLine, PaymentOrder
from lontar.city.delivery.queries.owed import agency_id_of
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.city.registry import queries as registry
from lontar.kit.gate import Actor, Role
from lontar.kit.waiting import Waiting

Channel = PaymentOrder.Channel
OrderState = PaymentOrder.State
LineState = OrderLine.State
WHO_SEE_ORDERS = (Role.PLANNER, Role.OPERATOR, Role.TREASURER, Role.INSPECTOR)
WHO_MAKE_ORDERS = (Role.OPERATOR,)
WHO_CHECK_ORDERS = (Role.OPERATOR, Role.PLANNER)
WHO_RELEASE_ORDERS = (Role.TREASURER,)
WHO_RECONCILE = (Role.OPERATOR, Role.TREASURER)

# Who is owed from a line for a period in a place and may be paid today: not held, in no living order, and, by bank,
# with an account. Who received the same under another number is left out by `besides`.
PAYABLE = """
FROM delivery_entitlement e
LEFT JOIN delivery_payaccount a ON a.family_id = e.family_id AND a.until IS NULL AND %(bank)s
WHERE e.line_id = %(line)s AND e.period = %(period)s AND e.place_id BETWEEN %(lowest)s AND %(highest)s
    AND e.status = 'owed' AND e.id <> ALL (%(besides)s)
    AND NOT EXISTS (SELECT FROM delivery_orderline l WHERE l.entitlement_id = e.id AND l.state IN ('planned', 'sent', 'paid'))
"""
# Owed too, and on an order that was made and is not released yet.
ELSEWHERE = """
SELECT count(*) FROM delivery_entitlement e JOIN delivery_orderline l ON l.entitlement_id = e.id AND l.state = 'planned'
WHERE e.line_id = %(line)s AND e.period = %(period)s AND e.place_id BETWEEN %(lowest)s AND %(highest)s AND e.status = 'owed'
"""
HELD = "EXISTS (SELECT FROM delivery_hold h WHERE h.entitlement_id = e.id AND h.\"end\" = '' AND h.until >= %(on)s)"
FINGERPRINT = f"""
SELECT count(*), coalesce(sum(l.amount), 0)::bigint, encode(sha256(convert_to(coalesce(string_agg(
    format('%%s:%%s:%%s', l.entitlement_id, l.amount, coalesce(l.account_id, 0)), ',' ORDER BY l.number), ''), 'UTF8')), 'hex')
FROM delivery_orderline l JOIN delivery_entitlement e ON e.id = l.entitlement_id
LEFT JOIN delivery_payaccount a ON a.id = l.account_id
WHERE l.order_id = %(order)s AND l.state = 'planned' AND e.status = 'owed'
    AND (l.account_id IS NULL OR a.until IS NULL) AND NOT {HELD}
"""  # noqa: S608 - no value of anybody is in it


@dataclass(frozen=True, slots=True)
class Choice:
    """What an order would be about."""

    line_id: int
    period: str
    place_id: int
    channel: str


@dataclass(frozen=True, slots=True)
class Payable:
    """Who would be on an order, and who not and why."""

    families: int
    amount: int
    held: int
    without_account: int
    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the rupiah and the lines of an order are."""

    planned: int = 0
    sent: int = 0
    paid: int = 0
    returned: int = 0
    planned_rupiah: int = 0
    sent_rupiah: int = 0
    paid_rupiah: int = 0
    returned_rupiah: int = 0

    @property
    def rupiah(self) -> int:
        return self.planned_rupiah + self.sent_rupiah + self.paid_rupiah + self.returned_rupiah


def orders_for(actor: Actor) -> QuerySet[PaymentOrder]:
    """The orders that this officer may know of, the newest first."""
    found = PaymentOrder.objects.select_related("line__agency", "place", "made_by", "checked_by", "released_by")
    found = found.order_by("-pk")
    if actor.role not in WHO_SEE_ORDERS:
        return found.none()
    # The treasurer moves sums, and reads of a sensitive line only its number.
    return found if actor.role == Role.TREASURER else found.filter(programmes.told_by_name(actor, "line"))


def order_for(actor: Actor, key: int) -> PaymentOrder | None:
    return orders_for(actor).filter(pk=key).first()


def line_words(line: Any, actor: Actor) -> str:
    """What a line is called; whoever only moves the money does not read what a sensitive one is."""
    return line_on_paper(line) if actor.role == Role.TREASURER else str(line.name)


def line_on_paper(line: Any) -> str:
    """What a line is called where others look on: of a sensitive one only its number."""
    return _("program nomor %(number)s") % {"number": line.pk} if line.sensitive else str(line.name)


def payable(choice: Choice, on: date) -> Payable:
    """Who would be on this order, counted."""
    values = values_of(choice, on)
    without = "(%(bank)s AND a.id IS NULL)"
    asked = (
        f"SELECT count(*) FILTER (WHERE NOT {HELD} AND NOT {without}), "
        f"coalesce(sum(e.amount) FILTER (WHERE NOT {HELD} AND NOT {without}), 0)::bigint, "
        f"count(*) FILTER (WHERE {HELD}), count(*) FILTER (WHERE {without} AND NOT {HELD}) {PAYABLE}"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, values)
        counted = cursor.fetchone()
        cursor.execute(ELSEWHERE, values)
        return Payable(*counted, *cursor.fetchone())


def values_of(choice: Choice, on: date) -> dict[str, Any]:
    lowest, highest = places.span(choice.place_id)
    return {
        "line": choice.line_id, "period": choice.period, "lowest": lowest, "highest": highest, "on": on,
        "bank": choice.channel == Channel.BANK, "besides": twins_to_leave_out(choice.line_id, choice.period),
    }  # fmt: skip


def twins_to_leave_out(line_id: int, period: str) -> list[int]:
    """Entitlements of a family that stands here, or received already, under another number too."""
    twins = registry.twin_families()
    if not twins:
        return []
    families = set(twins) | set(twins.values())
    rows = Entitlement.objects.filter(line_id=line_id, period=period, family_id__in=families).exclude(
        status="cancelled"
    )
    taken: set[int] = set()
    left_out = []
    for key, family, status in sorted(
        rows.values_list("pk", "family_id", "status"), key=lambda row: (row[2] == "owed", row[0])
    ):
        one = twins.get(family, family)
        if one in taken and status == "owed":
            left_out.append(key)
        taken.add(one)
    return left_out  # fmt: skip


def fingerprint(order_id: int, on: date) -> tuple[int, int, str]:
    """Families, rupiah and digest of what could be paid of an order today: its lines that are still as they were made."""
    with connection.cursor() as cursor:
        cursor.execute(FINGERPRINT, {"order": order_id, "on": on})
        families, amount, digest = cursor.fetchone()
    return int(families), int(amount), str(digest)


def standing(order_id: int) -> Standing:
    """The order's lines by what became of them, those that left it before not counted."""
    rows = OrderLine.objects.filter(order_id=order_id).exclude(state=LineState.DROPPED)
    told: dict[str, int] = {}
    for state, count, amount in rows.values_list("state").annotate(n=Count("pk"), sum=Sum("amount")).order_by():
        told[state], told[f"{state}_rupiah"] = count, int(amount)
    return Standing(**told)


def still_owed(order_id: int) -> int:
    """How many families of an order whose money has not left still wait: who was paid by hand meanwhile does not."""
    waiting = OrderLine.objects.filter(order_id=order_id, state=LineState.PLANNED)
    return waiting.filter(entitlement__status=Entitlement.Status.OWED).count()


def by_ward(order_id: int) -> list[tuple[int, Standing]]:
    """The same by ward."""
    rows = OrderLine.objects.filter(order_id=order_id).exclude(state=LineState.DROPPED)
    told: dict[int, dict[str, int]] = {}
    for place, state, count, amount in rows.values_list("place_id", "state").annotate(n=Count("pk"), sum=Sum("amount")).order_by():  # fmt: skip
        told.setdefault(place, {}).update({state: count, f"{state}_rupiah": int(amount)})
    return [(place, Standing(**counts)) for place, counts in sorted(told.items())]


def lines_of(order_id: int) -> QuerySet[OrderLine]:
    """The lines that are in an order, in their order."""
    found = OrderLine.objects.filter(order_id=order_id).exclude(state=LineState.DROPPED)
    return found.select_related("entitlement__family", "place", "account").order_by("number")


def order_line_of(entitlement_id: int) -> OrderLine | None:
    """The order in which this entitlement is, or was last."""
    found = OrderLine.objects.filter(entitlement_id=entitlement_id).exclude(state=LineState.DROPPED)
    return found.select_related("order").order_by("-pk").first()


def may_check(order: PaymentOrder, actor: Actor) -> bool:
    own = actor.role == Role.PLANNER or order.line.agency_id == agency_id_of(actor)
    return order.state == OrderState.MADE and actor.role in WHO_CHECK_ORDERS and own and actor.id != order.made_by_id


def may_release(order: PaymentOrder, actor: Actor) -> bool:
    others = (order.made_by_id, order.checked_by_id)
    return order.state == OrderState.CHECKED and actor.role in WHO_RELEASE_ORDERS and actor.id not in others


def may_mend(order: PaymentOrder, actor: Actor) -> bool:
    """Whether this officer may tidy or withdraw it while it is not released."""
    living = order.state in (OrderState.MADE, OrderState.CHECKED)
    return living and actor.role in WHO_MAKE_ORDERS and order.line.agency_id == agency_id_of(actor)


def may_reconcile(order: PaymentOrder, actor: Actor) -> bool:
    own = actor.role == Role.TREASURER or (actor.role == Role.OPERATOR and order.line.agency_id == agency_id_of(actor))
    return order.state == OrderState.RELEASED and own


@dataclass(frozen=True, slots=True)
class Owed:
    """A line and a period for which families are owed something now."""

    line_id: int
    name: str
    period: str
    families: int


def may_take_list(order: PaymentOrder, actor: Actor) -> bool:
    """Whether this officer takes the payer's list away: once a second person has checked it."""
    ready = order.state in (OrderState.CHECKED, OrderState.RELEASED)
    return ready and actor.role in WHO_MAKE_ORDERS and order.line.agency_id == agency_id_of(actor)


def owed_choices(actor: Actor) -> list[Owed]:
    """What this officer could make an order of: the lines of their own agency, by period."""
    own = Entitlement.objects.filter(status="owed", line__agency_id=agency_id_of(actor) or 0)
    own = own.filter(programmes.told_by_name(actor, "line"))
    rows = own.values_list("line_id", "line__name", "period").annotate(n=Count("pk")).order_by("line__name", "period")
    return [Owed(*row) for row in rows]


def orders_waiting_for(actor: Actor) -> list[Waiting]:
    """Orders that wait for this officer's step."""
    return list(_steps(actor))


def _steps(actor: Actor) -> Iterator[Waiting]:
    found = list(orders_for(actor).filter(state__in=[OrderState.MADE, OrderState.CHECKED]))
    check = [one for one in found if may_check(one, actor)]
    release = [one for one in found if may_release(one, actor)]
    if check:
        since = min(one.made_on for one in check)
        yield Waiting(
            _("Perintah bayar menunggu diperiksa"), _url(check, "made"), len(check), since, _("Periksa perintah")
        )
    if release:
        since = min(one.checked_on or one.made_on for one in release)
        yield Waiting(
            _("Perintah bayar menunggu dicairkan"), _url(release, "checked"), len(release), since, _("Catat SP2D")
        )


def _url(these: list[PaymentOrder], state: str) -> str:
    if len(these) == 1:
        return reverse("delivery:order", args=[these[0].pk])
    return f"{reverse('delivery:orders')}?state={state}"
