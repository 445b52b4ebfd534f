"""Instalments come out to the unit, sum to the loan, and many loans at once give what each alone would."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lontar.science.instalments import Every, Terms, read_every, read_principal, read_rate, read_unit, schedule
from lontar.science.instalments.many import schedules
from lontar.science.instalments.one import formula
from lontar.science.trouble import Refusal

START = date(2026, 1, 15)
CENT = Decimal("0.01")
# Beside the project where it is present, and never needed by the program.
BOOKS = Path(__file__).resolve().parents[3] / "shared" / "data" / "loans" / "schedules.json"


def test_the_schedules_of_a_published_loan_book_come_out_to_the_cent():
    if not BOOKS.exists():
        pytest.skip(f"the loan book's schedules are not beside the project ({BOOKS.name})")
    for known in json.loads(BOOKS.read_text()):
        terms = Terms(
            known["n"], Every(known["repay_every"], "m"), read_rate(str(known["annual_rate_pct"])),
            day_count=known["day_count"], unit=CENT,
        )  # fmt: skip
        principal = read_principal(str(known["principal"]), CENT)
        made = schedule(principal, terms, start=date.fromisoformat(known["disbursement_date"]))
        got = [
            (i.nr, i.due_date.isoformat(), i.days, i.balance, i.principal, i.interest, i.due) for i in made.instalments
        ]
        money = ("balance", "principal", "interest", "due")
        assert got == [
            (row["nr"], row["due_date"], row["days"], *(round(row[key] * 100) for key in money))
            for row in known["schedule"]
        ], known["scenario"]
        assert [made.principal, made.interest, made.due] == [
            round(known["total"][key] * 100) for key in ("principal", "interest", "due")
        ]


def test_a_loan_of_ten_thousand_at_twelve_percent_costs_what_every_textbook_says():
    made = schedule(10_000_00, Terms(12, rate=120_000, unit=CENT), start=START)
    assert {one.due for one in made.instalments[:-1]} == {888_49}
    assert made.instalments[0].interest == 100_00
    assert abs(made.interest - 661_85) <= 1, "661.85, and a cent of rounding"


def test_the_wards_interest_free_loan_of_ten_million_in_eighteen_leaves_the_rest_to_the_last():
    made = schedule(10_000_000, Terms(18), start=START)
    assert [one.due for one in made.instalments] == [555_556] * 17 + [555_548]
    assert made.interest == 0


def test_flat_interest_is_on_the_whole_loan_each_time():
    made = schedule(12_000_000, Terms(12, rate=60_000, method="flat"), start=START)
    assert {(one.principal, one.interest) for one in made.instalments} == {(1_000_000, 60_000)}


def test_equal_principal_pays_the_same_of_the_loan_each_time_and_ever_less_interest():
    made = schedule(1_000_000, Terms(4, rate=120_000, amortise="principal"), start=START)
    assert [one.principal for one in made.instalments] == [250_000] * 4
    assert [one.interest for one in made.instalments] == [10_000, 7_500, 5_000, 2_500]


def test_a_first_instalment_in_month_five_bears_the_interest_of_five_months():
    made = schedule(1_000_000, Terms(4, rate=120_000, amortise="principal", first=Every(5, "m")), start=START)
    assert [one.due_date.isoformat() for one in made.instalments] == [
        "2026-06-15", "2026-07-15", "2026-08-15", "2026-09-15",
    ]  # fmt: skip
    assert made.instalments[0].interest == 50_000


def test_the_thirty_first_falls_on_the_last_of_a_shorter_month_and_comes_back():
    made = schedule(300, Terms(3), start=date(2023, 12, 31))
    assert [one.due_date for one in made.instalments] == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]
    weekly = schedule(300, Terms(3, Every(2, "w")), start=date(2024, 2, 20))
    assert [one.days for one in weekly.instalments] == [14, 14, 14]


def test_the_equal_instalment_is_the_formulas_where_two_differ_alike():
    # 27 in 18: the formula says 1.5, half to even is 2, and 2 leaves less than nothing to the last.
    assert [one.due for one in schedule(27, Terms(18), start=START).instalments] == [1] * 17 + [10]
    # 3 in 2: with 2 the last is 1, with 1 it is 2; both differ by one, and the formula's half is rounded to 2.
    assert [one.due for one in schedule(3, Terms(2), start=START).instalments] == [2, 1]


@st.composite
def agreed(draw):
    every = Every(draw(st.sampled_from([1, 2])), draw(st.sampled_from(["m", "w"])))
    # A late first instalment at a high rate would let the loan grow, which is refused: another test.
    first = draw(st.sampled_from([None, Every(5, every.of)]))
    return Terms(
        draw(st.integers(1, 24)), every, draw(st.sampled_from([0, 60_000, 94_822, 60_001 if first else 240_000])),
        draw(st.sampled_from(["declining", "flat"])), draw(st.sampled_from(["instalment", "principal"])),
        draw(st.sampled_from(["30/360", "actual/365", "actual/actual"])),
        first=first,
    )  # fmt: skip


loans = st.lists(
    st.tuples(st.integers(24, 10**12), st.dates(date(1999, 12, 25), date(2040, 3, 1))), min_size=1, max_size=8
)


@settings(max_examples=60, deadline=None)
@given(agreed(), loans)
def test_many_loans_at_once_give_what_each_alone_would_and_sum_to_the_loan(terms, given_loans):
    frame = pl.DataFrame(
        {"principal": [amount for amount, _day in given_loans], "start": [day for _amount, day in given_loans]}
    )
    at_once = schedules(frame, terms)
    for at, (amount, day) in enumerate(given_loans):
        alone = schedule(amount, terms, start=day)
        assert [
            (i.nr, i.due_date, i.days, i.balance, i.principal, i.interest, i.due) for i in alone.instalments
        ] == at_once.filter(pl.col("loan") == at).drop("loan").rows()
        assert alone.principal == amount
        assert alone.instalments[-1].balance == 0
        assert min(i.principal for i in alone.instalments) >= 0
        equal = {i.due if terms.amortise == "instalment" else i.principal for i in alone.instalments[:-1]}
        assert len(equal) <= 1, "all but the last are alike"


@settings(max_examples=60, deadline=None)
@given(agreed(), st.integers(10**4, 10**9))
def test_no_other_amount_within_one_unit_would_have_left_a_better_last_instalment(terms, amount):
    rows = schedule(amount, terms, start=START).instalments
    if terms.amortise == "principal" or terms.instalments == 1:
        return
    wanted = formula(amount, terms, terms.parts_of_year(START))
    assert abs(rows[0].due - wanted) <= 1
    differs = abs(rows[-1].due - rows[0].due)
    for other in (wanted - 1, wanted, wanted + 1):
        balance, last = amount, 0
        for at, part in enumerate(terms.parts_of_year(START), start=1):
            base = amount if terms.method == "flat" else balance
            interest = round(Decimal(base * terms.rate * part) / (1_000_000 * terms.year))
            last = balance + interest
            balance -= other - interest if at < terms.instalments else balance
        assert differs <= abs(last - other)


@pytest.mark.parametrize(
    ("read", "text", "field"),
    [
        (read_rate, "-1", "rate"), (read_rate, "1001", "rate"), (read_rate, "0.00001", "rate"), (read_rate, "x", "rate"),
        (read_rate, "inf", "rate"), (read_unit, "0", "unit"), (read_unit, "-1", "unit"), (read_every, "0m", "every"),
        (read_every, "1d", "every"), (lambda text: read_principal(text, Decimal(1)), "0", "principal"),
        (lambda text: read_principal(text, Decimal(1)), "-5", "principal"),
        (lambda text: read_principal(text, Decimal(1)), "0.5", "principal"),
        (lambda text: read_principal(text, Decimal(1)), "12345678901234567890", "principal"),
        (lambda text: Terms(int(text)), "0", "instalments"), (lambda text: Terms(int(text)), "601", "instalments"),
        (lambda text: schedule(100, Terms(3), start=date.fromisoformat(text)), "9999-01-01", "from"),
        (lambda text: schedule(int(text), Terms(3), start=START), "2", "principal"),
    ],
)  # fmt: skip
def test_what_cannot_be_agreed_is_refused_with_the_field(read, text, field):
    with pytest.raises(Refusal) as refused:
        read(text)
    assert refused.value.field == field
    assert refused.value.message


def test_interest_that_eats_the_first_instalment_is_refused_by_one_and_by_many():
    terms = Terms(3, rate=3_000_000, first=Every(24, "m"))
    with pytest.raises(Refusal, match="pokoknya tidak berkurang"):
        schedule(100_000, terms, start=START)
    with pytest.raises(Refusal, match="pokoknya tidak berkurang"):
        schedules(pl.DataFrame({"principal": [100_000], "start": [START]}), terms)
