"""What a room holds about one person, in the shape in which the person is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of things held: a heading, columns and rows in words. No row says that nothing is held."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def as_json(self) -> dict[str, Any]:
        return {"title": self.title, "rows": [dict(zip(self.columns, row, strict=True)) for row in self.rows]}


def said(value: Any) -> str:
    """A value as text: dates as ISO, nothing as a dash; what is unknown is said to be so by whoever knows it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)
