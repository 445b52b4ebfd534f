"""Programs report and settle stages, and ask for and pay their tranches."""

from typing import Any

from django.http import HttpRequest

from lontar.city.places import queries as places
from lontar.city.works import actions, queries
from lontar.city.works.api.asking import IdempotencyKey, actor_of, picture, router, work_or_404
from lontar.city.works.api.shapes import (
    StageIn,
    StageReportOut,
    StageVerdictIn,
    TrancheIn,
    TrancheOut,
    TranchePaidIn,
    tranche_out,
)
from lontar.kit.api_door import api_door
from lontar.kit.paging import Key, Listing, Wanted, listing
from lontar.kit.pictures import Position


@router.post("/works/{key}/stages", response=StageReportOut, summary="Lapor tahap berikutnya")
@api_door(*queries.WHO_REPORT)
def report_stage(request: HttpRequest, key: Key, sent: StageIn, idempotency_key: IdempotencyKey) -> StageReportOut:
    """Dengan foto. Telepon yang mengirim dua kali dengan `Idempotency-Key` yang sama melapor sekali."""
    one = work_or_404(request, key)
    position = (
        Position(sent.latitude, sent.longitude) if sent.latitude is not None and sent.longitude is not None else None
    )
    seen = actions.Seen(
        seen_on=sent.seen_on, before=picture(sent.before, "before"), after=picture(sent.after, "after"), note=sent.note,
        position=position,
    )  # fmt: skip
    made = actions.report_stage(
        one.pk, sent.position, seen, key=idempotency_key, by=actor_of(request), on=places.today()
    )
    return StageReportOut(id=made.pk, work=made.work_id, position=made.stage.position, state=made.state)


@router.post("/works/reports/{key}/verdict", response=StageReportOut, summary="Sahkan atau kembalikan laporan tahap")
@api_door(*queries.WHO_CONFIRM)
def settle_stage(request: HttpRequest, key: Key, sent: StageVerdictIn) -> StageReportOut:
    """Sebagai orang kedua. Foto rumah sebuah keluarga tidak pernah dibuka untuk umum."""
    by_on: dict[str, Any] = {"by": actor_of(request), "on": places.today()}
    if sent.verdict == "confirm":
        made = actions.confirm_stage(key, photos_open=sent.photos_open, **by_on)
    else:
        made = actions.refuse_stage(key, reason=sent.reason, **by_on)
    return StageReportOut(id=made.pk, work=made.work_id, position=made.stage.position, state=made.state)


@router.post("/works/{key}/tranches", response=TrancheOut, summary="Minta termin sebuah tahap")
@api_door(*queries.WHO_ASK)
def ask_tranche(request: HttpRequest, key: Key, sent: TrancheIn) -> TrancheOut:
    """Hanya untuk tahap yang disahkan; yang terakhir sesudah serah terima."""
    one = work_or_404(request, key)
    made = actions.ask_tranche(
        one.pk, sent.position, spm_number=sent.spm_number, by=actor_of(request), on=places.today()
    )
    return tranche_out(made)


@router.get("/tranches", response=Listing[TrancheOut], summary="Termin yang diminta dan dicairkan")
@api_door(*queries.WHO_SEE_TRANCHES)
def tranches(request: HttpRequest, paging: Wanted) -> dict[str, Any]:
    """Di wilayah petugas; tidak menyebut keluarga."""
    return listing(queries.tranches_for(actor_of(request)).order_by("pk"), paging, tranche_out)


@router.post("/tranches/{key}/paid", response=TrancheOut, summary="Catat pencairan termin")
@api_door(*queries.WHO_PAY)
def pay_tranche(request: HttpRequest, key: Key, sent: TranchePaidIn) -> TrancheOut:
    """Sampai ke rupiahnya, sekali saja: SP2D yang sama untuk termin yang sama dijawab seperti pertama kali."""
    made = actions.pay_tranche(
        key, sp2d_number=sent.sp2d_number, sp2d_on=sent.sp2d_on, amount=str(sent.amount), by=actor_of(request),
        on=places.today(),
    )  # fmt: skip
    return tranche_out(made)
