"""Questions about what goes to a payer and what comes back: layouts, the rows of a list, results and what they left over."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from lontar.city.delivery.models import FileLayout, OrderLine, PayAccount, PaymentOrder, ResultFile, ResultRow
from lontar.city.delivery.queries.orders import WHO_SEE_ORDERS, Choice, lines_of, orders_for, standing
from lontar.city.delivery.queries.owed import entitlements, for_hand_over
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.kit.gate import Actor
from lontar.kit.sealing import unseal_all
from lontar.science.result_file import reference_of
from lontar.science.trouble import Refusal

LayoutUse = FileLayout.Use
RowKind = ResultRow.Kind
# What a column of a payer's list may hold.
LIST_FIELDS = (
    "running", "reference", "head", "bank", "account", "holder", "amount", "local_number", "ward", "ward_code", "rt", "rw",
    "period", "programme",
)  # fmt: skip
BATCH = 2_000


def file_layouts(use: str) -> QuerySet[FileLayout]:
    return FileLayout.objects.filter(use=use).order_by("name")


def result_layout(name: str) -> FileLayout:
    """The layout by which a result file is read; refuses a name that nobody has saved, with those there are."""
    found = FileLayout.objects.filter(use=LayoutUse.RESULT, name=name).first()
    if found is None:
        there = ", ".join(f"“{one.name}”" for one in file_layouts(LayoutUse.RESULT))
        raise Refusal(
            _("Tidak ada susunan hasil bernama “%(name)s”.") % {"name": name},
            advice=_("Yang tersimpan: %(there)s.") % {"there": there}
            if there
            else _("Buat dahulu di halaman susunan berkas."),
            field="layout",
        )
    return found


def result_told(file: ResultFile, *, fresh: bool) -> dict[str, Any]:
    """What a file brought, and how its order stands now: for programs and the terminal."""
    counts, stands = file.counts, standing(file.order_id)
    return {
        "order": file.order_id, "file": file.name, "sha256": file.sha256, "fresh": fresh,
        **{key: counts[key] for key in ("rows", "paid", "paid_rupiah", "returned", "returned_rupiah", "known")},
        "left_over": {kind.value: counts[kind] for kind in RowKind if counts.get(kind)},
        "order_paid": stands.paid_rupiah, "order_returned": stands.returned_rupiah, "order_unheard": stands.sent_rupiah,
    }  # fmt: skip


def results_of(order: PaymentOrder) -> QuerySet[ResultFile]:
    """The result files of an order, the newest first."""
    return ResultFile.objects.filter(order=order).select_related("by").order_by("-pk")


def left_over(order: PaymentOrder) -> QuerySet[ResultRow]:
    """Rows that wait for a person, in the order of their files."""
    found = ResultRow.objects.filter(order=order, settled_on=None).select_related(
        "file", "line__entitlement__family", "place"
    )
    return found.order_by("file_id", "row")


def rows_left(actor: Actor) -> QuerySet[ResultRow]:
    """Every row that waits, of orders that this officer may know of."""
    orders = orders_for(actor).order_by().values("pk")
    return ResultRow.objects.filter(order__in=orders, settled_on=None)


def left_by_order(actor: Actor) -> dict[int, int]:
    """How many rows wait, by order."""
    return dict(rows_left(actor).values_list("order_id").annotate(n=Count("pk")).order_by())


def list_rows(order: PaymentOrder, fields: list[str]) -> Iterator[list[Any]]:
    """The order's lines in the wanted columns; names and accounts in full, so whoever asks is written down first."""
    wards = {key: (code, name) for key, code, name in places.wards_in(order.place_id).values_list("pk", "code", "name")}
    lines = list(lines_of(order.pk))
    for at in range(0, len(lines), BATCH):
        part = lines[at : at + BATCH]
        homes = {row.id: row for row in registry.rows_of([line.entitlement.family for line in part], {})}
        accounts = _opened(part)
        for line in part:
            home = homes[line.entitlement.family_id]
            account = accounts.get(line.account_id or 0, {})
            cells = {
                "running": line.number, "reference": reference_of(order.pk, line.number), "head": home.head,
                "bank": line.account.bank if line.account else "", "account": account.get("number", ""),
                "holder": account.get("holder", ""), "amount": line.amount, "local_number": home.local_number,
                "ward": wards.get(line.place_id, ("", ""))[1], "ward_code": wards.get(line.place_id, ("", ""))[0],
                "rt": "" if home.hidden else home.rt, "rw": "" if home.hidden else home.rw, "period": order.period,
                "programme": "" if order.line.sensitive else order.line.name,
            }  # fmt: skip
            yield [cells[field] for field in fields]


