"""Where places stand on a grid of hexagons when nobody has drawn their map: neighbours in the list stay together."""

from collections.abc import Sequence
from math import ceil, sqrt

# A hexagon's rows overlap, so a grid that looks square is a little taller in rows than in columns.
ROWS_PER_COLUMN = 1.15


def grid(groups: Sequence[Sequence[int]]) -> dict[int, tuple[int, int]]:
    """Lay groups one after the other, row by row and back again, so that each group stays in one piece.

    >>> grid([[1, 2], [3, 4]])
    {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1)}
    """
    keys = [key for group in groups for key in group]
    columns = max(1, ceil(sqrt(len(keys) / ROWS_PER_COLUMN)))
    places = {}
    for index, key in enumerate(keys):
        row, along = divmod(index, columns)
        # Every second row runs backwards: the last of a row and the first of the next one touch.
        places[key] = (columns - 1 - along if row % 2 else along, row)
    return places
