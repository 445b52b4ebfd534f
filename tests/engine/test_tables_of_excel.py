"""Workbooks: what a spreadsheet does to a number is noticed, and no file can harm the machine."""

import datetime as dt
import re
import zipfile

import pytest
import xlwt

from lontar.engine.tables import archive, read_book, sheets, workbook
from lontar.science.trouble import Refusal
from spreadsheets import MARIA, PETRUS, as_xlsx, cells


def as_xls(path, rows, *, more=None):
    book = xlwt.Workbook()
    page = book.add_sheet("Data")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            page.write(at, column, cell)
    if more:
        more(page)
    book.save(str(path))
    return path


def repacked(path, change):
    """The same archive with `change(name, data)` done to each part."""
    with zipfile.ZipFile(path) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, change(name, data))
    return path


def test_an_xlsx_is_read_as_text_whatever_it_is_called(tmp_path):
    path = as_xlsx(tmp_path / "keluarga.csv", cells(MARIA, PETRUS))
    book = read_book(path, name="keluarga.csv")
    assert (book.kind, book.grids[0].sheet) == ("xlsx", "Sheet1")
    assert book.grids[0].cells.get_column("c1").to_list() == ["NIK", MARIA["NIK"], PETRUS["NIK"]]


def test_an_xls_is_read_as_text_and_its_formulas_are_noticed(tmp_path):
    path = as_xls(
        tmp_path / "lama.xls",
        cells(MARIA, PETRUS),
        more=lambda page: page.write(3, 1, xlwt.Formula('"5371"&"03"')),
    )
    book = read_book(path)
    assert book.kind == "xls"
    assert book.grids[0].cells.get_column("c1").to_list()[:3] == ["NIK", MARIA["NIK"], PETRUS["NIK"]]
    assert book.grids[0].formulas.rows() == [(4, 1)]


def test_numbers_too_long_for_a_spreadsheet_are_marked(tmp_path):
    def numbers(book, page):
        page.write_number(1, 1, 5371034112900000)
        page.write_number(2, 1, 12)
        page.write_datetime(1, 2, dt.datetime(1990, 12, 31), book.add_format({"num_format": "dd/mm/yyyy"}))

    path = as_xlsx(tmp_path / "angka.xlsx", [["Nomor KK", "NIK", "Tanggal"]], more=numbers)
    grid = read_book(path).grids[0]
    assert grid.long_numbers.rows() == [(2, 1)]
    assert grid.cells.rows()[1:] == [(2, None, "5371034112900000", "1990-12-31"), (3, None, "12", None)]


def test_merged_cells_and_formulas_are_marked_where_they_are(tmp_path):
    def habits(book, page):
        page.merge_range("A2:A4", "5371031708170003")
        page.write_formula("C3", '=UPPER("maria")', None, "MARIA")

    path = as_xlsx(
        tmp_path / "gabung.xlsx", [["Nomor KK", "NIK", "Nama"], ["", "1"], ["", "2"], ["", "3"]], more=habits
    )
    grid = read_book(path).grids[0]
    area = grid.merged[0]
    assert (area.row_first, area.column_first, area.row_last, area.column_last) == (2, 0, 4, 0)
    assert grid.formulas.rows() == [(3, 2)]
    assert grid.cells.rows()[2] == (3, None, "2", "MARIA")


def test_formatted_rows_without_content_are_counted_and_left_out(tmp_path):
    def paint(book, page):
        yellow = book.add_format({"bg_color": "yellow"})
        for row in range(3, 3 + 4140):
            page.write_blank(row, 0, None, yellow)

    path = as_xlsx(tmp_path / "kosong.xlsx", cells(MARIA, PETRUS), more=paint)
    grid = read_book(path).grids[0]
    assert (grid.cells.height, grid.rows_blank, grid.row_blank_first) == (3, 4140, 4)


