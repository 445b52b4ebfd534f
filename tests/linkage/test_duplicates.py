"""`./lontar duplicates`: any file of persons, without a database."""

import json
import subprocess
import sys
from datetime import datetime

import polars as pl
import pytest

from linkage.people import town
from lontar.engine.linkage.files import read_persons
from lontar.house.terminal import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("persons")
    people = town(250, 5, copies=0.15)
    people.write_csv(folder / "people.csv", separator=";")
    people.rename({"nama": "Full Name", "nik": "number"}).drop("no_kk", "rt", "alamat").write_parquet(
        folder / "people.parquet"
    )
    return folder


def test_a_csv_gives_pairs_clusters_and_quality(folder, capsys):
    out = folder / "pairs.csv"
    assert main(["duplicates", str(folder / "people.csv"), "--truth", "truth", "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    pairs = pl.read_csv(out)
    assert told["pairs"] == len(pairs)
    assert told["f1"] > 0.93
    assert told["seconds"] > 0
    assert {"precision", "recall", "wrongly_merged", "clusters"} <= set(told)
    people = pl.read_csv(folder / "people.csv", separator=";", infer_schema=False)
    text = out.read_text()
    assert not any(name in text for name in people["nama"].drop_nulls().head(50)), "no name leaves its file"


def test_a_parquet_with_other_names_and_fewer_columns(folder, capsys):
    arguments = [
        "duplicates",
        str(folder / "people.parquet"),
        "--map",
        "nama=Full Name",
        "--map",
        "nik=number",
        "--json",
    ]
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["clusters"] > 0


@pytest.mark.parametrize(
    "wrong",
    [
        ["missing.csv"],
        ["people.csv", "--truth", "nobody"],
        ["people.csv", "--map", "nama"],
        ["people.csv", "--map", "surname=nama"],
        ["people.csv", "--id", "nama"],
        ["people.csv", "--out", "/nowhere/pairs.csv"],
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(folder, capsys, wrong):
    assert main(["duplicates", str(folder / wrong[0]), *wrong[1:]]) == 2
    told = capsys.readouterr().err
    assert told.startswith("lontar: ")
    assert "None" not in told


def test_the_terminal_starts_without_the_linkage_tools():
    """Loading splink takes longer than most commands run."""
    tools = "{'splink', 'duckdb', 'pyarrow', 'rapidfuzz', 'polars'}"
    code = f"import sys, lontar.house.duplicates; sys.exit(bool({tools} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


HEADER = "nik,no_kk,nama,nama_ibu,tanggal_lahir,jenis_kelamin,kode_kelurahan,rt,rw,alamat"
ONE = "5371010101800001,5371010101100001,Yohanes Ndun,Maria Bessie,1980-01-01,L,53.71.01.1008,001,002,Jl. Sudirman 1"
AGAIN = "5371010101800001,5371010101100001,Johanis Ndun,Marya Bessi,1980-01-01,L,53.71.01.1008,001,002,Jl Sudirman 1"
OTHER = "5371024202900003,5371010101100007,Adé Tnunay,Anna Kase,1990-02-02,P,53.71.02.1001,003,001,Jl. Foenay"
TEXT = "\n".join((HEADER, ONE, AGAIN, OTHER)) + "\n"


def duplicates_of(tmp_path, capsys, content, *more):
    """The exit status, the summary and what was said beside it."""
    (tmp_path / "persons.csv").write_bytes(content)
    status = main(["duplicates", str(tmp_path / "persons.csv"), "--json", "--out", str(tmp_path / "p.csv"), *more])
    said = capsys.readouterr()
    return status, json.loads(said.out) if said.out else {}, said.err


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r").encode(),
        ("sep=;\n" + TEXT.replace(",", ";")).encode(),
        ("DAFTAR PENDUDUK, KELURAHAN ALAK\n\n" + TEXT).encode(),
        TEXT.replace("alamat\n", "alamat,nama\n").encode(),
        TEXT.replace("Jl. Sudirman 1", 'Jl. "Sudirman" 1').encode(),
        TEXT.replace(AGAIN, ",,,,,,,,,\n" + AGAIN).encode(),
        TEXT.encode() + b"\0\x1a",
    ],
    ids=["utf-16", "big-endian", "windows-1252", "mac", "sep", "title", "twice", "quotes", "blank-row", "nul"],
)
def test_a_file_is_read_however_it_was_saved(tmp_path, capsys, content):
    status, told, _err = duplicates_of(tmp_path, capsys, content)
    assert (status, told["records"], told["pairs_same"], told["columns_missing"]) == (0, 3, 1, [])


def test_a_record_is_known_by_its_row_below_the_titles(tmp_path, capsys):
    duplicates_of(tmp_path, capsys, ("DAFTAR PENDUDUK\n\n" + TEXT).encode())
    assert (tmp_path / "p.csv").read_text().splitlines()[1].startswith("4,5,")


def test_what_was_odd_about_a_file_is_told(tmp_path, capsys):
    status, told, _err = duplicates_of(tmp_path, capsys, TEXT.replace(AGAIN, AGAIN + ",lagi").encode())
    assert status == 0
    assert [(one["kind"], one["row"]) for one in told["findings"]] == [("shifted", 3)]


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7 nama", b"<html><table>nama</table>", b'[{"nama": "Maria"}]', TEXT.replace("Yoh", '"Yoh').encode()],
    ids=["pdf", "html", "json", "unclosed"],
)
def test_what_is_no_table_is_refused_with_its_kind(tmp_path, capsys, content):
    status, _told, err = duplicates_of(tmp_path, capsys, content)
    assert status == 2
    assert "kolom nama" not in err


@pytest.mark.parametrize("rows", [0, 1])
def test_a_file_of_nobody_or_of_one_has_no_pairs(tmp_path, capsys, rows):
    status, told, _err = duplicates_of(tmp_path, capsys, "\n".join(TEXT.splitlines()[: rows + 1]).encode())
    assert (status, told["records"], told["pairs"], told["clusters"]) == (0, rows, 0, 0)


def test_a_person_told_five_hundred_times_is_one_group(tmp_path, capsys):
    status, told, _err = duplicates_of(tmp_path, capsys, "\n".join([HEADER, OTHER, *[ONE] * 500]).encode())
    assert status == 0
    assert (told["records"], told["clusters"], told["records_in_clusters"]) == (501, 1, 500)


def test_a_number_alone_makes_nobody_one_person(tmp_path, capsys):
    stranger = ONE.replace("Yohanes Ndun,Maria Bessie", "Petrus Lado,Dorkas Uly").replace("1008,001,002,Jl. Sudirman 1",
                                                                                         "1003,017,008,Jl. Doko 9")  # fmt: skip
    _status, told, _err = duplicates_of(tmp_path, capsys, "\n".join((HEADER, ONE, stranger)).encode())
    assert (told["pairs_same"], told["pairs_look"], told["clusters"]) == (0, 1, 0)


def nearly(count, at=0):
    """So many rows of one birth date and one mother whose names and numbers differ by a letter and a digit."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [
        f"{5371000000000000 + at + 10_000_001 * one},Maria{letters[one % 26]}{letters[one // 26 % 26]}o Benu,1990-02-03,P,Yuliana Tefa"
        for one in range(count)
    ]


def test_rows_that_are_too_many_to_be_compared_are_told(tmp_path, capsys):
    file = tmp_path / "banyak.csv"
    file.write_text("nik,nama,tanggal_lahir,jenis_kelamin,nama_ibu\n" + "\n".join(nearly(200)) + "\n")
    assert main(["duplicates", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["kind"], one["row"]) for one in told["findings"]] == [("crowd", 2)]
    assert "dari 200 baris yang mirip" in told["findings"][0]["message"]
    assert main(["duplicates", str(file)]) == 0
    assert "terlalu banyak untuk dilihat berpasangan" in capsys.readouterr().err


def test_a_stopgap_number_is_told_and_a_usual_file_tells_nothing(tmp_path, capsys):
    file = tmp_path / "nol.csv"
    names = [f"{a}{b} Benu" for a in ("Siti", "Yosef", "Maria", "Petrus", "Ani") for b in ("anus", "mina", "ori")]
    file.write_text("nik,nama\n" + "\n".join(f"5371030000000000,{name}" for name in names) + "\n")
    assert main(["duplicates", str(file), "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["findings"]
    assert (one["kind"], "di sini 15 baris" in one["message"]) == ("stopgap", True)
    town(60, 3, copies=0.1).write_csv(file)
    assert main(["duplicates", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []


@pytest.mark.parametrize("rows", range(2, 15))
def test_a_small_file_is_looked_through_whatever_its_length(tmp_path, capsys, rows):
    file = tmp_path / "kecil.csv"
    names = [
        "Yuliana Tefa",
        "Dominggus Benu",
        "Salomi Nenohai",
        "Petrus Manek",
        "Anastasia Lado",
        "Yosef Taneo",
        "Marten Koa",
    ]
    people = [f"{name},{1960 + 3 * at}-02-03,P,Ibu {name}" for at, name in enumerate(names)]
    file.write_text("nama,tanggal_lahir,jenis_kelamin,nama_ibu\n" + "\n".join((people * 2)[-rows:]) + "\n")
    assert main(["duplicates", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["records"], told["clusters"]) == (rows, max(0, rows - len(names)))


def test_a_parquet_of_odd_types_is_read_and_one_of_lists_is_refused(tmp_path, capsys):
    file = tmp_path / "aneh.parquet"
    born = [datetime(1990, 2, 3)] * 2
    people = pl.DataFrame(
        {"Nomor=Induk": [5371034302900001.0, None], "Nama Penduduk": ["Yuliana Tefa"] * 2, "Lahir": born,
         "Ibu": ["Marta Benu"] * 2, "siapa?": [1.0, 1.0]}
    )  # fmt: skip
    people.write_parquet(file)
    asked = ["--map", "nik=Nomor=Induk", "--map", "nama=nama penduduk", "--map", "tanggal_lahir=Lahir", "--map", "nama_ibu=Ibu"]  # fmt: skip
    assert main(["duplicates", str(file), *asked, "--truth", "SIAPA?", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["f1"] == 1.0
    (nik, none), (day, _same) = (
        read_persons(file, {"nik": "Nomor=Induk", "nama": "Nama Penduduk", "tanggal_lahir": "Lahir"}).rows[column].to_list()
        for column in ("nik", "tanggal_lahir")
    )  # fmt: skip
    assert (nik, none, day) == ("5371034302900001", None, born[0].date())
    people.with_columns(pl.col("Ibu").implode().over("siapa?", mapping_strategy="join")).write_parquet(file)
    assert main(["duplicates", str(file), *asked]) == 2
    assert "kolom Ibu berisi List(String)" in capsys.readouterr().err


def test_a_row_of_nobody_is_told(tmp_path, capsys):
    file = tmp_path / "kosong.csv"
    file.write_text("nama,nik,catatan\nYuliana,5371034302900001,\n,,pindah\n")
    assert main(["duplicates", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["records"], [one["message"] for one in told["findings"]]) == (
        1, ["1 baris tanpa isi di kolom yang dibandingkan tidak dihitung."],
    )  # fmt: skip


def test_a_nik_that_a_float_cannot_hold_is_not_known_and_never_somebody_elses(tmp_path):
    file = tmp_path / "papua.parquet"
    pl.DataFrame(
        {"nik": [5371010101900001.0, 9171010101900001.0, None], "nama": ["Ani", "Budi", "Cici"]}
    ).write_parquet(file)
    people = read_persons(file, {}).rows
    assert people.get_column("nik").to_list() == ["5371010101900001", None, None]
