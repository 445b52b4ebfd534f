"""Reads how families live out of a Regsosek/DTKS 2022-K workbook (five sheets) or a BDT 2015 export.

Titles are those of the templates that villages exchange (OpenSID: format_impor_dtks_regsosek2022k.xlsx,
contoh-data-bdt2015.xlsx). A Regsosek column is named by its question on the form and keyed by the card number; a BDT
row is one person with the answers of the household, keyed by NIK.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import polars as pl

from lontar.science import living_conditions as conditions
from lontar.science.dates import FUTURE, IMPOSSIBLE, UNREADABLE, read_date
from lontar.science.family_file.columns import plain_title
from lontar.science.family_file.notes import as_columns, as_findings
from lontar.science.grid import Grid, rows_named
from lontar.science.identity import with_card, with_nik
from lontar.science.names import name_key_of
from lontar.science.trouble import Finding, Refusal, Source, words

REGSOSEK, BDT = "regsosek2022k", "bdt2015"
HEADER_SEARCH_ROWS: Final = 12
QUESTIONS: Final = conditions.BY_QUESTION
POWER: Final = ("307b1", "307b2", "307b3")
"""A family may have several meters; the largest counts."""
CARD, NIK, NAME, VISITED = "nokartukeluarga", "403nik", "402nama", "tanggalpendataan"
# Of BDT 2015 only what is a number means the same as in Regsosek; its codes are another list that nobody has confirmed.
BDT_NUMBERS: Final = {
    "luaslantai18": "floor_area", "jumlahsapiyangdimiliki": "livestock_cattle",
    "jumlahkerbauyangdimiliki": "livestock_buffalo", "jumlahkudayangdimiliki": "livestock_horse",
    "jumlahbabiyangdimiliki": "livestock_pig", "jumlahkambingdombayangdimiliki": "livestock_goat_sheep",
}  # fmt: skip
BDT_NIK, BDT_NAME, BDT_HOUSEHOLD = "nik", "namaart", "idrumahtangga2"
BDT_CODED: Final = ("lantaiterluas19", "dindingterluas20", "atapterluas22", "sumberairminum25", "fasilitasbab30")
BDT_TITLES: Final = {
    "luaslantai18": "Luas lantai (18)", "jumlahsapiyangdimiliki": "Jumlah sapi yang dimiliki",
    "jumlahkerbauyangdimiliki": "Jumlah kerbau yang dimiliki", "jumlahkudayangdimiliki": "Jumlah kuda yang dimiliki",
    "jumlahbabiyangdimiliki": "Jumlah babi yang dimiliki",
    "jumlahkambingdombayangdimiliki": "Jumlah kambing/domba yang dimiliki",
}  # fmt: skip
"""As the export writes them, for whoever looks for the column."""
# The last day on which each was asked: what bears no day of its own is from then at the latest, and never newer than
# what somebody has seen since. Regsosek was asked from 15 October to 14 November 2022, BDT in 2015.
ASKED_UNTIL: Final = {REGSOSEK: date(2022, 11, 14), BDT: date(2015, 12, 31)}
PARTS: Final[tuple[tuple[str, str], ...]] = (
    ("2. keterangan petugas", VISITED),
    ("3. keterangan perumahan", "30"),
    ("4. keterangan sosial ekonomi anggota", NIK),
    ("5. keikutsertaan program", "50"),
)
"""Each sheet of Regsosek that tells something, and how a title begins that only it has."""
ROWS: Final[dict[str, Any]] = {
    "sheet": pl.String, "row": pl.UInt32, "kk": pl.String, "nik": pl.String, "name_key": pl.String,
    "level": pl.String, "observed_on": pl.Date, "columns": pl.String,
}  # fmt: skip


@dataclass(slots=True)
class ConditionsFile:
    """Rows of answers, each about a family or one person of it, and what is wrong with the others."""

    file: str
    rows: pl.DataFrame
    findings: pl.DataFrame
    rows_read: int

    def found(self) -> list[Finding]:
        return as_findings(self.findings, file=self.file)


@dataclass(slots=True)
class Reading:
    """What was read so far."""

    on: date
    version: str
    kind: str = REGSOSEK
    rows: list[dict[str, Any]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    roofs: dict[str, list[int]] = field(default_factory=dict)
    visited: dict[str, date] = field(default_factory=dict)
    undated: dict[str, list[int]] = field(default_factory=dict)
    read: int = 0

    @property
    def at_the_latest(self) -> date:
        """When answers without a day of their own were given, at the latest."""
        return min(ASKED_UNTIL[self.kind], self.on)

    def answers(self, given: Mapping[str, str], level: Any, sheet: str, row: int, titles: Mapping[str, str]) -> str:
        """The answers of one row as JSON; what is no answer stays unknown and is told at its cell."""
        kept, _ = conditions.checked(given, level)
        for name, text in given.items():
            if name not in kept and text.strip():
                self.findings.append(
                    Finding(
                        "warning",
                        words("%(text)s bukan jawaban untuk pertanyaan ini; dicatat sebagai belum diketahui. Periksa formulirnya."),
                        Source(sheet=sheet, row=row, column=titles.get(name, name)), "condition_code",
                        {"text": text.strip()[:40]},
                    )
                )  # fmt: skip
        for finding in conditions.contradictions(kept):
            source = Source(sheet=sheet, row=row, column=titles.get(finding.source.column, finding.source.column))
            self.findings.append(Finding("warning", finding.template, source, finding.kind, finding.values))
        if kept.get("roof_material") in (5, 6) and self.version == conditions.REGSOSEK_UNSURE:
            self.roofs.setdefault(sheet, []).append(row)
        return json.dumps(kept, sort_keys=True) if kept else ""


def read_conditions(
    grids: tuple[Grid, ...], *, kind: str, on: date, file: str = "", version: str = conditions.REGSOSEK_UNSURE
) -> ConditionsFile:
    """Raises Refusal where no sheet has the titles; `version` says how roof codes 5 and 6 are to be read."""
    reading = Reading(on, version, kind)
    sheets = [found for grid in grids if (found := titled(grid, CARD if kind == REGSOSEK else BDT_NIK, kind))]
    if not sheets:
        raise Refusal(
            words("Judul kolom %(kind)s tidak ditemukan di berkas ini."),
            advice=words("Pakai templat aslinya: Regsosek 2022-K dengan kolom no kartu keluarga, atau BDT 2015."),
            field="file", values={"kind": kind},
        )  # fmt: skip
    for sheet, titles, rows in sheets:
        if kind == REGSOSEK and VISITED in titles.values():
            visits(reading, sheet, titles, rows)
    for sheet, titles, rows in sheets:
        (regsosek if kind == REGSOSEK else bdt)(reading, sheet, titles, list(rows))
    note_parts(reading, {title for _sheet, titles, _rows in sheets for title in titles.values()})
    note_undated(reading)
    for sheet, at in reading.roofs.items():
        message = words(
            "Kode atap 5 dan 6 dibaca berbeda oleh dua sumber (kayu/sirap atau bambu): %(n)s keluarga, baris %(rows)s. "
            "Lihat formulir tercetak, lalu pilih bacaannya saat mengimpor; sampai itu kedua bacaan disimpan."
        )
        values = {"n": len(at), "rows": rows_named(at)}
        reading.findings.append(
            Finding("warning", message, Source(sheet=sheet, row=at[0], column="305"), "roof_codes", values)
        )
    answers = pl.DataFrame(reading.rows, schema=ROWS, orient="row")
    return ConditionsFile(file, numbered(answers, on=on), as_columns(reading.findings), reading.read)


Sheet = tuple[str, dict[int, str], list[tuple[Any, ...]]]


def titled(grid: Grid, key: str, kind: str) -> Sheet | None:
    """The sheet's titles by column, the first of those that stand twice, and the rows below."""
    for number, row in enumerate(grid.cells.head(HEADER_SEARCH_ROWS).rows()):
        plain = {at: plain_title(cell) for at, cell in enumerate(row[1:], start=1) if cell}
        known = set(plain.values())
        if key in known and (kind == REGSOSEK or BDT_HOUSEHOLD in known):
            first: dict[int, str] = {}
            for at, title in plain.items():
                if title not in first.values():
                    first[at] = title
            return grid.sheet, first, grid.cells.rows()[number + 1 :]
    return None


