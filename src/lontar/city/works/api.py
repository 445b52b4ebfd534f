"""Programs' door to works: how far each is, for how much; stages reported and settled, tranches asked for and paid."""

import base64
from datetime import date
from typing import Annotated, Any, Literal, cast

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Header, Router, Schema
from pydantic import Field

from lontar.city.journal.actions import saw
from lontar.city.places import queries as places
from lontar.city.works import actions, queries
from lontar.city.works.models import Tranche, Work
from lontar.kit.api_door import api_door
from lontar.kit.gate import Actor
from lontar.kit.paging import KEY_MAX, Key, Listing, Wanted, listing
from lontar.kit.pictures import Position
from lontar.science.trouble import Refusal

router = Router(tags=["works"])
BASE64_MAX = 11_000_000
IdempotencyKey = Annotated[
    str, Header(alias="Idempotency-Key", min_length=8, max_length=40, pattern=r"^[A-Za-z0-9._:-]+$")
]


class WorkOut(Schema):
    """A work as it stands; of a family's house its number and nothing else."""

    id: int
    number: str
    kind: str
    named: bool
    title: str
    place: str
    spot: str
    homes: int | None
    line: int
    proposal: int | None
    way: str
    builder: str
    cost: int
    paid: int
    progress: int
    since: date
    until: date
    state: str
    made_up: bool


class WorkStageOut(Schema):
    """One stage: how far the work is then, what is paid for it, and what is known of it."""

    position: int
    name: str
    progress: int
    tranche: int
    report: int | None
    state: str | None
    seen_on: date | None
    payment: int | None
    payment_state: str | None


class OneWorkOut(WorkOut):
    """A work with its stages."""

    stages: list[WorkStageOut]


class StageIn(Schema):
    """What was seen of the next stage; photos are base64."""

    position: int = Field(ge=1, le=100)
    seen_on: date
    before: str = Field("", max_length=BASE64_MAX, description="JPEG or PNG, base64")
    after: str = Field("", max_length=BASE64_MAX, description="JPEG or PNG, base64")
    note: str = Field("", max_length=500)
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)


class StageVerdictIn(Schema):
    """What the second person says of a report; `back` with its reason."""

    verdict: Literal["confirm", "back"]
    photos_open: bool = False
    reason: str = Field("", max_length=300)


class StageReportOut(Schema):
    """A report of a stage."""

    id: int
    work: int
    position: int
    state: str


class TrancheIn(Schema):
    """The agency's order to pay a stage."""

    position: int = Field(ge=1, le=100)
    spm_number: str = Field(min_length=1, max_length=120)


class TranchePaidIn(Schema):
    """What the treasury's paper says."""

    sp2d_number: str = Field(min_length=1, max_length=120)
    sp2d_on: date
    amount: int = Field(ge=1, le=10**13, strict=True)


class TrancheOut(Schema):
    """A tranche; no family is in it."""

    id: int
    number: str
    work: int
    place: str
    line: int
    amount: int
    state: str
    spm_number: str
    asked_on: date
    sp2d_number: str
    sp2d_on: date | None


@router.get("/works", response=Listing[WorkOut], summary="Pekerjaan")
@api_door(*queries.WHO_SEE)
def works(request: HttpRequest, paging: Wanted) -> dict[str, Any]:
    """Pekerjaan di wilayah petugas, dengan kemajuan, biaya dan yang sudah dibayar. Tanpa nama."""
    return listing(queries.works_for(_actor(request)).order_by("pk"), paging, lambda one: WorkOut(**_work(one)))


@router.get("/works/{key}", response=OneWorkOut, summary="Satu pekerjaan dengan tahapnya")
@api_door(*queries.WHO_SEE)
def one_work(request: HttpRequest, key: Key) -> OneWorkOut:
    """Setiap tahap dengan termin dan keadaannya."""
    one = _found(request, key)
    stages = [
        WorkStageOut(
            position=step.stage.position, name=step.stage.name, progress=step.stage.progress, tranche=step.stage.tranche,
            report=step.report.pk if step.report else None, state=step.report.state if step.report else None,
            seen_on=step.report.seen_on if step.report else None, payment=step.tranche.pk if step.tranche else None,
            payment_state=step.tranche.state if step.tranche else None,
        )
        for step in queries.steps_of(one)
    ]  # fmt: skip
    if one.family_id is not None:
        saw("api", [one.family_id], by=_actor(request), on=places.today())
    return OneWorkOut(**_work(one), stages=stages)


