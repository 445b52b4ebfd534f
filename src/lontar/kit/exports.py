"""A list as a file: CSV for programs, XLSX for people. What a mask covers on the screen, its caller covers here."""

import csv
import io
from collections.abc import Iterable, Sequence
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
    file.seek(0)
    answer = FileResponse(file, as_attachment=True, filename=f"{name}.{form}", content_type=TYPES[form])
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


def _write_xlsx(file: Any, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    import xlsxwriter  # only here: every start would wait for it

    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    )
    sheet = book.add_worksheet()
    bold, day, moment = (
        book.add_format(form)
        for form in ({"bold": True}, {"num_format": "yyyy-mm-dd"}, {"num_format": "yyyy-mm-dd hh:mm"})
    )
    sheet.freeze_panes(1, 0)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
        sheet.set_column(column, column, max(12, min(len(head) + 4, 40)))
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, column, cell)  # sixteen digits stay sixteen digits
            elif hasattr(cell, "hour"):
                sheet.write_datetime(line, column, cell, moment)
            elif hasattr(cell, "year"):
                sheet.write_datetime(line, column, cell, day)
            elif cell is not None:
                sheet.write(line, column, cell)
    book.close()
