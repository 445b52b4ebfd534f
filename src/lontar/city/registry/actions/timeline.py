"""Upper rooms write into a family's story, downward."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

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
    told = list(stories)
    if not told:
        return
    values: dict[str, Any] = {
        "on": on,
        "kind": kind,
        "message": message,
        "places": [story.place_id for story in told],
        "families": [story.family_id for story in told],
        "details": [json.dumps(dict(story.details)) for story in told],
        "links": [story.link for story in told],
    }
    # One statement: history's context cannot be put before an `executemany`, and this is ten times faster.
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO {Happening._meta.db_table} (place_id, family_id, "on", kind, message, details, link) '  # noqa: S608
            "SELECT place_id, family_id, %(on)s, %(kind)s, %(message)s, details::jsonb, link "
            "FROM unnest(%(places)s::bigint[], %(families)s::bigint[], %(details)s::text[], %(links)s::text[]) "
            "AS told (place_id, family_id, details, link)",
            values,
        )
