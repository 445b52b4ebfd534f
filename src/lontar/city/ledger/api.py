"""Programs' door to the book: balances and entries, to read."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import StringConstraints

from lontar.city.ledger import queries
from lontar.city.ledger.models import Account, Entry
from lontar.city.places import queries as places
from lontar.kit.api_door import api_door
from lontar.kit.paging import Key, Listing, Wanted, listing, newest_first

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
