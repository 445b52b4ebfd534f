"""Programs' door to the book: balances and entries, to read."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from lontar.city.ledger import actions, queries
from lontar.city.ledger.models import Account, Checkpoint, Entry, KeptCheckpoint
from lontar.city.places import queries as places
from lontar.kit.api_door import api_door
from lontar.kit.gate import PUBLIC
from lontar.kit.paging import KEY_MAX, Key, Listing, Wanted, listing, newest_first
from lontar.science.notes import NOTE_LENGTH_MAX

router = Router(tags=["ledger"])
Kind = Annotated[str, StringConstraints(pattern=r"^[a-z]{0,30}$")]


class AccountOut(Schema):
    """An account and what stands on it, in whole units: plus arrived, minus left."""

    id: int
    code: str
    kind: str
    purpose: str
    unit: str
    place: str | None
    balance: int


class PostingOut(Schema):
    """One amount onto one account; `subject` is a random number, never a person."""

    account: str
    unit: str
    amount: int
    subject: str | None


class EntryOut(Schema):
    """An immutable entry; its postings sum to zero in each unit."""

    id: int
    on: date
    at: datetime
    memo: str
    reverses: int | None
    reversed_by: int | None
    postings: list[PostingOut]


class AccountsWanted(Schema):
    """Which accounts are wanted."""

    kind: Kind = ""


@router.get("/ledger/accounts", response=Listing[AccountOut], summary="Rekening dan saldo")
@api_door(*queries.WHO_SEE_BOOK)
def accounts(request: HttpRequest, paging: Wanted, wanted: Annotated[AccountsWanted, Query()]) -> dict[str, Any]:
    """Rekening buku besar menurut urutan dibuka, dengan saldonya sekarang."""
    return listing(queries.accounts_with_balance(wanted.kind), paging, _account)


def _account(account: Account) -> AccountOut:
    return AccountOut(
        id=account.pk,
        code=account.code,
        kind=account.kind,
        purpose=account.purpose,
        unit=account.unit,
        place=places.code_of(account.place_id) if account.place_id else None,
        balance=account.balance,  # type: ignore[attr-defined]  # annotated by the query
    )


@router.get("/ledger/entries", response=Listing[EntryOut], summary="Catatan buku besar")
@api_door(*queries.WHO_SEE_BOOK)
def entries(request: HttpRequest, paging: Wanted) -> dict[str, Any]:
    """Catatan buku besar, yang terbaru lebih dulu."""
    return newest_first(queries.entries().prefetch_related("postings__account"), paging, _entry)


@router.get("/ledger/entries/{key}", response=EntryOut, summary="Satu catatan")
@api_door(*queries.WHO_SEE_BOOK)
def entry(request: HttpRequest, key: Key) -> EntryOut:
    """Satu catatan dengan semua pembukuannya."""
    found = queries.entry(key)
    if found is None:
        raise Http404
    return _entry(found)


def _entry(entry: Entry) -> EntryOut:
    undone = getattr(entry, "reversed_by", None)
    return EntryOut(
        id=entry.pk,
        on=entry.on,
        at=entry.at,
        memo=entry.memo,
        reverses=entry.reverses_id,
        reversed_by=undone.pk if undone else None,
        postings=[
            PostingOut(
                account=posting.account.code,
                unit=posting.account.unit,
                amount=posting.amount,
                subject=str(posting.subject) if posting.subject else None,
            )
            for posting in sorted(entry.postings.all(), key=lambda one: one.pk)
        ],
    )


class CheckpointOut(Schema):
    """A signed checkpoint of the log; `note` is the text that was signed, as it is kept."""

    size: int
    root: str
    at: datetime
    note: str


class LogOut(Schema):
    """The log as it stands: its public key, what was signed last, and what is not covered by it yet."""

    key: str
    size: int
    unsequenced: int
    newest: CheckpointOut | None


class ConsistencyWanted(Schema):
    """Two sizes that were signed; without `second` the newest one."""

    first: int = Field(ge=1, le=KEY_MAX)
    second: int | None = Field(None, ge=1, le=KEY_MAX)


class ConsistencyOut(Schema):
    """That the log signed later begins with the log signed earlier; `lontar_proof.py` verifies it."""

    lontar: Literal["consistency"]
    v: int
    key: str
    first: str
    second: str
    consistency: list[str]


class EntryProofOut(Schema):
    """How an entry stands with the log, and the proof where it is proven."""

    state: Literal["unlogged", "waiting", "erased", "differs", "proven"]
    leaf: int | None
    text: str
    salt: str
    inclusion: list[str]
    checkpoint: str | None
    key: str


@router.get("/log", response=LogOut, summary="Log yang ditandatangani")
@api_door(PUBLIC)
def log(request: HttpRequest) -> LogOut:
    """Kunci publik, tanda tangan terakhir, dan berapa daun yang belum tercakup."""
    newest = queries.newest_checkpoint()
    return LogOut(
        key=str(queries.verifier()),
        size=queries.log_size(),
        unsequenced=queries.unsequenced().count,
        newest=_checkpoint(newest) if newest else None,
    )


@router.get("/log/checkpoints", response=Listing[CheckpointOut], summary="Semua tanda tangan log")
@api_door(PUBLIC)
def log_checkpoints(request: HttpRequest, paging: Wanted) -> dict[str, Any]:
    """Semua yang pernah ditandatangani, yang terbaru lebih dulu."""
    return newest_first(queries.checkpoints(), paging, _checkpoint)


@router.get("/log/consistency", response=ConsistencyOut, summary="Bukti pertumbuhan log")
@api_door(PUBLIC)
def log_consistency(request: HttpRequest, wanted: Annotated[ConsistencyWanted, Query()]) -> dict[str, Any]:
    """Bukti bahwa log yang lebih baru diawali log yang lebih lama, daun demi daun."""
    first = queries.signed_at(wanted.first)
    second = queries.signed_at(wanted.second) if wanted.second else queries.newest_checkpoint()
    if second is None or second.size < first.size:
        raise Http404
    return queries.growth_file(first, second)


@router.get("/ledger/entries/{key}/proof", response=EntryProofOut, summary="Bukti sebuah catatan")
@api_door(*queries.WHO_SEE_BOOK)
def entry_proof(request: HttpRequest, key: Key) -> dict[str, Any]:
    """Keadaan satu catatan dalam log, dan jalan dari daunnya sampai ke akar yang ditandatangani."""
    found, point = queries.entry(key), queries.newest_checkpoint()
    if found is None:
        raise Http404
    proof = queries.proof_of_entry(found.key, point=point)
    proven = proof.state == queries.State.PROVEN and point is not None
    return {
        **proof.as_json(), "state": proof.state, "checkpoint": point.note if proven and point else None,
        "key": str(queries.verifier()),
    }  # fmt: skip


def _checkpoint(point: Checkpoint) -> CheckpointOut:
    return CheckpointOut(size=point.size, root=bytes(point.root).hex(), at=point.at, note=point.note)


class KeptOut(Schema):
    """A checkpoint of another city's log that is kept here; `forked` where another root of its size was kept before."""

    origin: str
    size: int
    root: str
    at: datetime
    note: str
    forked: bool


