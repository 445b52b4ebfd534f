"""A book with two accounts and three entries, one of them undone; and the owner of the machine."""

from collections.abc import Iterator

import psycopg
import pytest

from book import BUDGET, OWED, PURPOSE
from cast import CITY, OESAPA, TODAY
from lontar.city.ledger import actions
from lontar.house.environment import Environment
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


@pytest.fixture
def superuser(committed, databases) -> Iterator[psycopg.Connection]:
    """Whoever owns the machine: past the application, past the triggers."""
    environment = Environment.read()
    if not environment.embedded:
        pytest.skip("only the embedded server hands out its superuser")
    with psycopg.connect(environment.cluster().conninfo(databases.clone, "postgres"), autocommit=True) as direct:
        yield direct


@pytest.fixture
def post(acting, yohanes):
    """`post(5)` posts five more entries of one rupiah each."""

    def posted(count, first=0):
        with acting(yohanes):
            actions.post_many(
                [
                    actions.Command(f"n:{number}", transfer(BUDGET, OWED, 1, memo="satu"))
                    for number in range(first, first + count)
                ],
                by=yohanes, on=TODAY,
            )  # fmt: skip

    return posted


@pytest.fixture
def sign(acting, agus):
    """Number what waits, and sign the log as it stands."""

    def signed():
        while actions.sequence():
            pass
        with acting(agus):
            return actions.sign_checkpoint(by=agus, on=TODAY)

    return signed
