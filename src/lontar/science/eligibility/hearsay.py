"""What rules say of a family as somebody tells of it: ages in years, members untold, nothing looked up and nothing kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from lontar.science.eligibility.columns import UNDECIDED
from lontar.science.eligibility.outlook import Outlook, ordered, outlook
from lontar.science.eligibility.rulebook import Rule
from lontar.science.eligibility.tokens import RuleRefused
from lontar.science.eligibility.vocabulary import Field, Spoken
from lontar.science.eligibility.words import VOCABULARY

LAST_MONTH: Final = 11
MONTHS: Final = Field(
    "months", "member", "number", Spoken("bulan di atas umurnya", "months above the age"), "months", (0, 11)
)


@dataclass(frozen=True, slots=True)
class Told:
    """One member as told: completed years, the months above them where they were told, and further words."""

    years: int | None = None
    months: int | None = None
    words: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heard:
    """A rule's word for the family that was told of, and the words that would decide it where it cannot be said."""

    outlook: Outlook
    answer: str
    asks: frozenset[Field]


def heard(
    rules: Iterable[Rule], family: Mapping[str, Any], members: Sequence[Told], *, size: int, on: date
) -> list[Heard]:  # fmt: skip
    """Each rule of a day for a family of `size` persons of whom these were told; whoever was not told is unknown.

    Where the months of a child were not told, both ends of the year must give the same answer, or nothing is said.
    """
    record = {**family, "size": size}
    untold: list[dict[str, Any]] = [{} for _ in range(size - len(members))]
    young = [*(_record(one, on, 0) for one in members), *untold]
    old = [*(_record(one, on, LAST_MONTH) for one in members), *untold]
    by_rule: dict[str, Heard] = {}
    for rule in rules:
        try:
            ruling = rule.on(on)
        except RuleRefused:
            continue  # not in force on this day
        ends = [found for its in (young, old) if (found := outlook(ruling, record, its)) is not None]
        if not ends:
            continue
        first, last = ends[0], ends[-1]
        if first.answer == last.answer:
            by_rule[rule.id] = Heard(first, first.answer, _asks(first))
        else:
            by_rule[rule.id] = Heard(replace(first, answer=UNDECIDED), UNDECIDED, _asks(first) | {MONTHS})
    return [by_rule[one.ruling.rule.id] for one in ordered(found.outlook for found in by_rule.values())]


def _asks(found: Outlook) -> frozenset[Field]:
    """What could be asked next: words that people can answer, not the days of lists."""
    if found.answer != UNDECIDED:
        return frozenset()
    return frozenset(one for one in found.missing if one.kind != "date")


def _record(told: Told, on: date, months: int) -> dict[str, Any]:
    known = {name: value for name, value in told.words.items() if name in VOCABULARY}
    if told.years is None:
        return known
    return {
        **known,
        "birth_date": months_before(on, told.years * 12 + (months if told.months is None else told.months)),
    }


def months_before(on: date, months: int) -> date:
    """The latest birth of somebody who has completed that many months on a day.

    >>> months_before(date(2026, 3, 31), 1), months_before(date(2026, 11, 22), 24)
    (datetime.date(2026, 2, 28), datetime.date(2024, 11, 22))
    """
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (after - date.resolution).day
    return date(year, month + 1, min(on.day, last))
