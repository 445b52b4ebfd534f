"""The neighbourhood in which the tests of fieldwork walk about."""

import pytest

from walking import Neighbourhood, settle_down


@pytest.fixture
def street(db) -> Neighbourhood:
    return settle_down()
