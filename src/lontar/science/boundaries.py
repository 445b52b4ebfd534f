"""Boundaries of wards out of a GeoJSON document: checked, mended, matched, thinned for screens, and joined upwards.

Longitude before latitude, degrees, WGS 84 (RFC 7946). A feature counts as row, the first being 1.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry

from lontar.science.place_names import place_key
from lontar.science.trouble import NOTHING, Finding, Refusal, Source, Values, words

FEATURES_MAX: Final = 5_000
CORNERS_MAX: Final = 2_000_000
# West, south, east, north of Indonesia with its seas (Geoportal BIG, rounded outwards).
INDONESIA: Final = (94.0, -12.0, 142.0, 7.0)
# A screen shows a city in about a thousand points across: finer than this is not seen.
SCREEN_POINTS: Final = 1_500
DIGITS: Final = 5  # of a degree: about one metre
SLIVER_SHARE: Final = 1e-5
OVERLAP_SHARE: Final = 0.02

CODE_NAMES: Final = ("code", "kode", "kodekel", "kodekelurahan", "kodedesa", "kdkel", "kddesa", "kdepum", "kodewilayah", "kodekemendagri", "kemendagri", "kodewil")  # fmt: skip
NAME_NAMES: Final = ("name", "nama", "namakel", "namakelurahan", "namadesa", "nmkel", "nmdesa", "kelurahan", "desa", "keldesa", "desakel", "wadmkd", "namobj")  # fmt: skip
DISTRICT_NAMES: Final = ("kecamatan", "namakec", "namakecamatan", "nmkec", "wadmkc", "district", "kec")
DISAGREES: Final = words(
    "Kode %(code)s milik %(owner)s, tetapi di sini bernama %(name)s. Betulkan kode atau namanya; poligon ini dilewati."
)
AMBIGUOUS: Final = words(
    "Ada %(times)s wilayah bernama %(name)s. Tambahkan kolom kode atau kecamatan; poligon ini dilewati."
)
UNKNOWN: Final = words(
    "%(name)s: tidak dikenal di kota ini. Isilah kolom code dengan kode Kemendagri; poligon ini dilewati."
)
NAMELESS: Final = words("Fitur tanpa nama dan kode. Isilah kolom code dengan kode Kemendagri; poligon ini dilewati.")
BROKEN: Final = words("%(name)s: titik-titiknya bukan angka atau kurang dari empat. Gambar ulang fitur ini.")
OPEN: Final = words("%(name)s: garisnya tidak tertutup; Lontar menutupnya. Periksalah di peta.")
MENDED: Final = words("%(name)s: garisnya saling memotong; Lontar membetulkannya. Periksalah di peta.")
MISSING: Final = words("%(name)s (%(code)s) tidak ada dalam berkas; batasnya tetap seperti sebelumnya.")
NONE: Final = words(
    "Tidak satu pun kelurahan atau desa kota ini ada dalam berkas (%(elsewhere)s milik kota lain). "
    "Pilihlah lapisan kelurahan kota Anda."
)
WARD_CODE: Final = re.compile(r"\d{10}")
HIGHER_LEVELS: Final = {"province", "regency", "city", "district", "provinsi", "kabupaten", "kota", "kecamatan"}


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward as the city knows it."""

    code: str
    name: str
    district: str


@dataclass(slots=True)
class Reading:
    """What a document held: a shape for each ward that was found in it, and what a person should know."""

    shapes: dict[str, BaseGeometry] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    higher: int = 0  # polygons of districts and above, which are built from wards instead
    elsewhere: int = 0  # wards of other cities

    @property
    def is_whole(self) -> bool:
        return not any(finding.severity == "error" for finding in self.findings)

    def wrong(self, row: int, template: str, kind: str, values: Values = NOTHING) -> None:
        """What keeps the whole file out until it is mended."""
        self.findings.append(Finding("error", template, Source(row=row), kind, values))

    def notice(self, row: int, template: str, kind: str, values: Values = NOTHING) -> None:
        """What a person should look at; the file comes in all the same."""
        self.findings.append(Finding("warning", template, Source(row=row), kind, values))


