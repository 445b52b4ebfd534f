"""Figures of poverty as people write them: percent, persons, rupiah; months in words; thousands that are no persons."""

from datetime import date
from decimal import Decimal

import pytest

from lontar.science.grid import as_grid
from lontar.science.poverty_figures import LINE, POOR, RATE, TARGET, checked, period_of, read_figures, value_of
from lontar.science.trouble import Refusal

TODAY = date(2026, 11, 22)
HEADER = ["Indikator", "Periode", "Nilai", "Sumber"]


def read(*rows, header=HEADER, code="53.71"):
    return read_figures([as_grid("Angka", [header, *rows])], code=code, on=TODAY)


@pytest.mark.parametrize(
    ("indicator", "text", "value"),
    [
        (RATE, "7,57", "7.57"), (RATE, "7.57 %", "7.57"), (RATE, "8", "8"), (RATE, "7.570000001", "7.57"),
        (RATE, "8,24 persen", "8.24"), (TARGET, "0", "0"), (POOR, "40380", "40380"), (POOR, "40.380 jiwa", "40380"),
        (POOR, "40,380", "40380"), (POOR, "40380.0", "40380"), (LINE, "Rp 625.337", "625337"), (LINE, "625 337", "625337"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_its_kind_is_written(indicator, text, value):
    assert value_of(indicator, text) == Decimal(value)


@pytest.mark.parametrize(
    ("indicator", "text", "said"),
    [
        (RATE, "101", "tidak mungkin"), (RATE, "-1", "bukan angkanya"), (RATE, "tujuh", "bukan angkanya"),
        (POOR, "40,38", "ribuan"), (POOR, "40.38", "ribuan"), (POOR, "380", "ribuan"), (POOR, "9999999", "tidak mungkin"),
        (LINE, "625", "tidak mungkin"), (LINE, "625.337,50", "bukan angkanya"), (RATE, "", "bukan angkanya"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_reason(indicator, text, said):
    with pytest.raises(Refusal, match=said) as refusal:
        value_of(indicator, text)
    assert refusal.value.advice
    assert refusal.value.field == "value"


@pytest.mark.parametrize(
    "text", ["", "25", "2025-13", "13/2025", "00/2025", "2025-00", "Marret 2025", "1800", "2025-03-01"]
)
def test_a_period_that_is_none_is_refused(text):
    with pytest.raises(Refusal, match="bukan tahun atau bulan"):
        period_of(text)


def test_what_is_measured_lies_behind_us_and_a_target_need_not():
    with pytest.raises(Refusal, match="belum berlalu"):
        checked(RATE, "Desember 2026", "7", "BPS", on=TODAY)
    with pytest.raises(Refusal, match="belum berlalu"):
        checked(RATE, "2027", "7", "BPS", on=TODAY)
    assert checked(TARGET, "2029", "5,5", "RPJMD", on=TODAY).period == "2029"


def test_a_file_is_read_whole_and_each_wrong_row_is_named():
    found = read(
        ["Persentase penduduk miskin", "Maret 2025", "7,57", "BPS"],
        ["Jumlah penduduk miskin", "Maret 2025", "40,38", "BPS"],
        [None, None, None, None],
        ["Indeks gini", "2025", "0,3", "BPS"],
        ["P0", "2024", "8,24", ""],
        ["poverty_rate", "2025-03", "7,58", "BPS"],
    )
    assert [(one.source.row, one.source.column, one.severity) for one in found.findings] == [
        (3, "Nilai", "error"), (5, "Indikator", "error"), (6, "Sumber", "error"), (7, "", "error"),
    ]  # fmt: skip
    assert found.rows_read == 5
    assert found.has_errors


def test_rows_of_another_region_are_told_and_left_out():
    found = read(
        ["poverty_line", "2025", "666633", "BPS", "53"], ["poverty_line", "2025", "700000", "BPS", "5371"],
        header=[*HEADER, "region_code"],
    )  # fmt: skip
    assert [one.value for one in found.figures] == [700_000]
    assert [(one.kind, one.severity) for one in found.findings] == [("other_region", "warning")]


def test_a_file_without_the_header_is_refused():
    with pytest.raises(Refusal, match="Judul kolomnya tidak ditemukan"):
        read(["a", "b", "c", "d"], header=["Satu", "Dua", "Tiga", "Empat"])
