"""Spreadsheets of budgets: titles as SIPD and agencies write them, money as people write it, nothing counted twice."""

import pytest

from lontar.science.budget_file import fund_in, read_budgets, titles_in
from lontar.science.grid import as_grid
from lontar.science.trouble import Refusal

CODE, OTHER = "1.06.04.2.01.0003", "1.06.04.02.02.02"


def read(*rows, year=2026, **more):
    return read_budgets((as_grid("Sheet1", [list(row) for row in rows]),), year=year, file="sipd.xlsx", **more)


def test_a_file_of_sipd_is_read_by_its_titles_with_its_headings_and_sums_passed_over():
    found = read(
        ("LAPORAN REALISASI", None, None, None, None, None),
        ("Kode Sub Kegiatan", "Nama Sub Kegiatan", "Nama SKPD", "Pagu", "Realisasi TW I", "TW II"),
        ("1.06.04", "PROGRAM REHABILITASI SOSIAL", "Dinas Sosial", "900", None, None),
        (CODE, "Penyediaan Alat Bantu", "Dinas Sosial", "Rp 1.250.000,00", "250000", "-"),
        (OTHER, "Layanan Kedaruratan", None, "750000.0", None, "100.000"),
        ("JUMLAH", None, None, "2.000.000", None, None),
    )
    assert [(one.code, one.agency, one.stages, one.quarters) for one in found.rows] == [
        (CODE, "Dinas Sosial", {"budget": 1_250_000}, {1: 250_000}),
        ("1.06.04.2.02.0002", "Dinas Sosial", {"budget": 750_000}, {2: 100_000}),
    ]
    assert found.passed_over == 2
    assert [one.kind for one in found.findings] == ["no_fund"]


@pytest.mark.parametrize(
    "title", ["Pagu (Rp)", "Pagu (Rp.)", "PAGU RUPIAH", "Pagu, dalam rupiah", "Pagu [Rp]", "Pagu (Dalam Rupiah)"]
)
def test_a_title_may_name_its_unit(title):
    found = read(("Kode", "SKPD", title, "Realisasi TW I (Rp)"), (CODE, "Dinas Sosial", "900.000", "100.000"))
    assert [(one.stages, one.quarters) for one in found.rows] == [({"budget": 900_000}, {1: 100_000})]


def test_code_and_name_in_one_cell_and_outputs_beside_money():
    found = read(
        ("Sub Kegiatan", "Sumber Dana", "Setelah Perubahan", "Indikator", "Target", "Satuan", "Capaian"),
        (f"{CODE} Penyediaan Alat Bantu", "DAK Fisik", "5.000.000", "Kursi roda", "40 unit", "unit", "12,5"),
        agency="dinas-sosial",
    )
    (row,) = found.rows
    assert (row.code, row.name, row.agency, row.fund) == (CODE, "Penyediaan Alat Bantu", "dinas-sosial", "ministry")
    assert (row.stages, row.what, str(row.target), str(row.output)) == (
        {"revised": 5_000_000},
        "Kursi roda",
        "40",
        "12.5",
    )


@pytest.mark.parametrize(
    ("cells", "column", "kind"),
    [
        ((CODE, "A", "Dinas Sosial", "kota", "1,5 juta"), "budget", "money"),
        ((CODE, "A", "Dinas Sosial", "kota", "-5"), "budget", "money"),
        ((CODE, "A", "Dinas Sosial", "undian", "5"), "fund", "fund"),
        (("1.06.04.3.01.0003", "A", "Dinas Sosial", "kota", "5"), "code", "code"),
        ((CODE, "A", None, "kota", "5"), "agency", "no_agency"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column_and_its_row_stays_out(cells, column, kind):
    found = read(("Kode", "Nama Sub Kegiatan", "SKPD", "Sumber Dana", "Anggaran"), cells)
    assert found.rows == ()
    (finding,) = found.findings
    assert (finding.severity, finding.source.row, finding.source.column, finding.kind) == ("error", 2, column, kind)


def test_the_same_money_in_two_rows_is_refused_and_other_sources_are_not():
    head = ("Kode", "SKPD", "Sumber Dana", "Anggaran", "TW I")
    found = read(
        head, (CODE, "Dinas Sosial", "PAD", "5", "1"), (CODE, "Dinas Sosial", "DAK", "7", "2"), (CODE, "Dinas Sosial", "DAU", "5", "1")
    )  # fmt: skip
    assert [(one.fund, one.stages["budget"]) for one in found.rows] == [("city", 5), ("ministry", 7)]
    (finding,) = found.findings
    assert (finding.source.row, finding.kind) == (4, "twice")
    assert "Sheet1 2" in finding.message


def test_another_year_is_not_mixed_in():
    found = read(("Tahun", "Kode", "SKPD", "Sumber Dana", "Pagu"), ("2025", CODE, "Dinas Sosial", "kota", "5"))
    assert (found.rows, found.findings[0].kind) == ((), "year")


def test_titles_that_nobody_knows_are_refused_until_the_city_says_what_they_mean():
    rows = (("No Urut", "Kd", "Nilai Akhir"), ("1", CODE, "5"))
    with pytest.raises(Refusal, match="kolom kode"):
        read(*rows)
    grid = as_grid("x", [list(row) for row in rows])
    assert titles_in([grid]) == ["No Urut", "Kd", "Nilai Akhir"]
    found = read(*rows, columns={"Kd": "code", "Nilai Akhir": "revised"}, agency="Dinas Sosial")
    assert found.rows[0].stages == {"revised": 5}


def test_a_source_of_money_is_known_by_its_words():
    assert [fund_in(one) for one in ("APBN", "Dana Alokasi Umum (DAU)", "CSR Bank NTT", "lotre")] == [
        "ministry", "city", "partner", None,
    ]  # fmt: skip
