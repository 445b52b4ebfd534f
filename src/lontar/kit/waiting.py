"""Work that waits for an officer: what a room hands to the first page."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of work: how much of it, since when, and the one action that begins it."""

    title: str
    url: str
    count: int
    since: date | None
    action: str
