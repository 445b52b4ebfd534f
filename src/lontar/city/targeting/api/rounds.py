"""Programs' door to rounds and decisions. Approving is for people: it has a page, no operation."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from lontar.city.journal.actions import saw
from lontar.city.places import queries as places
from lontar.city.targeting import queries
from lontar.city.targeting.models import Decision, Nomination, Objection, Round
from lontar.kit.api_door import api_door
from lontar.kit.gate import Role
from lontar.kit.paging import Key, Listing, Wanted, listing, newest_first

router = Router(tags=["targeting"])


class WardOut(Schema):
    """One ward of a round; families by verdict, of those who qualify the chosen and the waiting, and the chosen's rupiah."""

    code: str
    qualifies: int
    does_not: int
    undecided: int
    chosen: int
    waiting: int
    rupiah: int


class RoundOut(Schema):
    """A round; `wards` are those of the officer's places."""

    id: int
    line: int
    programme: str
    place: str
    on: str
    period: str
    outcome: str
    state: str
    rule: str
    rule_version: str
    quota: int | None
    budget: int | None
    criteria: list[str]
    model: str | None
    seed: str
    list_sha256: str
    inputs_sha256: str
    scored_at: datetime | None
    closed_at: datetime | None
    reason: str
    wards: list[WardOut]


class DecisionOut(Schema):
    """What a round says of one family."""

    id: int
    family: int
    place: str
    verdict: str
    standing: str
    rank: int | None
    amount: int


class RoundStepOut(Schema):
    """One step of a round: with whom it lies, since when, until when, and who signed it."""

    id: int
    kind: str
    place: str
    agency: str
    since: str
    due: str
    on: str | None
    number: str
    taken_back_on: str | None
    reason: str


class DrawnOut(Schema):
    """One family of the published draw, by its public number: no name, no ward."""

    rank: int
    number: str
    measures: list[int | None]
    amount: int
    standing: str


class NominationOut(Schema):
    """A family that somebody named, by slip; never a name."""

    id: int
    slip: str
    place: str
    source: str
    on: str
    due: str
    outcome: str
    family: int | None
    line: int | None


class ObjectionOut(Schema):
    """An objection to a list, by slip, with its clock."""

    id: int
    slip: str
    round: int
    family: int
    place: str
    standing: str
    on: str
    due: str
    outcome: str
    answered_on: str | None


class OverlapOut(Schema):
    """How many families two lines of a year share; a line with itself counts its families."""

    line: int
    other: int
    families: int


class StepOut(Schema):
    """One condition: the question, what was found, whether it is met (null: not known)."""

    number: int
    question: str
    found: list[str]
    met: bool | None


class ExplanationOut(Schema):
    """Why, in sentences."""

    heading: str
    verdict: str
    gives: str
    steps: list[StepOut]
    changes: list[str]
    sources: list[str]
    components: list[str]
    conditions: list[str]
    ends: list[str]


class DecisionsWanted(Schema):
    """Which decisions are wanted."""

    verdict: Literal["", "qualifies", "does_not", "undecided", "chosen", "waiting"] = ""


class YearWanted(Schema):
    """Of which year; this one where none is named."""

    year: int | None = Field(default=None, ge=queries.YEARS[0], le=queries.YEARS[-1])


class Language(Schema):
    """The language of the sentences."""

    language: Literal["id", "en"] = "id"


@router.get("/rounds", response=Listing[RoundOut], summary="Penetapan")
@api_door(*queries.WHO_SEE_ROUNDS)
def rounds(request: HttpRequest, paging: Wanted) -> Any:
    """Penetapan yang menyentuh wilayah petugas, yang terbaru lebih dulu."""
    actor: Any = request.user
    return newest_first(queries.rounds_for(actor), paging, lambda one: _shown(one, actor))


@router.get("/rounds/{key}", response=RoundOut, summary="Satu penetapan")
@api_door(*queries.WHO_SEE_ROUNDS)
def round_by_key(request: HttpRequest, key: Key) -> Any:
    """Satu penetapan, dengan hitungannya menurut kelurahan."""
    actor: Any = request.user
    return _shown(_round(actor, key), actor)


@router.get("/rounds/{key}/steps", response=list[RoundStepOut], summary="Langkah satu penetapan")
@api_door(*queries.WHO_SEE_ROUNDS)
def round_steps(request: HttpRequest, key: Key) -> Any:
    """Langkah penetapan dengan jamnya, di wilayah petugas; yang ditarik kembali ikut disebut."""
    actor: Any = request.user
    found = _round(actor, key)
    return [
        RoundStepOut(
            id=one.pk, kind=one.kind, place=places.code_of(one.place_id), agency=one.agency.name if one.agency else "",
            since=one.since.isoformat(), due=one.due.isoformat(), on=one.on.isoformat() if one.on else None,
            number=one.number, taken_back_on=one.taken_back_on.isoformat() if one.taken_back_on else None,
            reason=one.reason,
        )
        for one in queries.steps_for(found, actor)
    ]  # fmt: skip


@router.get("/rounds/{key}/draw", response=Listing[DrawnOut], summary="Undian satu penetapan")
@api_door(*queries.WHO_DRAW)
def round_draw(request: HttpRequest, key: Key, paging: Wanted) -> Any:
    """Nomor umum, ukuran, urutan dan kedudukan: cukup untuk mengulang undiannya, tanpa nama dan wilayah."""
    found = _round(request.user, key)
    return listing(queries.drawn(found.pk), paging, _drawn, key="rank")


