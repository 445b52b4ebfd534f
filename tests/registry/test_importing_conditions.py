"""How families live, out of the five sheets of Regsosek 2022-K and out of BDT 2015, joins families that are known."""

import argparse
import json
from datetime import date

import pytest
import xlsxwriter

from lontar.city.registry import actions, commands, queries
from lontar.city.registry.models import Family, LivingConditions
from lontar.science import living_conditions
from spreadsheets import MARIA, YOHANES, as_csv, cells

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)
CARD = MARIA["Nomor KK"]
SHEETS = {
    "1.keterangan tempat": [["I. KETERANGAN TEMPAT"], ["no urut keluarga", "no kartu keluarga"], ["1", CARD]],
    "2.keterangan petugas": [["II."], ["no kartu keluarga", "tanggal pendataan"], [CARD, "15/10/2022"]],
    "3.keterangan perumahan": [
        ["III. KETERANGAN PERUMAHAN"], [], ["no kartu keluarga", "302", "303", "305", "307b1", "307b2", "309a"],
        [CARD, "36", "8", "5", "1", "2", "77"], ["5371031708170999", "40", "2", "1", "", "", "1"],
    ],
    "4.ket sos-ek anggota": [
        ["IV."], ["A. KETERANGAN DEMOGRAFI"],
        ["no kartu keluarga", "401", "402 Nama", "403 NIK", "412", "no kartu keluarga", "402 Nama", "403 NIK", "428a"],
        [CARD, "1", "MARIA BENU", MARIA["NIK"], "3", CARD, "MARIA BENU", MARIA["NIK"], "2"],
        [CARD, "2", "Yohanes Benu", "", "2", CARD, "Yohanes Benu", "", "4"],
    ],
    "5.keikutsertaan program dll": [
        ["V."], ["501"], ["a"], ["no kartu keluarga", "501a", "502b", "504d"], [CARD, "1", "2", "3"],
    ],
}  # fmt: skip


@pytest.fixture
def regsosek(tmp_path):
    path = tmp_path / "regsosek.xlsx"
    book = xlsxwriter.Workbook(path)
    for name, rows in SHEETS.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    return path


@pytest.fixture
def terminal(acting, ester, tmp_path, capsys):
    with acting(ester):
        path = as_csv(tmp_path / "siak.csv", cells(MARIA, YOHANES))
        actions.import_families(path, mode="everything_or_nothing", by=ester, on=ON)

    def ran(path, *arguments):
        parser = argparse.ArgumentParser()
        commands.add_commands(parser.add_subparsers())
        options = parser.parse_args(["import", "conditions", str(path), "--json", *arguments])
        options.actor = ester
        with acting(ester):
            status = options.run(options)
        return status, json.loads(capsys.readouterr().out)

    return ran


def test_five_sheets_are_read_by_their_questions_with_the_day_of_the_visit(terminal, regsosek, acting, ester):
    status, told = terminal(regsosek)
    assert (status, told["counts"]["families_known"], told["counts"]["persons_known"]) == (0, 1, 2)
    with acting(ester):
        known = queries.conditions_of(Family.objects.get())
        seen = {name: one.value for name, one in known.family.items()}
        assert seen == {"floor_area": 36, "floor_material": 8, "roof_material": 5, "power_rating": 2, "aid_bpnt": 1,
                        "asset_refrigerator": 2, "livestock_pig": 3}  # fmt: skip
        assert {one.on for one in known.family.values()} == {date(2022, 10, 15)}
        assert {one["difficulty_seeing"].value for one in known.persons.values()} == {2, 4}
    kinds = {finding["kind"]: finding for finding in told["findings"]}
    assert (kinds["condition_code"]["sheet"], kinds["condition_code"]["row"]) == ("3.keterangan perumahan", 4)
    assert kinds["condition_code"]["column"] == "309a"
    assert kinds["family_unknown"]["row"] == 5


def test_a_file_that_is_only_checked_tells_what_it_would_bring_and_brings_nothing(terminal, regsosek, acting, ester):
    _status, checked = terminal(regsosek, "--dry-run")
    with acting(ester):
        assert not LivingConditions.objects.exists()
    _status, told = terminal(regsosek)
    assert checked["counts"] == told["counts"]
    assert told["counts"]["answers_new"] > 0


def test_roof_codes_keep_both_readings_until_somebody_says_which(terminal, regsosek, acting, ester):
    _status, told = terminal(regsosek)
    assert "Lihat formulir tercetak" in next(f for f in told["findings"] if f["kind"] == "roof_codes")["message"]
    with acting(ester):
        assert set(LivingConditions.objects.values_list("version", flat=True)) == {living_conditions.REGSOSEK_UNSURE}
        LivingConditions.objects.all().delete()
    _status, told = terminal(regsosek, "--roof", "bamboo")
    assert "roof_codes" not in {finding["kind"] for finding in told["findings"]}
    with acting(ester):
        row = LivingConditions.objects.get(columns__has_key="roof_material")
        assert row.version == living_conditions.REGSOSEK_BAMBOO_5
        assert living_conditions.COLUMNS["roof_material"].meaning(5, "id", row.version) == "Bambu"


