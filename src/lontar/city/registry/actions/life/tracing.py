"""What an event changed, row by row, so that a wrong one can be taken back whole.

The rows of everybody concerned are read before and after; the difference is kept with the event. Names and birth
dates are not copied into it: their old values stand in the history already, and what was new is kept as a hash, only
to see later whether somebody changed it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.db import connection

Rows = dict[tuple[str, int], dict[str, Any]]

PEOPLE: Final = "unnest(%(persons)s::bigint[]) k (id) JOIN {} t ON t.person_id = k.id"
HOMES: Final = "unnest(%(families)s::bigint[]) k (id) JOIN {} t ON t.family_id = k.id"
# Which rows of each table are somebody's; the order is that in which rows are put back. Open and closed days have an
# index each, so they are asked apart.
HELD: Final[Mapping[str, tuple[str, ...]]] = {
    "registry_family": ("{} t WHERE t.id = ANY (%(families)s)",),
    "registry_person": ("{} t WHERE t.id = ANY (%(persons)s)",),
    "registry_membership": (f"{PEOPLE} AND t.until IS NULL", f"{PEOPLE} AND t.until IS NOT NULL"),
    "registry_residence": (f"{HOMES} AND t.until IS NULL", f"{HOMES} AND t.until IS NOT NULL"),
    "registry_sharing": (HOMES,),
    "registry_dwelling": (
        "{} t WHERE t.id IN (SELECT r.dwelling_id FROM unnest(%(families)s::bigint[]) k (id)"
        " JOIN registry_residence r ON r.family_id = k.id AND r.until IS NULL)",
    ),
    "registry_household": (
        "{} t WHERE t.id IN (SELECT s.household_id FROM unnest(%(families)s::bigint[]) k (id)"
        " JOIN registry_sharing s ON s.family_id = k.id)",
    ),
    "registry_identifier": (
        "{} t WHERE t.family_id = ANY (%(families)s)", "{} t WHERE t.person_id = ANY (%(persons)s)",
    ),
    "registry_livingconditions": ("{} t WHERE t.person_id = ANY (%(persons)s)",),
    "registry_shield": ("{} t WHERE t.person_id = ANY (%(persons)s)",),
    "registry_shieldkeeper": (
        "{} t WHERE t.shield_id IN (SELECT s.id FROM registry_shield s WHERE s.person_id = ANY (%(persons)s))",
    ),
}  # fmt: skip
# Numbers are never copied; of what sources said, only where it stands.
LEFT_OUT: Final[Mapping[str, tuple[str, ...]]] = {
    "registry_identifier": ("cipher", "blind"),
    "registry_livingconditions": ("columns", "note"),
    "registry_shield": ("paper",),
    # No event gives a position: who locates the house of a wrong event does not stand in the way of taking it back.
    "registry_dwelling": ("latitude", "longitude", "located_on", "located_by"),
}
ROWS: Final = " UNION ALL ".join(
    f"SELECT '{table}', t.id, (to_jsonb(t) - ARRAY[{', '.join(repr(name) for name in LEFT_OUT.get(table, ()))}]::text[])::text"  # noqa: S608 - constants
    f" FROM {part.format(table)}"
    for table, parts in HELD.items()
    for part in parts
)
# Whose old values stand in the history of persons, where they are erased with the person, and nowhere else.
PERSONAL: Final = (
    "name", "name_key", "sex", "birth_date", "birth_place", "marital_status", "education", "occupation", "disability",
    "disability_known", "mother_name", "father_name", "no_nik_reason",
)  # fmt: skip
NEWEST: Final = "SELECT coalesce(max(pgh_id), 0) FROM registry_personevent WHERE pgh_obj_id = ANY (%s)"
BEFORE: Final = "SELECT min(pgh_id) FROM registry_personevent WHERE pgh_obj_id = %s AND pgh_id > %s"
PLACE: Final = "place_id"


@dataclass(frozen=True, slots=True)
class Reading:
    """How everything stood, and the newest row of these people's history then."""

    rows: Rows
    newest: int


@dataclass(frozen=True, slots=True)
class Trace:
    """What an event made and changed; `wards` are all that it touched."""

    made: list[tuple[str, int, str]]  # table, key, the row's hash
    changed: list[tuple[str, int, dict[str, list[Any]]]]  # table, key, column to its value before and after
    wards: list[int]
    families: list[int]  # whose rows were read
    persons: list[int]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def rows_of(families: Iterable[int], persons: Iterable[int]) -> Rows:
    """The rows of these families and persons as they stand, without a number in them."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS, {"families": list(families), "persons": list(persons)})
        return {(table, key): json.loads(row) for table, key, row in cursor.fetchall()}


def read(families: Iterable[int], persons: Iterable[int]) -> Reading:
    """How these families and persons stand before an event."""
    people = list(persons)
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [people])
        (newest,) = cursor.fetchone()
    return Reading(rows_of(families, people), newest)


def traced(before: Reading, families: Iterable[int], persons: Iterable[int]) -> Trace:
    """What differs now from an earlier reading of the same families and persons, new ones among them."""
    families, persons = sorted(families), sorted(persons)
    after = rows_of(families, persons)
    was = before.rows
    made = [(table, key, sealed_by(row)) for (table, key), row in after.items() if (table, key) not in was]
    changed = [
        (table, key, _differing(table, key, was[table, key], row, before.newest))
        for (table, key), row in after.items()
        if (table, key) in was and was[table, key] != row
    ]
    wards = {row[PLACE] for rows in (was, after) for row in rows.values()}
    return Trace(made, changed, sorted(wards), families, persons)


def _differing(
    table: str, key: int, old: Mapping[str, Any], new: Mapping[str, Any], newest: int
) -> dict[str, list[Any]]:
    """Each column that differs, with what it was and what it is; of a name where it stands, and its hash."""
    columns = [name for name in old if old[name] != new[name]]
    told = {name: [old[name], new[name]] for name in columns if not personal(table, name)}
    hidden = [name for name in columns if personal(table, name)]
    if hidden:
        with connection.cursor() as cursor:
            cursor.execute(BEFORE, [key, newest])
            (history,) = cursor.fetchone()
        told |= {name: [history, hashed(new[name])] for name in hidden}
    return told


def personal(table: str, column: str) -> bool:
    return table == "registry_person" and column in PERSONAL


def sealed_by(row: Mapping[str, Any]) -> str:
    """A row as a hash: the same as long as nobody changed it. The ward is left out, it follows the family."""
    return hashed({name: value for name, value in row.items() if name != PLACE})


def hashed(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
