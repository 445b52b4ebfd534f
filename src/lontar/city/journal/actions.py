"""The only writer of the journal."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection, models, transaction
from psycopg import sql
from psycopg.types.json import Jsonb

from lontar.city.journal.models import JournalLine
from lontar.kit.deeds import context_id
from lontar.kit.gate import Actor


def record(
    verb: str,
    *,
    subject: models.Model | tuple[str, Any],
    by: Actor,
    on: date,
    place_id: int | None = None,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write one line, in the transaction of the verb: a deed without its line is undone with it."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{verb}: a journal line belongs into the transaction of its deed")
    kind, key = subject if isinstance(subject, tuple) else (subject._meta.label_lower, subject.pk)
    values: dict[str, Any] = {
        "verb": verb,
        "on": on,
        "actor_id": str(by.id),
        "actor_name": by.name,
        "actor_role": by.role,
        "subject_kind": kind,
        "subject_id": str(key),
        "place_id": place_id,
        "reason": reason,
        "details": Jsonb(dict(details or {})),
        "context": context_id(),
    }
    # Without RETURNING, which Django would add: whoever may write a line may not always read it.
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(JournalLine._meta.db_table),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(sql.Placeholder() * len(values)),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(), list(values.values()))
