"""Programs' door to the stores: what lies where, what moved, and taking goods in or elsewhere once."""

from datetime import date
from typing import Annotated, Any, cast

from django.http import Http404, HttpRequest
from ninja import Header, Router, Schema
from pydantic import Field, StringConstraints

from lontar.city.places import queries as places
from lontar.city.stores import actions, queries
from lontar.city.stores.models import Emergency, Movement, Store
from lontar.kit.api_door import api_door
from lontar.kit.gate import Actor
from lontar.kit.paging import KEY_MAX, Key, Listing, Wanted, listing
from lontar.science.trouble import Refusal

router = Router(tags=["stores"])
IdempotencyKey = Annotated[
    str, Header(alias="Idempotency-Key", min_length=8, max_length=40, pattern=r"^[A-Za-z0-9._:-]+$")
]
Paper = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00]*$")]


class LiesOut(Schema):
    """How much of one kind of goods lies in a store, in the goods' own unit."""

    item: int
    name: str
    unit: str
    quantity: int


class StoreOut(Schema):
    """A store with what lies in it by the book."""

    id: int
    name: str
    place: str
    made_up: bool
    goods: list[LiesOut]


class MovementOut(Schema):
    """Goods that came or left; nobody is named."""

    id: int
    kind: str
    item: str
    unit: str
    quantity: int
    store: int
    to_store: int | None
    on: date
    document: str
    supplier: str
    reason: str


class GoodsIn(Schema):
    """Goods that a supplier brought."""

    item: int = Field(ge=1, le=KEY_MAX)
    quantity: int = Field(ge=1, le=10**9, strict=True)
    supplier: Paper
    document: Paper
    arrived_on: date | None = Field(None, description="Hari datangnya barang; tanpa ini hari ini.")


class EmergencyOut(Schema):
    """A declared emergency: its decree, its area, its days."""

    id: int
    number: str
    what: str
    place: str
    since: date
    until: date
    made_up: bool


class ReliefIn(Schema):
    """Goods that go out now: to a name that was given, or without one to so many people."""

    store: int = Field(ge=1, le=KEY_MAX)
    ward: Annotated[str, StringConstraints(max_length=13, pattern=r"^[0-9.]+$")]
    item: int = Field(ge=1, le=KEY_MAX)
    quantity: int = Field(ge=1, le=10**9, strict=True)
    persons: int = Field(ge=1, le=100_000, strict=True)
    spot: Paper
    paper: Paper
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120, pattern=r"^[^\x00]*$")] = ""


class ReliefOut(Schema):
    """A hand-over as the book has it; the name is not told back."""

    id: int
    emergency: int
    item: str
    unit: str
    quantity: int
    persons: int
    state: str


class GoodsMove(Schema):
    """Goods that go to another store."""

    item: int = Field(ge=1, le=KEY_MAX)
    quantity: int = Field(ge=1, le=10**9, strict=True)
    to_store: int = Field(ge=1, le=KEY_MAX)
    document: Paper


@router.get("/stores", response=Listing[StoreOut], summary="Gudang dan isinya")
@api_door(*queries.WHO_SEE)
def stores(request: HttpRequest, paging: Wanted) -> dict[str, Any]:
    """Gudang di wilayah petugas, dengan isinya menurut buku besar."""
    return listing(queries.stores_for(_actor(request)).order_by("pk"), paging, _store)


@router.get("/stores/{key}/movements", response=Listing[MovementOut], summary="Yang masuk dan keluar gudang")
@api_door(*queries.WHO_SEE)
def store_movements(request: HttpRequest, key: Key, paging: Wanted) -> dict[str, Any]:
    """Menurut urutan dicatat; tidak menyebut siapa yang menerima."""
    return listing(queries.movements(_found(request, key)).order_by("pk"), paging, _moved)


@router.post("/stores/{key}/receive", response=MovementOut, summary="Terima barang dari pemasok")
@api_door(*queries.WHO_KEEP)
def receive_goods(request: HttpRequest, key: Key, given: GoodsIn, idempotency_key: IdempotencyKey) -> MovementOut:
    """Dengan `Idempotency-Key` yang sama dicatat sekali."""
    made = actions.receive_goods(
        _found(request, key).pk, actions.Load(given.item, given.quantity, given.document), supplier=given.supplier,
        key=idempotency_key, arrived_on=given.arrived_on, by=_actor(request), on=places.today(),
    )  # fmt: skip
    return _moved(made)


@router.post("/stores/{key}/transfer", response=MovementOut, summary="Pindahkan barang ke gudang lain")
@api_door(*queries.WHO_KEEP)
def transfer_goods(request: HttpRequest, key: Key, given: GoodsMove, idempotency_key: IdempotencyKey) -> MovementOut:
    """Tidak lebih daripada yang ada; dengan `Idempotency-Key` yang sama dicatat sekali."""
    made = actions.transfer_goods(
        _found(request, key).pk, actions.Load(given.item, given.quantity, given.document), to_store_id=given.to_store,
        key=idempotency_key, by=_actor(request), on=places.today(),
    )  # fmt: skip
    return _moved(made)


@router.get("/emergencies", response=Listing[EmergencyOut], summary="Keadaan darurat")
@api_door(*queries.WHO_SEE_RELIEF)
def emergencies(request: HttpRequest, paging: Wanted) -> dict[str, Any]:
    """Keadaan darurat yang pernah dicatat, dengan keputusan, wilayah dan harinya."""
    return listing(queries.emergencies().order_by("pk"), paging, _emergency)


@router.post("/emergencies/{key}/hand-out", response=ReliefOut, summary="Serahkan barang darurat")
@api_door(*queries.WHO_RELIEVE)
def hand_out_relief(request: HttpRequest, key: Key, given: ReliefIn, idempotency_key: IdempotencyKey) -> ReliefOut:
    """Langsung masuk buku. Telepon yang mengirim dua kali dengan `Idempotency-Key` yang sama mencatat sekali."""
    ward = places.by_code(given.ward)
    if ward is None:
        raise Refusal(f"{given.ward} is no place.", field="ward")
    out = actions.Out(given.item, given.quantity, given.persons, given.spot, given.paper, given.name)
    made = actions.hand_out_relief(
        key, out, store_id=given.store, place_id=ward.pk, key=idempotency_key, by=_actor(request), on=places.today()
    )
    return ReliefOut(
        id=made.pk, emergency=made.emergency_id, item=made.item.name, unit=made.item.unit, quantity=made.quantity,
        persons=made.persons, state=made.state,
    )  # fmt: skip


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, request.user)


def _found(request: HttpRequest, key: int) -> Store:
    found = queries.stores_for(_actor(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _store(one: Store) -> StoreOut:
    goods = [
        LiesOut(item=lies.item.pk, name=lies.item.name, unit=lies.item.unit, quantity=lies.quantity)
        for lies in queries.stock(one)
    ]
    return StoreOut(id=one.pk, name=one.name, place=one.place.code, made_up=one.made_up, goods=goods)


def _emergency(one: Emergency) -> EmergencyOut:
    return EmergencyOut(
        id=one.pk, number=one.number, what=one.what, place=one.place.code, since=one.since, until=one.until,
        made_up=one.made_up,
    )  # fmt: skip


def _moved(one: Movement) -> MovementOut:
    return MovementOut(
        id=one.pk, kind=one.kind, item=one.item.name, unit=one.item.unit, quantity=one.quantity, store=one.store_id,
        to_store=one.to_store_id, on=one.on, document=one.document, supplier=one.supplier, reason=one.reason,
    )  # fmt: skip
