"""Delivery at the terminal: whether entitlements and the book say the same; what a payer answered."""

import argparse
import re
from pathlib import Path
from typing import Any

from lontar.city.delivery import actions, queries
from lontar.city.places import queries as places
from lontar.kit.formats import number, rupiah
from lontar.kit.terminal import a_day, command, group, tell, tell_json
from lontar.science.trouble import Refusal


def add_commands(subparsers: Any) -> None:
    delivery = group(subparsers, "delivery", summary="What is owed and what arrived.")
    verifying = command(
        delivery, "verify", verify, summary="Compare entitlements with the book; exit 2 where they differ."
    )
    answered = command(
        delivery, "result", result, summary="Hold a payer's result file to its order, as an operator or the treasurer."
    )
    answered.add_argument("file", type=Path, help="a CSV, XLSX or XLS file of the bank or the post office")
    answered.add_argument("--order", type=_order, required=True, metavar="N", help="the order's number: 17 or P000017")
    answered.add_argument("--layout", required=True, metavar="NAME", help="the layout that was saved for this payer")
    answered.add_argument("--paid-on", type=a_day, metavar="DATE", help="when the payer paid (today)")
    for parser in (verifying, answered):
        parser.add_argument("--json", action="store_true", help="tell it as JSON")


def _order(given: str) -> int:
    found = re.fullmatch(r"[Pp]?0*(\d{1,18})", given)
    if found is None:
        raise argparse.ArgumentTypeError(f"{given} is no order's number")
    return int(found[1])


def verify(options: argparse.Namespace) -> int:
    found = queries.disagreements(places.home_or_refuse().pk)
    if options.json:
        tell_json({"agree": not found, "disagreements": found})
    else:
        tell(*(found or ["Entitlements and the book agree."]))
    return 2 if found else 0


def result(options: argparse.Namespace) -> int:
    """Exit status: 0 taken in (also when it was known), 2 refused as a whole."""
    if not options.file.is_file():
        raise Refusal(f"There is no file {options.file}.", advice="Check its path.")
    taken = actions.take_result(
        options.order, options.file, name=options.file.name, layout=queries.result_layout(options.layout),
        paid_on=options.paid_on or places.today(), by=options.actor, on=places.today(),
    )  # fmt: skip
    told = queries.result_told(taken.file, fresh=taken.fresh)
    if options.json:
        tell_json(told)
        return 0
    if not taken.fresh:
        tell("This very file was taken in before; nothing changed.")
    tell(
        f"{number(told['rows'])} rows: {number(told['paid'])} paid ({rupiah(told['paid_rupiah'])}), "
        f"{number(told['returned'])} came back ({rupiah(told['returned_rupiah'])}), {number(told['known'])} known before."
    )
    for kind, count in told["left_over"].items():
        tell(f"{number(count)} rows wait for a person: {kind.replace('_', ' ')}.")
    tell(f"Of the order {rupiah(told['order_unheard'])} are still without news.")
    return 0
