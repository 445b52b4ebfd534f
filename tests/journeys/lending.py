"""The revolving funds of the walk: in Oesapa and in Lasiana one, each with an application, a loan and a payment."""

import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any

from cast import TODAY, officer
from journeys.neighbours import NAME
from journeys.world import World
from lontar.kit.gate import acting_as


@dataclass(frozen=True)
class Lent:
    """What the pages of one fund are about."""

    fund: Any
    minutes: Any
    asked: Any
    loan: Any
    payment: Any
    case: Any
    paper: Any
    back: Any
    code: str


@cache
def _made(world: World) -> tuple[Lent, Lent]:
    inside, outside = (_lend(family, head) for family, head in (world.inside, world.outside))
    return inside, outside


def lent(world: World) -> tuple[Lent, Lent]:
    return _made(world)


def _lend(family: Any, head: Any) -> Lent:
    from lontar.city.loans import actions, queries
    from lontar.city.loans.actions import repaying
    from lontar.city.loans.models import (
        Application,
        Borrower,
        Change,
        Dispute,
        DisputePaper,
        Instalment,
        Loan,
        Minutes,
        Repayment,
    )
    from lontar.kit.sealing import seal
    from pictures import photo

    ester, place = officer("ester"), family.place_id
    with acting_as(ester):
        fund = actions.open_fund(place, product="pem", capital=50_000_000, document="SK 1", by=ester, on=TODAY)
        round_ = actions.open_lending_round(place, by=ester, on=TODAY)
        minutes = Minutes.objects.create(
            place_id=place, fund=fund, number="BA 1", signed_on=TODAY, media_type="image/jpeg", sha256="0" * 64,
            cipher=seal(photo(size=(40, 30))), by=ester, on=TODAY,
        )  # fmt: skip
        said = {
            "fund": fund,
            "round": round_,
            "place_id": place,
            "person": head,
            "family": family,
            "by": ester,
            "on": TODAY,
        }
        words = {"business": "Kios", "plan": "Barang", "amount": 2_000_000, "guarantor": NAME}
        asked = Application.objects.create(**said, **words)
        before = Application.objects.create(**said, **words, state="paid_out")
        loan = Loan.objects.create(
            **said, application=before, principal=2_000_000, terms={}, allocation="fee interest principal"
        )
        Borrower.objects.create(loan=loan, place_id=place, person=head)
        Instalment.objects.create(
            loan=loan, place_id=place, plan=1, nr=1, due_date=TODAY, principal=2_000_000, interest=0
        )
        payment = Repayment.objects.create(
            loan=loan, fund=fund, place_id=place, number=1, amount=500_000, principal=500_000, interest=0, fee=0,
            left=1_500_000, plan=1, on=TODAY, subject=uuid.uuid4(), command_key=uuid.uuid4().hex, by=ester,
        )  # fmt: skip
        repaying._post(payment, loan, fund, by=ester)
        repaying._make_receipt(payment, fund, officer("maria"))
        case = Dispute.objects.create(
            loan=loan,
            place_id=place,
            book_left=1_500_000,
            said_left=1_000_000,
            statement="Sudah dibayar",
            by=ester,
            on=TODAY,
        )
        paper = DisputePaper.objects.create(
            dispute=case, place_id=place, title="Kuitansi", media_type="image/jpeg", sha256="0" * 64,
            cipher=seal(photo(size=(40, 30))), by=ester, on=TODAY,
        )  # fmt: skip
        back = Change.objects.create(
            loan=loan,
            place_id=place,
            kind="recovered",
            amount=1,
            paper="",
            reason="Kembali",
            number=2,
            on=TODAY,
            by=ester,
        )
        code = queries.code_of(queries.recovery_subject(loan.subject, 2))
        key = queries.repaid_key(payment.subject)
        repaying.write_receipt(fund, code, officer("maria"), number=2, amount=1, left=0, on=TODAY, entry_key=key)
    return Lent(fund, minutes, asked, loan, payment, case, paper, back, queries.code_of(payment.subject))
