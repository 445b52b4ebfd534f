"""The header of a family file, wherever it stands and whatever stands around it."""

from datetime import date

import pytest

from lontar.engine.tables import read_book
from lontar.science.family_file import read_families
from lontar.science.grid import as_grid, column_letter
from lontar.science.trouble import Refusal
from spreadsheets import HEADER, MARIA, PETRUS, YOHANES, as_xlsx, cells, wards

TODAY = date(2026, 11, 22)


def read(rows):
    return read_families([as_grid("Data", rows)], wards(), on=TODAY)


def kinds(result):
    return [(f.kind, f.source.row) for f in result.found()]


def test_a_header_below_a_title_is_found_and_rows_keep_their_numbers():
    result = read([["PEMERINTAH KOTA KUPANG"], ["DAFTAR KELUARGA"], [None], *cells(MARIA | {"Nama Penduduk": ""})])
    assert ("header_lower", 4) in kinds(result)
    assert ("name_missing", 5) in kinds(result)


def test_a_header_over_two_rows_is_read_as_one():
    upper = [t if t not in ("Tempat Lahir", "Tanggal Lahir") else "Kelahiran" for t in HEADER]
    lower = [t if t in ("Tempat Lahir", "Tanggal Lahir") else "" for t in HEADER]
    result = read([upper, lower, *cells(MARIA)[1:]])
    assert kinds(result) == [("header_two_rows", 2)]
    assert result.persons.item(0, "birth_date") == date(1990, 12, 1)


def test_a_row_that_numbers_the_columns_is_no_person():
    result = read([HEADER, [f"({i + 1})" for i in range(len(HEADER))], *cells(MARIA)[1:]])
    assert kinds(result) == [("header_numbering", 2)]
    assert result.persons.height == 1


def test_a_header_repeated_on_each_page_is_no_person():
    result = read([*cells(MARIA, YOHANES), HEADER, *cells(PETRUS)[1:]])
    assert kinds(result) == [("header_again", 4)]
    assert result.persons.height == 3


def test_sums_and_signatures_below_a_list_are_told_and_are_nobody():
    width = len(HEADER)
    below = [
        ["JUMLAH", None, "3 jiwa"], ["Kupang, 30 Juni 2026"], ["LURAH OESAPA"], [None], ["ANTONIUS BAIT"],
        ["NIP. 19700101 199503 1 002"],
    ]  # fmt: skip
    result = read([*cells(MARIA, YOHANES), ["", "Sub total RT 009"], *cells(PETRUS)[1:], *(r[:width] for r in below)])
    told = [f for f in result.found() if f.kind == "about_nobody"]
    assert [(f.source.row, f.values["rows"]) for f in told] == [(4, "4, 6–8, 10–11")]
    assert result.errors() == 0
    assert result.persons.height == 3


def test_nobody_is_taken_for_a_remark_who_has_anything_of_a_person():
    """A name alone below the list is an error that somebody mends, whatever the name; with a ward it is a person."""
    named = {"Nama Penduduk": "TOTAL BENU", "Tanggal Lahir": "", "Kelamin": "", "SHDK": ""}
    assert "about_nobody" not in dict(kinds(read(cells(MARIA, PETRUS | named))))
    lonely = dict.fromkeys(HEADER, "") | {"Nama Penduduk": "YOHANA SELAN"}
    result = read(cells(MARIA, lonely))
    assert "about_nobody" not in dict(kinds(result))
    assert result.errors() > 0
    numbered = dict.fromkeys(HEADER, "") | {"NIK": "5371034112900002", "Nama Penduduk": "JUMLAH"}
    assert "about_nobody" not in dict(kinds(read(cells(MARIA, numbered))))


