"""The bench command: a home and a database of its own, each measure in its own process, results as JSON."""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from lontar.house.bench.figures import Figure, machine, measured_now, merged, page, table
from lontar.house.environment import ROOT, Environment
from lontar.science.trouble import Refusal

FAMILIES = 120_000
# In the order in which one needs what the other leaves: files, then a loaded city.
MEASURES = (
    "example",
    "reading",
    "workbook",
    "import",
    "round",
    "pages",
    "search",
    "update",
    "duplicates",
    "rules",
    "conditions",
    "welfare",
    "schedules",
    "tree",
    "ledger",
    "order",
    "funds",
    "start",
)
NEEDS_FILES = ("reading", "workbook", "import", "round", "pages", "search", "update")
NEEDS_CITY = ("round", "pages", "search", "update")
SUFFIX = "_bench"


def run(rest: list[str]) -> int:
    """Measure in a home and a database beside the user's, never in them."""
    options = _parser().parse_args(rest)
    if os.environ.get("LONTAR_BENCH") != "1":
        return subprocess.run(
            [sys.executable, "-m", "lontar", "bench", *rest], env=_own_environment(), check=False
        ).returncode
    figures, on, failed = _measure(options)
    text = as_json(figures, on, options.families)
    if options.json:
        sys.stdout.write(text) if options.json == "-" else Path(options.json).write_text(text, encoding="utf-8")
    if options.record:
        record(figures, on, options.families)
    if options.json != "-":
        _show(figures)
    if failed:
        raise Refusal(f"Failed: {', '.join(failed)}.", advice="The traces are above; the other figures stand.")
    return int(any(one.kept is False for one in figures))


def as_json(figures: list[Figure], on: dict[str, Any], families: int) -> str:
    """All of it, for programs."""
    result = {"families": families, "machine": on, "figures": [one.as_json() for one in figures]}
    return json.dumps(result, ensure_ascii=False, indent=1) + "\n"


def record(figures: list[Figure], on: dict[str, Any], families: int, docs: Path = ROOT / "docs") -> None:
    """Put the figures into the recorded ones of the same size of city, and write both files anew."""
    before: list[Figure] = []
    if (docs / "benchmarks.json").exists():
        known = json.loads((docs / "benchmarks.json").read_text(encoding="utf-8"))
        if known["families"] == families and known["machine"]["cpu"] == on["cpu"]:
            before = [figure_of(row) for row in known["figures"]]
            on = {**on, "postgresql": on["postgresql"] or known["machine"]["postgresql"]}
    every = [one for name in MEASURES for one in merged(before, figures) if one.name.partition(".")[0] == name]
    (docs / "benchmarks.json").write_text(as_json(every, on, families), encoding="utf-8")
    (docs / "benchmarks.md").write_text(page(every, on, families), encoding="utf-8")


def figure_of(row: dict[str, Any]) -> Figure:
    """A figure as it was written down."""
    return Figure(**{key: value for key, value in row.items() if key != "kept"})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lontar bench", description="Measure what was promised. Exit 1: not kept.")
    parser.add_argument("--families", type=int, default=FAMILIES, help=f"size of the example city ({FAMILIES})")
    parser.add_argument("--only", action="append", choices=MEASURES, metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument("--json", metavar="FILE", help="write the figures as JSON; - for the terminal")
    parser.add_argument("--record", action="store_true", help="put the figures into docs/benchmarks.md and .json")
    return parser


def _own_environment() -> dict[str, str]:
    """The user's environment, with another home, another database, and no mark of a test."""
    home = Path(os.environ.get("LONTAR_HOME") or ROOT / ".lontar").absolute() / "bench"
    environ = {**os.environ, "LONTAR_BENCH": "1", "LONTAR_HOME": str(home)}
    environ.pop("LONTAR_TESTING", None)
    if url := os.environ.get("DATABASE_URL"):
        parts = urlsplit(url)
        environ["DATABASE_URL"] = urlunsplit(parts._replace(path=parts.path.rstrip("/") + SUFFIX))
    return environ


def _measure(options: argparse.Namespace) -> tuple[list[Figure], dict[str, Any], list[str]]:
    wanted = [name for name in MEASURES if not options.only or name in options.only]
    environment = Environment.read()
    files = environment.home / f"city-{options.families}"
    if any(name in NEEDS_FILES for name in wanted) and "example" not in wanted:
        wanted.insert(0, "example")
    if any(name in NEEDS_CITY for name in wanted) and "import" not in wanted:
        wanted.insert(1, "import")
    figures: list[Figure] = []
    postgres = ""
    if any(name in ("import", "ledger", "order", "funds", *NEEDS_CITY) for name in wanted):
        start_from_nothing(environment)
        postgres, failed = _keep_server(environment, wanted, files, options.families, figures)
    else:
        failed = _measure_all(wanted, files, options.families, figures)
    asked = [one for one in figures if not options.only or one.name.partition(".")[0] in options.only]
    return asked, machine(postgres), failed


def start_from_nothing(environment: Environment) -> None:
    """Throw the last run's database away; only ever one that this command made."""
    if environment.embedded:
        if environment.home.name != "bench":
            raise Refusal(f"{environment.home} is not the bench's own folder.")
        shutil.rmtree(environment.home / "data", ignore_errors=True)
        return
    import psycopg
    from psycopg import sql

    name = urlsplit(environment.database_url).path.lstrip("/")
    if not name.endswith(SUFFIX):
        raise Refusal(f"The database {name} is not the bench's own.")
    server = urlunsplit(urlsplit(environment.database_url)._replace(path="/postgres"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _keep_server(
    environment: Environment, wanted: list[str], files: Path, families: int, figures: list[Figure]
) -> tuple[str, list[str]]:
    """Hold the server open for all measures, so that none of them measures its start."""
    import django

    from lontar.house.database import ready

    django.setup()
    with ready(environment):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            version = str(cursor.fetchone()[0])
        connection.close()
        failed = _measure_all(wanted, files, families, figures)
    return version, failed


def _measure_all(wanted: list[str], files: Path, families: int, figures: list[Figure]) -> list[str]:
    """Each measure in its turn; one that fails takes only its own figures with it. Answers which failed."""
    failed = []
    for name in wanted:
        print(f"Measuring {name} ...", file=sys.stderr, flush=True)
        asked = subprocess.run(
            [sys.executable, "-m", "lontar.house.bench.one", name, str(files), str(families)],
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, stdout=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
        if asked.returncode:
            failed.append(name)
            continue
        figures += measured_now(Figure(**row) for row in json.loads(asked.stdout.splitlines()[-1]))
    return failed


def _show(figures: list[Figure]) -> None:
    rows = table(figures)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
