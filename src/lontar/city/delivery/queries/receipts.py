"""Questions about receipts: who may ask how often, what the book says of one, and whether the log vouches for it."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

from lontar.city.delivery.models import FailedCheck, Receipt
from lontar.city.ledger import queries as book
from lontar.kit.sealing import blind
from lontar.science import leaves
from lontar.science.receipt_codes import digest, receipt_code

WORST_FIRST = (
    book.State.DIFFERS, book.State.UNLOGGED, book.State.ERASED, book.State.WAITING, book.State.PROVEN,
)  # fmt: skip
FAILED_CHECKS_MAX = 20  # an hour, for one asker


def code_of(subject: uuid.UUID) -> str:
    """The code of the receipt for what this number names; derived each time, kept nowhere."""
    return receipt_code(blind("receipt", "1"), subject.bytes)


def codes_of(subjects: Iterable[uuid.UUID]) -> list[str]:
    """The codes of many receipts: the secret is asked for once."""
    secret = blind("receipt", "1")
    return [receipt_code(secret, subject.bytes) for subject in subjects]


def receipt_with(code: str) -> Receipt | None:
    """The receipt behind a whole, well-written code."""
    return Receipt.objects.select_related("place").filter(digest=digest(code)).first()


@dataclass(frozen=True, slots=True)
class InTheBook:
    """What the ledger says of one receipt, without an account's ward and without a key that leads anywhere."""

    number: int
    on: date
    at: datetime
    postings: list[tuple[str, int, str]]
    reversed: bool


def in_the_book(receipt: Receipt) -> InTheBook | None:
    entry = book.entry_of(receipt.entry_key)
    if entry is None:
        return None
    postings = [(posting.account.kind, posting.amount, posting.account.unit) for posting in book.postings_of(entry.pk)]
    return InTheBook(entry.pk, entry.on, entry.at, postings, hasattr(entry, "reversed_by"))


def receipt_content(receipt: Receipt) -> leaves.Content:
    """What the log commits to of a receipt: all that it says, and the key of its entry."""
    said = {
        "type": leaves.RECEIPT, "entry": receipt.entry_key, "amount": receipt.amount, "what": receipt.what,
        "budget_code": receipt.budget_code, "payer": receipt.payer, "period": receipt.period,
        "on": receipt.on.isoformat(), "handed_over_by": receipt.handed_over_by, "made_up": receipt.made_up,
    }  # fmt: skip
    return leaves.Content(bytes(receipt.digest).hex(), said, {})


@dataclass(frozen=True, slots=True)
class InTheLog:
    """How a receipt and its entry stand with the log; `file` proves both to anyone, once both are proven."""

    state: book.State
    receipt: book.LogProof
    entry: book.LogProof
    size: int = 0
    signed_at: datetime | None = None
    file: dict[str, Any] | None = None


def in_the_log(receipt: Receipt) -> InTheLog:
    point = book.newest_checkpoint()
    own = book.proof_of(leaves.RECEIPT, receipt_content(receipt), point=point)
    entry = book.proof_of_entry(receipt.entry_key, point=point)
    # What is worst is told.
    state = next(state for state in WORST_FIRST if state in (own.state, entry.state))
    if state != book.State.PROVEN or point is None:
        return InTheLog(state, own, entry)
    file = {
        "lontar": "receipt", "v": 1, "key": str(book.verifier()), "checkpoint": point.note,
        "receipt": own.as_json(), "entry": entry.as_json(),
    }  # fmt: skip
    return InTheLog(state, own, entry, point.size, point.at, file)


def address_of(request: HttpRequest) -> str:
    """Who asks. Behind the proxy that brings HTTPS, the address that this proxy wrote last."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def asker(address: str) -> bytes:
    """Who asks for receipts, as a keyed hash: enough to count, too little to know."""
    return blind("asker", address)


def this_hour() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def failed_lately(who: bytes) -> int:
    """How many codes that do not exist this asker named within two hours."""
    recent = FailedCheck.objects.filter(asker=who, hour__gt=this_hour() - timedelta(hours=1), hour__lte=this_hour())
    total: int = recent.aggregate(sum=Sum("times", default=0))["sum"]
    return total


def asked_too_often(who: bytes) -> bool:
    return failed_lately(who) >= FAILED_CHECKS_MAX


def logged_receipts() -> Iterator[leaves.Content]:
    """What every receipt says now, for holding it to the log."""
    for receipt in Receipt.objects.order_by("pk").iterator(chunk_size=2000):
        yield receipt_content(receipt)
