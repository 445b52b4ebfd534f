"""What can be said of a condition before any family is asked: bounds, contradictions, and what is always so."""

from datetime import date
from functools import lru_cache

from lontar.science.eligibility import terms as t
from lontar.science.eligibility.sentences import in_words
from lontar.science.eligibility.tokens import RuleRefused
from lontar.science.trouble import words

Interval = tuple[int, int]
Verdict = bool | None
LARGEST = 2**62  # both readings must hold every number in 64 bits
MEMBERS_MAX = 10_000


def compared(left: Interval, op: t.Comparison, right: Interval) -> Verdict:
    """Compare two numbers of which only bounds are known; None where the bounds do not decide.

    >>> compared((2, 3), ">=", (2, 2)), compared((1, 3), ">=", (2, 2)), compared((0, 1), ">=", (2, 2))
    (True, None, False)
    """
    if op in (">", ">="):
        return compared(right, "<" if op == ">" else "<=", left)
    if op == "<":
        return True if left[1] < right[0] else False if left[0] >= right[1] else None
    if op == "<=":
        return True if left[1] <= right[0] else False if left[0] > right[1] else None
    apart = left[1] < right[0] or right[1] < left[0]
    same = left[0] == left[1] == right[0] == right[1]
    equal = False if apart else True if same else None
    return negated(equal) if op == "!=" else equal


def within(number: Interval, ranges: tuple[Interval, ...]) -> Verdict:
    """Whether a number lies in one of the ranges, when only its bounds are known."""
    joined = merged(ranges)
    if any(low <= number[0] and number[1] <= high for low, high in joined):
        return True
    apart = all(number[1] < low or high < number[0] for low, high in joined)
    return False if apart else None


@lru_cache(maxsize=1_024)
def merged(ranges: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """The same numbers in as few ranges as can be, in order.

    >>> merged(((5, 7), (1, 2), (3, 4)))
    ((1, 7),)
    """
    joined: list[Interval] = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return tuple(joined)


def negated(verdict: Verdict) -> Verdict:
    return None if verdict is None else not verdict


def all_of(verdicts: list[Verdict]) -> Verdict:
    """Kleene's and: one no is no, else one unknown is unknown."""
    if False in verdicts:
        return False
    return None if None in verdicts else True


def any_of(verdicts: list[Verdict]) -> Verdict:
    """Kleene's or: one yes is yes, else one unknown is unknown."""
    if True in verdicts:
        return True
    return None if None in verdicts else False


def reach(number: t.Number) -> Interval:
    """The smallest and largest value that a number can take, by the plausible bounds of its columns.

    Raises RuleRefused when it could outgrow 64 bits.
    """
    found = _reach(number)
    if max(abs(found[0]), abs(found[1])) >= LARGEST:
        raise RuleRefused(
            words("Hitungan ini dapat melampaui bilangan terbesar."), advice=words("Perkecil angka pengalinya.")
        )
    return found


def _reach(number: t.Number) -> Interval:
    match number:
        case t.Whole(value):
            return value, value
        case t.Found(field):
            return field.bounds
        case t.Count(_):
            return 0, MEMBERS_MAX
        case t.OneIf(_):
            return 0, 1
        case t.Plus(left, right):
            (a, b), (c, d) = reach(left), reach(right)
            return a + c, b + d
        case t.Minus(left, right):
            (a, b), (c, d) = reach(left), reach(right)
            return a - d, b - c
        case t.Times(left, by):
            ends = [end * by.value for end in reach(left)]
            return min(ends), max(ends)
        case t.Over(left, by):
            low, high = reach(left)
            return low // by.value, high // by.value
        case t.Least(left, right):
            (a, b), (c, d) = reach(left), reach(right)
            return min(a, c), min(b, d)
        case t.Most(left, right):
            (a, b), (c, d) = reach(left), reach(right)
            return max(a, c), max(b, d)


def foreseen(condition: t.Condition) -> Verdict:
    """The verdict that holds for every family whose data are complete and plausible, or None if they differ."""
    match condition:
        case t.Compare(left, op, right):
            return compared(reach(left), op, reach(right))
        case t.Within(left, ranges, _):
            return within(reach(left), ranges)
        case t.Some(part) | t.Every(part):
            return foreseen(part)
        case t.Denied(part):
            return negated(foreseen(part))
        case t.All(parts):
            return all_of([foreseen(part) for part in parts])
        case t.Any(parts):
            return any_of([foreseen(part) for part in parts])
        case _:
            return None


def must_divide(condition: t.Condition) -> None:
    """Refuse a condition that takes everybody or nobody, in the whole or in any part, and one that contradicts itself."""
    for term in t.every(condition):
        if isinstance(term, t.Number):
            reach(term)
            continue
        if not isinstance(term, t.All):
            _not_fixed(term)
    for term in t.every(condition):
        if isinstance(term, t.All):
            _not_contradictory(term)
            _not_fixed(term)


def _not_fixed(condition: t.Condition) -> None:
    verdict = foreseen(condition)
    if verdict is None:
        return
    said = in_words(condition, "id")
    if verdict:
        raise RuleRefused(
            words("Syarat “%(said)s” selalu terpenuhi: ia mengenai semua keluarga."),
            advice=words("Perbaiki angkanya atau hapus bagian ini."),
            values={"said": said},
        )
    raise RuleRefused(
        words("Syarat “%(said)s” tidak pernah terpenuhi."),
        advice=words("Perbaiki angkanya atau hapus bagian ini."),
        values={"said": said},
    )


def _not_contradictory(conjunction: t.All) -> None:
    allowed_numbers: dict[str, tuple[Interval, ...]] = {}
    allowed_words: dict[str, frozenset[str]] = {}
    for part in conjunction.parts:
        match part:
            case t.Within(t.Found(field), ranges, _):
                allowed = allowed_numbers.get(field.name, (field.bounds,))
                allowed_numbers[field.name] = _both(allowed, merged(ranges))
            case t.Compare(t.Found(field), op, t.Whole(value)):
                allowed = allowed_numbers.get(field.name, (field.bounds,))
                allowed_numbers[field.name] = _both(allowed, _half(op, value))
            case t.Dated(field, op, day, _):
                allowed = allowed_numbers.get(field.name, ((date.min.toordinal(), date.max.toordinal()),))
                allowed_numbers[field.name] = _both(allowed, _half(op, day.toordinal()))
            case t.OneOf(field, named, negated_):
                chosen = frozenset(field.choices) - set(named) if negated_ else frozenset(named)
                allowed_words[field.name] = allowed_words.get(field.name, frozenset(field.choices)) & chosen
    for name, left in [*allowed_numbers.items(), *allowed_words.items()]:
        if not left:
            raise RuleRefused(
                words("Syarat tentang “%(name)s” saling bertentangan: tidak ada keluarga yang dapat memenuhinya."),
                advice=words("Periksa angkanya, atau ganti and dengan or."),
                values={"name": name},
            )


def _half(op: t.Comparison, value: int) -> tuple[Interval, ...]:
    least, most = -LARGEST, LARGEST
    halves: dict[str, tuple[Interval, ...]] = {
        "<": ((least, value - 1),),
        "<=": ((least, value),),
        "=": ((value, value),),
        "!=": ((least, value - 1), (value + 1, most)),
        ">=": ((value, most),),
        ">": ((value + 1, most),),
    }
    return halves[op]


def _both(left: tuple[Interval, ...], right: tuple[Interval, ...]) -> tuple[Interval, ...]:
    shared = ((max(a, c), min(b, d)) for a, b in left for c, d in right)
    return tuple((low, high) for low, high in shared if low <= high)
