"""Budgets and what was realised: who may say so, and what is written down."""

import pytest

from cast import CITY, TODAY, officer
from lontar.city.journal.queries import lines as journal
from lontar.city.programmes import actions, events, queries
from lontar.kit.gate import acting_as
from lontar.science.trouble import NotAllowed, Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(ester):
    with acting_as(ester):
        actions.load_catalogue(2026, place_id=CITY, by=ester, on=TODAY)
        yield queries.line_by_key(CITY, 2026, "bantuan-sosial-kesejahteraan-keluarga")


@pytest.fixture
def of_health(line):
    return queries.line_by_key(CITY, 2026, "kesehatan-balita")


def set_budget(line, by, **changes):
    given = {"fund": "city", "amount": 100_000_000, "document": "DPA 1/2026"} | changes
    return actions.set_budget(line, by=by, on=TODAY, **given)


def record(line, by, **changes):
    given = {"quarter": 1, "amount": 5_000_000, "source": "SP2D 12"} | changes
    return actions.record_realisation(line, by=by, on=TODAY, **given)


def test_a_budget_that_nobody_set_is_unknown_not_zero(line):
    assert queries.budget_of(line.pk) is None


def test_the_budget_of_a_line_is_the_sum_of_its_funds(line, ester, yohanes):
    set_budget(line, ester)
    set_budget(line, yohanes, fund="province", amount=50)
    set_budget(line, ester, amount=70)
    assert queries.budget_of(line.pk) == 120
    assert journal(verb="set_budget").first().details["before"] == 100_000_000


@pytest.mark.parametrize("verb", [set_budget, record])
@pytest.mark.parametrize("who", ["agus", "maria", "marten", "petrus", "rita", "daud", "anna"])
def test_others_neither_set_a_budget_nor_record_spending(line, verb, who):
    with pytest.raises(NotAllowed):
        verb(line, officer(who))


@pytest.mark.parametrize("verb", [set_budget, record])
def test_an_operator_keeps_the_money_of_the_own_agency_only(line, of_health, yohanes, verb):
    verb(line, yohanes)
    with pytest.raises(NotAllowed, match="Dinas Kesehatan"):
        verb(of_health, yohanes)


@pytest.mark.parametrize("changes", [{"amount": -1}, {"amount": 10**14}, {"document": " "}, {"fund": "lottery"}])
def test_a_budget_without_sense_or_paper_is_refused(line, ester, changes):
    with pytest.raises(Refusal):
        set_budget(line, ester, **changes)
    assert queries.budget_of(line.pk) is None


@pytest.mark.parametrize("changes", [{"quarter": 5}, {"amount": -1}, {"source": ""}])
def test_a_realisation_without_sense_or_source_is_refused(line, ester, changes):
    with pytest.raises(Refusal):
        record(line, ester, **changes)


def test_a_quarter_that_has_not_begun_has_no_realisation(line, ester):
    with pytest.raises(Refusal, match="belum mulai"):
        actions.record_realisation(line, quarter=4, amount=1, source="x", by=ester, on=TODAY.replace(month=9))
    record(line, ester, quarter=4)


def test_a_realisation_is_corrected_not_doubled(line, ester):
    record(line, ester)
    record(line, ester, amount=6)
    assert [(one.quarter, one.amount) for one in queries.realised_of(line.pk)] == [(1, 6)]
    assert journal(verb="record_realisation").first().details["before"] == 5_000_000


def test_a_room_above_can_refuse_a_budget_and_then_nothing_is_changed(line, ester):
    def too_small(total, **_):
        if total < 50:
            raise Refusal("sudah dijanjikan")

    events.budget_set.connect(too_small)
    try:
        set_budget(line, ester, amount=80)
        with pytest.raises(Refusal, match="dijanjikan"):
            set_budget(line, ester, amount=20)
    finally:
        events.budget_set.disconnect(too_small)
    assert queries.budget_of(line.pk) == 80
