"""What a room holds about one person, in the shape in which the person is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of things held: a heading, columns and rows in words. No row says that nothing is held."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def as_json(self) -> dict[str, Any]:
        return {"title": self.title, "rows": [dict(zip(self.columns, row, strict=True)) for row in self.rows]}


@dataclass(frozen=True, slots=True)
class Belonging:
    """The time that a person spent in a family. What a family was before and after is of others."""

    person_id: int
    family_id: int
    since: date  # the beginning of all days for who was there from the first
    until: date | None  # no longer on this day
    relation: str
    birth_date: date | None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def families_of(times: Sequence[Belonging]) -> list[int]:
    """Each family once."""
    return list(dict.fromkeys(one.family_id for one in times))


def belonged(times: Sequence[Belonging], family_id: int | None, day: date | datetime) -> Belonging | None:
    """The time in this family that holds the day; none where the person was not of it then."""
    on = timezone.localtime(day).date() if isinstance(day, datetime) else day
    return next((one for one in times if one.family_id == family_id and one.covers(on)), None)


def said(value: Any) -> str:
    """A value as text: dates as ISO, nothing as a dash; what is unknown is said to be so by whoever knows it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)
