"""Loans of a ward's own spreadsheet are carried over: each with what was still owed by it, once."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from lontar.city.journal.actions import record
from lontar.city.ledger import actions as ledger
from lontar.city.loans import queries
from lontar.city.loans.actions.disputing import open_case
from lontar.city.loans.actions.guards import locked_fund
from lontar.city.loans.actions.lending import terms_of
from lontar.city.loans.models import (
    Application,
    BookFile,
    BookLayout,
    Borrower,
    Carried,
    Fund,
    Instalment,
    LendingRound,
    Loan,
)
from lontar.engine.tables.reading import read_book
from lontar.kit.deeds import deed
from lontar.kit.formats import number
from lontar.kit.gate import Actor, require
from lontar.science.instalments import schedule
from lontar.science.instalments.paying import Due, Paid, allocate, open_parts
from lontar.science.loan_products import Offer
from lontar.science.postings import transfer
from lontar.science.trouble import Finding, Refusal, Source, words
from lontar.science.ward_book import NEEDED, TITLE_LETTERS_MAX, TITLES, BookRow, read_ward_book

NAME_LETTERS_MAX = 160
BEFORE = 0  # the number of the round in which all stands that was lent before
SAID_IN_FILE = "Menurut berkas kelurahan, peminjam mengatakan sudah membayar lain daripada yang tertulis di buku."

UNKNOWN = words("Peminjam ini tidak dikenal di kelurahan ini. Tuliskan NIK atau nomor lokalnya.")
SEVERAL = words("Ada %(n)s orang bernama sama di kelurahan ini. Tuliskan NIK atau nomor lokalnya.")
TWICE = words("Peminjam ini sudah disebut di baris %(row)s.")
LIVE = words("Ia atau anggota kelompoknya masih mempunyai pinjaman dana bergulir yang berjalan.")
TOO_MUCH = words("Menurut buku kelurahan sudah dibayar %(paid)s, padahal seluruhnya hanya %(whole)s rupiah.")
ABOVE = words(
    "Pinjaman %(amount)s di atas batas dana pada hari itu, %(most)s rupiah. Dibawa seperti tertulis; periksa nolnya di buku."
)
WHOLE = words("Sudah lunas menurut buku kelurahan, jadi tidak dibawa.")


@dataclass
class Brought:
    """What came of a file: loans carried over now, those that were before, those that are whole, and what is wrong."""

    carried: int = 0
    rupiah: int = 0
    known: int = 0
    whole: int = 0
    disputed: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        return {
            "carried": self.carried, "rupiah": self.rupiah, "known": self.known, "whole": self.whole,
            "disputed": self.disputed, "findings": sum(one.severity == "error" for one in self.findings),
        }  # fmt: skip


@deed
def save_book_layout(place_id: int, titles: Mapping[str, str], *, by: Actor, on: date) -> BookLayout:
    """Keep what a ward calls the columns of its spreadsheet, once for all its files."""
    require(by, *queries.WHO_CARRY)
    fund = locked_fund(place_id, by)
    kept = {
        key: " ".join(titles.get(key, "").split())[:TITLE_LETTERS_MAX] for key in TITLES if titles.get(key, "").strip()
    }
    given = [title.casefold() for title in kept.values()]
    if len(set(given)) != len(given):
        raise Refusal(words("Satu judul kolom tidak dapat berarti dua hal."), field=NEEDED[0])
    made, _new = BookLayout.objects.update_or_create(
        fund=fund, defaults={"titles": kept, "by_id": by.id, "on": on, "place_id": place_id}
    )
    record("save_book_layout", subject=fund, by=by, on=on, place_id=place_id, details={"columns": kept})
    return made


@deed
def carry_over(place_id: int, path: Path, *, name: str, by: Actor, on: date) -> Brought:
    """Take in a ward's spreadsheet: rows without a fault become loans, the others are told and may be mended.

    What still is owed by it stands in the book as opening balance; nothing of what happened before is posted. A row
    that was carried over before, by this file or another one, changes nothing.
    """
    require(by, *queries.WHO_CARRY)
    fund = locked_fund(place_id, by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('loans.one_live_loan'))")
    layout = BookLayout.objects.filter(fund=fund).first()
    sheet, rows, findings = read_ward_book(
        read_book(path, name=name).grids, layout.titles if layout else {}, file=name, on=on
    )
    told = Brought(findings=findings)
    taken = _Taking(fund, name, sheet, told, by, on)
    taken.take(rows, hashlib.sha256(path.read_bytes()).hexdigest())
    told.findings.sort(key=lambda one: one.source.row)
    if told.carried:
        record("carry_over", subject=fund, by=by, on=on, place_id=place_id, details={"file": name[:80], **told.counts})
    return told


@dataclass
class _Taking:
    """One file on its way in."""

    fund: Fund
    file: str
    sheet: str
    told: Brought
    by: Actor
    on: date

    def take(self, rows: list[BookRow], sha256: str) -> None:
        people = self._people(rows)
        seen: dict[int, int] = {}
        good: list[tuple[BookRow, int, list[Due], Offer]] = []
        for row in rows:
            person = people.get(row.row)
            if person is None:
                continue
            if person in seen:
                self._find("error", TWICE, row, {"row": seen[person]})
                continue
            seen[person] = row.row
            kept = Carried.objects.filter(
                loan__fund=self.fund, loan__person_id=person, principal=row.amount, lent_on=row.lent_on
            )
            if kept.exists():
                self.told.known += 1
            elif rest := self._rest(row, person):
                good.append((row, person, *rest))
        if good:
            self._write(good, sha256)

    def _people(self, rows: list[BookRow]) -> dict[int, int]:
        """Who each row is about; a row about nobody, or about one of several, is told."""
        named = queries.people_named(self.fund.place_id, {row.name for row in rows if not row.number})
        found = {}
        for row in rows:
            several = [queries.person_by_number(row.number)] if row.number else named.get(row.name, [])
            several = [one for one in several if one is not None and queries.lives_in(one, self.fund.place_id)]
            if len(several) == 1:
                found[row.row] = several[0]
            else:
                self._find("error", SEVERAL if several else UNKNOWN, row, {"n": len(several)} if several else {})
        return {key: one for key, one in found.items() if one is not None}

    def _rest(self, row: BookRow, person: int) -> tuple[list[Due], Offer] | None:
        """The instalments that are still open by the ward's book, on the terms of the day of the loan."""
        try:
            offer = queries.offer(self.fund.product, row.lent_on)
            fee = offer.fee_of(row.amount)
            dues = [
                Due(one.nr, one.due_date, one.principal, one.interest, fee if one.nr == 1 else 0)
                for one in schedule(row.amount, offer.terms, start=row.lent_on).instalments
            ]
            paid = []
            whole = sum(due.whole for due in dues)
            if row.paid > whole:
                self._find("error", TOO_MUCH, row, {"paid": number(row.paid), "whole": number(whole)})
                return None
            if row.paid:
                parts = allocate(row.paid, dues, [], order=offer.allocation)
                paid = [Paid(row.lent_on, parts["principal"], parts["interest"], parts["fee"])]
        except Refusal as trouble:
            self._find("error", trouble.template, row, dict(trouble.values))
            return None
        rest = [due for due in open_parts(dues, paid) if due.whole]
        if not rest:
            self.told.whole += 1
            self._find("warning", WHOLE, row, {})
        elif queries.has_live_loan([person]):
            self._find("error", LIVE, row, {})
        else:
            if row.amount > offer.most:
                self._find("warning", ABOVE, row, {"amount": number(row.amount), "most": number(offer.most)})
            return rest, offer
        return None

    def _find(self, severity: Any, message: str, row: BookRow, values: dict[str, Any]) -> None:
        self.told.findings.append(
            Finding(severity, message, Source(self.file, self.sheet, row.row), "carry", values)
        )  # fmt: skip

    def _write(self, good: list[tuple[BookRow, int, list[Due], Offer]], sha256: str) -> None:
        fund, by, on = self.fund, self.by, self.on
        code = queries.account(queries.OPENING, fund.product, fund.place_id)
        ledger.open_accounts(
            [ledger.NewAccount(code, queries.OPENING, queries.purpose(fund.product), fund.place_id)], by=by, on=on
        )
        before, _new = LendingRound.objects.get_or_create(
            fund=fund, number=BEFORE,
            defaults={"place_id": fund.place_id, "opened_on": on, "lent_before": 0, "returned_before": 0, "by_id": by.id},
        )  # fmt: skip
        file, _new = BookFile.objects.get_or_create(
            fund=fund, sha256=sha256,
            defaults={"place_id": fund.place_id, "name": self.file[:NAME_LETTERS_MAX], "counts": {}, "by_id": by.id, "on": on},
        )  # fmt: skip
        for row, person, rest, offer in good:
            loan = self._lend(row, person, rest, offer, before)
            Carried.objects.create(
                loan=loan, place_id=fund.place_id, file=file, row=row.row, principal=row.amount, paid=row.paid,
                lent_on=row.lent_on,
            )  # fmt: skip
            self.told.carried += 1
            self.told.rupiah += loan.principal
            if row.said is not None and row.said != row.paid:
                left = sum(due.whole for due in rest)
                said_left = max(left + row.paid - row.said, 0)
                open_case(loan, book_left=left, said_left=said_left, statement=SAID_IN_FILE, by=by, on=on)
                self.told.disputed += 1

    def _lend(self, row: BookRow, person: int, rest: list[Due], offer: Offer, before: LendingRound) -> Loan:
        fund, by, on = self.fund, self.by, self.on
        asked = Application.objects.create(
            fund=fund, round=before, place_id=fund.place_id, person_id=person, family=queries.family_of(person),
            business="–", plan="–", amount=row.amount, state=Application.State.PAID_OUT, by_id=by.id, on=on,
        )  # fmt: skip
        loan = Loan.objects.create(
            application=asked, fund=fund, round=before, place_id=fund.place_id, person_id=person,
            family_id=asked.family_id, principal=sum(due.principal for due in rest), terms=terms_of(offer),
            allocation=" ".join(offer.allocation), on=on, by_id=by.id,
        )  # fmt: skip
        Borrower.objects.create(loan=loan, place_id=fund.place_id, person_id=person)
        Instalment.objects.bulk_create(
            [
                Instalment(
                    loan=loan, place_id=fund.place_id, plan=1, nr=due.nr, due_date=due.due_date,
                    principal=due.principal, interest=due.interest, fee=due.fee, fined_until=on,
                )
                for due in rest
            ]
        )  # fmt: skip
        entry = transfer(
            queries.account(queries.OPENING, fund.product, fund.place_id),
            queries.account(queries.LENT, fund.product, fund.place_id), loan.principal,
            memo="Saldo awal dari buku kelurahan", subject=str(loan.subject),
        )  # fmt: skip
        ledger.post(entry, key=queries.opening_key(loan.subject), by=by, on=on)
        return loan
