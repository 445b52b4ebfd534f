"""What is measured of a city that is known already: finding somebody in it, and importing it again with changes."""

import time
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.test import Client

from lontar.city.registry import actions as registry
from lontar.city.registry import queries as families_of
from lontar.house import demo_city
from lontar.house.bench.city import IMPORTER, PLANNER, SIGN_IN, known, officer
from lontar.house.bench.figures import Figure, peak_mib

WARD_OFFICER = "maria"
ASKED = 60
AGAIN = date(2026, 12, 22)
CHANGED_ONE_IN = 50  # families: 2%
SEARCH_MS_MAX = 60.0


def search(files: Path, families: int) -> list[Figure]:
    """The list of families by a name with a slip, by NIK and by card, as the server answers a ward and the city."""
    people = pl.read_csv(files / "keluarga.csv", infer_schema=False).with_row_index("at")
    whole = people.filter((pl.col("NIK").str.len_chars() == 16) & (pl.col("Nomor KK").str.len_chars() == 16))
    ward = demo_city.WARD.replace(".", "")
    with officer(WARD_OFFICER):
        names = [row.head for row in families_of.rows_of(_some_families(), {}) if len(row.head.split()) > 1]
    city_names = whole.filter(pl.col("Nama Penduduk").str.contains(" "))["Nama Penduduk"].to_list()
    step = max(1, whole.height // ASKED)
    numbers = {"NIK": whole["NIK"].to_list()[::step][:ASKED], "KK": whole["Nomor KK"].to_list()[::step][:ASKED]}
    figures = []
    for who, told, pool in ((WARD_OFFICER, "one ward", names), (PLANNER, "all wards", city_names)):
        client = Client(SERVER_NAME="localhost")
        client.force_login(known(who), backend=SIGN_IN)
        client.get("/keluarga/")
        slips = [slipped(name) for name in pool[:: max(1, len(pool) // ASKED)][:ASKED]]
        for what, words in (("name", slips), *((key.lower(), values) for key, values in numbers.items())):
            times = sorted(_searched(client, each) for each in words)
            p95 = times[int(len(times) * 0.95)] * 1000
            asked = "a name with a typing error" if what == "name" else what.upper()
            figures.append(
                Figure(f"search.{what}.{who}", f"Search by {asked}, an officer of {told}, 95 of 100 answers", p95,
                       "ms", SEARCH_MS_MAX, "at_most", f"{len(times)} searches of the list of families, whole pages, "
                       f"{families:,} families in the database (ward {ward}).",
                       {"median ms": times[len(times) // 2] * 1000, "slowest ms": times[-1] * 1000})
            )  # fmt: skip
    return figures


def _some_families() -> list[Any]:
    return list(families_of.families_matching(families_of.FamilyFilter())[: ASKED * 2])


def slipped(name: str) -> str:
    """The name with two letters of its longest word changed round.

    >>> slipped("MARIA GORETI")
    'MARIA GOERTI'
    """
    words = name.split()
    at = max(range(len(words)), key=lambda index: len(words[index]))
    word = words[at]
    middle = len(word) // 2
    words[at] = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
    return " ".join(words)


def _searched(client: Client, words: str) -> float:
    began = time.perf_counter()
    answer = client.get("/keluarga/", {"words": words})
    _read = answer.content
    seconds = time.perf_counter() - began
    if answer.status_code != 200:
        raise RuntimeError(f"the search answered {answer.status_code}")
    return seconds


def update(files: Path, families: int) -> list[Figure]:
    """The same city a month later, every fiftieth family changed: read, compared, and only the changes written."""
    changed = files / "keluarga-berubah.csv"
    rows = pl.read_csv(files / "keluarga.csv", infer_schema=False)
    cards = rows.select(pl.col("Nomor KK").unique(maintain_order=True)).to_series()
    moved = cards.gather_every(CHANGED_ONE_IN)
    here = pl.col("Nomor KK").is_in(moved.implode())
    rows.with_columns(
        pl.when(here).then(pl.lit("019")).otherwise(pl.col("RT")).alias("RT"),
        pl.when(here).then(pl.lit("WIRASWASTA")).otherwise(pl.col("Pekerjaan")).alias("Pekerjaan"),
    ).write_csv(changed, include_bom=True)
    with officer(IMPORTER) as by:
        began = time.perf_counter()
        done = registry.import_families(changed, mode="families_without_error", by=by, on=AGAIN)
        seconds = time.perf_counter() - began
    if done.run.state != "done":
        raise RuntimeError(f"the import ended as {done.run.state}: {done.run.refusal}")
    counts = done.run.counts
    note = (
        f"{counts['families_known']:,} families known, {counts['families_moved']:,} moved, "
        f"{counts['persons_changed']:,} persons changed; read, matched, compared and committed."
    )
    return [
        Figure("update.seconds", "Import of the same city, 2% changed", seconds, "s", 40.0, "at_most", note,
               {"peak MiB": peak_mib(), "families new": float(counts["families_new"])}),
    ]  # fmt: skip
