"""What all charts share: round steps, coordinates as text, classes of colour, the table behind."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

STEPS_OF_COLOUR = 5
TICKS_MAX = 6
type Write = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Behind:
    """The table behind a chart, in words already written for the reader."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Caption:
    """What a chart says of itself: key of its anchors, title, sentence, heads of its table."""

    key: str
    title: str
    words: str
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shade:
    """One entry of a legend: the colour's class and the words for it."""

    look: str
    words: str


def at(value: float) -> str:
    """Write a coordinate with one digit and a dot, whatever the language of the page.

    >>> at(12.04), at(-0.04), at(3.25)
    ('12', '0', '3.2')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def round_ticks(low: float, high: float) -> list[float]:
    """Give round values that cover low to high, in six steps at most.

    >>> round_ticks(0, 10.2)
    [0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0]
    >>> round_ticks(-3, 40)
    [-10.0, 0.0, 10.0, 20.0, 30.0, 40.0]
    >>> round_ticks(3, 3)
    [3.0, 4.0]
    """
    if not (isfinite(low) and isfinite(high)) or high - low < 1e-9:
        return [float(low), float(low) + 1]
    scale = 10.0 ** (floor(log10(high - low)) - 1)
    for step in (scale * factor for factor in (1, 2, 5, 10, 20, 50)):
        first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
        if last - first <= TICKS_MAX:
            return [round(i * step, 10) for i in range(first, last + 1)]
    raise AssertionError("fifty times the scale always covers in six steps")


def classes_by_quantile(values: Sequence[float], count: int = STEPS_OF_COLOUR) -> list[float]:
    """Cut values into classes of about equal size; the cuts are returned, ties are never split.

    >>> classes_by_quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    [3, 5, 7, 9]
    >>> classes_by_quantile([4, 4, 4])
    []
    """
    ordered = sorted(values)
    if not ordered:
        return []
    places = (ceil(len(ordered) * i / count) for i in range(1, count))
    cuts = {ordered[place] for place in places if place < len(ordered)}
    return sorted(cut for cut in cuts if cut > ordered[0])


def step_of(value: float, cuts: Sequence[float]) -> int:
    """Say which of the five colours a value wears, spread over the whole ramp when there are fewer classes.

    >>> [step_of(v, [10, 20]) for v in (0, 10, 25)]
    [0, 2, 4]
    """
    return spread(bisect_right(cuts, value), len(cuts) + 1)


def spread(index: int, classes: int) -> int:
    """Place class `index` of `classes` on the ramp of five."""
    if classes <= 1:
        return 1
    return round(index * (STEPS_OF_COLOUR - 1) / (classes - 1))


def legend_of(cuts: Sequence[float], values: Sequence[float], write: Write) -> tuple[Shade, ...]:
    """Say every class in words: the smallest and largest value that is really in it."""
    shades = []
    for index in range(len(cuts) + 1):
        inside = [value for value in values if bisect_right(cuts, value) == index]
        if inside:
            low, high = write(min(inside)), write(max(inside))
            words = low if low == high else f"{low}–{high}"
            shades.append(Shade(f"q{spread(index, len(cuts) + 1)}", words))
    return tuple(shades)
