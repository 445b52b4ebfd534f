"""Questions to the book: accounts, balances, statements, sums."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum, Window
from django.db.models.functions import Coalesce

from lontar.city.access import queries as access
from lontar.city.ledger.models import Account, Entry, Posting
from lontar.kit.gate import Role
from lontar.science.place_codes import span
from lontar.science.postings import RUPIAH

Kind = Account.Kind
KINDS_OF_GOODS = (Kind.SUPPLIED, Kind.STORED, Kind.GIVEN, Kind.MISSING)
WHO_SEE_BOOK = (Role.ADMINISTRATOR, Role.PLANNER, Role.OPERATOR, Role.INSPECTOR, Role.ANALYST, Role.TREASURER)


@dataclass(frozen=True, slots=True)
class Balance:
    """One account with all that ever arrived and left; `balance` is the difference."""

    code: str
    kind: str
    purpose: str
    unit: str
    place_id: int | None
    arrived: int
    left: int
    postings: int

    @property
    def balance(self) -> int:
        return self.arrived - self.left


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One posting onto an account, with what stood there after it."""

    entry_id: int
    on: date
    memo: str
    amount: int
    balance: int


@dataclass(frozen=True, slots=True)
class Total:
    """What stands on the accounts of one kind, for one purpose in one place."""

    kind: str
    purpose: str
    place_id: int | None
    amount: int


def account(code: str) -> Account | None:
    return Account.objects.filter(code=code).first()


def accounts(codes: Iterable[str]) -> dict[str, Account]:
    return {found.code: found for found in Account.objects.filter(code__in=list(codes))}


def entry(key: int) -> Entry | None:
    found = Entry.objects.filter(pk=key).select_related("reverses", "reversed_by")
    return found.prefetch_related("postings__account").first()


def entry_of(key: str) -> Entry | None:
    """The entry that a command made, by the command's key."""
    return Entry.objects.filter(key=key).select_related("reverses", "reversed_by").first()


def postings_of(entry_id: int) -> QuerySet[Posting]:
    return Posting.objects.filter(entry_id=entry_id).select_related("account").order_by("id")


def balances(*, until: date | None = None) -> list[Balance]:
    """Every account, also one that nothing ever moved on, in the order of the codes."""
    counted = Q() if until is None else Q(postings__entry__on__lte=until)
    found = Account.objects.annotate(
        arrived=Coalesce(Sum("postings__amount", filter=counted & Q(postings__amount__gt=0)), 0),
        gone=Coalesce(Sum("postings__amount", filter=counted & Q(postings__amount__lt=0)), 0),
        moves=Count("postings", filter=counted),
    ).order_by("code")
    return [
        Balance(a.code, a.kind, a.purpose, a.unit, a.place_id, int(a.arrived), -int(a.gone), a.moves) for a in found
    ]


def accounts_with_balance(kind: str = "") -> QuerySet[Account]:
    """Accounts with their `balance`, those of one kind or all."""
    found = Account.objects.annotate(balance=Coalesce(Sum("postings__amount"), 0))
    return found.filter(kind=kind) if kind else found


def balance_of(code: str) -> int:
    """What stands on one account now; nothing on one that was never opened."""
    return int(Posting.objects.filter(account__code=code).aggregate(sum=Coalesce(Sum("amount"), 0))["sum"])


def statement(code: str, *, since: date | None = None, until: date | None = None) -> list[StatementLine]:
    """The postings onto one account in the order of their entries, with the running balance.

    The balance counts from the first posting ever, also when only some days are shown.
    """
    rows = (
        Posting.objects.filter(account__code=code)
        .annotate(stands=Window(Sum("amount"), order_by=[F("entry__on").asc(), F("id").asc()]))
        .values_list("entry_id", "entry__on", "entry__memo", "amount", "stands")
        .order_by("entry__on", "id")
    )
    return [
        StatementLine(entry_id, on, memo, amount, int(stands))
        for entry_id, on, memo, amount, stands in rows
        if (since is None or on >= since) and (until is None or on <= until)
    ]


def totals(
    kinds: Collection[str], *, purpose: str | None = None, place_id: int | None = None,
    since: date | None = None, until: date | None = None,
) -> list[Total]:  # fmt: skip
    """Net rupiah that came onto accounts, by kind, purpose and place: for the portal and for realisation."""
    rows = Posting.objects.filter(account__kind__in=kinds, account__unit=RUPIAH)
    if purpose is not None:
        rows = rows.filter(account__purpose=purpose)
    if place_id is not None:
        lowest, highest = span(place_id)
        rows = rows.filter(account__place_id__gte=lowest, account__place_id__lte=highest)
    if since is not None:
        rows = rows.filter(entry__on__gte=since)
    if until is not None:
        rows = rows.filter(entry__on__lte=until)
    grouped = (
        rows.values_list("account__kind", "account__purpose", "account__place_id")
        .annotate(sum=Sum("amount"))
        .order_by("account__kind", "account__purpose", "account__place_id")
    )
    return [Total(kind, what, place, int(amount)) for kind, what, place, amount in grouped]


def standing_by_subject(kinds: Collection[str]) -> dict[UUID, dict[str, int]]:
    """For each random number: what stands on which kind of account, nothing left out but nought."""
    rows = Posting.objects.filter(account__kind__in=kinds, subject__isnull=False)
    found: dict[UUID, dict[str, int]] = {}
    for subject, kind, amount in rows.values_list("subject", "account__kind").annotate(sum=Sum("amount")).iterator():
        if amount and subject is not None:
            found.setdefault(subject, {})[kind] = int(amount)
    return found


def entries(*, since: date | None = None, until: date | None = None) -> QuerySet[Entry]:
    """The journal of the book, the newest first."""
    found = Entry.objects.select_related("reverses", "reversed_by").order_by("-id")
    if since is not None:
        found = found.filter(on__gte=since)
    if until is not None:
        found = found.filter(on__lte=until)
    return found


def journal_rows() -> Iterator[tuple[Any, ...]]:
    """Every posting with its entry, in the order in which they were made, for a file."""
    rows = Posting.objects.order_by("entry_id", "id").values_list(
        "entry_id",
        "entry__on",
        "entry__at",
        "entry__memo",
        "account__code",
        "amount",
        "account__unit",
        "entry__reverses_id",
    )
    yield from rows.iterator(chunk_size=5000)


def officer_of(entry: Entry) -> Any:
    """Who posted it, also after they left."""
    return access.officer_ever(entry.by_id) if entry.by_id.isdecimal() else None


def moved(entry_ids: Collection[int]) -> dict[int, int]:
    """Rupiah that each of these entries moved."""
    rows = Posting.objects.filter(entry_id__in=entry_ids, amount__gt=0, account__unit=RUPIAH)
    return {key: int(amount) for key, amount in rows.values_list("entry_id").annotate(sum=Sum("amount"))}


def content_of(entry_ids: Collection[int]) -> dict[int, list[tuple[Any, ...]]]:
    """The postings of these entries as (account, amount, unit, subject), in one fixed order, for comparing."""
    found: dict[int, list[tuple[Any, ...]]] = {key: [] for key in entry_ids}
    rows = Posting.objects.filter(entry_id__in=entry_ids)
    for key, code, amount, unit, subject in rows.values_list(
        "entry_id", "account__code", "amount", "account__unit", "subject"
    ):
        found[key].append((code, amount, unit, str(subject) if subject else ""))
    return {key: sorted(content) for key, content in found.items()}
