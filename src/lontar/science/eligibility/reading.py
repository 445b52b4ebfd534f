"""The reading of one family, step by step: what was asked, what was found, and what would change the answer."""

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from lontar.science.eligibility import terms as t
from lontar.science.eligibility.bounds import Interval, Verdict, all_of, any_of, compared, negated, within
from lontar.science.eligibility.columns import DOES_NOT, QUALIFIES, UNDECIDED
from lontar.science.eligibility.rulebook import Ruling
from lontar.science.eligibility.vocabulary import Field

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One value that was looked at; `member` counts from 1, and 0 is the family itself."""

    field: Field
    value: int | str | bool | date | None
    dated: date | None
    source: str
    member: int
    relation: str


@dataclass(frozen=True, slots=True)
class StepRead:
    """One step of the rule with its answer for this family."""

    number: int
    step: t.Step
    answer: Verdict
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """If this one step were answered otherwise, the verdict would be another."""

    step: int
    answer: bool
    verdict: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A rule's answer for one family or person, with its reasons.

    `amount` is the least rupiah it can be, `amount_most` the most (None where nothing bounds it); `counts` says of
    each component how many members certainly count and how many may.
    """

    ruling: Ruling
    verdict: str
    amount: int
    amount_most: int | None
    steps: tuple[StepRead, ...]
    changes: tuple[Change, ...]
    counts: tuple[Interval | None, ...] = ()


def read_family(ruling: Ruling, family: Record, members: Sequence[Record]) -> Reading:
    """The verdict for one family, and why. Agrees with `columns.judge` on every family."""
    return _read(ruling, _Asked(ruling.on, family, members))


def read_person(
    ruling: Ruling, family: Record, members: Sequence[Record], person: int, *, evidence: bool = True
) -> Reading:  # fmt: skip
    """The verdict for one member of a family, by a rule about persons; `person` counts the members from 0.

    Without `evidence` the answers alone: for whoever looks for the one member whose reading is told.
    """
    return _read(ruling, _Asked(ruling.on, family, members, person), evidence=evidence)


def amount_of_family(ruling: Ruling, family: Record, members: Sequence[Record]) -> int | None:
    """What the rule gives this family whether or not it qualifies; the least where others pay, None where unknown."""
    if ruling.amount is None:
        return 0
    asked = _Asked(ruling.on, family, members)
    amount = asked.number(ruling.amount, asked.subject)
    if amount is None or (ruling.exact and amount[0] != amount[1]):
        return None
    return amount[0]


def _read(ruling: Ruling, asked: "_Asked", *, evidence: bool = True) -> Reading:
    subject = asked.subject
    steps = tuple(
        StepRead(number, step, asked.condition(step, subject), asked.evidence(step) if evidence else ())
        for number, step in enumerate(t.steps(ruling.condition), 1)
    )
    amount = (0, 0) if ruling.amount is None else asked.number(ruling.amount, subject)
    answers = [step.answer for step in steps]
    verdict = _verdict(ruling, answers, amount)
    changes = []
    for at, step in enumerate(steps):
        for answer in (True, False):
            if answer == step.answer:
                continue
            other = _verdict(ruling, [*answers[:at], answer, *answers[at + 1 :]], amount)
            if other != verdict:
                changes.append(Change(step.number, answer, other))
    counts = tuple(asked.number(part.number, subject) for part in ruling.components)
    least, most = (amount or (0, None)) if verdict == QUALIFIES else (0, 0)
    return Reading(ruling, verdict, least, most, steps, tuple(changes), counts)


def _verdict(ruling: Ruling, answers: Sequence[Verdict], amount: Interval | None) -> str:
    whole = _tree(ruling.condition, iter(answers))
    if whole is False:
        return DOES_NOT
    known = not ruling.exact or (amount is not None and amount[0] == amount[1])
    return QUALIFIES if whole is True and known else UNDECIDED


def _tree(condition: t.Condition, answers: Iterator[Verdict]) -> Verdict:
    match condition:
        case t.Denied(part):
            return negated(_tree(part, answers))
        case t.All(parts):
            return all_of([_tree(part, answers) for part in parts])
        case t.Any(parts):
            return any_of([_tree(part, answers) for part in parts])
        case _:
            return next(answers)


