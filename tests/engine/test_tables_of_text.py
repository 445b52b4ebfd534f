"""Delimited text: whatever encoding, delimiter and ends of lines, every cell comes as it was written."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lontar.engine.tables import read_book
from lontar.science.trouble import Refusal
from spreadsheets import MARIA, PETRUS, as_csv, cells

NIKS = ["5371034112900001", "5371011503700003"]


def niks_in(path):
    (grid,) = read_book(path).grids
    return [row[2] for row in grid.cells.rows()][1:]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_nik_is_read_as_text_from_any_kind_of_csv(tmp_path, delimiter, encoding, end):
    people = [MARIA | {"Alamat": "Jl. Timor Raya, No. 5; blok B"}, PETRUS | {"Nama Penduduk": "JOSÉ NALLE"}]
    path = as_csv(tmp_path / "keluarga.csv", cells(*people), delimiter=delimiter, encoding=encoding, end=end)
    (grid,) = read_book(path).grids
    assert [row[2] for row in grid.cells.rows()] == ["NIK", *NIKS]
    assert grid.cells.row(1)[17] == "Jl. Timor Raya, No. 5; blok B"
    assert grid.cells.row(2)[3] == "JOSÉ NALLE"


def test_ends_of_lines_may_be_mixed_in_one_file(tmp_path):
    path = tmp_path / "campur.csv"
    path.write_bytes(b"NIK,Nama\r\n1,A\n2,B\r3,C\r\n")
    assert [row[1:3] for row in read_book(path).grids[0].cells.rows()] == [
        ("NIK", "Nama"), ("1", "A"), ("2", "B"), ("3", "C"),
    ]  # fmt: skip


def test_a_guessed_encoding_is_told(tmp_path):
    path = as_csv(tmp_path / "latin.csv", [["Nama"], ["José"]], encoding="latin-1")
    (finding,) = read_book(path).findings
    assert (finding.severity, finding.kind) == ("warning", "encoding")
    assert "UTF-8" in finding.message


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path):
    path = tmp_path / "baris.csv"
    path.write_text('NIK,Alamat\n\n1,"Jalan\nTimor"\n,,\n2,X\n')
    grid = read_book(path).grids[0]
    assert grid.cells.rows() == [(1, "NIK", "Alamat"), (3, "1", "Jalan\nTimor"), (5, "2", "X")]
    assert (grid.rows_blank, grid.row_blank_first) == (2, 2)


def test_the_line_that_names_the_delimiter_is_no_header(tmp_path):
    path = tmp_path / "sep.csv"
    path.write_text("sep=;\nNIK;Nama\n1;A, B\n")
    grid = read_book(path).grids[0]
    assert grid.cells.rows()[0][:3] == (2, "NIK", "Nama")
    assert grid.cells.rows()[1][2] == "A, B"


def test_a_row_shifted_by_a_stray_delimiter_is_an_error_at_its_row(tmp_path):
    path = tmp_path / "geser.csv"
    path.write_text("NIK,Alamat,RT\n1,A,001\n2,Jl. Timor, No. 5,002\n3,C,003\n4,D,001\n")
    (finding,) = read_book(path).findings
    assert (finding.severity, finding.source.row, finding.kind) == ("error", 3, "shifted")


def test_stray_quotes_are_taken_as_a_person_takes_them(tmp_path):
    path = tmp_path / "kutip.csv"
    path.write_text('NIK,Alamat\n1,Kios "Maju" Oesapa\n2,"Blok"A\n')
    assert [row[2] for row in read_book(path).grids[0].cells.rows()][1:] == ['Kios "Maju" Oesapa', "BlokA"]


def test_a_quote_that_is_never_closed_is_refused_with_its_row(tmp_path):
    path = tmp_path / "kutip.csv"
    path.write_text('NIK,Alamat\n1,"Kios Maju\n' + "".join(f"{i},X\n" for i in range(100)))
    with pytest.raises(Refusal, match="baris 2 dibuka tetapi tidak ditutup"):
        read_book(path)


@pytest.mark.parametrize("quoted", ['"Desi Riwu, S.T."', '"Desi"'])
def test_a_quote_that_another_row_closes_swallows_nobody(tmp_path, quoted):
    path = tmp_path / "kutip.csv"
    path.write_text(f'KK,NIK,Nama,Lahir,SHDK\n1,1,Budi,1990,ANAK\n2,",Benyamin,1974,KEPALA\n2,3,{quoted},1979,ISTRI\n')
    with pytest.raises(Refusal, match="baris 3 dibuka tetapi tidak ditutup"):
        read_book(path)


@pytest.mark.parametrize("cell", ['="5371010101900001"', '"=""5371010101900001"""', '" =""5371010101900001"" "'])
def test_a_number_that_was_written_as_a_formula_is_its_text(tmp_path, cell):
    path = tmp_path / "rumus.csv"
    path.write_text(f"NIK,Nama\n{cell},Budi\n")
    (grid,) = read_book(path).grids
    assert grid.cells["c0"].to_list() == ["NIK", "5371010101900001"]


