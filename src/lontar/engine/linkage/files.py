"""A file of persons, CSV or Parquet, read into the columns that are compared; other names by a mapping."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from lontar.engine.tables.delimited import rows_of
from lontar.engine.tables.reading import OLE, ZIP, not_opened, other_kind
from lontar.science.family_file.columns import HEADER_SEARCH_ROWS, KNOWN, plain_title
from lontar.science.linkage.keys import COLUMNS
from lontar.science.trouble import Finding, Refusal, counted

SAMPLE_BYTES: Final = 65_536
PARQUET: Final = b"PAR1"
WORKBOOKS: Final = {ZIP: "XLSX", OLE: "XLS"}
JSON: Final = (b"{", b"[")
EXACT_MOST: Final = 2**53
"""The largest whole number up to which a float keeps every one."""
EMPTY: Final = counted("%(n)s baris tanpa isi di kolom yang dibandingkan tidak dihitung.")
_TITLES: Final = {
    "kk": "no_kk", "nik": "nik", "name": "nama", "mother": "nama_ibu", "birth_date": "tanggal_lahir",
    "sex": "jenis_kelamin", "ward": "kode_kelurahan", "rt": "rt", "rw": "rw", "address": "alamat",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A file as it was read: which row its first person stands in, and what was odd about it."""

    rows: pl.DataFrame
    first: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Persons:
    """`record_id`, the columns that the file has of COLUMNS, and `truth`; and what was odd about the file."""

    rows: pl.DataFrame
    findings: tuple[Finding, ...] = ()


def read_persons(path: Path, mapping: Mapping[str, str], *, truth: str = "", identifier: str = "") -> Persons:
    """A file of persons in the columns that are compared.

    `mapping` says for one of COLUMNS which column of the file it is, or several joined by `+`. Without it names are
    recognised in any case, and the titles of a SIAK export. Without `identifier` a record is known by its row, as a
    spreadsheet counts.
    """
    asked = {name.strip() for names in mapping.values() for name in names.split("+")} | {truth, identifier} - {""}
    read = _table(path, {name.lower() for name in asked})
    table = read.rows
    chosen: dict[str, list[str]] = {}
    for column in COLUMNS:
        if column in mapping:
            chosen[column] = [_there(table, name.strip(), path) for name in mapping[column].split("+")]
    if unknown := set(mapping) - set(COLUMNS):
        raise Refusal(f"--map tidak mengenal {', '.join(sorted(unknown))}.", advice=f"Kolom yang dibandingkan: "
                      f"{', '.join(COLUMNS)}.", field="map")  # fmt: skip
    taken = {name for names in chosen.values() for name in names} | {truth, identifier}
    for name in table.columns:
        known = _known(name)
        if known and known not in chosen and name not in taken:
            chosen[known] = [name]
    if "nama" not in chosen and "nik" not in chosen:
        raise Refusal(
            f"{path.name}: kolom nama maupun NIK tidak ditemukan. Yang ada: {', '.join(table.columns[:30])}.",
            advice="Sebutkan kolomnya, misalnya --map nama='Nama Penduduk'.", field="map",
        )  # fmt: skip
    if identifier:
        ids = table.get_column(_there(table, identifier, path))
        if ids.n_unique() < len(ids) or ids.null_count():
            raise Refusal(
                f"{path.name}: kolom {identifier} kosong atau berulang, jadi bukan tanda pengenal.", field="id"
            )
    else:
        ids = pl.int_range(read.first, len(table) + read.first, eager=True)
    columns = [_joined(table, names, path).alias(column) for column, names in chosen.items()]
    told = [_joined(table, [_there(table, truth, path)], path).cast(pl.String).alias("truth")] if truth else []
    persons = pl.DataFrame([ids.alias("record_id"), *columns, *told])
    persons = persons.with_columns(
        pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)).name.keep()
    )  # fmt: skip
    whoever = persons.filter(pl.any_horizontal(pl.col(list(chosen)).is_not_null()))
    empty = len(persons) - len(whoever)
    told_empty = [Finding("warning", EMPTY, kind="empty", values={"n": empty})] if empty else []
    return Persons(whoever, (*read.findings, *told_empty))


