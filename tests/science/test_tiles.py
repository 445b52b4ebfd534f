"""Tiles keep what a map is looked at for: who is a neighbour, what belongs together, where north is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lontar.science.tiles import laid_by_centre, laid_in_blocks, neighbours, pieces, place_of

SPOTS = st.lists(
    st.tuples(st.floats(-10.4, -10.0), st.floats(123.4, 123.8), st.integers(0, 3)), min_size=1, max_size=14
)


def town(spots):
    centres = {f"w{number:02d}": (latitude, longitude) for number, (latitude, longitude, _group) in enumerate(spots)}
    return centres, {code: f"d{spots[number][2]}" for number, code in enumerate(centres)}


@settings(max_examples=25, deadline=None, derandomize=True)
@given(SPOTS)
def test_every_place_has_one_tile_and_no_two_share_it_wherever_they_lie(spots):
    centres, groups = town(spots)
    tiles = laid_by_centre(centres, groups)
    assert set(tiles) == set(centres)
    assert len(set(tiles.values())) == len(tiles)
    assert min(column for column, _row in tiles.values()) == 0
    assert laid_by_centre(dict(reversed(centres.items())), groups) == tiles


def test_a_cross_of_places_keeps_its_directions():
    centres = {"north": (-10.0, 123.5), "south": (-10.4, 123.5), "west": (-10.2, 123.3), "east": (-10.2, 123.7)}
    at = {code: place_of(tile) for code, tile in laid_by_centre(centres, dict.fromkeys(centres, "d")).items()}
    assert at["north"][1] < at["south"][1]
    assert at["west"][0] < at["east"][0]


def test_a_district_stays_in_one_piece_though_another_lies_in_its_midst():
    ring = {
        f"a{number}": (-10.2 + dy, 123.5 + dx)
        for number, (dx, dy) in enumerate([(-0.1, 0), (0.1, 0), (0, -0.1), (0, 0.1)])
    }
    tiles = laid_by_centre({**ring, "b0": (-10.2, 123.5)}, {**dict.fromkeys(ring, "a"), "b0": "b"})
    assert pieces([tiles[code] for code in ring]) == 1


def test_touching_is_mutual():
    for tile in [(0, 0), (3, 1), (2, 2), (-1, -3)]:
        assert len(set(neighbours(tile))) == 6
        assert all(tile in neighbours(other) for other in neighbours(tile))


def test_blocks_of_districts_do_not_touch_each_other():
    groups = [
        [f"{letter}{number}" for number in range(size)]
        for letter, size in zip("abcdefg", (12, 9, 5, 7, 8, 10, 1), strict=True)
    ]
    tiles = laid_in_blocks(groups)
    assert len(set(tiles.values())) == len(tiles) == 52
    of = {tile: code[0] for code, tile in tiles.items()}
    assert all(of.get(other, own) == own for tile, own in of.items() for other in neighbours(tile))
    assert all(pieces([tiles[code] for code in group]) == 1 for group in groups)


def test_nowhere_has_no_tiles():
    assert laid_by_centre({}, {}) == {}
    assert laid_in_blocks([]) == {}
