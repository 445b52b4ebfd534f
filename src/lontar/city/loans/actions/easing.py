"""Less is owed than before: forgiven by decree, or because a case was decided so. What was posted stays."""

from datetime import date

from lontar.city.journal.actions import record
from lontar.city.ledger import actions as ledger
from lontar.city.loans import queries
from lontar.city.loans.actions.guards import checked_amount, checked_words, locked_fund, locked_loan, require_owed
from lontar.city.loans.actions.together import keep_rest
from lontar.city.loans.models import Borrower, Carried, Change, Instalment, Loan
from lontar.kit.deeds import deed
from lontar.kit.formats import number
from lontar.kit.gate import Actor, require
from lontar.science.instalments.paying import Paid, allocate, open_parts
from lontar.science.instalments.penalties import accrued
from lontar.science.postings import transfer
from lontar.science.trouble import Refusal, words

REASON = words("Tuliskan alasannya, paling panjang %(most)s huruf.")
PAPER = words("Tuliskan nomor dan tanggal surat keputusannya, paling panjang %(most)s huruf.")


@deed
def waive(loan_id: int, *, amount: int, paper: str, reason: str, by: Actor, on: date) -> Change:
    """Forgive a part of what is owed, or all of it, by decree: the fund has lost it, and nobody asks for it again."""
    require(by, *queries.WHO_CORRECT)
    checked_amount(amount)
    loan = locked_loan(loan_id, by)
    if loan.state != Loan.State.LIVE:
        raise Refusal(words("Pinjaman ini tidak lagi berjalan."), advice=words("Muat ulang halamannya."))
    paper, reason = checked_words(paper, "paper", 120, PAPER), checked_words(reason, "reason", 300, REASON)
    return ease(loan, amount, Change.Kind.WAIVED, paper, reason, by=by, on=on)


@deed
def pardon(loan_id: int, *, amount: int, reason: str, by: Actor, on: date) -> Change:
    """Ask no longer for a penalty, or a part of one, with a reason; what was agreed to be paid back stays as it is."""
    require(by, *queries.WHO_CORRECT)
    checked_amount(amount)
    loan = locked_loan(loan_id, by)
    if loan.state != Loan.State.LIVE:
        raise Refusal(words("Pinjaman ini tidak lagi berjalan."), advice=words("Muat ulang halamannya."))
    reason = checked_words(reason, "reason", 300, REASON)
    rest = open_parts(queries.dues_of(loan, on=on), queries.paid_of(loan))
    owed = sum(due.penalty for due in rest)
    if amount > owed:
        raise Refusal(
            words("Denda yang belum dibayar hanya %(owed)s rupiah."), field="amount", values={"owed": number(owed)}
        )
    made = Change.objects.create(
        loan=loan, place_id=loan.place_id, kind=Change.Kind.PARDONED, amount=amount, plan=loan.plan, paper="",
        reason=reason, on=on, by_id=by.id,
    )  # fmt: skip
    if sum(due.whole for due in rest) == amount:
        Loan.objects.filter(pk=loan.pk).update(state=Loan.State.REPAID)
        Borrower.objects.filter(loan=loan).update(live=False)
    record(
        "pardon_penalty", subject=loan, by=by, on=on, place_id=loan.place_id, reason=reason,
        details={"rupiah": amount},
    )  # fmt: skip
    return made


