"""A map of real boundaries, for places whose city brought its own; neighbours keep sharing their borders."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from lontar.kit.charts.scales import Behind, Caption, Shade, Write, classes_by_quantile, legend_of, step_of

WIDTH = 720.0
HEIGHT_MAX = 720.0
CORNERS_MIN = 4


@dataclass(frozen=True, slots=True)
class Area:
    """A place with its GeoJSON geometry (longitude first) and value."""

    name: str
    geometry: dict[str, Any]
    value: float | None
    link: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """An area as drawn."""

    outline: str
    look: str
    spoken: str
    link: str


@dataclass(frozen=True, slots=True)
class AreaMap:
    """A map of areas, ready for `kit/chart.html`."""

    caption: Caption
    box: str
    shapes: tuple[Shape, ...]
    legend: tuple[Shade, ...]
    linked: bool
    behind: Behind
    kind: str = "area"


def area_map(
    areas: Sequence[Area],
    caption: Caption,
    *,
    write: Write,
    says: tuple[str, str],
) -> AreaMap:
    """Colour real shapes by classes of equal size; `says`: words for covered and for unknown values."""
    covered, unknown = says
    values = [area.value for area in areas if area.value is not None and not area.hidden]
    cuts = classes_by_quantile(values)
    project = _Projection(areas)
    shapes, behind = [], []
    for area in areas:
        told = area.hidden or (unknown if area.value is None else write(area.value))
        step = "x" if area.hidden else "u" if area.value is None else str(step_of(area.value, cuts))
        shapes.append(Shape(project.outline(area.geometry), f"q{step}", f"{area.name}: {told}", area.link))
        behind.append((area.name, told))
    legend = legend_of(cuts, values, write)
    if any(area.hidden for area in areas):
        legend += (Shade("qx", covered),)
    if any(area.value is None and not area.hidden for area in areas):
        legend += (Shade("qu", unknown),)
    table = Behind(caption.heads, tuple(sorted(behind)))
    return AreaMap(caption, project.box, tuple(shapes), legend, any(a.link for a in areas), table)


def rings(geometry: dict[str, Any]) -> Iterator[list[Sequence[float]]]:
    """Yield every ring of a polygon or of many."""
    if geometry["type"] == "Polygon":
        yield from geometry["coordinates"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["coordinates"]:
            yield from polygon
    else:
        raise ValueError(f"a map is drawn from polygons, not from {geometry['type']}")


class _Projection:
    """Degrees to drawing units, true to shape at the middle latitude, snapped to whole units.

    Snapping is what simplifies: it moves a corner that two neighbours share in the same way for both,
    so no gap opens between them.
    """

    def __init__(self, areas: Sequence[Area]) -> None:
        corners = [corner for area in areas for ring in rings(area.geometry) for corner in ring]
        if not corners:
            raise ValueError("a map needs at least one shape")
        self.west, self.north = min(c[0] for c in corners), max(c[1] for c in corners)
        east, south = max(c[0] for c in corners), min(c[1] for c in corners)
        self.squeeze = cos(radians((self.north + south) / 2))
        wide, high = (east - self.west) * self.squeeze or 1e-9, self.north - south or 1e-9
        self.scale = min(WIDTH / wide, HEIGHT_MAX / high)
        self.box = f"-2 -2 {round(wide * self.scale) + 4} {round(high * self.scale) + 4}"

    def outline(self, geometry: dict[str, Any]) -> str:
        parts = []
        for ring in rings(geometry):
            corners: list[tuple[int, int]] = []
            for longitude, latitude, *_ in ring:
                x = round((longitude - self.west) * self.squeeze * self.scale)
                y = round((self.north - latitude) * self.scale)
                if not corners or corners[-1] != (x, y):
                    corners.append((x, y))
            if len(corners) >= CORNERS_MIN:
                parts.append("M" + "L".join(f"{x} {y}" for x, y in corners[:-1]) + "Z")
        return "".join(parts)
