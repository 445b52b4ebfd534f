"""Lines over time: direct labels, a target as a line, breaks as breaks, a band where it is an estimate."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lontar.kit.charts.scales import Behind, Caption, Write, at, round_ticks

SERIES_MAX = 3


@dataclass(frozen=True, slots=True)
class Point:
    """One value in time; `value` is None where nothing is known, `low` and `high` bound an estimate."""

    x: float
    label: str
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A line with its name; points come in the order of time."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """What is aimed at: a dashed line through (x, value) pairs, its last one marked."""

    words: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Break:
    """Values before and after `x` are not counted the same way."""

    x: float
    words: str


@dataclass(frozen=True, slots=True)
class Frame:
    """How large a drawing is; the slim one is for telephones, where fewer labels fit."""

    name: str
    width: int
    height: int
    labels_max: int
    left: int = 44
    right: int = 30
    top: int = 34
    bottom: int = 34
    inset: int = 22


WIDE = Frame("wide", 760, 320, 16)
SLIM = Frame("slim", 380, 250, 5, left=30, right=20, top=30, bottom=30)


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or a dot at its place."""

    x: str
    y: str
    words: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One series as drawn: pieces between breaks, bands, dots and the values written beside them."""

    look: str
    lines: tuple[str, ...]
    bands: tuple[str, ...]
    dots: tuple[Mark, ...]
    values: tuple[Mark, ...]
    name: Mark | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart laid out for one width."""

    frame: Frame
    ticks: tuple[Mark, ...]
    labels: tuple[Mark, ...]
    strokes: tuple[Stroke, ...]
    breaks: tuple[Mark, ...]
    target: str
    target_end: Mark | None
    right_edge: str
    base: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """A chart of lines, ready for `kit/chart.html`."""

    caption: Caption
    drawings: tuple[Drawing, ...]
    behind: Behind
    kind: str = "line"