def cells_of(titles: Mapping[int, str], row: tuple[Any, ...]) -> dict[str, str]:
    return {title: str(row[at]).strip() for at, title in titles.items() if row[at] is not None}


def visits(reading: Reading, sheet: str, titles: Mapping[int, str], rows: list[tuple[Any, ...]]) -> None:
    """On which day each family was asked; a day that cannot be is told at its cell."""
    for row in rows:
        cells = cells_of(titles, row)
        read = read_date(cells.get(VISITED), on=reading.on)
        if read.day and cells.get(CARD):
            reading.visited[cells[CARD]] = read.day
        elif read.state in (IMPOSSIBLE, FUTURE, UNREADABLE):
            message = words(
                "Tanggal pendataan %(text)s tidak ada di kalender, belum tiba, atau tidak terbaca. Periksa formulirnya."
            )
            source = Source(sheet=sheet, row=int(row[0]), column="tanggal pendataan")
            values = {"text": cells[VISITED][:40]}
            reading.findings.append(Finding("warning", message, source, "visited_unknown", values))


def note_parts(reading: Reading, titles: set[str]) -> None:
    """Which of the five sheets are not in the file; what they would tell stays unknown."""
    for name, title in PARTS if reading.kind == REGSOSEK else ():
        if not any(one.startswith(title) for one in titles):
            message = words("Lembar %(sheet)s tidak ada di berkas ini; jawabannya tetap belum diketahui.")
            reading.findings.append(Finding("warning", message, Source(), "sheet_missing", {"sheet": name}))


