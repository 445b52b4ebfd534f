"""A loan product says what it lends on each day and where that was found; payments fill the oldest instalment first."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lontar.science.instalments import Every, Terms, schedule
from lontar.science.instalments.paying import Due, Paid, allocate, open_parts, portfolio, standing
from lontar.science.loan_products import BadProduct, read_product
from lontar.science.trouble import Refusal

TEXT = (Path(__file__).resolve().parents[2] / "rules" / "loans" / "pem.yaml").read_text()
ORDER = ("fee", "interest", "principal")


@pytest.mark.parametrize(
    ("day", "most", "instalments", "first"),
    [
        (date(2017, 3, 1), 10_000_000, 12, None), (date(2018, 1, 3), 10_000_000, 18, None),
        (date(2026, 11, 22), 25_000_000, 18, Every(5, "m")),
    ],
)  # fmt: skip
def test_the_wards_fund_lent_otherwise_in_each_of_its_lives(day, most, instalments, first):
    offer = read_product(TEXT).on(day)
    assert (offer.most, offer.terms.instalments, offer.terms.first) == (most, instalments, first)
    assert offer.terms.rate == 0
    assert all(version.source for version in offer.sources.values())


def test_a_day_before_the_fund_is_not_known():
    with pytest.raises(BadProduct, match="belum diketahui"):
        read_product(TEXT).on(date(2012, 12, 31))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value: 25000000", "value: 10"), ("value: penalty fee interest principal", "value: fee interest principal"),
        ("value: none", "value: daily"), ("value: none", "value: doubled"),
        ("confidence: read", "confidence: sure"), ("  rate:", "  interest:"), ("until: 2016-12-31", "until: 2019-12-31"),
        ("value: 30/360", "value: 30/365"), ("value: 80", "value: 0"), ("product: pem", "produkt: pem"),
        ("value: person group", "value: cooperative"), ("[", "["), ("from: 2023-01-01", "from: someday"),
    ],
)  # fmt: skip
def test_a_product_that_cannot_be_is_refused(old, new):
    broken = TEXT.replace(old, new) if old != new else TEXT + "["
    with pytest.raises(BadProduct):
        read_product(broken)


@given(
    st.integers(1_000, 10**7), st.lists(st.integers(1, 10**6), max_size=6), st.sampled_from([0, 120_000]),
    st.permutations(ORDER),
)  # fmt: skip
def test_whatever_is_paid_is_somewhere_and_nothing_is_paid_twice(principal, amounts, rate, order):
    made = schedule(principal, Terms(6, rate=rate), start=date(2026, 1, 15)).instalments
    dues = [Due(one.nr, one.due_date, one.principal, one.interest, fee=100 if one.nr == 1 else 0) for one in made]
    paid: list[Paid] = []
    whole = sum(due.whole for due in dues)
    for amount in amounts:
        left = sum(due.whole for due in open_parts(dues, paid))
        if amount > left:
            with pytest.raises(Refusal, match="lebih besar"):
                allocate(amount, dues, paid, order=order)
            continue
        parts = allocate(amount, dues, paid, order=order)
        assert sum(parts.values()) == amount
        paid.append(Paid(date(2026, 3, 1), **parts))
    now = standing(dues, paid, on=date(2027, 1, 1))
    assert now.left + sum(one.whole for one in paid) == whole
    assert now.overdue == now.left
    assert now.paid_in_time <= now.paid_of_it <= now.fell_due == whole


def test_the_figures_of_a_fund_count_each_loan_once_by_its_oldest_debt():
    dues = [Due(nr, date(2026, nr, 1), 100) for nr in range(1, 11)]
    on = date(2026, 6, 15)
    good = standing(dues, [Paid(date(2026, month, 1), 100) for month in range(1, 7)], on=on)
    late = standing(dues, [Paid(date(2026, 1, 20), 100), Paid(date(2026, 2, 1), 100)], on=on)
    lost = standing(dues, [], on=on)
    assert (good.bucket, late.days, late.bucket, lost.bucket) == (None, 106, 3, 3)
    assert (good.next_date, good.next_amount) == (date(2026, 7, 1), 100)
    whole = portfolio([good, late, lost])
    assert whole.buckets[3] == (2, late.overdue + lost.overdue, 1_800)
    assert whole.par30 == 1_800 / 2_200
    assert whole.repayment_rate == (600 + 200 + 0) / 1_800
    assert whole.on_time_rate == (600 + 100 + 0) / 1_800
    assert portfolio([]).par30 is None
