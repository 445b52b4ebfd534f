"""A list leaves as a file that a spreadsheet opens without changing or running anything."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.test import RequestFactory
from python_calamine import CalamineWorkbook

from lontar.kit import exports

HEADS = ["Nama", "NIK", "Jumlah", "Tanggal", "Saat"]
ROWS = [
    ("=1+1", "5371031010100001", 300_000, date(2026, 11, 22), datetime(2026, 11, 22, 3, 5, tzinfo=UTC)),
    ("Oesapa, Barat", "0000000000000000", None, None, None),
]


def body(answer):
    return b"".join(answer.streaming_content)


def test_a_csv_keeps_every_digit_and_runs_no_formula():
    answer = exports.export("csv", name="daftar", heads=HEADS, rows=ROWS)
    text = body(answer).decode("utf-8-sig")
    heads, first, second = csv.reader(io.StringIO(text))
    assert heads == HEADS
    assert first[:3] == ["'=1+1", "5371031010100001", "300000"]
    assert second == ["Oesapa, Barat", "0000000000000000", "", "", ""]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="daftar.csv"'


def test_an_xlsx_keeps_every_digit_and_runs_no_formula():
    answer = exports.export("xlsx", name="daftar", heads=HEADS, rows=ROWS)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body(answer))).get_sheet_by_index(0).to_python()
    assert rows[0] == HEADS
    assert rows[1][:3] == ["=1+1", "5371031010100001", 300_000]
    assert rows[1][3] == date(2026, 11, 22)
    assert rows[2][1] == "0000000000000000"


def test_an_export_ends():
    endless = ([str(number)] for number in iter(int, 1))
    answer = exports.export("csv", name="tanpa-akhir", heads=["n"], rows=endless)
    assert body(answer).count(b"\n") == exports.ROWS_MAX + 1


@pytest.mark.parametrize(("asked", "form"), [("csv", "csv"), ("xlsx", "xlsx"), ("", None), ("exe", None)])
def test_only_known_forms_are_given(asked, form):
    assert exports.wanted(RequestFactory().get("/", {"ekspor": asked})) == form
