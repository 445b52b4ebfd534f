"""Looks through the zip that an XLSX is, before and while it is expanded, so that nothing can blow up."""

import re
import zipfile
import zlib
from concurrent.futures import Future, ThreadPoolExecutor
from html import unescape
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np

from lontar.engine.tables.looks import SheetLook, column_index, note
from lontar.engine.tables.texts import Texts
from lontar.science.trouble import Refusal, words

MEMBERS_MAX = 2_000
EXPANDED_BYTES_MAX = 1_500 * 1024 * 1024
"""450,000 rows of 37 columns are about 900 MB of XML."""
RATIO_MAX = 150
"""A sheet of real rows shrinks 15 to 60 times; deflate can reach 1,032 times with nothing in it."""
RATIO_FREE_BYTES = 20 * 1024 * 1024
"""Below this size even the worst ratio does no harm."""
CHUNK_BYTES = 4 * 1024 * 1024
OVERLAP_BYTES = 2_048
ROW_END, SHEET_END = b"</row>", b"</worksheet>"
COLUMNS_MAX = 160
ROWS_MAX = 1_000_000
CELLS_MAX = 60_000_000
"""Width by height of the rectangle that holds all values; the reader sets it out as a whole."""

REFERENCE_BYTES_MAX = 10
VALUED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*?(/?)>')
# A reference beyond column BL or row 600,000 is rare enough to be looked at one by one.
NEAR_COLUMNS, NEAR_ROWS = 64, 600_000

HIDDEN = ("hidden", "veryHidden")


class SheetPart(NamedTuple):
    """The part of the archive that holds a sheet, and whether its tab is hidden."""

    name: str
    hidden: bool


def look_through(path: Path, name: str) -> dict[str, SheetLook]:
    """Expand every XML part once, in bounded pieces, counting; the looks are by part name.

    Raises Refusal for a bomb, a lying directory, an encrypted or a damaged archive.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            refuse_by_directory(members, name, path.stat().st_size)
            looks: dict[str, SheetLook] = {}
            left = EXPANDED_BYTES_MAX
            for member in members:
                if not member.filename.lower().endswith((".xml", ".rels", ".bin")):
                    continue
                look = SheetLook()
                with archive.open(member) as part:
                    left -= expand(part, member, look, name, left)
                if member.filename.startswith("xl/worksheets/"):
                    looks[member.filename] = look
            return looks
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as trouble:
        raise Refusal(
            words("Berkas %(name)s rusak atau terpotong."),
            advice=words(
                "Unduh atau salin ulang dari asalnya, buka di Excel untuk memastikan isinya utuh, lalu unggah lagi."
            ),
            field="file",
            values={"name": name},
        ) from trouble
    except RuntimeError as trouble:  # zipfile says so when a part needs a password
        raise locked(name) from trouble


def refuse_by_directory(members: list[zipfile.ZipInfo], name: str, size: int) -> None:
    """What the archive's own directory tells, before one byte is expanded."""
    declared = sum(member.file_size for member in members)
    if len(members) > MEMBERS_MAX or declared > EXPANDED_BYTES_MAX:
        raise bomb(name)
    if declared > RATIO_FREE_BYTES and declared > size * RATIO_MAX:
        raise bomb(name)
    names = [member.filename for member in members]
    if len(set(names)) < len(names) or sum(member.compress_size for member in members) > size:
        # Two parts of one name, or parts that lie over each other, are how small files claim to be large.
        raise bomb(name)
    if any(member.flag_bits & 1 for member in members):
        raise locked(name)
    if not any(part == "xl/workbook.xml" for part in names):
        kind = "ODS" if "content.xml" in names else "XLSB" if "xl/workbook.bin" in names else "ZIP"
        raise Refusal(
            words("Berkas %(name)s adalah %(kind)s, bukan XLSX."),
            advice=words("Buka dengan Excel atau LibreOffice, lalu simpan sebagai XLSX atau CSV UTF-8."),
            field="file",
            values={"name": name, "kind": kind},
        )


def expand(part: IO[bytes], member: zipfile.ZipInfo, look: SheetLook, name: str, left: int) -> int:
    """Read one part to its end and say how many bytes it really has."""
    sheet = member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml")
    size = 0
    rest, seen = b"", 0
    look.texts = Texts() if sheet else None
    # Expanding lets go of the interpreter, so one piece is looked at while the next is expanded.
    with ThreadPoolExecutor(1) as looker:
        looking: Future[None] | None = None
        while chunk := part.read(CHUNK_BYTES):
            size += len(chunk)
            if size > left or size > max(RATIO_FREE_BYTES, (member.compress_size + 1) * RATIO_MAX):
                raise bomb(name)
            if looking:
                looking.result()
            if sheet:
                piece, before = rest + chunk, seen
                piece, rest, seen = cut(piece)
                looking = looker.submit(look_at, piece, before, look, name)
        if looking:
            looking.result()
        if sheet and len(rest) > seen:
            look_at(rest, seen, look, name)
    if b"sheetData" not in rest or not rest.rstrip().endswith(SHEET_END):
        look.texts = None  # A sheet that breaks off is for the reader who tells what is damaged.
    return size


