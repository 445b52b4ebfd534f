"""Reads a sheet whose every value is a text of the workbook's table by columns: the shape in which Excel saves a register.

A register saved by Excel (or by openpyxl, xlsxwriter, LibreOffice) is a hundred megabytes of
`<c r="B7" s="1" t="s"><v>312</v></c>`. Its cells are taken from the bytes by numpy, piece by piece while the sheet is
looked through anyway. Whatever is not exactly of this shape is not guessed at: the sheet is then left to fastexcel.
"""

import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import unescape

import numpy as np
import polars as pl
from numpy.typing import NDArray

TABLE = "xl/sharedStrings.xml"
TABLE_BYTES_MAX = 256 * 1024 * 1024
LETTERS_MAX = 3
ROOM = bytes(16)
"""Behind a piece, so that what is read ahead of a place never ends outside."""
SIX = np.uint64(0xFFFFFFFFFFFF)

TEXT = re.compile(r"<si><t(?: xml:space=\"preserve\")?>([^<]*)</t></si>")
ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
QUOTES = {"&quot;": '"', "&apos;": "'"}

Signs = NDArray[np.uint8]
Whole = NDArray[np.int32]
Places = NDArray[np.int64]
Eights = NDArray[np.uint64]


class Texts:
    """Where the texts of one sheet stand: rows and columns from 0, and the text's number in the table."""

    def __init__(self) -> None:
        self.taken: list[tuple[Whole, Whole, Whole]] = []
        self.columns = 0
        self.rows = 0

    def take(self, piece: bytes) -> bool:
        """Take the cells of whole rows; False if one of them is anything but a text of the table, or out of order."""
        cells = cells_of(piece)
        if cells is None:
            return False
        rows, columns, _ = cells
        if len(rows):
            if rows[0] < self.rows:
                return False
            self.rows = int(rows[-1]) + 1
            self.columns = max(self.columns, int(columns.max()) + 1)
            self.taken.append(cells)
        return True

    def frame(self, table: pl.Series) -> pl.DataFrame | None:
        """The cells as text, `c0` being column A and the first row being row 1; None if a number is not in the table."""
        if not self.taken:
            return pl.DataFrame()
        nothing = len(table)
        grid = np.full((self.columns, self.rows), nothing, np.uint32)
        for rows, columns, numbers in self.taken:
            if int(numbers.max()) >= nothing:
                return None
            grid[columns, rows] = numbers
        with_nothing = pl.concat([table, pl.Series([None], dtype=pl.String)], rechunk=True)
        return pl.DataFrame([with_nothing.gather(pl.Series(each)).alias(f"c{at}") for at, each in enumerate(grid)])


def cells_of(piece: bytes) -> tuple[Whole, Whole, Whole] | None:
    """Rows and columns from 0 and texts' numbers of the cells with a value, in order; None if one is of another kind.

    >>> cells_of(b'<row r="2"><c r="A2" t="s"><v>5</v></c><c r="B2" s="1"/><c r="AB2" t="s"><v>12</v></c></row>')
    (array([1, 1], dtype=int32), array([ 0, 27], dtype=int32), array([ 5, 12], dtype=int32))
    >>> cells_of(b'<row r="2"><c r="A2"><v>5</v></c></row>') is None
    True
    """
    # Looking for a single sign is far quicker, and a sheet of texts has none of these.
    if (b"f" in piece and b"<f" in piece) or (b"i" in piece and b"<is" in piece):
        return None
    signs = np.frombuffer(piece + ROOM, dtype=np.uint8)
    # `v>` ends a value and begins one; there must be as many of either, or one is spelt otherwise.
    either = np.flatnonzero((signs[:-1] == ord("v")) & (signs[1:] == ord(">")))
    values, cells = either[::2] + 2, np.flatnonzero((signs[:-1] == ord("c")) & (signs[1:] == ord(" "))) - 1
    spelt = piece.count(b"v")
    if len(either) % 2 or (spelt != len(either) and piece.count(b"<v") + piece.count(b"</v") != len(either)):
        return None
    if not len(values):
        return (np.empty(0, np.int32),) * 3
    if len(cells) != len(values):
        nearest = np.searchsorted(cells, values) - 1
        if nearest[0] < 0 or (np.diff(nearest) <= 0).any():
            return None
        cells = cells[nearest]
    elif not ((cells < values).all() and (values[:-1] < cells[1:]).all()):
        return None
    eights = np.ndarray(len(piece) + 1, np.dtype("<u8"), piece + ROOM, strides=(1,))
    begins = eights[cells]
    if not (same(eights[values - 9], b't="s"><v') and same(begins & SIX, b'<c r="')):
        return None
    columns, lengths = letters_at(signs, cells + 6)
    rows, after_row = numbers_of(eights[cells + 6 + lengths])
    numbers, after = numbers_of(eights[values])
    if not ((signs[cells + 6 + lengths + after_row] == ord('"')).all() and (signs[values + after] == ord("<")).all()):
        return None
    if not (lengths.all() and after_row.all() and after.all() and rows.all()):
        return None
    # A cell that comes twice or out of order is for others to make sense of.
    order = rows.astype(np.int64) * 32_768 + columns
    if (np.diff(order) <= 0).any():
        return None
    return rows - 1, columns - 1, numbers