def test_an_address_of_several_lines_is_one_cell(tmp_path):
    path = tmp_path / "alamat.csv"
    path.write_text('KK,NIK,Nama,Lahir,Alamat\n1,1,Budi,1990,"Jl. Timor Raya,\nRT 2, Oesapa"\n2,2,Ani,1991,-\n')
    (grid,) = read_book(path).grids
    assert grid.cells["c4"].to_list() == ["Alamat", "Jl. Timor Raya,\nRT 2, Oesapa", "-"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "kosong"),
        (b"\xef\xbb\xbf\r\n \r\n", "kosong"),
        (b"<html><table><tr><td>NIK</td></tr></table></html>", "HTML"),
        (b"%PDF-1.7 daftar keluarga", "PDF"),
        (b"\x01\x02\x03\x00\x04\x05" * 50, "bukan teks"),
        (b"\xff\xfeA", "bukan teks"),
    ],
)
def test_what_is_no_table_is_refused_with_advice(tmp_path, content, says):
    path = tmp_path / "keluarga.xls"
    path.write_bytes(content)
    with pytest.raises(Refusal, match=says) as refusal:
        read_book(path)
    assert refusal.value.advice
    assert refusal.value.field == "file"


def test_a_missing_file_is_refused_and_not_a_crash(tmp_path):
    with pytest.raises(Refusal, match=r"Berkas tidak-ada\.csv tidak ada\."):
        read_book(tmp_path / "tidak-ada.csv")
    with pytest.raises(Refusal, match="adalah folder, bukan berkas"):
        read_book(tmp_path)


plain = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r\n\x1a\ufeff", exclude_categories=("Cc", "Cs")),
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(plain, plain, plain), min_size=1, max_size=8))
def test_whatever_is_written_comes_back_cell_by_cell(tmp_path, rows):
    header = ["NIK", "Nama", "Alamat"]
    path = as_csv(tmp_path / "apa.csv", [header, *rows])
    grid = read_book(path).grids[0]
    wanted = [[cell or None for cell in row] for row in rows]
    kept = [(at, *row) for at, row in enumerate(wanted, start=2) if any(cell and cell.strip() for cell in row)]
    assert [row[:4] for row in grid.cells.rows()[1:]] == kept
    assert grid.cells.height - 1 + grid.rows_blank == len(rows)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_no_bytes_at_all_can_crash_the_reader(tmp_path, content):
    path = tmp_path / "acak"
    path.write_bytes(content)
    with suppress(Refusal):
        assert read_book(path).kind == "csv"


def test_mixed_line_ends_are_told_with_the_rows_that_end_otherwise(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"NIK,Nama\r\n1,Maria\r\n2,Yohanes\n3,Petrus\r\n4,Ani\r5,Ester\r\n6,Daud\n")
    book = read_book(path)
    told = {f.values["other"]: f for f in book.findings}
    assert {other: (f.kind, f.source.row, f.values["rows"]) for other, f in told.items()} == {
        "Unix (LF)": ("line_ends", 3, "3, 7"), "Mac (CR)": ("line_ends", 5, "5"),
    }  # fmt: skip
    assert [row[1] for row in book.grids[0].cells.rows()] == ["NIK", "1", "2", "3", "4", "5", "6"]


def test_a_line_end_inside_a_cell_is_no_mixed_line_end(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b'NIK,Alamat\r\n1,"Jl. Timor\nRT 3"\r\n2,x\r\n')
    assert read_book(path).findings == ()


def test_nul_signs_are_dropped_and_told_with_their_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"NIK,Nama\n1,Ma\0ria\n2,Yohanes\n")
    (finding,) = read_book(path).findings
    assert (finding.kind, finding.source.row) == ("nul", 2)
    assert read_book(path).grids[0].cells.row(1) == (2, "1", "Maria")
