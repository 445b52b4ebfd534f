"""Less is owed than before: forgiven by decree, or because a case was decided so. What was posted stays."""

from datetime import date

from lontar.city.journal.actions import record
from lontar.city.ledger import actions as ledger
from lontar.city.loans import queries
from lontar.city.loans.actions.guards import checked_amount, checked_words, locked_fund, locked_loan
from lontar.city.loans.models import Borrower, Carried, Change, Instalment, Loan
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.science.instalments.paying import Paid, allocate, open_parts
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


def ease(loan: Loan, amount: int, kind: Change.Kind, paper: str, reason: str, *, by: Actor, on: date) -> Change:
    """Take an amount off what is owed, the oldest instalments first; the rest of the plan stands beside the old one."""
    locked_fund(loan.place_id, by)
    dues, paid = queries.dues_of(loan), queries.paid_of(loan)
    parts = allocate(amount, dues, paid, order=loan.allocation.split())
    taken = Paid(on, parts["principal"], parts["interest"], parts["fee"])
    rest = [due for due in open_parts(dues, [*paid, taken]) if due.whole]
    plan = loan.plan + 1
    Instalment.objects.bulk_create(
        [
            Instalment(
                loan=loan, place_id=loan.place_id, plan=plan, nr=due.nr, due_date=due.due_date, principal=due.principal,
                interest=due.interest, fee=due.fee,
            )
            for due in rest
        ]
    )  # fmt: skip
    state = loan.state
    if not rest:
        state = Loan.State.WAIVED if kind == Change.Kind.WAIVED else Loan.State.REPAID
        Borrower.objects.filter(loan=loan).update(live=False)
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
