"""Lateness costs what the product says and not a day more, is paid in its turn, and may be pardoned with a reason."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import OESAPA
from loans.fund import strict_terms
from lontar.city.ledger import queries as book
from lontar.city.loans import actions, queries
from lontar.city.loans.models import Loan, Receipt
from lontar.science.instalments.paying import Due, Paid, allocate, open_parts
from lontar.science.instalments.penalties import Penalty, accrued, fined
from lontar.science.trouble import NotAllowed, Refusal

RULES = st.builds(
    Penalty, st.sampled_from(["share", "daily", "once"]), st.integers(1, 5_000), st.integers(0, 20), st.integers(1, 30)
)
FIRST = date(2026, 2, 1)
ORDERS = st.permutations(("penalty", "fee", "interest", "principal"))


def _dues(fee):
    return [Due(nr, FIRST + timedelta(days=30 * nr), 100_000, 5_000, fee if nr == 1 else 0) for nr in range(4)]


@given(
    RULES, ORDERS, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 200_000)), max_size=6), st.integers(0, 9_000)
)
def test_a_payment_is_all_somewhere_and_no_pot_takes_more_than_is_owed_in_it(rule, order, steps, fee):
    dues, paid, day = _dues(fee), [], FIRST
    for later, amount in steps:
        day += timedelta(days=later)
        owed = open_parts(fined(dues, paid, rule, on=day), paid)
        if amount > sum(due.whole for due in owed):
            with pytest.raises(Refusal, match="lebih besar"):
                allocate(amount, fined(dues, paid, rule, on=day), paid, order=order)
            continue
        parts = allocate(amount, fined(dues, paid, rule, on=day), paid, order=order)
        assert sum(parts.values()) == amount
        assert all(0 <= taken <= sum(due.part(name) for due in owed) for name, taken in parts.items())
        paid.append(Paid(day, **parts))
    end = fined(dues, paid, rule, on=day)
    assert sum(due.whole for due in end) == sum(one.whole for one in paid) + sum(
        due.whole for due in open_parts(end, paid)
    )
    assert all(due.penalty <= due.asked * rule.cap // 100 for due in end)


@given(RULES, st.integers(0, 200), st.integers(0, 200), st.integers(1, 90_000))
def test_no_day_is_counted_twice_however_often_it_is_asked(rule, one, other, amount):
    """What a later day costs holds what an earlier one did, and paying on a day makes that day no cheaper."""
    dues, (first, last) = _dues(0), sorted((FIRST + timedelta(days=one), FIRST + timedelta(days=other)))
    paid = [Paid(first, amount)]
    assert accrued(dues, [], rule, on=first) == accrued(dues, paid, rule, on=first)
    before, after = accrued(dues, paid, rule, on=first), accrued(dues, paid, rule, on=last)
    assert all(less <= more for less, more in zip(before, after, strict=True))
    assert sum(after) <= sum(accrued(dues, [], rule, on=last))


@pytest.mark.parametrize(
    ("rule", "day", "cost"),
    [
        (Penalty("share", 500, grace=7, cap=10), date(2026, 2, 8), 0),
        (Penalty("share", 500, grace=7, cap=10), date(2026, 2, 9), 52),
        (Penalty("share", 500, grace=0, cap=10), date(2026, 2, 3), 105),
        (Penalty("share", 500, grace=0, cap=1), date(2027, 2, 3), 1_050),
        (Penalty("daily", 1_000, grace=0, cap=50), date(2026, 2, 4), 3_000),
        (Penalty("once", 5_000, grace=3, cap=50), date(2026, 2, 4), 0),
        (Penalty("once", 5_000, grace=3, cap=50), date(2026, 12, 4), 5_000),
        (Penalty(), date(2027, 2, 3), 0),
    ],
)  # fmt: skip
def test_lateness_costs_by_the_rule_after_its_grace_and_up_to_its_cap(rule, day, cost):
    assert fined([Due(1, FIRST, 100_000, 5_000)], [], rule, on=day)[0].penalty == cost


def test_a_plan_that_takes_over_counts_on_from_its_day_and_stays_under_the_cap():
    rule = Penalty("daily", 1_000, grace=5, cap=10)
    old = Due(1, FIRST, 100_000)
    until = FIRST + timedelta(days=8)
    (so_far,) = accrued([old], [], rule, on=until)
    new = Due(1, FIRST, 60_000, penalty=so_far, fined_until=until, room=rule.room(old) - so_far)
    assert so_far == 3_000
    assert fined([new], [], rule, on=until)[0].penalty == 3_000
    assert fined([new], [], rule, on=until + timedelta(days=2))[0].penalty == 5_000
    assert fined([new], [], rule, on=until + timedelta(days=900))[0].penalty == 10_000


@pytest.mark.parametrize(
    ("rule", "cost"),
    [(Penalty("share", 500, grace=0, cap=50), 3 * 52), (Penalty("daily", 1_000, grace=0, cap=50), 3_000),
     (Penalty("once", 5_000, grace=0, cap=50), 5_000)],
)  # fmt: skip
def test_days_in_a_pause_cost_nothing_and_those_around_it_do(rule, cost):
    due, last = [Due(1, FIRST, 100_000, 5_000)], FIRST + timedelta(days=13)
    pauses = [(FIRST, FIRST + timedelta(days=4)), (FIRST + timedelta(days=5), FIRST + timedelta(days=11))]
    (asked,) = fined(due, [], rule, on=last, pauses=pauses)
    assert asked.penalty in (cost, cost + 1)  # rounded down once, not for each day
    for whole in ([(FIRST, date.max)], [(date(2026, 1, 1), last)]):
        assert fined(due, [], rule, on=last, pauses=whole)[0].penalty == 0
    late = [Paid(FIRST + timedelta(days=2), 40_000)]
    (less,) = fined(due, late, rule, on=last, pauses=pauses)
    assert less.penalty <= asked.penalty


@pytest.fixture
def strict(ward, tmp_path, settings):
    """Oesapa lends on terms under which a thousandth of what is late is asked for each day, after a week."""
    strict_terms(tmp_path, settings, penalty="share", penalty_amount="0.1", penalty_grace="7", penalty_cap="5")
    return ward


# Lent on 15 January, so that the first of eighteen instalments of 100,000 falls due on 15 June: five days after the grace.
LATE = date(2026, 6, 27)


@pytest.fixture
def loan(strict):
    return strict.lend(strict.someone(), 1_800_000)


@pytest.mark.django_db
def test_a_penalty_is_paid_first_stands_on_its_own_account_and_on_the_receipt(loan, acting, maria, ani):
    with acting(maria):
        (row,) = queries.standings([loan], on=LATE)
        assert (row.standing.overdue, row.standing.penalty, row.standing.left) == (100_000, 500, 1_800_500)
        done = actions.repay(loan.pk, amount=50_000, by=maria, on=LATE)
        assert (done.repayment.penalty, done.repayment.principal, done.repayment.left) == (500, 49_500, 1_750_500)
        money = queries.money_by_ward("pem", OESAPA)[OESAPA]
        assert (money.fined, money.earned, money.lent) == (500, 0, 1_750_500)
        assert len(book.postings_of(book.entry_of(f"repay:{done.repayment.subject}").pk)) == 3
        assert queries.disagreements(OESAPA) == []
        assert queries.standings([loan], on=LATE + timedelta(days=2))[0].standing.penalty == 101
        (fund,) = queries.rows(OESAPA, on=LATE + timedelta(days=2))
        assert (fund.figures.penalties, fund.figures.live.overdue) == (101, 50_500)
    told = ani.get(f"/angsuran/{done.code}/").content.decode()
    assert "Di antaranya denda" in told
    assert Receipt.objects.get().penalty == 500


@pytest.mark.django_db
def test_what_came_earlier_is_not_written_down_after_what_came_later(loan, acting, maria):
    with acting(maria):
        actions.repay(loan.pk, amount=50_000, by=maria, on=LATE)
        with pytest.raises(Refusal, match="mengenal denda") as refused:
            actions.repay(loan.pk, amount=50_000, paid_on=LATE - timedelta(days=1), by=maria, on=LATE)
        assert refused.value.field == "paid_on"
        assert actions.repay(loan.pk, amount=1_750_500, by=maria, on=LATE).repayment.left == 0
        assert Loan.objects.get().state == "repaid"
        assert queries.standings([Loan.objects.get()], on=date(2027, 6, 1))[0].standing.penalty == 0


@pytest.mark.django_db
def test_a_planner_alone_pardons_a_penalty_with_a_reason_and_never_more_than_there_is(
    loan, acting, maria, ester, sign_in, monkeypatch
):
    monkeypatch.setattr("lontar.city.places.queries.today", lambda: LATE)
    with acting(maria), pytest.raises(NotAllowed):
        actions.pardon(loan.pk, amount=1, reason="Sakit", by=maria, on=LATE)
    page = sign_in(ester)
    address = f"/dana/pinjaman/{loan.pk}/denda/"
    assert "hanya 500 rupiah" in page.post(address, {"amount": "501", "reason": "Sakit"}).content.decode()
    assert page.post(address, {"amount": "500", "reason": " "}).status_code == 422
    shown = page.get(f"/dana/pinjaman/{loan.pk}/").content.decode()
    assert "0,1% sehari" in shown
    assert "Bebaskan denda" in shown
    assert page.post(address, {"amount": "500", "reason": "Sakit"}).status_code == 302
    assert "Denda dibebaskan" in page.get(f"/dana/pinjaman/{loan.pk}/").content.decode()
    with acting(ester):
        now = queries.standings([loan], on=LATE)[0].standing
        assert (now.penalty, now.left) == (0, 1_800_000)
        assert queries.disagreements(OESAPA) == []
        assert queries.money_by_ward("pem", OESAPA)[OESAPA].fined == 0


@pytest.mark.django_db
def test_a_new_plan_takes_over_what_lateness_had_cost_and_counts_no_day_again(strict, loan, acting, ester, marten):
    with acting(ester):
        actions.waive(loan.pk, amount=20_500, paper="SK 1", reason="Banjir", by=ester, on=LATE)
        loan.refresh_from_db()
        now = queries.standings([loan], on=LATE)[0].standing
        assert (now.penalty, now.overdue) == (0, 80_000), "the penalty was the first to go"
        assert queries.standings([loan], on=LATE + timedelta(days=10))[0].standing.penalty == 800
        far = queries.standings([loan], on=date(2026, 7, 15))[0].standing
        assert far.penalty == 80 * 18
    with acting(marten):
        day = date(2026, 7, 15)
        minutes = actions.keep_minutes(OESAPA, number="BA-2", signed_on=day, scan=strict_scan(), by=marten, on=day)
        actions.reschedule(loan.pk, instalments=10, minutes_id=minutes.pk, reason="Sakit", by=marten, on=day)
        loan.refresh_from_db()
        now = queries.standings([loan], on=day)[0].standing
        assert (now.penalty, now.overdue, now.left) == (80 * 18, 0, 1_780_000 + 80 * 18)


def strict_scan():
    from loans.fund import scan

    return scan()


@pytest.mark.django_db
@pytest.mark.parametrize("verdict", ["book", "borrower"])
def test_while_a_case_is_open_lateness_costs_nothing_however_it_is_decided(
    loan, verdict, acting, maria, ester, sign_in, monkeypatch
):
    from cast import officer

    monkeypatch.setattr("lontar.city.places.queries.today", lambda: LATE + timedelta(days=20))
    with acting(maria):
        case = actions.open_dispute(loan.pk, said_left=1_700_000, statement="Sudah bayar dua kali", by=maria, on=LATE)
        assert queries.standings([loan], on=LATE + timedelta(days=20))[0].standing.penalty == 500
    assert "tidak menambah denda" in sign_in(maria).get(f"/dana/perkara/{case.pk}/").content.decode()
    closed = LATE + timedelta(days=12)
    with acting(maria):
        less = {"credited": 20_500} if verdict == "borrower" else {}
        actions.propose_verdict(case.pk, verdict=verdict, reason="Kuitansi", by=maria, on=closed, **less)
    with acting(ester):
        actions.decide_dispute(case.pk, agreed=True, by=officer("ester"), on=closed)
        loan.refresh_from_db()
        daily = 100 if verdict == "book" else 80
        before = 500 if verdict == "book" else 0  # the penalty was the first to go
        assert queries.standings([loan], on=closed)[0].standing.penalty == before
        assert queries.standings([loan], on=closed + timedelta(days=3))[0].standing.penalty == before + 3 * daily
        assert queries.disagreements(OESAPA) == []
