"""The town in which the tests of delivery happen."""

import pytest

from cast import TODAY
from town import Town, build_town


@pytest.fixture
def town(db, acting) -> Town:
    """Made up by the planner; nobody acts when it is handed over to the test."""
    return build_town(acting)


@pytest.fixture
def owed(town: Town, acting, ester) -> Town:
    """The same, after the planner approved: four families are owed 300,000 rupiah each."""
    from lontar.city.delivery import actions

    with acting(ester):
        actions.entitle(town.make_round().pk, by=ester, on=TODAY)
    return town
