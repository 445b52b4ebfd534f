"""What may be told of a table of few people: small counts withheld with a complement and with their amounts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lontar.science.trouble import Refusal

SMALL_MAX = 4  # counts from 1 to 4 are small; so are changes by 1 to 4
MARGIN = "*"  # the key of a total, in the place of a ward or a programme
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of families and their rupiah; None where it is withheld."""

    count: int | None
    amount: int | None


@dataclass(frozen=True, slots=True)
class Published:
    """A two-way table with its totals, as it may be shown. Totals stand under the key `MARGIN`."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Key, Cell]

    @property
    def withheld(self) -> int:
        """How many counts are withheld, totals included."""
        return sum(cell.count is None for cell in self.cells.values())

    def as_json(self) -> dict[str, Any]:
        """Lists and numbers only, for a snapshot."""
        return {
            "rows": list(self.rows),
            "columns": list(self.columns),
            "cells": [[row, column, cell.count, cell.amount] for (row, column), cell in self.cells.items()],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Published":
        cells = {(row, column): Cell(count, amount) for row, column, count, amount in stored["cells"]}
        return cls(tuple(stored["rows"]), tuple(stored["columns"]), cells)


def publish(
    counts: Mapping[Key, int],
    amounts: Mapping[Key, int],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    earlier: Iterable[Published] = (),
) -> Published:
    """The table of wards by programmes as it may be shown to everyone.

    A count of 1 to 4, inside or a total, is withheld, and so is one that differs by 1 to 4 from what any of `earlier` shows.
    Each is hidden in a rectangle with three others, around which at least 5 families can be moved without changing
    anything that is shown: so a small count could be anything from 0 to 5 at least, and no withheld count can be
    placed in an interval shorter than 5. Zeros are shown: nobody is in them. Where no such rectangle exists, nothing
    is shown at all. Missing keys are zero. Raises Refusal for negative or unknown entries.

    Method: Cox, "Suppression methodology and statistical disclosure control" (1980), with rectangles (hypercubes).

    >>> table = publish({("a", "x"): 3, ("b", "x"): 9, ("c", "x"): 40}, {}, rows=["a", "b", "c"], columns=["x"])
    >>> [table.cells[row, "x"].count for row in ("a", "b", "c", "*")]
    [None, None, 40, 52]
    """
    rows, columns = tuple(rows), tuple(columns)
    _check(counts, amounts, rows, columns)
    count = _with_margins(counts, rows, columns)
    amount = _with_margins(amounts, rows, columns)
    first = (count >= 1) & (count <= SMALL_MAX)
    keys = [[(row, column) for column in (*columns, MARGIN)] for row in (*rows, MARGIN)]
    for one in earlier:
        first |= _small_changes(count, keys, one)
    hidden = _with_complements(count, first)
    shown_amount = ~hidden
    # With two prices in a row, its rupiah and its families together would give both counts away.
    shown_amount[:, -1] &= ~hidden.any(axis=1)
    # The last total of rupiah would give a withheld one away, by taking the others from it.
    shown_amount[-1, -1] &= not hidden[-1, :].any()
    cells = {
        key: Cell(
            None if hidden[i, j] else int(count[i, j]),
            int(amount[i, j]) if shown_amount[i, j] else None,
        )
        for i, line in enumerate(keys)
        for j, key in enumerate(line)
    }
    return Published(rows, columns, cells)


def _check(counts: Mapping[Key, int], amounts: Mapping[Key, int], rows: Sequence[str], columns: Sequence[str]) -> None:
    if len(set(rows)) != len(rows) or len(set(columns)) != len(columns) or MARGIN in (*rows, *columns):
        raise Refusal("Baris atau kolom tabel tertulis dua kali.", advice="Periksa nama wilayah dan program.")
    for key, number in [*counts.items(), *amounts.items()]:
        if key[0] not in rows or key[1] not in columns:
            raise Refusal(f"Sel {key} tidak ada dalam tabel.", advice="Tambahkan baris atau kolomnya.")
        if number < 0:
            raise Refusal(f"Sel {key} kurang dari nol.", advice="Periksa sumber datanya.")


def _with_margins(numbers: Mapping[Key, int], rows: Sequence[str], columns: Sequence[str]) -> Any:
    inner = np.array([[numbers.get((row, column), 0) for column in columns] for row in rows], dtype=np.int64)
    inner = inner.reshape(len(rows), len(columns))
    wide = np.hstack([inner, inner.sum(axis=1, keepdims=True)])
    return np.vstack([wide, wide.sum(axis=0, keepdims=True)])


def _small_changes(count: Any, keys: list[list[Key]], previous: Published) -> Any:
    before = np.array(
        [[_shown_before(previous, key, int(count[i, j])) for j, key in enumerate(line)] for i, line in enumerate(keys)],
        dtype=np.int64,
    )
    change = np.abs(count - before)
    return (change >= 1) & (change <= SMALL_MAX)


def _shown_before(previous: Published, key: Key, now: int) -> int:
    cell = previous.cells.get(key)
    return now if cell is None or cell.count is None else cell.count


def _with_complements(count: Any, first: Any) -> Any:
    """All that must be withheld so that each of `first` is safe; everything, where that cannot be had."""
    hidden = first.copy()
    price = _prices(count)
    # Largest first: what they need covers many of the small ones, and the order is the same every time.
    order = sorted(zip(*np.nonzero(first), strict=True), key=lambda at: (-count[at], at))
    for i, j in order:
        corner = _best_corner(count, hidden, price, int(i), int(j))
        if corner is None:
            return np.ones_like(hidden)
        other_i, other_j = corner
        hidden[i, other_j] = hidden[other_i, j] = hidden[other_i, other_j] = True
    return hidden


def _prices(count: Any) -> Any:
    """What it costs to withhold a cell: its families, and much more for a total, most for the total of all."""
    price = count.astype(np.float64) + 1.0
    everything = float(count[-1, -1]) + 1.0
    price[:-1, -1] += 10 * everything
    price[-1, :-1] += 100 * everything
    price[-1, -1] += 1_000 * everything
    return price


def _best_corner(count: Any, hidden: Any, price: Any, i: int, j: int) -> tuple[int, int] | None:
    """The cheapest opposite corner of a rectangle that hides (i, j), or None.

    Moving d families round the rectangle adds d to two corners and takes d from two, so every sum stays; in a total
    the sign turns. The corners that lose must hold what is moved, upwards and downwards.
    """
    down = min(SMALL_MAX, int(count[i, j]))
    up = SMALL_MAX if down else SMALL_MAX + 1
    sign = np.ones_like(count)
    sign[-1, :] *= -1
    sign[:, -1] *= -1
    turned = sign * sign[i, j]
    cost = np.where(hidden, 0.0, price)
    # Opposite corner gains with (i, j) where the signs agree; the two beside it lose.
    opposite = np.where(count >= np.where(turned > 0, down, up), cost, np.inf)
    beside = np.where(count >= np.where(turned > 0, up, down), cost, np.inf)
    total = opposite + beside[i, :][np.newaxis, :] + beside[:, j][:, np.newaxis]
    total[i, :] = np.inf
    total[:, j] = np.inf
    at = int(np.argmin(total))
    if not np.isfinite(total.flat[at]):
        return None
    return at // count.shape[1], at % count.shape[1]
