"""Periods of days: from a first day up to, not including, a last one that may still be open."""

from collections.abc import Iterable
from datetime import date

type Period = tuple[date, date | None]


def left_open(own: Iterable[Period], other: Period) -> list[Period]:
    """The parts of `other` that `own` leaves open, in order: where two records tell of one person, the kept one wins.

    >>> d = lambda month: date(2026, month, 1)
    >>> left_open([(d(3), d(6)), (d(9), None)], (d(1), None)) == [(d(1), d(3)), (d(6), d(9))]
    True
    """
    since, until = other
    parts: list[Period] = []
    for first, last in sorted(own, key=_start):
        if until is not None and first >= until:
            break
        if first > since:
            parts.append((since, first))
        if last is None:
            return parts
        since = max(since, last)
    if until is None or since < until:
        parts.append((since, until))
    return parts


def _start(period: Period) -> date:
    return period[0]
