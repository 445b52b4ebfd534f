"""Whatever is done with what is owed, in whatever order and by whomever first, twenty lines of arithmetic say the same."""

from contextlib import suppress

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

from cast import CITY, TODAY, officer
from lontar.kit.gate import acting_as
from lontar.science.trouble import Refusal
from town import AMOUNT, build_town

WHICH = st.integers(0, 3)
PERIOD = "2026-T4"


class Model:
    """Four that are owed, and orders over them: what may be done, and what stands then."""

    def __init__(self):
        self.is_, self.held, self.once, self.orders = ["owed"] * 4, set(), set(), []

    def payable(self):
        taken = {one for order in self.orders for one in order["planned"]}
        return [one for one in range(4) if self.is_[one] == "owed" and one not in self.held | taken]

    def fits(self, order):
        return all(self.is_[one] == "owed" and one not in self.held for one in order["planned"])

    def rest(self, order):
        return [one for one in order["planned"] if self.is_[one] == "owed" and one not in self.held]

    def sums(self):
        return {name: AMOUNT * self.is_.count(name) for name in ("owed", "sent", "delivered")}


class Deliveries(RuleBasedStateMachine):
    """A town beside its model."""

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.model = Model()

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize()
    def approve(self):
        from lontar.city.delivery import actions
        from lontar.city.delivery.models import Entitlement

        self.actions, self.turn, self.keys = actions, 0, []
        self.town = build_town(acting_as)
        with acting_as(officer("ester")) as _:
            actions.entitle(self.town.make_round().pk, by=officer("ester"), on=TODAY)
            self.owed = list(Entitlement.objects.order_by("pk").values_list("pk", flat=True))
            self.layout = actions.save_result_layout(
                "Pos", {"reference": "R", "amount": "J", "status": "S"}, paid=["ya"], returned=["tidak"],
                by=officer("yohanes"), on=TODAY,
            )  # fmt: skip

    def act(self, username, verb, *arguments, may, **said):
        """A model that forbids it wants a refusal, and the other way round."""
        by = officer(username)
        with acting_as(by):
            try:
                with transaction.atomic():
                    made = verb(*arguments, by=by, on=TODAY, **said)
            except Refusal:
                assert not may, "refused what the model allows"
                return None
        assert may, "did what the model forbids"
        return made

    @rule(which=WHICH)
    def hand_over(self, which):
        may = self.model.is_[which] == "owed" and which not in self.model.held
        proof = self.actions.Proof("signed_list", "1")
        if self.act("yohanes", self.actions.hand_over, self.owed[which], proof=proof, received_by="-", may=may):
            self.model.is_[which] = "delivered"

    @rule(which=WHICH)
    def hold(self, which):
        may = self.model.is_[which] == "owed" and which not in self.model.once
        made = self.act(
            "yohanes", self.actions.hold, self.owed[which], reason="identity", note="diperiksa dahulu", may=may
        )
        if made:
            self.model.held.add(which)
            self.model.once.add(which)
            self.keys.append((which, made.pk))

    @precondition(lambda self: self.keys)
    @rule(at=st.integers(0, 9))
    def lift(self, at):
        which, key = self.keys[at % len(self.keys)]
        if self.act("ester", self.actions.lift_hold, key, note="ternyata benar", may=which in self.model.held):
            self.model.held.discard(which)

    @rule(which=WHICH)
    def cancel(self, which):
        may = self.model.is_[which] == "owed"
        self.act("yohanes", self.actions.cancel, self.owed[which], reason="dicoba", may=may)
        if may:
            self.model.is_[which] = "cancelled"
            self.model.held.discard(which)

    @rule()
    def order(self):
        from lontar.city.delivery import queries

        self.turn += 1
        lines = self.model.payable()
        choice = queries.Choice(self.town.line.pk, PERIOD, CITY, "post")
        made = self.act("yohanes", self.actions.make_order, choice, key=f"k{self.turn}", may=bool(lines))
        if made:
            self.model.orders.append({"key": made.pk, "state": "made", "planned": lines, "lines": lines})

    def newest(self):
        return self.model.orders[-1]

    @precondition(lambda self: self.model.orders)
    @rule(step=st.sampled_from(("check", "check", "release", "release", "tidy", "withdraw")))
    def go_on(self, step):
        from lontar.city.delivery.models import PaymentOrder

        model, one = self.model, self.newest()
        with acting_as(officer("ester")):
            order = PaymentOrder.objects.get(pk=one["key"])
        open_ = one["state"] in ("made", "checked")
        if step == "check":
            may = one["state"] == "made" and model.fits(one)
            if self.act("ester", self.actions.check_order, order.pk, seen=order.sha256, spm_number="1", may=may):
                one["state"] = "checked"
        elif step == "release":
            may = one["state"] == "checked" and model.fits(one)
            said = {"sp2d_number": f"S{order.pk}", "sp2d_on": TODAY, "amount": str(order.amount)}
            if self.act("tobias", self.actions.release_order, order.pk, may=may, **said):
                one["state"] = "released"
                for which in one["planned"]:
                    model.is_[which] = "sent"
        elif step == "tidy":
            rest = model.rest(one)
            if (
                self.act("yohanes", self.actions.tidy_order, order.pk, may=open_ and bool(rest))
                and rest != one["planned"]
            ):
                one["planned"], one["state"] = rest, "made"
        elif self.act("yohanes", self.actions.withdraw_order, order.pk, reason="dicoba", may=open_):
            one["planned"], one["state"] = [], "withdrawn"

    @precondition(lambda self: any(order["state"] == "released" for order in self.model.orders))
    @rule(at=st.integers(0, 9), which=st.integers(0, 3), word=st.sampled_from(("ya", "tidak")))
    def result(self, at, which, word):
        import tempfile
        from pathlib import Path

        from lontar.science.result_file import reference_of

        released = [order for order in self.model.orders if order["state"] == "released"]
        one = released[at % len(released)]
        number = which % len(one["lines"])
        with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
            file.write(f"R,J,S\n{reference_of(one['key'], number + 1)},{AMOUNT},{word}\n")
            file.flush()
            said = {"name": "h.csv", "layout": self.layout, "paid_on": TODAY}
            gone = one["lines"][number] not in one["planned"] and one["lines"][number] not in one.get("settled", ())
            with suppress(IndexError):
                self.act("yohanes", self.actions.take_result, one["key"], Path(file.name), may=not gone, **said)
        line = one["lines"][number]
        if line in one["planned"]:
            self.model.is_[line] = "delivered" if word == "ya" else "owed"
            one["planned"] = [other for other in one["planned"] if other != line]
            one.setdefault("settled", set()).add(line)

    @invariant()
    def the_book_says_what_the_model_says(self):
        from lontar.city.delivery import queries
        from lontar.city.delivery.models import Entitlement
        from lontar.city.ledger import queries as book

        if not hasattr(self, "owed"):
            return
        with acting_as(officer("ester")):
            assert [Entitlement.objects.get(pk=key).status for key in self.owed] == self.model.is_
            found = dict.fromkeys(("owed", "sent", "delivered"), 0)
            for total in book.totals(list(found)):
                found[total.kind] += total.amount
            assert found == self.model.sums()
            assert queries.disagreements(CITY) == []


def play(examples, steps):
    run_state_machine_as_test(
        Deliveries,
        settings=settings(max_examples=examples, stateful_step_count=steps, suppress_health_check=list(HealthCheck)),
    )


@pytest.mark.django_db
def test_whatever_is_done_with_what_is_owed_the_book_says_what_twenty_lines_say():
    play(2, 10)


@pytest.mark.faults
@pytest.mark.django_db
def test_the_same_over_and_over():
    play(40, 25)