def read(document: Any, wards: Sequence[Ward]) -> Reading:
    """Match the features of a document to wards. Refuses what is no collection of features in degrees."""
    features = _features(document)
    reading, known = Reading(), _Known(wards)
    parts: dict[str, list[BaseGeometry]] = {}
    for row, feature in enumerate(features, start=1):
        properties = _properties(feature)
        if known.has_above(properties):
            reading.higher += 1
            continue
        code = known.ward_of(properties, row, reading)
        if code is None:
            continue
        found = _checked(feature.get("geometry"), row, known.name_of(code), reading)
        if found is not None:
            parts.setdefault(code, []).append(found)
    for code, shapes in parts.items():
        if len(shapes) > 1:
            values = {"name": known.name_of(code), "times": len(shapes)}
            reading.notice(0, words("%(name)s ada %(times)s kali; bagian-bagiannya digabung."), "twice", values)
        reading.shapes[code] = shapely.union_all(shapes)
    _find_missing(reading, wards)
    _find_overlaps(reading, known)
    return reading


def _features(document: Any) -> list[dict[str, Any]]:
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        raise Refusal(
            words("Berkas ini bukan kumpulan batas GeoJSON."),
            advice=words("Simpanlah lapisan kelurahan dari QGIS sebagai GeoJSON, sistem koordinat EPSG:4326."),
        )
    if not features:
        raise Refusal(
            words("Berkas ini tidak memuat satu pun poligon."),
            advice=words("Pilihlah lapisan kelurahan, lalu simpan lagi."),
        )
    if len(features) > FEATURES_MAX:
        raise Refusal(
            words("Berkas ini memuat lebih dari %(most)s poligon."),
            advice=words("Potonglah sampai kota Anda saja, lalu simpan lagi."),
            values={"most": FEATURES_MAX},
        )
    if not all(isinstance(feature, dict) for feature in features):
        raise Refusal(
            words("Sebagian isi berkas ini bukan fitur GeoJSON."),
            advice=words("Simpan ulang dari QGIS sebagai GeoJSON."),
        )
    _refuse_wrong_degrees(features)
    return features


