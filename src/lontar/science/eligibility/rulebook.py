"""A rule as dated data: what it asks and gives, since when, by which source, and whether that source was read."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from lontar.science.eligibility import terms as t
from lontar.science.eligibility.bounds import must_divide, reach
from lontar.science.eligibility.grammar import read_condition, read_number
from lontar.science.eligibility.tokens import RuleRefused
from lontar.science.eligibility.vocabulary import VOCABULARY, Spoken, Vocabulary

Confidence = Literal["read", "believed", "made_up"]
Decider = Literal["city", "ministry", "province"]
Every = Literal["once", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Period:
    """From a day up to and including another; open when `until` is None."""

    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value for a time, with where it comes from."""

    value: t.Value
    period: Period
    source: str
    confidence: Confidence
    line: int


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A value of the rule under its name: its meaning, unit and every version of it."""

    name: str
    meaning: Spoken
    unit: str
    versions: tuple[DatedValue, ...]

    def on(self, day: date) -> DatedValue | None:
        return next((version for version in self.versions if version.period.holds(day)), None)


@dataclass(frozen=True, slots=True)
class DatedCondition:
    """Who qualifies, for a time."""

    text: str
    period: Period
    source: str
    confidence: Confidence
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One programme's rule, all its versions together."""

    id: str
    name: Spoken
    decided_by: Decider
    paid_by: Decider
    sub_activity: str
    note: Spoken
    values: tuple[NamedValue, ...]
    who: tuple[DatedCondition, ...]
    gives: str
    gives_line: int
    every: Every
    text: str

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the rule's text, so that a stored decision can name exactly what it was made by."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def made_up(self) -> bool:
        """Whether anything in it was made up for an example."""
        confidences = [version.confidence for value in self.values for version in value.versions]
        return "made_up" in [*confidences, *(version.confidence for version in self.who)]

    def changes(self) -> tuple[date, ...]:
        """The days on which anything in the rule begins or ends, in order."""
        periods = [version.period for value in self.values for version in value.versions]
        periods += [version.period for version in self.who]
        days = {period.since for period in periods}
        days |= {period.until + timedelta(days=1) for period in periods if period.until}
        return tuple(sorted(days))

    def on(self, day: date, vocabulary: Vocabulary = VOCABULARY) -> "Ruling":
        """The rule as it stands on a day. Raises RuleRefused when nothing is in force, or a value is missing."""
        version = next((version for version in self.who if version.period.holds(day)), None)
        if version is None:
            first = min(condition.period.since for condition in self.who)
            raise RuleRefused(
                f"Aturan {self.name.id} tidak berlaku pada {day.isoformat()}.",
                advice=f"Pilih hari lain; aturan pertama berlaku sejak {first.isoformat()}.",
                field="on",
            )
        found = {value.name: value.on(day) for value in self.values}
        values = {name: dated.value for name, dated in found.items() if dated is not None}
        condition = _placed(version.line, lambda: read_condition(version.text, values, vocabulary))
        _placed(version.line, lambda: must_divide(condition))
        amount = _placed(self.gives_line, lambda: read_number(self.gives, values, vocabulary))
        low, high = _placed(self.gives_line, lambda: reach(amount))
        if low < 0 or high == 0:
            raise RuleRefused(
                "Besar bantuan dapat kurang dari nol, atau selalu nol.",
                advice="Periksa angkanya, atau tulis most(0, …).",
                line=self.gives_line,
            )
        began = max(change for change in self.changes() if change <= day)
        return Ruling(self, day, condition, amount, f"{began.isoformat()}/{self.fingerprint[:8]}", version)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A rule on one day: the condition and the amount with that day's values put in."""

    rule: Rule
    on: date
    condition: t.Condition
    amount: t.Number
    version: str
    since: DatedCondition

    @property
    def sources(self) -> tuple[tuple[Spoken, DatedValue], ...]:
        """The values in force, each with its meaning, source and confidence."""
        found = ((value.meaning, value.on(self.on)) for value in self.rule.values)
        return tuple((meaning, dated) for meaning, dated in found if dated is not None)


def _placed[T](line: int, read: Callable[[], T]) -> T:
    """Run a reader and say the file's line instead of the condition's."""
    try:
        return read()
    except RuleRefused as refusal:
        raise _moved(refusal, line) from refusal


def _moved(refusal: RuleRefused, line: int) -> RuleRefused:
    return RuleRefused(
        refusal.message,
        advice=refusal.advice,
        line=line + max(refusal.line, 1) - 1,
        column=refusal.column,
        field=refusal.field,
    )
