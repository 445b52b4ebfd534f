"""PostgreSQL to columns: every text as it was written, null as null, in the order of the query."""

from datetime import date

import polars as pl
import pytest
from django.db import connection
from psycopg import sql

from lontar.engine import copying

pytestmark = pytest.mark.django_db
SCHEMA = {"n": pl.Int64, "text": pl.String, "day": pl.Date, "yes": pl.Boolean}


def asked(query, *params):
    with connection.cursor() as cursor:
        return copying.frame(cursor, sql.SQL(query), params, SCHEMA).rows()


def test_texts_with_quotes_commas_and_lines_arrive_as_written():
    texts = ['Maria "Ina" Ndun', "a,b", "dua\nbaris", "", None, "100%", "'; drop table"]
    query = "SELECT i, t, NULL::date, NULL FROM unnest(%s::text[]) WITH ORDINALITY AS u(t, i) ORDER BY i"
    assert [row[1] for row in asked(query, texts)] == texts


def test_numbers_days_and_unknown_arrive_by_their_types_in_the_order_asked():
    query = "SELECT n, NULL, %s::date - n, n = 2 FROM generate_series(1, 3) AS n ORDER BY n DESC"
    assert asked(query, date(2026, 11, 22)) == [
        (3, None, date(2026, 11, 19), False),
        (2, None, date(2026, 11, 20), True),
        (1, None, date(2026, 11, 21), False),
    ]


def test_no_rows_are_a_frame_with_its_columns():
    assert asked("SELECT 1, '', NULL::date, true WHERE false") == []
