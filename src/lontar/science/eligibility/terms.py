"""The parts a condition is made of: immutable values that the grammar builds and both readings walk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lontar.science.eligibility.vocabulary import Field

Comparison = Literal["<", "<=", "=", "!=", ">=", ">"]


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number, written out or looked up among the rule's dated values by `name`."""

    value: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The number that stands in a column."""

    field: Field


@dataclass(frozen=True, slots=True)
class Count:
    """How many members meet a condition."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class OneIf:
    """1 where a condition about who is judged is met, 0 where it is not."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class Plus:
    left: "Number"
    right: "Number"


@dataclass(frozen=True, slots=True)
class Minus:
    left: "Number"
    right: "Number"


@dataclass(frozen=True, slots=True)
class Times:
    left: "Number"
    by: Whole


@dataclass(frozen=True, slots=True)
class Over:
    """Whole division, rounded down."""

    left: "Number"
    by: Whole


@dataclass(frozen=True, slots=True)
class Least:
    """The smaller of two numbers: how a limit is written."""

    left: "Number"
    right: "Number"


@dataclass(frozen=True, slots=True)
class Most:
    """The larger of two numbers: how a floor is written."""

    left: "Number"
    right: "Number"


Number = Whole | Found | Count | OneIf | Plus | Minus | Times | Over | Least | Most


@dataclass(frozen=True, slots=True)
class Compare:
    left: Number
    op: Comparison
    right: Number


@dataclass(frozen=True, slots=True)
class Within:
    """A number in one of some ranges, both ends belonging to them."""

    left: Number
    ranges: tuple[tuple[int, int], ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date column beside a day."""

    field: Field
    op: Comparison
    day: date
    name: str = ""


@dataclass(frozen=True, slots=True)
class OneOf:
    """A word in a set of words; `negated` for `!=`."""

    field: Field
    words: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Holds:
    """A column of yes and no."""

    field: Field


@dataclass(frozen=True, slots=True)
class NotKnown:
    """Criteria that nobody here knows: the answer is unknown for everybody, never yes and never no."""


@dataclass(frozen=True, slots=True)
class Some:
    """At least one member meets it."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class Every:
    """No member fails it."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class Denied:
    part: "Condition"


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple["Condition", ...]


Step = Compare | Within | Dated | OneOf | Holds | NotKnown | Some | Every
Condition = Step | Denied | All | Any
Term = Condition | Number


def steps(condition: Condition) -> Iterator[Step]:
    """The single questions about the family, in reading order; members are asked within one step."""
    match condition:
        case Denied(part):
            yield from steps(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from steps(part)
        case _:
            yield condition


def wanted(condition: Condition, answer: bool = True) -> Iterator[bool]:
    """The answer that helps, of each step in reading order: no where it stands behind a `not`."""
    match condition:
        case Denied(part):
            yield from wanted(part, not answer)
        case All(parts) | Any(parts):
            for part in parts:
                yield from wanted(part, answer)
        case _:
            yield answer


def inside(term: Term) -> Iterator[Term]:
    """The terms that stand directly within one."""
    match term:
        case Count(part) | OneIf(part) | Some(part) | Every(part) | Denied(part):
            yield part
        case All(parts) | Any(parts):
            yield from parts
        case Plus(left, right) | Minus(left, right) | Least(left, right) | Most(left, right):
            yield from (left, right)
        case Compare(left, _, right):
            yield from (left, right)
        case Times(left, by) | Over(left, by):
            yield from (left, by)
        case Within(left, _, _):
            yield left
        case _:
            return


def every(term: Term) -> Iterator[Term]:
    """A term and all that is in it."""
    yield term
    for part in inside(term):
        yield from every(part)


def fields(term: Term) -> frozenset[Field]:
    """All columns that a term asks about."""
    return frozenset(part.field for part in every(term) if isinstance(part, Found | Dated | OneOf | Holds))


@dataclass(frozen=True, slots=True)
class Ranges:
    """A set of whole numbers, as ranges with both ends in."""

    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A set of words."""

    words: tuple[str, ...]


Value = int | date | Ranges | Words
