"""The terminal's door to places."""

import argparse
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lontar.city.places import actions, queries
from lontar.engine.tables import not_opened
from lontar.kit.sayings import finding_told
from lontar.kit.terminal import command, group, table, tell, tell_json
from lontar.science.trouble import Refusal


def add_commands(subparsers: Any) -> None:
    places = group(subparsers, "places", summary="Load the places of a province, city or regency; import boundaries.")
    load = command(places, "load", load_region, summary="Load a province, city or regency down to its wards.")
    load.add_argument("code", help="its code, such as 53.71")
    listed = command(places, "list", list_places, summary="List the places of the city with their codes.")
    listed.add_argument("code", nargs="?", default="", help="only what lies below this code")
    listed.add_argument("--json", action="store_true")
    crosswalk = command(places, "crosswalk", load_crosswalk, summary="Take in which of BPS's codes is which ward.")
    crosswalk.add_argument("file", type=Path, help="a CSV, XLSX or XLS file with kode_bps and nama or kode_kemendagri")
    crosswalk.add_argument("--source", default="", metavar="TEXT", help="whose list it is, and of when")
    crosswalk.add_argument("--dry-run", action="store_true", help="check everything and write nothing")
    crosswalk.add_argument("--json", action="store_true")
    shapes = command(
        places, "boundaries", boundaries, summary="Import the boundaries of the wards from a GeoJSON file."
    )
    shapes.add_argument("file", type=Path)
    shapes.add_argument("--source", default="", metavar="TEXT", help="who drew them and when; the file's own words without it")  # fmt: skip
    shapes.add_argument("--dry-run", action="store_true", help="check everything and write nothing")
    shapes.add_argument("--json", action="store_true")


def boundaries(options: argparse.Namespace) -> int:
    """Exit status 2 when something must be mended first."""
    try:
        with options.file.open("rb") as file:
            content = file.read(actions.BYTES_MAX + 1)
    except OSError as trouble:
        raise not_opened(options.file.name, trouble) from trouble
    document = actions.read_document(content)
    own = document.get("source") if isinstance(document, dict) else None
    source = options.source or (own if isinstance(own, str) else "") or options.file.name
    found = actions.import_boundaries(
        document, source=source[:200], dry_run=options.dry_run, by=options.actor, on=queries.today()
    )
    if options.json:
        tell_json(found.as_json())
    else:
        tell(*_told(found, dry_run=options.dry_run))
    return 0 if not any(finding.severity == "error" for finding in found.findings) else 2


def load_crosswalk(options: argparse.Namespace) -> int:
    """Exit status 2 when something must be mended first."""
    found, changed = actions.import_crosswalk(
        options.file, source=options.source, dry_run=options.dry_run, by=options.actor, on=queries.today()
    )
    told = [finding_told(finding) for finding in found.findings]
    if options.json:
        tell_json({"rows": found.rows_read, "wards": len(found.codes), "changed": changed, "findings": told})
    else:
        tell(*(f"{one['severity']}  {one['row'] or '–'}  {one['message']}" for one in told))
        tell(
            _("%(wards)d kelurahan berkode BPS, %(changed)d berubah.") % {"wards": len(found.codes), "changed": changed}
        )
    return 2 if found.has_errors else 0


def _told(found: actions.Imported, *, dry_run: bool) -> list[str]:
    words = {"error": _("salah"), "warning": _("perhatikan")}
    told = [
        f"{words[finding.severity]}  {_('fitur')} {finding.source.row or '–'}  {finding_told(finding)['message']}"
        for finding in found.findings
    ]
    told.append(
        _("%(wards)d wilayah dikenali, %(changed)d berubah, %(unchanged)d sama seperti sebelumnya.")
        % {"wards": found.wards, "changed": found.changed, "unchanged": found.unchanged}
    )
    if found.higher:
        told.append(
            _("%(n)d poligon kecamatan dan di atasnya tidak dipakai: Lontar menyusunnya dari kelurahan.")
            % {"n": found.higher}
        )
    if found.elsewhere:
        told.append(_("%(n)d wilayah kota lain dilewati.") % {"n": found.elsewhere})
    if dry_run:
        told.append(_("Hanya diperiksa; tidak ada yang disimpan."))
    elif not found.is_done:
        told.append(_("Tidak ada yang disimpan: betulkan yang salah, lalu impor lagi."))
    return told


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
