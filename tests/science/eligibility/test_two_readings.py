"""One rule, two readings: by columns on two engines, and step by step for one family, agree on every family."""

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lontar.science.eligibility import terms as t
from lontar.science.eligibility.columns import judge
from lontar.science.eligibility.explanation import tell
from lontar.science.eligibility.reading import read_family, read_person
from science.eligibility.rule_strategies import cities, conditions, families, members, person_rulings, ruling, rulings

FAMILY_COLUMNS = {
    "family_id": pl.Int64,
    "decile": pl.Int16,
    "decile_on": pl.Date,
    "size": pl.Int16,
    "poor": pl.Boolean,
}
MEMBER_COLUMNS = {
    "family_id": pl.Int64,
    "person_id": pl.Int64,
    "birth_date": pl.Date,
    "sex": pl.Utf8,
    "relation": pl.Utf8,
    "disabled": pl.Boolean,
}
SQL_TYPES = {
    pl.Int64: "BIGINT",
    pl.Int16: "SMALLINT",
    pl.Date: "DATE",
    pl.Boolean: "BOOLEAN",
    pl.Utf8: "VARCHAR",
}
many = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=50
)


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        for name, columns in (("families", FAMILY_COLUMNS), ("members", MEMBER_COLUMNS)):
            described = ", ".join(f"{column} {SQL_TYPES[kind]}" for column, kind in columns.items())
            connection.execute(f"CREATE TABLE {name} ({described})")
        yield connection


def rows_of(city):
    family_rows = [{"family_id": number, **family} for number, (family, _) in enumerate(city)]
    everybody = [(number, member) for number, (_, all_of) in enumerate(city) for member in all_of]
    member_rows = [{"family_id": number, "person_id": at, **member} for at, (number, member) in enumerate(everybody)]
    return family_rows, member_rows


def by_polars(rule, city):
    family_rows, member_rows = rows_of(city)
    result = judge(rule, pl.DataFrame(family_rows, FAMILY_COLUMNS), pl.DataFrame(member_rows, MEMBER_COLUMNS))
    return sorted(result.collect().rows())


def by_duckdb(rule, city, connection):
    for table, rows, columns in zip(
        ("families", "members"), rows_of(city), (FAMILY_COLUMNS, MEMBER_COLUMNS), strict=True
    ):
        connection.execute(f"DELETE FROM {table}")
        if rows:
            marks = ", ".join("?" for _ in columns)
            values = [[row[column] for column in columns] for row in rows]
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)
    return sorted(judge(rule, connection.table("families"), connection.table("members")).fetchall())


def by_steps(rule, city):
    readings = [read_family(rule, family, all_of) for family, all_of in city]
    return [
        (number, reading.verdict, reading.amount, reading.amount_most, *(step.answer for step in reading.steps))
        for number, reading in enumerate(readings)
    ]


def person_by_person(rule, city):
    answers = [
        (number, read_person(rule, family, all_of, at))
        for number, (family, all_of) in enumerate(city)
        for at in range(len(all_of))
    ]
    return [
        (family, person, reading.verdict, reading.amount, reading.amount_most, *(step.answer for step in reading.steps))
        for person, (family, reading) in enumerate(answers)
    ]


@many
@given(rulings, cities)
def test_columns_of_polars_and_the_steps_agree_on_every_family(rule, city):
    assert by_polars(rule, city) == by_steps(rule, city)


@many
@given(person_rulings, cities)
def test_columns_and_the_steps_agree_on_every_person_of_a_rule_about_persons(rule, city):
    assert by_polars(rule, city) == person_by_person(rule, city)


@settings(many, max_examples=12, suppress_health_check=list(HealthCheck))
@given(rule=person_rulings, city=cities)
def test_duckdb_agrees_on_every_person_too(connection, rule, city):
    assert by_duckdb(rule, city, connection) == person_by_person(rule, city)


@settings(many, max_examples=12, suppress_health_check=list(HealthCheck))
@given(rule=rulings, city=cities)
def test_columns_of_duckdb_and_the_steps_agree_on_every_family(connection, rule, city):
    assert by_duckdb(rule, city, connection) == by_steps(rule, city)


@many
@given(conditions, families, st.lists(members, max_size=4), st.data())
def test_learning_one_unknown_value_never_turns_a_yes_into_a_no(condition, family, all_of, data):
    rule = ruling(condition, t.Whole(1))
    before = read_family(rule, family, all_of).verdict
    whom = data.draw(st.sampled_from([family, *all_of]))
    missing = [column for column, value in whom.items() if value is None]
    if not missing or before == "undecided":
        return
    learnt = data.draw((families if whom is family else members).filter(lambda found: found[missing[0]] is not None))
    whom[missing[0]] = learnt[missing[0]]
    assert read_family(rule, family, all_of).verdict == before


@many
@given(rulings, families, st.lists(members, max_size=4))
def test_every_change_named_by_the_explanation_would_be_one(rule, family, all_of):
    reading = read_family(rule, family, all_of)
    for change in reading.changes:
        assert change.verdict != reading.verdict
        assert reading.steps[change.step - 1].answer != change.answer


@many
@given(rulings, families, st.lists(members, max_size=3), st.sampled_from(["id", "en"]))
def test_every_reading_can_be_told_in_both_languages(rule, family, all_of, language):
    reading = read_family(rule, family, all_of)
    told = tell(reading, language)
    assert len(told.steps) == len(reading.steps)
    assert all(step.question and step.answer for step in told.steps)
    assert tell(reading, language).text == told.text
