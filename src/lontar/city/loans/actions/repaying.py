"""Money comes back, with a numbered receipt; what was written down by mistake is reversed, never erased."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from lontar.city.journal.actions import record
from lontar.city.ledger import actions as ledger
from lontar.city.ledger import queries as book
from lontar.city.loans import queries
from lontar.city.loans.actions.guards import (
    checked_amount,
    checked_day,
    checked_key,
    checked_words,
    locked_fund,
    locked_loan,
    require_owed,
)
from lontar.city.loans.actions.together import TOGETHER, Handed, checked_hand, keep_hand
from lontar.city.loans.models import Borrower, Fund, Loan, Receipt, Repayment, Reversal
from lontar.city.places import queries as places
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science.instalments.paying import Paid, allocate, open_parts
from lontar.science.instalments.penalties import NO_PENALTY
from lontar.science.postings import Entry, Posting
from lontar.science.receipt_codes import digest
from lontar.science.trouble import Refusal, words

# What a receipt says of who took the money: the role, never the name. Kept for good, so Indonesian.
ROLES = {Role.FUND_COMMITTEE: "Komite dana kelurahan", Role.WARD_OFFICER: "Petugas kelurahan"}


@dataclass(frozen=True, slots=True)
class Repaid:
    """A repayment as it stands, its receipt's code, and whether this call made it."""

    repayment: Repayment
    code: str
    fresh: bool


@deed
def repay(
    loan_id: int, *, amount: int, by: Actor, on: date, paid_on: date | None = None, key: str = "",
    hand: Handed = TOGETHER,
) -> Repaid:  # fmt: skip
    """Take a repayment: for the oldest instalment first, in the order of the loan's product.

    `on` is today, `paid_on` the day on which the money came where that was earlier. The same key sent again for the
    same loan answers as the first time. In a group's loan `hand` says for whose part it is and who brought it.
    """
    require(by, *queries.WHO_RUN)
    checked_amount(amount)
    loan = locked_loan(loan_id, by)
    command = f"{loan.pk}:{checked_key(key) or uuid.uuid4().hex}"
    before = Repayment.objects.filter(command_key=command).first()
    if before is not None:
        if before.amount != amount:
            raise Refusal(words("Perintah itu sudah dipakai untuk pembayaran lain."), field="key")
        return Repaid(before, queries.code_of(before.subject), False)
    if loan.state != Loan.State.LIVE:
        raise Refusal(words("Pinjaman ini tidak lagi berjalan, jadi tidak ada yang diangsur."), field="amount")
    happened = checked_day(paid_on or on, loan.on, on, "paid_on")
    dues, paid = queries.dues_of(loan, on=happened), queries.paid_of(loan)
    _require_in_turn(loan, paid, happened)
    left = sum(due.whole for due in open_parts(dues, paid)) - amount
    require_owed(amount, left + amount)
    parts = allocate(amount, dues, paid, order=loan.allocation.split())
    shared = checked_hand(queries.members_of(loan, on=on), hand, amount - parts["penalty"])
    # The fund is held, so that its receipts are numbered without a gap.
    fund = locked_fund(loan.place_id, by)
    made = Repayment.objects.create(
        loan=loan, fund=fund, place_id=loan.place_id, number=queries.next_number(fund), amount=amount,
        plan=loan.plan, left=left, on=happened, **parts, subject=uuid.uuid4(), command_key=command, by_id=by.id,
    )  # fmt: skip
    keep_hand(made, shared, hand)
    _post(made, loan, fund, by=by)
    _make_receipt(made, fund, by)
    if left == 0:
        _settle(loan, Loan.State.REPAID)
    record(
        "repay", subject=made, by=by, on=on, place_id=loan.place_id,
        details={"rupiah": amount, "number": made.number, "loan": loan.pk},
    )  # fmt: skip
    return Repaid(made, queries.code_of(made.subject), True)


def _require_in_turn(loan: Loan, paid: list[Paid], happened: date) -> None:
    """Where lateness costs, a payment before the last one would undo what that one was already taken for."""
    last = max((one.on for one in paid), default=happened)
    if happened < last and queries.penalty_of(loan) != NO_PENALTY:
        raise Refusal(
            words("Pinjaman ini mengenal denda, dan sudah ada pembayaran atau pembebasan denda sesudah tanggal itu."),
            advice=words("Batalkan dahulu pembayaran sesudahnya, lalu catat semuanya menurut urutan tanggalnya."),
            field="paid_on",
        )


