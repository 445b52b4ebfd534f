"""Programs' door to officers and what they may see."""

from datetime import date, datetime

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from lontar.city.access import actions, queries
from lontar.city.access.models import ApiToken, Officer
from lontar.city.places import queries as places
from lontar.kit.api_door import api_door
from lontar.kit.gate import EVERY_OFFICER, Role
from lontar.kit.paging import Key, Listing, Wanted, Words, listing
from lontar.science.place_codes import code_of

router = Router(tags=["access"])


class OfficerOut(Schema):
    """An officer, with the places they serve by official code."""

    id: int
    username: str
    name: str
    role: str
    agency: str | None
    places: list[str]
    is_active: bool
    health_mandate: bool


class TokenOut(Schema):
    """A token; the secret itself was shown once and is not kept."""

    id: int
    label: str
    made_at: datetime
    expires_on: date
    revoked_at: datetime | None
    used_on: date | None


def _shown(officer: Officer) -> OfficerOut:
    return OfficerOut(
        id=officer.pk,
        username=officer.username,
        name=officer.name,
        role=officer.role,
        agency=officer.agency.code if officer.agency else None,
        places=[code_of(posting.place_id) for posting in officer.postings.all()],
        is_active=officer.is_active,
        health_mandate=officer.health_mandate,
    )


@router.get("/me", response=OfficerOut, summary="Anda")
@api_door(*EVERY_OFFICER)
def me(request: HttpRequest) -> OfficerOut:
    """Petugas yang memegang token ini, dengan wilayahnya."""
    return _shown(_myself(request))


@router.get("/me/tokens", response=Listing[TokenOut], summary="Token Anda")
@api_door(*EVERY_OFFICER)
def my_tokens(request: HttpRequest, paging: Wanted):  # type: ignore[no-untyped-def]  # its type is in `response`
    """Token Anda, yang sudah dicabut juga."""
    return listing(queries.tokens_of(request.user.pk), paging, TokenOut.from_orm)


@router.post("/me/tokens/{token_id}/revoke", response=TokenOut, summary="Cabut token Anda")
@api_door(*EVERY_OFFICER)
def revoke_my_token(request: HttpRequest, token_id: Key) -> ApiToken:
    """Mencabut satu token Anda seketika. Tidak dapat ditarik; buatlah token baru bila perlu."""
    found = queries.tokens_of(request.user.pk).filter(pk=token_id).first()
    if found is None:
        raise Http404
    actions.revoke_token(found, by=_myself(request), on=places.today())
    found.refresh_from_db()
    return found


@router.get("/officers", response=Listing[OfficerOut], summary="Petugas")
@api_door(Role.ADMINISTRATOR, Role.INSPECTOR)
def officers(request: HttpRequest, paging: Wanted, search: Words = "", role: Role | None = None):  # type: ignore[no-untyped-def]  # its type is in `response`
    """Semua petugas, yang sudah diberhentikan juga."""
    found = queries.officers(search=search, role=role or "").prefetch_related("postings")
    return listing(found, paging, _shown)


@router.get("/officers/{officer_id}", response=OfficerOut, summary="Satu petugas")
@api_door(Role.ADMINISTRATOR, Role.INSPECTOR)
def officer(request: HttpRequest, officer_id: Key) -> OfficerOut:
    """Satu petugas."""
    return _shown(_officer(officer_id))


def _officer(key: int) -> Officer:
    found = queries.officers().filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _myself(request: HttpRequest) -> Officer:
    return _officer(int(str(request.user.pk)))