@dataclass(frozen=True)
class _Asked:
    on: date
    family: Record
    members: Sequence[Record]
    person: int | None = None

    @property
    def subject(self) -> Record:
        """Who is judged: the family, or one of its members together with what is known of the family."""
        if self.person is None:
            return self.family
        return ChainMap(dict(self.members[self.person]), dict(self.family))

    def condition(self, condition: t.Condition, record: Record) -> Verdict:
        match condition:
            case t.Compare(left, op, right):
                low, high = self.number(left, record), self.number(right, record)
                return None if low is None or high is None else compared(low, op, high)
            case t.Within(left, ranges, _):
                number = self.number(left, record)
                return None if number is None else within(number, ranges)
            case t.Dated(field, op, day, _):
                found = self.value(field, record)
                if not isinstance(found, date):
                    return None
                return compared((found.toordinal(),) * 2, op, (day.toordinal(),) * 2)
            case t.OneOf(field, words, is_negated):
                word = self.value(field, record)
                return None if word is None else (word in words) is not is_negated
            case t.Holds(field):
                held = self.value(field, record)
                return held if isinstance(held, bool) else None
            case t.NotKnown():
                return None
            case t.Some(part):
                return any_of([self.condition(part, member) for member in self.members]) if self.members else None
            case t.Every(part):
                return all_of([self.condition(part, member) for member in self.members]) if self.members else None
            case t.Denied(part):
                return negated(self.condition(part, record))
            case t.All(parts):
                return all_of([self.condition(part, record) for part in parts])
            case t.Any(parts):
                return any_of([self.condition(part, record) for part in parts])

    def number(self, number: t.Number, record: Record) -> Interval | None:
        match number:
            case t.Whole(value):
                return value, value
            case t.Found(field):
                found = self.value(field, record)
                return (found, found) if isinstance(found, int) else None
            case t.Count(part):
                if not self.members:
                    return None
                answers = [self.condition(part, member) for member in self.members]
                return answers.count(True), len(answers) - answers.count(False)
            case t.OneIf(part):
                answer = self.condition(part, record)
                return int(answer is True), int(answer is not False)
            case t.Times(left, by):
                factor = self.number(left, record)
                return None if factor is None else _ordered(factor[0] * by.value, factor[1] * by.value)
            case t.Over(left, by):
                whole = self.number(left, record)
                return None if whole is None else (whole[0] // by.value, whole[1] // by.value)
            case t.Plus(left, right) | t.Minus(left, right) | t.Least(left, right) | t.Most(left, right):
                first, second = self.number(left, record), self.number(right, record)
                return None if first is None or second is None else _both(number, first, second)

    def value(self, field: Field, record: Record) -> int | str | bool | date | None:
        """What stands in a column, or None where it is missing or cannot be."""
        since = field.years_of or field.months_of
        if since:
            born = record.get(since)
            if not isinstance(born, date):
                return None
            months = (self.on.year - born.year) * 12 + self.on.month - born.month - (born.day > self.on.day)
            found: Any = months // 12 if field.years_of else months
        else:
            found = record.get(field.name)
        if found is None:
            return None
        if field.kind == "number":
            return int(found) if field.bounds[0] <= found <= field.bounds[1] else None
        if field.kind == "choice":
            return str(found) if found in field.choices else None
        if field.kind == "flag":
            return bool(found)
        return found if isinstance(found, date) else None

    def evidence(self, step: t.Step) -> tuple[Evidence, ...]:
        """The values behind one step, the family's first, then each member's."""
        asked, of_members = _looks_at(step)
        found = [self._found(field, self.family, 0) for field in asked if field.owner == "family"]
        of_each = [field for field in asked if field.owner == "member"]
        everyone = list(enumerate(self.members, 1)) if of_each else []
        for number, member in (
            everyone if self.person is None or of_members else everyone[self.person : self.person + 1]
        ):
            found += [self._found(field, member, number) for field in of_each]
        return tuple(found)

    def _found(self, field: Field, record: Record, number: int) -> Evidence:
        dated = record.get(field.dated_by) if field.dated_by else None
        source = str(record.get(field.sourced_by) or "") if field.sourced_by else ""
        relation = str(record.get("relation") or "") if number else ""
        return Evidence(field, self.value(field, record), dated, source, number, relation)


# A rule is read for one family after the other: what each of its steps looks at is worked out once. By identity, for
# to compare a step with another costs as much as to work it out.
_LOOKS: dict[int, tuple[t.Step, tuple[Field, ...], bool]] = {}
_LOOKS_MOST: Final = 4_096


def _looks_at(step: t.Step) -> tuple[tuple[Field, ...], bool]:
    """The columns behind a step by their names, and whether it asks about members one by one."""
    known = _LOOKS.get(id(step))
    if known is None or known[0] is not step:
        asked = tuple(sorted(t.fields(step), key=lambda field: field.name))
        known = step, asked, any(isinstance(term, t.Some | t.Every | t.Count) for term in t.every(step))
        if len(_LOOKS) >= _LOOKS_MOST:
            _LOOKS.clear()
        _LOOKS[id(step)] = known
    return known[1], known[2]


def _ordered(left: int, right: int) -> Interval:
    return min(left, right), max(left, right)


def _both(number: t.Plus | t.Minus | t.Least | t.Most, left: Interval, right: Interval) -> Interval:
    match number:
        case t.Plus():
            return left[0] + right[0], left[1] + right[1]
        case t.Minus():
            return left[0] - right[1], left[1] - right[0]
        case t.Least():
            return min(left[0], right[0]), min(left[1], right[1])
        case t.Most():
            return max(left[0], right[0]), max(left[1], right[1])
