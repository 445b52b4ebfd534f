"""Programs' door to the catalogue."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from lontar.city.places import queries as places
from lontar.city.programmes import queries
from lontar.city.programmes.models import Line
from lontar.city.registry import queries as registry
from lontar.kit.api_door import api_door
from lontar.kit.gate import EVERY_OFFICER
from lontar.kit.paging import Key, Listing, Wanted, listing

router = Router(tags=["programmes"])
STAGES = ("plan", "budget", "revised")


class LineOut(Schema):
    """A line of the catalogue; `null` where something is not known. Amounts are whole rupiah."""

    id: int
    year: int
    key: str
    name: str
    agency: str
    code: str | None
    code_confidence: str | None
    reach: str
    pillar: str
    gives: str
    payer: str
    sensitive: bool
    rule: str | None
    budget: int | None
    realised: int | None
    note: str
    source: str


class StageOut(Schema):
    """What one source sets aside in each stage; `null` where not known."""

    fund: str
    plan: int | None
    budget: int | None
    revised: int | None


class QuarterOut(Schema):
    """What the agency reports as spent in one quarter."""

    quarter: int
    amount: int
    source: str


class OutputOut(Schema):
    """What a line brings about beside money; `null` where not known."""

    what: str
    unit: str
    target: float | None
    realised: float | None
    source: str


class LineMoneyOut(Schema):
    """A line's money by source, stage and quarter, and its outputs. Whole rupiah."""

    line: int
    year: int
    in_force: int | None
    funds: list[StageOut]
    quarters: list[QuarterOut]
    through_lontar: int | None
    outputs: list[OutputOut]


class LinesWanted(Schema):
    """Which lines are wanted."""

    year: int = Field(ge=2000, le=2100)
    agency: str = Field("", max_length=40, pattern=r"^[a-z0-9-]*$")
    pillar: Literal["", "burden", "income", "pockets"] = ""
    reach: Literal["", "by_name", "by_area", "general"] = ""


@router.get("/programmes/lines", response=Listing[LineOut], summary="Katalog program")
@api_door(*EVERY_OFFICER)
def programme_lines(request: HttpRequest, wanted: Annotated[LinesWanted, Query()], paging: Wanted) -> Any:
    """Katalog satu tahun: apa yang ditawarkan, oleh siapa, dengan pagu berapa."""
    actor: Any = request.user
    lines = queries.catalogue(
        actor,
        year=wanted.year,
        agency=wanted.agency,
        pillar=wanted.pillar,
        reach=wanted.reach,
    )
    return listing(lines, paging, _shown)


@router.get("/programmes/lines/{key}", response=LineOut, summary="Satu baris program")
@api_door(*EVERY_OFFICER)
def programme_line(request: HttpRequest, key: Key) -> Any:
    """Satu baris katalog."""
    actor: Any = request.user
    found = queries.lines_for(actor).filter(pk=key).first()
    if found is None:
        raise Http404
    with_money = queries.catalogue(actor, year=found.year).filter(pk=key).get()
    return _shown(with_money)


@router.get("/programmes/lines/{key}/money", response=LineMoneyOut, summary="Uang dan hasil satu baris program")
@api_door(*EVERY_OFFICER)
def programme_money(request: HttpRequest, key: Key) -> Any:
    """Pagu menurut sumber dan tahap, realisasi menurut triwulan, dan hasil di samping uang."""
    actor: Any = request.user
    found = queries.lines_for(actor).filter(pk=key).first()
    if found is None:
        raise Http404
    funds = [
        StageOut(fund=str(row["fund"]), **{stage: getattr(row[stage], "amount", None) for stage in STAGES})
        for row in queries.by_fund(found.pk)
    ]
    return LineMoneyOut(
        line=found.pk, year=found.year, in_force=queries.budget_of(found.pk), funds=funds,
        quarters=[QuarterOut(quarter=q.quarter, amount=q.amount, source=q.source) for q in queries.realised_of(found.pk)],
        through_lontar=queries.handed_over(found),
        outputs=[
            OutputOut(
                what=one.what, unit=one.unit, source=one.source,
                target=None if one.target is None else float(one.target),
                realised=None if one.realised is None else float(one.realised),
            )
            for one in queries.outputs_of(found.pk)
        ],
    )  # fmt: skip


class ReceivedOut(Schema):
    """What is known of one programme and one family today: yes, no or unknown; never no without a complete list."""

    programme: str
    name: str
    answer: Literal["yes", "no", "unknown"]
    since: date | None
    until: date | None
    source: str


@router.get("/programmes/received/{family_id}", response=list[ReceivedOut], summary="Apa yang sudah diterima keluarga")
@api_door(*registry.WHO_SEE_FAMILY)
def received(request: HttpRequest, family_id: Key) -> Any:
    """Program yang diketahui diterima sebuah keluarga hari ini, dan yang belum diketahui."""
    ward = queries.ward_of_family(family_id)
    if ward is None:
        raise Http404
    return [
        ReceivedOut(
            programme=one.programme,
            name=one.name,
            answer=one.answer,
            since=one.since,
            until=one.until,
            source=one.source,
        )
        for one in queries.received_by(family_id, ward, on=places.today())
    ]


def _shown(line: Line) -> LineOut:
    sub = line.sub_activity
    return LineOut(
        id=line.pk, year=line.year, key=line.key, name=line.name, agency=line.agency.code,
        code=sub.code if sub else None, code_confidence=sub.confidence if sub else None, reach=line.reach,
        pillar=line.pillar, gives=line.gives, payer=line.payer, sensitive=line.sensitive, rule=line.rule or None,
        budget=getattr(line, "budget", None), realised=getattr(line, "realised", None), note=line.note,
        source=line.source,
    )  # fmt: skip
