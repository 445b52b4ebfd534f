"""The terminal's door to the registry: importing families and deciles."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from lontar.city.places import queries as places
from lontar.city.registry import actions
from lontar.city.registry.queries import changes_as_json, findings_as_json, refusal_of
from lontar.kit.sayings import finding_told, told
from lontar.kit.terminal import command, group, tell, tell_json
from lontar.science.trouble import Finding, Refusal, words

MODES = ("everything_or_nothing", "families_without_error")
FINDINGS_SHOWN = 40


def add_commands(subparsers: Any) -> None:
    importing = group(subparsers, "import", summary="Families or deciles from CSV, XLSX or XLS.")
    families = command(importing, "families", import_families, summary="Take in a file of families.")
    families.add_argument("file", type=Path, help="a CSV, XLSX or XLS file with the header of a SIAK export")
    families.add_argument("--profile", default="siak", metavar="NAME", help="siak, or a layout that the city saved")
    families.add_argument("--mode", choices=MODES, default=MODES[0], help=f"what an error does ({MODES[0]})")
    deciles = command(importing, "deciles", import_deciles, summary="Take in a list of DTSEN deciles.")
    deciles.add_argument("file", type=Path, help="a CSV, XLSX or XLS file with no_kk, desil and tanggal_versi")
    deciles.add_argument("--profile", default="deciles", metavar="NAME", help="a layout that the city saved")
    deciles.add_argument(
        "--version-date", type=date.fromisoformat, help="of a list without a column for it: YYYY-MM-DD"
    )
    deciles.add_argument("--source", default="", help="what to note as their source; else the column keterangan")
    living = command(importing, "conditions", import_conditions, summary="Take in how families live: Regsosek, BDT.")
    living.add_argument("file", type=Path, help="the five sheets of Regsosek/DTKS 2022-K, or a BDT 2015 export")
    living.add_argument("--profile", choices=("regsosek2022k", "bdt2015"), default="regsosek2022k", help="whose titles")
    living.add_argument(
        "--roof", choices=tuple(actions.READINGS), default="unsure", help="what roof code 5 means (unsure)"
    )
    for parser in (families, deciles, living):
        parser.add_argument("--dry-run", action="store_true", help="check and count, write nothing")
        parser.add_argument("--json", action="store_true", help="answer as JSON")


def import_families(options: argparse.Namespace) -> int:
    """Exit status: 0 taken in (or checked), 2 refused."""
    run = begin(options, options.mode, "families")
    done = actions.run_import(run, options.file, by=options.actor)
    return answer(done.run, done.found(), as_json=options.json)


def import_deciles(options: argparse.Namespace) -> int:
    """Exit status: 0 taken in (or checked), 2 refused."""
    run = begin(options, MODES[1], "deciles")
    actions.set_version(run, version_on=options.version_date)
    done = actions.run_deciles(run, options.file, source=options.source, by=options.actor)
    return answer(done.run, done.found(), as_json=options.json)


def import_conditions(options: argparse.Namespace) -> int:
    """Exit status: 0 taken in (or checked), 2 refused."""
    run = begin(options, MODES[1], "conditions")
    actions.set_roof(run, roof=options.roof)
    done = actions.run_conditions(run, options.file, by=options.actor)
    return answer(done.run, done.found(), as_json=options.json)


def begin(options: argparse.Namespace, mode: str, kind: str) -> Any:
    """The run; a layout for another kind of list is refused before anything is written down."""
    if actions.chosen(options.profile)[0] != kind:
        raise Refusal(
            words("Susunan kolom %(name)s bukan untuk berkas semacam ini."),
            advice=words("Pakai import families atau import deciles menurut isi susunannya."),
            values={"name": options.profile},
        )
    return actions.begin_import(
        options.file, name=options.file.name, mode=mode, kind=options.profile, dry_run=options.dry_run,
        by=options.actor, on=places.today(),
    )  # fmt: skip


def answer(run: Any, found: list[Finding], *, as_json: bool) -> int:
    """Say what became of a run."""
    if as_json:
        answered = findings_as_json(run, [finding_told(finding) for finding in found])
        if run.dry_run and "families_changing" in run.counts:
            answered["changes"] = changes_as_json(run)
        tell_json(answered)
    else:
        # Why a file was not read at all is said once, on the error line.
        found = [finding for finding in found if finding.kind != "file_refused"]
        for finding in found[:FINDINGS_SHOWN]:
            where = " ".join(filter(None, [finding.source.sheet, str(finding.source.row or ""), finding.source.column]))
            tell(f"{finding.severity:7}  {where}  {told(finding.template, finding.values)}")
        if len(found) > FINDINGS_SHOWN:
            tell(f"... {len(found) - FINDINGS_SHOWN} more findings; --json lists all of them.")
        tell(*(f"{key}: {value}" for key, value in run.counts.items()))
        if run.refusal:
            print(f"lontar: {' '.join(refusal_of(run))}".strip(), file=sys.stderr)
    return 2 if run.state == "refused" else 0
