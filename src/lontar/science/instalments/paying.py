"""What a payment is for, and how a loan stands on a day: open parts of instalments, the oldest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from lontar.science.trouble import Refusal, words

BUCKETS: Final = ((1, 30), (31, 60), (61, 90), (91, None))
OWED: Final = ("fee", "interest", "principal")
"""What a loan was agreed to cost. Lateness is counted by it, never by a penalty that is still open."""
PARTS: Final = ("penalty", *OWED)


@dataclass(frozen=True, slots=True)
class Due:
    """What one instalment asks for, in rupiah.

    `fined_until` and `room`: of an instalment that an earlier plan had counted already, the day until which its penalty
    stands in `penalty`, and how much more its lateness may cost.
    """

    nr: int
    due_date: date
    principal: int
    interest: int = 0
    fee: int = 0
    penalty: int = 0
    fined_until: date | None = None
    room: int | None = None

    @property
    def asked(self) -> int:
        """What was agreed, without a penalty."""
        return self.principal + self.interest + self.fee

    @property
    def whole(self) -> int:
        return self.asked + self.penalty

    def part(self, name: str) -> int:
        return {"principal": self.principal, "interest": self.interest, "fee": self.fee, "penalty": self.penalty}[name]


@dataclass(frozen=True, slots=True)
class Paid:
    """What arrived on a day, by what it was for."""

    on: date
    principal: int
    interest: int = 0
    fee: int = 0
    penalty: int = 0

    @property
    def whole(self) -> int:
        return self.principal + self.interest + self.fee + self.penalty

    def part(self, name: str) -> int:
        return {"principal": self.principal, "interest": self.interest, "fee": self.fee, "penalty": self.penalty}[name]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a loan stands on a day. `days` counts from the oldest instalment that is not whole, 0 while none is late.

    `left` is all that is still to be paid, `penalty` what of it is for lateness; the other sums are without it.
    """

    fell_due: int
    paid_of_it: int
    paid_in_time: int
    overdue: int
    days: int
    principal_left: int
    left: int
    next_date: date | None
    next_amount: int
    penalty: int = 0

    @property
    def bucket(self) -> int | None:
        """Which of `BUCKETS`, or None for a loan that is not late."""
        return bucket_of(self.days)


def bucket_of(days: int) -> int | None:
    """
    >>> [bucket_of(days) for days in (0, 1, 30, 31, 90, 91, 4000)]
    [None, 0, 0, 1, 2, 3, 3]
    """
    return next(
        (at for at, (least, most) in enumerate(BUCKETS) if days >= least and (most is None or days <= most)), None
    )


def open_parts(dues: Sequence[Due], paid: Sequence[Paid]) -> list[Due]:
    """What is still to be paid of each instalment: each kind of money fills the oldest first."""
    got = {name: sum(one.part(name) for one in paid) for name in PARTS}
    rest = []
    for due in dues:
        taken: dict[str, int] = {}
        for name in PARTS:
            taken[name] = min(due.part(name), got[name])
            got[name] -= taken[name]
        rest.append(
            replace(
                due,
                principal=due.principal - taken["principal"],
                interest=due.interest - taken["interest"],
                fee=due.fee - taken["fee"],
                penalty=due.penalty - taken["penalty"],
            )
        )
    return rest


def allocate(amount: int, dues: Sequence[Due], paid: Sequence[Paid], *, order: Sequence[str]) -> Mapping[str, int]:
    """What a payment is for: instalment by instalment, the oldest first, and in each by the product's order.

    More than all that is left is refused, as is nothing or less.

    >>> dues = [Due(1, date(2026, 2, 1), 100, 10), Due(2, date(2026, 3, 1), 100, 10)]
    >>> allocate(115, dues, [], order=("fee", "interest", "principal"))
    {'penalty': 0, 'fee': 0, 'interest': 15, 'principal': 100}
    """
    if amount <= 0:
        raise Refusal(words("Pembayaran harus lebih dari nol."), field="amount")
    parts = dict.fromkeys(PARTS, 0)
    for due in open_parts(dues, paid):
        for name in order:
            taken = min(amount, due.part(name))
            parts[name] += taken
            amount -= taken
    if amount:
        raise Refusal(
            words("Pembayaran itu %(more)s rupiah lebih besar daripada sisa pinjamannya."),
            advice=words("Terima paling banyak sisa pinjaman; kembalikan kelebihannya."),
            field="amount",
            values={"more": amount},
        )
    return parts


