"""Two records become one, and two again: the only place that moves what a record holds.

The merged record keeps its row and gives everything else to the survivor: numbers, and of its days in families those
that the survivor's own leave open. What was there before is kept in the merge, so parting puts every row back as it
was. The two functions are steps of a deed and know no role.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.db import connection

from lontar.city.registry.models import Merge
from lontar.science.periods import Period, left_open

# Blank in the survivor and known in the other: taken over, and given back.
FILLED: Final = (
    "sex", "birth_date", "birth_place", "marital_status", "education", "occupation", "mother_name", "father_name",
)  # fmt: skip
FINGERPRINTED: Final = (*FILLED, "name", "disability", "disability_known", "nik_state", "died_on")
HAS_NIK: Final = ("good", "disagrees")

MEMBERSHIPS: Final = "SELECT to_jsonb(m) FROM registry_membership m WHERE person_id = %(person)s ORDER BY since, id"
NUMBERS: Final = "SELECT id, current, place_id FROM registry_identifier WHERE person_id = %(person)s ORDER BY id"
PERSON: Final = "SELECT to_jsonb(p) FROM registry_person p WHERE id = %(person)s"
KEYS: Final = "SELECT nextval('registry_membership_id_seq') FROM generate_series(1, %(n)s)"

CLOSE: Final = "DELETE FROM registry_membership WHERE person_id = %(person)s"
REMOVE: Final = "DELETE FROM registry_membership WHERE id = ANY (%(keys)s)"
WRITE: Final = """
INSERT INTO registry_membership
SELECT r.* FROM jsonb_array_elements(%(rows)s::jsonb) e, jsonb_populate_record(NULL::registry_membership, e) r
"""
GIVE_NUMBERS: Final = """
UPDATE registry_identifier i SET person_id = %(survivor)s, place_id = %(place)s, current = i.current AND NOT %(has)s
WHERE i.person_id = %(merged)s
"""
RETURN_NUMBER: Final = """
UPDATE registry_identifier SET person_id = %(merged)s, place_id = %(place)s, current = %(current)s
WHERE id = %(id)s AND person_id = %(survivor)s
"""
POINT: Final = (
    "UPDATE registry_person SET merged_into_id = %(survivor)s WHERE id = %(merged)s OR merged_into_id = %(merged)s"
)
# Whoever was merged into the merged one before goes back below it, however deep.
POINT_BACK: Final = """
WITH RECURSIVE below AS (
    SELECT g.merged_id FROM registry_merge g WHERE g.survivor_id = %(merged)s AND g.undone_on IS NULL
    UNION SELECT g.merged_id FROM registry_merge g JOIN below b ON g.survivor_id = b.merged_id WHERE g.undone_on IS NULL
)
UPDATE registry_person p SET merged_into_id = CASE WHEN p.id = %(merged)s THEN NULL ELSE %(merged)s END
WHERE p.id = %(merged)s OR p.id IN (SELECT merged_id FROM below)
"""
# What sources said of a person, with the person's key in it.
FOLLOWERS: Final = ("registry_livingconditions", "registry_lifeeventpart")
# Its people are another family's: it was none from the day on which the last other member had left it.
END: Final = """
UPDATE registry_family SET ended_on = coalesce(
    (SELECT max(m.until) FROM registry_membership m WHERE m.family_id = %(family)s), %(since)s::date)
WHERE id = %(family)s AND ended_on IS NULL
"""
REOPEN: Final = """
UPDATE registry_family SET ended_on = NULL WHERE id = %(family)s AND ended_on = (SELECT coalesce(
    (SELECT max(m.until) FROM registry_membership m WHERE m.family_id = %(family)s), %(since)s::date))
