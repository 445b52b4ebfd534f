"""Reads a spreadsheet of budgets as SIPD or an agency writes it: sub-activities with money by stage and quarter."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from lontar.science.budget_codes import sub_activity_code
from lontar.science.family_file.columns import plain_title
from lontar.science.grid import Grid
from lontar.science.rupiah_text import rupiah_in
from lontar.science.trouble import Finding, Refusal, Source, words

QUARTERS: Final = ("I", "II", "III", "IV")
TITLES: Final[dict[str, tuple[str, ...]]] = {
    "year": ("tahun", "Tahun Anggaran"),
    "agency": (
        "perangkat_daerah", "Nama Perangkat Daerah", "SKPD", "Nama SKPD", "OPD", "Nama OPD", "Nama Unit",
        "Nama Sub Unit", "Unit SKPD", "Lembaga",
    ),
    "agency_code": ("kode_skpd", "Kode Perangkat Daerah", "Kode OPD", "Kode Unit", "Kode Sub Unit"),
    "code": ("kode_sub_kegiatan", "Kode Sub Giat", "Kode Subkegiatan", "Kode", "Kode Rekening"),
    "name": ("sub_kegiatan", "Nama Sub Kegiatan", "Nama Sub Giat", "Subkegiatan", "Uraian"),
    "fund": ("sumber_dana", "Nama Sumber Dana"),
    "plan": ("rencana", "Pagu Indikatif", "Pagu RKPD", "Pagu Rencana", "Pagu PPAS"),
    "budget": (
        "anggaran", "Pagu", "Pagu DPA", "Pagu Murni", "Anggaran Murni", "Sebelum Perubahan", "Pagu Anggaran",
        "Anggaran Sebelum Perubahan", "Nilai DPA",
    ),
    "revised": (
        "anggaran_perubahan", "Pagu Perubahan", "Setelah Perubahan", "Sesudah Perubahan", "Pagu DPPA",
        "Anggaran Setelah Perubahan", "Nilai DPPA",
    ),
    **{
        f"q{at}": (
            f"realisasi_tw{at}", f"Realisasi TW {roman}", f"Realisasi Triwulan {roman}", f"TW {roman}",
            f"Triwulan {roman}", f"Realisasi Triwulan {at}", f"Triwulan {at}",
        )
        for at, roman in enumerate(QUARTERS, 1)
    },
    "what": ("indikator", "Indikator Keluaran", "Indikator Kinerja", "Keluaran", "Tolok Ukur"),
    "target": ("target", "Target Kinerja", "Target Keluaran", "Volume"),
    "output": ("realisasi_fisik", "Realisasi Keluaran", "Realisasi Kinerja", "Capaian", "Capaian Keluaran"),
    "unit": ("satuan", "Satuan Target", "Satuan Keluaran"),
}  # fmt: skip
STAGES: Final = ("plan", "budget", "revised")
MONEY: Final = (*STAGES, "q1", "q2", "q3", "q4")
# By whole words of the source's name; the first that is found counts.
FUNDS: Final = (
    ("province", ("provinsi", "bankeu", "province")),
    ("partner", ("mitra", "hibah", "csr", "tjsl", "partner")),
    ("ministry", ("apbn", "dak", "pusat", "nasional", "kementerian", "national")),
    ("city", ("apbd", "pad", "dau", "dbh", "did", "blud", "silpa", "kota", "kabupaten", "daerah", "city")),
)
HEADER_SEARCH_ROWS: Final = 30
AMOUNT_MAX: Final = 10**13
_DOTTED = re.compile(r"[\dxX]+(?:\.[\dxX]+)*\.?")
_LIKE_CODE: Final = re.compile(r"\d+\.\d*\w")
_RUPIAH_MARK: Final = re.compile(r"[(\[,/\-]?\s*(?:dalam\s+)?(?:rp|rupiah)\b\.?\s*[)\]]?\s*$", re.IGNORECASE)
_NONE = frozenset({"", "-", "–", "—"})


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One row: whose, which sub-activity, from which source, how much in which stage and quarter, what came of it."""

    row: int
    sheet: str
    year: int
    agency: str
    code: str
    name: str
    fund: str
    stages: Mapping[str, int] = field(default_factory=dict)
    quarters: Mapping[int, int] = field(default_factory=dict)
    what: str = ""
    unit: str = ""
    target: Decimal | None = None
    output: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BudgetFile:
    """The rows that hold together, what is wrong with the others, and how many rows were no sub-activity."""

    rows: tuple[BudgetRow, ...]
    findings: tuple[Finding, ...]
    passed_over: int


def fund_in(text: str) -> str | None:
    """Which of the four sources a file's words mean; None where they mean none of them.

    >>> fund_in("Dana Alokasi Khusus (DAK) Fisik"), fund_in("Bantuan Keuangan Provinsi"), fund_in("PAD"), fund_in("?")
    ('ministry', 'province', 'city', None)
    """
    found = set(re.findall(r"[a-z]+", text.lower()))
    return next((fund for fund, names in FUNDS if found & set(names)), None)


