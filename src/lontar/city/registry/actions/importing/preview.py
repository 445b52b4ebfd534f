"""What taking a file in would change, family by family: it is written, compared with before, and taken back.

The very statements of the import run inside a savepoint, so that what is shown is what would happen.
"""

import re
from collections.abc import Callable
from typing import Any, Final

import polars as pl

from lontar.city.registry.models import ImportRun
from lontar.engine.copying import copy_in

CHANGES_KEPT_MAX: Final = 50_000
"""So many changes of one run are kept for looking at; the counts tell of all."""

PERSON: Final = (
    "name", "sex", "birth_date", "birth_place", "marital_status", "education", "occupation", "disability",
    "mother_name", "father_name",
)  # fmt: skip
HOME: Final = ("place_id", "rt", "rw", "address", "latitude", "longitude")

# Families that would be new change nobody; of them only those that take a known person along are written.
ONLY_KNOWN: Final = (
    "CREATE TEMP TABLE touched ON COMMIT DROP AS SELECT family FROM found_family"
    " UNION SELECT p.family FROM found_person f JOIN stage_person p USING (position)",
    "DELETE FROM stage_person p WHERE NOT EXISTS (SELECT FROM touched t WHERE t.family = p.family)",
    "DELETE FROM stage_family s WHERE NOT EXISTS (SELECT FROM touched t WHERE t.family = s.family)",
)
BEFORE: Final = (
    "CREATE TEMP TABLE was_person ON COMMIT DROP AS SELECT id, <person> FROM registry_person"
    " WHERE id IN (SELECT person_id FROM found_person)",
    "CREATE TEMP TABLE was_member ON COMMIT DROP AS SELECT place_id, person_id, family_id, relation"
    " FROM registry_membership m WHERE until IS NULL AND (family_id IN (SELECT family_id FROM found_family)"
    " OR person_id IN (SELECT person_id FROM found_person))",
    "CREATE TEMP TABLE was_home ON COMMIT DROP AS SELECT r.family_id, <d.home>"
    " FROM registry_residence r JOIN registry_dwelling d ON d.id = r.dwelling_id"
    " WHERE r.until IS NULL AND r.family_id IN (SELECT family_id FROM found_family)",
    "CREATE TEMP TABLE was_number ON COMMIT DROP AS SELECT id, person_id, family_id FROM registry_identifier"
    " WHERE current AND (family_id IN (SELECT family_id FROM found_family)"
    " OR person_id IN (SELECT person_id FROM found_person))",
)


AFTER: Final = (
    """
    SELECT m.family_id, m.place_id, q.id AS person_id, 'person_changed' AS kind,
        <w.person/q> AS before, <q.person/w> AS after
    FROM was_person w JOIN registry_person q USING (id) JOIN was_member m ON m.person_id = q.id
    WHERE ROW(<w.person>) IS DISTINCT FROM ROW(<q.person>)
    """,
    """
    SELECT m.family_id, m.place_id, CASE WHEN f.person_id IS NULL THEN NULL ELSE m.person_id END,
        CASE WHEN f.person_id IS NULL THEN 'person_new' ELSE 'person_came' END, '{}'::jsonb,
        jsonb_build_object('name', q.name, 'relation', m.relation)
    FROM registry_membership m JOIN registry_person q ON q.id = m.person_id
    LEFT JOIN found_person f ON f.person_id = m.person_id
    WHERE m.until IS NULL AND m.family_id IN (SELECT family_id FROM found_family)
        AND NOT EXISTS (SELECT FROM was_member w WHERE w.person_id = m.person_id AND w.family_id = m.family_id)
    """,
    """
    SELECT w.family_id, w.place_id, w.person_id, 'person_left', '{}'::jsonb, '{}'::jsonb
    FROM was_member w JOIN found_person f USING (person_id)
    JOIN registry_membership m ON m.person_id = w.person_id AND m.until IS NULL AND m.family_id <> w.family_id
    """,
    """
    SELECT w.family_id, w.place_id, w.person_id, 'relation_changed',
        jsonb_build_object('relation', w.relation), jsonb_build_object('relation', m.relation)
    FROM was_member w JOIN registry_membership m ON m.person_id = w.person_id AND m.family_id = w.family_id
    WHERE m.until IS NULL AND m.relation <> w.relation
    """,
    """
    SELECT r.family_id, w.place_id, NULL, 'moved', <w.home/d>, <d.home/w>
    FROM was_home w JOIN registry_residence r ON r.family_id = w.family_id AND r.until IS NULL
    JOIN registry_dwelling d ON d.id = r.dwelling_id
    WHERE ROW(<w.home>) IS DISTINCT FROM ROW(<d.home>)
    """,
    """
    SELECT i.family_id, i.place_id, NULL, 'card_new', '{}'::jsonb, '{}'::jsonb
    FROM registry_identifier i
    WHERE i.current AND i.family_id IN (SELECT family_id FROM found_family)
        AND NOT EXISTS (SELECT FROM was_number w WHERE w.id = i.id)
    """,
    """
    SELECT m.family_id, m.place_id, i.person_id, 'nik_new', '{}'::jsonb, '{}'::jsonb
    FROM registry_identifier i JOIN was_member m ON m.person_id = i.person_id
    WHERE i.current AND i.person_id IN (SELECT person_id FROM found_person)
        AND NOT EXISTS (SELECT FROM was_number w WHERE w.id = i.id)
    """,
    """
    SELECT family_id, place_id, person_id, CASE WHEN person_id IS NULL THEN 'family_absent' ELSE 'person_absent' END,
        '{}'::jsonb, CASE WHEN said = '' THEN '{}'::jsonb ELSE jsonb_build_object('said', said) END
    FROM absent
    """,
)
TABLE: Final = (
    "CREATE TEMP TABLE change (family_id bigint, place_id bigint, person_id bigint, kind text, before jsonb, after jsonb)"
    " ON COMMIT DROP"
)