def _refuse_wrong_degrees(features: Sequence[Mapping[str, Any]]) -> None:
    """Look at all corners at once: swapped axes and metres are mistakes of the file, not of a feature."""
    corners = np.array(list(_corners(features)), dtype=np.float64).reshape(-1, 2)
    if len(corners) > CORNERS_MAX:
        raise Refusal(
            words("Batas ini memakai lebih dari %(most)s titik."),
            advice=words("Sederhanakan dahulu di QGIS (Vector, Geometry Tools, Simplify)."),
            values={"most": CORNERS_MAX},
        )
    if not len(corners):
        return
    west, south, east, north = INDONESIA
    x, y = np.sort(corners, axis=0)[len(corners) // 2]
    if west <= y <= east and south <= x <= north:
        raise Refusal(
            words("Lintang dan bujur tertukar: titik-titiknya tertulis lintang lebih dahulu."),
            advice=words(
                "GeoJSON menulis bujur lebih dahulu, misalnya [123.6, -10.2]. Tukarlah sumbunya, lalu impor lagi."
            ),
        )
    if abs(x) > 180 or abs(y) > 90:
        raise Refusal(
            words("Koordinat ini bukan derajat."),
            advice=words("Simpanlah dengan sistem koordinat EPSG:4326 (WGS 84), bukan UTM atau DGN."),
        )
    if not (west <= x <= east and south <= y <= north):
        raise Refusal(
            words("Batas ini terletak di luar Indonesia."), advice=words("Periksalah berkas dan sistem koordinatnya.")
        )


def _corners(features: Iterable[Mapping[str, Any]]) -> Iterable[tuple[float, float]]:
    """Every corner that is a pair of finite numbers, however deep the lists; what is none is found out later."""
    todo: list[Any] = [
        feature["geometry"].get("coordinates") for feature in features if isinstance(feature.get("geometry"), dict)
    ]
    while todo:
        one = todo.pop()
        if not isinstance(one, list) or not one:
            continue
        if isinstance(one[0], list):
            todo.extend(one)
        elif _is_corner(one):
            yield float(one[0]), float(one[1])


def _is_corner(one: Any) -> bool:
    return (
        isinstance(one, list)
        and len(one) >= 2
        and all(isinstance(axis, int | float) and not isinstance(axis, bool) and abs(axis) < 1e9 for axis in one[:2])
    )


def _properties(feature: Mapping[str, Any]) -> dict[str, str]:
    """Names of properties in one spelling: KODE_KEL, kode-kel and KodeKel are one."""
    given = feature.get("properties")
    if not isinstance(given, dict):
        return {}
    return {
        re.sub(r"[^a-z0-9]", "", str(name).casefold()): str(value).strip()
        for name, value in given.items()
        if isinstance(value, str | int | float)
    }


def _first(properties: Mapping[str, str], names: Iterable[str]) -> str:
    return next((properties[name] for name in names if properties.get(name)), "")


def _digits(code: str) -> str:
    # A code that a spreadsheet took for a number ends in .0
    return re.sub(r"\D", "", code.removesuffix(".0"))


class _Known:
    """The wards of the city, by code and by name within their district."""

    def __init__(self, wards: Sequence[Ward]) -> None:
        self.by_digits = {_digits(ward.code): ward for ward in wards}
        self.above = {digits[:length] for digits in self.by_digits for length in (2, 4, 6)}
        self.by_code = {ward.code: ward for ward in wards}
        self.by_name: dict[tuple[str, str], list[Ward]] = {}
        for ward in wards:
            for district in ("", place_key(ward.district)):
                self.by_name.setdefault((place_key(ward.name), district), []).append(ward)

    def has_above(self, properties: Mapping[str, str]) -> bool:
        """Whether this is the polygon of a district, a city or a province."""
        if properties.get("level", "").casefold() in HIGHER_LEVELS:
            return True
        return _digits(_first(properties, CODE_NAMES)) in self.above

    def name_of(self, code: str) -> str:
        return self.by_code[code].name

    def ward_of(self, properties: Mapping[str, str], row: int, reading: Reading) -> str | None:
        """The ward of a feature: by its official code where the name agrees, else by name and district.

        A code of BPS has as many digits and means another ward, so a code whose name disagrees is not believed.
        """
        digits, name = _digits(_first(properties, CODE_NAMES)), _first(properties, NAME_NAMES)
        by_code = self.by_digits.get(digits)
        if by_code and (not name or place_key(name) == place_key(by_code.name)):
            return by_code.code
        if WARD_CODE.fullmatch(digits) and digits[:4] not in self.above:
            reading.elsewhere += 1
            return None
        named = self.by_name.get((place_key(name), place_key(_first(properties, DISTRICT_NAMES))), []) if name else []
        if len(named) == 1:
            return named[0].code
        if by_code:
            reading.notice(row, DISAGREES, "disagrees", {"code": by_code.code, "owner": by_code.name, "name": name})
        elif len(named) > 1:
            reading.notice(row, AMBIGUOUS, "ambiguous", {"times": len(named), "name": name})
        else:
            reading.notice(row, UNKNOWN if name or digits else NAMELESS, "unknown", {"name": name or digits})
        return None


def _checked(geometry: Any, row: int, name: str, reading: Reading) -> BaseGeometry | None:
    """A valid polygon of this ward, mended where it had to be, or None with a finding that says why not."""
    values = {"name": name}
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        reading.wrong(row, words("%(name)s: bukan poligon. Hapus atau gambar ulang fitur ini."), "no_polygon", values)
        return None
    polygons: Any = geometry.get("coordinates")
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    if not _is_rings(polygons):
        reading.wrong(row, BROKEN, "broken", values)
        return None
    if any(ring[0][:2] != ring[-1][:2] for polygon in polygons for ring in polygon):
        reading.notice(row, OPEN, "open", values)
        polygons = [[ring if ring[0][:2] == ring[-1][:2] else [*ring, ring[0]] for ring in polygon] for polygon in polygons]  # fmt: skip
    drawn = shapely.force_2d(shape({"type": "MultiPolygon", "coordinates": polygons}))
    west, south, east, north = INDONESIA
    low_x, low_y, high_x, high_y = drawn.bounds
    if low_x < west or high_x > east or low_y < south or high_y > north:
        reading.wrong(
            row, words("%(name)s: sebagian titiknya di luar Indonesia. Periksalah fitur ini."), "outside", values
        )
        return None
    if drawn.is_valid:
        return drawn
    mended = _areas(shapely.make_valid(drawn))
    if mended is None:
        reading.wrong(row, words("%(name)s: poligonnya tidak punya luas. Gambar ulang fitur ini."), "empty", values)
        return None
    reading.notice(row, MENDED, "mended", values)
    return mended


def _is_rings(polygons: Any) -> bool:
    return (
        isinstance(polygons, list)
        and bool(polygons)
        and all(
            isinstance(polygon, list)
            and polygon
            and all(isinstance(ring, list) and len(ring) >= 3 and all(map(_is_corner, ring)) for ring in polygon)
            for polygon in polygons
        )
    )


def _areas(geometry: BaseGeometry) -> BaseGeometry | None:
    """Only what has an area: mending may leave lines and points behind."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type in ("Polygon", "MultiPolygon")]
    joined = shapely.union_all(parts) if parts else None
    return joined if joined is not None and not joined.is_empty and joined.area > 0 else None


def _find_missing(reading: Reading, wards: Sequence[Ward]) -> None:
    if not reading.shapes:
        reading.wrong(0, NONE, "none", {"elsewhere": reading.elsewhere})
        return
    for ward in [ward for ward in wards if ward.code not in reading.shapes]:
        reading.notice(0, MISSING, "missing", {"name": ward.name, "code": ward.code})


def _find_overlaps(reading: Reading, known: _Known) -> None:
    codes, shapes = list(reading.shapes), list(reading.shapes.values())
    if not shapes:
        return
    tree = shapely.STRtree(shapes)
    for one, other in zip(*tree.query(shapes, predicate="intersects"), strict=True):
        if one < other:
            shared = shapely.intersection(shapes[one], shapes[other]).area
            if shared > OVERLAP_SHARE * min(shapes[one].area, shapes[other].area):
                values = {"one": known.name_of(codes[one]), "other": known.name_of(codes[other])}
                reading.notice(
                    0, words("%(one)s dan %(other)s saling menutupi. Periksalah di peta."), "overlap", values
                )


def thinned(shapes: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """For screens: fewer corners, the border that two wards share thinned once for both."""
    if not shapes:
        return {}
    codes, drawn = list(shapes), list(shapes.values())
    west, south, east, north = shapely.total_bounds(drawn)
    step = max(east - west, north - south) / SCREEN_POINTS
    simple = shapely.coverage_simplify(drawn, step)
    kept = {}
    for code, before, after in zip(codes, drawn, simple, strict=True):
        rounded = shapely.transform(after, lambda corners: np.round(corners, DIGITS))
        area = _areas(rounded if rounded.is_valid else shapely.make_valid(rounded))
        kept[code] = area if area is not None else before
    return kept


def dissolved(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """What wards cover together, without the slivers that remain between borders that do not quite meet."""
    joined = shapely.union_all(shapes)
    least = SLIVER_SHARE * joined.area
    polygons = [
        Polygon(part.exterior, [hole for hole in part.interiors if Polygon(hole).area > least])
        for part in shapely.get_parts(joined)
        if isinstance(part, Polygon)
    ]
    return MultiPolygon(polygons)


def as_geojson(geometry: BaseGeometry) -> dict[str, Any]:
    """The geometry as GeoJSON, in lists, as a database keeps it."""
    drawn = mapping(shapely.normalize(geometry))
    return {"type": drawn["type"], "coordinates": _lists(drawn["coordinates"])}


def _lists(value: Any) -> Any:
    return [_lists(one) for one in value] if isinstance(value, tuple | list) else value


def centre_of(geometry: BaseGeometry) -> tuple[float, float]:
    """Latitude and longitude of a point that lies inside."""
    point = geometry.representative_point()
    return float(point.y), float(point.x)


def from_geojson(geometry: Mapping[str, Any]) -> BaseGeometry:
    """The shape that `as_geojson` wrote."""
    return shape(geometry)
