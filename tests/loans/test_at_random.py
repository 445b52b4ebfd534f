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
from loans.fund import LENT, open_ward, strict_terms
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


class OneGroup(RuleBasedStateMachine):
    """Three women who share a loan that costs 5,000 once for each instalment that is late, beside a model that plays what
    was paid and pardoned again from the beginning each time it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.day, self.played = LENT, []

    teardown = OneLoan.teardown
    act = OneLoan.act

    @initialize(late=st.integers(0, 18))
    def lend(self, late) -> None:
        """The story begins when some instalments are late already: a few steps would seldom get there."""
        self.day += timedelta(days=150 + 30 * late)
        self.ward = open_ward()
        self.people = [self.ward.someone(name).pk for name in ("Yuliana Ndun", "Salomi Benu", "Ester Lay")]
        self.loan = self.ward.lend(
            self.people[0], 3_600_000, group_name="Tenun", members=tuple(self.people[1:]), shares=(1_200_000, 600_000)
        )

    def owed(self, on):
        """What is open of the principal and of the penalties."""
        from lontar.science.instalments import Every

        falls = [Every(1, "m").after(LENT, 5 + nr) for nr in range(18)]
        open_, fines = [200_000] * 18, [0] * 18
        for day, amount, pardoned in [*sorted(self.played, key=lambda one: one[0]), (on, 0, False)]:
            for nr, falls_on in enumerate(falls):
                if falls_on < day and open_[nr] and not fines[nr]:
                    fines[nr] = 5_000
            for nr in range(18):
                left = max(fines[nr], 0)
                took = min(amount, left)
                fines[nr] = (fines[nr] - took or -1) if fines[nr] > 0 else fines[nr]  # below nought: asked once already
                amount -= took
                if not pardoned:
                    took = min(amount, open_[nr])
                    open_[nr] -= took
                    amount -= took
        return sum(open_), sum(one for one in fines if one > 0)

    @rule(days=st.integers(1, 120))
    def wait(self, days):
        self.day += timedelta(days=days)

    @rule(amount=st.one_of(st.integers(1, 1_000_000), st.integers(1, 4_000_000)), who=st.sampled_from([None, 0, 1, 2]))
    def repay(self, amount, who):
        from lontar.city.loans import actions

        may = 0 < amount <= sum(self.owed(self.day + timedelta(days=1)))
        said = {} if who is None else {"hand": actions.Handed(payer=self.people[who])}
        if self.act(self.ward.officer, actions.repay, self.loan.pk, amount=amount, allowed=may, **said):
            self.played.append((self.day, amount, False))

    @rule(amount=st.sampled_from([1, 4_000, 5_000, 10_000, 15_001]))
    def pardon(self, amount):
        from cast import officer
        from lontar.city.loans import actions

        principal, fines = self.owed(self.day + timedelta(days=1))
        may = bool(principal + fines) and amount <= fines
        if self.act(officer("ester"), actions.pardon, self.loan.pk, amount=amount, reason="Banjir", allowed=may):
            self.played.append((self.day, amount, True))

    @invariant()
    def book_members_and_model_say_the_same(self):
        from lontar.city.loans import queries

        if not hasattr(self, "loan"):
            return
        with acting_as(self.ward.officer):
            self.loan.refresh_from_db()
            principal, fines = self.owed(self.day)
            (row,) = queries.standings([self.loan], on=self.day)
            assert (row.standing.left, row.standing.penalty) == (principal + fines, fines)
            parts = [one.part for one in queries.members_of(self.loan, on=self.day)]
            assert sum(one.left for one in parts) == principal
            assert all(one.left >= 0 for one in parts)
            assert queries.money_by_ward("pem", OESAPA)[OESAPA].lent == principal
            assert queries.disagreements(OESAPA) == []
            assert queries.has_live_loan(self.people[-1:]) == bool(principal + fines)


@pytest.fixture
def strict(tmp_path, request):
    """Lateness costs something."""
    strict_terms(
        tmp_path, request.getfixturevalue("settings"), penalty="once", penalty_amount="5000", penalty_grace="0", penalty_cap="100",
    )  # fmt: skip


@pytest.mark.django_db
def test_whatever_a_group_pays_and_is_pardoned_the_book_says_what_a_model_says(strict):
    quick = settings(max_examples=3, stateful_step_count=12, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(OneGroup, settings=quick)


@pytest.mark.faults
@pytest.mark.django_db
def test_the_same_of_a_group_over_and_over(strict):
    often = settings(max_examples=60, stateful_step_count=30, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(OneGroup, settings=often)


@pytest.mark.django_db
def test_whatever_is_done_with_a_loan_the_book_says_what_twenty_lines_say():
    quick = settings(max_examples=3, stateful_step_count=10, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(OneLoan, settings=quick)


@pytest.mark.faults
@pytest.mark.django_db
def test_the_same_over_and_over():
    often = settings(max_examples=80, stateful_step_count=30, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(OneLoan, settings=often)
