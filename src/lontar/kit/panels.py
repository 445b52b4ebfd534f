"""A part of a page that a room above fills: the page knows its title and address, and nothing of that room."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Panel:
    """Loaded after the page itself; without scripts a link leads there."""

    title: str
    url: str
