"""Loans at the terminal: what a loan costs and when it is paid back, without a database and without Django."""

import argparse
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from lontar.kit.terminal import command, group, table, tell, tell_json
from lontar.science.instalments import (
    Schedule,
    Terms,
    read_every,
    read_principal,
    read_rate,
    read_unit,
)
from lontar.science.instalments import schedule as make_schedule
from lontar.science.instalments.terms import AMORTISE, DAY_COUNTS, METHODS
from lontar.science.trouble import Refusal, words

# Words of loan books, by which the JSON speaks of what was asked for.
METHOD_WORDS: Final = {"declining": "DECLINING_BALANCE", "flat": "FLAT"}
AMORTISE_WORDS: Final = {"instalment": "EQUAL_INSTALLMENTS", "principal": "EQUAL_PRINCIPAL"}
EVERY_WORDS: Final = {"m": "MONTHS", "w": "WEEKS"}


def add_commands(subparsers: Any) -> None:
    loans = group(subparsers, "loans", summary="The revolving fund of the wards.")
    add_schedule(loans)
    verifying = command(loans, "verify", verify, summary="Compare loans with the book; exit 2 where they differ.")
    verifying.add_argument("--json", action="store_true", help="tell it as JSON")
    carrying = command(loans, "carry", carry, summary="Carry a ward's own spreadsheet of loans over (--as USERNAME).")
    carrying.add_argument("file", type=Path, help="CSV, XLSX or XLS")
    carrying.add_argument("--ward", required=True, metavar="CODE", help="code of the ward, such as 53.71.03.1010")
    carrying.add_argument("--json", action="store_true", help="tell it as JSON")


def add_schedule(loans: Any) -> None:
    """The one command of this room that needs neither a database nor Django."""
    parser = command(
        loans, "schedule", schedule, needs_database=False,
        summary="When a loan is paid back, and how much each time, to the unit.",
    )  # fmt: skip
    parser.add_argument("--principal", required=True, metavar="AMOUNT", help="what is lent")
    parser.add_argument("--rate", default="0", metavar="PERCENT", help="interest a year, in percent (0)")
    parser.add_argument("--instalments", required=True, type=int, metavar="N", help="how many")
    parser.add_argument("--every", default="1m", metavar="1m|2m|1w|2w", help="how often (1m)")
    parser.add_argument("--first", default="", metavar="5m", help="when the first falls due, if not after one stretch")
    parser.add_argument("--method", choices=METHODS, default="declining", help="interest on the balance, or on it all")
    parser.add_argument("--amortise", choices=AMORTISE, default="instalment", help="what is equal each time")
    parser.add_argument("--day-count", choices=DAY_COUNTS, default="30/360", help="how days become years (30/360)")
    parser.add_argument("--from", dest="start", required=True, metavar="DATE", help="the day it is paid out")
    parser.add_argument("--unit", default="1", metavar="UNIT", help="smallest amount: 1 for rupiah, 0.01 for cents")
    parser.add_argument("--json", action="store_true", help="tell it as JSON")


def schedule(options: argparse.Namespace) -> int:
    """Reckon and tell; nothing is kept."""
    unit = read_unit(options.unit)
    terms = Terms(
        instalments=options.instalments,
        every=read_every(options.every),
        rate=read_rate(options.rate),
        method=options.method,
        amortise=options.amortise,
        day_count=options.day_count,
        unit=unit,
        first=read_every(options.first, "first") if options.first else None,
    )
    principal = read_principal(options.principal, unit)
    start = _day(options.start)
    made = make_schedule(principal, terms, start=start)
    if options.json:
        tell_json(as_json(principal, terms, made, start))
    else:
        table([
            ("nr", "due_date", "days", "principal", "interest", "due", "balance"),
            *((one.nr, one.due_date, one.days, *(_said(amount, unit) for amount in (
                one.principal, one.interest, one.due, one.balance))) for one in made.instalments),
            ("", "total", "", *(_said(amount, unit) for amount in (made.principal, made.interest, made.due)), ""),
        ])  # fmt: skip
    return 0


def verify(options: argparse.Namespace) -> int:
    """Hold every loan to what stands on its number in the book."""
    # Imported only here: the schedule needs no Django.
    from lontar.city.loans import queries
    from lontar.city.places import queries as places

    found = queries.disagreements(places.home_or_refuse().pk)
    if options.json:
        tell_json({"agree": not found, "disagreements": found})
    else:
        tell(*(found or ["Loans and the book agree."]))
    return 2 if found else 0


def carry(options: argparse.Namespace) -> int:
    """Exit status: 0 all rows were carried or known, 2 some have findings."""
    from lontar.city.loans import actions
    from lontar.city.places import queries as places

    place = places.by_code(options.ward)
    if place is None:
        raise Refusal(words("Tidak ada wilayah berkode %(code)s."), field="ward", values={"code": options.ward[:20]})
    told = actions.carry_over(
        place.pk, options.file, name=options.file.name, by=options.actor, on=places.today()
    )  # fmt: skip
    if options.json:
        tell_json({**told.counts, "findings": [one.as_json() for one in told.findings]})
    else:
        tell(
            f"{told.carried} carried over ({told.rupiah} rupiah still owed), {told.known} known, {told.disputed} cases."
        )
        tell(*(f"{one.source.row}: {one.message}" for one in told.findings))
    return 2 if told.counts["findings"] else 0


def as_json(principal: int, terms: Terms, made: Schedule, start: date) -> dict[str, Any]:
    """The terms and the instalments in the keys of loan books."""

    def amount(units: int) -> int | float:
        value = units * terms.unit
        return int(value) if value == int(value) and terms.unit >= 1 else float(value)

    rate = Decimal(terms.rate) / 10_000
    return {
        "principal": amount(principal),
        "annual_rate_pct": int(rate) if rate == int(rate) else float(rate),
        "interest_type": METHOD_WORDS[terms.method],
        "amortization": AMORTISE_WORDS[terms.amortise],
        "day_count": terms.day_count,
        "repay_every": terms.every.count,
        "repay_unit": EVERY_WORDS[terms.every.of],
        "n": terms.instalments,
        "disbursement_date": start.isoformat(),
        "schedule": [
            {
                "nr": one.nr,
                "due_date": one.due_date.isoformat(),
                "days": one.days,
                "balance": amount(one.balance),
                "principal": amount(one.principal),
                "interest": amount(one.interest),
                "due": amount(one.due),
            }
            for one in made.instalments
        ],
        "total": {
            "principal": amount(made.principal), "interest": amount(made.interest), "due": amount(made.due),
        },
    }  # fmt: skip


def _said(units: int, unit: Decimal) -> str:
    return f"{units * unit:,f}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            words("“%(text)s” bukan tanggal."),
            advice=words("Tuliskan tahun, bulan dan hari, misalnya 2026-01-15."),
            field="from",
            values={"text": text[:20]},
        ) from None
