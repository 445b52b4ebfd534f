"""Looks through an XLS (BIFF in an OLE container) for formulas and a password: calamine tells neither."""

import struct
from pathlib import Path

import olefile

from lontar.engine.tables.archive import locked
from lontar.engine.tables.looks import FORMULAS_MAX, SheetLook
from lontar.science.trouble import Refusal, words

BOF, EOF, BOUNDSHEET, FORMULA, FILEPASS = 0x0809, 0x000A, 0x0085, 0x0006, 0x002F
STREAM_BYTES_MAX = 400 * 1024 * 1024


def look_through(path: Path, name: str) -> dict[str, SheetLook]:
    """Where the formulas are, by sheet; raises Refusal when a password is needed or no workbook is inside."""
    try:
        with olefile.OleFileIO(path) as container:
            if container.exists("EncryptedPackage"):
                raise locked(name)
            stream = next((s for s in ("Workbook", "Book") if container.exists(s)), "")
            if not stream:
                raise Refusal(
                    words("Berkas %(name)s bukan buku kerja Excel."),
                    advice=words("Simpan datanya sebagai XLSX atau CSV UTF-8, lalu unggah lagi."),
                    field="file",
                    values={"name": name},
                )
            data = container.openstream(stream).read(STREAM_BYTES_MAX)
        return looks_in(data, name)
    except (OSError, struct.error, IndexError, ValueError, TypeError) as trouble:
        raise Refusal(
            words("Berkas %(name)s rusak atau terpotong."),
            advice=words("Buka di Excel, simpan ulang sebagai XLSX, lalu unggah lagi."),
            field="file",
            values={"name": name},
        ) from trouble


def looks_in(data: bytes, name: str) -> dict[str, SheetLook]:
    """Walk the records once: the sheets' names come first, then each sheet between its BOF and EOF."""
    starts: dict[int, str] = {}
    looks: dict[str, SheetLook] = {}
    look = SheetLook()
    at, end = 0, len(data) - 4
    while at <= end:
        kind, size = struct.unpack_from("<HH", data, at)
        if kind == FORMULA and len(look.formulas) <= FORMULAS_MAX:
            row, column = struct.unpack_from("<HH", data, at + 4)
            look.formulas.append((row + 1, column))
        elif kind == FILEPASS:
            raise locked(name)
        elif kind == BOUNDSHEET:
            starts[struct.unpack_from("<I", data, at + 4)[0]] = sheet_name(data[at + 10 : at + 4 + size])
        elif kind == BOF and at in starts:
            look = looks.setdefault(starts[at], SheetLook())
        elif kind == 0 and size == 0:
            break  # the rest of the last sector
        at += 4 + size
    return looks


def sheet_name(raw: bytes) -> str:
    """A BIFF8 short string: length, a flag for two bytes a letter, the letters.

    >>> sheet_name(b"\\x04\\x00Data"), sheet_name(b"\\x01\\x01\\xe9\\x00")
    ('Data', 'é')
    """
    wide = raw[1] & 1
    return raw[2 : 2 + raw[0] * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1")
