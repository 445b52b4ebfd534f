"""Charts as drawings of the server: pure functions from data to coordinates, drawn by templates as SVG."""

from lontar.kit.charts.areas import Area, area_map
from lontar.kit.charts.bars import Bar, bar_chart
from lontar.kit.charts.lines import Break, Point, Series, Target, line_chart, sparkline
from lontar.kit.charts.scales import Behind, Caption, classes_by_quantile
from lontar.kit.charts.tiles import Tile, grouped_map, tile_map

__all__ = [
    "Area", "Bar", "Behind", "Break", "Caption", "Point", "Series", "Target", "Tile",
    "area_map", "bar_chart", "classes_by_quantile", "grouped_map", "line_chart", "sparkline", "tile_map",
]  # fmt: skip
