"""Programs' door to the journal."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from lontar.city.journal import queries
from lontar.kit.api_door import api_door
from lontar.kit.gate import Role
from lontar.kit.paging import Listing, Wanted, Words, newest_first

router = Router(tags=["journal"])


class JournalLineOut(Schema):
    """What was done, by whom, to what, where and why."""

    id: int
    at: datetime
    on: date
    verb: str
    actor_id: str
    actor_name: str
    actor_role: str
    subject_kind: str
    subject_id: str
    place_id: int | None
    reason: str
    details: dict[str, Any]


@router.get("/journal", response=Listing[JournalLineOut], summary="Jurnal")
@api_door(Role.ADMINISTRATOR, Role.INSPECTOR)
def journal(  # type: ignore[no-untyped-def]  # its type is in `response`
    request: HttpRequest, paging: Wanted, verb: Words = "", officer: Words = "", since: date | None = None, until: date | None = None
):  # fmt: skip
    """Apa yang dilakukan, oleh siapa, kapan; yang terbaru lebih dulu."""
    lines = queries.lines(verb=verb, actor=officer, since=since, until=until)
    return newest_first(lines, paging, JournalLineOut.from_orm)
