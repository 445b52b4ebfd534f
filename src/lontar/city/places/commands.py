"""The terminal's door to places."""

import argparse
from typing import Any

from django.utils.translation import gettext as _

from lontar.city.places import actions, queries
from lontar.kit.terminal import command, group, table, tell, tell_json
from lontar.science.trouble import Refusal


def add_commands(subparsers: Any) -> None:
    places = group(subparsers, "places", summary="Load the places of a province, city or regency; import boundaries.")
    load = command(places, "load", load_region, summary="Load a province, city or regency down to its wards.")
    load.add_argument("code", help="its code, such as 53.71")
    listed = command(places, "list", list_places, summary="List the places of the city with their codes.")
    listed.add_argument("code", nargs="?", default="", help="only what lies below this code")
    listed.add_argument("--json", action="store_true")


def list_places(options: argparse.Namespace) -> int:
    top = queries.by_code(options.code) if options.code else queries.home_or_refuse()
    if top is None:
        raise Refusal(
            _("Wilayah %(code)s belum dimuat.") % {"code": options.code},
            advice=_("Jalankan ./lontar places load %(code)s.") % {"code": options.code},
        )
    found = queries.below(top.pk)
    if options.json:
        shown = ("code", "name", "level", "kind", "bps_code", "postal_code", "time_zone")
        tell_json([{key: value or None for key, value in row.items()} for row in found.values(*shown)])
        return 0
    table([(place.code, place.name, place.kind, place.postal_code or "–") for place in found])
    return 0


def load_region(options: argparse.Namespace) -> int:
    place = actions.load_region(options.code, by=options.actor, on=queries.today())
    tell(f"{place.code} {place.name}")
    return 0
