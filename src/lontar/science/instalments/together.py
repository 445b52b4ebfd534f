"""A loan to a group: what each member answers for of it, and who bears what one of them does not pay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from lontar.science.instalments.paying import Due

Joint = Literal["equal", "share", "none"]
JOINT: Final = ("equal", "share", "none")


@dataclass(frozen=True, slots=True)
class Part:
    """One member on a day, in rupiah, without penalties.

    `late` is the member's own part of what the group is late with, `bears` what falls to the member of the others' parts.
    """

    share: int
    fell_due: int
    paid: int
    late: int
    bears: int

    @property
    def left(self) -> int:
        return self.share - self.paid

    @property
    def called(self) -> int:
        """What may be asked of this member today."""
        return self.late + self.bears


def in_proportion(amount: int, weights: Sequence[int]) -> list[int]:
    """`amount` by weights, to the rupiah: the largest remainders get the rest, the first of equals before the later.

    >>> in_proportion(100, [1, 1, 1]), in_proportion(10, [0, 3, 1]), in_proportion(5, [0, 0])
    ([34, 33, 33], [0, 8, 2], [3, 2])
    """
    whole = sum(weights)
    if whole == 0:
        weights, whole = [1] * len(weights), len(weights)
    parts = [amount * weight // whole for weight in weights]
    by_rest = sorted(range(len(weights)), key=lambda at: (-(amount * weights[at] % whole), at))
    for at in by_rest[: amount - sum(parts)]:
        parts[at] += 1
    return parts


def own_dues(dues: Sequence[Due], weights: Sequence[int]) -> list[list[int]]:
    """What each member answers for of each instalment. Over all of them it is the member's share; the last takes the rest.

    >>> dues = [Due(nr, date(2026, nr, 1), 100) for nr in (1, 2)]
    >>> own_dues(dues, [1, 1, 1])
    [[34, 33], [33, 34], [33, 33]]
    """
    rest = in_proportion(sum(due.asked for due in dues), weights)
    rows: list[list[int]] = [[] for _member in weights]
    for at, due in enumerate(dues):
        # By what each has still to answer for, so that nobody is asked for more than the share.
        parts = list(rest) if at == len(dues) - 1 else in_proportion(due.asked, rest)
        for row, part in zip(rows, parts, strict=True):
            row.append(part)
        rest = [left - part for left, part in zip(rest, parts, strict=True)]
    return rows


def together(
    dues: Sequence[Due], weights: Sequence[int], paid: Sequence[int], *, overdue: int, joint: Joint, on: date
) -> list[Part]:
    """How each member stands: what the group is late with goes to those who are behind, and what they owe to the others.

    `paid` is what was paid for each member's part, `overdue` what the whole loan is late with: somebody who paid ahead
    covers the others before anybody is asked.

    >>> dues = [Due(1, date(2026, 1, 1), 300)]
    >>> parts = together(dues, [1, 1, 1], [100, 40, 100], overdue=60, joint="equal", on=date(2026, 2, 1))
    >>> [(part.late, part.bears) for part in parts]
    [(0, 30), (60, 0), (0, 30)]
    """
    rows = own_dues(dues, weights)
    fell = [sum(part for due, part in zip(dues, row, strict=True) if due.due_date < on) for row in rows]
    behind = [max(due - came, 0) for due, came in zip(fell, paid, strict=True)]
    late = in_proportion(overdue, behind) if any(behind) else [0] * len(weights)
    bears = [0] * len(weights)
    for at, missing in enumerate(late):
        if not missing or joint == "none" or len(weights) < 2:
            continue
        others = [0 if other == at else (1 if joint == "equal" else weights[other]) for other in range(len(weights))]
        if not any(others):
            others = [0 if other == at else 1 for other in range(len(weights))]
        bears = [before + more for before, more in zip(bears, in_proportion(missing, others), strict=True)]
    return [
        Part(sum(row), due, came, own, more)
        for row, due, came, own, more in zip(rows, fell, paid, late, bears, strict=True)
    ]


def spread(amount: int, parts: Sequence[Part]) -> list[int]:
    """What a payment for all of them is for each: first what each is behind with, then by what each has left.

    >>> spread(90, [Part(100, 50, 0, 50, 0), Part(100, 50, 50, 0, 0)])
    [70, 20]
    """
    behind = [min(max(part.fell_due - part.paid, 0), part.left) for part in parts]
    first = in_proportion(min(amount, sum(behind)), behind)
    after = [part.left - got for part, got in zip(parts, first, strict=True)]
    rest = in_proportion(amount - sum(first), after)
    return [one + more for one, more in zip(first, rest, strict=True)]
