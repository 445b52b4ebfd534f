"""Questions about loans to groups: how each member stands, what falls to whom, and who paid for whom."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db.models import F, Sum

from lontar.city.loans.models import Loan, MemberPayment, Share
from lontar.city.loans.queries.lending import dues_of, paid_of
from lontar.city.registry import queries as registry
from lontar.science.instalments.paying import standing
from lontar.science.instalments.together import JOINT, Joint, Part, together


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member of a group and how they stand."""

    person_id: int
    part: Part


@dataclass(frozen=True, slots=True)
class PaidFor:
    """One member paid another's part."""

    payer_id: int
    member_id: int
    amount: int
    on: date
    number: int


def joint_of(loan: Loan) -> Joint:
    """Who bears what a member does not pay, by the terms of the loan's own day."""
    said = loan.terms.get("values", {}).get("joint", "equal")
    return cast(Joint, said if said in JOINT else "equal")


def members_of(loan: Loan, *, on: date) -> list[MemberRow]:
    """The members of a group, whoever asked for the loan first; nothing for a loan to one person."""
    shares = list(Share.objects.filter(loan=loan, plan=loan.plan).order_by("pk").values_list("person_id", "amount"))
    if not shares:
        return []
    came = MemberPayment.objects.filter(repayment__loan=loan, repayment__plan=loan.plan, repayment__reversal=None)
    paid = dict(came.filter(repayment__on__lte=on).values_list("member").annotate(n=Sum("amount")))
    dues, money = dues_of(loan, on=on), paid_of(loan)
    parts = together(
        dues, [amount for _person, amount in shares], [paid.get(person, 0) for person, _amount in shares],
        overdue=standing(dues, money, on=on).overdue, joint=joint_of(loan), on=on,
    )  # fmt: skip
    return [MemberRow(person, part) for (person, _amount), part in zip(shares, parts, strict=True)]


def families_behind(loan: Loan) -> list[int]:
    """The families of everybody who answers for a loan."""
    people = loan.borrowers.exclude(person_id=loan.person_id).values_list("person_id", flat=True)
    others = (registry.present_family_of(person) for person in people)
    return [loan.family_id, *(family for family in others if family is not None)]


def paid_for_others(loan: Loan) -> list[PaidFor]:
    """Which member paid another's part, over all plans, the newest first; what was taken back is not told."""
    found = MemberPayment.objects.filter(repayment__loan=loan, repayment__reversal=None).exclude(payer=F("member"))
    return [
        PaidFor(one.payer_id, one.member_id, one.amount + one.penalty, one.repayment.on, one.repayment.number)
        for one in found.select_related("repayment").order_by("-pk")
    ]
