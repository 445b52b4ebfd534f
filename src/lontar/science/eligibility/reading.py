"""The reading of one family, step by step: what was asked, what was found, and what would change the answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lontar.science.eligibility import terms as t
from lontar.science.eligibility.bounds import Interval, Verdict, all_of, any_of, compared, negated, within
from lontar.science.eligibility.columns import DOES_NOT, QUALIFIES, UNDECIDED
from lontar.science.eligibility.remembered import remembered
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
    return _read(ruling, Asked(ruling.on, family, members))


def read_person(
    ruling: Ruling, family: Record, members: Sequence[Record], person: int, *, evidence: bool = True
) -> Reading:  # fmt: skip
    """The verdict for one member of a family, by a rule about persons; `person` counts the members from 0.

    Without `evidence` the answers alone, and what would change a no: for whoever looks for the one member whose reading
    is told.
    """
    return _read(ruling, Asked(ruling.on, family, members, person), evidence=evidence)


def amount_of_family(ruling: Ruling, family: Record, members: Sequence[Record]) -> int | None:
    """What the rule gives this family whether or not it qualifies; the least where others pay, None where unknown."""
    if ruling.amount is None:
        return 0
    asked = Asked(ruling.on, family, members)
    amount = asked.number(ruling.amount, asked.subject)
    if amount is None or (ruling.exact and amount[0] != amount[1]):
        return None
    return amount[0]


def _read(ruling: Ruling, asked: "Asked", *, evidence: bool = True) -> Reading:
    subject = asked.subject
    asked_of = _steps_of(ruling)
    answers = [asked.condition(step, subject) for step in asked_of]
    steps = tuple(
        StepRead(number, step, answer, asked.evidence(step) if evidence else ())
        for number, (step, answer) in enumerate(zip(asked_of, answers, strict=True), 1)
    )
    amount = (0, 0) if ruling.amount is None else asked.number(ruling.amount, subject)
    verdict = _verdict(ruling, _tree(ruling.condition, iter(answers)), amount)
    told = evidence or verdict == DOES_NOT
    changes = tuple(_changes(ruling, steps, verdict, amount)) if told else ()
    counts = tuple(asked.number(part.number, subject) for part in ruling.components) if evidence else ()
    least, most = (amount or (0, None)) if verdict == QUALIFIES else (0, 0)
    return Reading(ruling, verdict, least, most, steps, changes, counts)


def _changes(ruling: Ruling, steps: Sequence[StepRead], verdict: str, amount: Interval | None) -> Iterator[Change]:
    """The answers that would alone make the verdict another."""
    wholes = _otherwise(ruling.condition, iter([step.answer for step in steps]), (True, False, None))
    for step, if_so in zip(steps, wholes, strict=True):
        for answer, whole in zip((True, False), if_so, strict=True):
            if answer != step.answer and (other := _verdict(ruling, whole, amount)) != verdict:
                yield Change(step.number, answer, other)


@remembered
def _steps_of(ruling: Ruling) -> tuple[t.Step, ...]:
    return tuple(t.steps(ruling.condition))


def _verdict(ruling: Ruling, whole: Verdict, amount: Interval | None) -> str:
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


# What the whole is when a part of it is yes, no or unknown.
_Then = tuple[Verdict, Verdict, Verdict]


def _otherwise(condition: t.Condition, answers: Iterator[Verdict], then: _Then) -> Iterator[tuple[Verdict, Verdict]]:
    """For each step in reading order: what the whole is when it alone is answered yes, and when it is answered no.

    A part counts only as far as its neighbours leave it open, so one walk from the whole down to the steps tells all.
    """
    match condition:
        case t.Denied(part):
            yield from _otherwise(part, answers, (then[1], then[0], then[2]))
        case t.All(parts) | t.Any(parts):
            decides = isinstance(condition, t.Any)  # one such answer is enough
            below = [[next(answers) for _step in _steps_in(part)] for part in parts]
            found = [_tree(part, iter(these)) for part, these in zip(parts, below, strict=True)]
            deciding, unknown = found.count(decides), found.count(None)
            stays, open_ = then[1 - decides], (then[0], then[2], then[2]) if decides else (then[2], then[1], then[2])
            for part, these, own in zip(parts, below, found, strict=True):
                if deciding > (own is decides):
                    yield from [(stays, stays)] * len(these)
                else:
                    left = open_ if unknown > (own is None) else then
                    yield from _otherwise(part, iter(these), left)
        case _:
            next(answers)
            yield then[0], then[1]


@remembered
def _steps_in(condition: t.Condition) -> tuple[t.Step, ...]:
    return tuple(t.steps(condition))


@dataclass(frozen=True)
class Asked:
    """A family, or one of its members, of whom the terms of a rule are asked on a day."""

    on: date
    family: Record
    members: Sequence[Record]
    person: int | None = None

    @property
    def subject(self) -> Record:
        """Who is judged: the family, or one of its members together with what is known of the family."""
        if self.person is None:
            return self.family
        return {**self.family, **self.members[self.person]}

    def condition(self, condition: t.Condition, record: Record) -> Verdict:
        return _CONDITIONS[type(condition)](self, condition, record)

    def number(self, number: t.Number, record: Record) -> Interval | None:
        return _NUMBERS[type(number)](self, number, record)

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


@remembered
def _looks_at(step: t.Step) -> tuple[tuple[Field, ...], bool]:
    """The columns behind a step by their names, and whether it asks about members one by one."""
    asked = tuple(sorted(t.fields(step), key=lambda field: field.name))
    return asked, any(isinstance(term, t.Some | t.Every | t.Count) for term in t.every(step))


def _compare(asked: Asked, term: t.Compare, record: Record) -> Verdict:
    low, high = asked.number(term.left, record), asked.number(term.right, record)
    return None if low is None or high is None else compared(low, term.op, high)


def _in_ranges(asked: Asked, term: t.Within, record: Record) -> Verdict:
    number = asked.number(term.left, record)
    return None if number is None else within(number, term.ranges)


def _on_day(asked: Asked, term: t.Dated, record: Record) -> Verdict:
    found = asked.value(term.field, record)
    if not isinstance(found, date):
        return None
    return compared((found.toordinal(),) * 2, term.op, (term.day.toordinal(),) * 2)


def _one_of(asked: Asked, term: t.OneOf, record: Record) -> Verdict:
    word = asked.value(term.field, record)
    return None if word is None else (word in term.words) is not term.negated


def _holds(asked: Asked, term: t.Holds, record: Record) -> Verdict:
    held = asked.value(term.field, record)
    return held if isinstance(held, bool) else None


def _of_members(join: Callable[[list[Verdict]], Verdict]) -> Callable[[Asked, Any, Record], Verdict]:
    return lambda asked, term, _record: (
        join([asked.condition(term.condition, member) for member in asked.members]) if asked.members else None
    )


def _joined(join: Callable[[list[Verdict]], Verdict]) -> Callable[[Asked, Any, Record], Verdict]:
    return lambda asked, term, record: join([asked.condition(part, record) for part in term.parts])


# By type, for one family asks some thousand terms.
_CONDITIONS: dict[type, Callable[[Asked, Any, Record], Verdict]] = {
    t.Compare: _compare, t.Within: _in_ranges, t.Dated: _on_day, t.OneOf: _one_of, t.Holds: _holds,
    t.NotKnown: lambda _asked, _term, _record: None, t.Some: _of_members(any_of), t.Every: _of_members(all_of),
    t.Denied: lambda asked, term, record: negated(asked.condition(term.part, record)),
    t.All: _joined(all_of), t.Any: _joined(any_of),
}  # fmt: skip


def _found(asked: Asked, term: t.Found, record: Record) -> Interval | None:
    found = asked.value(term.field, record)
    return (found, found) if isinstance(found, int) else None


def _count(asked: Asked, term: t.Count, _record: Record) -> Interval | None:
    if not asked.members:
        return None
    answers = [asked.condition(term.condition, member) for member in asked.members]
    return answers.count(True), len(answers) - answers.count(False)


def _one_if(asked: Asked, term: t.OneIf, record: Record) -> Interval | None:
    answer = asked.condition(term.condition, record)
    return int(answer is True), int(answer is not False)


def _times(asked: Asked, term: t.Times, record: Record) -> Interval | None:
    factor = asked.number(term.left, record)
    return None if factor is None else _ordered(factor[0] * term.by.value, factor[1] * term.by.value)


def _over(asked: Asked, term: t.Over, record: Record) -> Interval | None:
    whole = asked.number(term.left, record)
    return None if whole is None else (whole[0] // term.by.value, whole[1] // term.by.value)


def _of_two(asked: Asked, term: t.Plus | t.Minus | t.Least | t.Most, record: Record) -> Interval | None:
    first, second = asked.number(term.left, record), asked.number(term.right, record)
    return None if first is None or second is None else _both(term, first, second)


_NUMBERS: dict[type, Callable[[Asked, Any, Record], Interval | None]] = {
    t.Whole: lambda _asked, term, _record: (term.value, term.value), t.Found: _found, t.Count: _count, t.OneIf: _one_if,
    t.Times: _times, t.Over: _over, t.Plus: _of_two, t.Minus: _of_two, t.Least: _of_two, t.Most: _of_two,
}  # fmt: skip


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
