"""How the live loans of many funds stand on a day, in one question however many they are."""

from datetime import date

from django.db import connection, transaction

from lontar.city.places import queries as places
from lontar.science.instalments.paying import BUCKETS, Portfolio

# Each kind of money fills the oldest instalment first, so what is left of one follows from running sums over instalments
# and payments, which stand in one row of days. One pass over it, in double precision: whole rupiah of one loan are exact in it
# up to nine thousand million million. The formulae, loan by loan, are those of `science.instalments.paying`; a test holds both
# to each other.
STANDING = """
WITH mine AS (
    SELECT id, fund_id, plan FROM loans_loan
    WHERE state = 'live' AND "on" <= %(on)s AND place_id BETWEEN %(lowest)s AND %(highest)s
), moves AS (
    SELECT i.loan_id, i.due_date AS day, 1 AS turn, i.principal::float8 AS p, i.interest::float8 AS i, i.fee::float8 AS f,
        0::float8 AS came_p, 0::float8 AS came_i, 0::float8 AS came_f
    FROM loans_instalment i JOIN mine ON mine.id = i.loan_id AND mine.plan = i.plan
    UNION ALL
    SELECT r.loan_id, r."on", 0, 0, 0, 0, r.principal::float8, r.interest::float8, r.fee::float8
    FROM loans_repayment r JOIN mine ON mine.id = r.loan_id AND mine.plan = r.plan
    WHERE r."on" <= %(on)s AND NOT EXISTS (SELECT FROM loans_reversal v WHERE v.repayment_id = r.id)
), running AS (
    SELECT loan_id, day, turn, p, i, f,
        sum(p) OVER until AS until_p, sum(i) OVER until AS until_i, sum(f) OVER until AS until_f,
        sum(came_p) OVER until AS by_p, sum(came_i) OVER until AS by_i, sum(came_f) OVER until AS by_f,
        sum(came_p) OVER whole AS got_p, sum(came_i) OVER whole AS got_i, sum(came_f) OVER whole AS got_f
    FROM moves
    WINDOW until AS (PARTITION BY loan_id ORDER BY day, turn ROWS UNBOUNDED PRECEDING), whole AS (PARTITION BY loan_id)
), dues AS (
    SELECT loan_id, day, p + i + f AS due, least(p, greatest(until_p - got_p, 0)) AS rest_p,
        least(p, greatest(until_p - got_p, 0)) + least(i, greatest(until_i - got_i, 0))
            + least(f, greatest(until_f - got_f, 0)) AS rest,
        least(p, greatest(by_p - until_p + p, 0)) + least(i, greatest(by_i - until_i + i, 0))
            + least(f, greatest(by_f - until_f + f, 0)) AS punctual
    FROM running WHERE turn = 1
), loans AS (
    SELECT loan_id, coalesce(sum(due) FILTER (WHERE day <= %(on)s), 0) AS fell_due,
        coalesce(sum(due - rest) FILTER (WHERE day <= %(on)s), 0) AS paid_of_it,
        coalesce(sum(punctual) FILTER (WHERE day <= %(on)s), 0) AS paid_in_time,
        coalesce(sum(rest) FILTER (WHERE day < %(on)s), 0) AS overdue,
        coalesce(%(on)s - min(day) FILTER (WHERE day < %(on)s AND rest > 0), 0) AS late,
        sum(rest_p) AS principal_left, sum(rest) AS rest
    FROM dues GROUP BY loan_id
)
SELECT mine.fund_id, width_bucket(l.late, %(bounds)s) AS bucket, count(*) FILTER (WHERE l.rest > 0),
    sum(l.fell_due::bigint)::bigint, sum(l.paid_of_it::bigint)::bigint, sum(l.paid_in_time::bigint)::bigint,
    sum(l.overdue::bigint)::bigint, sum(l.principal_left::bigint)::bigint, count(*)
FROM mine JOIN loans l ON l.loan_id = mine.id
GROUP BY 1, 2
"""


def portfolios(place_id: int, *, on: date) -> dict[int, Portfolio]:
    """The live loans of each fund below a place, as they stand at the end of a day; a fund without any is not told."""
    lowest, highest = places.span(place_id)
    bounds = [least for least, _most in BUCKETS]
    found: dict[int, list[tuple[int, ...]]] = {}
    # Behind the walls the planner takes a city for a few rows, and would walk through all of them for each of them.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(STANDING, {"on": on, "lowest": lowest, "highest": highest, "bounds": bounds})
        for fund, *figures in cursor.fetchall():
            found.setdefault(fund, []).append(tuple(figures))
        cursor.execute("SET LOCAL enable_nestloop = on")  # a caller's transaction goes on
    return {fund: _portfolio(rows) for fund, rows in found.items()}


def _portfolio(rows: list[tuple[int, ...]]) -> Portfolio:
    """From one row for each length of delay: 0 for what is not late, then the buckets."""
    buckets = [(0, 0, 0)] * len(BUCKETS)
    sums = [0] * 6
    for bucket, *figures, all_of_them in rows:
        sums = [one + more for one, more in zip(sums, figures, strict=True)]
        if bucket:
            buckets[bucket - 1] = (all_of_them, figures[4], figures[5])
    loans, fell_due, paid_of_it, paid_in_time, overdue, principal_left = sums
    return Portfolio(
        loans, fell_due, paid_of_it, paid_in_time, overdue, principal_left,
        at_risk=sum(left for _loans, _overdue, left in buckets[1:]), buckets=tuple(buckets),
    )  # fmt: skip
