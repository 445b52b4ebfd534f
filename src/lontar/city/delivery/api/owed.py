"""Programs' door to delivery: what is owed, handing it over once, and the public check of a receipt."""

import base64
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Header, Path, Query, Router, Schema
from ninja.errors import Throttled
from pydantic import Field, StringConstraints

from lontar.city.delivery import actions, frames, queries
from lontar.city.delivery.models import Entitlement, Receipt
from lontar.city.journal.actions import saw
from lontar.city.ledger import queries as book
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.kit.api_door import api_door
from lontar.kit.gate import PUBLIC
from lontar.kit.paging import KEY_MAX, Key, Listing, Wanted, Words, listing
from lontar.kit.problems import MEDIA_TYPE
from lontar.science.receipt_codes import read_code
from lontar.science.trouble import Refusal

router = Router(tags=["delivery"])
HOUR = 3600
TOO_OFTEN = {
    "description": "Too many codes that do not exist",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00]*$")]
IdempotencyKey = Annotated[
    str, Header(alias="Idempotency-Key", min_length=8, max_length=40, pattern=r"^[A-Za-z0-9._:-]+$")
]
CodeInPath = Annotated[str, Path(min_length=17, max_length=40, pattern=r"^[A-Za-z0-9 -]+$")]


class EntitlementOut(Schema):
    """What one family is owed; without a name, without a NIK."""

    id: int
    family: str
    place: str
    line: int
    programme: str
    period: str
    amount: int
    status: str
    on: date
    reason: str


class EntitlementsWanted(Schema):
    """Which entitlements are wanted; `all` for every status."""

    status: Literal["owed", "sent", "delivered", "cancelled", "all"] = "owed"
    line: int | None = Field(None, ge=1, le=KEY_MAX)


class HandOverIn(Schema):
    """A hand-over with its proof. `image` is base64: PNG for a signature, JPEG or PNG for a photo."""

    proof: Literal["signature", "photo", "signed_list", "thumbprint", "witness", "slip"]
    received_by: Annotated[Words, StringConstraints(min_length=1)]
    note: Text = ""
    code: str = Field("", max_length=64)  # on the family's slip, where that is the proof
    image: str = Field("", max_length=1_900_000)
    handed_over_on: date | None = None
    store: int | None = Field(None, ge=1, le=KEY_MAX)  # out of which store, where the line gives goods


class HandOverOut(Schema):
    """The receipt's code, and whether this call made it or an earlier one with the same key."""

    receipt: str
    fresh: bool


class ReceiptPostingOut(Schema):
    """Where the amount left and where it arrived, by kind of account."""

    kind: str
    amount: int
    unit: str


class ReceiptOut(Schema):
    """What a receipt says, and the book's entry for it. No family, no ward."""

    amount: int
    what: str | None
    budget_code: str | None
    payer: str
    period: str
    on: date
    handed_over_by: str
    made_up: bool
    entry: int | None
    posted_at: datetime | None
    reversed: bool | None
    log: book.State
    postings: list[ReceiptPostingOut]


class LeafProofOut(Schema):
    """A leaf of the log opened: its text, its salt, its number, and the way to the root (hexadecimal)."""

    text: str
    salt: str
    leaf: int
    inclusion: list[str]


class ReceiptProofOut(Schema):
    """What `lontar_proof.py` verifies without this server."""

    lontar: Literal["receipt"]
    v: int
    key: str
    checkpoint: str
    receipt: LeafProofOut
    entry: LeafProofOut


@router.get("/delivery/entitlements", response=Listing[EntitlementOut], summary="Hak keluarga atas bantuan")
@api_door(*queries.WHO_SEE_LIST)
def entitlements(
    request: HttpRequest, paging: Wanted, wanted: Annotated[EntitlementsWanted, Query()]
) -> dict[str, Any]:
    """Hak di wilayah petugas, menurut urutan timbulnya."""
    status = "" if wanted.status == "all" else wanted.status
    found = queries.entitlements_matching(_actor(request), queries.Wanted(status=status, line_id=wanted.line))
    seen: list[int] = []
    page = listing(found, paging, lambda one: _entitlement(one, seen))
    saw("api", seen, by=_actor(request), on=places.today(), purpose=request.path)
    return page


@router.post("/delivery/entitlements/{key}/hand-over", response=HandOverOut, summary="Serahkan sekali")
@api_door(*queries.WHO_MAY_HAND_OVER)
def hand_over(request: HttpRequest, key: Key, given: HandOverIn, idempotency_key: IdempotencyKey) -> HandOverOut:
    """Mencatat penyerahan. Permintaan yang sama dengan `Idempotency-Key` yang sama dijawab sama, sekali tercatat."""
    said: dict[str, Any] = {
        "proof": actions.Proof(given.proof, note=given.note, image=_image(given.image), code=given.code), "by": _actor(request),
        "received_by": given.received_by, "on": places.today(), "key": idempotency_key,
    }  # fmt: skip
    if given.store is not None:
        done = actions.hand_over_goods(key, actions.OutOf(given.store, given.handed_over_on), **said)
    else:
        done = actions.hand_over(key, handed_over_on=given.handed_over_on, **said)
    return HandOverOut(receipt=done.code, fresh=done.fresh)


