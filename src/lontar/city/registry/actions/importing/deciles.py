"""Importing deciles: DTSEN's word on families we know by their card, kept by version and never computed."""

from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl
from django.db import connection, transaction

from lontar.city.registry.actions.importing import merged, profiles, taking_in
from lontar.city.registry.actions.importing.abandoned import failing
from lontar.city.registry.actions.importing.runs import Outcome, begin_import, close, quiet, refuse
from lontar.city.registry.actions.importing.staging import Tell, blinded
from lontar.city.registry.models import ImportRun
from lontar.engine.copying import copy_in
from lontar.engine.tables import read_book
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor
from lontar.science.decile_file import DecileFile, read_deciles
from lontar.science.family_file.notes import Notes
from lontar.science.trouble import Refusal, words

TABLE: Final = (
    "CREATE TEMP TABLE stage_decile (sheet text, row int, kk_blind bytea, decile smallint, version_on date, source text)"
    " ON COMMIT DROP"
)
# A family that merges have dissolved is the one it became, whose own card goes first.
FOUND: Final = """
CREATE TEMP TABLE found_decile ON COMMIT DROP AS
SELECT DISTINCT ON (f.id, s.version_on) f.id AS family_id, f.place_id, s.decile, s.version_on, s.source,
    d.into_id IS NULL AS own
FROM stage_decile s
JOIN registry_identifier i ON i.blind = s.kk_blind AND i.kind = 'kk'
LEFT JOIN dissolved d ON d.family_id = i.family_id
JOIN registry_family f ON f.id = coalesce(d.into_id, i.family_id)
ORDER BY f.id, s.version_on, own DESC, i.current DESC, s.row
"""
UNKNOWN: Final = """
SELECT s.sheet, s.row FROM stage_decile s
WHERE NOT EXISTS (SELECT FROM registry_identifier i WHERE i.blind = s.kk_blind AND i.kind = 'kk')
ORDER BY s.sheet, s.row
"""
# Two words of one source on one version day would leave it to chance which is shown.
CONTRADICTED: Final = """
SELECT count(*) FROM found_decile n
JOIN registry_decile d ON d.family_id = n.family_id AND d.version_on = n.version_on AND d.source = n.source
WHERE d.decile <> n.decile AND n.own
"""
WRITE: Final = """
INSERT INTO registry_decile (place_id, family_id, decile, version_on, source)
SELECT place_id, family_id, decile, version_on, source FROM found_decile
ON CONFLICT (family_id, version_on, source) DO NOTHING
"""
# The family shows the newest version; an older list that comes late is kept and changes nothing shown.
SHOW: Final = """
UPDATE registry_family f SET decile = n.decile, decile_on = n.version_on
FROM (SELECT DISTINCT ON (family_id) * FROM found_decile ORDER BY family_id, version_on DESC) n
WHERE f.id = n.family_id AND (f.decile_on IS NULL OR f.decile_on < n.version_on)
"""


def import_deciles(
    path: Path, *, by: Actor, on: date, name: str = "", source: str = "", dry_run: bool = False, tell: Tell = quiet
) -> Outcome[DecileFile]:
    """Read a list of deciles and keep what fits our families; rows with an error or without a family are told."""
    run = begin_import(
        path, name=name or path.name, mode=ImportRun.Mode.FAMILIES_WITHOUT_ERROR, kind=ImportRun.Kind.DECILES,
        dry_run=dry_run, by=by, on=on,
    )  # fmt: skip
    return run_deciles(run, path, source=source, by=by, tell=tell)


def run_deciles(run: ImportRun, path: Path, *, by: Actor, source: str = "", tell: Tell = quiet) -> Outcome[DecileFile]:
    """Do what the run says; may be called again after a crash."""
    with failing(run):
        try:
            tell(0, 100, "reading")
            book = read_book(path, name=run.file_name)
            result = read_deciles(
                book.grids, on=run.on, file=run.file_name, columns=profiles.columns_for(run), version_on=version_of(run)
            )
            finish(run, result, source=source, by=by, tell=tell)
            return Outcome(run, result)
        except Refusal as refusal:
            refuse(run, refusal, by=by)
            return Outcome(run, None, refusal)


def version_of(run: ImportRun) -> date | None:
    said = run.options.get("version_on")
    return date.fromisoformat(said) if said else None


@deed
def finish(run: ImportRun, result: DecileFile, *, source: str, by: Actor, tell: Tell) -> None:
    """Deciles, findings and the journal's line in one transaction."""
    taking_in.one_at_a_time()
    rows = result.deciles
    origin = pl.lit(source[:160]) if source else pl.col("note").fill_null("DTSEN").str.slice(0, 160)
    staged = rows.select(
        "sheet", "row", blinded(rows.get_column("kk"), "kk").alias("kk_blind"), "decile", "version_on",
        origin.alias("source"),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS stage_decile, found_decile")
        cursor.execute(merged.FRESH)
        cursor.execute(merged.DISSOLVED)
        cursor.execute(TABLE)
        copy_in(cursor, "stage_decile", staged)
        cursor.execute("ANALYZE stage_decile")
        cursor.execute(taking_in.JOIN_AT_ONCE)
        tell(40, 100, "matching")
        cursor.execute(FOUND)
        cursor.execute(UNKNOWN)
        unknown = pl.DataFrame(cursor.fetchall(), schema={"sheet": pl.String, "row": pl.UInt32}, orient="row")
        cursor.execute(CONTRADICTED)
        if (contradicted := one(cursor)) > 0:
            raise Refusal(
                words("%(n)s keluarga sudah punya desil lain dengan tanggal versi dan sumber yang sama."),
                advice=words("Periksa tanggal versinya; daftar yang dibetulkan memakai sumber dengan nama lain."),
                field="file",
                values={"n": contradicted},
            )  # fmt: skip
        # A file that is only checked is written and taken back, so that what is told is what would happen.
        before = transaction.savepoint_create()
        kept = write(cursor, WRITE)
        shown = write(cursor, SHOW)
        if run.dry_run:
            transaction.savepoint_rollback(before)
        else:
            transaction.savepoint_commit(before)
    findings = pl.concat([result.findings, no_family(unknown)])
    taking_in.keep_findings(run, findings)
    run.counts = {
        "rows": result.rows_read,
        "deciles": rows.height,
        "deciles_new": kept,
        "families_changed": shown,
        "families_unknown": unknown.height,
        "errors": result.rows_read - rows.height,
        "warnings": unknown.height,
    }
    run.state = ImportRun.State.DONE
    close(run, "import_deciles", by=by)


def write(cursor: Any, statement: str) -> int:
    """One write; tests break each of them on purpose."""
    cursor.execute(statement)
    return int(cursor.rowcount)


def one(cursor: Any) -> int:
    return int(cursor.fetchone()[0])


def no_family(unknown: pl.DataFrame) -> pl.DataFrame:
    """A finding for each card that no family here has: imported first, or living elsewhere."""
    notes = Notes()
    notes.add(
        unknown, "warning", "no_kk", "family_unknown",
        words("Tidak ada keluarga dengan nomor KK ini. Impor dulu keluarganya, atau serahkan ke daerahnya."),
    )  # fmt: skip
    return notes.as_frame({})
