"""Boundaries come in from a city's own file: checked, mended, matched by code or name, joined upwards, once."""

import copy
import json

import pytest
import shapely
from shapely.geometry import mapping, shape

from cast import CITY, OESAPA, TODAY
from lontar.city.journal import queries as journal
from lontar.city.places import actions, queries
from lontar.city.places.models import Boundary
from lontar.house.environment import ROOT
from lontar.science.trouble import NotAllowed, Refusal

pytestmark = pytest.mark.django_db
REAL = ROOT.parent / "shared" / "domain"  # beside the project where it is present, and never needed by the program
DISTRICT = 5371030000


def square(column, row, size=0.02):
    west, south = 123.55 + column * size, -10.2 + row * size
    return {"type": "Polygon", "coordinates": [[[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]]}  # fmt: skip


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


@pytest.fixture
def kelapa_lima(home):
    """The five wards of one district, side by side."""
    return collection(
        *(
            feature(square(number, 0), kode=ward.code, nama=ward.name)
            for number, ward in enumerate(queries.wards_in(DISTRICT))
        )
    )


@pytest.fixture
def bring(agus):
    def brought(document, **more):
        given = {"source": "Bappeda, 2025", "by": agus, "on": TODAY, **more}
        return actions.import_boundaries(document, **given)

    return brought


def kinds(found):
    return {finding.kind for finding in found.findings} - {"missing"}


def test_districts_and_the_city_are_joined_from_their_wards(kelapa_lima, bring):
    found = bring(kelapa_lima)
    assert (found.wards, found.changed, found.is_done, kinds(found)) == (5, 5, True, set())
    rows = {row.place_id: row for row in queries.boundaries_in(CITY)}
    assert len(rows) == 7
    assert rows[DISTRICT].dissolved
    assert not rows[OESAPA].dissolved
    wards = shapely.union_all([shape(rows[ward.pk].geometry) for ward in queries.wards_in(DISTRICT)])
    assert shape(rows[DISTRICT].geometry).equals(wards)
    assert rows[CITY].geometry == rows[DISTRICT].geometry


def test_the_same_file_twice_changes_nothing_and_says_nothing_in_the_journal(kelapa_lima, bring, acting, agus):
    bring(kelapa_lima)
    with acting(agus):
        lines = journal.lines(verb="import_boundaries").count()
        again = bring(kelapa_lima)
        assert (again.changed, again.unchanged) == (0, 5)
        assert journal.lines(verb="import_boundaries").count() == lines == 1


def test_a_dry_run_tells_all_and_writes_nothing(kelapa_lima, bring):
    found = bring(kelapa_lima, dry_run=True)
    assert (found.changed, found.is_done) == (5, False)
    assert not Boundary.objects.exists()


@pytest.mark.parametrize("name", ["code", "KODE", "kode_kel", "Kode-Desa", "KDEPUM", "kode_wilayah"])
@pytest.mark.parametrize("code", ["53.71.03.1010", "5371031010", 5371031010, 5371031010.0])
def test_the_official_code_is_found_under_its_many_names(bring, home, name, code):
    assert bring(collection(feature(square(0, 0), **{name: code}))).wards == 1
    assert Boundary.objects.filter(place_id=OESAPA).exists()


@pytest.mark.parametrize(
    "properties",
    [
        {"NAMOBJ": "Oesapa", "WADMKC": "Kelapa Lima"},
        {"kelurahan": "KEL. OESAPA", "kecamatan": "Kec. Kelapa Lima"},
        {"nama": "oesapa"},
        {"kode_bps": "5371010001", "nama": "Oesapa"},
    ],
)
def test_without_a_code_the_name_decides(bring, home, properties):
    assert bring(collection(feature(square(0, 0), **properties))).wards == 1
    assert Boundary.objects.filter(place_id=OESAPA).exists()


def test_a_code_whose_name_disagrees_is_a_code_of_bps_and_the_name_decides(bring, home):
    bring(collection(feature(square(0, 0), kode="5371031011", nama="Oesapa")))
    assert Boundary.objects.filter(place_id=OESAPA).exists()
    assert not Boundary.objects.filter(place_id=5371031011).exists()


def test_what_does_not_match_is_found_and_what_matches_comes_in(kelapa_lima, bring):
    kelapa_lima["features"].append(feature(square(9, 9), nama="Atlantis"))
    found = bring(kelapa_lima)
    assert found.is_done
    assert kinds(found) == {"unknown"}
    assert [finding.source.row for finding in found.findings if finding.kind == "unknown"] == [6]
    assert sum(finding.kind == "missing" for finding in found.findings) == 46


def test_district_polygons_are_ignored_and_counted(kelapa_lima, bring):
    kelapa_lima["features"].append(feature(square(9, 9), kode="53.71.03", nama="Kelapa Lima"))
    found = bring(kelapa_lima)
    assert (found.higher, kinds(found)) == (1, set())
    assert queries.boundaries_in(DISTRICT).get(place_id=DISTRICT).dissolved


def test_a_bow_tie_is_mended_and_said(kelapa_lima, bring):
    ring = kelapa_lima["features"][0]["geometry"]["coordinates"][0]
    ring[1], ring[2] = ring[2], ring[1]
    found = bring(kelapa_lima)
    assert found.is_done
    assert "mended" in kinds(found)
    assert all(shape(row.geometry).is_valid for row in Boundary.objects.all())


def test_an_open_ring_is_closed_and_said(kelapa_lima, bring):
    kelapa_lima["features"][0]["geometry"]["coordinates"][0].pop()
    found = bring(kelapa_lima)
    assert found.is_done
    assert kinds(found) == {"open"}


def test_a_ward_in_two_features_is_one_shape(kelapa_lima, bring):
    kelapa_lima["features"].append(feature(square(20, 20), kode="53.71.03.1010"))
    assert kinds(bring(kelapa_lima)) == {"twice"}
    assert shape(Boundary.objects.get(place_id=OESAPA).geometry).geom_type == "MultiPolygon"


def test_wards_that_cover_each_other_are_said(kelapa_lima, bring):
    kelapa_lima["features"][1]["geometry"] = kelapa_lima["features"][0]["geometry"]
    assert kinds(bring(kelapa_lima)) == {"overlap"}


@pytest.mark.parametrize(
    ("geometry", "kind"),
    [
        (None, "no_polygon"),
        ({"type": "Point", "coordinates": [123.6, -10.1]}, "no_polygon"),
        ({"type": "Polygon", "coordinates": [[[123.6, -10.1], [123.7, -10.1]]]}, "broken"),
        ({"type": "Polygon", "coordinates": [[["a", "b"], [123.7, -10.1], [123.7, -10.2]]]}, "broken"),
        ({"type": "Polygon", "coordinates": "semua"}, "broken"),
        ({"type": "Polygon", "coordinates": [[[123.6, -10.1], [123.6, -10.1], [123.6, -10.1], [123.6, -10.1]]]}, "empty"),
        ({"type": "Polygon", "coordinates": [[[123.6, -10.1], [10.0, 50.0], [123.7, -10.2], [123.6, -10.1]]]}, "outside"),
        ({"type": "Polygon", "coordinates": [[[float("nan"), -10.1], [123.6, -10.2], [123.7, -10.2], [float("nan"), -10.1]]]}, "broken"),
    ],
)  # fmt: skip
def test_one_broken_ward_keeps_all_out(kelapa_lima, bring, geometry, kind):
    kelapa_lima["features"][2]["geometry"] = geometry
    found = bring(kelapa_lima)
    assert kind in kinds(found)
    assert not found.is_done
    assert not Boundary.objects.exists()


def swapped(document):
    for one in document["features"]:
        one["geometry"]["coordinates"] = [[[y, x] for x, y in ring] for ring in one["geometry"]["coordinates"]]
    return document


def scaled(document, factor):
    for one in document["features"]:
        one["geometry"]["coordinates"] = [[[x * factor, y * factor] for x, y in ring] for ring in one["geometry"]["coordinates"]]  # fmt: skip
    return document


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (swapped, "tertukar"),
        (lambda document: scaled(document, 5000), "EPSG:4326"),
        (lambda document: scaled(document, 0.1), "luar Indonesia"),
        (lambda document: collection(), "tidak memuat"),
        (lambda document: [1, 2], "bukan kumpulan"),
        (lambda document: {"type": "Topology"}, "bukan kumpulan"),
        (lambda document: {"type": "FeatureCollection", "features": ["x"]}, "bukan fitur"),
        (lambda document: {"type": "FeatureCollection", "features": [{}] * 6000}, "5000"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_with_advice(kelapa_lima, bring, spoil, says):
    with pytest.raises(Refusal, match=says) as refused:
        bring(spoil(copy.deepcopy(kelapa_lima)))
    assert refused.value.advice
    assert not Boundary.objects.exists()


def test_a_file_of_another_city_is_not_taken(bring, home):
    found = bring(collection(feature(square(0, 0), kode="35.72.01.1001", nama="Kepanjenkidul")))
    assert (found.elsewhere, kinds(found), found.is_done) == (1, {"none"}, False)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"a": ' + b"9" * 5000 + b"}", b" " * (50 * 1024 * 1024 + 1)]
)  # fmt: skip
def test_what_is_no_json_is_refused(content):
    with pytest.raises(Refusal):
        actions.read_document(content)


def test_only_the_administrator_brings_boundaries(kelapa_lima, bring, ester):
    with pytest.raises(NotAllowed):
        bring(kelapa_lima, by=ester)


def test_borders_that_two_wards_share_stay_shared_after_thinning(home, bring):
    wiggly = [[123.6 + 0.00001 * (number % 2), -10.3 + number * 0.001] for number in range(101)]
    west = [[123.5, -10.3], *wiggly, [123.5, -10.2], [123.5, -10.3]]
    east = [[123.7, -10.3], [123.7, -10.2], *wiggly[::-1], [123.7, -10.3]]
    bring(
        collection(
            feature({"type": "Polygon", "coordinates": [west]}, kode="53.71.03.1010"),
            feature({"type": "Polygon", "coordinates": [east]}, kode="53.71.03.1011"),
        )
    )
    left, right = (
        shape(row.geometry)
        for row in queries.boundaries_in(CITY).filter(place_id__in=[OESAPA, 5371031011]).order_by("place_id")
    )
    assert left.intersection(right).area < 1e-9
    assert shapely.get_num_coordinates(left) < 100
    assert len(shape(queries.boundaries_in(CITY).get(place_id=DISTRICT).geometry).geoms) == 1


@pytest.mark.parametrize(
    ("file", "code", "wards"), [("kupang", "53.71", 51), ("blitar_kota", "35.72", 21), ("blitar_kab", "35.05", 248)]
)
def test_real_boundaries_of_a_whole_city(file, code, wards, bring, monkeypatch, agus):
    path = REAL / f"{file}_boundaries.geojson"
    if not path.exists():
        pytest.skip(f"the boundaries of {code} are not on this machine: they are no part of the project")
    city = actions.load_region(code, by=agus, on=TODAY)
    monkeypatch.setattr(queries, "home_or_refuse", lambda: city)
    found = bring(actions.read_document(path.read_bytes()))
    assert (found.wards, found.is_done, found.elsewhere) == (wards, True, 0)
    assert [finding.message for finding in found.findings if finding.kind in ("missing", "unknown")] == []
    whole = shape(Boundary.objects.get(place_id=city.pk).geometry)
    parts = [shape(row.geometry) for row in queries.boundaries_in(city.pk).filter(dissolved=False)]
    assert abs(whole.area - sum(part.area for part in parts)) < 0.01 * whole.area
    screen = sum(len(json.dumps(mapping(part))) for part in parts)
    assert screen < 700_000
