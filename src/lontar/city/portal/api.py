"""Programs' door to what was published: open to all, without a key."""

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema
from pydantic import StringConstraints

from lontar.city.places import queries as places
from lontar.city.portal import queries
from lontar.city.portal.models import Snapshot
from lontar.kit.api_door import api_door
from lontar.kit.gate import PUBLIC
from lontar.kit.paging import Listing, Wanted, newest_first

router = Router(tags=["portal"])
Period = Annotated[str, StringConstraints(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$"), Path()]


class SnapshotOut(Schema):
    """One publication: its month, its revision, and the seal of its payload."""

    place: str
    period: str
    revision: int
    reason: str
    published_on: date
    sha256: str


class SnapshotWhole(SnapshotOut):
    """A publication with its payload; `null` in the table is a covered number."""

    payload: dict[str, Any]


def _shown(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "place": places.code_of(snapshot.place_id),
        "period": snapshot.period,
        "revision": snapshot.revision,
        "reason": snapshot.reason,
        "published_on": snapshot.published_on,
        "sha256": snapshot.sha256,
    }


@router.get("/portal/snapshots", response=Listing[SnapshotOut], summary="Terbitan halaman kota")
@api_door(PUBLIC)
def snapshots(request: HttpRequest, paging: Wanted):  # type: ignore[no-untyped-def]  # its type is in `response`
    """Semua terbitan, yang terbaru dahulu."""
    return newest_first(queries.snapshots(places.home_or_refuse().pk), paging, _shown)


@router.get("/portal/snapshots/{period}", response=SnapshotWhole, summary="Satu terbitan")
@api_door(PUBLIC)
def snapshot(request: HttpRequest, period: Period) -> dict[str, Any]:
    """Terbitan terakhir satu bulan, dengan seluruh isinya."""
    found = queries.snapshot(places.home_or_refuse().pk, period)
    if found is None:
        raise Http404(period)
    return {**_shown(found), "payload": found.payload}
