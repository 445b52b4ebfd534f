"""What is held of a person's loans, for the person themselves."""

from django.utils.translation import gettext as _

from lontar.city.loans.models import Application, Dispute, Loan, MemberPayment, Repayment, Visit
from lontar.kit.holdings import Held, said


def held_about(person_id: int) -> Held:
    """Applications, loans, repayments, visits and cases of one person. Who else stands in a group is theirs to ask for."""
    rows = []
    for asked in Application.objects.filter(person_id=person_id).order_by("pk"):
        words = "; ".join(filter(None, (asked.business, asked.plan, asked.guarantor, asked.collateral)))
        rows.append((said(asked.on), asked.slip, str(asked.amount), asked.state, words))
    for loan in Loan.objects.filter(borrowers__person_id=person_id).order_by("pk"):
        rows.append((said(loan.on), loan.number, str(loan.principal), loan.state, "–"))
        for paid in Repayment.objects.filter(loan=loan).select_related("reversal").order_by("pk"):
            state = "reversed" if hasattr(paid, "reversal") else "repaid"
            rows.append((said(paid.on), f"{loan.number}/{paid.number}", str(paid.amount), state, "–"))
        for part in MemberPayment.objects.filter(repayment__loan=loan, payer_id=person_id).exclude(member_id=person_id):
            rows.append((said(part.repayment.on), loan.number, str(part.amount + part.penalty), "paid_for_member", "–"))
        for visit in Visit.objects.filter(loan=loan).order_by("pk"):
            rows.append((said(visit.on), loan.number, str(visit.promised or 0), "visit", visit.note or "–"))
        for case in Dispute.objects.filter(loan=loan).order_by("pk"):
            rows.append((said(case.on), loan.number, str(case.said_left), case.state, case.statement))
    heads = (_("Tanggal"), _("Nomor"), _("Rupiah"), _("Keadaan"), _("Keterangan"))
    return Held(_("Pinjaman dana bergulir"), heads, rows)