@router.post("/works/{key}/stages", response=StageReportOut, summary="Lapor tahap berikutnya")
@api_door(*queries.WHO_REPORT)
def report_stage(request: HttpRequest, key: Key, sent: StageIn, idempotency_key: IdempotencyKey) -> StageReportOut:
    """Dengan foto. Telepon yang mengirim dua kali dengan `Idempotency-Key` yang sama melapor sekali."""
    one = _found(request, key)
    position = (
        Position(sent.latitude, sent.longitude) if sent.latitude is not None and sent.longitude is not None else None
    )
    seen = actions.Seen(
        seen_on=sent.seen_on, before=_photo(sent.before, "before"), after=_photo(sent.after, "after"), note=sent.note,
        position=position,
    )  # fmt: skip
    made = actions.report_stage(one.pk, sent.position, seen, key=idempotency_key, by=_actor(request), on=places.today())
    return StageReportOut(id=made.pk, work=made.work_id, position=made.stage.position, state=made.state)


@router.post("/works/reports/{key}/verdict", response=StageReportOut, summary="Sahkan atau kembalikan laporan tahap")
@api_door(*queries.WHO_CONFIRM)
def settle_stage(request: HttpRequest, key: Key, sent: StageVerdictIn) -> StageReportOut:
    """Sebagai orang kedua. Foto rumah sebuah keluarga tidak pernah dibuka untuk umum."""
    by_on: dict[str, Any] = {"by": _actor(request), "on": places.today()}
    if sent.verdict == "confirm":
        made = actions.confirm_stage(key, photos_open=sent.photos_open, **by_on)
    else:
        made = actions.refuse_stage(key, reason=sent.reason, **by_on)
    return StageReportOut(id=made.pk, work=made.work_id, position=made.stage.position, state=made.state)


@router.post("/works/{key}/tranches", response=TrancheOut, summary="Minta termin sebuah tahap")
@api_door(*queries.WHO_ASK)
def ask_tranche(request: HttpRequest, key: Key, sent: TrancheIn) -> TrancheOut:
    """Hanya untuk tahap yang disahkan; yang terakhir sesudah serah terima."""
    one = _found(request, key)
    made = actions.ask_tranche(one.pk, sent.position, spm_number=sent.spm_number, by=_actor(request), on=places.today())
    return _tranche(made)


@router.get("/tranches", response=Listing[TrancheOut], summary="Termin yang diminta dan dicairkan")
@api_door(*queries.WHO_SEE_TRANCHES)
def tranches(request: HttpRequest, paging: Wanted) -> dict[str, Any]:
    """Di wilayah petugas; tidak menyebut keluarga."""
    return listing(queries.tranches_for(_actor(request)).order_by("pk"), paging, _tranche)


@router.post("/tranches/{key}/paid", response=TrancheOut, summary="Catat pencairan termin")
@api_door(*queries.WHO_PAY)
def pay_tranche(request: HttpRequest, key: Key, sent: TranchePaidIn) -> TrancheOut:
    """Sampai ke rupiahnya, sekali saja: SP2D yang sama untuk termin yang sama dijawab seperti pertama kali."""
    made = actions.pay_tranche(
        key, sp2d_number=sent.sp2d_number, sp2d_on=sent.sp2d_on, amount=str(sent.amount), by=_actor(request),
        on=places.today(),
    )  # fmt: skip
    return _tranche(made)


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, request.user)


def _found(request: HttpRequest, key: int) -> Any:
    try:
        return queries.work_or_refuse(min(key, KEY_MAX), _actor(request))
    except queries.NotFound:
        raise Http404 from None


def _photo(sent: str, field: str) -> bytes | None:
    if not sent:
        return None
    try:
        return base64.b64decode(sent, validate=True)
    except ValueError as trouble:
        raise Refusal(_("Foto itu tidak terbaca."), advice=_("Kirim sebagai base64."), field=field) from trouble


def _work(one: Any) -> dict[str, Any]:
    names = ("kind", "named", "title", "spot", "homes", "way", "builder", "cost", "paid", "progress", "since", "until",
             "state", "made_up", "number")  # fmt: skip
    found: Work = one
    return {name: getattr(one, name) for name in names} | {
        "id": found.pk, "place": found.place.code, "line": found.line_id, "proposal": found.proposal_id,
    }  # fmt: skip


def _tranche(one: Tranche) -> TrancheOut:
    return TrancheOut(
        id=one.pk, number=one.number, work=one.work_id, place=places.code_of(one.place_id), line=one.line_id,
        amount=one.amount, state=one.state, spm_number=one.spm_number, asked_on=one.asked_on, sp2d_number=one.sp2d_number,
        sp2d_on=one.sp2d_on,
    )  # fmt: skip