class KeptWanted(Schema):
    """Of which log; empty for all."""

    origin: str = Field("", max_length=200, pattern=r"^[^\x00]*$")


class KeepIn(Schema):
    """A checkpoint to keep, with the proof that its log grew from the `old` leaves that were kept here last."""

    checkpoint: str = Field(max_length=NOTE_LENGTH_MAX)
    old: int = Field(0, ge=0, le=KEY_MAX)
    consistency: list[Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]] = Field([], max_length=128)


@router.get("/log/kept", response=Listing[KeptOut], summary="Tanda tangan kota lain yang disimpan")
@api_door(PUBLIC)
def kept_checkpoints(request: HttpRequest, paging: Wanted, wanted: Annotated[KeptWanted, Query()]) -> dict[str, Any]:
    """Tanda tangan log kota lain yang disimpan kota ini sebagai saksinya, yang terbaru lebih dulu."""
    return newest_first(queries.kept_for_others(wanted.origin), paging, _kept)


@router.post("/log/kept", response=KeptOut, summary="Titipkan tanda tangan log kota lain")
@api_door(PUBLIC)
def keep_checkpoint(request: HttpRequest, given: KeepIn) -> KeptOut:
    """Kota lain menitipkan tanda tangannya. Diterima bila kuncinya dicatat di sini dan lognya terbukti hanya tumbuh."""
    path = [bytes.fromhex(step) for step in given.consistency]
    return _kept(actions.keep_checkpoint(given.checkpoint, old=given.old, path=path))


def _kept(one: KeptCheckpoint) -> KeptOut:
    return KeptOut(
        origin=one.origin, size=one.size, root=bytes(one.root).hex(), at=one.at, note=one.note, forked=one.forked
    )
