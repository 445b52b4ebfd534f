"""Importing how families live, from Regsosek 2022-K or BDT 2015: answers join families that are known already."""

from pathlib import Path
from typing import Any, Final

import polars as pl
from django.db import connection, transaction

from lontar.city.registry.actions.importing import merged, taking_in
from lontar.city.registry.actions.importing.abandoned import failing
from lontar.city.registry.actions.importing.runs import Outcome, close, quiet, refuse
from lontar.city.registry.actions.importing.staging import Tell, blinded
from lontar.city.registry.actions.observing import observe_many
from lontar.city.registry.models import ImportRun, LivingConditions
from lontar.engine.copying import copy_in
from lontar.engine.tables import read_book
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor
from lontar.science import living_conditions
from lontar.science.conditions_file import ConditionsFile, read_conditions
from lontar.science.family_file.notes import Notes
from lontar.science.trouble import Refusal, words

READINGS: Final = {
    "unsure": living_conditions.REGSOSEK_UNSURE,
    "shingle": living_conditions.REGSOSEK,
    "bamboo": living_conditions.REGSOSEK_BAMBOO_5,
}
"""How roof code 5 is to be read: as nobody has confirmed, as shingle, or as bamboo."""
TABLE: Final = (
    "CREATE TEMP TABLE stage_answer (at int, kk_blind bytea, nik_blind bytea, name_key text, level text) ON COMMIT DROP"
)
# By the card, else by the NIK of somebody who lives in the family now. A dissolved family is the one it became.
FAMILIES: Final = """
SELECT DISTINCT ON (at) at, family_id, NULL::bigint, place_id FROM (
    SELECT s.at, f.id AS family_id, f.place_id, i.current::int AS sure
    FROM stage_answer s JOIN registry_identifier i ON i.blind = s.kk_blind AND i.kind = 'kk'
    LEFT JOIN dissolved d ON d.family_id = i.family_id
    JOIN registry_family f ON f.id = coalesce(d.into_id, i.family_id) WHERE s.level = 'family'
    UNION ALL
    SELECT s.at, m.family_id, m.place_id, -1
    FROM stage_answer s JOIN registry_identifier i ON i.blind = s.nik_blind AND i.kind = 'nik'
    JOIN registry_membership m ON m.person_id = i.person_id AND m.until IS NULL
    WHERE s.level = 'family' AND s.kk_blind IS NULL
) known ORDER BY at, sure DESC, family_id
"""
# Inside the card's family, or as the record that was merged away out of it.
PERSONS: Final = """
SELECT DISTINCT ON (at) at, family_id, person_id, place_id FROM (
    SELECT s.at, m.family_id, m.person_id, m.place_id, 2 + (n.id IS NOT NULL)::int AS sure, i.current
    FROM stage_answer s
    JOIN registry_identifier i ON i.blind = s.kk_blind AND i.kind = 'kk'
    JOIN registry_membership m ON m.family_id = i.family_id AND m.until IS NULL
    JOIN registry_person q ON q.id = m.person_id
    LEFT JOIN registry_identifier n ON n.person_id = q.id AND n.kind = 'nik' AND n.blind = s.nik_blind
    WHERE s.level = 'person' AND (n.id IS NOT NULL OR q.name_key = s.name_key)
    UNION ALL
    SELECT s.at, m.family_id, m.person_id, m.place_id, (s.nik_blind = ANY (a.blinds))::int, i.current
    FROM stage_answer s
    JOIN registry_identifier i ON i.blind = s.kk_blind AND i.kind = 'kk'
    JOIN merged_away a ON a.family_id = i.family_id
    JOIN registry_person q ON q.id = a.merged_id
    JOIN registry_membership m ON m.person_id = a.person_id AND m.until IS NULL
    WHERE s.level = 'person' AND (s.nik_blind = ANY (a.blinds) OR q.name_key = s.name_key)
) known ORDER BY at, sure DESC NULLS LAST, current DESC, person_id
"""


def run_conditions(run: ImportRun, path: Path, *, by: Actor, tell: Tell = quiet) -> Outcome[ConditionsFile]:
    """Do what the run says; may be called again after a crash."""
    with failing(run):
        try:
            tell(0, 100, "reading")
            book = read_book(path, name=run.file_name)
            result = read_conditions(
                book.grids, kind=run.profile, on=run.on, file=run.file_name, version=version_of(run)
            )
            finish(run, result, by=by, tell=tell)
            return Outcome(run, result)
        except Refusal as refusal:
            refuse(run, refusal, by=by)
            return Outcome(run, None, refusal)


def version_of(run: ImportRun) -> str:
    return READINGS[run.options.get("roof", "unsure")]


@deed
def set_roof(run: ImportRun, *, roof: str) -> None:
    """How roof codes 5 and 6 of this file are to be read, as somebody saw on the printed form."""
    if roof not in READINGS:
        raise Refusal(words("Pilih cara membaca kode atap."), field="roof")
    run.options = {**run.options, "roof": roof}
    run.save(update_fields=["options"])


@deed
def finish(run: ImportRun, result: ConditionsFile, *, by: Actor, tell: Tell) -> None:
    """Answers, findings and the journal's line in one transaction."""
    taking_in.one_at_a_time()
    rows = result.rows.with_row_index("at").with_columns(pl.col("at").cast(pl.Int64))
    staged = rows.select(
        "at", blinded(rows.get_column("kk"), "kk").alias("kk_blind"),
        blinded(rows.get_column("nik"), "nik").alias("nik_blind"), "name_key", "level",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS stage_answer")
        for statement in (merged.FRESH, merged.DISSOLVED, merged.MERGED_AWAY):
            cursor.execute(statement)
        cursor.execute(TABLE)
        copy_in(cursor, "stage_answer", staged)
        cursor.execute("ANALYZE stage_answer")
        tell(40, 100, "matching")
        known = pl.concat([found(cursor, FAMILIES), found(cursor, PERSONS)])
    matched = rows.join(known, on="at", how="inner", maintain_order="left")
    notes = Notes()
    unknown = rows.join(known, on="at", how="anti", maintain_order="left")
    notes.add(
        unknown, "warning", "", "family_unknown",
        words("Keluarga atau orang di baris ini belum dikenal. Impor dulu keluarganya dari SIAK, lalu impor lagi berkas ini."),
    )  # fmt: skip
    findings = pl.concat([result.findings, notes.as_frame({})])
    result.findings = findings
    kept = 0
    if matched.height:
        # A file that is only checked is written and taken back, so that what is told is what would happen.
        before = transaction.savepoint_create()
        source = LivingConditions.Source.IMPORT
        kept = observe_many(matched, source=source, note=run.file_name, version=version_of(run), by=by)
        if run.dry_run:
            transaction.savepoint_rollback(before)
        else:
            transaction.savepoint_commit(before)
    taking_in.keep_findings(run, findings)
    run.counts = {
        "rows": result.rows_read,
        "answers": rows.height,
        "families_known": matched.filter(pl.col("level") == "family").get_column("family_id").n_unique(),
        "persons_known": matched.filter(pl.col("level") == "person").height,
        "answers_new": kept,
        "families_unknown": unknown.height,
        "errors": 0,
        "warnings": findings.height,
    }
    run.state = ImportRun.State.DONE
    close(run, "import_conditions", by=by)


def found(cursor: Any, statement: str) -> pl.DataFrame:
    cursor.execute(statement)
    schema = {"at": pl.Int64, "family_id": pl.Int64, "person_id": pl.Int64, "place_id": pl.Int64}
    return pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")
