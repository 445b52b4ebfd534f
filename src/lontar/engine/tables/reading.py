"""Finds out by its content what kind of file this is, and hands it to the reader of that kind."""

from dataclasses import dataclass
from pathlib import Path

from lontar.engine.tables import delimited, workbook
from lontar.science.grid import Grid
from lontar.science.trouble import Finding, Refusal

FILE_BYTES_MAX = 400 * 1024 * 1024
"""A city of 450,000 persons is about 100 MB as CSV."""

ZIP = b"PK\x03\x04"
ZIP_EMPTY = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_EXCEL = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
OTHER_KINDS = {
    b"%PDF": "PDF",
    b"\x89PNG": "gambar PNG",
    b"\xff\xd8\xff": "gambar JPEG",
    b"Rar!": "arsip RAR",
    b"7z\xbc\xaf": "arsip 7z",
    b"\x1f\x8b": "arsip gzip",
    b"{\\rtf": "dokumen RTF",
    b"SQLite format 3": "basis data SQLite",
}
PEEK_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Book:
    """A file as it was read: its sheets, and what is worth telling about the file as a whole."""

    file: str
    kind: str
    grids: tuple[Grid, ...]
    findings: tuple[Finding, ...] = ()


def read_book(path: Path, *, name: str = "") -> Book:
    """Read a CSV, XLSX or XLS file; raises Refusal when it cannot be read as a whole.

    The name's ending is not trusted: content decides. `name` is what the officer called the file.
    """
    name = name or path.name
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(PEEK_BYTES)
    except OSError as trouble:
        raise Refusal(
            f"Berkas {name} tidak dapat dibuka ({trouble.strerror}).",
            advice="Periksa letak dan izin bacanya, lalu coba lagi.",
            field="file",
        ) from trouble
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Refusal(f"Berkas {name} kosong.", advice="Ekspor ulang datanya, lalu unggah lagi.", field="file")
    if size > FILE_BYTES_MAX:
        raise Refusal(
            f"Berkas {name} terlalu besar: {size // 2**20} MB, paling besar {FILE_BYTES_MAX // 2**20} MB.",
            advice="Bagi menjadi beberapa berkas, misalnya satu berkas tiap kecamatan.",
            field="file",
        )
    return read_by_kind(path, name, head)


def read_by_kind(path: Path, name: str, head: bytes) -> Book:
    """The reader that fits what the file begins with."""
    if head.startswith(ZIP):
        return Book(name, "xlsx", *workbook.read_xlsx(path, name))
    if head.startswith(ZIP_EMPTY):
        raise Refusal(f"Berkas {name} adalah arsip kosong.", advice="Simpan ulang sebagai XLSX.", field="file")
    if head.startswith(OLE):
        return Book(name, "xls", *workbook.read_xls(path, name))
    for start, kind in OTHER_KINDS.items():
        if head.startswith(start):
            raise not_a_table(name, kind)
    if head[:2] in OLD_EXCEL:
        raise not_a_table(name, "Excel versi sebelum 97")
    opening = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if opening.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<style")):
        raise not_a_table(name, "halaman web (HTML) yang diberi nama seperti Excel")
    if opening.startswith(b"<?xml"):
        raise not_a_table(name, "XML")
    return Book(name, "csv", *delimited.read_delimited(path.read_bytes(), name))


def not_a_table(name: str, kind: str) -> Refusal:
    return Refusal(
        f"Berkas {name} bukan tabel yang dapat dibaca: isinya {kind}.",
        advice="Buka dengan Excel atau LibreOffice, pilih Simpan Sebagai, lalu XLSX atau CSV UTF-8.",
        field="file",
    )
