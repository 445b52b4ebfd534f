"""Every ward has a hexagon of its own, in a drawn city and in one that nobody drew."""

import pytest

from cast import TODAY
from lontar.city.places import actions, queries
from lontar.science.tiles import pieces

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("code", "wards"), [("53.71", 51), ("35.72", 21), ("53.01", 160)])
def test_every_ward_has_a_hexagon_of_its_own(agus, code, wards):
    city = actions.load_region(code, by=agus, on=TODAY)
    tiles = [(ward.tile_q, ward.tile_r) for ward in queries.wards_in(city.pk)]
    assert len(tiles) >= wards
    assert len(set(tiles)) == len(tiles)
    assert None not in {part for tile in tiles for part in tile}


@pytest.mark.parametrize("code", ["53.71", "35.72", "35.05"])
def test_a_district_of_a_drawn_city_lies_in_one_piece(agus, code):
    city = actions.load_region(code, by=agus, on=TODAY)
    for district in queries.districts_in(city.pk):
        assert pieces([(ward.tile_q, ward.tile_r) for ward in queries.wards_in(district.pk)]) == 1, district.name


def test_in_kupang_lasiana_lies_east_and_alak_west(home):
    wards = {ward.name: ward for ward in queries.wards_in(home.pk)}
    assert wards["Lasiana"].tile_q > wards["Oebobo"].tile_q > wards["Alak"].tile_q
