"""Upper rooms write into a family's story, downward."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from psycopg.types.json import Jsonb

from lontar.city.registry.models import Happening


class Story(NamedTuple):
    """One thing that happened to one family."""

    family_id: int
    place_id: int
    details: Mapping[str, Any] = {}
    link: str = ""


def tell(family_id: int, place_id: int, *, kind: str, message: str, on: date, details: Mapping[str, Any] | None = None, link: str = "") -> None:  # fmt: skip
    """Write one line into a family's timeline, in the transaction of the verb that caused it.

    `message` is a source string of the catalogue with `%(name)s` for values of `details`; it is translated and
    filled when it is shown. No name, NIK or KK goes into it.
    """
    tell_many([Story(family_id, place_id, details or {}, link)], kind=kind, message=message, on=on)


def tell_many(stories: Iterable[Story], *, kind: str, message: str, on: date) -> None:
    """The same for many families at once."""
    rows: list[tuple[Any, ...]] = [
        (story.place_id, story.family_id, on, kind, message, Jsonb(dict(story.details)), story.link)
        for story in stories
    ]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO {Happening._meta.db_table} (place_id, family_id, "on", kind, message, details, link) '  # noqa: S608
            "VALUES (%s, %s, %s, %s, %s, %s, %s)",
            rows,
        )
