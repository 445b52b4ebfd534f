"""`./lontar welfare train` and `score`: the local welfare score from a survey file, without a database."""

import argparse
import hashlib
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lontar.kit.terminal import command, group, writing
from lontar.science.trouble import Refusal

if TYPE_CHECKING:
    import polars as pl

INDICATIVE = "indikatif, bukan desil DTSEN"
HEADER_SEARCH_ROWS = 20
CUTS_SHOWN = (0.1, 0.2, 0.3, 0.4)
ROWS_IN_JSON_MAX = 10_000
LEFT_OUT_MOST = 0.1


def add_commands(subparsers: Any) -> None:
    welfare = group(subparsers, "welfare", summary="The local welfare score (a proxy means test).")
    train_ = command(welfare, "train", train, summary="Train it on a survey.", needs_database=False)
    train_.add_argument("survey", type=Path, help="a table of households: CSV, XLSX, XLS or Parquet")
    train_.add_argument("--target", required=True, metavar="COLUMN", help="consumption per head, in rupiah")
    train_.add_argument("--weight", metavar="COLUMN", help="the survey's weight of each household")
    train_.add_argument("--categorical", type=_names, default=(), metavar="COLUMNS", help="codes, separated by commas")
    train_.add_argument("--strata", metavar="COLUMN", help="the strata that the sample was drawn from")
    train_.add_argument("--cluster", metavar="COLUMN", help="the clusters that were drawn; folds never part them")
    train_.add_argument("--size", metavar="COLUMN", help="persons of the household: errors then count persons")
    train_.add_argument(
        "--by", type=_names, default=(), metavar="COLUMNS", help="one regression for each (region, urban)"
    )
    train_.add_argument("--without", type=_names, default=(), metavar="COLUMNS", help="columns that shall not decide")
    train_.add_argument("--line", type=float, metavar="RUPIAH", help="the poverty line: who is below it is poor")
    train_.add_argument("--seed", type=int, default=1, help="which rows are in which fold (1)")
    train_.add_argument("--out", type=Path, required=True, metavar="MODEL", help="where the model is written, as JSON")
    score_ = command(welfare, "score", score, summary="Score a file by a model.", needs_database=False)
    score_.add_argument("model", type=Path, help="the file that train wrote")
    score_.add_argument("file", type=Path, help="a table with the columns of the survey")
    score_.add_argument("--out", type=Path, help="write the file with its scores here (.csv or .parquet)")
    for parser in (train_, score_):
        parser.add_argument("--json", action="store_true", help="answer as JSON")


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def train(args: argparse.Namespace) -> int:
    """Train and write the model; 0 when done, 2 when it cannot be done."""
    from lontar.science.welfare.model import Survey
    from lontar.science.welfare.model import train as train_model

    began = time.monotonic()
    try:
        table = read_table(args.survey)
        survey = Survey(args.target, args.weight, args.strata, args.cluster, args.size, args.by)
        model = train_model(
            table, survey, codes=args.categorical, without=args.without, line=args.line, seed=args.seed,
            fingerprint=_fingerprint(args.survey),
        )  # fmt: skip
        _write(args.out, model.text(), args.survey)
    except Refusal as refusal:
        return _refused(refusal)
    report = model.report
    summary = {
        "model": str(args.out), "version": model.version, "note": INDICATIVE, "target": model.target,
        "seconds": round(time.monotonic() - began, 3), **report,
        "coefficients": {
            name or "all": [
                {"name": column, "coefficient": float(value), "standard_error": float(error)}
                for column, value, error in zip(part.design.names, part.coefficients, part.errors, strict=True)
            ]
            for name, part in model.parts.items()
        },
    }  # fmt: skip
    if args.json:
        print(json.dumps(summary, ensure_ascii=False, indent=1))
    else:
        _tell(summary)
    return 0


def _tell(summary: dict[str, Any]) -> None:
    from lontar.science.welfare.model import CLUSTERS_FEW

    print(f"{summary['model']}: version {summary['version']} ({summary['note']})")
    print(f"  {summary['rows']} rows used, {summary['rows_left_out']} left out; {summary['folds']} folds")
    if summary["clusters"] and summary["clusters"] < CLUSTERS_FEW:
        print(
            f"  Only {summary['clusters']} clusters: each was held back once. With so few, R², errors and intervals are "
            "rough, and the standard errors too small"
        )
    if summary["rows_left_out"]:
        unread = summary["rows_without_target"]
        print(f"  {unread} of them without a readable {summary['target']} above 0; the others without a weight above 0")
    if summary["rows_left_out"] > summary["rows"] * LEFT_OUT_MOST:
        print("  So many left out may tilt what it learned: look at the file before using the model")
    print(
        f"  R² on rows that it had not seen: {summary['r2']:.3f}; spread of what is left: {summary['rmse_log']:.3f} (log)"
    )
    poor = "below the line" if summary["line"] else "as many as are chosen"
    print(f"  errors when the lowest share is chosen (the poor: {poor}):")
    for one in summary["errors"]:
        if one["cut"] in CUTS_SHOWN:
            told = [
                f"{name} {one[name]:.1%}" for name in ("exclusion", "inclusion", "leakage") if one[name] is not None
            ]
            print(f"    {one['cut']:.0%}: {', '.join(told)}")
    for name, why in summary["columns_left_out"].items():
        print(f"  left out: {name} ({why})")


