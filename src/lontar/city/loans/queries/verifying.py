"""Whether loans and the book say the same; and how long proof of money must be kept."""

from collections import Counter
from collections.abc import Collection
from datetime import date

from django.db.models import Max, Sum

from lontar.city.ledger import queries as ledger
from lontar.city.loans.models import Borrower, Carried, Change, Loan, Repayment
from lontar.city.loans.queries.book import FINED, LENT, LOST
from lontar.city.places import queries as places


def disagreements(place_id: int) -> list[str]:
    """Each loan whose rows say something else than what stands on its subject in the book."""
    lowest, highest = places.span(place_id)
    standing = ledger.standing_by_subject((LENT, LOST, FINED))
    paid = Repayment.objects.filter(place_id__gte=lowest, place_id__lte=highest, reversal=None)
    came = dict(paid.values_list("loan_id").annotate(sum=Sum("principal")))
    fined = dict(paid.filter(penalty__gt=0).values_list("loan_id").annotate(sum=Sum("penalty")))
    changed: dict[int, Counter[str]] = {}
    changes = Change.objects.filter(place_id__gte=lowest, place_id__lte=highest)
    for loan_id, kind, amount, principal in changes.values_list("loan_id", "kind", "amount", "principal"):
        eased = kind in (Change.Kind.WAIVED, Change.Kind.CORRECTED)
        changed.setdefault(loan_id, Counter())[kind] += principal if eased else amount
    carried = set(Carried.objects.filter(place_id__gte=lowest, place_id__lte=highest).values_list("loan_id", flat=True))
    found = []
    # Of an erased borrower's loan the book can no longer tell which it was.
    mine = Loan.objects.filter(place_id__gte=lowest, place_id__lte=highest, subject__isnull=False)
    for loan in mine.order_by("pk"):
        sums = changed.get(loan.pk, Counter())
        off, corrected = sums[Change.Kind.WRITTEN_OFF], sums[Change.Kind.CORRECTED]
        out = loan.principal - came.get(loan.pk, 0) - sums[Change.Kind.WAIVED] - corrected - off
        lost = off - sums[Change.Kind.RECOVERED] + sums[Change.Kind.WAIVED]
        lost += -sums[Change.Kind.CLEARED] if loan.pk in carried else corrected
        told = standing.get(loan.subject, {}) if loan.subject else {}
        if (told.get(LENT, 0), told.get(LOST, 0)) != (out, lost):
            found.append(f"{loan.number}: {out} rupiah are out and {lost} lost by its rows, {told} by the book.")
        elif -told.get(FINED, 0) != fined.get(loan.pk, 0):
            found.append(
                f"{loan.number}: {fined.get(loan.pk, 0)} rupiah were paid for lateness by its rows, {told} by the book."
            )
        elif (loan.state == Loan.State.WRITTEN_OFF) != bool(off):
            found.append(f"{loan.number}: its state is {loan.state}, and {off} rupiah of it were written off.")
    return found


def kept_since(person_id: int) -> tuple[bool, date | None]:
    """Whether this person still answers for a loan, and the last day on which money moved on one."""
    mine = Borrower.objects.filter(person_id=person_id)
    lent = Loan.objects.filter(borrowers__person_id=person_id).aggregate(last=Max("on"))["last"]
    repaid = Repayment.objects.filter(loan__borrowers__person_id=person_id).aggregate(last=Max("on"))["last"]
    days: Collection[date] = [day for day in (lent, repaid) if day]
    return mine.filter(live=True).exists(), max(days) if days else None


def lost_of(loan: Loan) -> int:
    """What is written off of a loan and still asked for: neither come back nor taken off by a case."""
    kinds = dict(Change.objects.filter(loan=loan).order_by().values_list("kind").annotate(n=Sum("amount")))
    less = kinds.get(Change.Kind.RECOVERED, 0) + kinds.get(Change.Kind.CLEARED, 0)
    return int(kinds.get(Change.Kind.WRITTEN_OFF, 0) - less)
