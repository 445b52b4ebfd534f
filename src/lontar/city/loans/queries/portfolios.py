"""How the live loans of many funds stand on a day, in one question however many they are."""

from datetime import date

from django.db import connection

from lontar.city.places import queries as places
from lontar.science.instalments.paying import BUCKETS, Portfolio

# Each kind of money fills the oldest instalment first, so what is left of one follows from running sums. What had come by
# an instalment's day is a running sum too, over payments and due days together. The formulae, loan by loan, are those of
# `science.instalments.paying`; a test holds both to each other.
STANDING = """
WITH mine AS (
    SELECT id, fund_id, plan FROM loans_loan
    WHERE state = 'live' AND "on" <= %(on)s AND place_id BETWEEN %(lowest)s AND %(highest)s
), paid AS (
    SELECT r.loan_id, r."on" AS day, r.principal, r.interest, r.fee
    FROM loans_repayment r JOIN mine ON mine.id = r.loan_id AND mine.plan = r.plan
    WHERE r."on" <= %(on)s AND NOT EXISTS (SELECT FROM loans_reversal v WHERE v.repayment_id = r.id)
), got AS (
    SELECT loan_id, sum(principal) AS principal, sum(interest) AS interest, sum(fee) AS fee FROM paid GROUP BY loan_id
), dues AS (
    SELECT i.loan_id, i.nr, i.due_date AS day, i.principal, i.interest, i.fee,
        sum(i.principal) OVER before AS principals, sum(i.interest) OVER before AS interests, sum(i.fee) OVER before AS fees
    FROM loans_instalment i JOIN mine ON mine.id = i.loan_id AND mine.plan = i.plan
    WINDOW before AS (PARTITION BY i.loan_id ORDER BY i.nr)
), open AS (
    SELECT d.loan_id, d.nr, d.day, d.principal + d.interest + d.fee AS whole,
        least(d.principal, greatest(d.principals - coalesce(g.principal, 0), 0)) AS principal_left,
        least(d.principal, greatest(d.principals - coalesce(g.principal, 0), 0))
            + least(d.interest, greatest(d.interests - coalesce(g.interest, 0), 0))
            + least(d.fee, greatest(d.fees - coalesce(g.fee, 0), 0)) AS rest
    FROM dues d LEFT JOIN got g USING (loan_id)
), days AS (
    SELECT loan_id, nr, day, principal, interest, fee, principals, interests, fees,
        sum(came_p) OVER until AS came_p, sum(came_i) OVER until AS came_i, sum(came_f) OVER until AS came_f
    FROM (
        SELECT loan_id, nr, day, principal, interest, fee, principals, interests, fees, 1 AS turn,
            0 AS came_p, 0 AS came_i, 0 AS came_f FROM dues WHERE day <= %(on)s
        UNION ALL
        SELECT loan_id, NULL, day, 0, 0, 0, 0, 0, 0, 0, principal, interest, fee FROM paid
    ) together
    WINDOW until AS (PARTITION BY loan_id ORDER BY day, turn)
), punctual AS (
    SELECT loan_id, sum(least(principal, greatest(came_p - principals + principal, 0))
        + least(interest, greatest(came_i - interests + interest, 0))
        + least(fee, greatest(came_f - fees + fee, 0))) AS amount
    FROM days WHERE nr IS NOT NULL GROUP BY loan_id
), loans AS (
    SELECT o.loan_id, coalesce(sum(whole) FILTER (WHERE day <= %(on)s), 0) AS fell_due,
        coalesce(sum(whole - rest) FILTER (WHERE day <= %(on)s), 0) AS paid_of_it,
        coalesce(sum(rest) FILTER (WHERE day < %(on)s), 0) AS overdue,
        coalesce(%(on)s - min(day) FILTER (WHERE day < %(on)s AND rest > 0), 0) AS late,
        sum(principal_left) AS principal_left, sum(rest) AS rest
    FROM open o GROUP BY o.loan_id
)
SELECT mine.fund_id, width_bucket(l.late, %(bounds)s) AS bucket, count(*) FILTER (WHERE l.rest > 0), sum(l.fell_due)::bigint,
    sum(l.paid_of_it)::bigint, sum(coalesce(p.amount, 0))::bigint, sum(l.overdue)::bigint, sum(l.principal_left)::bigint,
    count(*)
FROM mine JOIN loans l ON l.loan_id = mine.id LEFT JOIN punctual p ON p.loan_id = mine.id
GROUP BY 1, 2
"""


def portfolios(place_id: int, *, on: date) -> dict[int, Portfolio]:
    """The live loans of each fund below a place, as they stand at the end of a day; a fund without any is not told."""
    lowest, highest = places.span(place_id)
    bounds = [least for least, _most in BUCKETS]
    found: dict[int, list[tuple[int, ...]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(STANDING, {"on": on, "lowest": lowest, "highest": highest, "bounds": bounds})
        for fund, *figures in cursor.fetchall():
            found.setdefault(fund, []).append(tuple(figures))
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
