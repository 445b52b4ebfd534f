"""Programs' door to what families say after payment: shares with their intervals, never a family."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from lontar.city.delivery import queries
from lontar.city.delivery.models import PaymentSurvey
from lontar.kit.api_door import api_door
from lontar.kit.paging import Key, Listing, Wanted, newest_first
from lontar.kit.samples import MeasureOut, measures_out

router = Router(tags=["delivery"])


class ShortOut(Schema):
    """Which part of what the book says arrived did not, as the families say, with its 95% interval."""

    value: float | None
    low: float | None
    high: float | None
    rows: int
    known: float


class PaymentSurveyOut(Schema):
    """A sample of families that the book calls paid; `measures` and `short` are there once it is closed."""

    id: int
    number: str
    line: int
    programme: str
    place: str
    period: str
    state: str
    begins: date
    due: date
    closed_on: date | None
    seed: str
    margin: int
    frame: dict[str, int]
    families: int
    asked: int
    known: int
    made_up: bool
    measures: list[MeasureOut]
    short: ShortOut | None


@router.get("/delivery/surveys", response=Listing[PaymentSurveyOut], summary="Tanya sesudah penyaluran")
@api_door(*queries.WHO_SEE_SURVEYS)
def payment_surveys(request: HttpRequest, paging: Wanted) -> Any:
    """Contoh keluarga yang ditanyai sesudah dibayar; yang terbaru lebih dulu."""
    actor: Any = request.user
    return newest_first(queries.payment_surveys(actor), paging, _shown)


@router.get("/delivery/surveys/{key}", response=PaymentSurveyOut, summary="Satu contoh sesudah penyaluran")
@api_door(*queries.WHO_SEE_SURVEYS)
def payment_survey_by_key(request: HttpRequest, key: Key) -> Any:
    """Satu contoh: bagaimana ditarik, dan apa kata keluarga bila sudah ditutup."""
    actor: Any = request.user
    found = queries.payment_survey(actor, key)
    if found is None:
        raise Http404
    return _shown(found)


def _shown(one: PaymentSurvey) -> PaymentSurveyOut:
    short = one.results.get("short")
    return PaymentSurveyOut(
        id=one.pk, number=one.number, line=one.line_id, programme=str(one.line.name), place=one.place.code,
        period=one.period, state=one.state, begins=one.begins, due=one.due, closed_on=one.closed_on, seed=one.seed,
        margin=one.margin, frame=one.frame, made_up=one.made_up, measures=measures_out(one.results),
        short=ShortOut(**short) if short else None, **queries.asked_so_far(one),
    )  # fmt: skip
