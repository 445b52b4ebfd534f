"""Reads and checks a list of households: who cooks with whom, by NIK and the household's number in that list."""

from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from lontar.science.decile_file import find_titles
from lontar.science.family_file.columns import plain_title
from lontar.science.family_file.notes import Notes, as_findings
from lontar.science.family_file.rows import refuse_damaged_numbers
from lontar.science.grid import ROW, Grid
from lontar.science.identity import OK, bare_number, number_state
from lontar.science.trouble import Finding, Refusal, Source, words

HOUSEHOLDS: Final = "rtm"
"""The name of the layout: rumah tangga miskin, as the villages' template of it is called."""
TITLES: Final = {
    "nik": ("NIK", "Nomor NIK", "No NIK", "Nomor Induk Kependudukan"),
    "household": ("NOMOR RUMAH TANGGA", "No Rumah Tangga", "no_rtm", "Nomor RTM", "No KK RTM"),
    "standing": ("STATUS HUBUNGAN DALAM RUMAH TANGGA", "rtm_level", "Hubungan Rumah Tangga"),
}
NEEDED: Final = ("nik", "household")
KNOWN: Final = {plain_title(title): key for key, titles in TITLES.items() for title in titles}
HEAD, MEMBER = "head", "member"
STANDINGS: Final = {
    "1": HEAD, "kepalakeluarga": HEAD, "kepalarumahtangga": HEAD, "kepala": HEAD, "krt": HEAD,
    "2": MEMBER, "anggota": MEMBER, "anggotarumahtangga": MEMBER, "art": MEMBER,
}  # fmt: skip
ROWS: Final[dict[str, Any]] = {"sheet": pl.String, "row": pl.UInt32, "nik": pl.String, "household": pl.String}


@dataclass(frozen=True, slots=True)
class HouseholdFile:
    """The rows that hold together (ROWS) and what is wrong with the others."""

    file: str
    rows: pl.DataFrame
    findings: pl.DataFrame
    rows_read: int
    titles: dict[str, dict[str, str]] = field(default_factory=dict)  # how each sheet writes our columns

    def found(self) -> list[Finding]:
        return as_findings(self.findings, file=self.file)


def read_households(grids: tuple[Grid, ...], *, file: str = "") -> HouseholdFile:
    """Check every row; raises Refusal where no sheet has the columns, or a spreadsheet has rounded the numbers."""
    notes = Notes()
    frames = []
    titles: dict[str, dict[str, str]] = {}
    for grid in grids:
        if (header := find_titles(grid, KNOWN, NEEDED)) is None:
            continue
        row, at = header
        frames.append(
            grid.cells.filter(pl.col(ROW) > row).select(
                pl.lit(grid.sheet).alias("sheet"),
                pl.col(ROW).alias("row"),
                *(
                    pl.col(f"c{at[key]}").str.strip_chars().alias(key) if key in at else pl.lit(None).cast(pl.String).alias(key)
                    for key in TITLES
                ),
            )
        )  # fmt: skip
        top = grid.cells.filter(pl.col(ROW) == row).row(0)[1:]
        titles[grid.sheet] = {key: str(top[index]).strip() for key, index in at.items()}
    if not frames:
        raise _no_titles(grids)
    rows = pl.concat(frames)
    filled = pl.any_horizontal(pl.col(key).fill_null("") != "" for key in TITLES)
    rows = rows.filter(filled)
    refuse_damaged_numbers(rows, keys=("nik",))
    return HouseholdFile(file, _checked(rows, notes), notes.as_frame(titles), rows.height, titles)


def _checked(rows: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """The rows without an error; who is repeated stands once."""
    plain = pl.col("standing").fill_null("").str.to_lowercase().str.replace_all(r"[^a-z0-9]", "")
    rows = rows.with_columns(
        bare_number(pl.col("nik")).alias("nik"),
        pl.col("household").str.replace(r"^(\d+)[.,]0+$", "${1}").replace("", None),
        plain.replace_strict(STANDINGS, default=None, return_dtype=pl.String).alias("place"),
        (plain != "").alias("stated"),
    )
    bad_nik = number_state(pl.col("nik"), lost=pl.lit(False), day_offset=True) != OK
    notes.add(
        rows.filter(bad_nik), "error", "nik", "household_nik",
        words("NIK kosong atau bukan 16 angka yang benar, jadi orangnya tidak dapat dipasangkan. Periksa nomornya."),
    )  # fmt: skip
    notes.add(
        rows.filter(pl.col("household").is_null()), "error", "household", "household_number",
        words("Nomor rumah tangga kosong. Isi dengan nomor yang sama untuk semua yang makan dari satu dapur."),
    )  # fmt: skip
    notes.add(
        rows.filter(pl.col("stated") & pl.col("place").is_null()), "warning", "standing", "household_standing",
        words("Status %(text)s tidak dikenal; yang dipakai 1 (kepala) dan 2 (anggota). Barisnya tetap dibaca."),
        text=pl.col("standing").str.slice(0, 30),
    )  # fmt: skip
    good = rows.filter(~bad_nik, pl.col("household").is_not_null())
    return _once(_one_head(good, notes), notes)


def _one_head(rows: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """A number with two heads was perhaps given to two households: told, and for people to judge."""
    heads = rows.filter(pl.col("place") == HEAD).unique(["household", "nik"], keep="first", maintain_order=True)
    first = pl.col("row").first().over("household")
    notes.add(
        heads.with_columns(first.alias("first")).filter(pl.col("row") != pl.col("first")), "warning", "standing",
        "household_heads",
        words("Rumah tangga %(number)s sudah punya kepala di baris %(row)s. Periksa apakah nomornya dipakai dua rumah tangga."),
        number=pl.col("household").str.slice(0, 30), row=pl.col("first"),
    )  # fmt: skip
    return rows


def _once(rows: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """Who stands in two households stands in none until somebody says in which."""
    rows = rows.with_columns(
        pl.col("row").first().over("nik").alias("first"), pl.col("household").n_unique().over("nik").alias("in")
    )
    notes.add(
        rows.filter(pl.col("in") > 1, pl.col("row") != pl.col("first")), "error", "household", "household_twice",
        words("Orang ini sudah ada di baris %(row)s dengan nomor rumah tangga lain. Pilih satu."), row=pl.col("first"),
    )  # fmt: skip
    alone = rows.filter(pl.col("in") == 1).unique("nik", keep="first", maintain_order=True)
    return alone.select(pl.col(name).cast(kind) for name, kind in ROWS.items())


def _no_titles(grids: tuple[Grid, ...]) -> Refusal:
    filled = next((grid for grid in grids if grid.cells.height), None)
    if filled is None:
        return Refusal(
            words("Berkas ini tidak berisi satu baris pun."), advice=words("Ekspor ulang datanya, lalu unggah lagi."),
            field="file",
        )  # fmt: skip
    found = ", ".join(str(cell).strip() for cell in filled.cells.row(0)[1:] if cell)[:300]
    return Refusal(
        words(
            "Judul kolom daftar rumah tangga tidak ditemukan. Yang diperlukan: %(wanted)s. Baris pertama berisi: %(found)s."
        ),
        advice=words("Samakan judul kolomnya, lalu unggah lagi."),
        field="file",
        source=Source(sheet=filled.sheet, row=int(filled.cells.item(0, ROW))),
        values={"wanted": ", ".join(TITLES[key][0] for key in NEEDED), "found": found},
    )
