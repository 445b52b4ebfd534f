"""A deed whose every write fails once: before it reached the database, and after it had done its work."""

from collections.abc import Callable
from typing import Any

from django.db import OperationalError, connection

from cast import CITY, officer
from lontar.kit.gate import acting_as

WRITES = ("INSERT INTO", 'UPDATE "DELIVERY', "UPDATE DELIVERY")
WRITES_MAX = 50


def fails_at_each_write(
    deed: Callable[[], Any], *, who: Any, when: str, writes_min: int, everything: Callable[[], Any]
) -> None:
    """Let the deed fail at its first write, its second, and so on; nothing is half done, and then it succeeds."""
    from lontar.city.delivery import queries

    ester = officer("ester")
    with acting_as(ester):
        before = everything()
    failed_at = 0
    while failed_at < WRITES_MAX:
        try:
            with acting_as(who), connection.execute_wrapper(_failing(failed_at, when)):
                deed()
        except OperationalError:
            failed_at += 1
            with acting_as(ester):
                assert everything() == before, f"write {failed_at} left something behind"
            continue
        break
    assert writes_min <= failed_at < WRITES_MAX, f"each write of the deed failed once, {failed_at} did"
    with acting_as(ester):
        assert everything() != before
        assert queries.disagreements(CITY) == []


def _failing(nth: int, when: str) -> Any:
    writes = 0

    def fail_once(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal writes
        text = (sql.decode() if isinstance(sql, bytes) else str(sql)).upper()
        is_write = any(word in text for word in WRITES)
        if is_write and writes == nth and when == "before":
            raise OperationalError("the line was cut")
        result = execute(sql, params, many, context)
        if is_write:
            writes += 1
            if writes == nth + 1 and when == "after":
                raise OperationalError("the line was cut")
        return result

    return fail_once
