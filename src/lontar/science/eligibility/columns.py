"""The reading by columns: one rule over a whole city, written once in Narwhals for every engine it knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import narwhals as nw

from lontar.science.eligibility import terms as t
from lontar.science.eligibility.bounds import merged
from lontar.science.eligibility.rulebook import Ruling
from lontar.science.eligibility.vocabulary import Field

# A number by columns is known between two bounds; they are the same expression where it is exact.
# The depth says how many layers of kept columns must stand before it can be asked.
Bounds = tuple[nw.Expr, nw.Expr, int]
QUALIFIES, DOES_NOT, UNDECIDED = "qualifies", "does_not", "undecided"


def judge(ruling: Ruling, families: Any, members: Any) -> Any:
    """Every family's or person's verdict and amount, and each step's answer, as a lazy frame of the engine that came in.

    `families` has `family_id` and the family columns the rule reads; `members` has `family_id`, the members' columns
    and, for a rule about persons, `person_id`. A column that is absent is unknown for everybody.
    The result holds `family_id` (and `person_id`), `verdict` (qualifies, does_not, undecided; an Enum in Polars), `amount` (rupiah, the
    least it can be; 0 unless it qualifies), `amount_most` (the most it can be; null where nothing bounds it) and
    `step_1`, `step_2` … (yes, no or null), numbered as in the step-by-step reading. The two amounts differ only where
    the city does not pay (`Ruling.exact`): what it pays itself must be known, or the answer is undecided.
    A family without a single known member has unknown members: nothing is concluded from their absence.
    """
    asked = _Asked(ruling.on, _whole_columns(families, "family") | _whole_columns(members, "member"))
    steps = [asked.condition(step) for step in t.steps(ruling.condition)]
    names = [f"step_{n}" for n in range(1, len(steps) + 1)]
    whole = _tree(ruling.condition, iter([nw.col(name) for name in names]))
    given = _given(asked, ruling)
    frame = asked.layered(_subjects(asked, ruling, families, members)).with_columns(
        *(step.alias(name) for step, name in zip(steps, names, strict=True)),
        *(bound.alias(name) for bound, name in zip(given, ("_low", "_high"), strict=False)),
    )
    sure = whole & (nw.col("_low") == nw.col("_high")) if given and ruling.exact else whole
    frame = frame.with_columns(whole.alias("_whole"), sure.alias("_sure"))
    # Polars writes a word of a closed list as one byte; written out, the three words cost more than thirty conditions.
    kind = nw.Enum([QUALIFIES, DOES_NOT, UNDECIDED]) if frame.implementation.is_polars() else None
    yes, no, open_ = (nw.lit(word, kind) for word in (QUALIFIES, DOES_NOT, UNDECIDED))
    verdict = nw.when(nw.col("_sure")).then(yes).otherwise(nw.when(~nw.col("_whole")).then(no).otherwise(open_))
    none = nw.lit(0, nw.Int64)
    amount = nw.when(nw.col("_sure")).then(nw.col("_low").fill_null(0)).otherwise(none) if given else none
    most = nw.when(nw.col("_sure")).then(nw.col("_high")).otherwise(none) if given else none
    kept = [verdict.alias("verdict"), amount.alias("amount"), most.alias("amount_most")]
    return frame.select(*ruling.keys, *kept, *names).to_native()


def _given(asked: "_Asked", ruling: Ruling) -> tuple[nw.Expr, ...]:
    """The least and the most rupiah; nothing where the aid is no rupiah."""
    if ruling.amount is None:
        return ()
    low, high, _ = asked.number(ruling.amount)
    return low, high


def _subjects(asked: "_Asked", ruling: Ruling, families: Any, members: Any) -> nw.LazyFrame[Any]:
    """One row for each family or person judged, with what the rule reads of them and the members' answers counted."""
    frame = completed(families, ruling, "family", ("family_id",))
    of_persons = ruling.rule.applies_to == "person"
    people = completed(members, ruling, "member", ruling.keys if of_persons else ("family_id",))
    if of_persons:
        frame = people.join(frame, on="family_id", how="left")
    if asked.counted:
        frame = frame.join(asked.over_members(people), on="family_id", how="left")
    return frame


