"""The only writer of the journal."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from django.db import connection, models, transaction
from django.http import HttpRequest
from psycopg import sql
from psycopg.types.json import Jsonb

from lontar.city.journal.models import JournalLine, Sighting
from lontar.kit import masks
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


def saw(
    way: str, families: Iterable[int], *, by: Actor, on: date, named: bool = False, purpose: str = ""
) -> None:  # fmt: skip
    """Note that somebody saw these families, so that each of them can be told. Nobody seen is nothing to note."""
    keys = sorted(set(families))
    if not keys:
        return
    values: dict[str, Any] = {
        "on": on, "way": Sighting.Way(way), "named": named, "purpose": purpose[:200], "actor": str(by.id),
        "name": by.name, "role": by.role, "keys": keys, "count": len(keys),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Sighting._meta.db_table} "  # noqa: S608
            '("on", way, named, purpose, actor_id, actor_name, actor_role, families, count) '
            "SELECT %(on)s, %(way)s, %(named)s, %(purpose)s, %(actor)s, %(name)s, %(role)s, "
            "range_agg(int8range(key, key, '[]')), %(count)s FROM unnest(%(keys)s::bigint[]) AS key",
            values,
        )


def saw_by_name(
    way: str, families: Iterable[int], *, request: HttpRequest, on: date, covered_too: bool = False
) -> None:  # fmt: skip
    """Note that a page showed names of these families in the clear; while the masks are up nobody saw any.

    `covered_too`: what the page tells is theirs also without a name, so it is noted either way.
    """
    down = masks.are_down(request)
    if down or covered_too:
        saw(way, families, by=cast(Actor, request.user), on=on, named=down, purpose=masks.purpose_of(request))


def note_export(
    what: str, families: Iterable[int], *, by: Actor, on: date, named: bool = False, purpose: str = "", reason: str = ""
) -> None:  # fmt: skip
    """Note that an officer took a list of families away as a file: one line in the journal, and who was on it."""
    keys = set(families)
    with transaction.atomic():
        record(
            "export_families", subject=("access.officer", by.id), by=by, on=on, reason=reason,
            details={"list": what, "families": len(keys), "named": named, "purpose": purpose},
        )  # fmt: skip
        saw(Sighting.Way.EXPORT, keys, by=by, on=on, named=named, purpose=purpose or what)
