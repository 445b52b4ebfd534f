"""What has yet to be asked, and of whom, before a rule can be decided: never what cannot matter any more."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from lontar.science.eligibility import terms as t
from lontar.science.eligibility.reading import Asked, Reading, Record
from lontar.science.eligibility.vocabulary import Field
from lontar.science.eligibility.words import VOCABULARY


@dataclass(frozen=True, slots=True)
class Question:
    """One word that is not known; `member` counts from 1, and 0 is the family itself; `relation` says who that is."""

    member: int
    field: Field
    relation: str = dataclasses.field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Whom:
    """Of whom a word can be true at all: ages in completed years, and a sex where it is one's alone."""

    least: int = 0
    most: int = 130
    sex: str = ""


# Wider than any law or form, so that nobody of whom it could be true is passed over.
WHOM: Final[Mapping[str, Whom]] = {
    "pregnant": Whom(10, 60, "P"),
    "works": Whom(10),
    "public_servant": Whom(16),
    "accepted_at_university": Whom(14),
    "business_months": Whom(12),
    "business_training": Whom(12),
    "in_group": Whom(12),
}
# What else is no where one word is no.
FOLLOWS: Final[Mapping[str, str]] = {"disabled": "severe_disability", "works": "public_servant"}


def with_evident(member: Record, on: date) -> dict[str, Any]:
    """A member with what age, sex and the other answers leave no doubt about; whatever is known stays as it is.

    >>> with_evident({"birth_date": date(2026, 1, 1), "sex": "L"}, date(2026, 11, 22))["business_months"]
    0
    >>> with_evident({"birth_date": date(1996, 1, 1), "disabled": False}, date(2026, 11, 22))["severe_disability"]
    False
    """
    no = {
        name: 0 if VOCABULARY[name].kind == "number" else False
        for name in WHOM
        if member.get(name) is None and not can_be(name, member, on)
    }
    known = no | {name: value for name, value in member.items() if value is not None}
    return {**{after: False for name, after in FOLLOWS.items() if known.get(name) is False}, **known}


def can_be(name: str, member: Record, on: date) -> bool:
    """Whether a word can be true of a member, as far as age and sex are known."""
    whom = WHOM.get(name)
    if whom is None:
        return True
    sex, born = member.get("sex"), member.get("birth_date")
    if whom.sex and sex is not None and sex != whom.sex:
        return False
    if not isinstance(born, date):
        return True
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return whom.least <= years <= whom.most


def open_questions(
    reading: Reading, family: Record, members: Sequence[Record], person: int | None
) -> frozenset[Question]:  # fmt: skip
    """The words that could still change a reading's verdict when what is evident counts as known; `person` counts from
    0, None for a rule about families."""
    ruling, who = reading.ruling, 0 if person is None else person + 1
    walk = _Walk(Asked(ruling.on, family, [with_evident(one, ruling.on) for one in members], person))
    found = set(walk.condition(ruling.condition, walk.asked.subject, who))
    if not found and ruling.exact and ruling.amount is not None:
        # Who qualifies is settled; what they get is not.
        found = set(walk.number(ruling.amount, walk.asked.subject, who))
    relations = ["", *(str(one.get("relation") or "") for one in members)]
    return frozenset(replace(one, relation=relations[one.member]) for one in found)


def open_steps(reading: Reading) -> frozenset[int]:
    """The numbers of the unknown steps that could still change the verdict: the others are outvoted by what is known."""
    answers = iter(reading.steps)

    def walk(condition: t.Condition) -> tuple[Any, list[int]]:
        match condition:
            case t.Denied(part):
                answer, below = walk(part)
                return (None if answer is None else not answer), below
            case t.All(parts) | t.Any(parts):
                found = [walk(part) for part in parts]
                decides = isinstance(condition, t.Any)
                each = [answer for answer, _below in found]
                if decides in each:
                    return decides, []
                unknown = [number for answer, below in found if answer is None for number in below]
                return (None if None in each else not decides), unknown
            case _:
                step = next(answers)
                return step.answer, [step.number] if step.answer is None else []

    return frozenset(walk(reading.ruling.condition)[1])


@dataclass(frozen=True, slots=True)
class _Walk:
    """Down from the whole to the words; a part that is decided asks for nothing more."""

    asked: Asked

    def condition(self, condition: t.Condition, record: Record, who: int) -> Iterator[Question]:
        if self.asked.condition(condition, record) is not None:
            return
        match condition:
            case t.Some(part) | t.Every(part):
                yield from self._of_each(part)
            case t.Dated(field) | t.OneOf(field) | t.Holds(field):
                yield Question(0 if field.owner == "family" else who, field)
            case t.Compare(left, _, right):
                yield from self.number(left, record, who)
                yield from self.number(right, record, who)
            case t.Within(left):
                yield from self.number(left, record, who)
            case t.Denied(part):
                yield from self.condition(part, record, who)
            case t.All(parts) | t.Any(parts):
                for part in parts:
                    yield from self.condition(part, record, who)

    def number(self, number: t.Number, record: Record, who: int) -> Iterator[Question]:
        match number:
            case t.Found(field) if self.asked.value(field, record) is None:
                yield Question(0 if field.owner == "family" else who, field)
            case t.Count(part):
                yield from self._of_each(part)
            case t.OneIf(part):
                yield from self.condition(part, record, who)
            case _:
                for each in t.inside(number):
                    if isinstance(each, t.Number):
                        yield from self.number(each, record, who)

    def _of_each(self, condition: t.Condition) -> Iterator[Question]:
        for who, member in enumerate(self.asked.members, 1):
            yield from self.condition(condition, member, who)