def score(args: argparse.Namespace) -> int:
    """Score a file; 0 when done, 2 when it cannot be done."""
    import polars as pl

    from lontar.science.welfare import read_model
    from lontar.science.welfare import score as score_table

    began = time.monotonic()
    try:
        model = read_model(_text(args.model))
        table = read_table(args.file)
        scored, strange = score_table(model, table)
        taken = {name: f"score_{name}" for name in scored.columns if name in table.columns}
        whole = pl.concat([table, scored.rename(taken)], how="horizontal")
        if args.out:
            _write_table(args.out, whole, args.model, args.file)
    except Refusal as refusal:
        return _refused(refusal)
    summary: dict[str, Any] = {
        "model": str(args.model), "version": model.version, "note": INDICATIVE, "rows": table.height,
        "rows_without_score": scored.get_column("predicted").null_count(),
        "interval": model.report.get("interval"), "missing_or_new": strange,
        "seconds": round(time.monotonic() - began, 3),
    }  # fmt: skip
    if args.out:
        summary["out"] = str(args.out)
    elif args.json and table.height <= ROWS_IN_JSON_MAX:
        summary["scores"] = scored.to_dicts()
    if args.json:
        print(json.dumps(summary, ensure_ascii=False, indent=1))
        return 0
    without = summary["rows_without_score"]
    print(f"{table.height - without} rows scored by model {model.version} ({INDICATIVE})")
    if without:
        print(f"  {without} rows without a score: less than half of their answers are known to the model")
    for name, count in strange.items():
        print(f"  {name}: {count} answers missing, new, or beyond the ends of the survey")
    if not args.out:
        print(scored.head(10))
    return 0


def read_table(path: Path) -> "pl.DataFrame":
    """A table with its titles as written; text, where the file has no types. Raises Refusal."""
    import polars as pl

    from lontar.engine.tables import read_book
    from lontar.science.grid import ROW

    if path.suffix.lower() == ".parquet":
        try:
            return pl.read_parquet(path)
        except (OSError, pl.exceptions.PolarsError) as trouble:
            raise Refusal(
                f"Berkas {path.name} tidak dapat dibaca.", advice="Periksa berkasnya.", field="file"
            ) from trouble
    grid = read_book(path).grids[0]
    top = grid.cells.head(HEADER_SEARCH_ROWS).rows()
    # Titles and letterheads have few cells; the header is the first row that is as full as any near it.
    fullest = max((sum(bool(cell) for cell in row[1:]) for row in top), default=0)
    header = next((row for row in top if sum(bool(cell) for cell in row[1:]) == fullest), None)
    if header is None or fullest < 2:
        raise Refusal(f"Berkas {path.name} tidak memuat tabel.", advice="Beri judul pada setiap kolom.", field="file")
    named: dict[str, str] = {}
    for at, cell in enumerate(header[1:]):
        title = str(cell or "").strip()
        if title and title in named:
            raise Refusal(
                f"Judul kolom {title} ada lebih dari sekali.", advice="Ganti nama salah satunya.", field="file"
            )
        if title:
            named[title] = f"c{at}"
    below = grid.cells.filter(pl.col(ROW) > header[0])
    return below.select(pl.col(column).alias(title) for title, column in named.items())


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as trouble:
        raise Refusal(f"Berkas {path} tidak dapat dibaca.", advice="Periksa letaknya.", field="model") from trouble


def _write(path: Path, text: str, *read: Path) -> None:
    with writing(path, field="out", read=read):
        path.write_text(text, encoding="utf-8")


def _write_table(path: Path, table: "pl.DataFrame", *read: Path) -> None:
    with writing(path, field="out", read=read):
        if path.suffix.lower() == ".parquet":
            table.write_parquet(path)
        else:
            table.write_csv(path, include_bom=True)


def _refused(refusal: Refusal) -> int:
    print(f"lontar: {refusal}", file=sys.stderr)
    return 2
