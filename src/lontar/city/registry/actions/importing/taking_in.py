"""One transaction: stage, match, write, findings, journal. Everything is in, or nothing is."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from psycopg import sql

from lontar.city.registry.actions.importing import (
    absences,
    contradicting,
    matching,
    merged,
    preview,
    profiles,
    staging,
    writing,
)
from lontar.city.registry.models import ImportFile, ImportFinding, ImportRun
from lontar.engine.copying import copy_in
from lontar.kit import sealing
from lontar.science.family_file import FamilyFile
from lontar.science.trouble import Refusal

PERSONS_MANY: Final = 5_000
"""From here on whole tables are read and joined at once: what the planner knows of tables that this very
transaction fills is wrong, and a lookup for each row of a city would take hours."""
JOIN_AT_ONCE: Final = "SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '128MB'"
JOIN_AS_PLANNED: Final = "SET LOCAL enable_nestloop = on"
FRESH_STATISTICS: Final = "SELECT lontar_fresh_statistics()"
FINDINGS_KEPT_MAX: Final = 200_000
"""So many findings of one run are kept, errors first; the counts always tell of all."""
GROWN_SHARE_MIN: Final = 0.05
"""From this share of new persons on the tables are looked at anew; a month's changes leave the statistics as they are."""
LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('lontar registry import'))"
MATCHING: Final = (
    *matching.FAMILIES, *merged.FAMILY_STEPS, *merged.PERSON_STEPS, *matching.PERSONS, *merged.LAST_STEPS,
)  # fmt: skip
STEPS_MANY: Final = len(MATCHING) + len(writing.STEPS)
WORDS: Final = {
    "moved": gettext_noop("Pindah alamat menurut berkas yang diimpor."),
    "card": gettext_noop("Nomor KK baru menurut berkas yang diimpor."),
    "came": gettext_noop("%(person)s menjadi anggota menurut berkas yang diimpor."),
    "left": gettext_noop("%(person)s menjadi anggota keluarga lain menurut berkas yang diimpor."),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it, in numbers, and what the file says against whom the registry knows."""

    counts: dict[str, int]
    findings: pl.DataFrame


def take_in(result: FamilyFile, *, run: ImportRun, on: date, tell: staging.Tell) -> Taken:
    """Write the families without an error, or rehearse it. The caller's deed holds the transaction and journals.

    No savepoint of its own: keys to rows that a subtransaction wrote take a third longer to check (5 s of a city).
    """
    good = result.families.filter(~pl.col("has_error"))
    persons = result.persons.join(good.select("family"), on="family", how="semi", maintain_order="left")
    one_at_a_time()
    many = persons.height >= PERSONS_MANY
    staging.stage(persons, good, tell, indexed=not many)
    touched: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(JOIN_AT_ONCE if many else JOIN_AS_PLANNED)
        match(cursor, touched, tell)
        findings = pl.concat([contradicting.against_the_registry(cursor, persons), merged.told(cursor, persons)])
        touched["persons_not_named"], touched["families_not_named"] = absences.look_for_absent(
            cursor, layout=profiles.layout_for(run), gone=result.gone
        )
        knows = bool(touched["families_known"] or touched["persons_known"])
        if not run.dry_run:
            write(cursor, touched, on=on, tell=tell, knows=knows)
            absences.keep_absent(cursor, run=run, on=on)
            # Until PostgreSQL looks by itself, a minute later, it would plan for empty tables: a round took 30 times longer.
            if has_grown(touched):
                cursor.execute(FRESH_STATISTICS)
            return Taken(summary(touched), findings)
        if not knows:
            return Taken(summary(touched), findings)
        rehearsed: dict[str, int] = {}
        changes = preview.rehearse(cursor, lambda: write(cursor, rehearsed, on=on, tell=tell, knows=True), run=run)
    return Taken(summary(rehearsed | touched) | changes, findings)


def has_grown(touched: dict[str, int]) -> bool:
    """Whether so many are new beside those who were known that what the planner knows of the tables is old."""
    return touched["persons"] - touched["persons_known"] > touched["persons_known"] * GROWN_SHARE_MIN


def one_at_a_time() -> None:
    """Two imports at once would not see each other's families, and each would make them; a change of keys waits too.

    Numbers are matched under one key: where a change of keys was cut off, half of the families would look new.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    if sealing.ring().older:
        raise Refusal(
            _("Penggantian kunci penyandian belum selesai, jadi keluarga belum dapat dicocokkan."),
            advice=_("Mintalah administrator menjalankan ./lontar privacy rotate-key sampai selesai, lalu impor lagi."),
        )


def match(cursor: Any, touched: dict[str, int], tell: staging.Tell) -> None:
    """Find out whom we know; `touched` gets the rows of each step and the counts of all."""
    for table in (*matching.TABLES, *merged.TABLES):
        cursor.execute(table)
    for done, (name, statement) in enumerate(MATCHING):
        tell(done, STEPS_MANY, name)
        touched[name] = execute(cursor, name, statement, {})
    for ready in matching.READY:
        cursor.execute(ready)
    cursor.execute(writing.COUNTS)
    columns = [column.name for column in cursor.description or ()]
    touched.update(zip(columns, cursor.fetchone() or (), strict=True))


def write(cursor: Any, touched: dict[str, int], *, on: date, tell: staging.Tell, knows: bool) -> None:
    """Run every writing step in its order and count the rows it touched; `knows` where matching found somebody."""
    values = {"on": on, **WORDS}
    for done, (name, statement) in enumerate(writing.STEPS, start=len(MATCHING)):
        tell(done, STEPS_MANY, name)
        if knows or name not in writing.OF_THE_KNOWN:
            touched[name] = execute(cursor, name, statement if knows else writing.of_all(statement), values)


def execute(cursor: Any, name: str, statement: str, values: dict[str, Any]) -> int:
    """One named step; tests break each of them on purpose."""
    cursor.execute(statement, values)
    return max(int(cursor.rowcount), 0)


def summary(touched: dict[str, int]) -> dict[str, int]:
    """What an officer wants to know of it."""
    get = touched.get
    return {
        "families_new": touched["families"] - touched["families_known"],
        "families_known": touched["families_known"],
        "families_moved": get("left_dwellings", 0),
        "families_new_card": get("told_cards", 0),
        "persons_new": touched["persons"] - touched["persons_known"],
        "persons_known": touched["persons_known"],
        "persons_changed": get("changed_persons", 0),
        "persons_changed_family": get("left_families", 0),
        "persons_not_named": touched["persons_not_named"],
        "families_not_named": touched["families_not_named"],
        "rows_of_merged": touched["rows_folded"],
    }


def keep_findings(run: ImportRun, findings: pl.DataFrame) -> None:
    """The findings of a run, errors first; inside the transaction of the caller."""
    kept = findings.sort(pl.col("severity") != "error", maintain_order=True).head(FINDINGS_KEPT_MAX)
    if kept.is_empty():
        return
    kept = kept.with_columns(
        pl.col("message", "values", "column", "sheet", "kind").str.replace_all("\0", "", literal=True),
    ).with_columns(pl.col("column", "sheet").str.slice(0, 80), pl.col("kind").str.slice(0, 40))
    target = sql.Identifier(ImportFinding._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            'CREATE TEMP TABLE stage_finding (sheet text, row int, "column" text, severity text, message text, "values" jsonb, kind text)'
            " ON COMMIT DROP"
        )
        copy_in(cursor, "stage_finding", kept)
        statement = sql.SQL(
            'INSERT INTO {} (place_id, run_id, severity, kind, sheet, row, "column", message, "values") '
            'SELECT %s, %s, severity, kind, sheet, row, "column", message, "values" FROM stage_finding'
        ).format(target)
        cursor.execute(statement.as_string(), [run.place_id, run.pk])
        cursor.execute("DROP TABLE stage_finding")


def keep_worklist(run: ImportRun, rows: pl.DataFrame) -> None:
    """The rejected rows as CSV, sealed: they hold numbers in the clear and are only for mending."""
    if rows.is_empty():
        return
    ImportFile.objects.update_or_create(
        run=run,
        purpose=ImportFile.Purpose.WORKLIST,
        defaults={"place_id": run.place_id, "cipher": sealing.seal(rows.write_csv().encode())},
    )