COLUMNS: Final = {"person": PERSON, "home": HOME}
NAMED: Final = re.compile(r"<(?:(\w)\.)?(person|home)(?:/(\w))?>")


def in_full(statement: str) -> str:
    """The statement with its lists of columns: `<w.home>` lists them, `<w.home/d>` is a JSON of those that differ.

    Blank and unknown are the same to whoever reads what changed.
    """

    def listed(found: re.Match[str]) -> str:
        table, other, names = found[1], found[3], COLUMNS[found[2]]
        if not other:
            return ", ".join(f"{table}.{name}" if table else name for name in names)
        text = "coalesce({}.{}::text, '')"
        pairs = ", ".join(
            f"('{name}', CASE WHEN {text.format(table, name)} <> {text.format(other, name)} "
            f"THEN {text.format(table, name)} END)"
            for name in names
        )
        return "(SELECT jsonb_object_agg(v.k, v.v) FROM (VALUES " + pairs + ") v(k, v) WHERE v.v IS NOT NULL)"  # noqa: S608 - constants

    return NAMED.sub(listed, statement)


def rehearse(cursor: Any, write: Callable[[], None], *, run: ImportRun) -> dict[str, int]:
    """Write, compare and take back; the changes are kept with the run. Counts by kind, and the families touched."""
    cursor.execute("SAVEPOINT rehearsal")
    try:
        for statement in (*ONLY_KNOWN, *BEFORE):
            cursor.execute(in_full(statement))
        write()
        cursor.execute(TABLE)
        for statement in AFTER:
            cursor.execute("INSERT INTO change " + in_full(statement))
        cursor.execute("SELECT kind, count(*) FROM change GROUP BY kind")
        counts = {f"change_{kind}": int(count) for kind, count in cursor.fetchall()}
        cursor.execute("SELECT count(DISTINCT family_id) FROM change WHERE kind <> 'family_absent'")
        counts["families_changing"] = int(cursor.fetchone()[0])
        cursor.execute(
            "SELECT family_id, place_id, person_id, kind, coalesce(before, '{}')::text, coalesce(after, '{}')::text"
            " FROM change ORDER BY family_id, kind, person_id LIMIT %s",
            [CHANGES_KEPT_MAX],
        )
        rows = cursor.fetchall()
    finally:
        cursor.execute("ROLLBACK TO SAVEPOINT rehearsal")
        cursor.execute("RELEASE SAVEPOINT rehearsal")
    keep(cursor, rows, run=run)
    return counts


def keep(cursor: Any, rows: list[tuple[Any, ...]], *, run: ImportRun) -> None:
    schema = {
        "family_id": pl.Int64, "place_id": pl.Int64, "person_id": pl.Int64, "kind": pl.String, "before": pl.String,
        "after": pl.String,
    }  # fmt: skip
    cursor.execute(TABLE)
    copy_in(cursor, "change", pl.DataFrame(rows, schema=schema, orient="row"))
    cursor.execute(
        "INSERT INTO registry_importchange (place_id, run_id, family_id, person_id, kind, before, after)"
        " SELECT place_id, %s, family_id, person_id, kind, before, after FROM change",
        [run.pk],
    )
    cursor.execute("DROP TABLE change")
