"""What lateness costs, day by day, by the rule of a product: reckoned anew each time, so that no day is counted twice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from lontar.science.instalments.paying import OWED, Due, Paid

Rule = Literal["none", "share", "daily", "once"]
RULES: Final = ("none", "share", "daily", "once")
SHARE_PARTS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Penalty:
    """A product's rule. It never asks for more of an instalment than `cap` percent of what that instalment was.

    `share`: `amount` parts of a million of what is open of the instalment, for each day; `daily`: `amount` rupiah for
    each day on which something of it is open; `once`: `amount` rupiah. The first `grace` days after the day of the
    instalment cost nothing. Nothing is asked for lateness of a penalty.
    """

    rule: Rule = "none"
    amount: int = 0
    grace: int = 0
    cap: int = 0

    def room(self, due: Due) -> int:
        """The most that lateness of this instalment may cost."""
        return due.room if due.room is not None else due.asked * self.cap // 100


NO_PENALTY: Final = Penalty()
# Days that cost nothing: after the first, up to and with the second.
Pause = tuple[date, date]


def fined(
    dues: Sequence[Due], paid: Sequence[Paid], penalty: Penalty, *, on: date, pauses: Sequence[Pause] = ()
) -> list[Due]:
    """The instalments with what their lateness has cost until a day, that day counted.

    A day costs by what was open when it began, so that paying on a day does not make that day cheaper, and asking every
    day or once comes to the same. Rounded down to the rupiah, once for each instalment. A day in a pause costs nothing;
    pauses do not overlap.

    >>> rule = Penalty("share", 1_000, grace=0, cap=10)  # a thousandth a day
    >>> late = [Due(1, date(2026, 2, 1), 100_000)]
    >>> fined(late, [], rule, on=date(2026, 2, 4))[0].penalty, fined(late, [], rule, on=date(2027, 2, 4))[0].penalty
    (300, 10000)
    >>> fined(late, [], rule, on=date(2026, 2, 4), pauses=[(date(2026, 2, 2), date(2026, 2, 3))])[0].penalty
    200
    """
    return [
        replace(due, penalty=due.penalty + extra)
        for due, extra in zip(dues, accrued(dues, paid, penalty, on=on, pauses=pauses), strict=True)
    ]


def accrued(
    dues: Sequence[Due], paid: Sequence[Paid], penalty: Penalty, *, on: date, pauses: Sequence[Pause] = ()
) -> list[int]:
    """What each instalment's lateness has cost on this plan, without what was brought over from the one before."""
    if penalty.rule == "none":
        return [0] * len(dues)
    days = sorted({one.on for one in paid if one.on < on})
    before = dict.fromkeys(OWED, 0)
    costs = []
    for due in dues:
        costs.append(_cost(due, _open_since(due, before, paid, days), penalty, on, pauses))
        for name in OWED:
            before[name] += due.part(name)
    return costs


def _open_since(due: Due, before: dict[str, int], paid: Sequence[Paid], days: Sequence[date]) -> list[tuple[date, int]]:
    """From which day on how much of an instalment was open, at the end of that day."""
    steps = [(date.min, due.asked)]
    for day in days:
        got = 0
        for name in OWED:
            came = sum(one.part(name) for one in paid if one.on <= day)
            got += min(max(came - before[name], 0), due.part(name))
        steps.append((day, due.asked - got))
    return steps


def _cost(due: Due, steps: Sequence[tuple[date, int]], penalty: Penalty, on: date, pauses: Sequence[Pause]) -> int:
    first = due.due_date + timedelta(days=penalty.grace)
    if due.fined_until is not None:
        first = max(first, due.fined_until)
    # The days `first + 1 … on`, each by what was open at the end of the day before it.
    weighed = late = 0
    ends = [*(day for day, _open in steps[1:]), on]
    for (since, still_open), until in zip(steps, ends, strict=True):
        begins, ends_on = max(since, first), min(until, on)
        length = _days(begins, ends_on) - sum(_days(max(begins, a), min(ends_on, b)) for a, b in pauses)
        if length > 0 and still_open:
            weighed += length * still_open
            late += length
    cost = {
        "share": weighed * penalty.amount // SHARE_PARTS, "daily": late * penalty.amount,
        "once": penalty.amount if late else 0,
    }[penalty.rule]  # fmt: skip
    return min(cost, penalty.room(due))


def _days(after: date, until: date) -> int:
    """How many days come after one day, up to and with another."""
    return max((until - after).days, 0)
