"""Tile maps: every ward one hexagon of the same size, near where it lies, beside the wards of its own district.

A tile is (column, row) on a grid of pointy hexagons whose odd rows are shifted half a tile to the right.
"""

from collections.abc import Mapping, Sequence
from math import ceil, cos, radians, sqrt

import numpy as np
from numpy.typing import NDArray

Tile = tuple[int, int]
Points = NDArray[np.float64]

ROW_HEIGHT = sqrt(3) / 2  # of a grid whose columns are one apart
RELAXATIONS = 250
GRAVITY = 0.004
REACH = 3.0  # how far a tile is tried elsewhere in one step
PASSES_MAX = 30
TORN = (20.0, 200.0)  # what each further piece of a district costs, in squared tiles; at last it costs more


def place_of(tile: Tile) -> tuple[float, float]:
    """Where the middle of a tile is drawn, rightwards and downwards.

    >>> place_of((2, 0)), place_of((2, 1))[0]
    ((2.0, 0.0), 2.5)
    """
    column, row = tile
    return column + 0.5 * (row % 2), row * ROW_HEIGHT


def neighbours(tile: Tile) -> list[Tile]:
    """The six tiles that touch a tile.

    >>> neighbours((1, 1))
    [(0, 1), (2, 1), (1, 0), (2, 0), (1, 2), (2, 2)]
    """
    column, row = tile
    left = column - 1 + row % 2
    return [(column - 1, row), (column + 1, row), (left, row - 1), (left + 1, row - 1), (left, row + 1), (left + 1, row + 1)]  # fmt: skip


def laid_by_centre(centres: Mapping[str, tuple[float, float]], group_of: Mapping[str, str]) -> dict[str, Tile]:
    """A tile for each place by its centre (latitude, longitude), districts kept in one piece as far as it goes.

    Crowded places are first pushed apart and lonely ones drawn in (a Dorling cartogram with circles of one size), then
    each takes the nearest free tile, then tiles change places while that shortens the squared ways. The same input gives
    the same map.
    """
    if not centres:
        return {}
    codes = sorted(centres)
    wanted = _relaxed(_flat([centres[code] for code in codes]))
    layout = _Layout(codes, wanted, [group_of[code] for code in codes])
    layout.take_nearest()
    layout.improve()
    return _moved_to_corner(dict(zip(codes, layout.tiles, strict=True)))


