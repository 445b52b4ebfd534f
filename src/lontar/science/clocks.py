"""Within how many days something must be done: a dated parameter of the city, with its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import yaml

from lontar.science.trouble import Refusal, words

TEXT_LENGTH_MAX: Final = 40_000
DAYS_MAX: Final = 3_660
CONFIDENCES: Final = ("read", "believed", "made_up")


class BadClocks(Refusal):
    """A file of clocks that cannot be used, with the reason."""


@dataclass(frozen=True, slots=True)
class Clock:
    """So many days, since when, by which source, and whether that was read, is believed or was made up."""

    days: int
    since: date
    source: str
    confidence: str


def clock_on(clocks: Mapping[str, tuple[Clock, ...]], key: str, day: date) -> Clock:
    """The clock of a day: the version that began last. Refused where there is none.

    >>> found = read_clocks("clocks: {a: [{days: 7, from: 2026-01-01, source: x, confidence: read}]}")
    >>> clock_on(found, "a", date(2026, 2, 1)).days
    7
    """
    held = [one for one in clocks.get(key, ()) if one.since <= day]
    if not held:
        raise BadClocks(
            words("Batas waktu %(key)s pada hari itu belum diketahui."),
            advice=words("Lengkapi berkas rules/clocks/days.yaml."), values={"key": key},
        )  # fmt: skip
    return max(held, key=lambda one: one.since)


def read_clocks(text: str) -> dict[str, tuple[Clock, ...]]:
    """Every clock by its key, each with its versions.

    >>> read_clocks("clocks: {a: [{days: -1, from: 2026-01-01, source: x, confidence: read}]}")
    Traceback (most recent call last):
    lontar.science.clocks.BadClocks: Batas waktu a tidak terbaca: perlu days, from, source dan confidence.
    """
    if len(text) > TEXT_LENGTH_MAX:
        raise BadClocks(words("Berkas batas waktu terlalu besar."))
    try:
        told: Any = yaml.safe_load(text)
    except yaml.YAMLError as wrong:
        raise BadClocks(words("Berkas batas waktu bukan YAML yang benar.")) from wrong
    listed = told.get("clocks") if isinstance(told, dict) else None
    if not isinstance(listed, dict) or not listed:
        raise BadClocks(words("Berkas batas waktu tidak memuat clocks."))
    found: dict[str, tuple[Clock, ...]] = {}
    for key, versions in listed.items():
        made = tuple(_clock(str(key), one) for one in (versions if isinstance(versions, list) else [versions]))
        if len({one.since for one in made}) != len(made) or not made:
            raise BadClocks(words("Batas waktu %(key)s punya dua versi untuk satu hari."), values={"key": str(key)})
        found[str(key)] = made
    return found


def _clock(key: str, told: Any) -> Clock:
    sound = (
        isinstance(told, dict)
        and set(told) == {"days", "from", "source", "confidence"}
        and isinstance(told["days"], int)
        and 0 <= told["days"] <= DAYS_MAX
        and isinstance(told["from"], date)
        and told["confidence"] in CONFIDENCES
        and str(told["source"]).strip()
    )
    if not sound:
        raise BadClocks(
            words("Batas waktu %(key)s tidak terbaca: perlu days, from, source dan confidence."), values={"key": key}
        )
    return Clock(told["days"], told["from"], str(told["source"]), told["confidence"])