def note_undated(reading: Reading) -> None:
    """How many answers bear no day of their own, and which day they were given."""
    for sheet, at in reading.undated.items():
        message = words(
            "%(n)s baris tanpa tanggal pendataan: jawabannya dicatat per %(day)s, akhir pendataan itu, supaya tidak "
            "menggantikan keadaan yang dilihat sesudahnya."
        )
        values = {"n": len(at), "day": f"{reading.at_the_latest:%d/%m/%Y}"}
        source = Source(sheet=sheet, row=at[0])
        reading.findings.append(Finding("warning", message, source, "visited_unknown", values))


def regsosek(reading: Reading, sheet: str, titles: Mapping[int, str], rows: list[tuple[Any, ...]]) -> None:
    """One sheet: about families, or about persons where it has a name and a NIK."""
    persons = NIK in titles.values() or NAME in titles.values()
    level = "person" if persons else "family"
    wanted = {title: QUESTIONS[title] for title in titles.values() if title in QUESTIONS}
    wanted = {title: name for title, name in wanted.items() if conditions.COLUMNS[name].level == level}
    shown = {name: title for title, name in wanted.items()} | {"power_rating": "307b"}
    if not wanted:
        return
    for row in rows:
        cells = cells_of(titles, row)
        if not any(cells.values()):
            continue
        reading.read += 1
        given = {name: cells.get(title, "") for title, name in wanted.items()}
        meters = [int(cells[key]) for key in POWER if cells.get(key, "").isdigit()]
        if meters and not persons:
            given["power_rating"] = str(max(meters))
        answers = reading.answers(given, level, sheet, int(row[0]), shown)
        keep(reading, sheet, row, cells, level, answers)


def bdt(reading: Reading, sheet: str, titles: Mapping[int, str], rows: list[tuple[Any, ...]]) -> None:
    """The numbers of each household once, at its first person with a NIK; coded answers are told and not kept."""
    shown = {name: BDT_TITLES.get(title, title) for title, name in BDT_NUMBERS.items()}
    first: dict[str, tuple[int, dict[str, str]]] = {}
    for row in rows:
        cells = cells_of(titles, row)
        if not any(cells.values()):
            continue
        reading.read += 1
        household = cells.get(BDT_HOUSEHOLD, "")
        given = {name: cells.get(title, "") for title, name in BDT_NUMBERS.items()}
        if household and household in first:
            note_differing(reading, sheet, int(row[0]), given, first[household], shown)
        elif cells.get(BDT_NIK):
            first[household] = int(row[0]), given
            keep(reading, sheet, row, cells, "family", reading.answers(given, "family", sheet, int(row[0]), shown))
    if any(title in titles.values() for title in BDT_CODED):
        message = words(
            "Kode jawaban BDT 2015 (lantai, dinding, atap, air, sanitasi, aset) berbeda dari Regsosek dan belum dipastikan, "
            "jadi tidak disimpan; luas lantai dan ternak disimpan. Periksa keadaan rumahnya saat verval."
        )
        reading.findings.append(Finding("warning", message, Source(sheet=sheet, row=1), "bdt_codes"))


def note_differing(
    reading: Reading,
    sheet: str,
    row: int,
    given: Mapping[str, str],
    first: tuple[int, dict[str, str]],
    shown: Mapping[str, str],
) -> None:
    """The household's numbers stand at each of its people; which of two is right the printed form says."""
    at, kept = first
    for name, text in given.items():
        if text.removesuffix(".0") not in ("", kept[name].removesuffix(".0")):
            message = words(
                "Rumah tangga ini: %(text)s di baris ini, tetapi %(first)s di baris %(row)s, yang dicatat. "
                "Periksa formulirnya."
            )
            values = {"text": text[:40], "first": kept[name][:40] or "–", "row": at}
            source = Source(sheet=sheet, row=row, column=shown[name])
            reading.findings.append(Finding("warning", message, source, "condition_differs", values))


def keep(
    reading: Reading, sheet: str, row: tuple[Any, ...], cells: Mapping[str, str], level: str, answers: str
) -> None:
    if not answers:
        return
    card = cells.get(CARD, "")
    if card not in reading.visited:
        reading.undated.setdefault(sheet, []).append(int(row[0]))
    reading.rows.append(
        {
            "sheet": sheet, "row": int(row[0]), "kk": card, "nik": cells.get(NIK) or cells.get(BDT_NIK) or "",
            "name_key": cells.get(NAME) or cells.get(BDT_NAME) or "", "level": level,
            "observed_on": reading.visited.get(card, reading.at_the_latest), "columns": answers,
        }
    )  # fmt: skip


def numbered(rows: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """Card numbers and NIKs that are sound; the others are null and find nobody."""
    rows = rows.with_columns(name_key_of(pl.col("name_key")).alias("name_key"))
    return with_nik(with_card(rows), on=on).select(pl.col(name).cast(kind) for name, kind in ROWS.items())
