"""A family of Oesapa with a number, a decision, and money that reached it."""

from typing import Any

import pytest

from journeys.world import World


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def xaver(world: World) -> Any:
    """The person whom these tests are about."""
    return world.inside[1]
