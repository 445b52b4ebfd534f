"""Charts are honest: breaks break the line, unknown is no zero, covered is not coloured, shapes keep their borders."""

import doctest
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lontar.kit import charts
from lontar.kit.charts import areas, scales, tiles

CAPTION = charts.Caption("k", "Judul", "Kalimat", ("Kapan", "Berapa"))
SAYS = ("disembunyikan", "belum diketahui")


def series(*values):
    return charts.Series("A", tuple(charts.Point(i, f"t{i}", value) for i, value in enumerate(values)))


def line(*values, **more):
    return charts.line_chart([series(*values)], CAPTION, write=str, **more)


@pytest.mark.parametrize("module", [scales, tiles])
def test_the_examples_in_the_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0


def test_a_break_in_the_series_is_a_break_in_the_line():
    whole = line(1.0, 2.0, 3.0, 4.0).drawings[0].strokes[0]
    broken = line(1.0, 2.0, 3.0, 4.0, breaks=[charts.Break(1.5, "baru")]).drawings[0]
    assert len(whole.lines) == 1
    assert len(broken.strokes[0].lines) == 2
    assert broken.breaks[0].words == "baru"


def test_an_unknown_value_is_a_gap_and_not_a_zero():
    drawn = line(5.0, None, 5.0, 5.0)
    assert len(drawn.drawings[0].strokes[0].dots) == 3
    assert len(drawn.drawings[0].strokes[0].lines) == 1
    assert drawn.behind.rows[1] == ("t1", "")


def test_the_scale_of_a_rate_begins_at_nothing():
    assert line(8.2, 9.1).drawings[0].ticks[0].words == "0.0"


def test_a_target_beyond_the_last_value_widens_the_time():
    drawn = line(9.0, 8.0, target=charts.Target("nol", ((1, 0.0), (4, 0.0)))).drawings[0]
    assert float(drawn.target_end.x) > float(drawn.strokes[0].dots[-1].x)
    assert [label.words for label in drawn.labels][-1] == "4"


def test_a_telephone_gets_fewer_words_on_the_same_line():
    wide, slim = line(*[float(i % 7) for i in range(14)]).drawings
    assert len(slim.labels) <= 5 < len(wide.labels)
    assert len(slim.strokes[0].values) < len(wide.strokes[0].values)
    assert len(slim.strokes[0].dots) == len(wide.strokes[0].dots)


def test_the_band_goes_there_and_back_around_the_estimate():
    points = tuple(charts.Point(i, str(i), 5.0, 4.0, 6.0) for i in range(3))
    drawn = charts.line_chart([charts.Series("A", points)], CAPTION, write=str)
    (band,) = drawn.drawings[0].strokes[0].bands
    assert band.endswith("Z")
    assert band.count("L") == 5


def test_four_lines_are_too_many():
    with pytest.raises(ValueError, match="1 to 3"):
        charts.line_chart([series(1.0)] * 4, CAPTION, write=str)


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=40))
def test_every_coordinate_lies_on_its_drawing(values):
    for drawn in line(*values).drawings:
        for dot in drawn.strokes[0].dots:
            assert 0 <= float(dot.x) <= drawn.frame.width
            assert 0 <= float(dot.y) <= drawn.frame.height


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60))
def test_the_legend_names_every_value_once(values):
    cuts = scales.classes_by_quantile(values)
    shades = scales.legend_of(cuts, values, str)
    ends = [[int(end) for end in shade.words.split("–")] for shade in shades]
    assert ends[0][0] == min(values)
    assert ends[-1][-1] == max(values)
    for value in values:
        assert sum(low[0] <= value <= low[-1] for low in ends) == 1
    assert len({shade.look for shade in shades}) == len(shades)


def test_a_covered_tile_shows_no_number_and_no_class():
    wards = [
        charts.Tile(0, 0, "A", 12),
        charts.Tile(1, 0, "B", 3, hidden="disembunyikan"),
        charts.Tile(2, 0, "C", None),
    ]
    drawn = charts.tile_map(wards, CAPTION, write=str, says=SAYS)
    by_name = {tile.spoken.split(":")[0]: tile for tile in drawn.tiles}
    assert by_name["B"].look == "qx"
    assert "3" not in by_name["B"].value[2] + by_name["B"].spoken
    assert by_name["C"].look == "qu"
    assert [shade.words for shade in drawn.legend] == ["12", *SAYS]
    assert ("B", "disembunyikan") in drawn.behind.rows


def test_a_bar_longer_than_its_whole_says_so():
    drawn = charts.bar_chart(
        [charts.Bar("A", 12, 10), charts.Bar("B", None, 5), charts.Bar("C", 3, None)],
        charts.Caption("k", "", "", ("a", "b", "c")), write=str, unknown="belum diketahui",
    )  # fmt: skip
    assert [row.over for row in drawn.rows] == [True, False, False]
    assert drawn.rows[1].words == "belum diketahui"
    assert drawn.rows[2].whole_words == "belum diketahui"


def test_neighbours_keep_the_border_they_share():
    left = {"type": "Polygon", "coordinates": [[[0, 0], [1.003, 0.2], [1, 1], [0, 1], [0, 0]]]}
    right = {"type": "MultiPolygon", "coordinates": [[[[1.003, 0.2], [2, 0], [2, 1], [1, 1], [1.003, 0.2]]]]}
    drawn = charts.area_map(
        [charts.Area("A", left, 1.0), charts.Area("B", right, 2.0)], CAPTION, write=str, says=SAYS
    )  # fmt: skip
    corners = [set(re.findall(r"\d+ \d+", shape.outline)) for shape in drawn.shapes]
    assert len(corners[0] & corners[1]) == 2


def test_a_point_is_no_shape():
    with pytest.raises(ValueError, match="polygons"):
        list(areas.rings({"type": "Point", "coordinates": [0, 0]}))


def test_a_sparkline_needs_two_values():
    assert charts.sparkline([4.0], words="x") is None
    assert charts.sparkline([4.0, 4.0], words="x").line == "M0 14L96 14"
