"""A map of hexagons: every place the same size, so that small wards are seen as well as wide ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

from lontar.kit.charts.scales import (
    Behind,
    Caption,
    Shade,
    Write,
    at,
    classes_by_quantile,
    legend_of,
    step_of,
)

RADIUS = 36.0
HALF = RADIUS * sqrt(3) / 2
LINE_SIGNS_MAX = 9
GAP = 1.0
COLUMNS_FEW = 6


@dataclass(frozen=True, slots=True)
class Tile:
    """A place on the grid, odd rows shifted right; None is unknown, `hidden` says why a value is covered."""

    column: int
    row: int
    name: str
    value: float | None
    link: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Hexagon:
    """A tile as drawn."""

    outline: str
    look: str
    ink: str
    lines: tuple[tuple[str, str, str], ...]
    value: tuple[str, str, str]
    spoken: str
    link: str


@dataclass(frozen=True, slots=True)
class TileMap:
    """A map of tiles, ready for `kit/chart.html`."""

    caption: Caption
    box: str
    tiles: tuple[Hexagon, ...]
    legend: tuple[Shade, ...]
    linked: bool
    few: bool
    behind: Behind
    kind: str = "tile"
    # Drawn around tiles that belong together, when the map shows places and no values.
    borders: str = ""


def tile_map(
    tiles: Sequence[Tile],
    caption: Caption,
    *,
    write: Write,
    says: tuple[str, str],
) -> TileMap:
    """Colour tiles by classes of equal size; `says` are the words for a covered and for an unknown value."""
    covered, unknown = says
    values = [tile.value for tile in tiles if tile.value is not None and not tile.hidden]
    cuts = classes_by_quantile(values)
    drawn, behind = [], []
    for tile in sorted(tiles, key=lambda tile: (tile.row, tile.column)):
        told = tile.hidden or (unknown if tile.value is None else write(tile.value))
        drawn.append(_hexagon(tile, cuts, told, write))
        behind.append((tile.name, told))
    legend = legend_of(cuts, values, write)
    if any(tile.hidden for tile in tiles):
        legend += (Shade("qx", covered),)
    if any(tile.value is None and not tile.hidden for tile in tiles):
        legend += (Shade("qu", unknown),)
    columns = [tile.column for tile in tiles]
    few = max(columns, default=0) - min(columns, default=0) < COLUMNS_FEW
    table = Behind(caption.heads, tuple(sorted(behind)))
    return TileMap(caption, _box(tiles), tuple(drawn), legend, any(t.link for t in tiles), few, table)


def grouped_map(tiles: Sequence[Tile], groups: Sequence[str], caption: Caption) -> TileMap:
    """Show where places lie and what belongs together: no values, a line around each group of tiles."""
    drawn, behind = [], []
    for tile, group in zip(tiles, groups, strict=True):
        x, y = _centre(tile)
        hexagon = _hexagon(replace(tile, value=0.0), [], group, lambda _value: "")
        # On a telephone three letters stand for the name.
        drawn.append(replace(hexagon, value=(at(x), at(y + 4), tile.name[:3])))
        behind.append((tile.name, group))
    spread = [tile.column for tile in tiles]
    few = max(spread, default=0) - min(spread, default=0) < COLUMNS_FEW
    table = Behind(caption.heads, tuple(behind))
    linked = any(tile.link for tile in tiles)
    return TileMap(caption, _box(tiles), tuple(drawn), (), linked, few, table, borders=_borders(tiles, groups))


def _borders(tiles: Sequence[Tile], groups: Sequence[str]) -> str:
    """The sides that a tile does not share with one of its own group."""
    group_at = {(tile.column, tile.row): group for tile, group in zip(tiles, groups, strict=True)}
    sides = []
    for (column, row), group in group_at.items():
        x, y = _centre(Tile(column, row, "", None))
        left = column - 1 + row % 2
        top, low, mid = RADIUS, RADIUS, RADIUS / 2
        for beside, ((ax, ay), (bx, by)) in (
            ((left, row - 1), ((-HALF, -mid), (0, -top))),
            ((left + 1, row - 1), ((0, -top), (HALF, -mid))),
            ((column + 1, row), ((HALF, -mid), (HALF, mid))),
            ((left + 1, row + 1), ((HALF, mid), (0, low))),
            ((left, row + 1), ((0, low), (-HALF, mid))),
            ((column - 1, row), ((-HALF, mid), (-HALF, -mid))),
        ):
            if group_at.get(beside) != group:
                sides.append(f"M{at(x + ax)} {at(y + ay)}L{at(x + bx)} {at(y + by)}")
    return "".join(sides)


def _centre(tile: Tile) -> tuple[float, float]:
    return (2 * tile.column + 1 + tile.row % 2) * HALF, RADIUS + tile.row * 1.5 * RADIUS


def _box(tiles: Sequence[Tile]) -> str:
    """Frame the tiles there are, whatever corner of the grid they stand in."""
    centres = [_centre(tile) for tile in tiles] or [(HALF, RADIUS)]
    left, right = min(x for x, _ in centres) - HALF, max(x for x, _ in centres) + HALF
    top, low = min(y for _, y in centres) - RADIUS, max(y for _, y in centres) + RADIUS
    return f"{at(left - 2)} {at(top - 2)} {at(right - left + 4)} {at(low - top + 4)}"


def _hexagon(tile: Tile, cuts: Sequence[float], told: str, write: Write) -> Hexagon:
    x, y = _centre(tile)
    wide, high = HALF - GAP, RADIUS - GAP
    right = ((0, -high), (wide, -high / 2), (wide, high / 2))
    corners = (*right, *((-dx, -dy) for dx, dy in right))
    outline = "M" + "L".join(f"{at(x + dx)} {at(y + dy)}" for dx, dy in corners) + "Z"
    if tile.hidden:
        step, short = "x", "•"
    elif tile.value is None:
        step, short = "u", "?"
    else:
        step, short = str(step_of(tile.value, cuts)), write(tile.value)
    lines = two_lines(tile.name)
    first = y - 11 if len(lines) > 1 else y - 5
    return Hexagon(
        outline=outline,
        look=f"q{step}",
        ink=f"t{step}",
        lines=tuple((at(x), at(first + 11 * i), line) for i, line in enumerate(lines)),
        value=(at(x), at(y + (17 if len(lines) > 1 else 14)), short),
        spoken=f"{tile.name}: {told}",
        link=tile.link,
    )


def two_lines(name: str) -> list[str]:
    """Fit a name into a tile.

    >>> two_lines("Tuak Daun Merah"), two_lines("Manulai II"), two_lines("Lai Lai Bisi Kopan")
    (['Tuak Daun', 'Merah'], ['Manulai II'], ['Lai Lai', 'Bisi Kopan'])
    """
    first, *rest = name.split() or [""]
    while rest and len(first) + len(rest[0]) < LINE_SIGNS_MAX + 1:
        first = f"{first} {rest.pop(0)}"
    return [_short(line) for line in (first, " ".join(rest)) if line]


def _short(line: str) -> str:
    return line if len(line) <= LINE_SIGNS_MAX + 1 else f"{line[: LINE_SIGNS_MAX - 1]}…"
