"""A list as a file: CSV for programs, XLSX for people. What a mask covers on the screen, its caller covers here."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.http import FileResponse, HttpRequest

Form = Literal["csv", "xlsx"]
FORMS: tuple[Form, ...] = ("csv", "xlsx")
ASKS = "ekspor"
ROWS_MAX = 200_000
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A spreadsheet takes a text that begins so for a formula, and runs it.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]


def wanted(request: HttpRequest) -> Form | None:
    """The form of file that `?ekspor=csv` asks for, or None for the page itself."""
    asked = request.GET.get(ASKS, "")
    return asked if asked in FORMS else None


def export(form: Form, *, name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> FileResponse:
    """The rows as a file to download, at most `ROWS_MAX` of them.

    Written in full before it is sent: once the answer leaves, no officer acts any more and the walls show nothing.
    """
    file = io.BytesIO()
    bounded = (row for row, _number in zip(rows, range(ROWS_MAX), strict=False))
    if form == "csv":
        _write_csv(file, heads, bounded)
    else:
        _write_xlsx(file, heads, bounded)
    return _sent(file, f"{name}.{form}", TYPES[form])


def _sent(file: io.BytesIO, name: str, media_type: str) -> FileResponse:
    file.seek(0)
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=media_type)
    answer["Cache-Control"] = "no-store"
    return answer


def _write_csv(file: Any, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    text.write("\ufeff")  # by it a spreadsheet knows that this is UTF-8
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    text.flush()
    text.detach()


def _harmless(cell: Any) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS):
        return f"'{cell}"
    return cell


def workbook(name: str, sheets: Sequence[Sheet]) -> FileResponse:
    """Several lists as one file to download."""
    file = io.BytesIO()
    _write_book(file, sheets)
    return _sent(file, f"{name}.xlsx", TYPES["xlsx"])


def _write_xlsx(file: Any, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    _write_book(file, [Sheet("Sheet1", heads, rows)])


def _write_book(file: Any, sheets: Sequence[Sheet]) -> None:
    import xlsxwriter  # only here: every start would wait for it

    # In memory: left to itself it writes each sheet into a file on the disk first.
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    )
    bold, day, moment = (
        book.add_format(form)
        for form in ({"bold": True}, {"num_format": "yyyy-mm-dd"}, {"num_format": "yyyy-mm-dd hh:mm"})
    )
    for one in sheets:
        _write_sheet(book.add_worksheet(one.name), one, bold=bold, day=day, moment=moment)
    book.close()


def _write_sheet(sheet: Any, told: Sheet, *, bold: Any, day: Any, moment: Any) -> None:
    sheet.freeze_panes(1, 0)
    for column, head in enumerate(told.heads):
        sheet.write_string(0, column, head, bold)
        sheet.set_column(column, column, max(12, min(len(head) + 4, 40)))
    for line, row in enumerate(told.rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, column, cell)  # sixteen digits stay sixteen digits
            elif hasattr(cell, "hour"):
                sheet.write_datetime(line, column, cell, moment)
            elif hasattr(cell, "year"):
                sheet.write_datetime(line, column, cell, day)
            elif cell is not None:
                sheet.write(line, column, cell)
