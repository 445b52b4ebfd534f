"""Reading the whole book again, and the log beside it: whether all still is as it was written and as it was signed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection, transaction

from lontar.city.ledger.queries import log_check
from lontar.city.ledger.queries.book import balances
from lontar.city.ledger.queries.log_check import Against, LogReport
from lontar.city.ledger.queries.periods import closed_periods
from lontar.science import leaves
from lontar.science.book_check import BookReport, EntryFacts, PostingFacts, check_book
from lontar.science.trouble import Finding, Source

GUARDS = {
    "ledger_account": {"only_grows", "never_emptied"},
    "ledger_entry": {"only_grows", "never_emptied", "whole_entries", "open_periods"},
    "ledger_posting": {"only_grows", "never_emptied", "whole_entries"},
    "ledger_closedperiod": {"only_grows", "never_emptied", "in_order"},
    "ledger_leaf": {"only_forward", "never_emptied"},
    "ledger_tile": {"only_grows", "never_emptied"},
    "ledger_checkpoint": {"only_grows", "never_emptied"},
    "ledger_witnessing": {"only_grows", "never_emptied"},
    "ledger_keptcheckpoint": {"only_grows", "never_emptied"},
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reading of everything found."""

    book: BookReport
    log: LogReport

    @property
    def findings(self) -> list[Finding]:
        return self.book.findings + self.log.findings

    @property
    def sound(self) -> bool:
        """No error in either."""
        return not any(finding.severity == "error" for finding in self.findings)


def verify(against: Against | None = None) -> Reading:
    """Recompute everything from the postings and the leaves, at one moment, whatever is posted meanwhile.

    Against itself the book shows what no longer adds up or no longer is what its leaf was made of. A log that was
    rewritten as a whole is found against a checkpoint that was kept elsewhere.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            if len(connection.savepoint_ids) == 0:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT id, postings_count, reverses_id FROM ledger_entry")
            entries = {key: EntryFacts(count, reverses) for key, count, reverses in cursor.fetchall()}
        told = LogReport()
        report = check_book(entries, _postings_by_entry(told))
        report.findings += _guard_findings()
        _compare_balances(report)
        _read_periods(told)
        log_check.read(told, against or Against())
    return Reading(report, told)


def balances_digest(until: date) -> str:
    """SHA-256 over what stood on every account at the end of a day."""
    lines = "".join(f"{one.code}\t{one.unit}\t{one.balance}\n" for one in balances(until=until) if one.postings)
    return hashlib.sha256(lines.encode()).hexdigest()


# -- the book ---------------------------------------------------------------------------------------------------------

POSTINGS = """
SELECT p.id, p.entry_id, a.code, a.unit, p.amount, p.subject::text, a.kind
FROM ledger_posting p LEFT JOIN ledger_account a ON a.id = p.account_id ORDER BY p.entry_id, p.id
"""
ENTRIES = """
SELECT e.id, e.key, e."on", e.at, e.memo, e.reverses_id, e.by_id, e.by_role, l.id, l.number, l.commitment, l.secret
FROM ledger_entry e LEFT JOIN ledger_leaf l ON l.kind = 'entry' AND l.about = e.key ORDER BY e.id
"""


def _postings_by_entry(told: LogReport) -> Iterator[PostingFacts]:
    """All postings in the order of their entries, a few thousand in memory; each entry is held to its leaf on the way."""
    with connection.chunked_cursor() as postings, connection.chunked_cursor() as entries:
        entries.execute(ENTRIES)
        postings.execute(POSTINGS)
        heads = log_check.rows_of(entries)
        head = next(heads, None)
        for entry_id, group in groupby(log_check.rows_of(postings), key=itemgetter(1)):
            rows = list(group)
            while head is not None and head[0] < entry_id:
                _hold_to_leaf(head, [], told)
                head = next(heads, None)
            if head is not None and head[0] == entry_id:
                _hold_to_leaf(head, rows, told)
                head = next(heads, None)
            yield from (PostingFacts(*row[:6]) for row in rows)
        while head is not None:
            _hold_to_leaf(head, [], told)
            head = next(heads, None)


def _hold_to_leaf(head: tuple[Any, ...], rows: list[tuple[Any, ...]], told: LogReport) -> None:
    entry_id, key, on, at, memo, reverses, by_id, by_role, leaf_id, number, commitment, secret = head
    if leaf_id is None:
        told.wrong(f"Entry {entry_id} ({key}) has no leaf in the log.", "unlogged", entry_id)
        return
    if secret is None:
        return  # erased; whether that was recorded is asked elsewhere
    moved = [
        leaves.Moved(code or "", kind or "", unit or "", amount, who) for _, _, code, unit, amount, who, kind in rows
    ]
    content = leaves.entry_content(
        key=key, on=on, at=at, memo=memo, reverses=reverses, by=(by_id, by_role), postings=moved
    )
    log_check.hold(content, (f"entry {entry_id} ({key})", number, commitment, secret), told)


def _guard_findings() -> list[Finding]:
    """Whether the triggers that refuse change still stand and cannot be passed by."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger "
            "WHERE tgrelid = ANY(%s::regclass[]) AND NOT tgisinternal AND tgenabled = 'A'",
            [list(GUARDS)],
        )
        standing = set(cursor.fetchall())
    wanted = {(table, guard) for table, guards in GUARDS.items() for guard in guards}
    return [
        Finding("error", f"The guard {guard} of {table} is gone or off.", Source(sheet=table), "guard")
        for table, guard in sorted(wanted - standing)
    ]


def _compare_balances(report: BookReport) -> None:
    shown = {balance.code: balance.balance for balance in balances() if balance.postings}
    for code in sorted(shown.keys() | report.balances.keys()):
        if shown.get(code, 0) != report.balances.get(code, 0):
            words = f"Account {code} shows {shown.get(code, 0)}, its postings say {report.balances.get(code, 0)}."
            report.findings.append(Finding("error", words, Source(sheet="account", column=code), "balance"))


def _read_periods(told: LogReport) -> None:
    for period in closed_periods():
        if balances_digest(period.until) != period.balances_sha256:
            told.wrong(f"The balances at the end of {period.period} are not those with which it was closed.", "period")
        content = leaves.period_content(period.period, period.until, period.balances_sha256)
        log_check.hold_all(leaves.PERIOD, [content], told, set())
