"""Whatever is done with a loan, in whatever order, twenty lines of arithmetic say the same."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cast import OESAPA
from loans.fund import LENT, open_ward
from lontar.kit.gate import acting_as
from lontar.science.trouble import Refusal


class OneLoan(RuleBasedStateMachine):
    """A loan of ten million beside its model: what is owed, what was lost, and the payments that may still be undone."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.owed, self.lost, self.state = 10_000_000, 0, "live"
        self.paid: dict[int, int] = {}
        self.day = LENT

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize()
    def lend(self) -> None:
        self.ward = open_ward()
        self.loan = self.ward.lend(self.ward.someone(), 10_000_000, collateral="BPKB")

    def act(self, who, verb, *arguments, allowed, **said):
        """Do it as somebody on the next day; a model that forbids it wants a refusal, and the other way round."""
        self.day += timedelta(days=1)
        with acting_as(who):
            try:
                with transaction.atomic():
                    made = verb(*arguments, by=who, on=self.day, **said)
            except Refusal:
                assert not allowed, "refused what the model allows"
                return None
        assert allowed, "did what the model forbids"
        return made

    @rule(amount=st.one_of(st.integers(-1, 12_000_000), st.just(10_000_000)))
    def repay(self, amount):
        from lontar.city.loans import actions

        may = self.state == "live" and 0 < amount <= self.owed
        made = self.act(self.ward.officer, actions.repay, self.loan.pk, amount=amount, allowed=may)
        if made:
            self.owed -= amount
            self.paid[made.repayment.pk] = amount
            self.state = "live" if self.owed else "repaid"

    @precondition(lambda self: self.paid)
    @rule(data=st.data())
    def take_back(self, data):
        from cast import officer
        from lontar.city.loans import actions

        key = data.draw(st.sampled_from(sorted(self.paid)))
        may = self.state != "written_off"
        if self.act(officer("ester"), actions.reverse_repayment, key, reason="keliru", allowed=may):
            self.owed += self.paid.pop(key)
            self.state = "live"

    @rule()
    def write_off(self):
        from cast import officer
        from lontar.city.loans import actions

        may = self.state == "live"
        if self.act(officer("ester"), actions.write_off, self.loan.pk, paper="SK", reason="tutup", allowed=may):
            self.lost, self.owed, self.state = self.owed, 0, "written_off"

    @rule(amount=st.integers(1, 12_000_000))
    def recover(self, amount):
        from lontar.city.loans import actions

        may = self.state == "written_off" and amount <= self.lost
        said = {"amount": amount, "key": f"k{self.day}", "reason": "kembali"}
        if self.act(self.ward.officer, actions.recover, self.loan.pk, allowed=may, **said):
            self.lost -= amount

    @invariant()
    def the_book_says_what_the_model_says(self):
        from lontar.city.loans import queries

        if not hasattr(self, "loan"):
            return
        with acting_as(self.ward.officer):
            money = queries.money_by_ward("pem", OESAPA)[OESAPA]
            assert (money.lent, money.lost) == (self.owed, self.lost)
            assert money.fund == money.capital - self.owed - self.lost
            assert queries.disagreements(OESAPA) == []
            self.loan.refresh_from_db()
            assert self.loan.state == self.state
            assert queries.has_live_loan([self.loan.person_id]) == bool(self.owed or self.lost)


@pytest.mark.django_db
def test_whatever_is_done_with_a_loan_the_book_says_what_twenty_lines_say():
    quick = settings(max_examples=3, stateful_step_count=10, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(OneLoan, settings=quick)


@pytest.mark.faults
@pytest.mark.django_db
def test_the_same_over_and_over():
    often = settings(max_examples=80, stateful_step_count=30, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(OneLoan, settings=often)
