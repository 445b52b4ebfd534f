"""`./lontar duplicates`: who stands more than once in a file of persons, without a database."""

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lontar.kit.sayings import finding_told
from lontar.kit.terminal import tell, tell_json, writing
from lontar.science.trouble import Refusal

if TYPE_CHECKING:
    import polars as pl

    from lontar.engine.linkage import Found
    from lontar.science.linkage.measures import Quality

FINDINGS_SHOWN: Final = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be asked of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV or Parquet, one row a person")
    parser.add_argument("--map", action="append", default=[], metavar="OURS=THEIRS",
                        help="the file's name of a column, such as nama=full_name or nama=first+last; may be repeated")  # fmt: skip
    parser.add_argument("--id", default="", metavar="COLUMN", help="column that names a record (its row in the file)")
    parser.add_argument("--truth", default="", metavar="COLUMN", help="column with the true person, to measure quality")
    parser.add_argument("--out", type=Path, metavar="PAIRS.csv", help="write the pairs: ids, weight, band, levels")
    parser.add_argument("--model", type=Path, metavar="FILE", help="another saved model than the one that comes along")
    parser.add_argument("--train", type=Path, metavar="FILE", help="count a model on this file first, and save it here")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")


def run(options: argparse.Namespace) -> int:
    """Find, group, write and tell; nothing is merged."""
    from lontar.engine import linkage
    from lontar.engine.linkage.files import read_persons
    from lontar.science.linkage.keys import COLUMNS
    from lontar.science.linkage.measures import quality

    began = time.perf_counter()
    given = read_persons(options.file, _mapping(options.map), truth=options.truth, identifier=options.id)
    persons = given.rows
    read = time.perf_counter()
    model = linkage.read_model(options.model) if options.model else None
    if options.train:
        truth = persons.get_column("truth") if options.truth else None
        model = linkage.train(persons, model or linkage.saved_model(), truth=truth)
        _save(options.train, model.as_json(), options.file)
    found, groups = linkage.find_and_group(persons, model=model)
    seconds = time.perf_counter() - began
    told = None
    if options.truth:
        ids = persons.get_column("record_id").to_frame().join(groups, on="record_id", how="left", maintain_order="left")
        cluster = ids.get_column("cluster_id").fill_null(ids.get_column("record_id"))
        told = quality(persons.get_column("truth"), cluster)
    if options.out:
        _write(options.out, found.pairs, groups, options.file)
    # A column that was not recognised weighs nothing, and whoever reads the result should know it.
    missing = [column for column in COLUMNS if column not in persons.columns]
    summary = _summary(len(persons), found, groups, told) | {"columns_missing": missing} | {
        "seconds": round(seconds, 2), "seconds_reading": round(read - began, 2),
    }  # fmt: skip
    odd = [finding_told(one) for one in [*given.findings, *linkage.crowd_findings(persons, found.pairs)]]
    if options.json:
        tell_json(summary | {"findings": odd})
    else:
        _say_findings(odd)
        _say(summary, options)
    return 0


def _say_findings(odd: list[dict[str, Any]]) -> None:
    for one in odd[:FINDINGS_SHOWN]:
        print(f"{one['severity']}  {one['row'] or ''}  {one['message']}", file=sys.stderr)
    if len(odd) > FINDINGS_SHOWN:
        print(f"... {len(odd) - FINDINGS_SHOWN} more findings; --json lists all of them.", file=sys.stderr)


def _save(path: Path, text: str, *read: Path) -> None:
    with writing(path, field="train", read=read):
        path.write_text(text, encoding="utf-8")


def _mapping(given: list[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    for ours, sign, theirs in pairs:
        if not (ours.strip() and sign and theirs.strip()):
            raise Refusal(
                f"--map {ours}{sign}{theirs} tidak lengkap.",
                advice="Tulis seperti --map nama='Nama Penduduk'.",
                field="map",
            )
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}


def _summary(records: int, found: "Found", groups: "pl.DataFrame", told: "Quality | None") -> dict[str, Any]:
    bands = dict(found.pairs.group_by("band").len().iter_rows())
    summary: dict[str, Any] = {
        "records": records,
        "pairs": bands.get("same", 0) + bands.get("look", 0),
        "pairs_same": bands.get("same", 0),
        "pairs_look": bands.get("look", 0),
        "clusters": groups.get_column("cluster_id").n_unique(),
        "records_in_clusters": len(groups),
    }
    if told is not None:
        summary |= {name: round(value, 6) if value is not None else None for name, value in (
            ("precision", told.precision), ("recall", told.recall), ("f1", told.f1))}  # fmt: skip
        summary |= {"wrongly_merged": told.wrongly_merged, "true_pairs": told.true_pairs}
    return summary


def _write(path: Path, pairs: "pl.DataFrame", groups: "pl.DataFrame", *read: Path) -> None:
    """Ids, weights and levels; no name and no number leaves the file that had them."""
    import polars as pl

    from lontar.science.linkage.levels import FIELDS, LEVELS

    codes = {
        field: {len(levels) - 1 - at: level.code for at, level in enumerate(levels)} | {-1: "unknown"}
        for field, levels in LEVELS.items()
    }
    kept = pairs.filter(pl.col("band") != "different").join(
        groups, left_on="left_id", right_on="record_id", how="left", maintain_order="left"
    )
    kept = kept.join(
        groups, left_on="right_id", right_on="record_id", how="left", suffix="_right", maintain_order="left"
    )
    together = pl.col("cluster_id") == pl.col("cluster_id_right")
    rows = kept.select(
        "left_id", "right_id", pl.col("weight").round(3), pl.col("probability").round(6), "band", "against",
        pl.when(together).then("cluster_id").alias("cluster_id"),
        *(pl.col(f"level_{f}").replace_strict(codes[f], return_dtype=pl.String).alias(f) for f in FIELDS),
    )  # fmt: skip
    with writing(path, field="out", read=read):
        rows.write_csv(path)


def _say(summary: dict[str, Any], options: argparse.Namespace) -> None:
    tell(
        f"{summary['records']:,} records: {summary['pairs_same']:,} pairs are the same person, {summary['pairs_look']:,} "
        f"to be looked at; {summary['clusters']:,} persons stand more than once. {summary['seconds']:.1f} s.",
    )
    if summary["columns_missing"]:
        missing = ", ".join(summary["columns_missing"])
        print(f"Not in the file, and so not compared: {missing}. Name them by --map if they are.", file=sys.stderr)
    if options.truth:
        shown = {
            name: "-" if summary[name] is None else f"{summary[name]:.4f}" for name in ("precision", "recall", "f1")
        }
        tell(f"Against the truth: precision {shown['precision']}, recall {shown['recall']}, F1 {shown['f1']}; "
             f"{summary['wrongly_merged']} records wrongly merged.")  # fmt: skip
    if options.out:
        print(f"The pairs are in {options.out}; people decide what becomes of them.", file=sys.stderr)
