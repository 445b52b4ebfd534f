"""Programs' door to duplicates: which pairs wait and why, without a name; deciding and taking back as an officer."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import Http404, HttpRequest
from ninja import Schema, Status
from pydantic import Field, StringConstraints

from lontar.city.journal.actions import saw
from lontar.city.places import queries as places
from lontar.city.registry import actions, jobs
from lontar.city.registry.api.families import router
from lontar.city.registry.models import Pair, Search
from lontar.city.registry.queries import pairs as about
from lontar.city.registry.queries import records
from lontar.city.registry.queries.pairs import WHO_SEE_PAIRS
from lontar.kit.api_door import api_door
from lontar.kit.gate import Actor
from lontar.kit.paging import KEY_MAX, Key, Listing, Wanted, listing, newest_first

type State = Literal["waiting", "same", "different", "unsure"]
Why = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00]*$")]


class PairOut(Schema):
    """Two records that may be one person; `weight` in bits, that is log2 of the odds."""

    id: int
    persons: tuple[int, int]
    band: str
    weight: float
    probability: float
    model: str
    found_on: date
    state: str
    decided_on: date | None


class ReasonOut(Schema):
    """One thing that was compared, what was found, and how it weighs; positive speaks for one person."""

    field: str
    level: str
    weight: float
    words: str


class PairExplained(PairOut):
    """The same with what the model said when it was found; `start` and the weights of the reasons sum to `weight`."""

    start: float
    reasons: list[ReasonOut]


class VerdictIn(Schema):
    """What an officer says of a pair; `survivor` is the record that stays where both are one person."""

    verdict: Literal["same", "different", "unsure"]
    survivor: int | None = Field(None, ge=1, le=KEY_MAX)
    why: Why = ""


class UndoIn(Schema):
    """Why a decision is taken back; `knowing` says that one knows what was changed since a merge."""

    why: Why = ""
    knowing: bool = False


class SearchOut(Schema):
    """A look for duplicates: of the whole city, or of what one import brought."""

    id: int
    import_id: int | None
    state: str
    on: date
    started_at: datetime
    finished_at: datetime | None
    model: str | None
    counts: dict[str, int]


@router.get("/duplicates", response=Listing[PairOut], summary="Catatan ganda")
@api_door(*WHO_SEE_PAIRS)
def duplicates(request: HttpRequest, paging: Wanted, state: State | None = None):  # type: ignore[no-untyped-def]  # its type is in `response`
    """Pasangan catatan yang mungkin satu orang, menurut nomor; tanpa nama."""
    found = about.pairs()
    return listing(found.filter(state=state) if state else found, paging, _out)


@router.get("/duplicates/{pair_id}", response=PairExplained, summary="Satu pasangan dan alasannya")
@api_door(*WHO_SEE_PAIRS)
def duplicate(request: HttpRequest, pair_id: Key) -> dict[str, Any]:
    """Satu pasangan, dengan alasan model ketika ditemukan; tanpa nama dan nomor."""
    found = _pair(pair_id)
    sides = [records.record_of(person) for person in records.tops_of(found)]
    families = [side.family.pk for side in sides if side.family]
    saw("api", families, by=_officer(request), on=places.today(), purpose=request.path[:200])
    told = records.reasons(found)
    reasons = [ReasonOut(field=one.field, level=one.level, weight=one.weight, words=one.words) for one in told]
    return _out(found).dict() | {"start": found.weight - sum(one.weight for one in told), "reasons": reasons}


@router.post("/duplicates/{pair_id}/decision", response=PairOut, summary="Putuskan")
@api_door(*actions.MAY_DECIDE)
def decide(request: HttpRequest, pair_id: Key, said: VerdictIn) -> PairOut:
    """Sama, beda, atau ragu. Yang kedua memutuskan mendapat 409 dengan siapa yang pertama."""
    found = _pair(pair_id)
    decided = actions.decide(
        found.pk, verdict=said.verdict, survivor_id=said.survivor, why=said.why, by=_officer(request),
        on=places.today(),
    )  # fmt: skip
    return _out(decided)


@router.post("/duplicates/{pair_id}/undo", response=PairOut, summary="Urungkan keputusan")
@api_door(*actions.MAY_DECIDE)
def undo_decision(request: HttpRequest, pair_id: Key, said: UndoIn) -> PairOut:
    """Pasangan menunggu lagi; penggabungan diurungkan seluruhnya."""
    found = _pair(pair_id)
    officer = _officer(request)
    return _out(actions.undo_decision(found.pk, why=said.why, knowing=said.knowing, by=officer, on=places.today()))


@router.get("/duplicate-searches", response=Listing[SearchOut], summary="Pencarian catatan ganda")
@api_door(*WHO_SEE_PAIRS)
def duplicate_searches(request: HttpRequest, paging: Wanted):  # type: ignore[no-untyped-def]  # its type is in `response`
    """Pencarian yang pernah diminta, yang terbaru lebih dulu; hanya bagi petugas seluruh kota."""
    return newest_first(about.searches(), paging, _search_out)


@router.post("/duplicate-searches", response={202: SearchOut}, summary="Cari di seluruh kota")
@api_door(*actions.MAY_SEARCH)
def search_duplicates(request: HttpRequest) -> Status[SearchOut]:
    """Mulai pencarian; pekerjaannya berjalan di belakang."""
    officer = _officer(request)
    with transaction.atomic():
        begun = actions.begin_search(by=officer, on=places.today())
        jobs.look_for_duplicates.defer(search_id=begun.pk, officer_id=officer.id)
    return Status(202, _search_out(begun))


def _pair(key: int) -> Pair:
    found: Pair | None = about.pair_or_none(key)
    if found is None:
        raise Http404
    return found


def _officer(request: HttpRequest) -> Actor:
    officer: Actor = request.user  # type: ignore[assignment]  # the door let an officer in
    return officer


def _out(one: Pair) -> PairOut:
    return PairOut(
        id=one.pk, persons=(one.person_a_id, one.person_b_id), band=one.band, weight=one.weight,
        probability=one.probability, model=one.model_version, found_on=one.found_on, state=one.state,
        decided_on=one.decided_on,
    )  # fmt: skip


def _search_out(one: Search) -> SearchOut:
    return SearchOut(
        id=one.pk, import_id=one.run_id, state=one.state, on=one.on, started_at=one.started_at,
        finished_at=one.finished_at, model=one.model_version or None, counts=one.counts,
    )  # fmt: skip
