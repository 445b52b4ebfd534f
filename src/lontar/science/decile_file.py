"""Reads and checks a list of deciles: card number, decile 1 to 10, date of the version. Never computes one."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from lontar.science.dates import OK, with_date
from lontar.science.family_file.columns import plain_title
from lontar.science.family_file.notes import Notes, as_findings
from lontar.science.grid import ROW, Grid
from lontar.science.identity import with_card
from lontar.science.trouble import Finding, Refusal, Source, words

TITLES: Final = {
    "kk": ("no_kk", "Nomor KK", "No. KK", "Nomor Kartu Keluarga", "No. Kartu Keluarga"),
    "decile": (
        "desil",
        "Desil DTSEN",
        "Desil Kesejahteraan",
        "Desil Nasional",
        "Peringkat (Desil)",
        "Peringkat Kesejahteraan",
    ),
    "version_on": ("tanggal_versi", "Tanggal Versi", "Versi", "Tanggal Desil", "Tanggal", "Tgl Peringkat"),
    "note": ("keterangan", "Sumber", "Catatan"),
}
NEEDED: Final = ("kk", "decile", "version_on")
FIRST: Final = {key: titles[0] for key, titles in TITLES.items()}
KNOWN: Final = {plain_title(title): key for key, titles in TITLES.items() for title in titles}
HEADER_SEARCH_ROWS: Final = 20
DECILES: Final[dict[str, Any]] = {
    "sheet": pl.String,
    "row": pl.UInt32,
    "kk": pl.String,
    "decile": pl.Int16,
    "version_on": pl.Date,
    "note": pl.String,
}


@dataclass(frozen=True, slots=True)
class DecileFile:
    """The rows that hold together (DECILES) and what is wrong with the others."""

    file: str
    deciles: pl.DataFrame
    findings: pl.DataFrame
    rows_read: int

    def found(self) -> list[Finding]:
        return as_findings(self.findings, file=self.file)


def read_deciles(
    grids: tuple[Grid, ...],
    *,
    on: date,
    file: str = "",
    columns: Mapping[str, str] | None = None,
    version_on: date | None = None,
) -> DecileFile:
    """Check every row; raises Refusal where no sheet has the columns.

    One family twice with two deciles of one version is an error on the later row: which of them counts
    is not ours to choose.
    """
    notes = Notes()
    known = {plain_title(title): key for title, key in columns.items()} if columns else KNOWN
    needed = NEEDED if version_on is None else NEEDED[:2]
    frames = []
    titles: dict[str, dict[str, str]] = {}
    for grid in grids:
        if (header := find_titles(grid, known, needed)) is None:
            continue
        row, at = header
        below = grid.cells.filter(pl.col(ROW) > row)
        frames.append(
            below.select(
                pl.lit(grid.sheet).alias("sheet"),
                pl.col(ROW),
                *(
                    pl.col(f"c{at[key]}").str.strip_chars().alias(key) if key in at else pl.lit(None).cast(pl.String).alias(key)
                    for key in TITLES
                ),
            )
        )  # fmt: skip
        top = grid.cells.filter(pl.col(ROW) == row).row(0)[1:]
        titles[grid.sheet] = {key: str(top[index]).strip() for key, index in at.items()}
    if not frames:
        raise no_titles(grids, {key: title for title, key in columns.items()} if columns else FIRST, needed)
    rows = pl.concat(frames)
    if version_on is not None:
        said = pl.lit(version_on.isoformat())
        rows = rows.with_columns(pl.coalesce(pl.col("version_on"), said).alias("version_on"))
    checked = check(rows, notes, on=on)
    return DecileFile(file, checked, notes.as_frame(titles), rows.height)


def find_titles(grid: Grid, known: Mapping[str, str], needed: tuple[str, ...]) -> tuple[int, dict[str, int]] | None:
    """The row of the titles and where each of ours stands, or None."""
    for row in grid.cells.head(HEADER_SEARCH_ROWS).rows():
        at: dict[str, int] = {}
        for index, cell in enumerate(row[1:]):
            if cell and (key := known.get(plain_title(cell))):
                at.setdefault(key, index)
        if all(key in at for key in needed):
            return int(row[0]), at
    return None


def no_titles(grids: tuple[Grid, ...], titles: Mapping[str, str], needed: tuple[str, ...]) -> Refusal:
    wanted = ", ".join(titles.get(key, FIRST[key]) for key in needed)
    filled = next((grid for grid in grids if grid.cells.height), None)
    if filled is None:
        return Refusal(
            words("Berkas ini tidak berisi satu baris pun."),
            advice=words("Ekspor ulang datanya, lalu unggah lagi."),
            field="file",
        )
    cells = [str(cell).strip() for cell in filled.cells.row(0)[1:] if cell]
    every = [title for key in NEEDED for title in TITLES[key]]
    near = {cell for title in every for cell in difflib.get_close_matches(title, cells, n=1, cutoff=0.7)}
    values = {"wanted": wanted, "found": ", ".join(cells)[:300], "near": ", ".join(sorted(near))}
    return Refusal(
        words(
            "Judul kolom daftar desil tidak ditemukan. Yang diperlukan: %(wanted)s. Baris pertama berisi: %(found)s. "
            "Mirip yang dicari: %(near)s."
        )
        if near
        else words(
            "Judul kolom daftar desil tidak ditemukan. Yang diperlukan: %(wanted)s. Baris pertama berisi: %(found)s."
        ),
        advice=words(
            "Tunjukkan arti kolomnya sekali di Impor, Susunan kolom; atau samakan judulnya, lalu unggah lagi."
        ),
        field="file",
        source=Source(sheet=filled.sheet, row=int(filled.cells.item(0, ROW))),
        values=values,
    )


def check(rows: pl.DataFrame, notes: Notes, *, on: date) -> pl.DataFrame:
    """The rows without an error, typed; exact repetitions once."""
    rows = with_date(with_card(rows), "version_on", on=on)
    number = pl.col("decile").str.extract(r"^(?:[Dd]esil\s*)?(\d{1,2})(?:[.,]0+)?$", 1)
    rows = rows.with_columns(number.cast(pl.Int16, strict=False).alias("decile"))
    bad_card = pl.col("kk_state") != "ok"
    bad_decile = ~pl.col("decile").is_between(1, 10).fill_null(False)
    bad_date = pl.col("version_on_state") != OK
    notes.add(
        rows.filter(bad_card), "error", "kk", "kk_malformed",
        words("Nomor KK kosong atau bukan 16 angka yang benar, jadi desilnya tidak dapat dipasangkan. Periksa nomornya."),
    )  # fmt: skip
    notes.add(
        rows.filter(bad_decile), "error", "decile", "decile_range",
        words("Desil harus angka 1 sampai 10. Kosongkan barisnya bila desilnya belum ada."),
    )  # fmt: skip
    notes.add(
        rows.filter(bad_date), "error", "version_on", "version_date",
        words("Tanggal versi kosong, tidak terbaca, atau masih akan datang. Tulis tanggal DTSEN yang dipakai."),
    )  # fmt: skip
    good = rows.filter(~bad_card & ~bad_decile & ~bad_date)
    first = good.group_by("kk", "version_on").agg(
        pl.col("row").first().alias("first_row"), pl.col("decile").first().alias("first_decile")
    )
    good = good.join(first, on=["kk", "version_on"], how="left", maintain_order="left")
    notes.add(
        good.filter(pl.col("decile") != pl.col("first_decile")), "error", "decile", "decile_twice",
        words("Keluarga ini sudah ada di baris %(row)s dengan desil lain. Pilih satu menurut DTSEN."),
        row=pl.col("first_row"),
    )  # fmt: skip
    twice = good.filter(pl.col("kk").is_in(
        good.filter(pl.col("decile") != pl.col("first_decile")).get_column("kk").implode()
    )).get_column("kk")  # fmt: skip
    alone = good.filter(~pl.col("kk").is_in(twice.implode()))
    return alone.unique(["kk", "version_on"], keep="first", maintain_order=True).select(
        pl.col(name).cast(kind) for name, kind in DECILES.items()
    )