_TYPES: dict[str, Any] = {"number": nw.Int64, "date": nw.Date, "choice": nw.String, "flag": nw.Boolean}


def completed(native: Any, ruling: Ruling, owner: str, keys: tuple[str, ...]) -> nw.LazyFrame[Any]:
    """The keys and the columns that the rule reads of one owner; those that are not there are unknown."""
    frame: nw.LazyFrame[Any] = nw.from_native(native).lazy()
    there = set(frame.collect_schema().names())
    wanted = {
        _stored(field): "date" if _derived(field) else field.kind for field in ruling.fields if field.owner == owner
    }
    columns = [
        nw.col(name) if name in there else nw.lit(None, _TYPES[kind]).alias(name)
        for name, kind in sorted(wanted.items())
    ]
    return frame.select(*(nw.col(key) for key in keys), *columns)


def _whole_columns(native: Any, owner: str) -> dict[tuple[str, str], tuple[int, int]]:
    """The columns that hold whole numbers, each with the least and the most that its type can hold."""
    frame: nw.LazyFrame[Any] = nw.from_native(native).lazy()
    kinds = frame.collect_schema().items()
    return {(owner, name): _SPANS[type(kind)] for name, kind in kinds if type(kind) in _SPANS}


_SPANS: dict[Any, tuple[int, int]] = {
    nw.Int8: (-(2**7), 2**7 - 1), nw.Int16: (-(2**15), 2**15 - 1), nw.Int32: (-(2**31), 2**31 - 1),
    nw.Int64: (-(2**63), 2**63 - 1), nw.UInt8: (0, 2**8 - 1), nw.UInt16: (0, 2**16 - 1), nw.UInt32: (0, 2**32 - 1),
}  # fmt: skip


def _derived(field: Field) -> bool:
    return bool(field.years_of or field.months_of)


def _stored(field: Field) -> str:
    """The column that a word is read from."""
    return field.years_of or field.months_of or field.name


def _tree(condition: t.Condition, answers: Any) -> nw.Expr:
    """The whole condition over its steps' answers, taken in reading order."""
    match condition:
        case t.Denied(part):
            return ~_tree(part, answers)
        case t.All(parts):
            return nw.all_horizontal(*[_tree(part, answers) for part in parts], ignore_nulls=False)
        case t.Any(parts):
            return nw.any_horizontal(*[_tree(part, answers) for part in parts], ignore_nulls=False)
        case _:
            answer: nw.Expr = next(answers)
            return answer


