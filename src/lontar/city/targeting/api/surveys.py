"""Programs' door to what lists turned out to be worth: shares with their intervals, never a home."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Schema

from lontar.city.targeting import queries
from lontar.city.targeting.api.rounds import router
from lontar.city.targeting.models import Survey
from lontar.kit.api_door import api_door
from lontar.kit.paging import Key, Listing, Wanted, newest_first
from lontar.kit.samples import MeasureOut, measures_out


class SurveyOut(Schema):
    """A sample of the homes that a round judged; `measures` are there once it is closed."""

    id: int
    number: str
    round: int
    programme: str
    place: str
    period: str
    state: str
    begins: date
    closed_on: date | None
    seed: str
    design: dict[str, int | None]
    frame: dict[str, int]
    homes: int
    known: int
    form: str
    line_amount: int
    line_region: str
    line_period: str
    line_source: str
    made_up: bool
    measures: list[MeasureOut]


@router.get("/surveys", response=Listing[SurveyOut], summary="Ketepatan sasaran")
@api_door(*queries.WHO_DRAW)
def surveys(request: HttpRequest, paging: Wanted) -> Any:
    """Contoh acak dengan kesalahan eksklusi, inklusi dan kebocoran; yang terbaru lebih dulu."""
    actor: Any = request.user
    return newest_first(queries.surveys_for(actor), paging, _shown)


@router.get("/surveys/{key}", response=SurveyOut, summary="Satu pengukuran ketepatan sasaran")
@api_door(*queries.WHO_DRAW)
def survey_by_key(request: HttpRequest, key: Key) -> Any:
    """Satu contoh: bagaimana ditarik, garis kemiskinannya, dan hasilnya bila sudah ditutup."""
    actor: Any = request.user
    found = queries.survey_for(actor, key)
    if found is None:
        raise Http404
    return _shown(found)


def _shown(one: Survey) -> SurveyOut:
    told = one.results or queries.progress_of(one)
    return SurveyOut(
        id=one.pk, number=one.number, round=one.round_id, programme=one.round.line.name, place=one.place.code,
        period=one.round.period, state=one.state, begins=one.begins, closed_on=one.closed_on, seed=one.seed,
        design=one.design, frame=one.frame, homes=told["homes"], known=told["known"], form=one.form_version,
        line_amount=one.line_amount, line_region=one.line_region, line_period=one.line_period,
        line_source=one.line_source, made_up=one.made_up, measures=measures_out(one.results),
    )  # fmt: skip
