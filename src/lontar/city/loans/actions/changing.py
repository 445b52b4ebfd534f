"""A plan of instalments is replaced, a loan is written off by decree, and what comes back after that is taken in."""

from datetime import date

from lontar.city.journal.actions import record
from lontar.city.ledger import actions as ledger
from lontar.city.ledger import queries as book
from lontar.city.loans import queries
from lontar.city.loans.actions.guards import (
    checked_amount,
    checked_key,
    checked_words,
    locked_fund,
    locked_loan,
    require_owed,
)
from lontar.city.loans.actions.repaying import write_receipt
from lontar.city.loans.actions.together import keep_rest
from lontar.city.loans.models import Borrower, Change, Dispute, Instalment, Loan, Minutes
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.science.instalments import Terms, schedule
from lontar.science.instalments.paying import open_parts
from lontar.science.postings import transfer
from lontar.science.trouble import Refusal, words

REASON = words("Tuliskan alasannya, paling panjang %(most)s huruf.")
PAPER = words("Tuliskan nomor dan tanggal surat keputusannya, paling panjang %(most)s huruf.")
INSTALMENTS_MAX = 60


@deed
def reschedule(loan_id: int, *, instalments: int, minutes_id: int, reason: str, by: Actor, on: date) -> Change:
    """Spread what is left over new monthly instalments, by the committee's minutes; the old plan stays to be read.

    What is left is interest, fee and penalty that had fallen due, and the principal; nothing is added to it.
    """
    require(by, *queries.WHO_DECIDE)
    loan = _live(loan_id, by)
    reason = checked_words(reason, "reason", 300, REASON)
    minutes: Minutes | None = queries.minutes_of(loan.fund_id).filter(pk=minutes_id).first()
    if minutes is None or minutes.signed_on < loan.on:
        raise Refusal(
            words("Pilih berita acara komite yang ditandatangani sesudah pinjaman ini cair."),
            advice=words("Unggah dahulu berita acara rapat yang memutuskan jadwal baru."), field="minutes",
        )  # fmt: skip
    if not 1 <= instalments <= INSTALMENTS_MAX:
        raise Refusal(
            words("Banyaknya angsuran harus antara 1 dan %(most)s."), field="instalments",
            values={"most": INSTALMENTS_MAX},
        )  # fmt: skip
    rest = open_parts(queries.dues_of(loan, on=on), queries.paid_of(loan))
    principal = sum(due.principal for due in rest)
    if principal < instalments:
        raise Refusal(words("Sisa pokoknya terlalu kecil untuk dijadwalkan lagi."), field="instalments")
    extra = sum(due.interest + due.fee for due in rest if due.due_date <= on)
    penalty = sum(due.penalty for due in rest)
    plan = loan.plan + 1
    Instalment.objects.bulk_create(
        [
            Instalment(
                loan=loan, place_id=loan.place_id, plan=plan, nr=one.nr, due_date=one.due_date,
                principal=one.principal, interest=0, fee=extra if one.nr == 1 else 0, penalty=penalty if one.nr == 1 else 0,
            )
            for one in schedule(principal, Terms(instalments), start=on).instalments
        ]
    )  # fmt: skip
    keep_rest(loan, queries.members_of(loan, on=on), plan)
    Loan.objects.filter(pk=loan.pk).update(plan=plan)
    return _changed(loan, Change.Kind.RESCHEDULED, principal, minutes.number, reason, by=by, on=on)


