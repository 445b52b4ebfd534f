"""The book defends itself: the database refuses on its own, to the app and to the owner of the tables."""

from collections.abc import Iterator

import psycopg
import pytest

from lontar.house import roles
from lontar.house.environment import Environment

ENTRY = (
    'INSERT INTO ledger_entry (key, "on", memo, postings_count, by_id, by_role) '
    "VALUES ('{key}', '2026-11-22', 'uji', {count}, '1', 'operator') RETURNING id"
)
WHOLE = (
    "WITH e AS (" + ENTRY + ") INSERT INTO ledger_posting (entry_id, account_id, amount) "
    "SELECT e.id, v.account, v.amount FROM e, (VALUES {rows}) AS v (account, amount)"
)
BALANCED = "(1, -5::bigint), (2, 5)"
refused = psycopg.errors.CheckViolation


@pytest.fixture(params=[roles.APP, roles.OWNER])
def direct(request, databases, django_db_setup) -> Iterator[psycopg.Connection]:
    """A connection past Django, as one of the two roles, with one good entry in the book; rolled back at the end."""
    place = {**Environment.read().database(request.param), "NAME": databases.clone}
    with (
        psycopg.connect(
            dbname=place["NAME"], user=place["USER"], host=place["HOST"], port=place["PORT"] or None,
            password=place["PASSWORD"] or None, options=place["OPTIONS"]["options"],
        ) as connection,
        connection.transaction(force_rollback=True),
    ):  # fmt: skip
        for key, unit in ((1, "IDR"), (2, "IDR"), (3, "kg"), (4, "kg")):
            connection.execute(
                "INSERT INTO ledger_account (id, code, kind, unit, purpose, opened_on) "
                "VALUES (%s, %s, 'owed', %s, 'uji', '2026-11-22')",
                [key, f"uji:{key}", unit],
            )
        connection.execute(WHOLE.format(key="baik", count=2, rows=BALANCED))
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")  # checks what waits, so that TRUNCATE can be tried
        connection.execute("SET CONSTRAINTS ALL DEFERRED")
        yield connection


def attempt(direct, statement):
    with direct.transaction():
        direct.execute(statement)


def test_a_whole_entry_is_taken_also_with_two_units(direct):
    attempt(direct, WHOLE.format(key="dua-satuan", count=4, rows="(1, -5::bigint), (2, 5), (3, 2), (4, -2)"))
    found = direct.execute("SELECT count(*) FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id").fetchone()
    assert found == (6,)


@pytest.mark.parametrize(
    ("rows", "count", "says"),
    [
        ("(1, -5::bigint), (2, 4)", 2, "does not balance"),
        ("(1, -5::bigint), (3, 5)", 2, "does not balance"),
        ("(1, -5::bigint), (2, 5)", 3, "has 2 postings instead of 3"),
        ("(1, -5::bigint), (2, 5), (1, -1), (2, 1)", 2, "has 4 postings instead of 2"),
    ],
)
def test_what_does_not_balance_or_is_not_whole_is_refused(direct, rows, count, says):
    with pytest.raises(refused, match=says):
        attempt(direct, WHOLE.format(key="buruk", count=count, rows=rows))


def test_an_entry_without_postings_and_one_of_a_single_posting_are_refused(direct):
    with pytest.raises(refused, match="has 0 postings"):
        attempt(direct, ENTRY.format(key="kosong", count=2))
    with pytest.raises(refused, match="has 0 postings"):
        attempt(direct, ENTRY.format(key="nol", count=0))
    with pytest.raises(refused):
        attempt(direct, WHOLE.format(key="tunggal", count=1, rows="(1, 5::bigint)"))


def test_an_entry_takes_no_further_posting_not_even_a_balanced_pair(direct):
    later = (
        "INSERT INTO ledger_posting (entry_id, account_id, amount) "
        "SELECT e.id, v.account, v.amount FROM ledger_entry e, (VALUES (1, -7), (2, 7)) AS v (account, amount) "
        "WHERE e.key = 'baik'"
    )
    with pytest.raises(refused, match="has 4 postings instead of 2"):
        attempt(direct, later)


def test_a_posting_of_no_entry_or_of_zero_is_refused(direct):
    with pytest.raises(refused):
        attempt(direct, "INSERT INTO ledger_posting (entry_id, account_id, amount) VALUES (99999999, 1, 5)")
    with pytest.raises(refused, match="ledger_posting_not_zero"):
        attempt(direct, WHOLE.format(key="nol", count=2, rows="(1, 0::bigint), (2, 0)"))


