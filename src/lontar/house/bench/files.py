"""What is measured without a database: writing the example city, reading and checking its files."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from lontar.engine.tables import read_book
from lontar.house import example as writer
from lontar.house.bench.figures import Figure, peak_mib
from lontar.science.example_city import example_city
from lontar.science.family_file import FamilyFile, read_families
from lontar.science.family_file.wards import WARDS
from lontar.science.place_codes import place_id
from lontar.science.place_names import place_key

SEED = 1
ON = date(2026, 11, 22)
WORKBOOK_ROWS = 100_000
FAMILIES_FOR_A_WORKBOOK = 28_000
MEMORY_MIB_MAX = 1_536.0


def timed[T](work: Callable[[], T]) -> tuple[float, T]:
    """Seconds on the wall, and what came out."""
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def example(files: Path, families: int) -> list[Figure]:
    """Writing the made-up city, every file of it."""
    seconds, manifest = timed(
        lambda: writer.write_city(files, families=families, seed=SEED, progress=lambda words: None)
    )
    note = (
        f"`./lontar example --families {families}`: {manifest['isi']['baris']:,} rows of families, and four more files."
    )
    return [
        Figure("example.seconds", "Writing the example city", seconds, "s", 60.0, "at_most", note),
        Figure("example.memory", "Memory while writing it", peak_mib(), "MiB", MEMORY_MIB_MAX, "at_most", "Peak."),
    ]


def wards_of(code: str) -> pl.DataFrame:
    """The wards that a file may speak of, with their aliases."""
    return pl.DataFrame(
        [
            (place_id(ward.code), ward.code, ward.name, ward.district, [place_key(alias) for alias in ward.aliases], "", True)
            for ward in writer.region_of(code).wards
        ],
        schema=WARDS,
        orient="row",
    )  # fmt: skip


def read_and_check(path: Path, wards: pl.DataFrame) -> FamilyFile:
    """What an import does before it touches the database."""
    book = read_book(path)
    return read_families(book.grids, wards, on=ON, file=path.name, told=book.findings)


def reading(files: Path, families: int) -> list[Figure]:
    """Persons read and checked in a second, from CSV."""
    wards = wards_of(writer.HOME_REGION)
    seconds, read = timed(lambda: read_and_check(files / "keluarga.csv", wards))
    return [
        Figure(
            "reading.rate", "Reading and checking, CSV", read.rows_read / seconds, "persons/s", 15_000.0, "at_least",
            f"{read.rows_read:,} rows with every check and all findings, from the bytes of the file to typed columns.",
            {"seconds": seconds, "findings": len(read.findings), "peak MiB": peak_mib()},
        )
    ]  # fmt: skip


def workbook(files: Path, families: int) -> list[Figure]:
    """XLSX read and checked, against pandas with openpyxl only reading it, in the two forms that a workbook has."""
    frame = example_city(FAMILIES_FOR_A_WORKBOOK, SEED, writer.region_of(writer.HOME_REGION)).families
    frame = frame.head(WORKBOOK_ROWS)
    wards = wards_of(writer.HOME_REGION)
    streamed = _against_pandas(files / "streamed.xlsx", frame, wards, streamed=True)
    saved = _against_pandas(files / "saved.xlsx", frame, wards, streamed=False)
    title = f"XLSX of {WORKBOOK_ROWS:,} rows and {frame.width} columns, against pandas with openpyxl"
    note = "Ours reads and checks; theirs only reads (`read_excel(dtype=str)`)."
    return [
        Figure("workbook.streamed", title, streamed[1] / streamed[0], "times faster", 10.0, "at_least",
               f"{note} As exporting programs write it: each text in its cell.",
               {"our seconds": streamed[0], "their seconds": streamed[1]}),
        Figure("workbook.saved", f"{title}, as Excel saves it", saved[1] / saved[0], "times faster", 10.0, "at_least",
               f"{note} All texts in one table, which helps them more than us.",
               {"our seconds": saved[0], "their seconds": saved[1]}),
    ]  # fmt: skip


def _against_pandas(path: Path, frame: pl.DataFrame, wards: pl.DataFrame, *, streamed: bool) -> tuple[float, float]:
    """Our seconds and theirs for the same workbook."""
    writer.write_workbook(path, frame, streamed=streamed)
    ours, read = timed(lambda: read_and_check(path, wards))
    theirs, rows = timed(lambda: _with_pandas(path))
    if rows != read.rows_read:
        raise RuntimeError(f"pandas read {rows} rows, we read {read.rows_read}")
    return ours, theirs


def _with_pandas(path: Path) -> int:
    import pandas as pd

    return len(pd.read_excel(path, engine="openpyxl", dtype=str, keep_default_na=False))
