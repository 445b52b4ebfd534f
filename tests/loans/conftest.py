"""The fund in which the tests of loans happen."""

import pytest

from loans.fund import Ward, open_ward


@pytest.fixture
def ward(db) -> Ward:
    return open_ward()
