"""Questions about applications and loans, each in the acting officer's places; how loans stand on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from lontar.city.loans.models import Application, Instalment, Loan, Minutes, Repayment
from lontar.city.loans.queries.who import WHO_SEE_LOANS
from lontar.city.registry import queries as registry
from lontar.kit.gate import Actor
from lontar.science.instalments.paying import Due, Paid, Standing, standing
from lontar.science.trouble import Refusal, words

State = Loan.State
Asked = Application.State
KEY_MAX = 2**63 - 1


class NotFound(Refusal):
    """There is no such thing in the acting officer's places."""

    status = 404


@dataclass(frozen=True, slots=True)
class Row:
    """One loan with how it stands."""

    loan: Loan
    standing: Standing


def applications(actor: Actor, *, place_id: int | None = None, state: str = "") -> QuerySet[Application]:
    if actor.role not in WHO_SEE_LOANS:
        return Application.objects.none()
    found = Application.objects.select_related("place", "round", "fund").order_by("-pk")
    if place_id is not None:
        found = found.filter(place_id=place_id)
    return found.filter(state=state) if state else found


def application_or_refuse(key: int, actor: Actor) -> Application:
    found = applications(actor).filter(pk=key).first() if key <= KEY_MAX else None
    if found is None:
        raise NotFound(words("Permohonan itu tidak ada di wilayah Anda."), advice=words("Periksa nomor slipnya."))
    return found


def loans(actor: Actor, *, place_id: int | None = None, state: str = "") -> QuerySet[Loan]:
    if actor.role not in WHO_SEE_LOANS:
        return Loan.objects.none()
    found = Loan.objects.select_related("place", "fund", "round").order_by("-pk")
    if place_id is not None:
        found = found.filter(place_id=place_id)
    return found.filter(state=state) if state else found


def loan_or_refuse(key: int, actor: Actor) -> Loan:
    found = loans(actor).filter(pk=key).first() if key <= KEY_MAX else None
    if found is None:
        raise NotFound(words("Pinjaman itu tidak ada di wilayah Anda."), advice=words("Periksa nomornya."))
    return found


def dues_of(loan: Loan, plan: int | None = None) -> list[Due]:
    rows = Instalment.objects.filter(loan=loan, plan=plan or loan.plan).order_by("nr")
    return [Due(one.nr, one.due_date, one.principal, one.interest, one.fee) for one in rows]


def paid_of(loan: Loan) -> list[Paid]:
    """What came back on the present plan of instalments, without what was reversed."""
    rows = Repayment.objects.filter(loan=loan, plan=loan.plan, reversal=None).order_by("on", "pk")
    return [Paid(one.on, one.principal, one.interest, one.fee) for one in rows]


def repayments_of(loan: Loan) -> QuerySet[Repayment]:
    return Repayment.objects.filter(loan=loan).select_related("reversal", "by").order_by("-pk")


def repayment_or_refuse(key: int, actor: Actor) -> Repayment:
    seen = actor.role in WHO_SEE_LOANS and key <= KEY_MAX
    found = (
        Repayment.objects.select_related("loan", "fund", "place", "reversal").filter(pk=key).first() if seen else None
    )
    if found is None:
        raise NotFound(words("Pembayaran itu tidak ada di wilayah Anda."), advice=words("Periksa nomornya."))
    return found


def minutes_of(fund_id: int) -> QuerySet[Minutes]:
    return Minutes.objects.filter(fund_id=fund_id).order_by("-signed_on", "-pk").defer("cipher")


def standings(found: Iterable[Loan], *, on: date) -> list[Row]:
    """How each of these loans stands, in three questions however many they are."""
    listed = list(found)
    plans = {loan.pk: loan.plan for loan in listed}
    dues: dict[int, list[Due]] = {key: [] for key in plans}
    paid: dict[int, list[Paid]] = {key: [] for key in plans}
    asked = Instalment.objects.filter(loan_id__in=plans).order_by("loan_id", "nr")
    for key, plan, nr, day, principal, interest, fee in asked.values_list(
        "loan_id", "plan", "nr", "due_date", "principal", "interest", "fee"
    ):
        if plans[key] == plan:
            dues[key].append(Due(nr, day, principal, interest, fee))
    came = Repayment.objects.filter(loan_id__in=plans, reversal=None).order_by("loan_id", "on", "pk")
    for key, plan, day, principal, interest, fee in came.values_list(
        "loan_id", "plan", "on", "principal", "interest", "fee"
    ):
        if plans[key] == plan:
            paid[key].append(Paid(day, principal, interest, fee))
    return [Row(loan, standing(dues[loan.pk], paid[loan.pk], on=on)) for loan in listed]


def names_of(rows: Iterable[Any]) -> dict[int, str]:
    """The borrowers' names by person, as far as the acting officer sees them; who moved away has none here."""
    return registry.names_by_key({row.person_id for row in rows})