def test_a_wrong_header_says_what_was_expected_what_was_found_and_what_is_meant_perhaps():
    titles = ["Desa-Kelur" if t == "Desa/Kel" else t for t in HEADER if t != "Kelamin"]
    with pytest.raises(Refusal) as refusal:
        read(cells(MARIA, header=titles))
    said = refusal.value.message
    assert "Kolom yang tidak ada: Kelamin, Desa/Kel (Desa-Kelur?)" in said
    assert "Judul yang ditemukan di baris 1: Nomor KK, NIK" in said


def test_a_file_about_something_else_is_refused_with_what_was_expected():
    with pytest.raises(Refusal, match="Yang diperlukan: Nomor KK, NIK, Nama Penduduk") as refusal:
        read([["Tanggal", "Debet", "Kredit"], ["1", "2", "3"]])
    assert "Baris 1 berisi: Tanggal, Debet, Kredit" in refusal.value.message


@pytest.mark.parametrize("rows", [[], [HEADER]])
def test_a_file_without_a_single_person_is_refused(rows):
    with pytest.raises(Refusal, match=r"tidak berisi|hanya berisi judul"):
        read(rows)


def test_one_title_twice_is_settled_by_content_or_refused():
    same = [*HEADER, "NIK"]
    rows = [same, [*cells(MARIA)[1], MARIA["NIK"]]]
    assert kinds(read(rows)) == [("header_twice", 1)]
    rows[1][-1] = PETRUS["NIK"]
    with pytest.raises(Refusal, match=r"Judul kolom NIK ada lebih dari sekali \(kolom B, Y\)"):
        read(rows)


def test_what_people_do_to_a_workbook_is_told_at_its_cell(tmp_path):
    def habits(book, page):
        page.merge_range("A2:A3", MARIA["Nomor KK"])
        page.write_formula("C4", '=UPPER("petrus nalle")', None, "PETRUS NALLE")
        page.write_number("B4", 5371011503700003)
        grey = book.add_format({"bg_color": "gray"})
        for row in range(4, 4144):
            page.write_blank(row, 0, None, grey)
        book.add_worksheet("Kode").write_string("A1", "Kode data")

    path = as_xlsx(tmp_path / "a.xlsx", cells(MARIA, YOHANES | {"Nomor KK": ""}, PETRUS | {"NIK": ""}), more=habits)
    book = read_book(path)
    result = read_families(book.grids, wards(), on=TODAY, file=book.file, told=book.findings)
    found = {f.kind: f for f in result.found()}
    assert found["rows_blank"].message.startswith("4140 baris kosong dilewati, yang pertama baris 5")
    assert (found["merged"].source.row, found["merged"].source.column) == (2, "Nomor KK")
    assert "A2:A3" in found["merged"].message
    assert (found["formula"].source.row, found["formula"].source.column) == (4, "Nama Penduduk")
    assert found["sheet_skipped"].source.sheet == "Kode"
    assert result.persons.get_column("nik").to_list()[2] == "5371011503700003", "its last digit is no zero"
    assert found["kk_missing"].source.row == 3


def test_columns_that_are_not_read_are_told_once_by_letter_or_title():
    rows = [[str(at), *row, "85228", "lihat catatan"] for at, row in enumerate(cells(MARIA, YOHANES))]
    rows[0] = ["No.", *HEADER, "Kode Pos", None]
    found = {finding.kind: dict(finding.values) for finding in read(rows).found()}
    assert found == {
        "column_untitled": {"columns": column_letter(len(HEADER) + 2), "count": 2},
        "column_unknown": {"columns": "Kode Pos"},
    }


def test_a_text_that_is_longer_than_what_is_kept_is_told_once_for_all_rows():
    result = read(cells(MARIA | {"Alamat": "JALAN " * 40}, YOHANES | {"Alamat": "GANG " * 50}, PETRUS))
    (finding,) = result.found()
    assert (finding.kind, finding.source.row, finding.source.column) == ("text_long", 2, "Alamat")
    assert "Alamat lebih dari 200 huruf di 2 baris (2–3)" in finding.message
    assert result.persons.get_column("address").str.len_chars().to_list()[:2] == [200, 200]
