"""Programs' door to payment orders: listed, made, checked, released; whose rupiah are where."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from lontar.city.delivery import actions, queries
from lontar.city.delivery.api.owed import IdempotencyKey
from lontar.city.delivery.models import PaymentOrder
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.kit.api_door import api_door
from lontar.kit.paging import KEY_MAX, Key, Listing, Wanted, listing
from lontar.science.trouble import Refusal

router = Router(tags=["delivery"])
Number = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00]*$")]


class OrderOut(Schema):
    """A payment order with its three people by role, and where its rupiah are; no family in it."""

    id: int
    number: str
    programme: str
    line: int
    period: str
    place: str
    channel: str
    state: str
    families: int
    amount: int
    sha256: str
    spm_number: str
    sp2d_number: str
    sp2d_on: date | None
    sent: int
    paid: int
    returned: int


class OrdersWanted(Schema):
    """Which orders are wanted; `all` for every state."""

    state: Literal["made", "checked", "released", "withdrawn", "all"] = "all"


class OrderIn(Schema):
    """What is to be paid, to whom, through whom."""

    line: int = Field(ge=1, le=KEY_MAX)
    period: Annotated[str, StringConstraints(max_length=10, pattern=r"^20\d{2}(-(T[1-4]|\d{2}))?$")]
    place: Annotated[str, StringConstraints(max_length=20, pattern=r"^[0-9.]+$")]
    channel: Literal["bank", "post", "cash"]


class CheckIn(Schema):
    """The fingerprint of the list that was read, and the number of the signed order to pay."""

    seen: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    spm_number: Number


class ReleaseIn(Schema):
    """What the treasury's paper says; the amount as it is written there."""

    sp2d_number: Number
    sp2d_on: date
    amount: Annotated[str, StringConstraints(max_length=40, pattern=r"^[^\x00]*$")]


class MoneyOut(Schema):
    """Whole rupiah of one line: what is set aside, and where each rupiah is now; `null` where nobody has noted it."""

    line: int
    year: int
    programme: str
    sub_activity: str | None
    budgeted: int | None
    free: int
    owed: int
    ordered: int
    released: int
    on_the_way: int
    paid_by_order: int
    returned: int
    reconciled: int
    arrived: int
    reported: int | None
    difference: int | None


@router.get("/delivery/orders", response=Listing[OrderOut], summary="Perintah bayar")
@api_door(*queries.WHO_SEE_ORDERS)
def payment_orders(request: HttpRequest, paging: Wanted, wanted: Annotated[OrdersWanted, Query()]) -> dict[str, Any]:
    """Perintah bayar yang boleh diketahui petugas ini, yang terbaru dahulu."""
    found = queries.orders_for(_actor(request))
    found = found if wanted.state == "all" else found.filter(state=wanted.state)
    return listing(found, paging, lambda one: _told(request, one))


@router.get("/delivery/orders/{key}", response=OrderOut, summary="Satu perintah bayar")
@api_door(*queries.WHO_SEE_ORDERS)
def payment_order(request: HttpRequest, key: Key) -> OrderOut:
    """Sejauh mana sebuah perintah, dan di mana rupiahnya."""
    return _told(request, _found(request, key))


@router.post("/delivery/orders", response=OrderOut, summary="Buat perintah bayar")
@api_door(*queries.WHO_MAKE_ORDERS)
def make_payment_order(request: HttpRequest, given: OrderIn, idempotency_key: IdempotencyKey) -> OrderOut:
    """Memuat semua keluarga yang berhak dan dapat dibayar. Dengan `Idempotency-Key` yang sama dibuat sekali."""
    place = places.by_code(given.place)
    if place is None:
        raise Refusal(f"{given.place} is no place.", field="place")
    choice = queries.Choice(given.line, given.period, place.pk, given.channel)
    made = actions.make_order(choice, key=idempotency_key, by=_actor(request), on=places.today())
    return _told(request, _found(request, made.pk))


@router.post("/delivery/orders/{key}/check", response=OrderOut, summary="Sahkan sebagai orang kedua")
@api_door(*queries.WHO_CHECK_ORDERS)
def check_payment_order(request: HttpRequest, key: Key, given: CheckIn) -> OrderOut:
    """Ditolak bila daftarnya berubah sejak dibaca."""
    _found(request, key)
    actions.check_order(key, seen=given.seen, spm_number=given.spm_number, by=_actor(request), on=places.today())
    return _told(request, _found(request, key))


@router.post("/delivery/orders/{key}/release", response=OrderOut, summary="Catat pencairan")
@api_door(*queries.WHO_RELEASE_ORDERS)
def release_payment_order(request: HttpRequest, key: Key, given: ReleaseIn) -> OrderOut:
    """Mencatat SP2D sebagai orang ketiga; jumlahnya sama dengan perintah sampai rupiah terakhir, atau ditolak."""
    _found(request, key)
    actions.release_order(
        key, sp2d_number=given.sp2d_number, sp2d_on=given.sp2d_on, amount=given.amount, by=_actor(request),
        on=places.today(),
    )  # fmt: skip
    return _told(request, _found(request, key))


@router.get("/delivery/money/{key}", response=MoneyOut, summary="Di mana uangnya")
@api_door(*queries.WHO_SEE_MONEY)
def line_money(request: HttpRequest, key: Key) -> MoneyOut:
    """Dari pagu sebuah program sampai ke tangan keluarga; setiap rupiah berada di satu tempat saja."""
    line = programmes.lines_for(_actor(request)).filter(pk=key).first()
    if line is None:
        raise Http404
    told = queries.money_of(line)
    return MoneyOut(
        line=line.pk, year=line.year, programme=queries.line_words(line, _actor(request)),
        sub_activity=line.sub_activity.code if line.sub_activity else None, budgeted=told.budgeted, free=told.free,
        owed=told.owed, ordered=told.ordered, released=told.released, on_the_way=told.on_the_way, paid_by_order=told.paid,
        returned=told.returned, reconciled=told.reconciled, arrived=told.arrived, reported=told.reported,
        difference=told.difference,
    )  # fmt: skip


def _actor(request: HttpRequest) -> Any:
    return request.user


def _found(request: HttpRequest, key: int) -> PaymentOrder:
    found = queries.order_for(_actor(request), key)
    if found is None:
        raise Http404
    return found


def _told(request: HttpRequest, one: PaymentOrder) -> OrderOut:
    stands = queries.standing(one.pk)
    return OrderOut(
        id=one.pk, number=one.number, programme=queries.line_words(one.line, _actor(request)), line=one.line_id,
        period=one.period, place=one.place.code, channel=one.channel, state=one.state, families=one.families,
        amount=one.amount, sha256=one.sha256, spm_number=one.spm_number, sp2d_number=one.sp2d_number,
        sp2d_on=one.sp2d_on, sent=stands.sent_rupiah, paid=stands.paid_rupiah, returned=stands.returned_rupiah,
    )  # fmt: skip
