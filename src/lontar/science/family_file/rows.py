"""From grids of text to one frame of typed rows, with a finding for whatever could not be typed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

from lontar.science import identity
from lontar.science.dates import with_date
from lontar.science.family_file import births, codes, lengths
from lontar.science.family_file.closing_rows import without_closing_rows
from lontar.science.family_file.columns import COLUMNS, SIAK, TITLE, Header, Layout, find_header, plain_title
from lontar.science.family_file.notes import Notes
from lontar.science.grid import ROW, Grid
from lontar.science.names import name_key_of
from lontar.science.trouble import Finding, Refusal, Source, words

TEXT_CHARS_MAX: Final = 500

HEAD: Final = "KEPALA KELUARGA"
KEYS: Final = tuple(column.key for column in COLUMNS)


def headers_of(grids: Sequence[Grid], notes: Notes, *, file: str, layout: Layout = SIAK) -> dict[str, Header]:
    """The header of each sheet that holds families; raises Refusal when there is none."""
    headers: dict[str, Header] = {}
    for grid in grids:
        header = find_header(grid, layout)
        if header is None:
            continue
        headers[grid.sheet] = header
    if not headers:
        raise no_header(grids, file, layout)
    for grid in grids:
        if grid.sheet not in headers and grid.cells.height:
            source = Source(file, grid.sheet, int(grid.cells.item(0, ROW)))
            message = words("Lembar %(sheet)s dilewati: judul kolomnya bukan judul daftar keluarga.")
            notes.add_one(Finding("warning", message, source, "sheet_skipped", {"sheet": grid.sheet}))
    return headers


def no_header(grids: Sequence[Grid], file: str, layout: Layout) -> Refusal:
    """Nothing in the file looks like a list of families: says what was expected and what was found."""
    wanted = ", ".join(layout.titles[key] for key in layout.needed)
    filled = [grid for grid in grids if grid.cells.height]
    if not filled:
        return Refusal(
            words("Berkas ini tidak berisi satu baris pun."),
            advice=words("Ekspor ulang datanya, lalu unggah lagi."),
            field="file",
        )
    first = [cell.strip() for cell in filled[0].cells.row(0)[1:] if cell]
    row = filled[0].cells.item(0, ROW)
    return Refusal(
        words(
            "Judul kolom daftar keluarga tidak ditemukan. Yang diperlukan: %(wanted)s. Baris %(row)s berisi: %(found)s."
        ),
        advice=words("Taruh judul kolom seperti ekspor SIAK di baris pertama, lalu unggah lagi."),
        field="file",
        source=Source(file, filled[0].sheet, int(row)),
        values={"wanted": wanted, "row": row, "found": ", ".join(first)[:300]},
    )


def gathered(grids: Sequence[Grid], headers: dict[str, Header], notes: Notes, layout: Layout = SIAK) -> pl.DataFrame:
    """The rows under all headers as text: our keys, `sheet`, `row`, and which were long numbers."""
    frames = []
    for grid in grids:
        if (header := headers.get(grid.sheet)) is None:
            continue
        cells = grid.cells.filter((pl.col(ROW) > header.row_last) & (pl.col(ROW) != header.numbering_row))
        frame = cells.select(
            pl.lit(grid.sheet).alias("sheet"),
            pl.col(ROW),
            *(
                cleaned(f"c{header.at[key]}").alias(key) if key in header.at else pl.lit(None, pl.String).alias(key)
                for key in KEYS
            ),
        )
        for key in ("kk", "nik"):
            long = grid.long_numbers.filter(pl.col("column") == header.at.get(key, -1)).get_column("row")
            frame = frame.with_columns(pl.col(ROW).is_in(long.implode()).alias(f"{key}_lost"))
        frames.append(without_closing_rows(without_headers_inside(frame, header, notes), grid, header, notes))
    rows = pl.concat(frames)
    if layout.each_row == "head":
        rows = rows.with_columns(pl.lit(HEAD).alias("relation"))
    if rows.is_empty():
        raise Refusal(
            words("Berkas hanya berisi judul kolom, tanpa satu baris data pun."),
            advice=words("Ekspor ulang datanya, lalu unggah lagi."),
            field="file",
        )
    return rows.with_row_index("position")


def cleaned(column: str) -> pl.Expr:
    """The text without blanks around it, null where nothing is left."""
    text = pl.col(column).str.strip_chars().str.slice(0, TEXT_CHARS_MAX)
    return pl.when(text != "").then(text)


def without_headers_inside(frame: pl.DataFrame, header: Header, notes: Notes) -> pl.DataFrame:
    """Pages that were pasted under one another bring their header along."""
    key = "nik" if "nik" in header.titles else "name"
    title = plain_title(header.titles[key])
    again = (pl.col(key).str.to_lowercase().str.replace_all(r"[^a-z0-9]", "") == title).fill_null(False)
    notes.add(
        frame.filter(again),
        "warning",
        "",
        "header_again",
        words("Baris judul yang terulang di tengah data; dilewati."),
    )
    return frame.filter(~again)


def refuse_damaged_numbers(rows: pl.DataFrame, *, keys: tuple[str, ...] = ("nik", "kk")) -> None:
    """Stop a file whose numbers went through a spreadsheet as numbers: what is lost cannot be guessed."""
    for key in keys:
        bare = rows.select(identity.bare_number(pl.col(key))).to_series()
        if identity.damaged_by_spreadsheet(bare.drop_nulls()):
            title = TITLE[key]
            sixteen = bare.drop_nulls().unique()
            sixteen = sixteen.filter(sixteen.str.len_bytes() == identity.LENGTH)
            share = round(100 * int(sixteen.str.ends_with("0").sum()) / sixteen.len())
            raise Refusal(
                words(
                    "Kolom %(title)s rusak: %(share)s%% dari %(count)s nomornya berakhir dengan 0, padahal wajarnya "
                    "paling banyak sepersepuluh. Itu tanda bahwa Excel membulatkannya."
                ),
                advice=words("Ekspor ulang dari SIAK dan atur kolom %(title)s sebagai Teks sebelum diisi."),
                field="file",
                values={"title": title, "share": share, "count": sixteen.len()},
            )


def typed(rows: pl.DataFrame, notes: Notes, *, on: date) -> pl.DataFrame:
    """Names, numbers, dates and codes as they are kept."""
    rows = rows.with_columns(
        *(single_spaced(rows, key) for key in ("name", "father", "mother", "birth_place")),
        pl.col("birth_date").alias("birth_text"),
        pl.col("kk").alias("kk_text"),
    )
    rows = lengths.within(rows, notes)
    rows = identity.with_card(rows, lost="kk_lost")
    rows = identity.with_nik(rows, on=on, lost="nik_lost")
    rows = with_date(rows, "birth_date", on=on)
    tables = {
        "sex": codes.SEX, "relation": codes.RELATION, "marital": codes.MARITAL, "religion": codes.RELIGION,
        "disability": codes.DISABILITY, "education": codes.EDUCATION,
    }  # fmt: skip
    strange: dict[str, pl.Series] = {}
    for key, table in tables.items():
        code, strange[key] = codes.coded(rows, key, table)
        rows = rows.with_columns(code)
    gone, _ = codes.coded(rows, "status", codes.GONE)
    rows = with_date(rows, "death_date", on=on)
    rows = rows.with_columns(
        pl.coalesce(gone, pl.when(pl.col("death_date").is_not_null()).then(pl.lit("dead"))).alias("gone"),
        codes.unit_numbers(rows, "rt"),
        codes.unit_numbers(rows, "rw"),
        name_key_of(pl.col("name")).alias("name_key"),
    )
    note_codes(rows, notes, strange)
    rows = rows.with_columns(
        *(pl.col(f"{key}_code").alias(key) for key in tables),
        pl.col("rt_number").alias("rt"),
        pl.col("rw_number").alias("rw"),
    )
    return rows.drop([f"{key}_code" for key in tables] + ["rt_number", "rw_number", "kk_lost", "nik_lost"])


def single_spaced(rows: pl.DataFrame, key: str) -> pl.Series:
    """The text with one blank between words."""
    names = rows.get_column(key)
    if names.str.contains(r"\s\s|[\t\n\r\u00a0]").any():
        names = names.str.replace_all(r"\s+", " ")
    return names


def note_codes(rows: pl.DataFrame, notes: Notes, strange: Mapping[str, pl.Series]) -> None:
    """Codes that no table knows, and those without which a family cannot be read."""
    for key, texts in strange.items():
        notes.add(
            rows.filter(pl.col(key).is_in(texts.implode())),
            "warning",
            key,
            f"{key}_unknown",
            words(
                "Isi %(title)s (%(text)s) tidak dikenal; dicatat sebagai belum diketahui. Perbaiki menurut daftar kode SIAK."
            ),
            title=TITLE[key],
            text=pl.col(key).str.slice(0, 40),
        )
    empty = {
        "sex": words("Jenis kelamin kosong. Isi L atau P."),
        "relation": words("Hubungan dalam keluarga kosong. Isi menurut KK."),
    }
    for key, message in empty.items():
        notes.add(rows.filter(pl.col(key).is_null()), "warning", key, f"{key}_missing", message)
    for key, title in (("rt", "RT"), ("rw", "RW")):
        written = pl.col(key).is_not_null() & ~pl.col(key).is_in(["-", "0", "00", "000"])
        notes.add(
            rows.filter(written & pl.col(f"{key}_number").is_null()),
            "warning",
            key,
            f"{key}_unreadable",
            words("%(title)s tidak terbaca. Tulis dengan angka, misalnya 003."),
            title=title,
        )


ABOUT_ONE: Final = (
    "sheet", "row", "position", "name", "status", "gone", "nik", "nik_state", "birth_date", "birth_text",
    "birth_date_state", "birth_date_spelling", "disagrees_birth", "disagrees_sex", "disagrees_place",
)  # fmt: skip
"""What single persons are checked by: a filter copies every column that it is given."""


def note_persons(rows: pl.DataFrame, notes: Notes, *, on: date) -> None:
    """What is wrong with single persons."""
    rows = rows.select(ABOUT_ONE)
    notes.add(
        rows.filter(pl.col("name").is_null()),
        "error",
        "name",
        "name_missing",
        words("Nama kosong. Isi nama seperti di KTP atau KK."),
    )
    notes.add(
        rows.filter(pl.col("name").str.contains(r"\d{3}").fill_null(False)),
        "warning",
        "name",
        "name_digits",
        words("Nama memuat angka. Periksa apakah kolomnya tergeser."),
    )
    notes.add(
        rows.filter(pl.col("name").str.len_chars() == lengths.KEPT["name"]),
        "warning",
        "name",
        "name_long",
        words("Nama sepanjang %(most)s huruf atau lebih; yang selebihnya tidak disimpan. Periksa kolomnya."),
        most=lengths.KEPT["name"],
    )
    births.note_births(rows, notes, on=on)
    notes.add(
        rows.filter(pl.col("gone").is_not_null()),
        "warning",
        "status",
        "gone",
        words("Statusnya %(status)s: orang ini tidak dimasukkan ke keluarga."),
        status=pl.coalesce(pl.col("status").str.slice(0, 30), pl.lit("MENINGGAL")),
    )
    note_niks(rows, notes)


NIK_MESSAGES: Final = {
    identity.MISSING: words("NIK kosong. Orangnya tetap masuk tanpa NIK; lengkapi bila sudah ada."),
    identity.SCIENTIFIC: words(
        "NIK berubah menjadi bentuk seperti 5,37E+15 sehingga angkanya hilang. "
        "Orangnya masuk tanpa NIK; isi ulang NIK dari KTP dan atur kolomnya sebagai Teks."
    ),
    identity.LOST_DIGITS: words(
        "NIK tersimpan sebagai angka dan digit terakhirnya mungkin dibulatkan Excel. "
        "Orangnya masuk tanpa NIK; isi ulang NIK dari KTP dan atur kolomnya sebagai Teks."
    ),
    identity.WRONG_LENGTH: words("NIK tidak 16 angka. Orangnya masuk tanpa NIK; periksa KTP."),
    identity.NOT_DIGITS: words("NIK memuat tanda selain angka. Orangnya masuk tanpa NIK; periksa KTP."),
    identity.BAD_PLACE: words(
        "NIK tidak mungkin benar: kode wilayah di awalnya tidak ada. Orangnya masuk tanpa NIK; periksa KTP."
    ),
    identity.BAD_DATE: words(
        "NIK tidak mungkin benar: tanggal lahir di dalamnya tidak ada di kalender. "
        "Orangnya masuk tanpa NIK; periksa KTP."
    ),
    identity.BAD_SERIAL: words("NIK tidak mungkin benar: berakhir dengan 0000. Orangnya masuk tanpa NIK; periksa KTP."),
}


def note_niks(rows: pl.DataFrame, notes: Notes) -> None:
    """A NIK is never a reason to keep somebody out: every trouble with it is a warning."""
    for state, message in NIK_MESSAGES.items():
        notes.add(rows.filter(pl.col("nik_state") == state), "warning", "nik", f"nik_{state}", message)
    notes.add(
        rows.filter(pl.col("disagrees_birth")),
        "warning",
        "nik",
        "nik_birth_differs",
        words(
            "Tanggal lahir di dalam NIK berbeda dengan kolom Tanggal Lahir. Periksa mana yang benar di KTP dan akta."
        ),
    )
    notes.add(
        rows.filter(pl.col("disagrees_sex")),
        "warning",
        "nik",
        "nik_sex_differs",
        words("Jenis kelamin menurut NIK berbeda dengan kolom Kelamin. Periksa KTP."),
    )
    notes.add(
        rows.filter(pl.col("disagrees_place")),
        "warning",
        "nik",
        "nik_place_differs",
        words("NIK diterbitkan di wilayah lain (kode %(code)s). Wajar bila pernah pindah; bila tidak, periksa KTP."),
        code=pl.format("{}.{}", pl.col("nik").str.slice(0, 2), pl.col("nik").str.slice(2, 2)),
    )