def standing(dues: Sequence[Due], paid: Sequence[Paid], *, on: date) -> Standing:
    """How much fell due until the day, how much of it came, how much came in time, and what is late since when.

    >>> dues = [Due(1, date(2026, 2, 1), 100), Due(2, date(2026, 3, 1), 100)]
    >>> now = standing(dues, [Paid(date(2026, 2, 5), 100)], on=date(2026, 3, 31))
    >>> now.overdue, now.days, now.bucket, now.paid_of_it, now.paid_in_time
    (100, 30, 0, 100, 0)
    """
    until = [one for one in paid if one.on <= on]
    rest = open_parts(dues, until)
    late = [due for due in rest if due.due_date < on and due.asked]
    coming = next((due for due in rest if due.due_date >= on and due.asked), None)
    fell = [due for due in dues if due.due_date <= on]
    still = {due.nr: due.asked for due in rest}
    return Standing(
        fell_due=sum(due.asked for due in fell),
        paid_of_it=sum(due.asked - still[due.nr] for due in fell),
        paid_in_time=_in_time(fell, until),
        overdue=sum(due.asked for due in late),
        days=(on - late[0].due_date).days if late else 0,
        principal_left=sum(due.principal for due in rest),
        left=sum(due.whole for due in rest),
        next_date=coming.due_date if coming else None,
        next_amount=coming.asked if coming else 0,
        penalty=sum(due.penalty for due in rest),
    )


def _in_time(fell: Sequence[Due], paid: Sequence[Paid]) -> int:
    """What had arrived of each instalment by its day."""
    total = 0
    for name in OWED:
        before = 0
        for due in fell:
            got = sum(one.part(name) for one in paid if one.on <= due.due_date)
            total += min(max(got - before, 0), due.part(name))
            before += due.part(name)
    return total


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Many loans on a day. Shares are None where nothing could yet be measured."""

    loans: int
    fell_due: int
    paid_of_it: int
    paid_in_time: int
    overdue: int
    principal_left: int
    at_risk: int  # principal left of loans that are more than 30 days late
    buckets: tuple[tuple[int, int, int], ...]  # loans, overdue, principal left

    @property
    def par30(self) -> float | None:
        return self.at_risk / self.principal_left if self.principal_left else None

    @property
    def repayment_rate(self) -> float | None:
        return self.paid_of_it / self.fell_due if self.fell_due else None

    @property
    def on_time_rate(self) -> float | None:
        return self.paid_in_time / self.fell_due if self.fell_due else None


def portfolio(standings: Sequence[Standing]) -> Portfolio:
    """The sums over loans, by how late they are.

    PAR30 is the principal left of loans more than 30 days late, of all principal left; the repayment rate is what was
    paid of what fell due, the on-time rate what was paid of it by its day.
    """
    rows = [[0, 0, 0] for _bucket in BUCKETS]
    for one in standings:
        if one.bucket is not None:
            row = rows[one.bucket]
            row[0] += 1
            row[1] += one.overdue
            row[2] += one.principal_left
    return Portfolio(
        loans=sum(1 for one in standings if one.left > one.penalty),
        fell_due=sum(one.fell_due for one in standings),
        paid_of_it=sum(one.paid_of_it for one in standings),
        paid_in_time=sum(one.paid_in_time for one in standings),
        overdue=sum(one.overdue for one in standings),
        principal_left=sum(one.principal_left for one in standings),
        at_risk=sum(row[2] for row in rows[1:]),
        buckets=tuple((row[0], row[1], row[2]) for row in rows),
    )
