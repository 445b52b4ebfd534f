"""Questions about receipts of repayments: what one says, what the book says of it, and who asks too often."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

from lontar.city.ledger import queries as ledger
from lontar.city.loans.models import FailedCheck, Receipt
from lontar.city.loans.queries.book import FUND
from lontar.kit.sealing import blind
from lontar.science.receipt_codes import digest, receipt_code
from lontar.science.trouble import Refusal, words

FAILED_CHECKS_MAX = 20  # an hour, for one asker


@dataclass(frozen=True, slots=True)
class InTheBook:
    """What the ledger says of one receipt: how much came into the fund by its entry, and whether that was taken back."""

    number: int
    on: date
    at: datetime
    amount: int
    reversed: bool
    log: str


def code_of(subject: uuid.UUID | None) -> str:
    """The code of the receipt for what this number names; derived each time, kept nowhere."""
    if subject is None:
        raise Refusal(words("Kode tanda terima ini sudah dihapus bersama data peminjamnya."))
    return receipt_code(blind("loan receipt", "1"), subject.bytes)


def recovery_subject(loan_subject: uuid.UUID | None, number: int | None) -> uuid.UUID | None:
    """What the code of a receipt is made from where money came back after a write-off; gone with the borrower's data."""
    return None if loan_subject is None else uuid.uuid5(loan_subject, f"recovered:{number}")


def receipt_with(code: str) -> Receipt | None:
    return Receipt.objects.filter(digest=digest(code)).first()


def in_the_book(receipt: Receipt) -> InTheBook | None:
    entry = ledger.entry_of(receipt.entry_key)
    if entry is None:
        return None
    came = sum(posting.amount for posting in ledger.postings_of(entry.pk) if posting.account.kind == FUND)
    log = ledger.proof_of_entry(receipt.entry_key, point=ledger.newest_checkpoint())
    return InTheBook(entry.pk, entry.on, entry.at, came, hasattr(entry, "reversed_by"), log.state.value)


def address_of(request: HttpRequest) -> str:
    """Who asks. Behind the proxy that brings HTTPS, the address that this proxy wrote last."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def asker(address: str) -> bytes:
    """Who asks, as a keyed hash: enough to count, too little to know."""
    return blind("asker", address)


def this_hour() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def asked_too_often(who: bytes) -> bool:
    """Whether this asker named too many receipts that do not exist within two hours."""
    recent = FailedCheck.objects.filter(asker=who, hour__gt=this_hour() - timedelta(hours=1), hour__lte=this_hour())
    total: int = recent.aggregate(sum=Sum("times", default=0))["sum"]
    return total >= FAILED_CHECKS_MAX
