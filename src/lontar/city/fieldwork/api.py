"""Programs' door to home visits: a telephone's program lists what is to be visited, and reports it."""

import base64
from datetime import date
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from lontar.city.fieldwork import actions, queries
from lontar.city.fieldwork.models import Campaign, Report, Visit
from lontar.city.places import queries as places
from lontar.kit.api_door import api_door
from lontar.kit.paging import Key, Listing, Wanted, listing, newest_first
from lontar.kit.pictures import Position
from lontar.science.trouble import Refusal

router = Router(tags=["fieldwork"])
BASE64_MAX = 11_000_000


class FunnelStepOut(Schema):
    """Families of one ward that came how far."""

    code: str
    listed: int
    visited: int
    confirmed: int
    decreed: int
    open: int


class CampaignOut(Schema):
    """A campaign; `wards` are those of the officer's places."""

    id: int
    name: str
    place: str
    begins: date
    due: date
    state: str
    second_percent: int
    seed: int
    made_up: bool
    wards: list[FunnelStepOut]


class VisitOut(Schema):
    """A family to be visited, without a name."""

    id: int
    campaign: int
    family: int
    place: str
    rw: str
    rt: str
    turn: int
    state: str
    due: date


class VisitsWanted(Schema):
    """Which visits are wanted; by default what is still open."""

    state: Literal["", "open", "reported", "left"] = "open"
    campaign: int | None = Field(None, ge=1, le=2**63 - 1)


class MemberIn(Schema):
    """Where one member is."""

    person: int = Field(ge=1, le=2**63 - 1)
    presence: Literal["here", "not_found", "died", "moved_country", "moved_abroad"]
    happened: date | None = None
    where: str = Field("", max_length=120)
    columns: dict[str, int] = {}


class ReportIn(Schema):
    """What was seen. `key` is chosen by the sender: the same key again answers alike and reports once."""

    key: str = Field(min_length=8, max_length=60, pattern=r"^[\x21-\x7e]*$")
    outcome: Literal["found", "moved_country", "moved_abroad", "died", "not_found", "refused"]
    deserves: Literal["", "yes", "no", "unsure"] = ""
    visited_on: date
    happened: date | None = None
    where: str = Field("", max_length=120, pattern=r"^[^\x00]*$")
    columns: dict[str, int] = {}
    members: list[MemberIn] = Field([], max_length=60)
    note: str = Field("", max_length=500, pattern=r"^[^\x00]*$")
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
    accuracy: float | None = Field(None, ge=0, le=100_000)
    photo: str = Field("", max_length=BASE64_MAX, description="JPEG or PNG, base64")


class ReportOut(Schema):
    """The report as it stands, whether this call made it, and whether its position lies outside of the city."""

    report: int
    fresh: bool
    outside: bool


@router.get("/campaigns", response=Listing[CampaignOut])
@api_door(*queries.WHO_SEE_ALL)
def campaigns(request: HttpRequest, paging: Wanted) -> Any:
    """Kampanye di wilayah petugas, yang terbaru lebih dulu, dengan kemajuannya per kelurahan."""
    actor: Any = request.user
    return newest_first(queries.campaigns_for(actor), paging, _campaign)


@router.get("/campaigns/{key}", response=CampaignOut)
@api_door(*queries.WHO_SEE_ALL)
def campaign(request: HttpRequest, key: Key) -> Any:
    """Satu kampanye."""
    actor: Any = request.user
    found = queries.campaign_or_none(key, actor)
    if found is None:
        raise Http404
    return _campaign(found)


@router.get("/visits", response=Listing[VisitOut])
@api_door(*queries.WHO_SEE)
def visits(request: HttpRequest, wanted: Annotated[VisitsWanted, Query()], paging: Wanted) -> Any:
    """Kunjungan yang boleh dilihat petugas; bagi petugas lapangan: kunjungannya sendiri."""
    actor: Any = request.user
    found = queries.visits_for(actor)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.campaign:
        found = found.filter(campaign_id=wanted.campaign)
    return listing(found, paging, _visit)


@router.post("/visits/{key}/report", response=ReportOut)
@api_door(*queries.WHO_VISIT)
def report_visit(request: HttpRequest, key: Key, sent: ReportIn) -> Any:
    """Laporkan satu kunjungan, sekali saja."""
    actor: Any = request.user
    whole = sent.latitude is not None and sent.longitude is not None
    if (sent.latitude is None) != (sent.longitude is None):
        raise Refusal(
            _("Isi keduanya, atau kosongkan keduanya."), field="longitude" if sent.longitude is None else "latitude"
        )
    found = actions.Found(
        outcome=sent.outcome, visited_on=sent.visited_on, deserves=sent.deserves, columns=sent.columns,
        members=[actions.Presence(one.person, one.presence, one.happened, one.where, one.columns) for one in sent.members],
        happened=sent.happened, where=sent.where, note=sent.note, photo=_photo(sent.photo),
        position=Position(sent.latitude or 0.0, sent.longitude or 0.0) if whole else None, accuracy=sent.accuracy,
    )  # fmt: skip
    done = actions.report_visit(key, found, by=actor, on=places.today(), key=sent.key, way=Report.Way.PROGRAM)
    return ReportOut(report=done.report_id, fresh=done.fresh, outside=done.outside)


def _photo(sent: str) -> bytes | None:
    if not sent:
        return None
    try:
        return base64.b64decode(sent, validate=True)
    except ValueError as trouble:
        raise Refusal(_("Foto itu tidak terbaca."), advice=_("Kirim sebagai base64."), field="photo") from trouble


def _campaign(one: Campaign) -> CampaignOut:
    wards = [
        FunnelStepOut(
            code=places.code_of(step.key), listed=step.listed, visited=step.visited, confirmed=step.confirmed,
            decreed=step.decreed, open=step.open,
        )
        for step in queries.funnel_by_ward(one.pk)
    ]  # fmt: skip
    return CampaignOut(
        id=one.pk, name=one.name, place=one.place.code, begins=one.begins, due=one.due, state=one.state,
        second_percent=one.second_percent, seed=one.seed, made_up=one.made_up, wards=wards,
    )  # fmt: skip


def _visit(one: Visit) -> VisitOut:
    return VisitOut(
        id=one.pk, campaign=one.campaign_id, family=one.family_id, place=places.code_of(one.place_id), rw=one.rw,
        rt=one.rt, turn=one.turn, state=one.state, due=one.campaign.due,
    )  # fmt: skip
