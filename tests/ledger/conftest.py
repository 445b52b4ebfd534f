"""A book with two accounts and three entries, one of them undone."""

import pytest

from book import BUDGET, OWED, PURPOSE
from cast import CITY, OESAPA, TODAY
from lontar.city.ledger import actions
from lontar.science.postings import transfer


@pytest.fixture
def written(db, acting, yohanes):
    """The ids of the entries, in order; the second is undone by the third."""
    with acting(yohanes):
        for code, kind, place in ((BUDGET, "budget", CITY), (OWED, "owed", OESAPA)):
            actions.open_account(code, kind=kind, purpose=PURPOSE, place_id=place, by=yohanes, on=TODAY)
        ids = [
            actions.post(
                transfer(BUDGET, OWED, amount, memo="Hak ditetapkan"), key=f"k:{amount}", by=yohanes, on=TODAY
            ).id
            for amount in (300_000, 500_000)
        ]
        return [*ids, actions.reverse(ids[1], reason="Keluarga pindah", by=yohanes, on=TODAY).id]
