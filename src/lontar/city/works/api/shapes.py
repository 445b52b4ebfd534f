"""What programs send and get about works."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from lontar.city.places import queries as places
from lontar.city.works import actions
from lontar.city.works.models import Defect, Tranche, Work
from lontar.kit.paging import KEY_MAX
from lontar.science.works import Planned

BASE64_MAX = 11_000_000


class WorkOut(Schema):
    """A work as it stands; of a family's house its number and nothing else."""

    id: int
    number: str
    kind: str
    named: bool
    title: str
    place: str
    spot: str
    homes: int | None
    line: int
    proposal: int | None
    way: str
    builder: str
    cost: int
    paid: int
    progress: int
    since: date
    until: date
    state: str
    made_up: bool
    fund: str
    others: int
    whole: int


class WorkStageOut(Schema):
    """One stage: how far the work is then, what is paid for it, and what is known of it."""

    position: int
    name: str
    progress: int
    tranche: int
    report: int | None
    state: str | None
    seen_on: date | None
    payment: int | None
    payment_state: str | None


class WorkDefectOut(Schema):
    """What is wrong about a work, or was."""

    id: int
    work: int
    what: str
    on: date
    state: str
    note: str


class OneWorkOut(WorkOut):
    """A work with its stages, with what other sources bring beside the line, and with its defects."""

    stages: list[WorkStageOut]
    shares: dict[str, int]
    defects: list[WorkDefectOut]


class PlannedStageIn(Schema):
    """A stage: percent of the work that stands then, percent of the line's part that is paid for it."""

    name: str = Field(min_length=2, max_length=80)
    progress: int = Field(ge=0, le=100, strict=True)
    share: int = Field(ge=0, le=100, strict=True)


class PlanIn(Schema):
    """How a work is done, by whom, when, in which stages, and whose money it is; `others` is what is not the line's."""

    kind: str = Field(max_length=10)
    way: str = Field(max_length=9)
    builder: str = Field(min_length=2, max_length=120)
    contract: str = Field(min_length=2, max_length=120)
    cost: int = Field(ge=1, le=10**12, strict=True, description="rupiah dari pagu")
    fund: str = Field("", max_length=9)
    others: dict[str, Annotated[int, Field(ge=1, le=10**12, strict=True)]] = Field(default_factory=dict)
    since: date
    until: date
    stages: list[PlannedStageIn] = Field(min_length=1, max_length=8)


class AreaPlanIn(PlanIn):
    """A work for an area: out of which line, in which ward, where, for how many homes."""

    line: int = Field(ge=1, le=KEY_MAX)
    place: str = Field(max_length=20)
    title: str = Field(min_length=2, max_length=160)
    spot: str = Field(min_length=2, max_length=160)
    homes: int | None = Field(None, ge=1, le=100_000)
    proposal: int | None = Field(None, ge=1, le=KEY_MAX)


class HousesPlanIn(PlanIn):
    """A house for each of these families of a decreed list, all the same."""

    families: list[Annotated[int, Field(ge=1, le=KEY_MAX)]] = Field(min_length=1, max_length=200)


class HandedIn(Schema):
    """The paper by which a work is handed over (berita acara serah terima)."""

    number: str = Field(min_length=1, max_length=120)
    handed_on: date


class StoppedIn(Schema):
    """Why a work is not finished."""

    reason: str = Field(min_length=1, max_length=300)


class DefectIn(Schema):
    """What is wrong; the photo is base64."""

    what: str = Field(min_length=5, max_length=300)
    photo: str = Field("", max_length=BASE64_MAX, description="JPEG or PNG, base64")


class MendedIn(Schema):
    """How it was mended; the photo is base64."""

    note: str = Field(min_length=1, max_length=300)
    photo: str = Field("", max_length=BASE64_MAX, description="JPEG or PNG, base64")


class StageIn(Schema):
    """What was seen of the next stage; photos are base64."""

    position: int = Field(ge=1, le=100)
    seen_on: date
    before: str = Field("", max_length=BASE64_MAX, description="JPEG or PNG, base64")
    after: str = Field("", max_length=BASE64_MAX, description="JPEG or PNG, base64")
    note: str = Field("", max_length=500)
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)


class StageVerdictIn(Schema):
    """What the second person says of a report; `back` with its reason."""

    verdict: Literal["confirm", "back"]
    photos_open: bool = False
    reason: str = Field("", max_length=300)


class StageReportOut(Schema):
    """A report of a stage."""

    id: int
    work: int
    position: int
    state: str


class TrancheIn(Schema):
    """The agency's order to pay a stage."""

    position: int = Field(ge=1, le=100)
    spm_number: str = Field(min_length=1, max_length=120)


class TranchePaidIn(Schema):
    """What the treasury's paper says."""

    sp2d_number: str = Field(min_length=1, max_length=120)
    sp2d_on: date
    amount: int = Field(ge=1, le=10**13, strict=True)


class TrancheOut(Schema):
    """A tranche; no family is in it."""

    id: int
    number: str
    work: int
    place: str
    line: int
    amount: int
    state: str
    spm_number: str
    asked_on: date
    sp2d_number: str
    sp2d_on: date | None


def plan_of(sent: PlanIn, **more: Any) -> actions.Plan:
    stages = [Planned(one.name, one.progress, one.share) for one in sent.stages]
    return actions.Plan(
        sent.kind, sent.way, sent.builder, sent.contract, sent.cost, sent.since, sent.until, stages, fund=sent.fund,
        others=sent.others, **more,
    )  # fmt: skip


def work_out(one: Any) -> dict[str, Any]:
    names = ("kind", "named", "title", "spot", "homes", "way", "builder", "cost", "paid", "progress", "since", "until",
             "state", "made_up", "number", "fund", "others", "whole")  # fmt: skip
    found: Work = one
    return {name: getattr(one, name) for name in names} | {
        "id": found.pk, "place": found.place.code, "line": found.line_id, "proposal": found.proposal_id,
    }  # fmt: skip


def defect_out(one: Defect) -> WorkDefectOut:
    return WorkDefectOut(id=one.pk, work=one.work_id, what=one.what, on=one.on, state=one.state, note=one.note)


def tranche_out(one: Tranche) -> TrancheOut:
    return TrancheOut(
        id=one.pk, number=one.number, work=one.work_id, place=places.code_of(one.place_id), line=one.line_id,
        amount=one.amount, state=one.state, spm_number=one.spm_number, asked_on=one.asked_on, sp2d_number=one.sp2d_number,
        sp2d_on=one.sp2d_on,
    )  # fmt: skip