@dataclass
class _Asked:
    """Expressions about a row, the members' answers to be counted first, and the columns to be kept on the way.

    An operand that an expression needs more than once is kept as a column of its own layer: written out, a limit
    within a limit within a limit would double at each step.
    """

    on: date
    wholes: Mapping[tuple[str, str], tuple[int, int]]
    counted: dict[t.Condition, str] = field(default_factory=dict)
    layers: list[list[nw.Expr]] = field(default_factory=list)
    read: dict[str, Bounds] = field(default_factory=dict)

    def over_members(self, members: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """One row for each family: members in all, and for each question how many yes and how many unknown."""
        asked = _Asked(self.on, self.wholes)
        answers = [asked.condition(part).alias(name) for part, name in self.counted.items()]
        counts: list[nw.Expr] = [nw.len().alias("_members")]
        for name in self.counted.values():
            counts.append(nw.col(name).cast(nw.Int64).sum().alias(f"{name}_yes"))
            counts.append(nw.col(name).is_null().cast(nw.Int64).sum().alias(f"{name}_unknown"))
        return asked.layered(members).select("family_id", *answers).group_by("family_id").agg(*counts)

    def layered(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        for layer in self.layers:
            frame = frame.with_columns(*layer)
        return frame

    def kept(self, bounds: Bounds) -> Bounds:
        low, high, depth = bounds
        while len(self.layers) <= depth:
            self.layers.append([])
        layer = self.layers[depth]
        name = f"_k{depth}_{len(layer)}"
        layer.append(low.alias(name))
        if high is low:
            exact = nw.col(name)
            return exact, exact, depth + 1
        layer.append(high.alias(f"{name}_high"))
        return nw.col(name), nw.col(f"{name}_high"), depth + 1

    def found(self, column: Field) -> Bounds:
        """A column's number in the width that it has, looked at once however many conditions ask for it."""
        if column.name not in self.read:
            seen = plausible(column, self.on, self.wholes.get((column.owner, column.name)))
            self.read[column.name] = self.kept(_exact(seen))
        return self.read[column.name]

    def narrow(self, number: t.Number) -> Bounds:
        """A number that is only compared with a written one: a column as wide as it is, the others in 64 bits."""
        return self.found(number.field) if isinstance(number, t.Found) else self.number(number)

    def count(self, part: t.Condition) -> Bounds:
        name = self.counted.setdefault(part, f"_m{len(self.counted)}")
        known = nw.col("_members") > 0
        yes = nw.col(f"{name}_yes").cast(nw.Int64).fill_null(0)
        unknown = nw.col(f"{name}_unknown").cast(nw.Int64)
        return nw.when(known).then(yes), nw.when(known).then(yes + unknown), 0

    def condition(self, condition: t.Condition) -> nw.Expr:
        match condition:
            case t.Compare(t.Found(column), op, t.Whole(value)):
                return _plain(self.found(column)[0], op, value)
            case t.Compare(left, op, right):
                return _compared(self.number(left), op, self.number(right))
            case t.Within(left, ranges, _):
                return _within(self.narrow(left), merged(ranges))
            case t.Dated(column, op, day, _):
                return _plain(nw.col(column.name), op, nw.lit(day))
            case t.OneOf(column, words, negated):
                found = nw.col(column.name)
                known = nw.when(found.is_in(list(column.choices))).then(found)
                chosen = known.is_in(list(words))
                # Whatever an engine says of null in a set, unknown stays unknown.
                answer = nw.when(~known.is_null()).then(chosen)
                return ~answer if negated else answer
            case t.Holds(column):
                return nw.col(column.name)
            case t.NotKnown():
                return nw.lit(None, nw.Boolean)
            case t.Some(part):
                yes, possible, _ = self.count(part)
                return _three(yes > 0, possible == 0, known=~possible.is_null())
            case t.Every(part):
                yes, possible, _ = self.count(t.Denied(part))
                return _three(possible == 0, yes > 0, known=~possible.is_null())
            case t.Denied(part):
                return ~self.condition(part)
            case t.All(parts):
                return nw.all_horizontal(*[self.condition(part) for part in parts], ignore_nulls=False)
            case t.Any(parts):
                return nw.any_horizontal(*[self.condition(part) for part in parts], ignore_nulls=False)

    def number(self, number: t.Number) -> Bounds:
        match number:
            case t.Whole(value):
                return _exact(nw.lit(value, nw.Int64))
            case t.Found(column):
                found, _, depth = self.found(column)
                return _exact(found.cast(nw.Int64), depth)
            case t.Count(part):
                return self.count(part)
            case t.OneIf(part):
                met = self.condition(part)
                one, none = nw.lit(1, nw.Int64), nw.lit(0, nw.Int64)
                # What the condition reads may itself be kept: it is asked when all that stands.
                return nw.when(met).then(one).otherwise(none), nw.when(~met).then(none).otherwise(one), len(self.layers)
            case t.Plus(left, right):
                (a, b, m), (c, d, n) = self.number(left), self.number(right)
                return _exact(a + c, max(m, n)) if a is b and c is d else (a + c, b + d, max(m, n))
            case t.Minus(left, right):
                (a, b, m), (c, d, n) = self.number(left), self.number(right)
                return _exact(a - c, max(m, n)) if a is b and c is d else (a - d, b - c, max(m, n))
            case t.Times(left, by):
                a, b, m = self.number(left)
                if a is b:
                    return _exact(a * by.value, m)
                return (a * by.value, b * by.value, m) if by.value >= 0 else (b * by.value, a * by.value, m)
            case t.Over(left, by):
                a, b, m = self.number(left)
                return _exact(a // by.value, m) if a is b else (a // by.value, b // by.value, m)
            case t.Least(left, right) | t.Most(left, right):
                (a, b, m), (c, d, n) = self.kept(self.number(left)), self.kept(self.number(right))
                chosen = _smaller if isinstance(number, t.Least) else _larger
                if a is b and c is d:
                    return _exact(chosen(a, c), max(m, n))
                return chosen(a, c), chosen(b, d), max(m, n)


def _exact(number: nw.Expr, depth: int = 0) -> Bounds:
    return number, number, depth


def plausible(column: Field, on: date, span: tuple[int, int] | None = None) -> nw.Expr:
    """The number in a column on a day; null where it is missing or cannot be.

    `span` is what the column's type can hold where it holds whole numbers: then it keeps its width, and a bound that the
    type cannot break is not asked.
    """
    since = column.years_of or column.months_of
    if since:
        born = nw.col(since).dt
        early = (born.day() > on.day).cast(nw.Int64)
        months = nw.lit(on.year * 12 + on.month, nw.Int64) - born.year() * 12 - born.month() - early
        # A date to come gives negative months, which lie outside the bounds and so are unknown.
        found = months // 12 if column.years_of else months
    else:
        found = nw.col(column.name)
    low, high = column.bounds
    if span is None or since:
        found = found.cast(nw.Int64)
        return nw.when((found >= low) & (found <= high)).then(found)
    asked = [limit for limit, needed in ((found >= low, span[0] < low), (found <= high, span[1] > high)) if needed]
    return nw.when(nw.all_horizontal(*asked, ignore_nulls=False)).then(found) if asked else found


def _three(yes: nw.Expr, no: nw.Expr, *, known: nw.Expr) -> nw.Expr:
    """Yes, no, or null where neither is sure."""
    return nw.when(known & (yes | no)).then(yes)


def _plain(left: nw.Expr, op: t.Comparison, right: nw.Expr | int) -> nw.Expr:
    match op:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case "=":
            return left == right
        case "!=":
            return left != right
        case ">=":
            return left >= right
        case ">":
            return left > right


def _compared(left: Bounds, op: t.Comparison, right: Bounds) -> nw.Expr:
    (a, b, _), (c, d, _) = left, right
    if a is b and c is d:
        return _plain(a, op, c)
    known = ~(a.is_null() | c.is_null())
    match op:
        case "<":
            return _three(b < c, a >= d, known=known)
        case "<=":
            return _three(b <= c, a > d, known=known)
        case ">":
            return _three(a > d, b <= c, known=known)
        case ">=":
            return _three(a >= d, b < c, known=known)
        case "=":
            return _three((a == b) & (c == d) & (a == c), (b < c) | (d < a), known=known)
        case "!=":
            return _three((b < c) | (d < a), (a == b) & (c == d) & (a == c), known=known)


def _within(number: Bounds, ranges: tuple[tuple[int, int], ...]) -> nw.Expr:
    a, b, _ = number
    yes = nw.any_horizontal(*[(a >= low) & (b <= high) for low, high in ranges], ignore_nulls=False)
    if a is b:
        return yes
    no = nw.all_horizontal(*[(b < low) | (a > high) for low, high in ranges], ignore_nulls=False)
    return _three(yes, no, known=~a.is_null())


def _smaller(left: nw.Expr, right: nw.Expr) -> nw.Expr:
    return nw.when(left <= right).then(left).otherwise(nw.when(right < left).then(right))


def _larger(left: nw.Expr, right: nw.Expr) -> nw.Expr:
    return nw.when(left >= right).then(left).otherwise(nw.when(right > left).then(right))
