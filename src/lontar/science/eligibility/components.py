"""Benefits made of components: how many members count, up to a limit each, and the best paid of all up to another.

In a rule about persons a component counts the person, where its condition is met.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from lontar.science.eligibility import terms as t
from lontar.science.eligibility.grammar import read_condition
from lontar.science.eligibility.tokens import RuleRefused
from lontar.science.eligibility.vocabulary import MEMBER, PERSON, About, Spoken, Vocabulary
from lontar.science.trouble import words


@dataclass(frozen=True, slots=True)
class Component:
    """One component as the file has it: which members count, the named value each gives, and how many count."""

    name: Spoken
    who: str
    amount: str
    most: str
    line: int


@dataclass(frozen=True, slots=True)
class Counted:
    """One component on a day: the members that count, already limited, and the rupiah that each gives."""

    name: Spoken
    number: t.Number
    rupiah: int


def counted(component: Component, values: Mapping[str, t.Value], vocabulary: Vocabulary, about: About) -> Counted:
    """The component with that day's values put in; `about` is whom the rule judges. Raises RuleRefused."""
    one = about == PERSON
    who = read_condition(component.who, values, vocabulary, about=PERSON if one else MEMBER)
    number: t.Number = t.OneIf(who) if one else t.Count(who)
    if component.most:
        number = t.Least(number, t.Whole(_whole(component.most, values, component.line), component.most))
    rupiah = _whole(component.amount, values, component.line)
    return Counted(component.name, number, rupiah)


def amount_of(components: Sequence[Counted], most: str, values: Mapping[str, t.Value]) -> t.Number:
    """The sum of the components, of which the best paid `most` count; all of them where `most` is empty.

    With the rupiah falling, v1 > v2 > …, and T_k the members of the first k components up to the limit, the sum is
    (v1 - v2) T_1 + (v2 - v3) T_2 + … + v_n T_n: every factor is positive, so bounds of the counts bound the sum.
    """
    if not most:
        return _sum([t.Times(part.number, t.Whole(part.rupiah)) for part in components])
    limit = t.Whole(_whole(most, values, 0), most)
    ordered = sorted(components, key=lambda part: -part.rupiah)
    levels = [(rupiah, [part.number for part in parts]) for rupiah, parts in groupby(ordered, lambda part: part.rupiah)]
    terms: list[t.Number] = []
    so_far: list[t.Number] = []
    for at, (rupiah, numbers) in enumerate(levels):
        so_far += numbers
        below = levels[at + 1][0] if at + 1 < len(levels) else 0
        terms.append(t.Times(t.Least(_sum(so_far), limit), t.Whole(rupiah - below)))
    return _sum(terms)


def _sum(numbers: Sequence[t.Number]) -> t.Number:
    total = numbers[0]
    for number in numbers[1:]:
        total = t.Plus(total, number)
    return total


def _whole(name: str, values: Mapping[str, t.Value], line: int) -> int:
    value = values.get(name)
    if not isinstance(value, int) or value <= 0:
        raise RuleRefused(
            words("“%(name)s” bukan angka yang berlaku pada hari itu."),
            advice=words("Tuliskan nilai bernama itu di bawah values, dengan versi untuk hari itu."),
            line=line,
            values={"name": name},
        )
    return value
