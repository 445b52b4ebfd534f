"""Questions about cases in which book and borrower say two things."""

from datetime import date

from django.db.models import QuerySet

from lontar.city.loans.models import Carried, Dispute, Loan
from lontar.city.loans.queries.lending import KEY_MAX, NotFound, dues_of, paid_of
from lontar.city.loans.queries.verifying import lost_of
from lontar.city.loans.queries.who import WHO_SEE_LOANS
from lontar.kit.gate import Actor
from lontar.science.instalments.paying import open_parts
from lontar.science.trouble import words


def left_of(loan: Loan, *, on: date) -> int:
    """What is still to be paid of a loan by the book; of one that was written off, what its borrower still answers for."""
    if loan.state == Loan.State.WRITTEN_OFF:
        return lost_of(loan)
    return sum(due.whole for due in open_parts(dues_of(loan, on=on), paid_of(loan)))


def disputes(actor: Actor, *, decided: bool | None = None) -> QuerySet[Dispute]:
    """The cases in the acting officer's places, the oldest first."""
    if actor.role not in WHO_SEE_LOANS:
        return Dispute.objects.none()
    found = Dispute.objects.select_related("loan__place", "loan__fund", "by", "proposed_by", "decided_by").order_by(
        "pk"
    )
    if decided is None:
        return found
    return found.filter(state=Dispute.State.DECIDED) if decided else found.exclude(state=Dispute.State.DECIDED)


def dispute_or_refuse(key: int, actor: Actor) -> Dispute:
    found = disputes(actor).filter(pk=key).first() if key <= KEY_MAX else None
    if found is None:
        raise NotFound(words("Perkara itu tidak ada di wilayah Anda."), advice=words("Periksa nomornya."))
    return found


def carried_of(loan: Loan) -> Carried | None:
    """What the ward's own book said of a loan that was carried over."""
    return Carried.objects.filter(loan=loan).first()
