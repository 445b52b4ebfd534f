"""An approved loan is paid out of the fund, once, by another person than who wrote the decision down."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_noop

from lontar.city.journal.actions import record
from lontar.city.ledger import actions as ledger
from lontar.city.ledger import queries as book
from lontar.city.loans import queries
from lontar.city.loans.actions.guards import locked_fund
from lontar.city.loans.actions.together import keep_shares
from lontar.city.loans.models import Application, Borrower, Choice, Instalment, Loan
from lontar.city.registry import actions as registry
from lontar.kit.deeds import deed
from lontar.kit.formats import number
from lontar.kit.gate import Actor, require
from lontar.science.instalments import schedule
from lontar.science.loan_products import Offer
from lontar.science.postings import transfer
from lontar.science.trouble import NotAllowed, Refusal, words

LENT = gettext_noop("Menerima pinjaman dana bergulir")


@dataclass(frozen=True, slots=True)
class PaidOut:
    """The loan, and whether this call made it."""

    loan: Loan
    fresh: bool


@deed
def pay_out(application_id: int, *, by: Actor, on: date) -> PaidOut:
    """Lend what was approved: from the fund's account to the borrower, with its plan of instalments.

    Sent twice, it pays once. Who may borrow is asked again: much may have happened since the committee met.
    """
    require(by, *queries.WHO_RUN)
    asked = queries.application_or_refuse(application_id, by)
    fund = locked_fund(asked.place_id, by)
    before = Loan.objects.filter(application=asked).first()
    if before is not None:
        return PaidOut(before, False)
    choice = Choice.objects.filter(application=asked, approved=True).first()
    if choice is None or choice.application.state != Application.State.APPROVED:
        raise Refusal(words("Permohonan ini tidak disetujui, jadi tidak dicairkan."))
    if str(choice.by_id) == str(by.id):
        raise NotAllowed(
            words("Anda sendiri yang mencatat keputusannya, jadi orang lain yang mencairkan."),
            advice=words("Mintalah petugas kelurahan."),
        )
    offer = queries.offer(fund.product, on)
    members = list(asked.members.order_by("pk").values_list("person_id", flat=True))
    # One disbursement in the city at a time: two records of one person in two wards could each pass alone.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('loans.one_live_loan'))")
    _require_may_borrow(asked, members, offer, fund.place_id, on=on)
    lies = book.balance_of(queries.account(queries.FUND, fund.product, fund.place_id))
    if lies < choice.amount:
        raise Refusal(
            words("Uang dana ini tidak cukup: tersisa %(left)s rupiah."),
            advice=words("Tunggu angsuran yang kembali."), values={"left": number(lies)},
        )  # fmt: skip
    loan = _lend(asked, choice, offer, members, by=by, on=on)
    record(
        "pay_out", subject=loan, by=by, on=on, place_id=loan.place_id,
        details={"rupiah": loan.principal, "application": asked.pk, "instalments": offer.terms.instalments},
    )  # fmt: skip
    return PaidOut(loan, True)


def _require_may_borrow(asked: Application, members: list[int], offer: Offer, place_id: int, *, on: date) -> None:
    wish = queries.Wish(
        asked.person_id, asked.amount, tuple(members), asked.group_name, asked.business, asked.plan, asked.guarantor,
        asked.collateral, _shares(asked),
    )  # fmt: skip
    for one in queries.objections(wish, offer, place_id, on=on):
        if one.kind == "against":
            raise Refusal(
                one.message, advice=words("Keputusan komite tetap tercatat; tarik permohonannya bila tidak jadi."),
                field=one.field, values=one.values,
            )  # fmt: skip


def _shares(asked: Application) -> tuple[int, ...]:
    shares = tuple(asked.members.order_by("pk").values_list("share", flat=True))
    return shares if all(shares) else ()


def _lend(asked: Application, choice: Choice, offer: Offer, members: list[int], *, by: Actor, on: date) -> Loan:
    plan = schedule(choice.amount, offer.terms, start=on).instalments
    loan = Loan.objects.create(
        application=asked, fund=asked.fund, round=asked.round, place_id=asked.place_id, person_id=asked.person_id,
        family_id=asked.family_id, principal=choice.amount, terms=terms_of(offer),
        allocation=" ".join(offer.allocation), on=on, by_id=by.id,
    )  # fmt: skip
    try:
        with transaction.atomic():
            Borrower.objects.bulk_create(
                [Borrower(loan=loan, place_id=loan.place_id, person_id=key) for key in (asked.person_id, *members)]
            )
    except IntegrityError as taken:
        raise Refusal(
            words("Ia atau anggota kelompoknya masih mempunyai pinjaman dana bergulir yang berjalan."), field="person"
        ) from taken
    keep_shares(loan, asked)
    fee = offer.fee_of(choice.amount)
    Instalment.objects.bulk_create(
        [
            Instalment(
                loan=loan, place_id=loan.place_id, plan=1, nr=one.nr, due_date=one.due_date, principal=one.principal,
                interest=one.interest, fee=fee if one.nr == 1 else 0,
            )
            for one in plan
        ]
    )  # fmt: skip
    Application.objects.filter(pk=asked.pk).update(state=Application.State.PAID_OUT)
    entry = transfer(
        queries.account(queries.FUND, loan.fund.product, loan.place_id),
        queries.account(queries.LENT, loan.fund.product, loan.place_id),
        loan.principal,
        memo="Pinjaman dana bergulir dicairkan",
        subject=str(loan.subject),
    )
    ledger.post(entry, key=queries.lent_key(loan.subject), by=by, on=on)
    registry.tell(loan.family_id, loan.place_id, kind="loan", message=LENT, on=on)
    return loan


def terms_of(offer: Offer) -> dict[str, Any]:
    """The product as it was on the day of the loan, each value with its source."""
    return {
        "product": offer.product,
        "on": offer.on.isoformat(),
        "values": {key: one.value for key, one in offer.sources.items()},
        "sources": {key: f"{one.source} ({one.confidence})" for key, one in offer.sources.items()},
    }
