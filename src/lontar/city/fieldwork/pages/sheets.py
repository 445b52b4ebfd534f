"""The workbook that goes out: one row a visit, one row a member, lists to choose from."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import xlsxwriter

from lontar.science import visit_sheet as visits
from lontar.science.living_conditions import COLUMNS, FAMILY

READ_ONLY: Final = (visits.VISIT, "Kelurahan", "RW", "RT", "Petugas", "Nomor lokal", "Kepala keluarga")
ASKED: Final = (visits.OUTCOME, visits.STAYS, visits.VISITED, visits.HAPPENED, visits.WHERE, visits.NOTE)
MEMBER_HEADS: Final = (visits.VISIT, visits.MEMBER, "Nama", visits.PRESENCE, visits.HAPPENED, visits.WHERE)
LISTED_MOST: Final = 255  # letters that a spreadsheet takes as a list inside of a cell


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member as the second sheet names them."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit as the first sheet names it."""

    number: str
    ward: str
    rw: str
    rt: str
    officer: str
    family: str
    head: str
    members: Sequence[MemberLine]


def written(lines: Sequence[VisitLine]) -> bytes:
    """The workbook. Every cell is text: sixteen digits stay sixteen digits, and no formula is run."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    grey, bold, text = (
        book.add_format(form)
        for form in ({"bg_color": "#EFEFEF"}, {"bold": True, "text_wrap": True, "valign": "top"}, {"num_format": "@"})
    )
    first, second, codes = (book.add_worksheet(name) for name in ("Kunjungan", "Anggota", "Kode"))
    names = (*READ_ONLY, *ASKED, *FAMILY)
    _heads(first, names, bold)
    _heads(second, MEMBER_HEADS, bold)
    for row, line in enumerate(lines, start=1):
        values = (line.number, line.ward, line.rw, line.rt, line.officer, line.family, line.head)
        for column, value in enumerate(values):
            first.write_string(row, column, value, grey)
    at = 0
    for line in lines:
        for member in line.members:
            at += 1
            for column, value in enumerate((line.number, f"P-{member.id:07d}", member.name)):
                second.write_string(at, column, value, grey)
    choices = {visits.OUTCOME: list(visits.OUTCOMES.values()), visits.STAYS: list(visits.DESERVES.values())} | {
        name: [visits.cell_of(name, code) for code in COLUMNS[name].answers] for name in FAMILY if COLUMNS[name].answers
    }
    _lists(first, codes, names, choices, max(1, len(lines)))
    presences = list(visits.PRESENCES.values())
    second.data_validation(1, 3, max(1, at), 3, {"validate": "list", "source": presences})
    for sheet, wide in ((first, len(names)), (second, len(MEMBER_HEADS))):
        sheet.set_column(0, wide - 1, 18, text)
        sheet.freeze_panes(1, 1)
    book.close()
    return file.getvalue()


def _heads(sheet: Any, names: Sequence[str], bold: Any) -> None:
    for column, name in enumerate(names):
        sheet.write_string(0, column, _title(name), bold)
        if name in COLUMNS:
            sheet.write_comment(0, column, f"{COLUMNS[name].question} {COLUMNS[name].label_id}")


def _title(name: str) -> str:
    return COLUMNS[name].label_id if name in COLUMNS else name


def _lists(sheet: Any, codes: Any, names: Sequence[str], choices: dict[str, list[str]], rows: int) -> None:
    """Long lists stand on the sheet of codes; a cell points at them."""
    for at, (name, words) in enumerate(choices.items()):
        codes.write_string(0, at, _title(name))
        for row, word in enumerate(words, start=1):
            codes.write_string(row, at, word)
        letter = xlsxwriter.utility.xl_col_to_name(at)
        short = ",".join(words)
        source: Any = words if len(short) <= LISTED_MOST else f"=Kode!${letter}$2:${letter}${len(words) + 1}"
        column = names.index(name)
        sheet.data_validation(1, column, rows, column, {"validate": "list", "source": source, "ignore_blank": True})
