"""Programs' door to what happens in people's lives: recorded once by their key, listed, and taken back when wrong."""

from datetime import date
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Body, Schema
from pydantic import StringConstraints

from lontar.city.journal.actions import saw
from lontar.city.places import queries as places
from lontar.city.registry import actions, queries
from lontar.city.registry.api.families import router
from lontar.city.registry.forms.events import EventSent
from lontar.city.registry.queries import WHO_SEE_FAMILY
from lontar.kit.api_door import api_door
from lontar.kit.gate import Actor
from lontar.kit.paging import Key


class RecordedEvent(Schema):
    """An event as it stands; `fresh` is false where the same key had recorded it before."""

    event: int
    family: int
    person: int | None
    fresh: bool


class EventTold(Schema):
    """One event of a family, without a name; `undone_on` is set where it was taken back."""

    id: int
    kind: str
    happened: date
    recorded_on: date
    paper: str
    undone_on: date | None


class WrongEventIn(Schema):
    """Why an event was wrong."""

    why: Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=200, pattern=r"^[^\x00]*$")]


@router.post("/events", response=RecordedEvent, summary="Catat peristiwa")
@api_door(*actions.MAY_RECORD_LIFE)
def record_event(request: HttpRequest, sent: Annotated[EventSent, Body()]) -> RecordedEvent:
    """Catat satu peristiwa: kelahiran, kematian, pindah, kawin, pecah KK dan lainnya, menurut `kind`. Kunci yang sama tidak mencatat dua kali."""
    done = sent.record(by=_officer(request), on=places.today())
    return RecordedEvent(event=done.event_id, family=done.family_id, person=done.person_id, fresh=done.fresh)


@router.get("/families/{family_id}/events", response=list[EventTold], summary="Peristiwa satu keluarga")
@api_door(*WHO_SEE_FAMILY)
def family_events(request: HttpRequest, family_id: Key) -> list[EventTold]:
    """Peristiwa yang tercatat tentang satu keluarga, paling banyak 50, yang terbaru lebih dulu; tanpa nama."""
    if queries.family_or_none(family_id) is None:
        raise Http404
    saw("api", [family_id], by=_officer(request), on=places.today(), purpose=request.path[:200])
    return [
        EventTold(
            id=one.event_id, kind=one.kind, happened=one.happened, recorded_on=one.on, paper=one.paper,
            undone_on=one.undone.on if one.undone else None,
        )
        for one in queries.events_of(family_id)
    ]  # fmt: skip


@router.post("/events/{event_id}/undo", response=EventTold, summary="Batalkan peristiwa")
@api_door(*actions.MAY_RECORD_LIFE)
def undo_event(request: HttpRequest, event_id: Key, said: WrongEventIn) -> EventTold:
    """Batalkan peristiwa yang keliru; keadaan sebelumnya kembali seluruhnya, selama tidak ada yang tercatat di atasnya."""
    found = queries.event_or_none(event_id)
    if found is None:
        raise Http404
    undo = actions.undo_event(found.pk, why=said.why, by=_officer(request), on=places.today())
    return EventTold(
        id=found.pk, kind=found.kind, happened=found.happened, recorded_on=found.on, paper=found.paper,
        undone_on=undo.on,
    )  # fmt: skip


def _officer(request: HttpRequest) -> Actor:
    officer: Actor = request.user  # type: ignore[assignment]  # the door let an officer in
    return officer
