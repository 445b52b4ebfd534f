"""Rows that are too many and too much alike to be compared, and so met nobody: told, not passed over in silence."""

from typing import Final

import polars as pl

from lontar.engine.linkage.copies import without_spare
from lontar.engine.linkage.finding import weighable
from lontar.science.linkage.blocks import BLOCK_MAX, PREFIX
from lontar.science.linkage.keys import BEARERS_MAX
from lontar.science.trouble import Finding, Source, words

FULL: Final = ("tanggal_lahir", "nama", "nama_ibu", "jenis_kelamin")
"""Who is born on one day and whose names begin alike is hardly ever one of sixty."""
UNDATED: Final = ("nama", "nama_ibu", "kode_kelurahan", "alamat")
CROWD: Final = (
    words("%(n)s dari %(all)s baris yang mirip satu sama lain tidak dibandingkan: lebih dari %(most)s baris lahir pada satu hari dengan awal nama yang sama, terlalu banyak untuk dilihat berpasangan.")
    + "\n"
    + words("Lihat mulai dari %(row)s: barangkali satu orang disalin berulang kali.")
)  # fmt: skip
STOPGAP: Final = (
    words("Satu NIK yang ada di lebih dari %(most)s baris dianggap tidak diketahui; di sini %(n)s baris begitu.")
    + "\n"
    + words("Barisnya tetap dibandingkan menurut nama, tanggal lahir, ibu dan rumah.")
)  # fmt: skip


def passed_over(records: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """`crowd`, its `size` and `record_id` of the rows that more than BLOCK_MAX resemble and that stand in no compared pair."""
    told = _plain(records).select(
        "record_id",
        *(
            pl.col(name).cast(pl.String).str.to_lowercase().str.strip_chars().alias(name)
            for name in dict.fromkeys(FULL + UNDATED)
        ),
    )
    dated = told.filter(pl.col("tanggal_lahir").is_not_null()).with_columns(
        pl.col("nama", "nama_ibu").str.slice(0, PREFIX), pl.col("jenis_kelamin").str.slice(0, 1)
    )
    undated = told.filter(pl.col("tanggal_lahir").is_null(), pl.col("nama").is_not_null())
    crowds = [
        part.select("record_id", crowd=pl.struct(keys).rank("dense").cast(pl.String) + name)
        .with_columns(size=pl.len().over("crowd"))
        .filter(pl.col("size") > BLOCK_MAX)
        for name, keys, part in (("d", FULL, dated), ("u", UNDATED, undated))
    ]  # fmt: skip
    found = pl.concat(crowds).filter(pl.col("record_id").is_not_null())
    if found.is_empty():
        return found.select("crowd", "size", "record_id")
    met = pl.concat([pairs.get_column("left_id"), pairs.get_column("right_id")]).unique()
    return found.select("crowd", "size", "record_id").filter(~pl.col("record_id").is_in(met.implode()))


def crowd_findings(records: pl.DataFrame, pairs: pl.DataFrame) -> list[Finding]:
    """What was not compared, one finding a crowd, and how many rows bear a number that counts as none."""
    found = passed_over(records, pairs)
    findings = [
        Finding(
            "warning", CROWD,
            Source(row=first if isinstance(first, int) else 0),
            kind="crowd", values={"n": count, "all": size, "most": BLOCK_MAX, "row": first},
        )
        for first, size, count in found.group_by("crowd", maintain_order=True)
        .agg(pl.col("record_id", "size").first(), count=pl.len())
        .select("record_id", "size", "count").iter_rows()
    ]  # fmt: skip
    written = _plain(records).get_column("nik").str.replace_all(r"\D", "")
    borne = written.filter(written.str.len_bytes() > 0).value_counts(name="rows")
    if many := int(borne.filter(pl.col("rows") > BEARERS_MAX)["rows"].sum()):
        findings.append(Finding("warning", STOPGAP, kind="stopgap", values={"n": many, "most": BEARERS_MAX}))
    return findings


def _plain(records: pl.DataFrame) -> pl.DataFrame:
    """The columns that are compared, without what stands there word for word again and again: that is grouped anyway."""
    return without_spare(weighable(records))[0]
