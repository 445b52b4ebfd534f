"""The book at the terminal: verify it, and see what stands where."""

import argparse
from typing import Any

from lontar.city.ledger import queries
from lontar.kit.formats import number
from lontar.kit.terminal import command, group, table, tell, tell_json

FINDINGS_SHOWN = 50


def add_commands(subparsers: Any) -> None:
    ledger = group(subparsers, "ledger", summary="The book: verify every posting, see balances.")
    verifying = command(
        ledger, "verify", verify, summary="Recompute everything from the postings; exit 2 where it fails."
    )
    verifying.add_argument("--json", action="store_true", help="tell it as JSON")
    showing = command(ledger, "balances", balances, summary="What stands on each account.")
    showing.add_argument("--json", action="store_true", help="tell it as JSON")


def verify(options: argparse.Namespace) -> int:
    report = queries.verify()
    if options.json:
        tell_json(
            {
                "sound": report.sound,
                "entries": report.entries,
                "postings": report.postings,
                "gaps": report.gaps,
                "findings": [finding.as_json() for finding in report.findings],
            }
        )
    else:
        tell(
            f"{number(report.entries)} entries, {number(report.postings)} postings, {number(len(report.balances))} accounts moved."
        )
        if report.gaps:
            tell(
                f"{number(report.gaps)} numbers were given and never used (refused or interrupted postings); no fault."
            )
        tell(
            *(
                f"{finding.source.sheet} {finding.source.row or ''}: {finding.message}"
                for finding in report.findings[:FINDINGS_SHOWN]
            )
        )
        if len(report.findings) > FINDINGS_SHOWN:
            tell(f"and {number(len(report.findings) - FINDINGS_SHOWN)} more; --json tells all.")
        tell(
            "The book is sound."
            if report.sound
            else "The book is NOT sound. Keep a copy of the database before anything else."
        )
    return 0 if report.sound else 2


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
