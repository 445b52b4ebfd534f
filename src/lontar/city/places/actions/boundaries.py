"""Take the boundaries of wards from a file that the city brings, and join them to districts and the city."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.places import queries
from lontar.city.places.actions.regions import TILES
from lontar.city.places.models import Boundary, Place
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.kit.sayings import finding_told
from lontar.science import boundaries as science
from lontar.science.tiles import laid_by_centre
from lontar.science.trouble import Finding, Refusal

BYTES_MAX = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do."""

    wards: int
    changed: int
    unchanged: int
    higher: int
    elsewhere: int
    findings: list[Finding]
    is_done: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "wards": self.wards,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "districts_ignored": self.higher,
            "elsewhere": self.elsewhere,
            "done": self.is_done,
            "findings": [finding_told(finding) for finding in self.findings],
        }


def read_document(content: bytes) -> Any:
    """JSON from a file, bounded; refuses what is none."""
    if len(content) > BYTES_MAX:
        raise Refusal(
            _("Berkas ini lebih besar dari %(size)d MB.") % {"size": BYTES_MAX // 1024 // 1024},
            advice=_("Sederhanakan batasnya dahulu di QGIS, atau potong sampai kota Anda saja."),
            field="file",
        )
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as trouble:
        raise Refusal(
            _("Berkas ini bukan GeoJSON yang utuh."),
            advice=_("Simpanlah lapisan kelurahan dari QGIS sebagai GeoJSON, sistem koordinat EPSG:4326."),
            field="file",
        ) from trouble


@deed
def import_boundaries(document: Any, *, source: str, dry_run: bool = False, by: Actor, on: date) -> Imported:
    """The shapes of the home city's wards; districts and the city are joined from them. All of it or nothing.

    The same file twice changes nothing. Whatever district polygons the file holds are not used: their borders rarely
    agree with those of their own wards.
    """
    require(by, Role.ADMINISTRATOR)
    if not source.strip():
        raise Refusal(
            _("Sumber batas belum ditulis."), advice=_("Misalnya: Bappeda Kota Kupang, 2025."), field="source"
        )
    city = queries.home_or_refuse()
    wards = {ward.code: ward for ward in queries.wards_in(city.pk).select_related("parent")}
    reading = science.read(
        document,
        [science.Ward(code, ward.name, ward.parent.name if ward.parent else "") for code, ward in wards.items()],
    )
    fresh = {wards[code].pk: shape for code, shape in science.thinned(reading.shapes).items()}
    kept = dict(queries.boundaries_in(city.pk).values_list("place_id", "geometry"))
    drawn = {key: science.as_geojson(shape) for key, shape in fresh.items()}
    changed = {key: geometry for key, geometry in drawn.items() if kept.get(key) != geometry}
    done = reading.is_whole and not dry_run
    if done and changed:
        _keep(changed, source=source.strip(), dissolved=False)
        _dissolve(city, source.strip())
        _lay_tiles_anew(city)
        details = {"wards": len(fresh), "changed": len(changed), "source": source.strip()}
        record("import_boundaries", subject=city, by=by, on=on, place_id=city.pk, details=details)
    return Imported(
        wards=len(fresh),
        changed=len(changed),
        unchanged=len(fresh) - len(changed),
        higher=reading.higher,
        elsewhere=reading.elsewhere,
        findings=reading.findings,
        is_done=done,
    )


def _keep(geometries: Mapping[int, Any], *, source: str, dissolved: bool) -> None:
    Boundary.objects.bulk_create(
        [Boundary(place_id=key, geometry=shape, source=source, dissolved=dissolved) for key, shape in geometries.items()],
        update_conflicts=True, unique_fields=["place"],
        update_fields=["geometry", "source", "dissolved", "imported_at"],
    )  # fmt: skip


def _dissolve(city: Place, source: str) -> None:
    """Districts and the city, from all wards that have a shape, those of an earlier file too."""
    shapes = {row.place_id: science.from_geojson(row.geometry) for row in _ward_rows(city)}
    joined = {}
    for above in queries.below(city.pk).filter(level__in=[Place.Level.DISTRICT, Place.Level.REGENCY]):
        lowest, highest = queries.span(above.pk)
        within = [shape for key, shape in shapes.items() if lowest <= key <= highest]
        if within:
            joined[above.pk] = science.as_geojson(science.dissolved(within))
    _keep(joined, source=source, dissolved=True)


def _ward_rows(city: Place) -> list[Boundary]:
    return list(queries.boundaries_in(city.pk).filter(place__level=Place.Level.WARD))


def _lay_tiles_anew(city: Place) -> None:
    """A city whose tiles nobody drew gets a tile map that looks like it, once every ward has a shape."""
    wards = list(queries.wards_in(city.pk))
    rows = {row.place_id: row for row in _ward_rows(city)}
    if (TILES / f"{city.code.replace('.', '')}.csv").exists() or len(rows) < len(wards):
        return
    centres = {ward.code: science.centre_of(science.from_geojson(rows[ward.pk].geometry)) for ward in wards}
    tiles = laid_by_centre(centres, {ward.code: str(ward.parent_id) for ward in wards})
    for ward in wards:
        ward.tile_q, ward.tile_r = tiles[ward.code]
    Place.objects.bulk_update(wards, ["tile_q", "tile_r"], batch_size=1000)
