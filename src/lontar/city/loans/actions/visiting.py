"""The joint team was at a borrower's, and what was promised; a letter of reminder leaves the house."""

from datetime import date, timedelta

from lontar.city.journal.actions import record
from lontar.city.loans import queries
from lontar.city.loans.actions.guards import checked_amount, checked_day, locked_loan
from lontar.city.loans.models import Loan, Visit
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.science.trouble import Refusal, words

NOTE_LETTERS_MAX, PROMISE_DAYS_MAX = 200, 90


@deed
def note_visit(
    loan_id: int, *, visited_on: date, met: bool, promised: int | None = None, promised_for: date | None = None,
    note: str = "", by: Actor, on: date,
) -> Visit:  # fmt: skip
    """Write down a visit, and what was promised by when. Whether it is kept, the repayments say."""
    require(by, *queries.WHO_DISPUTE)
    loan = _live(loan_id, by)
    happened = checked_day(visited_on, loan.on, on, "visited_on")
    if (promised is None) != (promised_for is None) or (promised is not None and not met):
        raise Refusal(
            words("Janji memerlukan jumlah dan tanggal, dari peminjam yang ditemui."), field="promised"
        )  # fmt: skip
    if promised is not None and promised_for is not None:
        checked_amount(promised, "promised")
        if promised > queries.left_of(loan, on=on):
            raise Refusal(words("Yang dijanjikan lebih besar daripada sisa pinjamannya."), field="promised")
        if not happened <= promised_for <= on + timedelta(days=PROMISE_DAYS_MAX):
            raise Refusal(
                words("Tanggal janji antara hari kunjungan dan %(most)s hari dari sekarang."), field="promised_for",
                values={"most": PROMISE_DAYS_MAX},
            )  # fmt: skip
    made = Visit.objects.create(
        loan=loan, place_id=loan.place_id, on=happened, met=met, promised=promised, promised_for=promised_for,
        note=" ".join(note.split())[:NOTE_LETTERS_MAX], by_id=by.id,
    )  # fmt: skip
    record(
        "note_loan_visit", subject=loan, by=by, on=on, place_id=loan.place_id,
        details={"met": met, "rupiah": promised or 0},
    )  # fmt: skip
    return made


@deed
def print_reminder(loan_id: int, *, by: Actor, on: date) -> Loan:
    """Note that a letter of reminder was made; not to somebody who is not late, nor while a case is open."""
    require(by, *queries.WHO_RUN)
    loan = _live(loan_id, by)
    (row,) = queries.standings([loan], on=on)
    if not row.standing.overdue:
        raise Refusal(words("Tidak ada yang tertunggak, jadi tidak ada yang diingatkan."))
    if queries.disputes(by, decided=False).filter(loan=loan).exists():
        raise Refusal(
            words("Perkara pinjaman ini belum diputus, jadi peminjamnya tidak ditagih."),
            advice=words("Selesaikan dahulu perkaranya."),
        )
    record(
        "print_reminder", subject=loan, by=by, on=on, place_id=loan.place_id,
        details={"rupiah": row.standing.overdue, "days": row.standing.days},
    )  # fmt: skip
    return loan


def _live(loan_id: int, by: Actor) -> Loan:
    loan = locked_loan(loan_id, by)
    if loan.state != Loan.State.LIVE:
        raise Refusal(words("Pinjaman ini tidak lagi berjalan."), advice=words("Muat ulang halamannya."))
    return loan