def titles_in(grids: Iterable[Grid]) -> list[str]:
    """The row that looks most like a header, for whoever says what its columns mean."""
    best: list[str] = []
    for grid in grids:
        for _number, *cells in grid.cells.rows()[:HEADER_SEARCH_ROWS]:
            texts = [cell.strip() for cell in cells if cell and cell.strip() and rupiah_in(cell) is None]
            if len(set(texts)) > len(best):
                best = list(dict.fromkeys(texts))
    return best


def read_budgets(
    grids: tuple[Grid, ...], *, year: int, file: str = "", columns: Mapping[str, str] | None = None, agency: str = ""
) -> BudgetFile:
    """Every row with a sub-activity's code; raises Refusal where no sheet has a code and an amount.

    `columns` says what titles mean beside those that are known; `agency` is whose the file is where it has no column
    for that. A row without its own agency belongs to the one above it, as in a sheet with merged cells.
    """
    known = {plain_title(title): key for key, ways in TITLES.items() for title in (key, *ways)}
    known |= {plain_title(title): key for title, key in (columns or {}).items()}
    rows: list[BudgetRow] = []
    findings: list[Finding] = []
    passed_over = 0
    sheets = 0
    for grid in grids:
        header = _header(grid, known)
        if header is None:
            continue
        sheets += 1
        at_row, at = header
        if "fund" not in at:
            findings.append(Finding("warning", NO_FUND, Source(file, grid.sheet, at_row), "no_fund"))
        reading = _Sheet(file, grid.sheet, year, agency, findings)
        for number, *cells in grid.cells.rows():
            if number <= at_row:
                continue
            texts = {key: (cells[i] or "").strip() for key, i in at.items()}
            wrong = len(findings)
            row = reading.row(number, texts)
            passed_over += row is None and len(findings) == wrong
            if row is not None:
                rows.append(row)
    if not sheets:
        raise Refusal(
            words("Berkas ini tidak punya kolom kode sub kegiatan dan kolom uang yang dikenal."),
            advice=words("Beri tahu sekali arti judul kolomnya di Susunan kolom anggaran, lalu unggah lagi."),
            field="file",
        )
    return BudgetFile(tuple(_without_doubles(rows, findings, file)), tuple(findings), passed_over)


def _header(grid: Grid, known: Mapping[str, str]) -> tuple[int, dict[str, int]] | None:
    """The row with the titles, and where each of our columns stands; the left one of two that mean the same."""
    for number, *cells in grid.cells.rows()[:HEADER_SEARCH_ROWS]:
        at: dict[str, int] = {}
        for i, cell in enumerate(cells):
            title = cell or ""
            # A title that the city has named itself goes first; "Pagu (Rp)" is otherwise the same as "Pagu".
            key = known.get(plain_title(title)) or known.get(plain_title(_RUPIAH_MARK.sub("", title)))
            if key and key not in at:
                at[key] = i
        if ("code" in at or "name" in at) and any(key in at for key in (*MONEY, "target", "output")) and len(at) > 1:
            return int(number), at
    return None


