"""What was said of the funds before Lontar: arrears of 2018 by ward, with their source. Shown, never posted."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from lontar.science.place_codes import place_id, span

FILE: Final = Path(__file__).resolve().parent.parent / "history" / "arrears.csv"


@dataclass(frozen=True, slots=True)
class PastArrears:
    """What one ward's fund was owed on a day, as somebody said then."""

    place_id: int
    arrears: int
    capital: int
    on: date
    source: str
    note: str

    @property
    def share(self) -> float:
        return 100 * self.arrears / self.capital


@lru_cache(maxsize=1)
def _all() -> tuple[PastArrears, ...]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            PastArrears(
                place_id(row["code"]), int(row["arrears"]), int(row["capital"]), date.fromisoformat(row["as_of"]),
                row["source"], row["note"],
            )
            for row in csv.DictReader(lines)
        )  # fmt: skip


def past_arrears(place: int) -> list[PastArrears]:
    """The wards below a place of which something was said, the largest arrears first."""
    lowest, highest = span(place)
    found = [one for one in _all() if lowest <= one.place_id <= highest]
    return sorted(found, key=lambda one: (-one.arrears, one.place_id))
