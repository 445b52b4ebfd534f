"""The terminal's door to the portal."""

import argparse
from typing import Any

from lontar.city.places import queries as places
from lontar.city.portal import actions
from lontar.kit.terminal import command, group, tell


def add_commands(subparsers: Any) -> None:
    portal = group(subparsers, "portal", summary="Publish the public snapshot of a month.")
    publish_ = command(portal, "publish", publish, summary="Publish a month, as a planner (--as USERNAME).")
    publish_.add_argument("--period", metavar="YYYY-MM", help="the month (default: this month)")
    publish_.add_argument("--reason", default="", help="why a month that is out already is published again")


def publish(options: argparse.Namespace) -> int:
    on = places.today()
    place = places.home_or_refuse()
    period = options.period or f"{on:%Y-%m}"
    snapshot = actions.publish(place.pk, period, by=options.actor, on=on, reason=options.reason)
    tell(f"{place.name} {snapshot.period} revision {snapshot.revision} sha256 {snapshot.sha256}")
    return 0