def test_every_sheet_is_read_and_a_hidden_one_is_marked(tmp_path):
    def second(book, page):
        other = book.add_worksheet("Kode & Data")
        other.write_string(0, 0, "Kode")
        other.write_formula(1, 0, "=1+1", None, 2)
        other.hide()

    book = read_book(as_xlsx(tmp_path / "dua.xlsx", cells(MARIA), more=second))
    assert [(grid.sheet, grid.hidden) for grid in book.grids] == [("Sheet1", False), ("Kode & Data", True)]
    assert book.grids[1].formulas.rows() == [(2, 0)], "the look belongs to the right sheet"


def test_a_zip_bomb_is_refused_by_its_directory_before_it_is_expanded(tmp_path, monkeypatch):
    path = as_xlsx(tmp_path / "bom.xlsx", cells(MARIA))
    blank = b'<row r="9"><c r="A9" s="1"/></row>' * 3_000_000
    repacked(path, lambda name, data: data + blank if name.endswith("sheet1.xml") else data)
    assert path.stat().st_size < 1_000_000
    monkeypatch.setattr(archive, "expand", lambda *_: pytest.fail("it was expanded"))
    with pytest.raises(Refusal, match="mengembang terlalu besar"):
        read_book(path)


def test_a_directory_that_lies_about_sizes_does_not_help_a_bomb(tmp_path):
    path = as_xlsx(tmp_path / "bohong.xlsx", cells(MARIA))
    repacked(path, lambda name, data: data + b" " * 40_000_000 if name.endswith("sheet1.xml") else data)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as book:
        size = book.getinfo("xl/worksheets/sheet1.xml").file_size
    for at in range(len(data) - 4):
        if data[at : at + 4] == size.to_bytes(4, "little"):
            data[at : at + 4] = (5_000).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(Refusal, match="rusak atau terpotong"):
        read_book(path)


def test_too_many_parts_and_parts_of_one_name_are_refused(tmp_path):
    many = tmp_path / "banyak.xlsx"
    with zipfile.ZipFile(many, "w") as book:
        for i in range(archive.MEMBERS_MAX + 1):
            book.writestr(f"{i}.xml", "")
    with pytest.raises(Refusal, match="mengembang"):
        read_book(many)
    twice = as_xlsx(tmp_path / "dua.xlsx", cells(MARIA))
    with zipfile.ZipFile(twice, "a") as book, pytest.warns(UserWarning, match="Duplicate name"):
        book.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(Refusal, match="mengembang"):
        read_book(twice)


def test_two_cells_at_the_far_corners_do_not_eat_the_memory(tmp_path):
    path = as_xlsx(tmp_path / "jauh.xlsx", cells(MARIA), more=lambda book, page: page.write_string("XFD1048576", "x"))
    with pytest.raises(Refusal, match="tersebar sampai baris 1048576"):
        read_book(path)


def test_a_format_far_out_is_no_reason_to_refuse(tmp_path):
    path = as_xlsx(
        tmp_path / "format.xlsx", cells(MARIA),
        more=lambda book, page: page.write_blank("XFD1048576", None, book.add_format({"bold": True})),
    )  # fmt: skip
    grid = read_book(path).grids[0]
    assert grid.cells.height == 2
    assert grid.rows_blank == 1048574


@pytest.mark.parametrize("keep", [0.2, 0.6, 0.95])
def test_a_truncated_workbook_is_refused(tmp_path, keep):
    for path in (as_xlsx(tmp_path / "a.xlsx", cells(MARIA)), as_xls(tmp_path / "b.xls", cells(MARIA))):
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * keep)])
        with pytest.raises(Refusal, match=r"rusak|bukan buku kerja"):
            read_book(path)


def test_a_garbled_workbook_is_refused_and_not_a_crash(tmp_path):
    path = repacked(
        as_xlsx(tmp_path / "a.xlsx", cells(MARIA)),
        lambda name, data: b"<worksheet><sheetData><row><c r=" if name.endswith("sheet1.xml") else data,
    )
    with pytest.raises(Refusal, match="rusak"):
        read_book(path)


