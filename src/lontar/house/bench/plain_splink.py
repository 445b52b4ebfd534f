"""The rival: Splink 5 as its tutorials set it up, on the columns as they are written."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import polars as pl

PREDICTED_FROM = 0.9
THRESHOLDS = (0.99, 0.9, 0.999, 0.9999, 0.99999)


@contextmanager
def quiet() -> Iterator[None]:
    """Splink tells each step, and sets its loggers up anew with each linker; warnings of ours are heard afterwards."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def rules(*, reaching: bool) -> list[Any]:
    """Five of what a copy usually keeps; with `reaching` a sixth, the only one of a dozen tried that finds more.

    The six bring together 98.0 of 100 true pairs of the example city, the five 96.3.
    """
    from splink import block_on

    sixth = [block_on("nama_ibu", "substr(nama, 1, 4)")] if reaching else []
    return [
        block_on("nik"), block_on("nama", "tanggal_lahir"), block_on("tanggal_lahir", "nama_ibu"),
        block_on("nama", "nama_ibu"), block_on("tanggal_lahir", "substr(nama, 1, 4)"), *sixth,
    ]  # fmt: skip


def trained(rows: pl.DataFrame, *, reaching: bool) -> dict[str, Any]:
    """A model learnt without the truth, as the tutorial shows it; comparisons ready-made, from Splink's own library."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    blocking = rules(reaching=reaching)
    settings = SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="record_id",
        comparisons=[
            cl.JaroWinklerAtThresholds("nama", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("tanggal_lahir", [1, 2]), cl.LevenshteinAtThresholds("nik", [1, 2]),
            cl.JaroWinklerAtThresholds("nama_ibu", [0.92]), cl.ExactMatch("no_kk"), cl.ExactMatch("jenis_kelamin"),
            cl.ExactMatch("kode_kelurahan"), cl.ExactMatch("alamat"),
        ],
        blocking_rules_to_generate_predictions=blocking,
        retain_matching_columns=False, retain_intermediate_calculation_columns=False,
    )  # fmt: skip
    with quiet():
        linker = Linker(DuckDBAPI().register(rows.drop("truth").to_arrow(), dataset_display_name="persons"), settings)
        linker.training.estimate_probability_two_random_records_match(blocking[:2], recall=0.8)
        linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
        linker.training.estimate_parameters_using_expectation_maximisation(block_on("nama", "tanggal_lahir"))
        linker.training.estimate_parameters_using_expectation_maximisation(block_on("nik"))
        saved: dict[str, Any] = linker.misc.save_model_to_json()
    return saved


def found(rows: pl.DataFrame, saved: dict[str, Any]) -> tuple[float, list[pl.DataFrame]]:
    """Seconds from the columns to groups at the first of THRESHOLDS; the groups at each of them."""
    from splink import DuckDBAPI, Linker

    raw = rows.to_arrow()
    groups: list[pl.DataFrame] = []
    with quiet():
        began = time.perf_counter()
        api = DuckDBAPI()
        linker = Linker(api.register(raw, dataset_display_name="persons"), saved)
        pairs = linker.inference.predict(threshold_match_probability=PREDICTED_FROM, warning_mode="never")
        for threshold in THRESHOLDS:
            clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(
                pairs, threshold_match_probability=threshold
            )
            if not groups:
                seconds = time.perf_counter() - began
            table = clustered.as_duckdbpyrelation().select("record_id", "cluster_id").to_arrow_table()
            groups.append(pl.DataFrame(pl.from_arrow(table)))
    return seconds, groups


def reached(rows: pl.DataFrame, saved: dict[str, Any]) -> float:
    """The share of the true pairs that some blocking rule brings together: what the rival could find at best."""
    import duckdb

    either = " OR ".join(f"({rule['blocking_rule']})" for rule in saved["blocking_rules_to_generate_predictions"])
    with duckdb.connect() as connection:
        connection.register("persons", rows.to_arrow())
        share = connection.execute(
            f"SELECT avg(coalesce({either}, false)::INT) FROM persons l JOIN persons r "  # noqa: S608 - our own rules
            "ON l.truth = r.truth AND l.record_id < r.record_id"
        ).fetchone()
    return float(share[0]) if share and share[0] is not None else 0.0
