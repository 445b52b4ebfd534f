"""Programs' door to privacy: what people asked about their own data with its clock, and the document for who asked."""

from datetime import datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import Query, Router, Schema

from lontar.city.places import queries as places
from lontar.city.privacy import actions, queries
from lontar.city.privacy.models import PersonRequest
from lontar.kit.api_door import api_door
from lontar.kit.gate import Actor, Role
from lontar.kit.paging import Key, Listing, Wanted, listing

router = Router(tags=["privacy"])


class PersonRequestOut(Schema):
    """What a person asked, without a name and without their words; `hours_left` is negative once it is late."""

    id: int
    person: str
    ward: str
    kind: str
    state: str
    received_at: datetime
    due_at: datetime
    hours_left: int | None
    late: bool
    answered_at: datetime | None
    event: int | None


class RequestsWanted(Schema):
    """Which requests are wanted; by default those whose clock runs."""

    state: Literal["", "open", "done", "refused"] = "open"


@router.get("/privacy/requests", response=Listing[PersonRequestOut], summary="Permintaan tentang data diri")
@api_door(*queries.WHO_ANSWER, Role.INSPECTOR)
def person_requests(request: HttpRequest, paging: Wanted, wanted: Query[RequestsWanted]):  # type: ignore[no-untyped-def]  # its type is in `response`
    """Yang diminta orang di wilayah petugas, dengan jamnya, menurut urutan diterima."""
    found = queries.requests()
    if wanted.state:
        found = found.filter(state=wanted.state)
    return listing(found, paging, _out)


@router.get("/privacy/requests/{key}", response=PersonRequestOut, summary="Satu permintaan tentang data diri")
@api_door(*queries.WHO_ANSWER, Role.INSPECTOR)
def person_request(request: HttpRequest, key: Key) -> PersonRequestOut:
    """Satu permintaan dengan jamnya."""
    return _out(_found(key))


@router.get("/privacy/requests/{key}/document", response=dict[str, Any], summary="Dokumen data diri")
@api_door(*queries.WHO_ANSWER)
def own_data(request: HttpRequest, key: Key) -> HttpResponse:
    """Semua yang disimpan tentang orang yang meminta salinan; bahwa dokumen ini keluar tercatat dan dapat diketahuinya."""
    _found(key)
    officer: Actor = request.user  # type: ignore[assignment]  # the door let an officer in
    given = actions.give_document(key, by=officer, on=places.today())
    answer = JsonResponse(queries.document(given.person, officer), json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "no-store"
    return answer


def _found(key: int) -> PersonRequest:
    found = queries.request_or_none(key)
    if found is None:
        raise Http404
    return found


def _out(one: PersonRequest) -> PersonRequestOut:
    row = queries.as_row(one)
    return PersonRequestOut(
        id=one.pk, person=one.person.local_number, ward=places.code_of(one.place_id), kind=one.kind, state=one.state,
        received_at=one.received_at, due_at=one.due_at, hours_left=row["hours_left"] if one.state == "open" else None,
        late=one.answered_at > one.due_at if one.answered_at else row["late"], answered_at=one.answered_at,
        event=one.event_id,
    )  # fmt: skip
