"""A book read from its first posting: whether every entry is whole, balances, and is undone by its true opposite."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from lontar.science.trouble import Finding, Source

ENTRY, POSTING = "entry", "posting"


class EntryFacts(NamedTuple):
    """What an entry says of itself."""

    postings_count: int
    reverses: int | None = None


class PostingFacts(NamedTuple):
    """One posting as it stands in the book; `account` and `unit` are None where its account is missing."""

    id: int
    entry_id: int
    account: str | None
    unit: str | None
    amount: int
    subject: str | None = None


@dataclass
class BookReport:
    """What a reading of the whole book found. No error among the findings: the book is sound."""

    findings: list[Finding] = field(default_factory=list)
    balances: dict[str, int] = field(default_factory=dict)
    entries: int = 0
    postings: int = 0
    # Numbers that were given and not used: a refused or interrupted posting leaves one. Information, no fault.
    gaps: int = 0

    @property
    def sound(self) -> bool:
        return not any(finding.severity == "error" for finding in self.findings)


def check_book(entries: Mapping[int, EntryFacts], postings: Iterable[PostingFacts]) -> BookReport:
    """Read the whole book once. `postings` come ordered by entry; each finding names its entry or posting.

    >>> entries = {1: EntryFacts(2)}
    >>> good = [PostingFacts(1, 1, "a", "IDR", -5), PostingFacts(2, 1, "b", "IDR", 5)]
    >>> check_book(entries, good).sound, check_book(entries, good).balances
    (True, {'a': -5, 'b': 5})
    >>> print(check_book(entries, good[:1]).findings[0].message)
    Entry 1 promises 2 postings and has 1.
    """
    report = BookReport(entries=len(entries), gaps=_gaps(entries))
    stands: defaultdict[str, int] = defaultdict(int)
    paired = {key for key, facts in entries.items() if facts.reverses is not None}
    paired |= {facts.reverses for facts in entries.values() if facts.reverses is not None}
    contents: dict[int, list[tuple[str, int, str]]] = {}
    seen: set[int] = set()
    for entry_id, group in groupby(postings, key=attrgetter("entry_id")):
        kept = list(group)
        report.postings += len(kept)
        seen.add(entry_id)
        report.findings += _of_entry(entry_id, entries.get(entry_id), kept)
        for posting in kept:
            if posting.account is not None:
                stands[posting.account] += posting.amount
        if entry_id in paired:
            contents[entry_id] = sorted((p.account or "", p.amount, p.subject or "") for p in kept)
    for entry_id in sorted(entries.keys() - seen):
        report.findings.append(_entry(entry_id, "empty", f"Entry {entry_id} has no posting at all."))
    report.findings += _of_reversals(entries, contents)
    report.balances = dict(stands)
    return report


def _of_entry(entry_id: int, facts: EntryFacts | None, postings: list[PostingFacts]) -> Iterator[Finding]:
    if facts is None:
        for posting in postings:
            yield _posting(
                posting.id, "orphan", f"Posting {posting.id} belongs to entry {entry_id}, which does not exist."
            )
        return
    if len(postings) != facts.postings_count:
        yield _entry(
            entry_id, "count", f"Entry {entry_id} promises {facts.postings_count} postings and has {len(postings)}."
        )
    elif len(postings) < 2:
        yield _entry(entry_id, "count", f"Entry {entry_id} has fewer than two postings.")
    sums: defaultdict[str, int] = defaultdict(int)
    for posting in postings:
        if posting.account is None or posting.unit is None:
            yield _posting(posting.id, "orphan", f"Posting {posting.id} is on an account that does not exist.")
            continue
        if posting.amount == 0:
            yield _posting(posting.id, "zero", f"Posting {posting.id} moves nothing.")
        sums[posting.unit] += posting.amount
    for unit, rest in sums.items():
        if rest:
            yield _entry(entry_id, "balance", f"Entry {entry_id} leaves {rest} {unit} over.")


def _of_reversals(
    entries: Mapping[int, EntryFacts], contents: Mapping[int, list[tuple[str, int, str]]]
) -> Iterator[Finding]:
    undone: dict[int, int] = {}
    for entry_id, facts in sorted(entries.items()):
        first = facts.reverses
        if first is None:
            continue
        if first not in entries:
            yield _entry(entry_id, "reversal", f"Entry {entry_id} undoes entry {first}, which does not exist.")
            continue
        if entries[first].reverses is not None:
            yield _entry(entry_id, "reversal", f"Entry {entry_id} undoes entry {first}, which is a reversal itself.")
        if first in undone:
            yield _entry(entry_id, "reversal", f"Entry {first} is undone twice, by {undone[first]} and by {entry_id}.")
        undone[first] = entry_id
        opposite = sorted((account, -amount, subject) for account, amount, subject in contents.get(first, []))
        if contents.get(entry_id, []) != opposite:
            yield _entry(
                entry_id, "reversal", f"Entry {entry_id} is not the opposite of entry {first}, which it undoes."
            )


def _gaps(entries: Mapping[int, EntryFacts]) -> int:
    return max(entries) - min(entries) + 1 - len(entries) if entries else 0


def _entry(key: int, kind: str, message: str) -> Finding:
    return Finding("error", message, Source(sheet=ENTRY, row=key), kind)


def _posting(key: int, kind: str, message: str) -> Finding:
    return Finding("error", message, Source(sheet=POSTING, row=key), kind)
