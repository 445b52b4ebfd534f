"""The city's places on screens."""

import io
import json

import pytest

from lontar.city.places.models import Boundary

pytestmark = pytest.mark.django_db


def boundaries_of(*codes):
    square = [[123.6, -10.2], [123.7, -10.2], [123.7, -10.1], [123.6, -10.1], [123.6, -10.2]]
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [square]}}
        for code in codes
    ]
    return io.BytesIO(json.dumps({"type": "FeatureCollection", "features": features}).encode())


def test_the_tree_names_every_ward_with_its_code_and_says_what_is_not_known(sign_in, maria):
    page = sign_in(maria).get("/meja/wilayah/").content.decode()
    assert page.count("Kecamatan ") >= 6
    assert page.count('class="first"') == 51
    assert "53.71.03.1010" in page
    assert "belum diketahui" in page
    assert "WITA" in page
    assert page.count('class="tile ') == 51


def test_a_ward_page_tells_its_other_spellings(sign_in, maria):
    page = sign_in(maria).get("/meja/wilayah/53.71.04.1014/").content.decode()
    assert "Tuak Daun Merah" in page
    assert "TDM" in page


@pytest.mark.parametrize("code", ["35.72.01.1001", "53.71", "53", "x", "9" * 34, "53.71.03.9999"])
def test_a_place_that_is_not_of_this_city_is_not_there(sign_in, maria, code):
    assert sign_in(maria).get(f"/meja/wilayah/{code}/").status_code == 404


def test_the_administrator_brings_boundaries_and_the_map_shows_them(sign_in, agus):
    browser = sign_in(agus)
    answer = browser.post("/meja/wilayah/batas/", {"file": boundaries_of("53.71.03.1010"), "source": "Bappeda, 2025"})
    assert answer.status_code == 200  # 50 wards are missing, and it says so
    assert "Namosain" in answer.content.decode()
    assert Boundary.objects.count() == 3
    page = browser.get("/meja/wilayah/").content.decode()
    assert page.count('class="area ') == 1
    assert "Bappeda, 2025" in page
    assert 'class="area ' in browser.get("/meja/wilayah/53.71.03.1010/").content.decode()


def test_only_checked_is_not_saved(sign_in, agus):
    given = {"file": boundaries_of("53.71.03.1010"), "source": "Bappeda", "dry_run": "on"}
    assert "Hanya diperiksa" in sign_in(agus).post("/meja/wilayah/batas/", given).content.decode()
    assert not Boundary.objects.exists()


def test_a_file_that_is_no_geojson_is_refused_at_its_field(sign_in, agus):
    given = {"file": io.BytesIO(b"PK\x03\x04"), "source": "x"}
    answer = sign_in(agus).post("/meja/wilayah/batas/", given)
    assert answer.status_code == 422
    assert "bukan GeoJSON" in answer.content.decode()
