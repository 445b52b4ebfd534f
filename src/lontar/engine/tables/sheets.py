"""Reads the sheets of an XLSX by fastexcel into columns of text, without a Python object for each cell."""

from pathlib import Path

import fastexcel
import polars as pl

from lontar.engine.tables.looks import SheetLook

Trouble = fastexcel.FastExcelError
# What fastexcel writes for a date without an hour, and for an hour without a date.
MIDNIGHT = " 00:00:00"
NO_DAY = r"^1899-12-3[01] "


class Sheets:
    """The worksheets of one file by name; what is no sheet of cells has no columns."""

    def __init__(self, path: Path) -> None:
        self.reader = fastexcel.read_excel(path)
        self.names = self.reader.sheet_names

    def read(self, name: str, look: SheetLook) -> tuple[pl.DataFrame, bool] | None:
        """The cells as text, `c0` being column A and the first row being row 1, and whether the sheet is hidden.

        None where its rows cannot be told for sure: fastexcel starts at the first value and does not say where
        that is, so its height must be what the sheet's XML says.
        """
        sheet = self.reader.load_sheet(name, header_row=None, dtypes="string")
        hidden = sheet.visible != "visible"
        if not sheet.width:
            return (pl.DataFrame(), hidden) if not look.value_first else None
        if not look.value_first or sheet.total_height != look.value_last - look.value_first + 1:
            return None
        frame = pl.DataFrame(sheet)
        first = sheet.available_columns()[0].absolute_index
        names = [f"c{at}" for at in range(first + frame.width)]
        texts = [as_written(column).alias(name) for column, name in zip(frame, names[first:], strict=True)]
        missing = [pl.Series(each, [None], dtype=pl.String).new_from_index(0, frame.height) for each in names[:first]]
        cells = pl.DataFrame([*(m.alias(n) for m, n in zip(missing, names, strict=False)), *texts])
        if look.value_first > 1:
            above = pl.DataFrame(schema=cells.schema).clear(look.value_first - 1)
            cells = pl.concat([above, cells])
        return cells, hidden


def as_written(column: pl.Series) -> pl.Series:
    """Texts as they stand in the sheet, dates as ISO, null where a cell is empty."""
    if column.str.ends_with(MIDNIGHT).any():
        column = column.str.strip_suffix(MIDNIGHT)
    if column.str.starts_with("1899-12-3").any():
        column = column.str.replace(NO_DAY, "")
    return column.replace("", None) if (column == "").any() else column
