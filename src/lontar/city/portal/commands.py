"""The terminal's door to the portal."""

import argparse
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.portal import actions
from lontar.kit.sayings import finding_told
from lontar.kit.terminal import command, group, tell, tell_json


def add_commands(subparsers: Any) -> None:
    portal = group(
        subparsers, "portal", summary="Publish the public snapshot of a month; take in figures of BPS and of the plan."
    )
    publish_ = command(portal, "publish", publish, summary="Publish a month, as a planner (--as USERNAME).")
    publish_.add_argument("--period", metavar="YYYY-MM", help="the month (default: this month)")
    publish_.add_argument("--reason", default="", help="why a month that is out already is published again")
    figures_ = command(portal, "figures", figures, summary="Take in poverty figures and targets, as a planner.")
    figures_.add_argument("file", type=Path, help="a CSV, XLSX or XLS file with Indikator, Periode, Nilai, Sumber")
    figures_.add_argument("--dry-run", action="store_true", help="check everything and write nothing")
    figures_.add_argument("--json", action="store_true")


def publish(options: argparse.Namespace) -> int:
    on = places.today()
    place = places.home_or_refuse()
    period = options.period or f"{on:%Y-%m}"
    snapshot = actions.publish(place.pk, period, by=options.actor, on=on, reason=options.reason)
    tell(f"{place.name} {snapshot.period} revision {snapshot.revision} sha256 {snapshot.sha256}")
    return 0


def figures(options: argparse.Namespace) -> int:
    """Exit status 2 when something must be mended first."""
    found, changed = actions.bring_figures(options.file, dry_run=options.dry_run, by=options.actor, on=places.today())
    told = [finding_told(finding) for finding in found.findings]
    if options.json:
        tell_json({"rows": found.rows_read, "changed": changed, "findings": told})
    else:
        tell(*(f"{one['severity']}  {one['row'] or '–'}  {one['message']}" for one in told))
        tell(_("%(rows)d baris dibaca, %(changed)d angka berubah.") % {"rows": found.rows_read, "changed": changed})
    return 2 if found.has_errors else 0
