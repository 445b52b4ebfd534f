"""The terminal's door to places."""

import argparse
from datetime import date
from typing import Any

from lontar.city.places import actions
from lontar.kit.terminal import command, group, tell


def add_commands(subparsers: Any) -> None:
    places = group(subparsers, "places", summary="Load the places of a province, city or regency; import boundaries.")
    load = command(places, "load", load_region, summary="Load a province, city or regency down to its wards.")
    load.add_argument("code", help="its code, such as 53.71")


def load_region(options: argparse.Namespace) -> int:
    place = actions.load_region(options.code, by=options.actor, on=date.today())  # noqa: DTZ011 - the server's day
    tell(f"{place.code} {place.name}")
    return 0
