"""A sheet of nothing but texts is read by columns, and is the same sheet that the other readers see."""

import re
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lontar.engine.tables import archive, read_book, sheets, texts, workbook
from lontar.science.trouble import Refusal
from spreadsheets import MARIA, PETRUS, as_xlsx, cells

ROWS = [["Nomor KK", "NIK", "Nama"], *([f"53710{at:011}", "", f"MARIA {at}"] for at in range(40))]
SIGNS = st.text(alphabet=st.sampled_from("Aa0 1\n\t&<>\"'é_x0Dn;#"), max_size=9)
TABLES = st.lists(st.lists(st.one_of(st.none(), SIGNS), max_size=5), max_size=7)


def same(one, other):
    for left, right in zip(one, other, strict=True):
        assert left.cells.rows() == right.cells.rows()
        assert (left.sheet, left.hidden, left.rows_blank, left.row_blank_first) == (
            right.sheet, right.hidden, right.rows_blank, right.row_blank_first,
        )  # fmt: skip
        assert left.merged == right.merged


def changed(path, change):
    """The same workbook with its sheet's XML changed."""
    with zipfile.ZipFile(path) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, change(data) if name.endswith("sheet1.xml") else data)
    return path


@pytest.fixture
def alone(monkeypatch):
    """No other reader may help."""
    monkeypatch.setattr(sheets.Sheets, "read", lambda *_: pytest.fail("it was left to another reader"))


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("bytes_at_once", [700, 950, 4 << 20])
def test_a_register_is_read_by_columns_however_its_pieces_fall(tmp_path, monkeypatch, bytes_at_once):
    monkeypatch.setattr(archive, "CHUNK_BYTES", bytes_at_once)
    read = read_book(as_xlsx(tmp_path / "a.xlsx", ROWS)).grids[0].cells
    assert read.rows() == [(at, *(cell or None for cell in row)) for at, row in enumerate(ROWS, start=1)]


@pytest.mark.usefixtures("alone")
def test_formatted_cells_without_a_text_and_a_hidden_sheet_are_what_they_are(tmp_path):
    def habits(book, page):
        bold = book.add_format({"bold": True})
        page.write_blank("D2", None, bold)
        page.write_string("AB3", "jauh", bold)
        page.set_row(60, 20, bold)
        page.merge_range("B12:B14", "5371031708170003")
        book.add_worksheet("Kosong").hide()

    first, second = read_book(as_xlsx(tmp_path / "a.xlsx", ROWS, more=habits)).grids
    assert first.cells.get_column("c27").drop_nulls().to_list() == ["jauh"]
    assert first.rows_blank == 20
    assert first.merged[0].row_first == 12
    assert (second.sheet, second.hidden, second.cells.height) == ("Kosong", True, 0)


@given(rows=TABLES)
@example(rows=[["a"], [], [None, " b "]])
@example(rows=[["_x000D_", "&amp;"], ["<t>", "&#65;"]])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sheet_of_texts_is_what_the_patient_reader_sees(tmp_path, rows):
    path = as_xlsx(tmp_path / "a.xlsx", [[cell or "" for cell in row] for row in rows])
    quick = read_book(path).grids
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "table_of", lambda _: None)
        patch.setattr(sheets.Sheets, "read", lambda *_: None)
        same(quick, read_book(path).grids)


@pytest.mark.parametrize(
    "piece",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row>',
        b'<row r="1"><c r="A1" t="str"><v>a</v></c></row>',
        b'<row r="1"><c r="A1" t="s"><f>B1</f><v>1</v></c></row>',
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>',
        b'<row r="1"><c t="s"><v>1</v></c></row>',
        b'<row r="1"><c r="1" t="s"><v>1</v></c></row>',
        b'<row r="1"><c r="A" t="s"><v>1</v></c></row>',
        b'<row r="1"><c r="A12345678" t="s"><v>1</v></c></row>',
        b'<row r="1"><c r="A1" t="s"><v></v></c></row>',
        b'<row r="1"><c r="A1" t="s"><v>1.5</v></c></row>',
        b'<row r="1"><c r="A1" t="s"><v >1</v></c></row>',
        b'<row r="1"><c r="A1" t="s"><v>1</v><v>2</v></c></row>',
        b'<row r="2"><c r="A2" t="s"><v>1</v></c><c r="A2" t="s"><v>2</v></c></row>',
        b'<row r="2"><c r="B2" t="s"><v>1</v></c><c r="A2" t="s"><v>2</v></c></row>',
        b'<row r="0"><c r="A0" t="s"><v>1</v></c></row>',
        b't="s"><v>1</v></c></row>',
    ],
)
def test_what_is_not_a_text_of_the_table_is_left_to_others(piece):
    assert texts.cells_of(piece) is None


def test_rows_that_go_back_are_left_to_others():
    taken = texts.Texts()
    assert taken.take(b'<row r="5"><c r="A5" t="s"><v>0</v></c></row>')
    assert not taken.take(b'<row r="4"><c r="A4" t="s"><v>0</v></c></row>')


@pytest.mark.parametrize("keep", [30, 60, 90])
def test_a_sheet_that_breaks_off_is_refused(tmp_path, keep):
    path = changed(as_xlsx(tmp_path / "a.xlsx", ROWS), lambda xml: xml[: len(xml) * keep // 100])
    with pytest.raises(Refusal, match="rusak"):
        read_book(path)


def test_a_text_that_the_table_does_not_hold_is_no_empty_cell(tmp_path):
    path = changed(as_xlsx(tmp_path / "a.xlsx", ROWS), lambda xml: xml.replace(b"<v>5</v>", b"<v>5000</v>"))
    with pytest.raises(Refusal, match="rusak"):
        read_book(path)


def test_a_number_among_the_texts_is_seen_by_the_reader_of_numbers(tmp_path):
    path = as_xlsx(tmp_path / "a.xlsx", cells(MARIA, PETRUS), more=lambda _, page: page.write_number(1, 1, 5.37e15))
    grid = read_book(path).grids[0]
    assert grid.long_numbers.rows() == [(2, 1)]
    assert grid.cells.get_column("c1").to_list()[1:] == ["5370000000000000", PETRUS["NIK"]]
    assert re.fullmatch(r"\d{16}", MARIA["NIK"])
    assert workbook.as_text(5.37e15) == "5370000000000000"
