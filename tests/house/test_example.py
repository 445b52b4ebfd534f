"""`./lontar example`: files in real formats, the same for the same seed, never over somebody's real lists."""

import argparse
import json
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from lontar.house import demo_story, example
from lontar.science.example_city import example_city
from lontar.science.example_city.siak import COLUMNS
from lontar.science.trouble import Refusal

ROOT = Path(example.__file__).parents[3]
COMMITTED = ROOT / "examples" / "kota-kecil"


def ask(*words: str) -> int:
    parser = argparse.ArgumentParser()
    example.add_arguments(parser)
    return example.run(parser.parse_args(words))


def test_the_committed_example_is_what_the_command_writes(tmp_path):
    manifest = json.loads((COMMITTED / "manifest.json").read_text())
    families, seed = manifest["isi"]["keluarga"], manifest["benih"]
    assert ask("--families", str(families), "--seed", str(seed), "--out", str(tmp_path)) == 0
    written = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert written == {file.name: file.read_bytes() for file in COMMITTED.iterdir()}


def test_the_committed_example_shows_each_flaw():
    counts = json.loads((COMMITTED / "manifest.json").read_text())["isi"]
    for flaw in ("baris rangkap", "keluarga tanpa kartu", "nik kosong", "tanggal lahir tertukar"):
        assert counts[flaw] > 0, flaw


def test_the_committed_example_shares_no_number_with_the_demo():
    """Brought into the demo, its families are new: not one of them is taken for a known one."""
    seeds = json.loads((COMMITTED / "manifest.json").read_text())["benih"], demo_story.SEED
    assert [seed % 2 for seed in seeds] == [0, 1]
    demo = example_city(2_000, demo_story.SEED, example.region_of(example.HOME_REGION)).families
    small = pl.read_csv(COMMITTED / "keluarga.csv", infer_schema=False)
    for title in ("NIK", "Nomor KK"):
        assert set(demo[title].drop_nulls()) & set(small[title].drop_nulls()) - {""} == set(), title


def test_the_committed_example_is_small():
    assert sum(file.stat().st_size for file in COMMITTED.iterdir()) < 70_000


def test_the_manifest_holds_the_sum_of_each_file_and_says_that_all_is_made_up():
    manifest = json.loads((COMMITTED / "manifest.json").read_text())
    assert manifest["rekaan"] is True
    assert "rekaan" in manifest["pernyataan"]
    files = {file.name for file in COMMITTED.iterdir()} - {"manifest.json"}
    assert set(manifest["sha256"]) == files
    for name, checksum in manifest["sha256"].items():
        assert sha256((COMMITTED / name).read_bytes()).hexdigest() == checksum


def test_the_export_opens_in_a_spreadsheet_without_losing_letters():
    assert (COMMITTED / "keluarga.csv").read_bytes().startswith("\ufeffNomor KK,NIK".encode())


def test_the_workbook_holds_the_same_rows_as_text(tmp_path):
    assert ask("--families", "25", "--out", str(tmp_path), "--xlsx") == 0
    book = CalamineWorkbook.from_path(tmp_path / "keluarga.xlsx").get_sheet_by_index(0).to_python()
    sheet = pl.read_csv(tmp_path / "keluarga.csv", infer_schema=False).fill_null("")
    assert book[0] == list(COLUMNS)
    assert [tuple(row) for row in book[1:]] == sheet.rows()


def test_a_workbook_has_the_same_bytes_each_time(tmp_path):
    for name in ("one", "two"):
        assert ask("--families", "3", "--out", str(tmp_path / name), "--xlsx") == 0
    one, two = ((tmp_path / name / "keluarga.xlsx").read_bytes() for name in ("one", "two"))
    assert one == two


def test_real_lists_are_never_written_over(tmp_path, capsys):
    real = tmp_path / "keluarga.csv"
    real.write_text("Nomor KK\n")
    assert ask("--families", "3", "--out", str(tmp_path)) == 2
    assert real.read_text() == "Nomor KK\n"
    assert "Pilih folder lain" in capsys.readouterr().err


@pytest.mark.parametrize("code", ["99.99", "53", "53.71.01", "kupang", ""])
def test_a_region_that_is_no_city_is_refused_with_advice(code, tmp_path, capsys):
    assert ask("--families", "3", "--out", str(tmp_path / "out"), "--region", code) == 2
    assert "53.71" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("families", ["0", "-4", "9999999"])
def test_a_number_of_families_out_of_reach_is_refused(families, tmp_path, capsys):
    assert ask("--families", families, "--out", str(tmp_path)) == 2
    assert "Jumlah keluarga" in capsys.readouterr().err


def test_a_full_disk_leaves_no_half_file(tmp_path):
    def full(path: Path) -> None:
        path.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(Refusal, match="No space left"):
        example._write(tmp_path / "keluarga.csv", full)
    assert list(tmp_path.iterdir()) == []


def test_a_city_of_villages_can_be_written_too():
    place = example.region_of("35.05")
    assert place.name == "Kabupaten Blitar"
    assert len(place.wards) == 248
    assert len(example.region_of("53.71").wards) == 51
