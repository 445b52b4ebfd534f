"""The book at the terminal: verify it against itself and against what was kept elsewhere, sign it, see it, write it out."""

import argparse
import sys
from pathlib import Path
from typing import Any

from lontar.city.ledger import actions, jobs, queries
from lontar.city.places import queries as places
from lontar.kit.formats import number
from lontar.kit.terminal import command, group, table, tell, tell_json
from lontar.science.notes import Checkpoint, verified
from lontar.science.trouble import Finding, Refusal

FINDINGS_SHOWN = 50
NOTE_BYTES_MAX = 64_000
LEAVES_FILE = "leaves.bin"


def add_commands(subparsers: Any) -> None:
    ledger = group(
        subparsers, "ledger", summary="The book: verify every posting and the log, see balances, write it out."
    )
    verifying = command(
        ledger, "verify", verify, summary="Recompute everything from the postings; exit 2 where it fails."
    )
    verifying.add_argument(
        "--against", type=Path, action="append", default=[], metavar="CHECKPOINT",
        help="a signed checkpoint that was kept elsewhere, or a witness's folder; may be given several times",
    )  # fmt: skip
    showing = command(ledger, "balances", balances, summary="What stands on each account.")
    signing = command(ledger, "checkpoint", checkpoint, summary="Number all leaves and sign the log as it stands.")
    closing = command(ledger, "close", close, summary="Close a month for good, as a planner (--as USERNAME).")
    closing.add_argument("period", metavar="YYYY-MM", help="the month")
    writing = command(ledger, "export", export, summary="The journal as text: for hledger, bean-check, or as CSV.")
    writing.add_argument("--format", choices=tuple(queries.FORMS), default="hledger", help="(default: hledger)")
    for parser in (verifying, showing, signing):
        parser.add_argument("--json", action="store_true", help="tell it as JSON")


def verify(options: argparse.Namespace) -> int:
    """Exit status: 0 sound, 2 not."""
    found = queries.verify(_kept(options.against))
    if options.json:
        tell_json(_verified_json(found))
        return 0 if found.sound else 2
    book, log = found.book, found.log
    tell(
        f"{number(book.entries)} entries, {number(book.postings)} postings, {number(len(book.balances))} accounts moved."
    )
    if book.gaps:
        tell(f"{number(book.gaps)} numbers were given and never used (refused or interrupted postings); no fault.")
    tell(f"{number(log.size)} leaves in the log, root {log.root.hex()}, {number(log.checkpoints)} checkpoints signed.")
    if log.waiting:
        waits = "leaf waits" if log.waiting == 1 else "leaves wait"
        tell(f"{number(log.waiting)} {waits} for a number; the log does not vouch for it yet.")
    if log.erased:
        were, they = ("leaf was", "it stays") if log.erased == 1 else ("leaves were", "they stay")
        tell(f"{number(log.erased)} {were} erased: {they} in the tree, nobody can tell what was said there.")
    for size in log.agreed:
        tell(f"Agrees with the checkpoint of {number(size)} leaves that was kept elsewhere.")
    if log.first is not None:
        tell(f"FIRST LEAF THAT DIFFERS: {log.first}. {log.differing[log.first]}")
    elif log.between is not None:
        tell(
            f"FIRST LEAF THAT DIFFERS: between {log.between[0]} and {log.between[1]}. A witness's folder tells the number; "
            "so may an older checkpoint, given as a second --against."
        )
    tell(*(_line(finding) for finding in found.findings[:FINDINGS_SHOWN]))
    if len(found.findings) > FINDINGS_SHOWN:
        tell(f"and {number(len(found.findings) - FINDINGS_SHOWN)} more; --json tells all.")
    tell(
        "The book is sound."
        if found.sound
        else "The book is NOT sound. Keep a copy of the database before anything else."
    )
    return 0 if found.sound else 2


def _line(finding: Finding) -> str:
    return f"{finding.source.sheet} {finding.source.row or ''}: {finding.message}"


def _verified_json(found: queries.Reading) -> dict[str, Any]:
    book, log = found.book, found.log
    return {
        "sound": found.sound, "entries": book.entries, "postings": book.postings, "gaps": book.gaps,
        "log": {
            "size": log.size, "root": log.root.hex(), "checkpoints": log.checkpoints, "unsequenced": log.waiting,
            "erased": log.erased, "agrees_with": log.agreed, "first_difference": log.first,
            "first_between": log.between,
        },
        "findings": [finding.as_json() for finding in found.findings],
    }  # fmt: skip


def _kept(given: list[Path]) -> queries.Against:
    """Checkpoints from files or from witnesses' folders, each signed by this log's key; and copies of the leaves."""
    points: list[Checkpoint] = []
    leaves = b""
    for path in given:
        if path.is_dir():
            points += [_read(file) for file in sorted(path.glob("checkpoint-*.txt"))]
            leaves = max(leaves, (path / LEAVES_FILE).read_bytes() if (path / LEAVES_FILE).exists() else b"", key=len)
        else:
            points.append(_read(path))
    return queries.Against(points, leaves)


def _read(file: Path) -> Checkpoint:
    try:
        with file.open("rb") as reader:
            # Mail and editors change the ends of lines; what was signed has plain ones and ends with one.
            text = reader.read(NOTE_BYTES_MAX).decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n") + "\n"
    except (OSError, UnicodeDecodeError) as trouble:
        raise Refusal(f"{file} cannot be read as a checkpoint.", advice="Give the file that was kept.") from trouble
    point = verified(text, queries.verifier())
    if point.origin != queries.verifier().name:
        raise Refusal(f"{file} is a checkpoint of another log: {point.origin}.")
    return point


def balances(options: argparse.Namespace) -> int:
    found = queries.balances()
    if options.json:
        tell_json([{"account": b.code, "unit": b.unit, "balance": b.balance, "postings": b.postings} for b in found])
    elif not found:
        tell("No account is open yet: the first approved round opens them.")
    else:
        table([("ACCOUNT", "UNIT", "BALANCE"), *((b.code, b.unit, number(b.balance)) for b in found)])
        for unit in sorted({b.unit for b in found}):
            tell(f"Sum of all {unit}: {number(sum(b.balance for b in found if b.unit == unit))}")
    return 0


def checkpoint(options: argparse.Namespace) -> int:
    """The note goes to standard output, so that it can be kept as it is."""
    jobs.number_all()
    made = actions.sign_checkpoint(by=options.actor, on=places.today())
    if made is None:
        raise Refusal("The log is empty; there is nothing to sign yet.")
    sent = actions.send_to_witnesses()
    if options.json:
        witnesses = [{"witness": one.witness, "trouble": one.trouble} for one in sent]
        tell_json({"size": made.size, "note": made.note, "key": str(queries.verifier()), "witnesses": witnesses})
    else:
        sys.stdout.write(made.note)
        for one in sent:
            print(f"{one.witness}: {one.trouble or 'sent'}", file=sys.stderr)
    return 0


def close(options: argparse.Namespace) -> int:
    made = actions.close_period(options.period, by=options.actor, on=places.today())
    tell(f"{made.period} is closed. Balances at its end: sha256 {made.balances_sha256}")
    return 0


def export(options: argparse.Namespace) -> int:
    for line in queries.written(options.format):
        sys.stdout.write(line)
    return 0
