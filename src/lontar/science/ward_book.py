"""A ward's own spreadsheet of loans: who borrowed how much, when, and what was paid so far, row by row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from lontar.science.dates import read_date
from lontar.science.grid import Grid
from lontar.science.rupiah_text import BadAmount, rupiah_from
from lontar.science.titled_rows import Row, titled_rows
from lontar.science.trouble import Finding, Refusal, Source, words

TITLES: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("nik", "nomor_lokal", "nomor lokal", "no ktp"),
    "name": ("nama", "nama_peminjam", "nama peminjam", "peminjam"),
    "amount": ("pinjaman", "jumlah_pinjaman", "jumlah pinjaman", "besar pinjaman", "pokok"),
    "date": ("tanggal", "tanggal_cair", "tanggal cair", "tgl cair", "tanggal pinjaman", "tgl"),
    "paid": ("dibayar", "sudah_dibayar", "sudah dibayar", "terbayar", "jumlah angsuran", "angsuran"),
    "said": ("menurut_peminjam", "menurut peminjam", "dibayar menurut peminjam"),
}
"""What a column may mean, and how wards title it; `said` is what the borrower says was paid."""
NEEDED: Final = ("amount", "date", "paid")
ROWS_MAX: Final = 5_000
TITLE_LETTERS_MAX: Final = 80

NO_HEADER: Final = words("Tidak ada lembar dengan kolom peminjam, jumlah pinjaman, tanggal dan yang sudah dibayar.")
MAP_IT: Final = words("Sebutkan sekali judul kolom berkas kelurahan ini, lalu masukkan lagi.")
TOO_MANY: Final = words("Berkas ini berisi lebih dari %(most)s baris.")
NOBODY: Final = words("Tidak ada nama dan tidak ada NIK di baris ini.")
BROKEN: Final = words(
    "NIK “%(found)s” sudah dirusak oleh program lembar sebar: angkanya hilang. Tuliskan lagi sebagai teks."
)
NO_DATE: Final = words("“%(found)s” bukan tanggal pencairan yang sudah lewat. Tulis seperti 22/11/2023.")


_SCIENTIFIC = re.compile(r"[\d.,]+e[+-]?\d+", re.IGNORECASE)
_TOTALS = ("jumlah", "total", "jumlah total", "subtotal")


@dataclass(frozen=True, slots=True)
class BookRow:
    """One loan as the ward wrote it."""

    row: int
    number: str
    name: str
    amount: int
    lent_on: date
    paid: int
    said: int | None


def read_ward_book(
    grids: Sequence[Grid], titles: Mapping[str, str], *, file: str, on: date
) -> tuple[str, list[BookRow], list[Finding]]:
    """The first sheet that has the columns: its name, the rows that can be read, and what is wrong with the others.

    `titles` says what the ward calls a column, where it does so in its own way.
    """
    known = {key: ((titles[key],) if titles.get(key) else ()) + ways for key, ways in TITLES.items()}
    for grid in grids:
        rows = titled_rows(grid, known, NEEDED)
        if rows is not None and any({"number", "name"} & cells.keys() for _row, cells in rows):
            break
    else:
        raise Refusal(NO_HEADER, advice=MAP_IT, field="file")
    # A name alone is a signature; with a day or a payment it is a borrower whose amount somebody forgot.
    filled = [row for row in rows if row[1].keys() & {"amount", "date", "paid"} and not _sums_up(row)]
    if len(filled) > ROWS_MAX:
        raise Refusal(TOO_MANY, field="file", values={"most": ROWS_MAX})
    read: list[BookRow] = []
    findings: list[Finding] = []
    for row in filled:
        try:
            read.append(_row(row, on=on))
        except Refusal as trouble:
            findings.append(
                Finding("error", trouble.template, Source(file, grid.sheet, row[0]), "row", dict(trouble.values))
            )
    return grid.sheet, read, findings


def _row(row: Row, *, on: date) -> BookRow:
    at, cells = row
    number, name = "".join(cells.get("number", "").split()), " ".join(cells.get("name", "").split())
    if not number and not name:
        raise Refusal(NOBODY)
    if _SCIENTIFIC.fullmatch(number):
        raise Refusal(BROKEN, values={"found": number[:20]})
    lent = read_date(cells.get("date"), on=on)
    if lent.day is None:
        raise Refusal(NO_DATE, values={"found": cells.get("date", "")[:30]})
    said = cells.get("said")
    return BookRow(
        at, number, name, rupiah_from(cells.get("amount", "")), lent.day, _paid(cells.get("paid", "")),
        _paid(said) if said else None,
    )  # fmt: skip


def _sums_up(row: Row) -> bool:
    """Whether this is the line below the list that adds it up."""
    cells = row[1]
    words_ = " ".join(cells.get("name", "").lower().split()).rstrip(" :")
    return words_ in _TOTALS and not cells.get("number", "").strip() and not cells.get("date", "").strip()


def _paid(text: str) -> int:
    """What was paid; an empty cell, a dash or a nought is nothing.

    >>> _paid(""), _paid("-"), _paid("0"), _paid("Rp 250.000")
    (0, 0, 0, 250000)
    """
    if text.strip().removeprefix("Rp").strip(" .-–0,") == "":
        return 0
    try:
        return rupiah_from(text)
    except BadAmount as trouble:
        raise BadAmount(trouble.template, field="paid", values=trouble.values) from trouble
