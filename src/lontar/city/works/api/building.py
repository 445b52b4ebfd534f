"""Programs read works, plan them, hand them over or stop them, and say what is wrong about them."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lontar.city.journal.actions import saw
from lontar.city.places import queries as places
from lontar.city.works import actions, queries
from lontar.city.works.api.asking import IdempotencyKey, actor_of, by_on, picture, router, work_or_404
from lontar.city.works.api.shapes import (
    AreaPlanIn,
    DefectIn,
    HandedIn,
    HousesPlanIn,
    MendedIn,
    OneWorkOut,
    StoppedIn,
    WorkDefectOut,
    WorkOut,
    WorkStageOut,
    defect_out,
    plan_of,
    work_out,
)
from lontar.kit.api_door import api_door
from lontar.kit.paging import KEY_MAX, Key, Listing, Wanted, listing
from lontar.science.trouble import Refusal


@router.get("/works", response=Listing[WorkOut], summary="Pekerjaan")
@api_door(*queries.WHO_SEE)
def works(request: HttpRequest, paging: Wanted) -> dict[str, Any]:
    """Pekerjaan di wilayah petugas, dengan kemajuan, biaya dan yang sudah dibayar. Tanpa nama."""
    return listing(queries.works_for(actor_of(request)).order_by("pk"), paging, lambda one: WorkOut(**work_out(one)))


@router.post("/works", response=WorkOut, summary="Rencanakan pekerjaan untuk sebuah wilayah")
@api_door(*queries.WHO_PLAN)
def plan_work(request: HttpRequest, sent: AreaPlanIn, idempotency_key: IdempotencyKey) -> WorkOut:
    """Biayanya dijanjikan dari pagu. `Idempotency-Key` yang sama dijawab seperti pertama kali."""
    ward = places.by_code(sent.place)
    if ward is None:
        raise Refusal(_("Kelurahan %(code)s tidak ada.") % {"code": sent.place}, field="place")
    wished = plan_of(sent, title=sent.title, spot=sent.spot, homes=sent.homes, proposal_id=sent.proposal)
    made = actions.plan_work(sent.line, wished, place_id=ward.pk, key=idempotency_key, **by_on(request))
    return WorkOut(**work_out(work_or_404(request, made.pk)))


@router.post(
    "/works/rounds/{key}/houses", response=list[WorkOut], summary="Rencanakan rumah dari daftar yang ditetapkan"
)
@api_door(*queries.WHO_PLAN)
def plan_houses(request: HttpRequest, key: Key, sent: HousesPlanIn, idempotency_key: IdempotencyKey) -> list[WorkOut]:
    """Semua atau tidak satu pun; setiap keluarga satu rumah, tidak lebih mahal dari keputusannya."""
    made = actions.plan_houses(min(key, KEY_MAX), sent.families, plan_of(sent), key=idempotency_key, **by_on(request))
    kept = queries.works_for(actor_of(request)).filter(pk__in=[one.pk for one in made]).order_by("pk")
    saw("api", sent.families, by=actor_of(request), on=places.today())
    return [WorkOut(**work_out(one)) for one in kept]


@router.get("/works/{key}", response=OneWorkOut, summary="Satu pekerjaan dengan tahapnya")
@api_door(*queries.WHO_SEE)
def one_work(request: HttpRequest, key: Key) -> OneWorkOut:
    """Setiap tahap dengan termin dan keadaannya."""
    one = work_or_404(request, key)
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
        saw("api", [one.family_id], by=actor_of(request), on=places.today())
    defects = [defect_out(each) for each in queries.defects_of(one)]
    shares = queries.shares_of([one]).get(one.pk, {})
    return OneWorkOut(**work_out(one), stages=stages, shares=shares, defects=defects)


@router.post("/works/{key}/handed-over", response=WorkOut, summary="Catat serah terima")
@api_door(*queries.WHO_END)
def hand_over_work(request: HttpRequest, key: Key, sent: HandedIn) -> WorkOut:
    """Sesudah tahap terakhir disahkan dan tanpa kerusakan. Nomor dan tanggal yang sama dijawab seperti pertama kali."""
    one = work_or_404(request, key)
    actions.hand_over_work(one.pk, number=sent.number, handed_on=sent.handed_on, **by_on(request))
    return WorkOut(**work_out(work_or_404(request, one.pk)))


@router.post("/works/{key}/stopped", response=WorkOut, summary="Hentikan pekerjaan")
@api_door(*queries.WHO_END)
def stop_work(request: HttpRequest, key: Key, sent: StoppedIn) -> WorkOut:
    """Yang belum dibayar kembali ke pagu. Tidak dapat ditarik."""
    one = work_or_404(request, key)
    actions.stop_work(one.pk, reason=sent.reason, **by_on(request))
    return WorkOut(**work_out(work_or_404(request, one.pk)))


@router.post("/works/{key}/defects", response=WorkDefectOut, summary="Catat kerusakan")
@api_door(*queries.WHO_NOTE_DEFECTS)
def note_defect(request: HttpRequest, key: Key, sent: DefectIn, idempotency_key: IdempotencyKey) -> WorkDefectOut:
    """Sampai diperbaiki, tidak ada serah terima dan termin terakhir tidak diminta."""
    one = work_or_404(request, key)
    photo = picture(sent.photo, "photo")
    return defect_out(actions.note_defect(one.pk, what=sent.what, photo=photo, key=idempotency_key, **by_on(request)))


@router.post("/works/defects/{key}/mended", response=WorkDefectOut, summary="Catat perbaikan")
@api_door(*queries.WHO_NOTE_DEFECTS)
def mend_defect(request: HttpRequest, key: Key, sent: MendedIn) -> WorkDefectOut:
    """Oleh orang lain dari yang mencatat kerusakannya."""
    photo = picture(sent.photo, "photo")
    return defect_out(actions.mend_defect(min(key, KEY_MAX), note=sent.note, photo=photo, **by_on(request)))