def cut(piece: bytes) -> tuple[bytes, bytes, int]:
    """The piece up to the end of its last row, what is looked at with the next piece, and how much of that was seen.

    Where no row ends, the piece is looked at as it is, and a tag that lies over its border with the next one.

    >>> cut(b"<row>..</row><row>."), cut(b"<row>.")
    ((b'<row>..</row>', b'<row>.', 0), (b'<row>.', b'<row>.', 6))
    """
    end = piece.rfind(ROW_END) + len(ROW_END)
    if end >= len(ROW_END):
        return piece[:end], piece[end:], 0
    tail = piece[-OVERLAP_BYTES:]
    return piece, tail, len(tail)


def look_at(piece: bytes, overlap: int, look: SheetLook, name: str) -> None:
    """Note what the piece says, and refuse a sheet whose values reach too far."""
    if look.texts and (overlap or not look.texts.take(piece)):
        look.texts = None
    note(piece, overlap, look)
    look.columns = max(look.columns, NEAR_COLUMNS)
    look.rows = max(look.rows, min(look.row_last, NEAR_ROWS))
    if look.texts:
        look.columns, look.rows = max(look.columns, look.texts.columns), max(look.rows, look.texts.rows)
    elif reaches_far(piece):
        for column, row, closed in VALUED.findall(piece):
            if not closed:
                look.columns = max(look.columns, column_index(column) + 1)
                look.rows = max(look.rows, int(row))
    if look.columns > COLUMNS_MAX or look.rows > ROWS_MAX or look.columns * look.rows > CELLS_MAX:
        raise Refusal(
            words("Berkas %(name)s: isi lembarnya tersebar sampai baris %(row)s atau kolom ke-%(column)s."),
            advice=words(
                "Paling banyak %(rows)s baris dan %(columns)s kolom. "
                "Hapus sel di luar tabel, atau salin tabelnya ke lembar baru."
            ),
            field="file",
            values={
                "name": name,
                "row": look.rows,
                "column": look.columns,
                "rows": ROWS_MAX,
                "columns": COLUMNS_MAX,
            },
        )


def reaches_far(piece: bytes) -> bool:
    """Whether a reference in the piece may lie beyond column BL or row 600,000.

    >>> [reaches_far(b'<c r="%s"/>          ' % at) for at in (b"BL599999", b"BM1", b"AAA1", b"A600000", b"Z1000000")]
    [False, True, True, True, True]
    """
    signs = np.frombuffer(piece, dtype=np.uint8)
    # What stands too near the end to be read whole is seen again with the next piece, behind its overlap.
    until = max(len(signs) - REFERENCE_BYTES_MAX - 2, 0)
    begins = (signs[:until] == ord("r")) & (signs[1 : until + 1] == ord("=")) & (signs[2 : until + 2] == ord('"'))
    at = np.flatnonzero(begins) + 3
    first, second, third = (signs[at + step] for step in range(3))
    letters = (first >= ord("A")) & (first <= ord("Z"))
    two = letters & (second >= ord("A")) & (second <= ord("Z"))
    far = two & ((first > ord("B")) | ((first == ord("B")) & (second >= ord("M"))) | (third >= ord("A")))
    digits = at + 1 + two
    sixth, seventh = signs[digits + 5], signs[digits + 6]
    six = (sixth >= ord("0")) & (sixth <= ord("9"))
    far |= letters & six & ((signs[digits] >= ord("6")) | ((seventh >= ord("0")) & (seventh <= ord("9"))))
    return bool(far.any())


def bomb(name: str) -> Refusal:
    return Refusal(
        words("Berkas %(name)s ditolak: isinya mengembang terlalu besar bila dibuka."),
        advice=words("Salin tabelnya ke buku kerja baru tanpa baris kosong berformat, lalu unggah lagi."),
        field="file",
        values={"name": name},
    )


def locked(name: str) -> Refusal:
    return Refusal(
        words("Berkas %(name)s terkunci dengan kata sandi."),
        advice=words("Buka di Excel, hapus kata sandinya (Berkas, Info, Proteksi), simpan, lalu unggah lagi."),
        field="file",
        values={"name": name},
    )


def sheet_parts(path: Path) -> dict[str, SheetPart]:
    """Which part of the archive holds which sheet, from the workbook and its relations."""
    with zipfile.ZipFile(path) as archive:
        book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        try:
            relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
        except KeyError:
            return {}
    targets = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", relations):
        key, target = attribute(tag, "Id"), attribute(tag, "Target")
        targets[key] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    sheets = re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book)
    return {
        unescape(attribute(tag, "name")): SheetPart(
            targets.get(attribute(tag, r"\w+:id"), ""), attribute(tag, "state") in HIDDEN
        )
        for tag in sheets
    }


def attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}\s*=\s*(?:"([^"]*)"|\'([^\']*)\')', tag)
    return (found[1] or found[2] or "") if found else ""
