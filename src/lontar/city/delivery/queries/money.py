"""Where is the money? From a budget line to each rupiah's present place, as the book and the orders say it."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, QuerySet, Sum

from lontar.city.delivery.models import OrderLine, PaymentOrder, ResultRow
from lontar.city.delivery.queries.orders import orders_for
from lontar.city.ledger import queries as book
from lontar.city.programmes import queries as programmes
from lontar.kit.gate import Actor, Role

KINDS = ("budget", "owed", "sent", "delivered", "contracted", "built")
WHO_SEE_MONEY = (Role.PLANNER, Role.OPERATOR, Role.TREASURER, Role.INSPECTOR)


@dataclass(frozen=True, slots=True)
class Money:
    """Whole rupiah of one line, or of several: what is set aside, and how far it has come.

    `budgeted` and `reported` are None where nobody has noted them. Each budgeted rupiah is in one of `outside`, `free`,
    `owed`, `on_the_way`, `arrived`, `contracted` (promised to works) and `built` (paid for their stages).
    """

    budgeted: int | None
    free: int
    owed: int
    on_the_way: int
    arrived: int
    ordered: int
    released: int
    paid: int
    returned: int
    unheard: int
    left_over: int
    reported: int | None
    contracted: int = 0
    built: int = 0
    outside: int = 0
    """Budgeted, and not set aside in the book: nothing was decreed or contracted from it."""

    @property
    def reconciled(self) -> int:
        """Of what was released: of how much the payer has told what became of it."""
        return self.paid + self.returned

    @property
    def by_hand(self) -> int:
        """What arrived without a payment order."""
        return self.arrived - self.paid

    @property
    def difference(self) -> int | None:
        """What the agency reported as spent, less what the book has in the hands of families and has paid for works."""
        return None if self.reported is None else self.reported - self.arrived - self.built

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why the two differ, each with its rupiah; together they are the difference.

        What the treasury has released is reported as spent before it arrives; what was not paid by name is in no hand of
        a family; and what arrived last is reported in a later quarter.
        """
        if not self.difference:
            return []
        if self.difference < 0:
            return [("unreported", self.difference)]
        on_the_way = min(self.difference, self.on_the_way)
        parts = [("on_the_way", on_the_way), ("not_by_name", self.difference - on_the_way)]
        return [(key, amount) for key, amount in parts if amount]


def money_of(line: Any) -> Money:
    """One line, as it stands now."""
    totals: dict[str, int] = {}
    for total in book.totals(KINDS, purpose=programmes.purpose_of(line)):
        totals[total.kind] = totals.get(total.kind, 0) + total.amount
    orders = dict(
        PaymentOrder.objects.filter(line=line)
        .exclude(state="withdrawn")
        .values_list("state")
        .annotate(sum=Sum("amount"))
        .order_by()
    )
    rows = OrderLine.objects.filter(order__line=line, order__state="released")
    lines = dict(rows.values_list("state").annotate(sum=Sum("amount")).order_by())
    budgeted = programmes.budget_of(line.pk)
    return Money(
        budgeted=budgeted, free=totals.get("budget", 0), owed=totals.get("owed", 0),
        on_the_way=totals.get("sent", 0), arrived=totals.get("delivered", 0), ordered=sum(orders.values()),
        released=orders.get("released", 0), paid=lines.get("paid", 0), returned=lines.get("returned", 0),
        unheard=lines.get("sent", 0), left_over=ResultRow.objects.filter(order__line=line, settled_on=None).count(),
        reported=programmes.reported_of(line.pk), contracted=totals.get("contracted", 0), built=totals.get("built", 0),
        outside=max((budgeted or 0) - sum(totals.values()), 0),
    )  # fmt: skip


def together(parts: Iterable[Money]) -> Money | None:
    """Several lines as one; what is known of none of them stays unknown."""
    kept = list(parts)
    if not kept:
        return None
    sums: dict[str, int | None] = {}
    for field in fields(Money):
        known = [value for one in kept if (value := getattr(one, field.name)) is not None]
        sums[field.name] = sum(known) if known else None
    return Money(**sums)  # type: ignore[arg-type]  # only what may be None is


def lines_with_money(actor: Actor, year: int) -> QuerySet[Any]:
    """The lines of a year that this officer may see, those of one sub-activity beside each other."""
    return programmes.catalogue(actor, year=year).select_related("sub_activity").order_by("sub_activity__code", "name")


def orders_of_line(actor: Actor, line_id: int) -> list[tuple[PaymentOrder, dict[str, int]]]:
    """The orders of a line with their rupiah by what became of them."""
    orders = list(orders_for(actor).filter(line_id=line_id))
    rows = OrderLine.objects.filter(order__in=[one.pk for one in orders]).exclude(state="dropped")
    told: dict[int, dict[str, int]] = {}
    for order, state, amount, _n in (
        rows.values_list("order_id", "state").annotate(sum=Sum("amount"), n=Count("pk")).order_by()
    ):
        told.setdefault(order, {})[state] = int(amount)
    return [(one, told.get(one.pk, {})) for one in orders]
