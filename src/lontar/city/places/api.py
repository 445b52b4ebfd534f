"""Programs' door to places."""

from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema
from pydantic import StringConstraints

from lontar.city.places import queries
from lontar.city.places.models import Place
from lontar.kit.api_door import api_door
from lontar.kit.gate import EVERY_OFFICER
from lontar.kit.paging import Listing, Wanted, listing

router = Router(tags=["places"])
Code = Annotated[str, StringConstraints(pattern=r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$")]
CodeInPath = Annotated[Code, Path()]


class PlaceOut(Schema):
    """A place by its official code; `null` where something is not known."""

    code: str
    name: str
    level: str
    kind: str
    parent: str | None
    bps_code: str | None
    postal_code: str | None
    time_zone: str


def _shown(place: Place) -> PlaceOut:
    parent = place.parent_id
    return PlaceOut(
        code=place.code,
        name=place.name,
        level=place.level,
        kind=place.kind,
        parent=queries.code_of(parent) if parent else None,
        bps_code=place.bps_code or None,
        postal_code=place.postal_code or None,
        time_zone=place.time_zone,
    )


@router.get("/places", response=Listing[PlaceOut], summary="Wilayah")
@api_door(*EVERY_OFFICER)
def places(request: HttpRequest, paging: Wanted, within: Code | None = None, level: Place.Level | None = None):  # type: ignore[no-untyped-def]  # its type is in `response`
    """Wilayah kota ini menurut kode Kemendagri, atau yang ada di bawah satu kode."""
    top = _place(within) if within else queries.home_or_refuse()
    found = queries.below(top.pk)
    if level:
        found = found.filter(level=level)
    return listing(found, paging, _shown)


@router.get("/places/{code}", response=PlaceOut, summary="Satu wilayah")
@api_door(*EVERY_OFFICER)
def place(request: HttpRequest, code: CodeInPath) -> PlaceOut:
    """Satu wilayah menurut kodenya."""
    return _shown(_place(code))


def _place(code: str) -> Place:
    found = queries.by_code(code)
    if found is None:
        raise Http404(code)
    return found