def test_other_office_files_and_locked_ones_are_told_apart(tmp_path):
    ods = tmp_path / "lembar.xlsx"
    with zipfile.ZipFile(ods, "w") as book:
        book.writestr("content.xml", "<office/>")
    with pytest.raises(Refusal, match="ODS"):
        read_book(ods)
    locked = as_xls(tmp_path / "kunci.xls", cells(MARIA))
    data = locked.read_bytes()
    # A workbook with a password begins with BOF and then a FILEPASS record.
    start = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    locked.write_bytes(data[:start] + b"\x2f\x00" + data[start + 2 :])
    with pytest.raises(Refusal, match="kata sandi"):
        read_book(locked)


def habits(book, page):
    """What people and programs put into a sheet besides text."""
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    hour = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    bold = book.add_format({"bold": True})
    page.write_datetime("C6", dt.datetime(1990, 12, 31), day)
    page.write_datetime("C7", dt.datetime(1990, 12, 31, 10, 30), hour)
    page.write_number("D6", 5371034112900000)
    page.write_number("D7", 5.37e15)
    page.write_formula("D8", "=1+1", None, 5371034112900001)
    page.write_formula("D9", '="a"', None, "5371034112900001")
    page.write_number("E6", 12.5)
    page.write_number("E7", -3)
    page.write_formula("E8", "=1/0", None, "#DIV/0!")
    page.write_rich_string("E9", bold, "te", "bal")
    page.write_string("F6", '  <spasi> & "kutip"\nbaris  ')
    page.merge_range("B12:B14", "5371031708170003")
    page.write_blank("H20", None, bold)
    page.set_row(40, 20, bold)
    book.add_worksheet("Kosong")
    book.add_chartsheet("Grafik")
    book.add_worksheet("Rahasia").hide()


@pytest.mark.parametrize("above", [0, 3])
def test_the_quick_reader_sees_what_the_patient_one_sees(tmp_path, monkeypatch, above):
    rows = [*([[]] * above), ["", "NIK", "Tanggal"], ["", "0012", "31/12/1990"]]
    path = as_xlsx(tmp_path / "biasa.xlsx", rows, more=habits)
    monkeypatch.setattr(workbook, "patient", lambda *_: pytest.fail("the quick reader gave up"))
    quick = read_book(path).grids
    monkeypatch.undo()
    monkeypatch.setattr(sheets.Sheets, "read", lambda *_: None)
    patient = read_book(path).grids
    assert [grid.sheet for grid in quick] == ["Sheet1", "Kosong", "Rahasia"]
    assert quick[0].cells.height > 5
    for one, other in zip(quick, patient, strict=True):
        assert one.cells.rows() == other.cells.rows()
        assert sorted(one.long_numbers.rows()) == sorted(other.long_numbers.rows())
        assert one.formulas.rows() == other.formulas.rows()
        assert (one.merged, one.hidden) == (other.merged, other.hidden)
        assert (one.rows_blank, one.row_blank_first) == (other.rows_blank, other.row_blank_first)
    assert [grid.hidden for grid in quick] == [False, False, True]
    assert len(quick[0].long_numbers) == 3


def test_cells_without_a_reference_are_left_to_the_patient_reader(tmp_path):
    path = as_xlsx(tmp_path / "tanpa.xlsx", [["NIK", "Nama"], ["1", "MARIA"]])
    repacked(path, lambda name, data: re.sub(rb' r="[A-Z]*\d+"', b"", data) if name.endswith("sheet1.xml") else data)
    assert read_book(path).grids[0].cells.rows() == [(1, "NIK", "Nama"), (2, "1", "MARIA")]


def test_what_lies_over_the_border_of_two_pieces_is_seen_once(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "CHUNK_BYTES", 300)
    path = as_xlsx(tmp_path / "potong.xlsx", [["NIK"], *([str(at)] for at in range(60))], more=habits)
    grid = read_book(path).grids[0]
    assert sorted(grid.long_numbers.rows()) == [(6, 3), (7, 3), (8, 3)]
    assert grid.formulas.rows() == [(8, 3), (8, 4), (9, 3)]
    assert len(grid.merged) == 1
