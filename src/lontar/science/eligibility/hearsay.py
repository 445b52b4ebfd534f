"""What rules say of a family as somebody tells of it: ages in years, members untold, nothing looked up and nothing kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from lontar.science.eligibility.asking import Question, with_evident
from lontar.science.eligibility.columns import UNDECIDED
from lontar.science.eligibility.outlook import Outlook, ordered, outlook
from lontar.science.eligibility.reading import Record
from lontar.science.eligibility.rulebook import Rule, Ruling
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
    """A rule's word for the family that was told of, and what would have to be asked, and of whom, to know more."""

    outlook: Outlook
    answer: str
    asks: frozenset[Question]


def heard(
    rules: Iterable[Rule], family: Mapping[str, Any], members: Sequence[Told], *, size: int, on: date
) -> list[Heard]:  # fmt: skip
    """Each rule of a day for a family of `size` persons of whom these were told; whoever was not told is unknown.

    Where the months of a child were not told, both ends of the year must give the same answer, or nothing is said.
    """
    record = _family(family, size)
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
        asks = frozenset(one for one in first.asks | last.asks if _can_be_asked(one, len(members)))
        if first.answer == last.answer:
            by_rule[rule.id] = Heard(first, first.answer, asks)
        else:
            months = {Question(n, MONTHS) for n in _whose_months(ruling, record, young, old)}
            by_rule[rule.id] = Heard(replace(first, answer=UNDECIDED), UNDECIDED, asks | months)
    return [by_rule[one.ruling.rule.id] for one in ordered(found.outlook for found in by_rule.values())]


def _can_be_asked(question: Question, told: int) -> bool:
    """Words that people can answer, not the days of lists; and of nobody who was not told of."""
    return question.field.kind != "date" and question.member <= told


def _whose_months(
    ruling: Ruling, family: Record, young: Sequence[Record], old: Sequence[Record]
) -> list[int]:  # fmt: skip
    """Whose months above the years make the difference, from 1; all of those who have any where no one alone does."""
    either = [n for n, (one, other) in enumerate(zip(young, old, strict=True)) if one != other]
    alone = [
        n + 1
        for n in either
        for every, turned in ((young, old[n]), (old, young[n]))
        if _answer(ruling, family, every) != _answer(ruling, family, [*every[:n], turned, *every[n + 1 :]])
    ]
    return sorted(set(alone)) or [n + 1 for n in either]


def _answer(ruling: Ruling, family: Record, members: Sequence[Record]) -> str | None:
    found = outlook(ruling, family, members)
    return found.answer if found else None


def _family(told: Mapping[str, Any], size: int) -> dict[str, Any]:
    """The family as told; whoever knows a decile is listed in DTSEN, for nobody else gives one."""
    listed = {"in_dtsen": True} if told.get("decile") is not None else {}
    return {**listed, **told, "size": size}


def _record(told: Told, on: date, months: int) -> dict[str, Any]:
    known = {name: value for name, value in told.words.items() if name in VOCABULARY}
    if told.years is not None:
        above = months if told.months is None else told.months
        known["birth_date"] = months_before(on, told.years * 12 + above)
    return with_evident(known, on)


def months_before(on: date, months: int) -> date:
    """The latest birth of somebody who has completed that many months on a day.

    >>> months_before(date(2026, 3, 31), 1), months_before(date(2026, 11, 22), 24)
    (datetime.date(2026, 2, 28), datetime.date(2024, 11, 22))
    """
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (after - date.resolution).day
    return date(year, month + 1, min(on.day, last))
