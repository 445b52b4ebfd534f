"""The city's page of the revolving funds, with ten thousand loans that run and were paid on."""

import time
import uuid
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db import connection

from lontar.city.loans import actions, queries
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.house import demo_city
from lontar.house.bench.city import officer
from lontar.house.bench.figures import Figure
from lontar.science.instalments import schedule

ON, OPENED, LENT = date(2026, 11, 22), date(2025, 1, 6), date(2025, 8, 15)
LOANS, PAID = 10_000, 9
PRINCIPAL: Final = 5_400_000
ASKED: Final = 7
PLANNER: Final = "ester"


def page(_files: Path, families: int) -> list[Figure]:
    """Every fund with its figures, as the page asks for them."""
    demo_city.prepare()
    count = min(LOANS, families)
    home = places.home_or_refuse()
    with officer(PLANNER) as by:
        _lent(count, home.pk, by)
        times = []
        for _turn in range(ASKED):
            began = time.perf_counter()
            rows = queries.rows(home.pk, on=ON)
            times.append(time.perf_counter() - began)
        whole = queries.summed(rows)
    if whole.live.loans != count:
        raise RuntimeError(f"{whole.live.loans} of {count} loans were counted")
    return [
        Figure("funds.seconds", f"Figures of every fund with {count:,} live loans", sorted(times)[ASKED // 2], "s",
               None, "none", f"{len(rows)} funds: what fell due, came in time, is late by how long, PAR30, from "
               f"{whole.live.loans * 18:,} instalments and {count * PAID:,} repayments; the median of {ASKED}.",
               {"slowest s": max(times)}),
    ]  # fmt: skip


def _lent(count: int, city: int, by: Any) -> None:
    """Loans in all wards, each with its plan and half of it paid, written past the verbs: only reading is measured."""
    wards = list(places.wards_in(city).values_list("pk", flat=True))
    for ward in wards:
        actions.open_fund(ward, product="pem", capital=2_000_000_000, document="bench", by=by, on=OPENED)
        actions.open_lending_round(ward, by=by, on=OPENED)
    funds = {fund.place_id: fund for fund in queries.funds(city)}
    rounds = {ward: queries.newest_round(fund) for ward, fund in funds.items()}
    family_ = registry.families_matching(registry.FamilyFilter()).model
    families = family_.objects.bulk_create(
        [family_(place_id=wards[at % len(wards)]) for at in range(count)], batch_size=5_000
    )
    asked_, loan_ = queries.applications(by).model, queries.loans(by).model
    person_: Any = loan_._meta.get_field("person").related_model
    people = person_.objects.bulk_create(
        [person_(place_id=one.place_id, name="Contoh", name_key="contoh") for one in families], batch_size=5_000
    )
    asked = asked_.objects.bulk_create(
        [
            asked_(fund=funds[one.place_id], round=rounds[one.place_id], place_id=one.place_id, person=person, family=one,
                   business="-", plan="-", amount=PRINCIPAL, state="paid_out", by_id=by.id, on=LENT)
            for one, person in zip(families, people, strict=True)
        ],
        batch_size=5_000,
    )  # fmt: skip
    loans = loan_.objects.bulk_create(
        [
            loan_(subject=uuid.uuid4(), application=one, fund=one.fund, round=one.round, place_id=one.place_id, person=one.person,
                  family=one.family, principal=PRINCIPAL, terms={}, allocation="fee interest principal", on=LENT, by_id=by.id)
            for one in asked
        ],
        batch_size=5_000,
    )  # fmt: skip
    _planned_and_paid([one.pk for one in loans], by)


def _planned_and_paid(loans: list[int], by: Any) -> None:
    plan = schedule(PRINCIPAL, queries.offer("pem", LENT).terms, start=LENT).instalments
    with connection.cursor() as cursor:
        for one in plan:
            cursor.execute(
                "INSERT INTO loans_instalment (loan_id, place_id, plan, nr, due_date, principal, interest, fee, penalty) "
                "SELECT id, place_id, 1, %s, %s, %s, 0, 0, 0 FROM loans_loan WHERE id = ANY(%s)",
                [one.nr, one.due_date, one.principal, loans],
            )
        for nr, one in enumerate(plan[:PAID]):
            # Some pay late by days, and one in five has stopped.
            cursor.execute(
                'INSERT INTO loans_repayment (loan_id, fund_id, place_id, number, amount, principal, interest, fee, penalty, plan, "left", "on", command_key, by_id) '
                "SELECT id, fund_id, place_id, %s + id, %s, %s, 0, 0, 0, 1, 0, %s + (id %% 20)::int, id || ':' || %s, %s FROM loans_loan "
                "WHERE id = ANY(%s) AND (id %% 5 > 0 OR %s < 3)",
                [nr * 1_000_000, one.principal, one.principal, one.due_date, nr, by.id, loans, nr],
            )
        cursor.execute("ANALYZE loans_loan, loans_instalment, loans_repayment")
