"""How near each family stands to the line that a rule draws: what would have to turn, and how far its numbers are off."""

from collections.abc import Iterable, Iterator
from typing import Any

import narwhals as nw

from lontar.science.eligibility import terms as t
from lontar.science.eligibility.bounds import merged
from lontar.science.eligibility.columns import QUALIFIES, completed, plausible
from lontar.science.eligibility.rulebook import Ruling
from lontar.science.eligibility.vocabulary import Field


def near(ruling: Ruling, answers: Any, families: Any, members: Any) -> Any:
    """The answers of `columns.judge` with `turns` and `distance`, as a lazy frame of the engine that came in.

    `turns` is the least number of steps that would have to be answered otherwise for the whole condition to turn: to no
    where somebody qualifies, else to yes. `distance` says how far the numbers that decide it are from a limit of the
    rule, as a share of all that the column can be: the farthest number that is wrong, or, where somebody qualifies, the
    nearest one that could turn. It is null where no number decides.
    """
    by_person = ruling.rule.applies_to == "person"
    people = completed(members, ruling, "member", ruling.keys if by_person else ("family_id",))
    frame: nw.LazyFrame[Any] = nw.from_native(answers).lazy()
    frame = frame.join(completed(families, ruling, "family", ("family_id",)), on="family_id", how="left")
    if by_person:
        frame = frame.join(people, on=list(ruling.keys), how="left")
    steps = list(t.steps(ruling.condition))
    of_members = {n: parts for n, step in enumerate(steps, 1) if (parts := _gaps(step, ruling, inside=True))}
    if of_members:
        nearest = people.select("family_id", *(_least(parts).alias(f"_n{n}") for n, parts in of_members.items()))
        nearest = nearest.group_by("family_id").agg(*(nw.col(f"_n{n}").min() for n in of_members))
        frame = frame.join(nearest, on="family_id", how="left")
    qualifies = nw.col("verdict") == QUALIFIES
    right, wrong = [], []
    for n, (step, wanted) in enumerate(zip(steps, t.wanted(ruling.condition), strict=True), 1):
        parts = [*_gaps(step, ruling, inside=False), *([nw.col(f"_n{n}")] if n in of_members else [])]
        if parts:
            met = nw.col(f"step_{n}") == wanted
            right.append(nw.when(met).then(_least(parts)))
            wrong.append(nw.when(~met).then(_least(parts)))
    off = nw.lit(None, nw.Float64)
    if right:
        off = nw.when(qualifies).then(_least(right)).otherwise(nw.max_horizontal(*wrong))
    to_yes, to_no = (_turns(ruling.condition, wanted, _answers()) for wanted in (True, False))
    turns = nw.when(qualifies).then(to_no).otherwise(to_yes)
    kept = [nw.col(name) for name in nw.from_native(answers).lazy().collect_schema().names()]
    return frame.select(*kept, turns.alias("turns"), off.alias("distance")).to_native()


def _answers() -> Iterator[nw.Expr]:
    return (nw.col(f"step_{n}") for n in range(1, 10_000))


def _turns(condition: t.Condition, wanted: bool, answers: Iterator[nw.Expr]) -> nw.Expr:
    """How many steps at least must be answered otherwise for a condition to be yes (or no) for sure."""
    match condition:
        case t.Denied(part):
            return _turns(part, not wanted, answers)
        case t.All(parts) | t.Any(parts):
            each = [_turns(part, wanted, answers) for part in parts]
            both = isinstance(condition, t.All) is wanted
            return nw.sum_horizontal(*each) if both else nw.min_horizontal(*each)
        case _:
            right = next(answers) == wanted
            return nw.when(right).then(nw.lit(0, nw.Int64)).otherwise(nw.lit(1, nw.Int64))


def _least(parts: Iterable[nw.Expr]) -> nw.Expr:
    return nw.min_horizontal(*parts)


def _gaps(step: t.Term, ruling: Ruling, *, inside: bool, now: bool = False) -> list[nw.Expr]:
    """The distance of each number that a step compares with a limit: of the row itself, or `inside` of its members."""
    match step:
        case t.Compare(t.Found(field), op, t.Whole(limit)):
            return _gap(field, _edges_of(op, limit), ruling) if now is inside else []
        case t.Within(t.Found(field), ranges, _):
            edges = [edge for low, high in merged(ranges) for edge in (low - 0.5, high + 0.5)]
            return _gap(field, edges, ruling) if now is inside else []
        case t.Some() | t.Every() | t.Count():
            return [one for part in t.inside(step) for one in _gaps(part, ruling, inside=inside, now=True)]
        case _:
            return [one for part in t.inside(step) for one in _gaps(part, ruling, inside=inside, now=now)]


def _edges_of(op: t.Comparison, limit: int) -> list[float]:
    below, above = limit - 0.5, limit + 0.5
    match op:
        case "<" | ">=":
            return [below]
        case "<=" | ">":
            return [above]
        case _:
            return [below, above]


def _gap(field: Field, edges: Iterable[float], ruling: Ruling) -> list[nw.Expr]:
    """How far a number is from the nearest edge that lies within what the column can be, as a share of all that."""
    low, high = field.bounds
    found = plausible(field, ruling.on)
    width = float(max(high - low, 1))
    return [_least([(found - edge).abs() / width for edge in real])] if (real := _within(edges, low, high)) else []


def _within(edges: Iterable[float], low: int, high: int) -> list[float]:
    return [edge for edge in edges if low < edge < high]