def families_on(order: PaymentOrder) -> list[int]:
    return list(lines_of(order.pk).values_list("entitlement__family_id", flat=True))


def _opened(lines: list[OrderLine]) -> dict[int, dict[str, str]]:
    """The accounts of these lines in the clear; what was erased is empty."""
    sealed = {line.account.pk: line.account.cipher for line in lines if line.account and len(line.account.cipher)}
    return {key: json.loads(value) for key, value in zip(sealed, unseal_all(sealed.values()), strict=True)}


def cash_lines(actor: Actor, order_id: int, place_id: int) -> QuerySet[OrderLine]:
    """What may be handed over of a released cash order in one ward, as far as this officer hands it over."""
    mine = for_hand_over(actor).order_by().values("pk")
    found = OrderLine.objects.filter(
        order_id=order_id, place_id=place_id, state="sent", order__channel="cash", entitlement__in=mine
    )
    return found.select_related("order__line__agency", "entitlement__family", "place").order_by("number")


def doubted(choice: Choice) -> list[tuple[PaymentOrder, int]]:
    """Of how many families that could be paid now a row that nobody has settled says they were paid already, by order.

    The payer sent their money back and said so, and then said that it arrived: whoever pays again pays perhaps twice.
    """
    lowest, highest = places.span(choice.place_id)
    rows = ResultRow.objects.filter(
        settled_on=None, kind=RowKind.CONTRADICTS, line__state="returned", line__entitlement__status="owed",
        line__entitlement__line_id=choice.line_id, line__entitlement__period=choice.period, place_id__gte=lowest,
        place_id__lte=highest,
    )  # fmt: skip
    told = dict(rows.order_by().values_list("order_id").annotate(n=Count("line__entitlement_id", distinct=True)))
    orders = PaymentOrder.objects.in_bulk(told)
    return [(orders[key], told[key]) for key in sorted(told)]


@dataclass(frozen=True, slots=True)
class CashAtWard:
    """What of one cash order still lies in one ward."""

    order: PaymentOrder
    place_id: int
    ward: str
    families: int
    rupiah: int


def cash_at_wards(actor: Actor) -> list[CashAtWard]:
    """The cash that this officer hands over, by order and ward; who opens orders finds its lists there."""
    if actor.role in WHO_SEE_ORDERS:
        return []
    mine = for_hand_over(actor).order_by().values("pk")
    lines = OrderLine.objects.filter(state="sent", order__channel="cash", entitlement__in=mine).order_by()
    rows = lines.values_list("order_id", "place_id", "place__name").annotate(n=Count("pk"), sum=Sum("amount"))
    told = sorted(rows)
    orders = PaymentOrder.objects.in_bulk([row[0] for row in told])
    return [CashAtWard(orders[key], *rest) for key, *rest in told]


def accounts_known() -> int:
    """How many families have an account now."""
    return PayAccount.objects.filter(until=None).count()


def owed_without_account(actor: Actor) -> int:
    """How many families are owed something and have no account."""
    owed = entitlements(actor).order_by().filter(status="owed")
    return (
        owed.exclude(family__in=PayAccount.objects.filter(until=None).values("family_id"))
        .values("family_id")
        .distinct()
        .count()
    )
