"""Small family files in the real formats, made anew by each test that reads one."""

import csv
import io
from pathlib import Path

import polars as pl
import xlsxwriter

from lontar.science.family_file.wards import WARDS
from lontar.science.place_names import place_key

HEADER = [
    "Nomor KK",
    "NIK",
    "Nama Penduduk",
    "Status",
    "Tempat Lahir",
    "Tanggal Lahir",
    "Kelamin",
    "NIK Ayah",
    "Ayah",
    "NIK Ibu",
    "Ibu",
    "Status Kawin",
    "SHDK",
    "Agama",
    "Kecamatan",
    "Desa/Kel",
    "Alamat",
    "RW",
    "RT",
    "Pendidikan",
    "Pekerjaan",
    "Deskripsi Pekerjaan",
    "Gol. Darah",
    "Cacat",
]

MARIA = {
    "Nomor KK": "5371031708170003",
    "NIK": "5371034112900001",
    "Nama Penduduk": "MARIA BENU",
    "Tempat Lahir": "KUPANG",
    "Tanggal Lahir": "01/12/1990",
    "Kelamin": "P",
    "Ayah": "YUSUF BENU",
    "Ibu": "ANA SELAN",
    "Status Kawin": "CERAI MATI",
    "SHDK": "KEPALA KELUARGA",
    "Agama": "KRISTEN",
    "Kecamatan": "Kelapa Lima",
    "Desa/Kel": "Oesapa",
    "Alamat": "JL. TIMOR RAYA",
    "RW": "002",
    "RT": "009",
    "Pendidikan": "SLTA / SEDERAJAT",
    "Pekerjaan": "PEDAGANG",
    "Cacat": "",
}
YOHANES = MARIA | {
    "NIK": "5371030506150002",
    "Nama Penduduk": "YOHANES BENU",
    "Tanggal Lahir": "05/06/2015",
    "Kelamin": "L",
    "Status Kawin": "BELUM KAWIN",
    "SHDK": "ANAK",
    "Ayah": "",
    "Ibu": "MARIA BENU",
}
PETRUS = MARIA | {
    "Nomor KK": "5371010101120004",
    "NIK": "5371011503700003",
    "Nama Penduduk": "PETRUS NALLE",
    "Tanggal Lahir": "15/03/1970",
    "Kelamin": "LAKI-LAKI",
    "Desa/Kel": "Batuplat",
    "Kecamatan": "Alak",
}


def wards():
    """Three wards of Kupang and one desa name that two districts of Blitar share."""
    known = [
        ("53.71.03.1010", "Oesapa", "Kelapa Lima", ["Oesapa Induk"]),
        ("53.71.01.1009", "Batu Plat", "Alak", []),
        ("53.71.05.1004", "Naikoten Satu", "Kota Raja", ["Naikoten I"]),
        ("35.05.01.2001", "Sumberejo", "Wonotirto", []),
        ("35.05.02.2001", "Sumberejo", "Sanankulon", []),
    ]
    rows = [
        (int(code.replace(".", "")), code, name, district, [place_key(alias) for alias in aliases], "", True)
        for code, name, district, aliases in known
    ]
    return pl.DataFrame(rows, schema=WARDS, orient="row")


def cells(*people, header=HEADER):
    return [list(header), *([person.get(title) or "" for title in header] for person in people)]


def as_csv(path: Path, rows, *, delimiter=",", encoding="utf-8", end="\r\n") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def as_xlsx(path: Path, rows, *, sheet="Sheet1", more=None) -> Path:
    """Text as text, numbers as numbers; `more(book, sheet)` may do to it what people do."""
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet(sheet)
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell not in ("", None):
                (page.write_string if isinstance(cell, str) else page.write_number)(at, column, cell)
    if more:
        more(book, page)
    book.close()
    return path
