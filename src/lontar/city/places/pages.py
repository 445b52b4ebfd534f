"""The city's tree and map, one place, and the boundaries that the city brings."""

from dataclasses import replace
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.places import actions, queries
from lontar.city.places.forms import Boundaries, Crosswalk
from lontar.city.places.models import Place
from lontar.kit.answers import beside_field
from lontar.kit.charts import Area, Caption, Tile, area_map, grouped_map
from lontar.kit.gate import EVERY_OFFICER, Actor, Role, door
from lontar.kit.memory_files import brought
from lontar.kit.sayings import finding_told
from lontar.science.trouble import Refusal

FINDINGS_SHOWN = 200
CROSSWALK_BYTES_MAX = 5 * 1024 * 1024


@door(*EVERY_OFFICER)
def city(request: HttpRequest) -> HttpResponse:
    """Districts and their wards with codes, and where they lie."""
    home = queries.home_or_refuse()
    wards = list(queries.wards_in(home.pk))
    districts = list(queries.districts_in(home.pk))
    by_parent: dict[int | None, list[Place]] = {}
    for ward in wards:
        by_parent.setdefault(ward.parent_id, []).append(ward)
    context = {
        "home": home,
        "clock": _clock(home),
        "districts": [(district, by_parent.get(district.pk, [])) for district in districts],
        "counts": _counts(districts, wards),
        "tiles": _tiles(home, wards, {district.pk: district.name for district in districts}),
        "areas": _areas(home),
        "boundary": queries.boundary_of(home.pk),
        "keeps": cast(Actor, request.user).role == Role.ADMINISTRATOR,
        "bps_known": sum(bool(ward.bps_code) for ward in wards),
    }
    return render(request, "places/city.html", context)


def _counts(districts: list[Place], wards: list[Place]) -> list[tuple[str, int]]:
    kinds = {"kelurahan": _("kelurahan"), "desa": _("desa"), "desa_adat": _("desa adat")}
    counted = [(words, sum(ward.kind == kind for ward in wards)) for kind, words in kinds.items()]
    return [(_("kecamatan"), len(districts)), *[(words, number) for words, number in counted if number]]


def _tiles(home: Place, wards: list[Place], districts: dict[int, str]) -> Any:
    laid = [ward for ward in wards if ward.tile_q is not None and ward.tile_r is not None]
    if not laid:
        return None
    tiles = [
        Tile(int(ward.tile_q or 0), int(ward.tile_r or 0), ward.name, None, reverse("places:place", args=[ward.code]))
        for ward in laid
    ]
    caption = Caption(
        "ubin",
        _("Ubin %(name)s") % {"name": home.name},
        _("Setiap kelurahan atau desa satu ubin, kira-kira di tempatnya. Garis tebal: kecamatan."),
        (_("Kelurahan atau desa"), _("Kecamatan")),
    )
    return grouped_map(tiles, [districts.get(ward.parent_id or 0, "") for ward in laid], caption)


def _areas(place: Place) -> Any:
    """The shapes that the city brought, or None while it has brought none."""
    rows = [row for row in queries.boundaries_in(place.pk) if row.place.level == Place.Level.WARD]
    if not rows:
        return None
    areas = [Area(row.place.name, row.geometry, None, reverse("places:place", args=[row.place.code])) for row in rows]
    caption = Caption(
        "batas",
        _("Batas %(name)s") % {"name": place.name},
        _("Batas petunjuk seperti yang diimpor, bukan batas hukum."),
        (_("Kelurahan atau desa"), _("Nilai")),
    )
    drawn = area_map(areas, caption, write=str, says=("", ""))
    names = tuple((row.place.name, row.place.code) for row in rows)
    shapes = tuple(replace(shape, spoken=area.name) for shape, area in zip(drawn.shapes, areas, strict=True))
    behind = replace(drawn.behind, heads=(_("Kelurahan atau desa"), _("Kode")), rows=names)
    return replace(drawn, shapes=shapes, legend=(), behind=behind)


def _clock(place: Place) -> str:
    names = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
    return names.get(place.time_zone, place.time_zone)


@door(*EVERY_OFFICER)
def place(request: HttpRequest, code: str) -> HttpResponse:
    """One district or ward: its codes, other names and shape."""
    home = queries.home_or_refuse()
    found = queries.by_code(code)
    lowest, highest = queries.span(home.pk)
    if found is None or not lowest < found.pk <= highest:
        raise Http404
    context = {
        "home": home,
        "place": found,
        "parent": found.parent if found.level == Place.Level.WARD else None,
        "clock": _clock(found),
        "aliases": queries.aliases_of(found.pk),
        "wards": queries.wards_in(found.pk) if found.level == Place.Level.DISTRICT else [],
        "areas": _areas(found),
        "boundary": queries.boundary_of(found.pk),
    }
    return render(request, "places/place.html", context)


@door(Role.ADMINISTRATOR)
def boundaries(request: HttpRequest) -> HttpResponse:
    """Bring the boundaries of the wards: everything is checked, then all of it comes in or nothing."""
    form = Boundaries(request.POST or None, request.FILES or None)
    found: actions.Imported | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            found = actions.import_boundaries(
                actions.read_document(given["file"].read(actions.BYTES_MAX + 1)), source=given["source"],
                dry_run=given["dry_run"], by=cast(Actor, request.user), on=queries.today(),
            )  # fmt: skip
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            if found.is_done and not found.findings:
                messages.success(request, _("Batas %(n)d kelurahan dan desa tersimpan.") % {"n": found.wards})
                return redirect("places:city")
    context = {
        "form": form,
        "found": found,
        "shown": [finding_told(one) for one in found.findings[:FINDINGS_SHOWN]] if found else [],
        "has_errors": found is not None and any(finding.severity == "error" for finding in found.findings),
    }
    return render(request, "places/boundaries.html", context, status=422 if form.errors else 200)


@door(Role.ADMINISTRATOR)
def crosswalk(request: HttpRequest) -> HttpResponse:
    """Bring BPS's codes of the wards: looked at first, ward by ward, then all of it comes in or nothing."""
    form = Crosswalk(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        before = {ward.code: (ward.name, ward.bps_code) for ward in queries.wards_in(queries.home_or_refuse().pk)}
        try:
            if given["file"].size > CROSSWALK_BYTES_MAX:
                raise Refusal(_("Berkas ini lebih besar dari 5 MB."), field="file")
            with brought(given["file"]) as path:
                found, changed = actions.import_crosswalk(
                    path, source=given["source"], name=given["file"].name, dry_run=given["dry_run"],
                    by=cast(Actor, request.user), on=queries.today(),
                )  # fmt: skip
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            if not (found.findings or given["dry_run"]):
                messages.success(request, _("Kode BPS %(n)d kelurahan dan desa tersimpan.") % {"n": changed})
                return redirect("places:city")
            rows = [(*before[code], bps) for code, bps in found.codes.items() if before[code][1] != bps]
            context = {
                "found": found, "changed": changed, "rows": rows, "checked_only": given["dry_run"],
                "shown": [finding_told(one) for one in found.findings if one.severity == "error"][:FINDINGS_SHOWN],
                "missing": [name for code, (name, _bps) in before.items() if code not in found.codes],
            }  # fmt: skip
    return render(request, "places/crosswalk.html", {"form": form, **context}, status=422 if form.errors else 200)