def _post(made: Repayment, loan: Loan, fund: Fund, *, by: Actor) -> None:
    subject = str(loan.subject)
    postings = [Posting(queries.account(queries.FUND, fund.product, fund.place_id), made.amount, subject=subject)]
    if made.principal:
        lent = queries.account(queries.LENT, fund.product, fund.place_id)
        postings.append(Posting(lent, -made.principal, subject=subject))
    if earned := made.interest + made.fee:
        income = queries.account(queries.EARNED, fund.product, fund.place_id)
        postings.append(Posting(income, -earned, subject=subject))
    if made.penalty:
        fined = queries.account(queries.FINED, fund.product, fund.place_id)
        # A fund that is older than this account gets it with its first penalty.
        new = ledger.NewAccount(fined, queries.FINED, queries.purpose(fund.product), fund.place_id)
        ledger.open_accounts([new], by=by, on=made.on)
        postings.append(Posting(fined, -made.penalty, subject=subject))
    entry = Entry(tuple(postings), memo=f"Angsuran dana bergulir nomor {made.number}")
    ledger.post(entry, key=queries.repaid_key(made.subject), by=by, on=made.on)


def _make_receipt(made: Repayment, fund: Fund, by: Actor) -> None:
    """What anyone may read who holds the code: no name and no ward."""
    write_receipt(
        fund, queries.code_of(made.subject), by, number=made.number, amount=made.amount, penalty=made.penalty,
        left=made.left, on=made.on, entry_key=queries.repaid_key(made.subject),
    )  # fmt: skip


def write_receipt(fund: Fund, code: str, by: Actor, **said: Any) -> None:
    """Keep what a receipt says under its code."""
    Receipt.objects.create(
        digest=digest(code), fund=f"{queries.product_name(fund, 'id')}, {places.home_or_refuse().name}"[:160],
        taken_by=ROLES[Role(by.role)], made_up=fund.made_up, **said,
    )  # fmt: skip


def _settle(loan: Loan, state: str) -> None:
    Loan.objects.filter(pk=loan.pk).update(state=state)
    Borrower.objects.filter(loan=loan).update(live=state == Loan.State.LIVE)
    loan.state = state


@deed
def reverse_repayment(repayment_id: int, *, reason: str, by: Actor, on: date) -> Reversal:
    """Undo a repayment that was written down by mistake; the receipt says so from then on.

    Not by the committee that took it: a planner of the city, with the reason.
    """
    require(by, *queries.WHO_CORRECT)
    found = queries.repayment_or_refuse(repayment_id, by)
    loan = locked_loan(found.loan_id, by)
    reason = checked_words(reason, "reason", 200, words("Tuliskan alasannya, paling panjang %(most)s huruf."))
    if Reversal.objects.filter(repayment=found).exists():
        raise Refusal(
            words("Pembayaran itu sudah dibatalkan."),
            advice=words("Pembatalan tidak dibatalkan; catat pembayaran baru."),
        )
    if loan.state == Loan.State.WRITTEN_OFF or found.plan != loan.plan:
        raise Refusal(
            words("Sesudah pembayaran itu jadwalnya diubah atau pinjamannya dihapus buku."),
            advice=words("Pembayaran sebelum perubahan itu tidak dibatalkan lagi."),
        )
    if loan.state == Loan.State.REPAID:
        _reopen(loan)
    made = Reversal.objects.create(repayment=found, place_id=found.place_id, reason=reason, on=on, by_id=by.id)
    entry = book.entry_of(queries.repaid_key(found.subject))
    if entry is None:
        raise RuntimeError(f"repayment {found.pk} was never posted")
    ledger.reverse(entry.pk, reason=reason, by=by, on=on)
    record(
        "reverse_repayment", subject=found, by=by, on=on, place_id=found.place_id, reason=reason,
        details={"rupiah": found.amount, "number": found.number},
    )  # fmt: skip
    return made


def _reopen(loan: Loan) -> None:
    """A loan that was whole is owed again; not when its borrower has taken a new one meanwhile."""
    people = list(Borrower.objects.filter(loan=loan).values_list("person_id", flat=True))
    if queries.has_live_loan(people):
        raise Refusal(
            words("Peminjamnya sudah mempunyai pinjaman baru, jadi pinjaman yang lunas ini tidak dibuka lagi."),
            advice=words("Catat selisihnya dengan berita acara."),
        )
    _settle(loan, Loan.State.LIVE)
