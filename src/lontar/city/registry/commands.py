"""The terminal's door to the registry: importing families and deciles."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from lontar.city.places import queries as places
from lontar.city.registry import actions
from lontar.city.registry.forms.events import EVENTS_AT_ONCE_MAX, SENT
from lontar.city.registry.queries import changes_as_json, findings_as_json, refusal_of
from lontar.kit.sayings import finding_told, told
from lontar.kit.terminal import a_day, command, group, tell, tell_json
from lontar.science.household_file import HOUSEHOLDS
from lontar.science.trouble import Finding, Refusal, words

MODES = ("everything_or_nothing", "families_without_error")
FINDINGS_SHOWN = 40
EVENTS_BYTES_MAX: Final = 2_000_000


def add_commands(subparsers: Any) -> None:
    importing = group(subparsers, "import", summary="Families or deciles from CSV, XLSX or XLS.")
    families = command(importing, "families", import_families, summary="Take in a file of families.")
    families.add_argument("file", type=Path, help="a CSV, XLSX or XLS file with the header of a SIAK export")
    families.add_argument("--profile", default="siak", metavar="NAME", help="siak, or a layout that the city saved")
    families.add_argument("--mode", choices=MODES, default=MODES[0], help=f"what an error does ({MODES[0]})")
    deciles = command(importing, "deciles", import_deciles, summary="Take in a list of DTSEN deciles.")
    deciles.add_argument("file", type=Path, help="a CSV, XLSX or XLS file with no_kk, desil and tanggal_versi")
    deciles.add_argument("--profile", default="deciles", metavar="NAME", help="a layout that the city saved")
    deciles.add_argument("--version-date", type=a_day, help="of a list without a column for it: YYYY-MM-DD")
    deciles.add_argument("--source", default="", help="what to note as their source; else the column keterangan")
    living = command(importing, "conditions", import_conditions, summary="Take in how families live: Regsosek, BDT.")
    living.add_argument("file", type=Path, help="the five sheets of Regsosek/DTKS 2022-K, or a BDT 2015 export")
    living.add_argument("--profile", choices=("regsosek2022k", "bdt2015"), default="regsosek2022k", help="whose titles")
    living.add_argument(
        "--roof", choices=tuple(actions.READINGS), default="unsure", help="what roof code 5 means (unsure)"
    )
    together = command(importing, "households", import_households, summary="Take in who cooks with whom (RTM).")
    together.add_argument("file", type=Path, help="a CSV, XLSX or XLS file with NIK and NOMOR RUMAH TANGGA")
    for parser in (families, deciles, living, together):
        parser.add_argument("--dry-run", action="store_true", help="check and count, write nothing")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    _add_events(subparsers)


def _add_events(subparsers: Any) -> None:
    events = group(
        subparsers, "events", summary="Births, deaths, moves and the like, from JSON; a wrong one taken back."
    )
    record = command(events, "record", record_events, summary="Record events; those recorded before are left alone.")
    record.add_argument("file", type=Path, help="one JSON event, a list of them, or one a line; - reads from a pipe")
    undo = command(events, "undo", undo_event, summary="Take back an event that was wrong.")
    undo.add_argument("event", type=int, help="its number, as recording told it")
    undo.add_argument("--why", required=True, help="why it was wrong")
    for parser in (record, undo):
        parser.add_argument("--json", action="store_true", help="answer as JSON")


def record_events(options: argparse.Namespace) -> int:
    """Each in a transaction of its own, in order; the first that is refused ends it with exit status 2.

    The same file again records only what is missing, because each event carries its key.
    """
    done: list[dict[str, Any]] = []
    for at, sent in enumerate(_events_in(options.file), start=1):
        try:
            recorded = sent.record(by=options.actor, on=places.today())
        except Refusal as refusal:
            for one in done:
                _tell_recorded(one)
            print(f"lontar: {told(words('Peristiwa nomor %(n)s:'), {'n': at})}", file=sys.stderr)
            raise refusal
        done.append({"event": recorded.event_id, "family": recorded.family_id, "person": recorded.person_id, "fresh": recorded.fresh})  # fmt: skip
    if options.json:
        tell_json(done)
    else:
        for one in done:
            _tell_recorded(one)
    return 0


def _tell_recorded(one: dict[str, Any]) -> None:
    person = f"  person {one['person']}" if one["person"] else ""
    tell(f"event {one['event']}  family {one['family']}{person}{'' if one['fresh'] else '  (recorded before)'}")


def _events_in(file: Path) -> list[Any]:
    """All events of a file, checked before the first is recorded."""
    try:
        text = sys.stdin.read(EVENTS_BYTES_MAX + 1) if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as trouble:
        raise Refusal(words("Berkas %(name)s tidak dapat dibaca."), values={"name": str(file)}) from trouble
    try:
        whole = json.loads(text)
        rows = whole if isinstance(whole, list) else [whole]
    except ValueError:
        rows = [_line(line, at) for at, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not 1 <= len(rows) <= EVENTS_AT_ONCE_MAX or len(text) > EVENTS_BYTES_MAX:
        raise Refusal(
            words("Jumlah peristiwa dalam berkas: %(n)s. Paling sedikit 1, paling banyak %(most)s."),
            values={"n": len(rows), "most": EVENTS_AT_ONCE_MAX},
        )
    return [_checked(row, at) for at, row in enumerate(rows, start=1)]


def _line(line: str, at: int) -> Any:
    try:
        return json.loads(line)
    except ValueError as trouble:
        raise Refusal(words("Baris %(n)s bukan JSON."), values={"n": at}) from trouble


def _checked(row: Any, at: int) -> Any:
    try:
        return SENT.validate_python(row)
    except ValidationError as trouble:
        wrong = trouble.errors()[0]
        # What was sent may be somebody's name or number: only where it is wrong is told.
        where = ".".join(map(str, wrong["loc"])) or "kind"
        raise Refusal(
            words("Peristiwa nomor %(n)s tidak lengkap atau keliru di %(where)s (%(what)s)."),
            values={"n": at, "where": where, "what": wrong["type"]},
        ) from None


def undo_event(options: argparse.Namespace) -> int:
    """Exit status: 0 taken back, 2 refused."""
    undo = actions.undo_event(options.event, why=options.why, by=options.actor, on=places.today())
    answer = {"event": undo.event_id, "undone_on": undo.on.isoformat()}
    tell_json(answer) if options.json else tell(f"event {undo.event_id} taken back")
    return 0


def import_families(options: argparse.Namespace) -> int:
    """Exit status: 0 taken in (or checked), 2 refused."""
    run = begin(options, options.mode, "families")
    done = actions.run_import(run, options.file, by=options.actor)
    actions.look_after_import(done.run, by=options.actor, on=places.today())
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


def import_households(options: argparse.Namespace) -> int:
    """Exit status: 0 taken in (or checked), 2 refused."""
    options.profile = HOUSEHOLDS
    run = begin(options, MODES[1], "households")
    done = actions.run_households(run, options.file, by=options.actor)
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
