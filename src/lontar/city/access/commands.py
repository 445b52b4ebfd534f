"""The terminal's door to officers."""

from typing import Any


def add_commands(subparsers: Any) -> None:
    """Filled as the room grows."""