@router.get(
    "/receipts/{code}", response=ReceiptOut, summary="Cek tanda terima", openapi_extra={"responses": {429: TOO_OFTEN}}
)
@api_door(PUBLIC)
def receipt(request: HttpRequest, code: CodeInPath) -> ReceiptOut:
    """Yang dikatakan tanda terima dan buku besar. Terbuka untuk siapa saja yang memegang kodenya."""
    found = _receipt(request, code)
    entry = queries.in_the_book(found)
    return ReceiptOut(
        amount=found.amount,
        what=found.what or None,
        budget_code=found.budget_code or None,
        payer=found.payer,
        period=found.period,
        on=found.on,
        handed_over_by=found.handed_over_by,
        made_up=found.made_up,
        entry=entry.number if entry else None,
        posted_at=entry.at if entry else None,
        reversed=entry.reversed if entry else None,
        log=queries.in_the_log(found).state,
        postings=[
            ReceiptPostingOut(kind=kind, amount=amount, unit=unit)
            for kind, amount, unit in (entry.postings if entry else [])
        ],
    )


@router.get(
    "/receipts/{code}/proof", response=ReceiptProofOut, summary="Bukti sebuah tanda terima",
    openapi_extra={"responses": {429: TOO_OFTEN}},
)  # fmt: skip
@api_door(PUBLIC)
def receipt_proof(request: HttpRequest, code: CodeInPath) -> dict[str, Any]:
    """Bukti bahwa tanda terima dan catatan uangnya ada di log yang ditandatangani; 404 selama belum tercakup."""
    file = queries.in_the_log(_receipt(request, code)).file
    if file is None:
        raise Http404
    return file


def _receipt(request: HttpRequest, code: str) -> Receipt:
    who = queries.asker(queries.address_of(request))
    if queries.asked_too_often(who):
        raise Throttled(wait=HOUR)
    read = read_code(code)
    found = queries.receipt_with(read) if read else None
    if found is None:
        if read:
            actions.count_failed_check(who)
        raise Http404
    return found


def _actor(request: HttpRequest) -> Any:
    return request.user


def _entitlement(one: Entitlement, seen: list[int]) -> EntitlementOut:
    seen.append(one.family_id)
    return EntitlementOut(
        id=one.pk,
        family=one.family.local_number,
        place=places.code_of(one.place_id),
        line=one.line_id,
        programme=one.line.name,
        period=one.period,
        amount=one.amount,
        status=one.status,
        on=one.on,
        reason=one.reason,
    )


def _image(given: str) -> bytes | None:
    try:
        return base64.b64decode(given, validate=True) or None
    except ValueError as trouble:
        raise Refusal(_("Gambar itu bukan base64."), field="image") from trouble


class ReachOut(Schema):
    """What one line gave by name until a day: whole rupiah and families, by decile of DTSEN."""

    line: int
    programme: str
    rupiah_deciles_1_to_4: int
    rupiah_deciles_5_to_10: int
    rupiah_decile_unknown: int
    families_deciles_1_to_4: int
    families_deciles_5_to_10: int
    families_decile_unknown: int


class PovertyMoneyOut(Schema):
    """Budget tagged as poverty, apart from what reached deciles 1 to 4 by name; `null` where not known."""

    year: int
    until: date
    tagged: int | None
    tagged_lines: int
    tagged_lines_with_budget: int
    reached_deciles_1_to_4: int | None
    lines: list[ReachOut]


class ReachYear(Schema):
    """Which year."""

    year: int = Field(ge=2015, le=2100)


@router.get("/delivery/reach", response=PovertyMoneyOut, summary="Anggaran kemiskinan dan siapa yang terjangkau")
@api_door(*queries.WHO_SEE_REACH)
def poverty_money(request: HttpRequest, wanted: Annotated[ReachYear, Query()]) -> Any:
    """Anggaran yang bertanda kemiskinan, terpisah dari yang sampai per nama kepada desil 1 sampai 4."""
    actor: Any = request.user
    until = min(date(wanted.year, 12, 31), places.today())
    names = {one.pk: one.name for one in programmes.catalogue(actor, year=wanted.year)}
    found = frames.reach(places.home_or_refuse().pk, since=date(wanted.year, 1, 1), until=until)
    reached = [one for one in found if one.line_id in names]
    pillars = programmes.tagged_by_pillar(actor, wanted.year)
    known = [one.in_force for one in pillars if one.in_force is not None]
    return PovertyMoneyOut(
        year=wanted.year, until=until, tagged=sum(known) if known else None, tagged_lines=sum(p.lines for p in pillars),
        tagged_lines_with_budget=sum(p.known for p in pillars),
        reached_deciles_1_to_4=sum(one.poor for one in reached) if reached else None,
        lines=[
            ReachOut(
                line=one.line_id, programme=names[one.line_id], rupiah_deciles_1_to_4=one.poor,
                rupiah_deciles_5_to_10=one.others, rupiah_decile_unknown=one.unknown,
                families_deciles_1_to_4=one.families_poor, families_deciles_5_to_10=one.families_others,
                families_decile_unknown=one.families_unknown,
            )
            for one in reached
        ],
    )  # fmt: skip
