"""A family of Oesapa with a number, a decision, and money that reached it."""

from typing import Any

import pytest

from journeys import examples


@pytest.fixture
def world(db: None) -> examples.World:
    return examples.World()


@pytest.fixture
def xaver(world: examples.World) -> Any:
    """The person whom these tests are about."""
    return world.inside[1]