def test_the_same_file_twice_adds_nothing_and_a_check_says_so_before(terminal, regsosek, acting, ester):
    assert terminal(regsosek)[1]["counts"]["answers_new"] > 0
    assert terminal(regsosek, "--dry-run")[1]["counts"]["answers_new"] == 0
    assert terminal(regsosek)[1]["counts"]["answers_new"] == 0


def test_of_bdt_2015_numbers_are_kept_and_unconfirmed_codes_are_told(terminal, tmp_path, acting, ester):
    path = as_csv(tmp_path / "bdt.csv", [
        ["ID rumah tangga (2)", "Luas lantai (18)", "Lantai terluas (19)", "Jumlah babi yang dimiliki", "Nama ART", "NIK"],
        ["R1", "24", "9", "2", "MARIA BENU", MARIA["NIK"]], ["R1", "24", "9", "2", "YOHANES BENU", YOHANES["NIK"]],
    ])  # fmt: skip
    status, told = terminal(path, "--profile", "bdt2015")
    assert (status, told["counts"]["answers_new"]) == (0, 1)
    assert "bdt_codes" in {finding["kind"] for finding in told["findings"]}
    with acting(ester):
        assert LivingConditions.objects.get().columns == {"floor_area": 24, "livestock_pig": 2}


def test_two_answers_of_one_household_are_told_with_both_rows_and_the_first_is_kept(terminal, tmp_path, acting, ester):
    path = as_csv(tmp_path / "bdt.csv", [
        ["ID rumah tangga (2)", "Luas lantai (18)", "Jumlah babi yang dimiliki", "Nama ART", "NIK"],
        ["R1", "24", "2", "MARIA BENU", MARIA["NIK"]], ["R1", "42", "2.0", "YOHANES BENU", YOHANES["NIK"]],
        ["R1", "", "", "YOHANES BENU", ""],
    ])  # fmt: skip
    _status, told = terminal(path, "--profile", "bdt2015")
    (found,) = [finding for finding in told["findings"] if finding["kind"] == "condition_differs"]
    assert (found["row"], found["column"]) == (3, "Luas lantai (18)")
    assert "42 di baris ini, tetapi 24 di baris 2" in found["message"]
    with acting(ester):
        assert LivingConditions.objects.get().columns == {"floor_area": 24, "livestock_pig": 2}


def test_answers_without_a_day_are_as_old_as_their_census_and_never_newer_than_a_visit(
    terminal, tmp_path, acting, ester
):
    path = as_csv(tmp_path / "bdt.csv", [
        ["ID rumah tangga (2)", "Luas lantai (18)", "Nama ART", "NIK"],
        ["R1", "empat", "MARIA BENU", MARIA["NIK"]], ["R2", "24", "MARIA BENU", MARIA["NIK"]],
    ])  # fmt: skip
    _status, told = terminal(path, "--profile", "bdt2015")
    kinds = {finding["kind"]: finding for finding in told["findings"]}
    assert kinds["condition_code"]["column"] == "Luas lantai (18)"
    assert "31/12/2015" in kinds["visited_unknown"]["message"]
    with acting(ester):
        assert LivingConditions.objects.get().on == date(2015, 12, 31)


@pytest.mark.parametrize(("written", "tells"), [("31/02/2022", True), ("1/1/2031", True), ("", False)])
def test_a_visit_on_no_day_is_told_and_a_missing_sheet_too(terminal, tmp_path, acting, ester, written, tells):
    path = tmp_path / "regsosek.xlsx"
    book = xlsxwriter.Workbook(path)
    for name in ("2.keterangan petugas", "4.ket sos-ek anggota", "5.keikutsertaan program dll"):
        sheet = book.add_worksheet(name)
        for at, row in enumerate(SHEETS[name]):
            sheet.write_row(at, 0, [written if cell == "15/10/2022" else cell for cell in row])
    book.close()
    _status, told = terminal(path)
    messages = [finding["message"] for finding in told["findings"]]
    assert any("Lembar 3. keterangan perumahan tidak ada" in one for one in messages)
    assert sum("tidak ada di berkas" in one for one in messages) == 1
    assert any("tidak ada di kalender" in one for one in messages) is tells
    assert any("dicatat per 14/11/2022" in one for one in messages)
    with acting(ester):
        assert {one.on for one in LivingConditions.objects.all()} == {date(2022, 11, 14)}


def test_a_file_of_something_else_is_refused(terminal, tmp_path):
    path = tmp_path / "lain.csv"
    path.write_text("a,b\n1,2\n")
    status, told = terminal(path)
    assert (status, told["findings"][0]["kind"]) == (2, "file_refused")
