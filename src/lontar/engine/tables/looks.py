"""What the XML of a sheet says that the reader of values does not: formulas, merged and long numbers, first and last row."""

import re
from dataclasses import dataclass, field

from lontar.engine.tables.texts import Texts

FORMULAS_MAX = 5_000
"""As many formulas are named one by one; a sheet with more has a column of them."""
MERGED_MAX = 2_000
CELL_BYTES_MAX = 40_000
"""No cell holds more than 32,767 signs."""
LONG_NUMBER = 1e15
"""From here on a spreadsheet has forgotten digits: it keeps 15."""

FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<(?:\w+:)?f[ />]')
LAST_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="([0-9]{1,7})"')
# Numbers are written right into `<v>`; the number of a text in the table of texts is never so long.
LONG_VALUE = re.compile(rb"v>(-?[0-9](?:[0-9.]{14,}|[0-9.]*[eE])[0-9eE+.-]*)</")
VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)>")
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
REFERENCE = re.compile(rb'\sr="([A-Z]{1,3})([0-9]{1,7})"')
MERGED = re.compile(rb'mergeCell\b[^>]*?\sref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')

Spot = tuple[int, int]


@dataclass(slots=True)
class SheetLook:
    """Rows count from 1, columns from 0; `value_first` and `value_last` are the rows of the first and the last value.

    `texts` holds the cells of a sheet that has nothing but texts of the workbook's table, and is None for any other.
    """

    formulas: list[Spot] = field(default_factory=list)
    long_numbers: list[Spot] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    row_last: int = 0
    value_first: int = 0
    value_last: int = 0
    columns: int = 0
    rows: int = 0
    texts: Texts | None = None


def column_index(letters: bytes) -> int:
    """The column's number from 0.

    >>> column_index(b"A"), column_index(b"AA"), column_index(b"IV")
    (0, 26, 255)
    """
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def note(piece: bytes, overlap: int, look: SheetLook) -> None:
    """Note what this piece of a sheet says; its first `overlap` bytes were seen with the piece before."""
    # Only a sheet that names its namespace writes `<x:c>`; then a tag is looked for the slow way.
    if b"f" in piece and (b"<f" in piece or (b"<c" not in piece and b":f" in piece)):
        for found in FORMULA.finditer(piece):
            if found.end() > overlap and len(look.formulas) <= FORMULAS_MAX:
                look.formulas.append((int(found[2]), column_index(found[1])))
    if look.texts is None and has_numbers(piece):
        for found in LONG_VALUE.finditer(piece):
            if found.end() > overlap:
                note_long_number(piece, found, look)
    # They stand behind all rows.
    if (after := piece.find(b"mergeCell ", max(piece.rfind(b"row>"), 0))) >= 0:
        for found in MERGED.finditer(piece, after):
            if found.end() > overlap and len(look.merged) < MERGED_MAX:
                first, last = column_index(found[1]), column_index(found[3])
                look.merged.append((int(found[2]), first, int(found[4]), last))
    note_rows(piece, look)


def has_numbers(piece: bytes) -> bool:
    """Whether a value may be a number; counting is ten times faster than looking at each, and most sheets are all text."""
    first = piece.find(b"<c ")
    if first < 0:
        return True
    values = piece.count(b"<v>", first)
    return values > 0 and values != piece.count(b't="s"><v>', first)


def note_long_number(piece: bytes, found: re.Match[bytes], look: SheetLook) -> None:
    """Where it stands, if it is a number and no text that looks like one."""
    cell = cell_before(piece, found.start())
    if cell is None or b't="' in cell.replace(b't="n"', b""):
        return
    try:
        long = abs(float(found[1])) >= LONG_NUMBER
    except ValueError:
        return
    if long and (at := REFERENCE.search(cell)):
        look.long_numbers.append((int(at[2]), column_index(at[1])))


def note_rows(piece: bytes, look: SheetLook) -> None:
    """The last row, and the rows of the first and the last value."""
    last = piece.rfind(b"<row ") if b"<row " in piece else piece.rfind(b":row ") - 8
    if last >= 0 and (found := LAST_ROW.search(piece, last)):
        look.row_last = max(look.row_last, int(found[1]))
    at = max(last, 0)
    if not look.value_first and (value := VALUE.search(piece)):
        look.value_first = row_of(cell_before(piece, value.start()))
    ending = max(piece.rfind(b"v></", at), piece.rfind(b"is></", at))
    if ending < 0:
        # The last row is only formatted.
        ending = max(piece.rfind(b"v></"), piece.rfind(b"is></"))
    if ending >= 0:
        look.value_last = max(look.value_last, row_of(cell_before(piece, ending)))


def cell_before(piece: bytes, at: int) -> bytes | None:
    """The attributes of the cell in which this place lies, if its beginning is in the piece."""
    nearest = max(0, at - CELL_BYTES_MAX)
    start = max(piece.rfind(b"<c ", nearest, at), piece.rfind(b":c ", nearest, at))
    if start < 0:
        return None
    found = CELL.search(piece, max(0, start - 12))
    return found[1] if found else None


def row_of(cell: bytes | None) -> int:
    found = REFERENCE.search(cell) if cell else None
    return int(found[2]) if found else 0
