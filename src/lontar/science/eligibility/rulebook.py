"""A rule as dated data: what it asks and gives, since when, by which source, and whether that source was read."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from lontar.science.eligibility import terms as t
from lontar.science.eligibility.bounds import must_divide, reach
from lontar.science.eligibility.components import Component, Counted, amount_of, counted
from lontar.science.eligibility.grammar import read_condition, read_number
from lontar.science.eligibility.tokens import RuleRefused
from lontar.science.eligibility.vocabulary import FAMILY, PERSON, About, Field, Spoken, Vocabulary
from lontar.science.eligibility.words import VOCABULARY
from lontar.science.trouble import words

Confidence = Literal["read", "believed", "made_up"]
Decider = Literal["city", "ministry", "province", "bank"]
Every = Literal["once", "month", "quarter", "year"]
Subject = Literal["family", "person"]


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
class Statement:
    """What is asked of who receives, or what ends it: told to people, judged by people."""

    says: Spoken
    period: Period
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Gives:
    """What the rule gives: an amount, or components that are counted, or something that is no rupiah (`what`)."""

    amount: str
    components: tuple[Component, ...]
    components_most: str
    every: Every
    what: Spoken
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One programme's rule, all its versions together. `applies_to` says whether families or persons are judged."""

    id: str
    name: Spoken
    decided_by: Decider
    paid_by: Decider
    sub_activity: str
    note: Spoken
    values: tuple[NamedValue, ...]
    who: tuple[DatedCondition, ...]
    gives: Gives
    text: str
    applies_to: Subject = "family"
    also_called: tuple[str, ...] = ()
    conditions: tuple[Statement, ...] = ()
    ends: tuple[Statement, ...] = ()
    region: str = ""  # the code of the province, city or regency whose rule it is; empty where it holds anywhere

    def holds_in(self, code: str) -> bool:
        """Whether it is a rule of this place, by its official code (53.71)."""
        return not self.region or f"{code}.".startswith(f"{self.region}.")

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the rule's text, so that a stored decision can name exactly what it was made by."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def made_up(self) -> bool:
        """Whether anything in it was made up for an example."""
        return "made_up" in self.confidences

    @property
    def confidences(self) -> frozenset[Confidence]:
        """How far its sources were read: every kind of confidence that occurs in it."""
        values = [version.confidence for value in self.values for version in value.versions]
        return frozenset([*values, *(version.confidence for version in self.who)])

    @property
    def about(self) -> About:
        """Whose words its condition may use."""
        return PERSON if self.applies_to == "person" else FAMILY

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
            ended = max(
                (one.period.until for one in self.who if one.period.until and one.period.until < day), default=None
            )
            raise RuleRefused(
                words("Aturan %(id)s tidak berlaku pada %(found)s."),
                advice=words("Aturannya berakhir pada %(found2)s. Pilih hari lain, atau tulis versi barunya.")
                if ended
                else words("Pilih hari lain; aturan pertama berlaku sejak %(found2)s."),
                field="on",
                values={"id": self.name.id, "found": day, "found2": ended or first},
            )
        found = {value.name: value.on(day) for value in self.values}
        values = {name: dated.value for name, dated in found.items() if dated is not None}
        condition = _placed(version.line, lambda: read_condition(version.text, values, vocabulary, about=self.about))
        _placed(version.line, lambda: must_divide(condition))
        components = tuple(
            _placed(part.line, lambda part=part: counted(part, values, vocabulary, self.about))  # type: ignore[misc]  # bound at once
            for part in self.gives.components
        )
        began = max(change for change in self.changes() if change <= day)
        named = f"{began.isoformat()}/{self.fingerprint[:8]}"
        amount = self._amount(components, values, vocabulary) if self._gives_by(day) else None
        return Ruling(self, day, condition, amount, named, version, components)

    def _gives_by(self, day: date) -> bool:
        """Whether rupiah are given by then: before the first version of a named amount the rule gave none."""
        given = next((value for value in self.values if value.name == self.gives.amount), None)
        return given is None or any(version.period.since <= day for version in given.versions)

    def _amount(
        self, components: tuple[Counted, ...], values: dict[str, t.Value], vocabulary: Vocabulary
    ) -> t.Number | None:
        gives = self.gives
        if components:
            return _placed(gives.line, lambda: amount_of(components, gives.components_most, values))
        if not gives.amount:
            return None
        amount = _placed(gives.line, lambda: read_number(gives.amount, values, vocabulary, about=self.about))
        low, high = _placed(gives.line, lambda: reach(amount))
        if low < 0 or high == 0:
            raise RuleRefused(
                words("Besar bantuan dapat kurang dari nol, atau selalu nol."),
                advice=words("Periksa angkanya, atau tulis most(0, …)."),
                line=gives.line,
            )
        return amount


@dataclass(frozen=True, slots=True)
class Ruling:
    """A rule on one day: the condition and the amount with that day's values put in."""

    rule: Rule
    on: date
    condition: t.Condition
    amount: t.Number | None
    version: str
    since: DatedCondition
    components: tuple[Counted, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether the amount must be known to the rupiah: the city pays it. What others pay may stay a range."""
        return self.rule.decided_by == "city"

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that name who is judged."""
        return ("family_id", "person_id") if self.rule.applies_to == "person" else ("family_id",)

    @property
    def fields(self) -> frozenset[Field]:
        """All columns that the condition and the amount ask about."""
        return t.fields(self.condition) | (t.fields(self.amount) if self.amount is not None else frozenset())

    @property
    def conditions(self) -> tuple[Statement, ...]:
        """What is asked of who receives, on this day."""
        return tuple(one for one in self.rule.conditions if one.period.holds(self.on))

    @property
    def ends(self) -> tuple[Statement, ...]:
        """What ends it, on this day."""
        return tuple(one for one in self.rule.ends if one.period.holds(self.on))

    @property
    def sources(self) -> tuple[tuple[NamedValue, DatedValue], ...]:
        """The values in force, each with its version of the day: value, source and confidence."""
        found = ((value, value.on(self.on)) for value in self.rule.values)
        return tuple((value, dated) for value, dated in found if dated is not None)


def _placed[T](line: int, read: Callable[[], T]) -> T:
    """Run a reader and say the file's line instead of the condition's."""
    try:
        return read()
    except RuleRefused as refusal:
        raise _moved(refusal, line) from refusal


def _moved(refusal: RuleRefused, line: int) -> RuleRefused:
    return RuleRefused(
        refusal.template,
        advice=refusal.advice_template,
        values=refusal.values,
        line=line + max(refusal.line, 1) - 1,
        column=refusal.column,
        field=refusal.field,
    )
