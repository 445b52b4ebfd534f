"""Programs' door to the registry: families without names, imports and what was found in them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from ninja import File, Form, Router, Schema, Status, UploadedFile
from pydantic import Field, StringConstraints

from lontar.city.journal.actions import saw
from lontar.city.places import queries as places
from lontar.city.registry import actions, jobs, queries
from lontar.city.registry.models import Family, ImportFinding, ImportRun
from lontar.city.registry.queries import WHO_SEE_FAMILY, WHO_SEE_IMPORTS, WHO_SEE_LIST
from lontar.kit.api_door import api_door
from lontar.kit.gate import Actor
from lontar.kit.masks import covered
from lontar.kit.memory_files import brought
from lontar.kit.paging import Key, Listing, Wanted, listing, newest_first
from lontar.science.identity import masked
from lontar.science.trouble import Refusal

router = Router(tags=["registry"])
Code = Annotated[str, StringConstraints(pattern=r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$")]
Decile = Annotated[int, Field(ge=1, le=10)]


class FamilyOut(Schema):
    """A family without a name: by its local number, where it lives, its size and its DTSEN decile."""

    id: int
    local_number: str
    ward: str
    rw: str | None
    rt: str | None
    size: int
    has_card: bool
    decile: int | None
    decile_on: date | None


class MemberOut(Schema):
    """A member as a passer-by may see them; `age` is in whole years, null where the birth date is not known."""

    name: str
    relation: str
    sex: str | None
    age: int | None
    nik: str | None
    nik_state: str


class FamilyWithMembers(FamilyOut):
    """A family with its present members, masked."""

    members: list[MemberOut]


class RunOut(Schema):
    """An import: what it was told to do, how far it is, and what came of it."""

    id: int
    kind: str
    mode: str
    dry_run: bool
    file: str
    state: str
    on: date
    started_at: datetime
    finished_at: datetime | None
    counts: dict[str, int]
    refusal: str | None
    advice: str | None
    has_worklist: bool


class FindingOut(Schema):
    """What is wrong at one place of a file, and what to do; the header is row 1, row 0 the file as a whole."""

    id: int
    severity: Literal["error", "warning"]
    sheet: str
    row: int
    column: str
    message: str
    kind: str


class Bring(Schema):
    """How a file goes in."""

    kind: Literal["families", "deciles"] = "families"
    mode: Literal["everything_or_nothing", "families_without_error"] = "everything_or_nothing"
    dry_run: bool = False


@router.get("/families", response=Listing[FamilyOut], summary="Keluarga")
@api_door(*WHO_SEE_LIST)
def families(  # type: ignore[no-untyped-def]  # its type is in `response`
    request: HttpRequest,
    paging: Wanted,
    within: Code | None = None,
    decile_least: Decile | None = None,
    decile_most: Decile | None = None,
    on: date | None = None,
):
    """Keluarga di wilayah petugas, tanpa nama, menurut nomor lokal; dengan `on` seperti pada hari yang lampau itu."""
    today = places.today()
    if on is not None and on > today:
        raise Refusal(gettext("Hari itu belum tiba."), field="on")
    day = on if on != today else None
    top = places.place_id(within) if within else None
    found = queries.families_matching(queries.FamilyFilter(place_id=top, order="number", day=day, present=True))
    decile = "decile" if day is None else "decile_then"
    if decile_least is not None:
        found = found.filter(**{f"{decile}__gte": decile_least})
    if decile_most is not None:
        found = found.filter(**{f"{decile}__lte": decile_most})
    page = listing(found, paging, lambda family: family)
    _note(request, page["items"])
    return page | {"items": _shown(page["items"], day)}


def _note(request: HttpRequest, found: list[Family]) -> None:
    """A program that reads is somebody who sees, though without names."""
    officer: Actor = request.user  # type: ignore[assignment]  # the door let an officer in
    saw("api", [family.pk for family in found], by=officer, on=places.today(), purpose=request.path[:200])


def _shown(found: list[Family], day: date | None = None) -> list[FamilyOut]:
    return [
        FamilyOut(
            id=row.id,
            local_number=row.local_number,
            ward=places.code_of(row.place_id),
            rw=row.rw or None,
            rt=row.rt or None,
            size=row.size,
            has_card=row.has_card,
            decile=row.decile,
            decile_on=row.decile_on,
        )
        for row in queries.rows_of(found, {}, day)
    ]


@router.get("/families/{family_id}", response=FamilyWithMembers, summary="Satu keluarga, tertutup")
@api_door(*WHO_SEE_FAMILY)
def family(request: HttpRequest, family_id: Key) -> dict[str, Any]:
    """Satu keluarga dengan anggotanya; nama dan nomor tertutup, karena program tidak menyebut keperluan."""
    found = queries.family_or_none(family_id)
    if found is None:
        raise Http404
    _note(request, [found])
    (row,) = _shown([found])
    return row.dict() | {"members": [_member(member) for member in queries.members_of(found)]}


def _member(member: queries.Member) -> MemberOut:
    today, born = places.today(), member.birth_date
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day)) if born else None
    return MemberOut(
        name=covered(member.name),
        relation=member.relation,
        sex=member.sex or None,
        age=age,
        nik=masked(member.nik) if member.nik else None,
        nik_state=member.nik_state,
    )


@router.get("/imports", response=Listing[RunOut], summary="Impor")
@api_door(*WHO_SEE_IMPORTS)
def imports(request: HttpRequest, paging: Wanted):  # type: ignore[no-untyped-def]  # its type is in `response`
    """Berkas yang pernah dibawa, yang terbaru lebih dulu."""
    return newest_first(queries.runs(), paging, _run_out)


@router.get("/imports/{run_id}", response=RunOut, summary="Satu impor")
@api_door(*WHO_SEE_IMPORTS)
def run(request: HttpRequest, run_id: Key) -> RunOut:
    """Keadaan satu impor dan hasilnya."""
    return _run_out(_run(run_id))


@router.get("/imports/{run_id}/findings", response=Listing[FindingOut], summary="Temuan satu impor")
@api_door(*WHO_SEE_IMPORTS)
def findings(  # type: ignore[no-untyped-def]  # its type is in `response`
    request: HttpRequest, run_id: Key, paging: Wanted, severity: Literal["error", "warning"] | None = None
):
    """Semua yang ditemukan, menurut urutan ditulis: kesalahan lebih dulu."""
    found = queries.findings_of(_run(run_id), severity=severity or "")
    return listing(found, paging, _finding_out)


@router.post("/imports", response={202: RunOut}, summary="Bawa berkas")
@api_door(*actions.MAY_IMPORT)
def bring(request: HttpRequest, how: Form[Bring], file: File[UploadedFile]) -> Status[RunOut]:
    """Unggah berkas keluarga atau desil; pekerjaannya berjalan di belakang, keadaannya di `/imports/{id}`."""
    officer: Actor = request.user  # type: ignore[assignment]  # the door let an officer in
    with brought(file) as path, transaction.atomic():
        made = actions.receive(
            path, name=file.name or "berkas", kind=how.kind, mode=how.mode, dry_run=how.dry_run, by=officer,
            on=places.today(),
        )  # fmt: skip
        jobs.work_off_import.defer(run_id=made.pk, officer_id=officer.id)
    return Status(202, _run_out(_run(made.pk)))


def _run(key: int) -> ImportRun:
    found = queries.run_or_none(key)
    if found is None:
        raise Http404
    return found


def _run_out(one: ImportRun) -> RunOut:
    refusal, advice = queries.refusal_of(one)
    return RunOut(
        id=one.pk,
        kind=one.kind,
        mode=one.mode,
        dry_run=one.dry_run,
        file=one.file_name,
        state=one.state,
        on=one.on,
        started_at=one.started_at,
        finished_at=one.finished_at,
        counts=one.counts,
        refusal=refusal or None,
        advice=advice or None,
        has_worklist=getattr(one, "has_worklist", False),
    )


def _finding_out(one: ImportFinding) -> FindingOut:
    return FindingOut(id=one.pk, **queries.finding_as_json(one))