class _Sheet:
    """One sheet as it is read from the top down; remembers whose the rows above were."""

    def __init__(self, file: str, sheet: str, year: int, agency: str, findings: list[Finding]) -> None:
        self.file, self.sheet, self.year, self.findings = file, sheet, year, findings
        self.agency = agency

    def wrong(self, row: int, column: str, template: str, kind: str, **values: object) -> None:
        self.findings.append(Finding("error", template, Source(self.file, self.sheet, row, column), kind, values))

    def row(self, number: int, texts: Mapping[str, str]) -> BudgetRow | None:
        """The row, or None where it is a heading, a sum, or wrong."""
        self.agency = texts.get("agency") or texts.get("agency_code") or self.agency
        code, name = self._code(number, texts)
        if code is None:
            return None
        before = len(self.findings)
        year = self._year(number, texts.get("year", ""))
        fund = self._fund(number, texts.get("fund", ""))
        money = {key: self._money(number, key, texts.get(key, "")) for key in MONEY}
        numbers = {key: self._number(number, key, texts.get(key, "")) for key in ("target", "output")}
        if not self.agency:
            self.wrong(number, "agency", NO_AGENCY, "no_agency")
        if len(self.findings) > before:
            return None
        return BudgetRow(
            number, self.sheet, year, self.agency, code, name, fund,
            stages={key: amount for key in STAGES if (amount := money[key]) is not None},
            quarters={at: amount for at in (1, 2, 3, 4) if (amount := money[f"q{at}"]) is not None},
            what=" ".join(texts.get("what", "").split())[:160], unit=" ".join(texts.get("unit", "").replace(":", " ").split())[:40],
            target=numbers["target"], output=numbers["output"],
        )  # fmt: skip

    def _code(self, number: int, texts: Mapping[str, str]) -> tuple[str | None, str]:
        """The code from its own cell or from the beginning of the name, as some sheets write both in one."""
        written, name = texts.get("code", ""), texts.get("name", "")
        first, _blank, rest = (written or name).partition(" ")
        code = sub_activity_code(first)
        if code is not None:
            return code, (name if written and name else rest).strip()
        if written and not _DOTTED.fullmatch(first):
            if _LIKE_CODE.match(first):
                self.wrong(number, "code", BAD_CODE, "code", code=first[:40])
            return None, name  # a heading or a sum, or what was meant for a code
        if written and first.count(".") == 5 and not first.startswith(("4.", "5.", "6.")):
            self.wrong(number, "code", BAD_CODE, "code", code=first[:40])
        return None, name

    def _year(self, number: int, text: str) -> int:
        if text in _NONE:
            return self.year
        if text.split(".")[0] != str(self.year):
            self.wrong(number, "year", OTHER_YEAR, "year", found=text[:10], year=self.year)
        return self.year

    def _fund(self, number: int, text: str) -> str:
        if text in _NONE:
            return "city"
        fund = fund_in(text)
        if fund is None:
            self.wrong(number, "fund", BAD_FUND, "fund", found=text[:60])
        return fund or "city"

    def _money(self, number: int, key: str, text: str) -> int | None:
        if text in _NONE:
            return None
        amount = rupiah_in(text)
        if amount is None or amount > AMOUNT_MAX:
            self.wrong(number, key, BAD_MONEY, "money", found=text[:40])
            return None
        return amount

    def _number(self, number: int, key: str, text: str) -> Decimal | None:
        if text in _NONE:
            return None
        found = number_in(text)
        if found is None:
            self.wrong(number, key, BAD_NUMBER, "number", found=text[:40])
        return found


def number_in(text: str) -> Decimal | None:
    """A count or measure with at most two digits after the mark; None where it is none.

    >>> number_in("1.200"), number_in("12,5"), number_in("40 unit"), number_in("banyak")
    (Decimal('1200'), Decimal('12.5'), Decimal('40'), None)
    """
    found = re.match(r"\d[\d.,]*", text.strip())
    if found is None:
        return None
    plain = found[0].rstrip(".,")
    if (whole := rupiah_in(plain)) is not None:
        return Decimal(whole)
    if re.fullmatch(r"\d+[.,]\d{1,2}", plain):
        return Decimal(plain.replace(",", "."))
    return None


def _without_doubles(rows: list[BudgetRow], findings: list[Finding], file: str) -> list[BudgetRow]:
    """Money that stands in two rows under one key would be spent twice: the later row is refused."""
    first: dict[tuple[Any, ...], str] = {}
    kept = []
    for row in rows:
        whose = (row.agency.casefold(), row.code)
        keys: list[tuple[Any, ...]] = [(*whose, row.fund, part) for part in (*row.stages, *row.quarters)]
        if row.target is not None or row.output is not None:
            keys.append((*whose, row.what.casefold(), row.unit.casefold(), "output"))
        before = next((first[key] for key in keys if key in first), None)
        if before is not None:
            values: dict[str, object] = {"before": before, "code": row.code}
            findings.append(Finding("error", TWICE, Source(file, row.sheet, row.row, "code"), "twice", values))
            continue
        first.update(dict.fromkeys(keys, f"{row.sheet} {row.row}".strip()))
        kept.append(row)
    return kept


NO_FUND: Final = words("Kolom sumber dana tidak ada: semua uang di lembar ini dicatat sebagai uang kota (APBD).")
NO_AGENCY: Final = words("Perangkat daerahnya tidak tertulis. Isi kolomnya, atau pilih lembaganya saat mengunggah.")
BAD_CODE: Final = words("“%(code)s” bukan kode sub kegiatan. Periksa angkanya; contoh: 1.06.04.2.01.0003.")
OTHER_YEAR: Final = words("Tahunnya %(found)s, sedangkan berkas ini dibaca untuk %(year)s. Unggah tahun itu sendiri.")
BAD_FUND: Final = words("Sumber dana “%(found)s” tidak dikenal. Tulis kota, provinsi, pusat atau mitra.")
BAD_MONEY: Final = words("“%(found)s” bukan rupiah bulat dari nol sampai sepuluh triliun. Betulkan selnya.")
BAD_NUMBER: Final = words("“%(found)s” bukan angka. Tulis angkanya saja; satuannya di kolom satuan.")
TWICE: Final = words(
    "Kode %(code)s dengan sumber dan tahap yang sama sudah ada di baris %(before)s: uang yang sama dihitung dua kali. "
    "Satukan atau hapus salah satunya."
)
