"""The grammar of conditions: a bounded, hand-written reader from text to terms. Nothing is ever executed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import NoReturn, cast, get_args

from lontar.science.eligibility import refusals as said
from lontar.science.eligibility import terms as t
from lontar.science.eligibility.tokens import RuleRefused, Token, cut
from lontar.science.eligibility.vocabulary import FAMILY, MEMBER, About, Vocabulary
from lontar.science.eligibility.vocabulary import Field as Column
from lontar.science.eligibility.words import VOCABULARY

Values = Mapping[str, t.Value]
TERMS_MAX = 400
DEPTH_MAX = 24
KEYWORDS = frozenset({"and", "or", "not", "in", "some", "every", "member", "count", "least", "most", "unknown"})
_COMPARISONS = frozenset(get_args(t.Comparison))
_FLIPPED: dict[str, t.Comparison] = {"<": ">", "<=": ">=", "=": "=", "!=": "!=", ">=": "<=", ">": "<"}


def read_condition(
    text: str, values: Values | None = None, vocabulary: Vocabulary = VOCABULARY, *, about: About = FAMILY
) -> t.Condition:
    """A condition about a family, a member or a person. Raises RuleRefused; empty text is refused too.

    >>> read_condition("decile in limit", {"limit": t.Ranges(((1, 4),))}).ranges
    ((1, 4),)
    """
    reader = _Reader(cut(text), values or {}, vocabulary, about)
    if reader.now.kind == "end":
        reader.refuse(said.EMPTY)
    term = reader.disjunction()
    reader.finish()
    return reader.as_condition(term, reader.tokens[0])


def read_number(
    text: str, values: Values | None = None, vocabulary: Vocabulary = VOCABULARY, *, about: About = FAMILY
) -> t.Number:
    """An amount in whole numbers. Raises RuleRefused."""
    reader = _Reader(cut(text), values or {}, vocabulary, about)
    term = reader.sum()
    reader.finish()
    return reader.as_number(term, reader.tokens[0])


def read_value(text: str) -> t.Value:
    """A dated value of a rule: a number, a day, ranges or words. Raises RuleRefused.

    >>> read_value("1..5"), read_value("200000")
    (Ranges(ranges=((1, 5),)), 200000)
    """
    reader = _Reader(cut(text), {}, {}, FAMILY)
    value = reader.value()
    reader.finish()
    return value


@dataclass
class _Reader:
    tokens: list[Token]
    values: Values
    vocabulary: Vocabulary
    about: About
    at: int = 0
    depth: int = 0
    terms: int = 0

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def refuse(self, why: said.Why, token: Token | None = None, **values: object) -> NoReturn:
        token = token or self.now
        raise RuleRefused(why[0], advice=why[1], line=token.line, column=token.column, values=values)

    def take(self, *texts: str) -> Token | None:
        """The present token, if it is one of these; then the next is present."""
        if self.now.text in texts and self.now.kind != "end":
            self.at += 1
            return self.tokens[self.at - 1]
        return None

    def expect(self, text: str) -> None:
        if not self.take(text):
            if self.now.kind == "end":
                self.refuse(said.ENDED, text=text)
            self.refuse(said.AWAITED, text=text, found=self.now.text)

    def finish(self) -> None:
        if self.now.kind != "end":
            self.refuse(said.UNREADABLE, text=self.now.text)

    def one_more(self) -> None:
        self.terms += 1
        if self.terms > TERMS_MAX:
            self.refuse(said.TOO_LONG, most=TERMS_MAX)

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEPTH_MAX:
            self.refuse(said.TOO_DEEP, most=DEPTH_MAX)

    # Conditions, from the loosest to the tightest.

    def disjunction(self) -> t.Term:
        return self._chain("or", self.conjunction, t.Any)

    def conjunction(self) -> t.Term:
        return self._chain("and", self.denial, t.All)

    def _chain(
        self, word: str, part: Callable[[], t.Term], made: Callable[[tuple[t.Condition, ...]], t.Term]
    ) -> t.Term:
        first_token = self.now
        first = part()
        if self.now.text != word:
            return first
        parts = [self.as_condition(first, first_token)]
        while self.take(word):
            token = self.now
            parts.append(self.as_condition(part(), token))
        return made(tuple(parts))

    def denial(self) -> t.Term:
        if not self.take("not"):
            return self.comparison()
        self.deeper()
        token = self.now
        part = self.as_condition(self.denial(), token)
        self.depth -= 1
        return t.Denied(part)

    def comparison(self) -> t.Term:
        self.one_more()
        start = self.now
        column = self._column_ahead()
        if column is not None and column.kind in ("date", "choice"):
            self.at += 1
            return self._dated(column) if column.kind == "date" else self._chosen(column)
        left = self.sum()
        if sign := self.take(*_COMPARISONS):
            token = self.now
            right = self.as_number(self.sum(), token)
            op = cast(t.Comparison, sign.text)
            left = self.as_number(left, start)
            # The side that can vary stands on the left, so that sentences read well.
            if isinstance(left, t.Whole) and not isinstance(right, t.Whole):
                return t.Compare(right, _FLIPPED[op], left)
            return t.Compare(left, op, right)
        if self.take("in"):
            ranges, name = self._ranges()
            return t.Within(self.as_number(left, start), ranges, name)
        return left

    def _column_ahead(self) -> Column | None:
        if self.now.kind != "name" or self.now.text in KEYWORDS or self.now.text in self.values:
            return None
        return self._column(self.now)

    def _near(self, text: str) -> list[str]:
        """The words that were meant: by a letter or two, or by what they are called in either language (desil: decile)."""
        names = [*self.vocabulary, *self.values]
        called = {name: f"{word.label.id} {word.label.en}".lower().split() for name, word in self.vocabulary.items()}
        spelt, meant = (
            get_close_matches(text, names, 3, 0.75),
            [name for name, words in called.items() if text in words],
        )
        return spelt or meant[:3] or get_close_matches(text, names, 3, 0.6)

    def _column(self, token: Token) -> Column:
        column = self.vocabulary.get(token.text)
        if column is None:
            if near := ", ".join(self._near(token.text.lower())):
                self.refuse(said.MEANT, token, text=token.text, near=near)
            # Only what could stand here: all words at once are more than anybody reads.
            here = [name for name, word in self.vocabulary.items() if word.owner in self.about]
            self.refuse(said.NO_COLUMN, token, text=token.text, known=", ".join(sorted({*here, *self.values})))
        if column.owner not in self.about and self.about == FAMILY:
            self.refuse(said.OF_MEMBERS, token, text=token.text)
        if column.owner not in self.about:
            self.refuse(said.OF_FAMILIES, token, text=token.text)
        return column

    def _dated(self, column: Column) -> t.Dated:
        sign = self.take(*_COMPARISONS)
        if sign is None:
            self.refuse(said.NO_SIGN, name=column.name)
        token = self.now
        self.at += 1 if token.kind != "end" else 0
        value = self.values.get(token.text) if token.kind == "name" else None
        if token.kind == "day":
            value = self._day(token)
        if not isinstance(value, date):
            self.refuse(said.NO_DATE, token, text=token.text)
        name = token.text if token.kind == "name" else ""
        return t.Dated(column, cast(t.Comparison, sign.text), value, name)

    def _day(self, token: Token) -> date:
        try:
            return date.fromisoformat(token.text)
        except ValueError:
            self.refuse(said.NO_SUCH_DAY, token, text=token.text)

    def _chosen(self, column: Column) -> t.OneOf:
        sign = self.take("=", "!=", "in")
        if sign is None:
            self.refuse(said.NO_EQUALS, name=column.name)
        start = self.now
        if sign.text == "in":
            named = self.values.get(start.text)
            if isinstance(named, t.Words):
                self.at += 1
                chosen = named.words
            else:
                chosen = self._words()
        else:
            chosen = (self._word(),)
        for word in chosen:
            if word not in column.choices:
                known = ", ".join(column.choices)
                self.refuse(said.NO_CHOICE, start, word=word, name=column.name, known=known)
        if set(chosen) == set(column.choices):
            self.refuse(said.EVERY_CHOICE, start, name=column.name)
        return t.OneOf(column, chosen, negated=sign.text == "!=")

    def _word(self) -> str:
        token = self.now
        if token.kind != "name" or token.text in KEYWORDS:
            self.refuse(said.NO_WORD)
        self.at += 1
        return token.text

    def _words(self) -> tuple[str, ...]:
        self.expect("{")
        chosen = [self._word()]
        while self.take(","):
            self.one_more()
            chosen.append(self._word())
        self.expect("}")
        return tuple(dict.fromkeys(chosen))

    def _ranges(self) -> tuple[tuple[tuple[int, int], ...], str]:
        named = self.values.get(self.now.text) if self.now.kind == "name" else None
        if isinstance(named, t.Ranges):
            self.at += 1
            return named.ranges, self.tokens[self.at - 1].text
        if not self.take("{"):
            return (self._range(),), ""
        ranges = [self._range()]
        while self.take(","):
            self.one_more()
            ranges.append(self._range())
        self.expect("}")
        return tuple(sorted(set(ranges))), ""

    def _range(self) -> tuple[int, int]:
        token = self.now
        low = self._whole()
        high = self._whole() if self.take("..") else low
        if low > high:
            self.refuse(said.BACKWARDS, token, low=low, high=high)
        return low, high

    def _whole(self) -> int:
        sign = -1 if self.take("-") else 1
        token = self.now
        if token.kind != "whole":
            self.refuse(said.NO_WHOLE, text=token.text)
        self.at += 1
        return sign * int(token.text.replace("_", ""))

    def value(self) -> t.Value:
        if self.now.kind == "day":
            self.at += 1
            return self._day(self.tokens[self.at - 1])
        if self.now.text == "{" and self.tokens[self.at + 1].kind == "name":
            return t.Words(self._words())
        ranges, _ = self._ranges()
        if len(ranges) == 1 and ranges[0][0] == ranges[0][1] and self.tokens[0].text != "{":
            return ranges[0][0]
        return t.Ranges(ranges)

    def sum(self) -> t.Term:
        token = self.now
        left = self.product()
        depth = self.depth
        while sign := self.take("+", "-"):
            self.deeper()
            self.one_more()
            right_token = self.now
            right = self.as_number(self.product(), right_token)
            left = (t.Plus if sign.text == "+" else t.Minus)(self.as_number(left, token), right)
        self.depth = depth
        return left

    def product(self) -> t.Term:
        start = self.now
        left = self.atom()
        depth = self.depth
        while sign := self.take("*", "/"):
            self.deeper()
            self.one_more()
            token = self.now
            by = self.atom()
            number = self.as_number(left, start)
            if sign.text == "*" and isinstance(number, t.Whole) and not isinstance(by, t.Whole):
                number, by = self.as_number(by, token), number
            if not isinstance(by, t.Whole):
                self.refuse(said.NOT_FIXED, token)
            if sign.text == "/" and by.value <= 0:
                self.refuse(said.BY_NOTHING, token)
            left = t.Times(number, by) if sign.text == "*" else t.Over(number, by)
        self.depth = depth
        return left

    def atom(self) -> t.Term:
        token = self.now
        if token.kind == "whole" or token.text == "-":
            return t.Whole(self._whole())
        if self.take("("):
            self.deeper()
            term = self.disjunction()
            self.expect(")")
            self.depth -= 1
            return term
        if token.kind != "name":
            if token.kind == "end":
                self.refuse(said.ENDED_EARLY)
            self.refuse(said.NO_START, found=token.text)
        self.at += 1
        if token.text == "unknown":
            return t.NotKnown()
        if token.text in ("some", "every"):
            self.expect("member")
            return (t.Some if token.text == "some" else t.Every)(self._of_members(token))
        if token.text == "count":
            return t.Count(self._of_members(token))
        if token.text in ("least", "most"):
            return self._limit(token)
        return self._named(token)

    def _of_members(self, token: Token) -> t.Condition:
        if self.about == MEMBER:
            self.refuse(said.WITHIN_MEMBERS, token)
        around, self.about = self.about, MEMBER
        self.deeper()
        self.expect("(")
        inner = self.now
        condition = self.as_condition(self.disjunction(), inner)
        self.expect(")")
        self.depth -= 1
        self.about = around
        return condition

    def _limit(self, token: Token) -> t.Number:
        self.deeper()
        self.expect("(")
        first_token = self.now
        first = self.as_number(self.sum(), first_token)
        self.expect(",")
        second_token = self.now
        second = self.as_number(self.sum(), second_token)
        self.expect(")")
        self.depth -= 1
        return (t.Least if token.text == "least" else t.Most)(first, second)

    def _named(self, token: Token) -> t.Term:
        value = self.values.get(token.text)
        if isinstance(value, int):
            return t.Whole(value, token.text)
        if value is not None:
            self.refuse(said.VALUE_NO_NUMBER, token, text=token.text)
        column = self._column(token)
        if column.kind == "flag":
            return t.Holds(column)
        if column.kind != "number":
            self.refuse(said.NO_NUMBER, token, text=token.text)
        return t.Found(column)

    def as_condition(self, term: t.Term, token: Token) -> t.Condition:
        if isinstance(term, t.Number):
            self.refuse(said.NO_CONDITION, token)
        return term

    def as_number(self, term: t.Term, token: Token) -> t.Number:
        if not isinstance(term, t.Number):
            self.refuse(said.A_CONDITION, token)
        return term
