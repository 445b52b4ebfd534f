"""Rows of a sheet under their titles, wherever the header stands and however a title is written."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from lontar.science.family_file.columns import plain_title
from lontar.science.grid import Grid

HEADER_SEARCH_ROWS: Final = 20

Row = tuple[int, dict[str, str]]
"""The row's number on the screen, and its texts by column; an empty cell has no key."""


def titled_rows(grid: Grid, titles: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]) -> list[Row] | None:
    """The rows below the header that has all of the needed columns; None where no row of the first twenty has.

    >>> from lontar.science.grid import as_grid
    >>> grid = as_grid("Daftar", [["Daftar keluarga"], ["No", "NOMOR KK"], ["1", "5371"], ["2", None]])
    >>> titled_rows(grid, {"kk": ("no_kk", "Nomor KK"), "no": ("No",)}, ("kk",))
    [(3, {'kk': '5371', 'no': '1'}), (4, {'no': '2'})]
    >>> grid = as_grid("Buku", [["Nama", "Pinjaman", None], [None, "Besar", "Tanggal"], ["Ana", "5", "1/2/2026"]])
    >>> titled_rows(grid, {"name": ("Nama",), "amount": ("Besar",), "date": ("Tanggal",)}, ("amount", "date"))
    [(3, {'name': 'Ana', 'amount': '5', 'date': '1/2/2026'})]
    """
    rows = grid.cells.rows()
    header = _header(rows, titles, needed)
    if header is None:
        return None
    at, columns = header
    return [(number, _texts(cells, columns)) for number, *cells in rows[at + 1 :]]


def rounded_rows(grid: Grid, titles: Mapping[str, tuple[str, ...]], needed: tuple[str, ...], key: str) -> set[int]:
    """The rows whose cell under this title is kept as a number so long that a spreadsheet has forgotten its last digits."""
    header = _header(grid.cells.rows(), titles, needed)
    return set(grid.long_numbers.filter(pl.col("column") == header[1][key])["row"]) if header else set()


def _header(
    rows: Sequence[tuple[Any, ...]], titles: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]
) -> tuple[int, dict[str, int]] | None:
    """Where the header stands, and in which column each title.

    A title may stand in the row above, where the cell below it is empty: so it looks where two rows were merged.
    """
    wanted = {plain_title(title): key for key, ways in titles.items() for title in ways}
    for at, (_number, *cells) in enumerate(rows[:HEADER_SEARCH_ROWS]):
        above = rows[at - 1][1:] if at else cells
        found = {
            wanted[name]: i
            for i, cell in reversed(list(enumerate(cells)))
            if (title := cell or above[i]) and (name := plain_title(title)) in wanted
        }
        if all(key in found for key in needed):
            return at, {key: found[key] for key in titles if key in found}
    return None


def _texts(cells: list[str | None], columns: Mapping[str, int]) -> dict[str, str]:
    return {key: text for key, i in columns.items() if (text := (cells[i] or "").strip())}