def _known(title: str) -> str:
    """The column that a title means, or nothing."""
    plain = title.strip().lower()
    return plain if plain in COLUMNS else _TITLES.get(KNOWN.get(plain_title(title), ""), "")


def _table(path: Path, asked: set[str]) -> Table:
    try:
        with path.open("rb") as file:
            head = file.read(SAMPLE_BYTES)
        if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
            raise Refusal(f"Berkas {path.name} kosong.", advice="Ekspor ulang datanya, lalu coba lagi.", field="file")
        if head.startswith(PARQUET):
            return Table(pl.read_parquet(path), first=2)
        kind = WORKBOOKS.get(head[:4]) or WORKBOOKS.get(head[:8]) or other_kind(head)
        if not kind and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(JSON):
            kind = "JSON"
        if kind:
            raise Refusal(f"{path.name} bukan CSV dan bukan Parquet: isinya {kind}.", advice="Simpan ulang sebagai "
                          "CSV UTF-8.", field="file")  # fmt: skip
        rows, findings = rows_of(path.read_bytes(), path.name)
    except OSError as error:
        raise not_opened(path.name, error) from error
    except pl.exceptions.PolarsError as error:
        raise Refusal(f"{path.name} tidak dapat dibaca sebagai tabel: {error}".splitlines()[0], field="file") from error
    at = _header_at(rows, asked)
    return Table(_titled(rows, at), at + 2, tuple(findings))


def _header_at(rows: pl.DataFrame, asked: set[str]) -> int:
    """Which row has most of the titles that are known or asked for; the first that is not blank if none has any."""
    cells = [[cell or "" for cell in row] for row in rows.head(HEADER_SEARCH_ROWS).rows()]
    filled = [at for at, row in enumerate(cells) if any(row)]
    known = {
        at: sum(bool(_known(cell)) or cell.strip().lower() in asked for cell in cells[at] if cell) for at in filled
    }
    return max(known, key=lambda at: (known[at], -at), default=0)


def _titled(rows: pl.DataFrame, header: int) -> pl.DataFrame:
    """What stands under the header; a title that is met again has a number behind it, and a blank one its column's."""
    names: dict[str, None] = {}
    for at, cell in enumerate(rows.row(header) if len(rows) else ()):
        title = (cell or "").strip() or f"kolom {at + 1}"
        again = 2
        name = title
        while name in names:
            name, again = f"{title} ({again})", again + 1
        names[name] = None
    table = rows.slice(header + 1)
    return table.rename(dict(zip(table.columns, names, strict=True)))


def _there(table: pl.DataFrame, name: str, path: Path) -> str:
    """The column as the file spells it."""
    by_plain = {column.strip().lower(): column for column in reversed(table.columns)}
    if name in table.columns:
        return name
    if name.strip().lower() in by_plain:
        return by_plain[name.strip().lower()]
    raise Refusal(
        f"{path.name} tidak punya kolom {name}.", advice=f"Yang ada: {', '.join(table.columns[:30])}.", field="map"
    )


def _joined(table: pl.DataFrame, names: list[str], path: Path) -> pl.Series:
    """One column, or several with a blank between; days stay days, whatever else is told as text."""
    parts = [_told(table.get_column(name), path) for name in names]
    if len(parts) == 1:
        return parts[0]
    return pl.select(
        pl.concat_str([part.cast(pl.String) for part in parts], separator=" ", ignore_nulls=True)
    ).to_series()


def _told(column: pl.Series, path: Path) -> pl.Series:
    if isinstance(column.dtype, pl.Datetime):
        return column.cast(pl.Date)
    if column.dtype.is_float():
        # A column of numbers in which one is missing is often kept as floats. Beyond EXACT_MOST (Papua's NIKs begin with 9)
        # one float stands for several numbers: such a one is not known, and never taken for somebody else's.
        whole = column.cast(pl.Int64, strict=False)
        column = whole.set(whole > EXACT_MOST, None) if (whole == column).all() else column
    try:
        return column if column.dtype == pl.Date else column.cast(pl.String)
    except pl.exceptions.PolarsError as error:
        raise Refusal(
            f"{path.name}: kolom {column.name} berisi {column.dtype}, bukan teks, angka atau tanggal.",
            advice="Simpan kolom itu sebagai teks.", field="map",
        ) from error  # fmt: skip
