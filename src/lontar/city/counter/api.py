"""Programs' door to the counter: the slips that wait and their answers, for whoever answers from a system of their own."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from lontar.city.counter import actions, queries
from lontar.city.counter.models import Errand
from lontar.city.journal.actions import saw
from lontar.city.places import queries as places
from lontar.kit.api_door import api_door
from lontar.kit.paging import Key, Listing, Wanted, listing

router = Router(tags=["counter"])


class ErrandOut(Schema):
    """What a family came for, by slip; never a name, never an illness."""

    id: int
    slip: str
    kind: str
    family: int
    place: str
    programme: str
    to: str
    urgent: bool
    on: date
    due: date
    outcome: str
    answer: str
    answered_on: date | None


class ErrandsWanted(Schema):
    """Which errands are wanted."""

    outcome: Literal["", "open", "done", "refused", "unanswered"] = ""


class ErrandAnswerIn(Schema):
    """What came of it, in words that can be read out to the family."""

    outcome: Literal["done", "refused", "unanswered"]
    answer: str = Field("", max_length=300)


@router.get("/errands", response=Listing[ErrandOut], summary="Urusan loket")
@api_door(*queries.WHO_SERVE)
def errands(request: HttpRequest, wanted: Annotated[ErrandsWanted, Query()], paging: Wanted) -> Any:
    """Urusan di wilayah petugas dengan slip dan batas waktunya, tanpa nama."""
    actor: Any = request.user
    page = listing(queries.errands_for(actor, outcome=wanted.outcome), paging, _shown)
    saw("api", [one.family for one in page["items"]], by=actor, on=places.today(), purpose=request.path)
    return page


@router.get("/errands/{key}", response=ErrandOut, summary="Satu urusan loket")
@api_door(*queries.WHO_SERVE)
def errand_by_key(request: HttpRequest, key: Key) -> Any:
    """Satu urusan, menurut nomornya."""
    actor: Any = request.user
    found = queries.errand_for(actor, key)
    if found is None:
        raise Http404
    saw("api", [found.family_id], by=actor, on=places.today(), purpose=request.path)
    return _shown(found)


@router.post("/errands/{key}/answer", response=ErrandOut, summary="Jawab urusan loket")
@api_door(*queries.WHO_SERVE)
def errand_answer(request: HttpRequest, key: Key, told: ErrandAnswerIn) -> Any:
    """Catat jawabannya, supaya keluarga itu dapat diberi tahu. Yang sudah dijawab ditolak."""
    actor: Any = request.user
    if queries.errand_for(actor, key) is None:
        raise Http404
    done = actions.answer_errand(key, outcome=told.outcome, answer=told.answer, by=actor, on=places.today())
    return _shown(done)


def _shown(one: Errand) -> ErrandOut:
    return ErrandOut(
        id=one.pk, slip=one.slip, kind=one.kind, family=one.family_id, place=places.code_of(one.place_id),
        programme=one.programme, to=one.to.code if one.to else "", urgent=one.urgent, on=one.on, due=one.due,
        outcome=one.outcome, answer=one.answer, answered_on=one.answered_on,
    )  # fmt: skip