@pytest.mark.parametrize("table", ["ledger_account", "ledger_entry", "ledger_posting"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_stands_in_the_book_is_never_changed_or_taken_out(direct, table, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        attempt(direct, statement.format(table))


def test_nobody_plays_a_replica_to_pass_the_triggers_by(direct):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        attempt(direct, "SET session_replication_role = replica")


def test_a_temporary_table_of_the_same_name_blinds_no_trigger(direct):
    direct.execute("CREATE TEMP TABLE ledger_entry (id bigint, postings_count int) ON COMMIT DROP")
    direct.execute("INSERT INTO pg_temp.ledger_entry SELECT id, 4 FROM public.ledger_entry")
    later = (
        "INSERT INTO public.ledger_posting (entry_id, account_id, amount) "
        "SELECT e.id, v.account, v.amount FROM public.ledger_entry e, (VALUES (1, -7), (2, 7)) AS v (account, amount)"
    )
    with pytest.raises(refused):
        attempt(direct, later)


def test_a_closed_month_takes_nothing_and_is_never_opened_again(direct):
    direct.execute(
        "INSERT INTO ledger_closedperiod (period, until, closed_on, balances_sha256, by_id, by_role) "
        "VALUES ('2026-11', '2026-11-30', '2026-12-01', '', '1', 'planner')"
    )
    with pytest.raises(refused, match="closed until 2026-11-30"):
        attempt(direct, WHOLE.format(key="terlambat", count=2, rows=BALANCED))
    attempt(direct, WHOLE.format(key="desember", count=2, rows=BALANCED).replace("2026-11-22", "2026-12-01"))
    with pytest.raises(refused, match="closed until"):
        attempt(
            direct,
            "INSERT INTO ledger_closedperiod (period, until, closed_on, balances_sha256, by_id, by_role) "
            "VALUES ('2026-10', '2026-10-31', '2026-12-01', '', '1', 'planner')",
        )


def test_a_reversal_is_not_reversed_by_the_database_either(direct):
    undoing = WHOLE.replace("postings_count,", "postings_count, reverses_id,").replace(
        "{count},", "{count}, (SELECT id FROM ledger_entry WHERE key = '{first}'),"
    )
    attempt(direct, undoing.format(key="batal", first="baik", count=2, rows="(1, 5::bigint), (2, -5)"))
    with pytest.raises(refused, match="undoes a reversal"):
        attempt(direct, undoing.format(key="batal-batal", first="batal", count=2, rows=BALANCED))


LEAF = "INSERT INTO ledger_leaf (kind, about, commitment, secret) VALUES ('entry', 'x', sha256('x'), sha256('y'))"


@pytest.mark.parametrize("column", ["kind = 'lain'", "about = 'z'", "commitment = sha256('z')", "secret = sha256('z')"])
def test_a_leaf_gets_its_number_once_and_nothing_else_of_it_changes(direct, column):
    direct.execute(LEAF)
    attempt(direct, "UPDATE ledger_leaf SET number = 0")
    for change in ("number = 1", "number = NULL", column, f"number = 1, {column}"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            attempt(direct, f"UPDATE ledger_leaf SET {change}")
    for removal in ("DELETE FROM ledger_leaf", "TRUNCATE ledger_leaf CASCADE"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            attempt(direct, removal)


@pytest.mark.parametrize("table", ["ledger_closedperiod", "ledger_tile", "ledger_checkpoint", "ledger_witnessing"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_was_closed_and_signed_is_never_changed_or_taken_out(direct, table, statement):
    direct.execute("INSERT INTO ledger_tile (level, index, hashes, root) VALUES (0, 0, '', '')")
    direct.execute("INSERT INTO ledger_checkpoint (id, size, root, note) VALUES (1, 1, '', '')")
    direct.execute("INSERT INTO ledger_witnessing (checkpoint_id, witness, trouble) VALUES (1, 'mail', '')")
    direct.execute(
        "INSERT INTO ledger_closedperiod (period, until, closed_on, balances_sha256, by_id, by_role) "
        "VALUES ('2026-11', '2026-11-30', '2026-12-01', '', '1', 'planner')"
    )
    direct.execute("SET CONSTRAINTS ALL IMMEDIATE")  # checks what waits, so that TRUNCATE can be tried
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        attempt(direct, statement.format(table))
