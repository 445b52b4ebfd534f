"""Birth dates of a family file: missing, unknown, not in any calendar, or written in more than one way."""

from datetime import date
from typing import Final

import polars as pl

from lontar.science import dates
from lontar.science.family_file.notes import Notes
from lontar.science.grid import ROWS_NAMED_MAX, rows_named
from lontar.science.lifespans import OLDEST, limit
from lontar.science.trouble import words

COLUMN: Final = "birth_date"

OTHER_SIGN: Final = words(
    "%(n)s tanggal lahir ditulis hari-bulan-tahun dengan tanda lain, misalnya %(text)s dibaca %(day)s: "
    "baris %(rows)s. Pastikan hari di depan, lalu samakan tandanya."
)
# spelling: what an officer is told of rows that use it while most rows of the sheet use another
SPELLINGS: Final = {
    **dict.fromkeys((dates.SLASHED, dates.DASHED, dates.DOTTED), OTHER_SIGN),
    dates.TWO_DIGIT_YEAR: words(
        "%(n)s tanggal lahir ditulis dengan tahun dua angka, misalnya %(text)s dibaca %(day)s: baris %(rows)s. "
        "Abadnya dugaan; tulis tahunnya empat angka."
    ),
    dates.SERIAL: words(
        "%(n)s tanggal lahir berupa nomor hari Excel, misalnya %(text)s dibaca %(day)s: baris %(rows)s. "
        "Cocokkan dengan KK, lalu atur kolomnya sebagai Teks dan tulis hari/bulan/tahun."
    ),
    dates.PACKED: words(
        "%(n)s tanggal lahir ditulis delapan angka tanpa tanda, misalnya %(text)s dibaca %(day)s: baris %(rows)s. "
        "Cocokkan dengan KK, lalu tulis hari/bulan/tahun."
    ),
    dates.YEAR_FIRST: words(
        "%(n)s tanggal lahir ditulis dengan tahun di depan, misalnya %(text)s dibaca %(day)s: baris %(rows)s. "
        "Terbaca; samakan ejaannya agar tidak tertukar hari dan bulannya."
    ),
    dates.WORDS: words(
        "%(n)s tanggal lahir ditulis dengan nama bulan, misalnya %(text)s dibaca %(day)s: baris %(rows)s. "
        "Terbaca; samakan ejaannya bila berkas ini dipakai lagi."
    ),
}


def note_births(rows: pl.DataFrame, notes: Notes, *, on: date) -> None:
    """Birth dates that are missing, that cannot be, or that hardly can."""
    quoted = pl.col("birth_text").str.slice(0, 30)
    state = pl.col("birth_date_state")
    notes.add(
        rows.filter(state == dates.MISSING), "warning", COLUMN, "birth_missing",
        words("Tanggal lahir kosong. Isi, atau biarkan bila memang belum diketahui."),
    )  # fmt: skip
    notes.add(
        rows.filter(state == dates.UNKNOWN), "warning", COLUMN, "birth_unknown",
        words("Tanggal lahir ditulis %(text)s; dicatat sebagai belum diketahui. Lengkapi bila akta atau KK-nya ada."),
        text=quoted,
    )  # fmt: skip
    notes.add(
        rows.filter(state == dates.UNREADABLE), "error", COLUMN, "birth_unreadable",
        words("Tanggal lahir %(text)s tidak terbaca. Tulis hari/bulan/tahun, misalnya 31/12/1990."), text=quoted,
    )  # fmt: skip
    notes.add(
        rows.filter(state == dates.IMPOSSIBLE), "error", COLUMN, "birth_impossible",
        words("Tanggal lahir %(text)s tidak ada di kalender. Perbaiki menurut akta atau KK."), text=quoted,
    )  # fmt: skip
    notes.add(
        rows.filter(state == dates.FUTURE), "error", COLUMN, "birth_future",
        words("Tanggal lahir %(text)s masih akan datang. Periksa tahunnya."), text=quoted,
    )  # fmt: skip
    most = limit(OLDEST, on).years
    oldest = on.replace(year=on.year - most, day=min(on.day, 28))
    notes.add(
        rows.filter(pl.col("birth_date") < oldest), "warning", COLUMN, "age_too_high",
        words("Umurnya lebih dari %(most)s tahun. Periksa tahun lahirnya, atau apakah orangnya masih hidup."),
        most=most,
    )  # fmt: skip
    note_spellings(rows, notes)


def note_spellings(rows: pl.DataFrame, notes: Notes) -> None:
    """One finding for each spelling beside the usual one of its sheet, at its first row and naming the others.

    The dates are readable, so a finding for each row would drown what must be mended.
    """
    spelling = f"{COLUMN}_spelling"
    read = rows.filter(pl.col(spelling).is_not_null())
    counts = read.group_by("sheet", spelling).agg(pl.len().alias("n"))
    usual = counts.sort("n", spelling, descending=[True, False]).unique("sheet", keep="first")
    if counts.height == usual.height:
        return
    rare = read.join(usual, on=["sheet", spelling], how="anti")
    groups = rare.sort("position").group_by("sheet", spelling, maintain_order=True).agg(
        pl.col("row").first(), pl.len().alias("n"), pl.col("birth_text").first().alias("text"),
        pl.col(COLUMN).first().dt.strftime("%Y-%m-%d").alias("day"),
        pl.col("row").head(ROWS_NAMED_MAX * 8).alias("rows"),
    )  # fmt: skip
    named = [
        rows_named(listed) + (" …" if count > len(listed) else "")
        for listed, count in groups.select("rows", "n").rows()
    ]
    groups = groups.with_columns(pl.Series("rows", named, dtype=pl.String))
    for name, template in SPELLINGS.items():
        notes.add(
            groups.filter(pl.col(spelling) == name), "warning", COLUMN, "birth_spelling", template,
            n=pl.col("n"), text=pl.col("text").str.slice(0, 30), day=pl.col("day"), rows=pl.col("rows"),
        )  # fmt: skip
