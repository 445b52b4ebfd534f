"""Programs' door to the revolving fund: its figures, its loans without a name, and taking a repayment once."""

from datetime import date
from typing import Annotated, Any, Literal, cast

from django.http import HttpRequest
from ninja import Header, Query, Router, Schema
from pydantic import Field

from lontar.city.journal.actions import saw
from lontar.city.loans import actions, queries
from lontar.city.places import queries as places
from lontar.kit.api_door import api_door
from lontar.kit.gate import Actor
from lontar.kit.paging import KEY_MAX, Key, Listing, Wanted, listing

router = Router(tags=["loans"])
IdempotencyKey = Annotated[
    str, Header(alias="Idempotency-Key", min_length=8, max_length=40, pattern=r"^[A-Za-z0-9._:-]+$")
]


class FundOut(Schema):
    """One ward's fund on a day, in rupiah; shares between 0 and 1, null where nothing could be measured."""

    place: str
    name: str
    on: date
    capital: int
    lent_ever: int
    lent_in_year: int
    returned_ever: int
    principal_left: int
    overdue: int
    rescheduled_loans: int
    rescheduled_principal_left: int
    penalties: int
    lost: int
    borrowers_ever: int
    par30: float | None
    repayment_rate: float | None
    on_time_rate: float | None
    turnover: float | None
    reconciled_until: str | None
    made_up: bool


class LoanOut(Schema):
    """One loan and how it stands today; without a name."""

    id: int
    number: str
    family: str
    place: str
    principal: int
    on: date
    state: str
    left: int
    overdue: int
    penalty: int
    days_late: int
    next_date: date | None
    next_amount: int


class LoansWanted(Schema):
    """Which loans are wanted; `all` for every state."""

    state: Literal["live", "repaid", "written_off", "waived", "all"] = "live"
    place: int | None = Field(None, ge=1, le=KEY_MAX)


class RepaymentIn(Schema):
    """Money that came back, in whole rupiah; of a group's loan for whose part, and which member brought it."""

    amount: int = Field(ge=1, le=10**12, strict=True)
    paid_on: date | None = None
    member: int | None = Field(None, ge=1, le=KEY_MAX)
    payer: int | None = Field(None, ge=1, le=KEY_MAX)


class LoanMemberOut(Schema):
    """One member of a group: the share, and what is asked for it and for the others; without a name."""

    person: int
    share: int
    paid: int
    left: int
    late: int
    bears: int


class RepaymentOut(Schema):
    """The receipt: its number, its code, what is left, and whether this call or an earlier one took the money."""

    number: int
    receipt: str
    amount: int
    principal: int
    interest: int
    fee: int
    penalty: int
    left: int
    fresh: bool


@router.get("/loans/funds", response=list[FundOut], summary="Dana bergulir menurut kelurahan")
@api_door(*queries.WHO_SEE_FUNDS)
def loan_funds(request: HttpRequest) -> list[dict[str, Any]]:
    """Setiap dana di wilayah petugas dengan angkanya hari ini."""
    today = places.today()
    told = []
    for row in queries.rows(places.home_or_refuse().pk, on=today):
        f = row.figures
        told.append({
            "place": row.fund.place.code, "name": row.fund.place.name, "on": today, "capital": f.money.capital,
            "lent_ever": f.lent_ever, "lent_in_year": f.lent_in_year, "returned_ever": f.returned_ever,
            "principal_left": f.money.lent,
            "overdue": f.live.overdue, "rescheduled_loans": f.rescheduled,
            "rescheduled_principal_left": f.rescheduled_left, "penalties": f.penalties, "lost": f.money.lost, "borrowers_ever": f.borrowers_ever, "par30": f.live.par30,
            "repayment_rate": f.live.repayment_rate, "on_time_rate": f.live.on_time_rate, "turnover": f.turnover,
            "reconciled_until": row.reconciled or None, "made_up": row.fund.made_up,
        })  # fmt: skip
    return told


@router.get("/loans/loans", response=Listing[LoanOut], summary="Pinjaman dan keadaannya")
@api_door(*queries.WHO_SEE_LOANS)
def loans(request: HttpRequest, paging: Wanted, wanted: Annotated[LoansWanted, Query()]) -> dict[str, Any]:
    """Pinjaman di wilayah petugas, tanpa nama, menurut urutan pencairannya."""
    actor, today = cast(Actor, request.user), places.today()
    found = queries.loans(actor, place_id=wanted.place, state="" if wanted.state == "all" else wanted.state)
    page = listing(found, paging, lambda one: one)
    rows = queries.standings(page["items"], on=today)
    saw("api", [row.loan.family_id for row in rows], by=actor, on=today, purpose=request.path)
    page["items"] = [
        {
            "id": row.loan.pk, "number": row.loan.number, "family": f"K-{row.loan.family_id:07d}",
            "place": row.loan.place.code, "principal": row.loan.principal, "on": row.loan.on, "state": row.loan.state,
            "left": row.standing.left, "overdue": row.standing.overdue,
            "penalty": row.standing.penalty, "days_late": row.standing.days,
            "next_date": row.standing.next_date, "next_amount": row.standing.next_amount,
        }
        for row in rows
    ]  # fmt: skip
    return page


@router.get("/loans/loans/{key}/members", response=list[LoanMemberOut], summary="Anggota kelompok peminjam")
@api_door(*queries.WHO_SEE_LOANS)
def loan_members(request: HttpRequest, key: Key) -> list[dict[str, Any]]:
    """Anggota sebuah pinjaman kelompok: bagiannya dan yang ditanggungnya, tanpa nama; kosong untuk perorangan."""
    actor, today = cast(Actor, request.user), places.today()
    found = queries.loan_or_refuse(key, actor)
    saw("api", [found.family_id], by=actor, on=today, purpose=request.path)
    return [
        {
            "person": row.person_id, "share": row.part.share, "paid": row.part.paid, "left": row.part.left,
            "late": row.part.late, "bears": row.part.bears,
        }
        for row in queries.members_of(found, on=today)
    ]  # fmt: skip


@router.post("/loans/loans/{key}/repayments", response=RepaymentOut, summary="Terima angsuran sekali")
@api_door(*queries.WHO_RUN)
def take_repayment(
    request: HttpRequest, key: Key, given: RepaymentIn, idempotency_key: IdempotencyKey
) -> dict[str, Any]:
    """Terima angsuran dan buat tanda terimanya; kunci yang sama dijawab sama dan dibukukan sekali."""
    done = actions.repay(
        key, amount=given.amount, paid_on=given.paid_on, key=idempotency_key, by=cast(Actor, request.user),
        on=places.today(), hand=actions.Handed(given.member, given.payer),
    )  # fmt: skip
    made = done.repayment
    return {
        "number": made.number, "receipt": done.code, "amount": made.amount, "principal": made.principal,
        "interest": made.interest, "fee": made.fee,
        "penalty": made.penalty, "left": made.left, "fresh": done.fresh,
    }  # fmt: skip