@deed
def write_off(loan_id: int, *, paper: str, reason: str, by: Actor, on: date) -> Change:
    """Take a loan out of what is owed, by decree: the capital is smaller by it, and the debt is not forgiven."""
    require(by, *queries.WHO_CORRECT)
    loan = _live(loan_id, by)
    if loan.disputes.exclude(state=Dispute.State.DECIDED).exists():
        raise Refusal(
            words("Tentang pinjaman ini ada perkara yang belum diputus."),
            advice=words("Putuskan dahulu perkaranya: sisa yang dihapus buku harus jelas."),
        )
    paper, reason = checked_words(paper, "paper", 120, PAPER), checked_words(reason, "reason", 300, REASON)
    principal = sum(due.principal for due in open_parts(queries.dues_of(loan, on=on), queries.paid_of(loan)))
    if principal == 0:
        raise Refusal(words("Tidak ada pokok yang tersisa untuk dihapus buku."))
    product = loan.fund.product
    entry = transfer(
        queries.account(queries.LENT, product, loan.place_id), queries.account(queries.LOST, product, loan.place_id),
        principal, memo="Pinjaman dihapus buku", subject=str(loan.subject),
    )  # fmt: skip
    ledger.post(entry, key=f"write-off:{loan.subject}", by=by, on=on)
    Loan.objects.filter(pk=loan.pk).update(state=Loan.State.WRITTEN_OFF)
    # Who was written off does not borrow again: they still answer for it.
    Borrower.objects.filter(loan=loan).update(live=True)
    return _changed(loan, Change.Kind.WRITTEN_OFF, principal, paper, reason, by=by, on=on)


@deed
def recover(loan_id: int, *, amount: int, key: str, reason: str, by: Actor, on: date) -> Change:
    """Take in what comes back of a loan that was written off, with a numbered receipt; when all of it has, its borrowers
    are free again."""
    require(by, *queries.WHO_RUN)
    checked_amount(amount)
    loan = locked_loan(loan_id, by)
    fund = locked_fund(loan.place_id, by)
    reason = checked_words(reason, "reason", 300, REASON)
    if loan.state != Loan.State.WRITTEN_OFF:
        raise Refusal(words("Pinjaman ini tidak dihapus buku; catat sebagai angsuran."), field="amount")
    entry_key = f"recover:{loan.subject}:{checked_key(key)}"
    product = loan.fund.product
    entry = transfer(
        queries.account(queries.LOST, product, loan.place_id), queries.account(queries.FUND, product, loan.place_id),
        amount, memo="Kembali sesudah dihapus buku", subject=str(loan.subject),
    )  # fmt: skip
    lost = queries.lost_of(loan)
    if book.entry_of(entry_key) is not None:
        raise Refusal(words("Pembayaran itu sudah dicatat."), advice=words("Muat ulang halamannya."), field="key")
    require_owed(amount, lost)
    ledger.post(entry, key=entry_key, by=by, on=on)
    if amount == lost:
        Borrower.objects.filter(loan=loan).update(live=False)
    number = queries.next_number(fund)
    write_receipt(
        fund, queries.code_of(queries.recovery_subject(loan.subject, number)), by, number=number, amount=amount,
        left=lost - amount, on=on, entry_key=entry_key,
    )  # fmt: skip
    return _changed(loan, Change.Kind.RECOVERED, amount, "", reason, by=by, on=on, number=number)


def _live(loan_id: int, by: Actor) -> Loan:
    loan = locked_loan(loan_id, by)
    if loan.state != Loan.State.LIVE:
        raise Refusal(words("Pinjaman ini tidak lagi berjalan."), advice=words("Muat ulang halamannya."))
    return loan


def _changed(
    loan: Loan, kind: str, amount: int, paper: str, reason: str, *, by: Actor, on: date, number: int | None = None
) -> Change:
    made = Change.objects.create(
        loan=loan, place_id=loan.place_id, kind=kind, amount=amount, paper=paper, reason=reason, on=on, by_id=by.id,
        number=number,
    )  # fmt: skip
    verb = {"rescheduled": "reschedule", "written_off": "write_off", "recovered": "recover"}[kind]
    record(
        verb, subject=loan, by=by, on=on, place_id=loan.place_id, reason=reason,
        details={"rupiah": amount, "document": paper},
    )  # fmt: skip
    return made