def ease(loan: Loan, amount: int, kind: Change.Kind, paper: str, reason: str, *, by: Actor, on: date) -> Change:
    """Take an amount off what is owed, the oldest instalments first; the rest of the plan stands beside the old one."""
    locked_fund(loan.place_id, by)
    dues, paid = queries.dues_of(loan, on=on), queries.paid_of(loan)
    require_owed(amount, sum(due.whole for due in open_parts(dues, paid)))
    parts = allocate(amount, dues, paid, order=loan.allocation.split())
    taken = Paid(on, **parts)
    rest = [due for due in open_parts(dues, [*paid, taken]) if due.whole]
    # What lateness has cost stands in the new plan; the day it was counted until, and what it may still cost, go along.
    rule = queries.penalty_of(loan)
    plain = queries.dues_of(loan, on=date.min)
    cost = accrued(plain, paid, rule, on=on, pauses=queries.pauses_of([loan.pk]).get(loan.pk, ()))
    room = {due.nr: rule.room(due) - spent for due, spent in zip(plain, cost, strict=True)}
    plan = loan.plan + 1
    Instalment.objects.bulk_create(
        [
            Instalment(
                loan=loan, place_id=loan.place_id, plan=plan, nr=due.nr, due_date=due.due_date, principal=due.principal,
                interest=due.interest, fee=due.fee, penalty=due.penalty, fined_until=on, room=room[due.nr],
            )
            for due in rest
        ]
    )  # fmt: skip
    state = loan.state
    if not rest:
        state = Loan.State.WAIVED if kind == Change.Kind.WAIVED else Loan.State.REPAID
        Borrower.objects.filter(loan=loan).update(live=False)
    keep_rest(loan, queries.members_of(loan, on=on), plan)
    Loan.objects.filter(pk=loan.pk).update(plan=plan, state=state)
    if parts["principal"]:
        _post(loan, parts["principal"], kind, plan, by=by, on=on)
    made = Change.objects.create(
        loan=loan, place_id=loan.place_id, kind=kind, amount=amount, principal=parts["principal"], paper=paper,
        reason=reason, on=on, by_id=by.id,
    )  # fmt: skip
    verb = "waive" if kind == Change.Kind.WAIVED else "correct_loan"
    record(
        verb, subject=loan, by=by, on=on, place_id=loan.place_id, reason=reason,
        details={"rupiah": amount, "document": paper},
    )  # fmt: skip
    return made


def clear(loan: Loan, amount: int, paper: str, reason: str, *, by: Actor, on: date) -> Change:
    """Take an amount off what the borrower of a loan that was written off answers for; with the last rupiah they are free.

    The capital stays lost: if the borrower had paid it, it was lost after that. Only what a ward's own book had too
    much was never lent, and goes back to where it came from.
    """
    locked_fund(loan.place_id, by)
    lost = queries.lost_of(loan)
    require_owed(amount, lost)
    if Carried.objects.filter(loan=loan).exists():
        product = loan.fund.product
        entry = transfer(
            queries.account(queries.LOST, product, loan.place_id),
            queries.account(queries.OPENING, product, loan.place_id), amount, memo="Saldo awal dibetulkan",
            subject=str(loan.subject),
        )  # fmt: skip
        ledger.post(entry, key=f"cleared:{loan.subject}:{paper}", by=by, on=on)
    if amount == lost:
        Borrower.objects.filter(loan=loan).update(live=False)
    made = Change.objects.create(
        loan=loan, place_id=loan.place_id, kind=Change.Kind.CLEARED, amount=amount, paper=paper, reason=reason, on=on,
        by_id=by.id,
    )  # fmt: skip
    record(
        "correct_loan", subject=loan, by=by, on=on, place_id=loan.place_id, reason=reason,
        details={"rupiah": amount, "document": paper},
    )  # fmt: skip
    return made


def _post(loan: Loan, principal: int, kind: Change.Kind, plan: int, *, by: Actor, on: date) -> None:
    """What a ward's own book had too much goes back to where it came from; all else is capital that was lost."""
    product = loan.fund.product
    back = kind == Change.Kind.CORRECTED and Carried.objects.filter(loan=loan).exists()
    entry = transfer(
        queries.account(queries.LENT, product, loan.place_id),
        queries.account(queries.OPENING if back else queries.LOST, product, loan.place_id), principal,
        memo="Saldo awal dibetulkan" if back else "Pinjaman dibebaskan atau dibetulkan", subject=str(loan.subject),
    )  # fmt: skip
    ledger.post(entry, key=f"{kind.value}:{loan.subject}:{plan}", by=by, on=on)
