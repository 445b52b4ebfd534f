"""Questions about applications and loans, each in the acting officer's places; how loans stand on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from lontar.city.loans.models import Application, Change, Dispute, Instalment, Loan, Minutes, Repayment
from lontar.city.loans.queries.who import WHO_SEE_LOANS
from lontar.city.registry import queries as registry
from lontar.kit.gate import Actor
from lontar.science.instalments.paying import Due, Paid, Standing, standing
from lontar.science.instalments.penalties import NO_PENALTY, Pause, Penalty, fined
from lontar.science.loan_products import penalty_in
from lontar.science.trouble import NotFound as NotFound
from lontar.science.trouble import words

State = Loan.State
Asked = Application.State
KEY_MAX = 2**63 - 1


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


def penalty_of(loan: Loan) -> Penalty:
    """What lateness costs by the terms of the loan's own day; nothing more once it is no longer asked for."""
    if loan.state not in (State.LIVE, State.REPAID):
        return NO_PENALTY
    return penalty_in(loan.terms.get("values", {}))


def dues_of(loan: Loan, *, on: date) -> list[Due]:
    """The instalments of the present plan, with what lateness has cost until a day."""
    return _reckoned([loan], on=on)[0][0]


def paid_of(loan: Loan) -> list[Paid]:
    """What came back on the present plan of instalments, without what was reversed; and the penalties that were pardoned."""
    return _reckoned([loan], on=date.max)[0][1]


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


def recovery_or_refuse(key: int, actor: Actor) -> Change:
    """What came back of a loan after it was written off, with its receipt's number."""
    seen = actor.role in WHO_SEE_LOANS and key <= KEY_MAX
    kept = Change.objects.select_related("loan", "place").filter(kind=Change.Kind.RECOVERED, number__isnull=False)
    found = kept.filter(pk=key).first() if seen else None
    if found is None:
        raise NotFound(words("Pembayaran itu tidak ada di wilayah Anda."), advice=words("Periksa nomornya."))
    return found


def minutes_of(fund_id: int) -> QuerySet[Minutes]:
    return Minutes.objects.filter(fund_id=fund_id).order_by("-signed_on", "-pk").defer("cipher")


def standings(found: Iterable[Loan], *, on: date) -> list[Row]:
    """How each of these loans stands, in a few questions however many they are."""
    listed = list(found)
    return [
        Row(loan, standing(dues, paid, on=on))
        for loan, (dues, paid) in zip(listed, _reckoned(listed, on=on), strict=True)
    ]


def _reckoned(listed: list[Loan], *, on: date) -> list[tuple[list[Due], list[Paid]]]:
    """What each loan asks for until a day, and what came."""
    plans = {loan.pk: loan.plan for loan in listed}
    dues: dict[int, list[Due]] = {key: [] for key in plans}
    paid: dict[int, list[Paid]] = {key: [] for key in plans}
    asked = Instalment.objects.filter(loan_id__in=plans).order_by("loan_id", "nr")
    for key, plan, nr, day, principal, interest, fee, penalty, until, room in asked.values_list(
        "loan_id", "plan", "nr", "due_date", "principal", "interest", "fee", "penalty", "fined_until", "room"
    ):
        if plans[key] == plan:
            dues[key].append(Due(nr, day, principal, interest, fee, penalty, until, room))
    came = Repayment.objects.filter(loan_id__in=plans, reversal=None).order_by("loan_id", "on", "pk")
    for key, plan, day, principal, interest, fee, penalty in came.values_list(
        "loan_id", "plan", "on", "principal", "interest", "fee", "penalty"
    ):
        if plans[key] == plan:
            paid[key].append(Paid(day, principal, interest, fee, penalty))
    rules = {loan.pk: penalty_of(loan) for loan in listed}
    if strict := [key for key, rule in rules.items() if rule != NO_PENALTY]:
        pardons = Change.objects.filter(loan_id__in=strict, kind=Change.Kind.PARDONED)
        for key, plan, day, amount in pardons.values_list("loan_id", "plan", "on", "amount"):
            if plans[key] == plan:
                paid[key].append(Paid(day, 0, penalty=amount))
    paused = pauses_of(strict)
    return [
        (fined(dues[loan.pk], paid[loan.pk], rules[loan.pk], on=on, pauses=paused.get(loan.pk, ())), paid[loan.pk])
        for loan in listed
    ]


def pauses_of(loans: Iterable[int]) -> dict[int, list[Pause]]:
    """The days on which a case about a loan was open, however it was decided: lateness costs nothing on them."""
    found: dict[int, list[Pause]] = {}
    asked = Dispute.objects.filter(loan_id__in=list(loans)).values_list("loan_id", "on", "decided_on")
    for key, opened, decided in asked:
        found.setdefault(key, []).append((opened, decided or date.max))
    return found


def names_of(rows: Iterable[Any]) -> dict[int, str]:
    """The borrowers' names by person, as far as the acting officer sees them; who moved away has none here."""
    return registry.names_by_key({row.person_id for row in rows})