def same(eights: Eights, words: bytes) -> bool:
    """Whether all of them are these eight signs, or fewer with nothing behind."""
    return bool((eights == np.uint64(int.from_bytes(words, "little"))).all())


def letters_at(signs: Signs, at: Places) -> tuple[Whole, Places]:
    """The column that begins at each place, from 1, and how many letters it has; 0 where there is none."""
    columns, lengths = np.zeros(len(at), np.int32), np.zeros(len(at), np.int64)
    going = np.ones(len(at), bool)
    for step in range(LETTERS_MAX):
        letter = signs[at + step] - np.uint8(ord("A") - 1)
        going = going & (letter >= 1) & (letter <= 26)
        if not going.any():
            break
        columns = np.where(going, columns * 26 + letter, columns)
        lengths += going
    return columns, lengths


def numbers_of(eights: Eights) -> tuple[Whole, Places]:
    """The whole number with which each eight signs begin, and how many digits it has: 0 to 7, or -1 for more.

    All eight at once: each sign in a byte of its own, the digits moved to the end so that noughts stand before them,
    then added up in pairs, fours and eights.

    >>> numbers_of(np.frombuffer(b'312</v><40"><v></v>', "<u8", 1, 0))
    (array([312], dtype=int32), array([3]))
    """
    digits = eights ^ np.uint64(0x3030303030303030)
    others = ((digits + np.uint64(0x7676767676767676)) | digits) & np.uint64(0x8080808080808080)
    # The lowest mark stands on the first sign that is no digit.
    marks = np.log2(
        (others & (~others + np.uint64(1))).astype(np.float64), where=others > 0, out=np.full(len(eights), -1.0)
    )
    lengths = (marks.astype(np.int64) + 1) // 8 - (others > 0)
    lengths = np.where(others > 0, lengths, -1)
    moved = digits << (64 - 8 * np.clip(lengths, 1, 8)).astype(np.uint64)
    pairs = moved * np.uint64(10) + (moved >> np.uint64(8))
    low = np.uint64(0x000000FF000000FF)
    total = (pairs & low) * np.uint64(0x000F424000000064) + ((pairs >> np.uint64(16)) & low) * np.uint64(
        0x0000271000000001
    )
    return np.where(lengths > 0, total >> np.uint64(32), np.uint64(0)).astype(np.int32), lengths


def table_of(path: Path) -> pl.Series | None:
    """The workbook's table of texts, null for an empty one; None where a text is formatted within or written unusually."""
    with zipfile.ZipFile(path) as archive:
        try:
            if archive.getinfo(TABLE).file_size > TABLE_BYTES_MAX:
                return None
            xml = archive.read(TABLE).decode("utf-8")
        except (KeyError, UnicodeDecodeError):
            return None
    found = TEXT.findall(xml)
    if len(found) != xml.count("<si") or "&#" in xml or "\r" in xml[64:] or ("_x" in xml and ESCAPED.search(xml)):
        return None
    if "&" in xml:
        found = [unescape(each, QUOTES) if "&" in each else each for each in found]
    return pl.Series(found, dtype=pl.String).replace("", None)
