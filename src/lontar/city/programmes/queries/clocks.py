"""The city's clocks: within how many days what must be done, read from their dated file."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lontar.science.clocks import Clock, clock_on, read_clocks


def clocks() -> Mapping[str, tuple[Clock, ...]]:
    """Every clock by its key."""
    path = Path(settings.RULES_FOLDER) / "clocks" / "days.yaml"
    return _read(str(path), path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: str, _changed: int) -> Mapping[str, tuple[Clock, ...]]:
    return read_clocks(Path(path).read_text(encoding="utf-8"))


def clock(key: str, on: date) -> Clock:
    """The clock that starts on a day."""
    return clock_on(clocks(), key, on)


def due_on(key: str, on: date) -> date:
    """Until when what begins on a day must be done."""
    return on + timedelta(days=clock(key, on).days)