"""
LEFT: Final = "SELECT count(*) FROM registry_membership WHERE family_id = %(family)s AND until IS NULL"


def join(merge: Merge, *, on: date) -> None:
    """Give what the merged record holds to the survivor, and note in the merge how it was."""
    own, theirs = _rows(MEMBERSHIPS, merge.survivor_id), _rows(MEMBERSHIPS, merge.merged_id)
    survivor, merged = _rows(PERSON, merge.survivor_id)[0], _rows(PERSON, merge.merged_id)[0]
    numbers = [list(row) for row in _ask(NUMBERS, {"person": merge.merged_id})]
    has = any(current for _id, current, _place in _ask(NUMBERS, {"person": merge.survivor_id}))
    write("close_memberships", CLOSE, {"person": merge.merged_id})
    pieces = _pieces(own, theirs, merge.survivor_id)
    write("take_memberships", WRITE, {"rows": json.dumps(pieces)})
    place = survivor["place_id"]
    write("give_numbers", GIVE_NUMBERS, {"survivor": merge.survivor_id, "merged": merge.merged_id, "place": place, "has": has})  # fmt: skip
    followers = {table: _follow(table, merge) for table in FOLLOWERS}
    brings_nik = not has and any(current for _id, current, _place in numbers)
    changed = filled(survivor, merged, brings_nik=brings_nik)
    if changed:
        write("fill", _set(changed), changed | {"person": merge.survivor_id})
    write("point", POINT, {"survivor": merge.survivor_id, "merged": merge.merged_id})
    merge.family_id, merge.survivor_family_id = _open_family(theirs), _open_family(own)
    merge.emptied = merge.family_id is not None and _ask(LEFT, {"family": merge.family_id})[0][0] == 0
    ended = False
    if merge.emptied and merge.family_id != merge.survivor_family_id:
        ended = bool(write("end_family", END, _family_of(merge, theirs)))
    merge.moved = {
        "ended": ended,
        "memberships": theirs,
        "pieces": pieces,
        "numbers": numbers,
        "followers": followers,
        "filled": {name: survivor[name] for name in changed},
        "after": as_it_stands(merge.survivor_id),
    }


def part(merge: Merge) -> None:
    """Put back what `join` moved. What was changed since then stays with the survivor, as it now is."""
    moved = merge.moved
    if moved["ended"]:
        write("reopen_family", REOPEN, _family_of(merge, moved["memberships"]))
    now = {row["id"]: row for row in _rows(MEMBERSHIPS, merge.survivor_id)}
    as_written = [row["id"] for row in moved["pieces"] if _same_days(row, now.get(row["id"]))]
    write("remove_pieces", REMOVE, {"keys": as_written})
    write("restore_memberships", WRITE, {"rows": json.dumps(moved["memberships"])})
    for key, current, place in moved["numbers"]:
        values = {"id": key, "current": current, "place": place}
        write("return_numbers", RETURN_NUMBER, values | {"survivor": merge.survivor_id, "merged": merge.merged_id})
    for table, keys in moved["followers"].items():
        if table in FOLLOWERS and keys:
            write("return_followers", _repoint(table), {"to": merge.merged_id, "keys": keys})
    survivor, merged = _rows(PERSON, merge.survivor_id)[0], _rows(PERSON, merge.merged_id)[0]
    # A value that somebody has corrected since is the survivor's own by now.
    back = {name: old for name, old in moved["filled"].items() if survivor[name] == merged[name]}
    if back:
        write("empty", _set(back), back | {"person": merge.survivor_id})
    write("point_back", POINT_BACK, {"merged": merge.merged_id})


def write(step: str, statement: str, values: Mapping[str, Any]) -> int:
    """One named write; tests break each of them on purpose."""
    with connection.cursor() as cursor:
        cursor.execute(statement, dict(values))
        return int(cursor.rowcount)


def filled(survivor: Mapping[str, Any], merged: Mapping[str, Any], *, brings_nik: bool) -> dict[str, Any]:
    """What the survivor takes over because nobody knew it of this record: the field and its new value."""
    taken = {name: merged[name] for name in FILLED if not survivor[name] and merged[name]}
    if merged["disability_known"] and not survivor["disability_known"]:
        taken |= {"disability": merged["disability"], "disability_known": True}
    if brings_nik and survivor["nik_state"] not in HAS_NIK:
        taken |= {name: merged[name] for name in ("nik_state", "no_nik_reason") if survivor[name] != merged[name]}
    return taken


def as_it_stands(person: int) -> dict[str, Any]:
    """What a record holds now, without a name or a number in it: to see later whether somebody changed it."""
    row = _rows(PERSON, person)[0]
    known = json.dumps([row[name] for name in FINGERPRINTED])
    return {
        "memberships": [_days(row) for row in _rows(MEMBERSHIPS, person)],
        "numbers": [[key, current] for key, current, _place in _ask(NUMBERS, {"person": person})],
        "place": row["place_id"],
        "known": hashlib.sha256(known.encode()).hexdigest(),
    }


def _pieces(
    own: Iterable[Mapping[str, Any]], theirs: Iterable[Mapping[str, Any]], survivor: int
) -> list[dict[str, Any]]:
    taken = [_period(row) for row in own]
    pieces: list[dict[str, Any]] = []
    for row in theirs:
        for since, until in left_open(taken, _period(row)):
            days = {"since": since.isoformat(), "until": until.isoformat() if until else None}
            pieces.append({**row, **days, "person_id": survivor})
            taken.append((since, until))
    keys = _ask(KEYS, {"n": len(pieces)}) if pieces else []
    return [{**row, "id": key} for row, (key,) in zip(pieces, keys, strict=True)]


def _period(row: Mapping[str, Any]) -> Period:
    until = row["until"]
    return date.fromisoformat(row["since"]), date.fromisoformat(until) if until else None


def _days(row: Mapping[str, Any]) -> list[Any]:
    return [row[name] for name in ("id", "family_id", "relation", "since", "until")]


def _same_days(row: Mapping[str, Any], now: Mapping[str, Any] | None) -> bool:
    return now is not None and _days(row) == _days(now)


def _open_family(rows: Iterable[Mapping[str, Any]]) -> int | None:
    return next((row["family_id"] for row in rows if row["until"] is None), None)


def _family_of(merge: Merge, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    since = next(row["since"] for row in rows if row["until"] is None)
    return {"family": merge.family_id, "since": since}


def _follow(table: str, merge: Merge) -> list[int]:
    keys = [key for (key,) in _ask(f"SELECT id FROM {table} WHERE person_id = %(person)s", {"person": merge.merged_id})]  # noqa: S608
    if keys:
        write("give_followers", _repoint(table), {"to": merge.survivor_id, "keys": keys})
    return keys


def _repoint(table: str) -> str:
    return f"UPDATE {table} SET person_id = %(to)s WHERE id = ANY (%(keys)s)"  # noqa: S608


def _set(values: Iterable[str]) -> str:
    # The names are those of FILLED and of this module, never what somebody typed.
    columns = ", ".join(f"{name} = %({name})s" for name in values)
    return f"UPDATE registry_person SET {columns} WHERE id = %(person)s"  # noqa: S608


def _rows(query: str, person: int) -> list[dict[str, Any]]:
    found = (row for (row,) in _ask(query, {"person": person}))
    return [json.loads(row) if isinstance(row, str) else row for row in found]


def _ask(query: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, dict(values))
        return list(cursor.fetchall())
