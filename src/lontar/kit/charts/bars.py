"""Horizontal bars with their words beside them: what was reached before what was meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from lontar.kit.charts.scales import Behind, Caption, Write, at

FULL = 1000


@dataclass(frozen=True, slots=True)
class Bar:
    """A value with its name; `whole` is what it is measured against, `hidden` why it may not be shown."""

    name: str
    value: float | None
    whole: float | None = None
    link: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A bar as drawn, on a scale of a thousand."""

    name: str
    words: str
    whole_words: str
    width: str
    whole_width: str
    link: str
    over: bool


@dataclass(frozen=True, slots=True)
class BarChart:
    """A chart of bars, ready for `kit/chart.html`."""

    caption: Caption
    rows: tuple[Row, ...]
    behind: Behind
    kind: str = "bar"


def bar_chart(bars: Sequence[Bar], caption: Caption, *, write: Write, unknown: str) -> BarChart:
    """Draw bars on one scale; the heads are name, value and, where bars have a whole, the whole."""
    top = max((max(bar.value or 0.0, bar.whole or 0.0) for bar in bars), default=0.0) or 1.0
    measured = any(bar.whole is not None for bar in bars)
    rows, behind = [], []
    for bar in bars:
        shown = bar.hidden or (unknown if bar.value is None else write(bar.value))
        whole = write(bar.whole) if bar.whole is not None else unknown if measured else ""
        rows.append(
            Row(
                name=bar.name,
                words=shown,
                whole_words=whole,
                width=at(FULL * max(bar.value or 0.0, 0.0) / top),
                whole_width=at(FULL * (bar.whole or 0.0) / top),
                link=bar.link,
                over=bar.value is not None and bar.whole is not None and bar.value > bar.whole,
            )
        )
        behind.append((bar.name, shown, whole)[: len(caption.heads)])
    return BarChart(caption, tuple(rows), Behind(caption.heads, tuple(behind)))
