"""Finds out by its content what kind of file this is, and hands it to the reader of that kind."""

from dataclasses import dataclass
from pathlib import Path

from lontar.engine.tables import delimited, workbook
from lontar.science.grid import Grid
from lontar.science.trouble import Finding, Refusal, words

FILE_BYTES_MAX = 400 * 1024 * 1024
"""A city of 450,000 persons is about 100 MB as CSV."""

ZIP = b"PK\x03\x04"
ZIP_EMPTY = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_EXCEL = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
OTHER_KINDS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"{\\rtf": "RTF",
    b"SQLite format 3": "SQLite",
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
        raise not_opened(name, trouble) from trouble
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Refusal(
            words("Berkas %(name)s kosong."),
            advice=words("Ekspor ulang datanya, lalu unggah lagi."),
            field="file",
            values={"name": name},
        )
    if size > FILE_BYTES_MAX:
        raise Refusal(
            words("Berkas %(name)s terlalu besar: %(size)s MB, paling besar %(most)s MB."),
            advice=words("Bagi menjadi beberapa berkas, misalnya satu berkas tiap kecamatan."),
            field="file",
            values={"name": name, "size": size // 2**20, "most": FILE_BYTES_MAX // 2**20},
        )
    return read_by_kind(path, name, head)


def read_by_kind(path: Path, name: str, head: bytes) -> Book:
    """The reader that fits what the file begins with."""
    if head.startswith(ZIP):
        return Book(name, "xlsx", *workbook.read_xlsx(path, name))
    if head.startswith(ZIP_EMPTY):
        raise Refusal(
            words("Berkas %(name)s adalah arsip kosong."),
            advice=words("Simpan ulang sebagai XLSX."),
            field="file",
            values={"name": name},
        )
    if head.startswith(OLE):
        return Book(name, "xls", *workbook.read_xls(path, name))
    if kind := other_kind(head):
        raise not_a_table(name, kind)
    return Book(name, "csv", *delimited.read_delimited(path.read_bytes(), name))


def other_kind(head: bytes) -> str:
    """What else than a table a file is that begins so; empty where it may be one."""
    for start, kind in OTHER_KINDS.items():
        if head.startswith(start):
            return kind
    if head[:2] in OLD_EXCEL:
        return "Excel 2.0–95"
    opening = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if opening.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<style")):
        return "HTML"
    return "XML" if opening.startswith(b"<?xml") else ""


def not_opened(name: str, trouble: OSError) -> Refusal:
    """What the system says in its own language is told in ours where it is one of the usual three."""
    known = {
        FileNotFoundError: words("Berkas %(name)s tidak ada."),
        IsADirectoryError: words("%(name)s adalah folder, bukan berkas."),
        PermissionError: words("Berkas %(name)s tidak boleh dibaca oleh Anda."),
    }
    return Refusal(
        known.get(type(trouble), words("Berkas %(name)s tidak dapat dibuka (%(why)s).")),
        advice=words("Periksa letak dan izin bacanya, lalu coba lagi."),
        field="file",
        values={"name": name, "why": trouble.strerror},
    )


def not_a_table(name: str, kind: str) -> Refusal:
    return Refusal(
        words("Berkas %(name)s bukan tabel yang dapat dibaca: isinya %(kind)s."),
        advice=words("Buka dengan Excel atau LibreOffice, pilih Simpan Sebagai, lalu XLSX atau CSV UTF-8."),
        field="file",
        values={"name": name, "kind": kind},
    )
