"""The terminal's door to programmes."""

import argparse
from typing import Any

from lontar.city.places import queries as places
from lontar.city.programmes import actions
from lontar.kit.terminal import command, group, tell


def add_commands(subparsers: Any) -> None:
    programmes = group(subparsers, "programmes", summary="The catalogue of what is offered.")
    load = command(programmes, "load", load_catalogue, summary="Load the catalogue of a year.")
    load.add_argument("--year", type=int, required=True, help="the budget year, such as 2026")


def load_catalogue(options: argparse.Namespace) -> int:
    loaded = actions.load_catalogue(
        options.year, place_id=places.home_or_refuse().pk, by=options.actor, on=places.today()
    )
    tell(f"{options.year}: {loaded.new} new, {loaded.changed} changed, {loaded.unchanged} unchanged")
    return 0