@router.get("/rounds/{key}/decisions", response=Listing[DecisionOut], summary="Keputusan satu penetapan")
@api_door(*queries.WHO_SEE_DECISIONS)
def round_decisions(
    request: HttpRequest, key: Key, wanted: Annotated[DecisionsWanted, Query()], paging: Wanted
) -> Any:  # fmt: skip
    """Keputusan di wilayah petugas, keluarga demi keluarga, tanpa nama."""
    found = _round(request.user, key)
    page = listing(queries.decisions_of(found.pk, verdict=wanted.verdict), paging, _decision)
    _note(request, [one.family for one in page["items"]])
    return page


@router.get("/rounds/{key}/decisions/{family_id}", response=ExplanationOut, summary="Mengapa keluarga ini")
@api_door(Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.INSPECTOR)
def round_explanation(request: HttpRequest, key: Key, family_id: Key, wanted: Annotated[Language, Query()]) -> Any:
    """Alasan bagi satu keluarga, dalam kalimat."""
    found = _round(request.user, key)
    decision = queries.decision_of(found.pk, family_id)
    if decision is None:
        raise Http404
    _note(request, [family_id])
    told = queries.explanation_of(decision, wanted.language)
    steps = [
        StepOut(number=one.number, question=one.question, found=list(one.found), met=one.met) for one in told.steps
    ]
    return ExplanationOut(
        heading=told.heading, verdict=told.verdict, gives=told.gives, steps=steps, changes=list(told.changes),
        sources=list(told.sources), components=list(told.components), conditions=list(told.conditions),
        ends=list(told.ends),
    )  # fmt: skip


@router.get("/nominations", response=Listing[NominationOut], summary="Keluarga yang diusulkan")
@api_door(*queries.WHO_HEAR)
def nominations(request: HttpRequest, paging: Wanted) -> Any:
    """Keluarga yang diusulkan di wilayah petugas, dengan nomor slip dan keadaannya, tanpa nama."""
    page = listing(queries.nominations_for(_actor(request)), paging, _nomination)
    _note(request, [one.family for one in page["items"] if one.family])
    return page


@router.get("/objections", response=Listing[ObjectionOut], summary="Keberatan")
@api_door(*queries.WHO_HEAR)
def objections(request: HttpRequest, paging: Wanted) -> Any:
    """Keberatan di wilayah petugas, dengan batas waktu jawabannya."""
    page = listing(queries.objections_for(_actor(request)), paging, _objection)
    _note(request, [one.family for one in page["items"]])
    return page


@router.get("/overlap", response=list[OverlapOut], summary="Tumpang tindih antarprogram")
@api_door(*queries.WHO_SEE_COVERAGE)
def overlap(request: HttpRequest, wanted: Annotated[YearWanted, Query()]) -> Any:
    """Berapa keluarga yang terpilih pada dua program dalam satu tahun, di wilayah petugas."""
    found = queries.overlap(_actor(request), wanted.year or places.today().year)
    return [OverlapOut(line=one, other=other, families=count) for (one, other), count in sorted(found.shared.items())]


def _actor(request: HttpRequest) -> Any:
    return request.user


def _nomination(one: Nomination) -> NominationOut:
    return NominationOut(
        id=one.pk, slip=one.slip, place=places.code_of(one.place_id), source=one.source, on=one.on.isoformat(),
        due=one.due.isoformat(), outcome=one.outcome, family=one.family_id,
        line=None if one.line is not None and one.line.sensitive else one.line_id,
    )  # fmt: skip


def _objection(one: Objection) -> ObjectionOut:
    return ObjectionOut(
        id=one.pk, slip=one.slip, round=one.round_id, family=one.family_id, place=places.code_of(one.place_id),
        standing=one.standing, on=one.on.isoformat(), due=one.due.isoformat(), outcome=one.outcome,
        answered_on=one.answered_on.isoformat() if one.answered_on else None,
    )  # fmt: skip


def _note(request: HttpRequest, families: list[int]) -> None:
    """A program that reads is somebody who sees, though without names."""
    actor: Any = request.user
    saw("api", families, by=actor, on=places.today(), purpose=request.path)


def _round(actor: Any, key: int) -> Round:
    found = queries.round_for(actor, key)
    if found is None:
        raise Http404
    return found


def _shown(found: Round, actor: Any) -> RoundOut:
    # Of a ward with one chosen family an analyst would know which: they read the whole.
    counted = [] if actor.role == Role.ANALYST else queries.wards_of(found, actor)
    wards = [
        WardOut(
            code=places.code_of(one.place_id), qualifies=one.qualifies, does_not=one.does_not, undecided=one.undecided,
            chosen=one.chosen, waiting=one.waiting, rupiah=one.rupiah,
        )
        for one in counted
    ]  # fmt: skip
    return RoundOut(
        id=found.pk, line=found.line_id, programme=found.line.name, place=found.place.code, on=found.on.isoformat(),
        period=found.period, outcome=found.outcome, state=found.state, rule=found.rule,
        rule_version=found.rule_version, quota=found.quota, budget=found.budget, criteria=found.criteria,
        model=found.model.version if found.model else None, seed=found.seed, list_sha256=found.counts.get("list_sha256", ""),
        inputs_sha256=found.counts.get("inputs_sha256", ""), scored_at=found.scored_at, closed_at=found.closed_at, reason=found.reason,
        wards=wards,
    )  # fmt: skip


def _drawn(one: Decision) -> DrawnOut:
    return DrawnOut(
        rank=one.rank or 0, number=one.number, measures=one.measures, amount=one.amount, standing=one.standing
    )


def _decision(one: Decision) -> DecisionOut:
    return DecisionOut(
        id=one.pk, family=one.family_id, place=places.code_of(one.place_id), verdict=one.verdict,
        standing=one.standing, rank=one.rank, amount=one.amount,
    )  # fmt: skip
