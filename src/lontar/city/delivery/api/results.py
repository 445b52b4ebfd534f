"""Programs' door to what payers answer: a result file held to its order, and the rows that wait for a person."""

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import File, Form, Router, Schema, UploadedFile
from pydantic import StringConstraints

from lontar.city.delivery import actions, queries
from lontar.city.delivery.models import PaymentOrder, ResultRow
from lontar.city.places import queries as places
from lontar.kit.api_door import api_door
from lontar.kit.gate import Actor
from lontar.kit.memory_files import brought
from lontar.kit.paging import Key, Listing, Wanted, listing

router = Router(tags=["delivery"])


class ResultIn(Schema):
    """By which saved layout the file is read, and the day on which the payer paid."""

    layout: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00]*$")]
    paid_on: date


class ResultOut(Schema):
    """What a file brought, and how the order stands now, in whole rupiah; `fresh` is false for bytes that were known."""

    order: int
    file: str
    sha256: str
    fresh: bool
    rows: int
    paid: int
    paid_rupiah: int
    returned: int
    returned_rupiah: int
    known: int
    left_over: dict[str, int]
    order_paid: int
    order_returned: int
    order_unheard: int


class LeftOut(Schema):
    """A row that settled nothing by itself: why, and what the file said; the account's number is covered."""

    id: int
    file: str
    row: int
    kind: str
    reference: str
    amount: int | None
    said: str


@router.post("/delivery/orders/{key}/result", response=ResultOut, summary="Cocokkan hasil pembayaran")
@api_door(*queries.WHO_RECONCILE)
def take_result_file(request: HttpRequest, key: Key, how: Form[ResultIn], file: File[UploadedFile]) -> dict[str, Any]:
    """Berkas hasil bank atau kantor pos, dibaca dengan susunan yang tersimpan. Berkas yang sama dijawab sama."""
    order = _found(request, key)
    with brought(file) as path:
        taken = actions.take_result(
            order.pk, path, name=file.name or "hasil", layout=queries.result_layout(how.layout), paid_on=how.paid_on,
            by=_actor(request), on=places.today(),
        )  # fmt: skip
    return queries.result_told(taken.file, fresh=taken.fresh)


@router.get("/delivery/orders/{key}/left", response=Listing[LeftOut], summary="Baris yang menunggu orang")
@api_door(*queries.WHO_SEE_ORDERS)
def rows_left_over(request: HttpRequest, key: Key, paging: Wanted) -> dict[str, Any]:
    """Baris hasil yang tidak menyelesaikan apa pun dengan sendirinya."""
    found = queries.left_over(_found(request, key)).order_by("pk")
    return listing(found, paging, _left)


def _left(one: ResultRow) -> LeftOut:
    return LeftOut(
        id=one.pk, file=one.file.name, row=one.row, kind=one.kind, reference=one.reference, amount=one.amount, said=one.said
    )  # fmt: skip


def _actor(request: HttpRequest) -> Actor:
    return request.user  # type: ignore[return-value]  # the door let an officer in


def _found(request: HttpRequest, key: int) -> PaymentOrder:
    found = queries.order_for(_actor(request), key)
    if found is None:
        raise Http404
    return found