def laid_in_blocks(groups: Sequence[Sequence[str]], columns: int = 0) -> dict[str, Tile]:
    """A tile for each place where no centre is known: each district a block, blocks on shelves, in the order given.

    >>> laid_in_blocks([["a", "b", "c"], ["d"]])
    {'a': (0, 0), 'b': (1, 0), 'c': (0, 1), 'd': (3, 0)}
    """
    total = sum(len(group) for group in groups)
    width = columns or max(ceil(1.6 * sqrt(2 * total)), 3)
    tiles: dict[str, Tile] = {}
    left = top = shelf = 0
    for group in groups:
        across = max(ceil(sqrt(len(group))), 1)
        down = ceil(len(group) / across)
        if left and left + across > width:
            left, top, shelf = 0, top + shelf + 1, 0
        # Blocks begin on an even row, so that all of them are of one shape.
        top += top % 2 if not left else 0
        for number, code in enumerate(group):
            tiles[code] = (left + number % across, top + number // across)
        left, shelf = left + across + 1, max(shelf, down)
    return tiles


def _flat(centres: Sequence[tuple[float, float]]) -> Points:
    """Degrees to a plane, right and down, scaled so that a place has about one square to itself."""
    degrees = np.asarray(centres, dtype=np.float64)
    middle = degrees.mean(axis=0)
    plane = np.column_stack(
        [(degrees[:, 1] - middle[1]) * cos(radians(float(middle[0]))), -(degrees[:, 0] - middle[0])]
    )
    distances = np.sqrt(((plane[:, None] - plane[None]) ** 2).sum(axis=2))
    np.fill_diagonal(distances, np.inf)
    nearest = distances.min(axis=1)
    usual = float(np.median(nearest[np.isfinite(nearest)])) if len(plane) > 1 else 1.0
    return plane / (usual or 1.0)


def _relaxed(points: Points) -> Points:
    """Push apart what is closer than one tile, and draw everything together, until both are in balance."""
    moved = points.copy()
    # Two places on one spot need a direction to part in: their number gives it.
    angles = np.arange(len(moved)) * 2.399963
    moved += 1e-3 * np.column_stack([np.cos(angles), np.sin(angles)])
    for _step in range(RELAXATIONS):
        moved -= GRAVITY * (moved - moved.mean(axis=0))
        apart = moved[:, None] - moved[None]
        distance = np.sqrt((apart**2).sum(axis=2))
        np.fill_diagonal(distance, 1.0)
        push = np.where(distance < 1.0, (1.0 - distance) / 2 / distance, 0.0)
        moved += (apart * push[:, :, None]).sum(axis=1)
    return moved


class _Layout:
    """Tiles being dealt out, with what the present deal costs."""

    def __init__(self, codes: Sequence[str], wanted: Points, groups: Sequence[str]) -> None:
        self.wanted = wanted
        self.groups = groups
        self.members: dict[str, list[int]] = {}
        for number, group in enumerate(groups):
            self.members.setdefault(group, []).append(number)
        self.tiles: list[Tile] = [(0, 0)] * len(codes)
        self.holder: dict[Tile, int] = {}
        self.torn = TORN[0]
        low, high = np.floor(wanted.min(axis=0)) - 2, np.ceil(wanted.max(axis=0)) + 2
        rows = range(int(low[1] / ROW_HEIGHT), int(high[1] / ROW_HEIGHT) + 1)
        self.grid = [(column, row) for row in rows for column in range(int(low[0]), int(high[0]) + 1)]
        self.places = np.array([place_of(tile) for tile in self.grid])

    def take_nearest(self) -> None:
        """From the middle outwards, each the nearest tile that is free."""
        middle = self.wanted.mean(axis=0)
        order = np.argsort(((self.wanted - middle) ** 2).sum(axis=1), kind="stable")
        for number in map(int, order):
            far = ((self.places - self.wanted[number]) ** 2).sum(axis=1)
            self._put(number, next(self.grid[i] for i in np.argsort(far, kind="stable") if self.grid[i] not in self.holder))  # fmt: skip

    def _put(self, number: int, tile: Tile) -> None:
        self.tiles[number] = tile
        self.holder[tile] = number

    def improve(self) -> None:
        """Move and exchange tiles while that makes the map better; stops when a whole pass finds nothing."""
        for self.torn in TORN:
            for _pass in range(PASSES_MAX):
                if not sum(self._better(number) for number in range(len(self.tiles))):
                    break

    def _better(self, number: int) -> bool:
        here = self.tiles[number]
        near = ((self.places - np.array(place_of(here))) ** 2).sum(axis=1) <= REACH**2
        best, gain = None, 1e-9
        for there in (self.grid[i] for i in np.flatnonzero(near)):
            if there != here:
                won = self._gain(number, here, there)
                if won > gain:
                    best, gain = there, won
        if best is None:
            return False
        self._exchange(number, here, best)
        return True

    def _gain(self, number: int, here: Tile, there: Tile) -> float:
        other = self.holder.get(there)
        concerned = {self.groups[number]} | ({self.groups[other]} if other is not None else set())
        before = self._way(number) + (self._way(other) if other is not None else 0.0) + self._torn(concerned)
        self._exchange(number, here, there)
        after = self._way(number) + (self._way(other) if other is not None else 0.0) + self._torn(concerned)
        self._exchange(number, there, here)
        return before - after

    def _exchange(self, number: int, here: Tile, there: Tile) -> None:
        other = self.holder.pop(there, None)
        del self.holder[here]
        self._put(number, there)
        if other is not None:
            self._put(other, here)

    def _way(self, number: int) -> float:
        x, y = place_of(self.tiles[number])
        return float((x - self.wanted[number, 0]) ** 2 + (y - self.wanted[number, 1]) ** 2)

    def _torn(self, groups: set[str]) -> float:
        """What it costs that a district lies in several pieces."""
        return self.torn * sum(pieces([self.tiles[number] for number in self.members[group]]) - 1 for group in groups)


def pieces(tiles: Sequence[Tile]) -> int:
    """In how many pieces these tiles lie.

    >>> pieces([(0, 0), (1, 0), (5, 5)])
    2
    """
    left, count = set(tiles), 0
    while left:
        count += 1
        edge = [left.pop()]
        while edge:
            for tile in neighbours(edge.pop()):
                if tile in left:
                    left.remove(tile)
                    edge.append(tile)
    return count


def _moved_to_corner(tiles: dict[str, Tile]) -> dict[str, Tile]:
    """The same map with its first column and row at zero; rows move by twos, so that none changes its shift."""
    first_column = min(column for column, _row in tiles.values())
    first_row = min(row for _column, row in tiles.values())
    first_row -= first_row % 2
    return {code: (column - first_column, row - first_row) for code, (column, row) in tiles.items()}
