"""Programs' door to proposals: open to everybody, as the page of a ward is."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from lontar.city.community import queries
from lontar.city.community.models import Proposal
from lontar.kit.api_door import api_door
from lontar.kit.gate import PUBLIC
from lontar.kit.paging import Listing, Wanted, listing

router = Router(tags=["community"])


class ProposalOut(Schema):
    """A ward's proposal; `null` where a cost was not reckoned or nobody voted. Whole rupiah."""

    id: int
    number: str
    ward: int
    ward_name: str
    year: int
    field: str
    title: str
    spot: str
    cost: int | None
    votes: int | None
    state: str
    answer: str
    reason: str
    proposed_on: date
    answered_on: date | None
    made_up: bool


class ProposalsWanted(Schema):
    """Which proposals are wanted."""

    place: int | None = Field(None, ge=0, le=9_999_999_999)
    state: Literal["", "waiting", "adopted", "refused"] = ""


@router.get("/community/proposals", response=Listing[ProposalOut], summary="Usulan warga dan jawabannya")
@api_door(PUBLIC)
def proposals_listed(request: HttpRequest, wanted: Annotated[ProposalsWanted, Query()], paging: Wanted) -> Any:
    """Usulan kelurahan dan desa dengan suara, biaya, dan jawaban beserta alasannya."""
    return listing(queries.proposals(place_id=wanted.place, state=wanted.state), paging, _shown)


def _shown(one: Proposal) -> ProposalOut:
    return ProposalOut(
        id=one.pk, number=one.number, ward=one.place_id, ward_name=one.place.name, year=one.year, field=one.field,
        title=one.title, spot=one.spot, cost=one.cost, votes=one.votes, state=one.state, answer=one.answer,
        reason=one.reason, proposed_on=one.on, answered_on=one.answered_on, made_up=one.made_up,
    )  # fmt: skip
