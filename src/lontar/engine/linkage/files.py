"""A file of persons, CSV or Parquet, read into the columns that are compared; other names by a mapping."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import polars as pl

from lontar.engine.tables.delimited import likely_delimiter
from lontar.science.family_file.columns import KNOWN, plain_title
from lontar.science.linkage.keys import COLUMNS
from lontar.science.trouble import Refusal

SAMPLE_BYTES: Final = 65_536
PARQUET: Final = b"PAR1"
_TITLES: Final = {
    "kk": "no_kk", "nik": "nik", "name": "nama", "mother": "nama_ibu", "birth_date": "tanggal_lahir",
    "sex": "jenis_kelamin", "ward": "kode_kelurahan", "rt": "rt", "rw": "rw", "address": "alamat",
}  # fmt: skip


def read_persons(path: Path, mapping: Mapping[str, str], *, truth: str = "", identifier: str = "") -> pl.DataFrame:
    """`record_id`, the columns that the file has of COLUMNS, and `truth`.

    `mapping` says for one of COLUMNS which column of the file it is, or several joined by `+`. Without it names are
    recognised in any case, and the titles of a SIAK export. Without `identifier` a record is known by its row, where
    the header is row 1, as a spreadsheet counts.
    """
    table = _table(path)
    chosen: dict[str, list[str]] = {}
    for column in COLUMNS:
        if column in mapping:
            chosen[column] = [_there(table, name.strip(), path) for name in mapping[column].split("+")]
    if unknown := set(mapping) - set(COLUMNS):
        raise Refusal(f"--map tidak mengenal {', '.join(sorted(unknown))}.", advice=f"Kolom yang dibandingkan: "
                      f"{', '.join(COLUMNS)}.", field="map")  # fmt: skip
    taken = {name for names in chosen.values() for name in names} | {truth, identifier}
    for name in table.columns:
        known = (
            name.strip().lower() if name.strip().lower() in COLUMNS else _TITLES.get(KNOWN.get(plain_title(name), ""))
        )
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
        ids = pl.int_range(2, len(table) + 2, eager=True)
    columns = [_joined(table, names).alias(column) for column, names in chosen.items()]
    told = [table.get_column(_there(table, truth, path)).cast(pl.String).alias("truth")] if truth else []
    return pl.DataFrame([ids.alias("record_id"), *columns, *told])


def _table(path: Path) -> pl.DataFrame:
    try:
        with path.open("rb") as file:
            head = file.read(SAMPLE_BYTES)
        if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
            raise Refusal(f"Berkas {path.name} kosong.", field="file")
        if head.startswith(PARQUET):
            return pl.read_parquet(path)
        if b"\0" in head:
            raise Refusal(f"{path.name} bukan CSV dan bukan Parquet.", advice="Simpan ulang sebagai CSV.", field="file")
        text = head.decode("utf-8", errors="replace")
        delimiter = likely_delimiter(text)
        return pl.read_csv(
            path, separator=delimiter, infer_schema=False, encoding="utf8-lossy", truncate_ragged_lines=True,
            null_values=[""],
        )  # fmt: skip
    except OSError as error:
        raise Refusal(f"{path} tidak dapat dibaca: {error.strerror}.", field="file") from error
    except pl.exceptions.PolarsError as error:
        raise Refusal(f"{path.name} tidak dapat dibaca sebagai tabel: {error}".splitlines()[0], field="file") from error


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


def _joined(table: pl.DataFrame, names: list[str]) -> pl.Series:
    if len(names) == 1:
        column = table.get_column(names[0])
        return column if column.dtype == pl.Date else column.cast(pl.String)
    parts = [pl.col(name).cast(pl.String) for name in names]
    return table.select(pl.concat_str(parts, separator=" ", ignore_nulls=True)).to_series()
