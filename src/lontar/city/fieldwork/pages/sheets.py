"""The workbook that goes out: one row a visit, one row a member, lists to choose from."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import xlsxwriter

from lontar.science.living_conditions import COLUMNS, FAMILY
from lontar.science.visit_sheet import DESERVES, OUTCOMES, PRESENCES, cell_of

READ_ONLY: Final = ("nomor_kunjungan", "kelurahan", "rw", "rt", "petugas", "nomor_lokal", "kepala_keluarga")
ASKED: Final = ("hasil", "layak", "tanggal_kunjungan", "tanggal_kejadian", "pindah_ke", "catatan")
MEMBER_HEADS: Final = ("nomor_kunjungan", "nomor_anggota", "nama", "keberadaan", "tanggal_kejadian", "pindah_ke")
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
    visits, members, codes = (book.add_worksheet(name) for name in ("Kunjungan", "Anggota", "Kode"))
    heads = (*READ_ONLY, *ASKED, *FAMILY)
    _heads(visits, heads, bold)
    _heads(members, MEMBER_HEADS, bold)
    for row, line in enumerate(lines, start=1):
        values = (line.number, line.ward, line.rw, line.rt, line.officer, line.family, line.head)
        for column, value in enumerate(values):
            visits.write_string(row, column, value, grey)
    at = 0
    for line in lines:
        for member in line.members:
            at += 1
            for column, value in enumerate((line.number, f"P-{member.id:07d}", member.name)):
                members.write_string(at, column, value, grey)
    choices = {"hasil": list(OUTCOMES.values()), "layak": list(DESERVES.values())} | {
        name: [cell_of(name, code) for code in COLUMNS[name].answers] for name in FAMILY if COLUMNS[name].answers
    }
    _lists(book, visits, codes, heads, choices, max(1, len(lines)))
    members.data_validation(1, 3, max(1, at), 3, {"validate": "list", "source": list(PRESENCES.values())})
    for sheet, wide in ((visits, len(heads)), (members, len(MEMBER_HEADS))):
        sheet.set_column(0, wide - 1, 18, text)
        sheet.freeze_panes(1, 1)
    book.close()
    return file.getvalue()


def _heads(sheet: Any, heads: Sequence[str], bold: Any) -> None:
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
        if head in COLUMNS:
            sheet.write_comment(0, column, f"{COLUMNS[head].question} {COLUMNS[head].label_id}")


def _lists(book: Any, sheet: Any, codes: Any, heads: Sequence[str], choices: dict[str, list[str]], rows: int) -> None:
    """Long lists stand on the sheet of codes; a cell points at them."""
    for at, (name, words) in enumerate(choices.items()):
        label = COLUMNS[name].label_id if name in COLUMNS else name
        codes.write_string(0, at, label)
        for row, word in enumerate(words, start=1):
            codes.write_string(row, at, word)
        letter = xlsxwriter.utility.xl_col_to_name(at)
        short = ",".join(words)
        source: Any = words if len(short) <= LISTED_MOST else f"=Kode!${letter}$2:${letter}${len(words) + 1}"
        column = heads.index(name)
        sheet.data_validation(1, column, rows, column, {"validate": "list", "source": source, "ignore_blank": True})
