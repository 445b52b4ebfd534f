"""Delivery at the terminal: whether entitlements and the book say the same."""

import argparse
from typing import Any

from lontar.city.delivery import queries
from lontar.city.places import queries as places
from lontar.kit.terminal import command, group, tell, tell_json


def add_commands(subparsers: Any) -> None:
    delivery = group(subparsers, "delivery", summary="What is owed and what arrived.")
    verifying = command(
        delivery, "verify", verify, summary="Compare entitlements with the book; exit 2 where they differ."
    )
    verifying.add_argument("--json", action="store_true", help="tell it as JSON")


def verify(options: argparse.Namespace) -> int:
    found = queries.disagreements(places.home_or_refuse().pk)
    if options.json:
        tell_json({"agree": not found, "disagreements": found})
    else:
        tell(*(found or ["Entitlements and the book agree."]))
    return 2 if found else 0
