"""The short selection of faults: a process killed at each write, and the same request from sixteen clients at once.

All of them, with PostgreSQL killed too and its disk full: `./lontar test --faults`.
"""

import pytest

from breaking.machine import Machine, dies_at_each_write

CLIENTS = 16
AFTER = ("after",)


@pytest.fixture
def machine(committed, databases):
    made = Machine(databases.clone)
    yield made
    made.close()


def test_killed_at_any_write_or_asked_by_sixteen_at_once_money_moves_once(machine):
    loan = machine.do("lend")["loan"]
    dies_at_each_write(machine, "repay", how="process", writes_min=4, whens=AFTER, loan=loan, amount=100_000)
    answers = machine.ask("repay", times=CLIENTS, loan=loan, amount=50_000, key="pressed by all")
    told = [answer["result"] for answer in answers]
    assert sum(one["fresh"] for one in told) == 1
    assert len({one["code"] for one in told}) == 1
    assert machine.do("figures")["repaid"] == 150_000
    dies_at_each_write(machine, "number_leaves", how="process", writes_min=1, whens=AFTER)
    dies_at_each_write(machine, "sign", how="process", writes_min=2, whens=AFTER)
    machine.require_sound()
