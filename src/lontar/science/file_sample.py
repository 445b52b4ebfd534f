"""The head of an unknown list: its titles and first rows, numbers covered, for somebody to say what each means."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lontar.science import decile_file
from lontar.science.family_file.columns import HEADER_SEARCH_ROWS, KNOWN, plain_title
from lontar.science.grid import Grid
from lontar.science.identity import masked
from lontar.science.trouble import Refusal, words

ROWS_SHOWN: Final = 5
COLUMNS_MAX: Final = 120
CELL_CHARS: Final = 40
LONG_NUMBER: Final = re.compile(r"\d{13,}")


@dataclass(frozen=True, slots=True)
class SampleTable:
    """Titles and a few rows; long numbers are covered before they leave this room."""

    titles: list[str]
    rows: list[list[str]]

    def values_of(self, at: int) -> list[str]:
        """The first values of a column, those that are there."""
        return [row[at] for row in self.rows if at < len(row) and row[at]]

    def guesses(self, kind: str) -> list[str]:
        """What each title means where we know it; each meaning once."""
        known = KNOWN if kind == "families" else decile_file.KNOWN
        taken: set[str] = set()
        guessed = []
        for title in self.titles:
            key = known.get(plain_title(title), "")
            guessed.append("" if key in taken else key)
            taken.add(key)
        return guessed

    @classmethod
    def from_json(cls, text: str) -> "SampleTable":
        """The sample as a form brings it back; whatever else comes is refused."""
        try:
            read = json.loads(text)
            titles = [str(title)[:200] for title in read["titles"]][:COLUMNS_MAX]
            rows = [[str(cell)[:CELL_CHARS] for cell in row][:COLUMNS_MAX] for row in read["rows"]][:ROWS_SHOWN]
        except (ValueError, KeyError, TypeError) as trouble:
            raise Refusal(words("Contoh berkasnya hilang."), advice=words("Unggah lagi contohnya.")) from trouble
        return cls(titles, rows)


def sample_of(grids: Sequence[Grid]) -> SampleTable:
    """The row with the most texts near the top is the header; titles that stand twice are told apart by number."""
    filled = [grid for grid in grids if grid.cells.height > 1]
    if not filled:
        raise Refusal(
            words("Berkas ini tidak berisi tabel dengan judul dan data."),
            advice=words("Ekspor ulang datanya, lalu unggah lagi."),
            field="file",
        )
    grid = max(filled, key=lambda one: one.width)
    top = [[(cell or "").strip() for cell in row[1:]] for row in grid.cells.head(HEADER_SEARCH_ROWS).rows()]
    texts = [sum(bool(re.search(r"[^\W\d_]", cell)) and not LONG_NUMBER.search(cell) for cell in row) for row in top]
    at = texts.index(max(texts))
    titles: list[str] = []
    kept = [index for index, cell in enumerate(top[at]) if cell][:COLUMNS_MAX]
    for index in kept:
        title = top[at][index]
        titles.append(title if title not in titles else f"{title} ({index + 1})")
    rows = [[covered(row[index]) for index in kept] for row in top[at + 1 : at + 1 + ROWS_SHOWN]]
    return SampleTable(titles, rows)


def covered(cell: str) -> str:
    """A cell as somebody may see it who only wants to know what the column is.

    >>> covered("5371034112900001"), covered("Kel. Oesapa")
    ('537103••••••0001', 'Kel. Oesapa')
    """
    return LONG_NUMBER.sub(lambda found: masked(found.group()), cell)[:CELL_CHARS]