def line_chart(
    series: Sequence[Series],
    caption: Caption,
    *,
    write: Write,
    write_tick: Write | None = None,
    target: Target | None = None,
    breaks: Sequence[Break] = (),
) -> LineChart:
    """Draw series over time; the heads of the table behind are the time, then one for each series."""
    if not 0 < len(series) <= SERIES_MAX:
        raise ValueError(f"a chart reads well with 1 to {SERIES_MAX} lines")
    plan = _Plan(tuple(series), target, tuple(breaks), write, write_tick or write)
    drawings = tuple(_Pen(frame, plan).draw() for frame in (WIDE, SLIM))
    times = {point.x: point.label for line in series for point in line.points}
    known = [{point.x: point.value for point in line.points} for line in series]
    rows = tuple((times[x], *("" if (v := line.get(x)) is None else write(v) for line in known)) for x in sorted(times))
    return LineChart(caption, drawings, Behind(caption.heads, rows))


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be drawn, whatever the frame."""

    series: tuple[Series, ...]
    target: Target | None
    breaks: tuple[Break, ...]
    write: Write
    write_tick: Write


class _Pen:
    """Turns values into places on one frame."""

    def __init__(self, frame: Frame, plan: _Plan) -> None:
        self.frame, self.plan = frame, plan
        self.series, self.target, self.breaks, self.write = plan.series, plan.target, plan.breaks, plan.write
        self.right = frame.right + (90 if len(self.series) > 1 and frame is WIDE else 0)
        aims = self.target.points if self.target else ()
        points = [point for line in self.series for point in line.points]
        times = [point.x for point in points] + [x for x, _ in aims]
        values = [value for p in points for value in (p.value, p.low, p.high) if value is not None]
        values += [value for _, value in aims]
        self.first, self.last = min(times), max(times)
        # A rate is read against nothing at all, so the scale starts at zero unless values go below it.
        self.ticks = round_ticks(min(0.0, *values) if values else 0.0, max(values, default=1.0))

    def x(self, time: float) -> float:
        # The first value stands a little inside, clear of the scale's own numbers.
        left = self.frame.left + self.frame.inset
        room = self.frame.width - left - self.right
        return left + room * ((time - self.first) / (self.last - self.first or 1))

    def y(self, value: float) -> float:
        room = self.frame.height - self.frame.top - self.frame.bottom
        low, high = self.ticks[0], self.ticks[-1]
        return self.frame.top + room * (1 - (value - low) / (high - low))

    def draw(self) -> Drawing:
        frame, left = self.frame, at(self.frame.left)
        return Drawing(
            frame=frame,
            ticks=tuple(Mark(left, at(self.y(tick)), self.plan.write_tick(tick)) for tick in self.ticks),
            labels=self.time_labels(),
            strokes=tuple(self.stroke(index, line) for index, line in enumerate(self.series)),
            breaks=tuple(Mark(at(self.x(cut.x)), at(frame.top - 12), cut.words) for cut in self.breaks),
            target=self.path(self.target.points) if self.target else "",
            target_end=self.target_end(),
            right_edge=at(frame.width - self.right + frame.right // 2),
            base=at(frame.height - frame.bottom),
        )

    def time_labels(self) -> tuple[Mark, ...]:
        times = {p.x: p.label for line in self.series for p in line.points}
        if self.target:
            times |= {x: f"{x:g}" for x, _ in self.target.points if x not in times and x > max(times)}
        ordered = sorted(times)
        every = -(-len(ordered) // self.frame.labels_max)
        # Counted from the end, so that the newest time is always named.
        kept = [x for i, x in enumerate(reversed(ordered)) if i % every == 0]
        return tuple(Mark(at(self.x(x)), at(self.frame.height - 10), times[x]) for x in reversed(kept))

    def target_end(self) -> Mark | None:
        if not self.target:
            return None
        x, value = self.target.points[-1]
        return Mark(at(self.x(x)), at(self.y(value)), self.target.words)

    def stroke(self, index: int, line: Series) -> Stroke:
        pieces = self.pieces(line)
        known = [point for piece in pieces for point in piece]
        paths = [self.path([(p.x, p.value or 0.0) for p in piece]) for piece in pieces if len(piece) > 1]
        last = known[-1] if known else None
        dots = tuple(self.mark(p, "last" if p is last else "") for p in known)
        name = None
        if last is not None and len(self.series) > 1:
            name = Mark(at(self.x(last.x) + 10), at(self.y(last.value or 0.0) + 4), line.name)
        return Stroke(
            look=f"s{index}",
            lines=tuple(paths),
            bands=tuple(band for piece in pieces if (band := self.band(piece))),
            dots=dots,
            values=self.values(known),
            name=name,
        )

    def pieces(self, line: Series) -> list[list[Point]]:
        """Cut a line where a value is unknown and where the way of counting changed."""
        pieces: list[list[Point]] = [[]]
        for before, point in pairwise((None, *line.points)):
            assert point is not None
            cut = before is not None and any(before.x < b.x <= point.x for b in self.breaks)
            if (cut or point.value is None) and pieces[-1]:
                pieces.append([])
            if point.value is not None:
                pieces[-1].append(point)
        return [piece for piece in pieces if piece]

    def values(self, known: list[Point]) -> tuple[Mark, ...]:
        """Write all values where they fit; otherwise the first, the last, the highest and the lowest."""
        told = known
        if len(known) > self.frame.labels_max or len(self.series) > 1:
            ranked = sorted(known, key=lambda p: p.value or 0.0)
            told = [p for p in known if p in {known[0], known[-1], ranked[0], ranked[-1]}] if known else []
        marks = []
        for point in told:
            place = known.index(point)
            around = [known[i].value or 0.0 for i in (place - 1, place + 1) if 0 <= i < len(known)]
            # A valley is labelled below, so that the number does not lie on its own line.
            valley = bool(around) and len(around) == 2 and all(v > (point.value or 0.0) for v in around)
            look = "strong" if point in (known[0], known[-1]) else ""
            value = point.value or 0.0
            down = 20 if valley else -11
            marks.append(Mark(at(self.x(point.x)), at(self.y(value) + down), self.write(value), look))
        return tuple(marks)

    def mark(self, point: Point, look: str) -> Mark:
        return Mark(at(self.x(point.x)), at(self.y(point.value or 0.0)), look=look)

    def band(self, piece: list[Point]) -> str:
        bounded = [(p.x, p.low, p.high) for p in piece if p.low is not None and p.high is not None]
        if len(bounded) < 2:
            return ""
        there = [(x, high) for x, _, high in bounded]
        back = [(x, low) for x, low, _ in reversed(bounded)]
        return f"{self.path(there + back)}Z"

    def path(self, points: Sequence[tuple[float, float]]) -> str:
        return "M" + "L".join(f"{at(self.x(x))} {at(self.y(value))}" for x, value in points)


@dataclass(frozen=True, slots=True)
class Spark:
    """A line small enough for a table cell."""

    line: str
    x: str
    y: str
    words: str


def sparkline(values: Sequence[float], *, words: str) -> Spark | None:
    """Draw a line of 96 by 28; fewer than two values draw nothing."""
    if len(values) < 2:
        return None
    low, high = min(values), max(values)
    flat = high == low
    places = [
        (96 * i / (len(values) - 1), 14.0 if flat else 25 - 22 * (value - low) / (high - low))
        for i, value in enumerate(values)
    ]
    line = "M" + "L".join(f"{at(x)} {at(y)}" for x, y in places)
    return Spark(line, at(places[-1][0]), at(places[-1][1]), words)
