"""What the log commits to of decisions: those of lists that the city itself has decreed."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from lontar.science import leaves

# Undecided is neither granted nor refused. What was found stands as a hash of its text, so that reasons cannot be
# exchanged later either. A decision whose family was erased has no number any more.
ROWS = """
SELECT d.subject::text, d.round_id, r.rule, r.rule_version, r.rule_sha256, r.period, r."on", d.verdict, d.standing,
    d.amount, l.sensitive, d.family_id, d.place_id, encode(sha256(convert_to(d.found::text, 'UTF8')), 'hex')
FROM targeting_decision d JOIN targeting_round r ON r.id = d.round_id JOIN programmes_line l ON l.id = r.line_id
WHERE d.verdict <> 'undecided' AND d.subject IS NOT NULL AND d.round_id = ANY(%s) ORDER BY d.id
"""
DECREED = "SELECT id FROM targeting_round WHERE state = 'decreed' AND outcome = 'entitles' ORDER BY id"
SAID = ("round", "rule", "version", "rule_sha256", "period", "day", "verdict", "standing", "amount")
TELLING = ("rule", "version", "rule_sha256")
BATCH = 5_000


def logged_decisions() -> Iterator[leaves.Content]:
    """What every decision of every decreed list says now, for holding it to the log."""
    with connection.cursor() as cursor:
        cursor.execute(DECREED)
        rounds = [key for (key,) in cursor.fetchall()]
    yield from decision_contents(rounds)


def decision_contents(rounds: list[int]) -> Iterator[leaves.Content]:
    """What these rounds decided, one leaf for each family that was chosen, put on the waiting list or refused."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(ROWS, [rounds])
        while rows := cursor.fetchmany(BATCH):
            yield from map(_content, rows)


def _content(row: tuple[Any, ...]) -> leaves.Content:
    subject, *said, sensitive, family, place, found = row
    told = {"type": leaves.DECISION, "subject": subject, **dict(zip(SAID, said, strict=True))}
    told["day"] = told["day"].isoformat()
    # By which rule somebody was chosen tells their illness; it is sealed with who they are.
    sealed = {name: told.pop(name) for name in TELLING} if sensitive else {}
    return leaves.Content(subject, told, {"family": family, "place": place, "found": found, **sealed})
