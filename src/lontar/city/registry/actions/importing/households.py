"""Importing households: which families cook together, by a list of people and the number of their household in it.

A list says who cooks with whom and not since when, so what it changes begins on the day of the import. Families that it
does not name stay as they are; so do those whose address is hidden from whoever brings it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import polars as pl
from django.db import connection
from django.utils.translation import gettext_noop

from lontar.city.registry.actions.importing import preview, taking_in
from lontar.city.registry.actions.importing.abandoned import failing
from lontar.city.registry.actions.importing.runs import Outcome, close, quiet, refuse
from lontar.city.registry.actions.importing.staging import Tell, blinded
from lontar.city.registry.actions.timeline import Story, tell_many
from lontar.city.registry.models import ImportRun
from lontar.engine.copying import copy_in
from lontar.engine.tables import read_book
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor
from lontar.science.family_file.notes import Notes
from lontar.science.household_file import HouseholdFile, read_households
from lontar.science.trouble import Refusal, words

TOGETHER: Final = gettext_noop("Dicatat satu rumah tangga dari %(n)s keluarga menurut berkas yang diimpor")
ALONE: Final = gettext_noop("Dicatat memasak sendiri menurut berkas yang diimpor")
TABLE: Final = "CREATE TEMP TABLE stage_household (at int, nik_blind bytea) ON COMMIT DROP"
# One row for each family in which somebody with this number lives now: two of them are one number on two people.
FOUND: Final = """
SELECT DISTINCT s.at, m.family_id, m.place_id, coalesce(h.household_id, 0),
    (m.family_id <@ (SELECT lontar_hidden_families()))
FROM stage_household s
JOIN registry_identifier i ON i.blind = s.nik_blind AND i.kind = 'nik' AND i.current
JOIN registry_person q ON q.id = i.person_id
JOIN registry_membership m ON m.person_id = coalesce(q.merged_into_id, q.id) AND m.until IS NULL
LEFT JOIN registry_sharing h ON h.family_id = m.family_id AND h.until IS NULL
ORDER BY s.at, m.family_id
"""
FRESH_KEYS: Final = "INSERT INTO registry_household (place_id) SELECT unnest(%s::bigint[]) RETURNING id"
ENDED: Final = """
UPDATE registry_sharing SET until = %s WHERE family_id = ANY (%s::bigint[]) AND until IS NULL AND since < %s
"""
# What was recorded today is put right and not ended: a household of no day is none.
CORRECTED: Final = """
UPDATE registry_sharing s SET household_id = n.household FROM unnest(%s::bigint[], %s::bigint[]) AS n (family, household)
WHERE s.family_id = n.family AND s.until IS NULL
"""
BEGUN: Final = """
INSERT INTO registry_sharing (place_id, family_id, household_id, since)
SELECT n.place, n.family, n.household, %s FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS n (place, family, household)
WHERE NOT EXISTS (SELECT FROM registry_sharing s WHERE s.family_id = n.family AND s.until IS NULL)
"""

# The others of each family's kitchen; of a family that nobody asked about there is no row.
KITCHENS: Final = """
SELECT s.family_id, coalesce(string_agg(o.family_id::text, ' ' ORDER BY o.family_id), '')
FROM registry_sharing s
LEFT JOIN registry_sharing o ON o.household_id = s.household_id AND o.until IS NULL AND o.family_id <> s.family_id
WHERE s.until IS NULL AND s.family_id = ANY (%s::bigint[]) GROUP BY s.family_id
"""
BY_ITSELF: Final = "alone"


@dataclass(frozen=True, slots=True)
class Change:
    """A family that goes over to another household; `into` is 0 where that is new."""

    family_id: int
    place_id: int
    number: str
    into: int
    families: int


def run_households(run: ImportRun, path: Path, *, by: Actor, tell: Tell = quiet) -> Outcome[HouseholdFile]:
    """Do what the run says; may be called again after a crash."""
    with failing(run):
        try:
            tell(0, 100, "reading")
            book = read_book(path, name=run.file_name)
            result = read_households(book.grids, file=run.file_name)
            return Outcome(run, finish(run, result, by=by, tell=tell))
        except Refusal as refusal:
            refuse(run, refusal, by=by)
            return Outcome(run, None, refusal)


@deed
def finish(run: ImportRun, result: HouseholdFile, *, by: Actor, tell: Tell) -> HouseholdFile:
    """Households, findings and the journal's line in one transaction."""
    taking_in.one_at_a_time()
    tell(40, 100, "matching")
    rows = result.rows.with_row_index("at").with_columns(pl.col("at").cast(pl.Int64))
    notes = Notes()
    matched = _one_family(rows, _known(rows), notes)
    wanted = _one_household(matched, notes)
    found = pl.concat([result.findings, notes.as_frame(result.titles)])
    changes = changed(wanted)
    if run.dry_run:
        rehearse(changes, run=run)
    else:
        write(changes, run=run)
    taking_in.keep_findings(run, found)
    errors = found.filter(pl.col("severity") == "error").height
    run.counts = {
        "rows": result.rows_read,
        "persons_known": matched.height,
        "families_known": wanted.height,
        "households": wanted.get_column("household").n_unique(),
        "households_new": len({one.number for one in changes if not one.into}),
        "families_changed": len(changes),
        **({"families_changing": len(changes)} if run.dry_run else {}),
        "families_unknown": rows.height - matched.height,
        "errors": errors,
        "warnings": found.height - errors,
    }
    run.state = ImportRun.State.DONE
    close(run, "import_households", by=by)
    return replace(result, findings=found)


def _known(rows: pl.DataFrame) -> pl.DataFrame:
    """Whose numbers these are: their families now, and with whom those are known to cook."""
    schema = {"at": pl.Int64, "family_id": pl.Int64, "place_id": pl.Int64, "now": pl.Int64, "hidden": pl.Boolean}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS stage_household")
        cursor.execute(TABLE)
        copy_in(cursor, "stage_household", rows.select("at", blinded(rows.get_column("nik"), "nik").alias("nik_blind")))
        cursor.execute("ANALYZE stage_household")
        # Also for few rows: behind its walls the planner takes a city for a few hundred people, and looks for ever.
        cursor.execute(taking_in.JOIN_AT_ONCE)
        cursor.execute(FOUND)
        found = pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")
        cursor.execute(taking_in.JOIN_AS_PLANNED)
    return found


def _one_family(rows: pl.DataFrame, known: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """Each row with the one family that its number leads to."""
    notes.add(
        rows.join(known, on="at", how="anti", maintain_order="left"), "warning", "nik", "household_unknown",
        words("Tidak ada penduduk dengan NIK ini di wilayah Anda. Impor dulu keluarganya, atau periksa nomornya."),
    )  # fmt: skip
    unsure = known.filter(pl.len().over("at") > 1)
    notes.add(
        rows.join(unsure, on="at", how="semi", maintain_order="left"), "error", "nik", "household_two_people",
        words("NIK ini dipakai orang di dua keluarga, jadi tidak jelas siapa yang dimaksud. Selesaikan dulu di Catatan ganda."),
    )  # fmt: skip
    return rows.join(known.join(unsure, on="at", how="anti"), on="at", how="inner", maintain_order="left")


def _one_household(matched: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """One row for each family that goes into one household, in one ward; what cannot be is told."""
    matched = matched.filter(~pl.col("hidden")).with_columns(
        pl.col("household").n_unique().over("family_id").alias("numbers"),
        pl.col("household").first().over("family_id").alias("first_number"),
        pl.col("place_id").n_unique().over("household").alias("wards"),
    )
    torn = (pl.col("numbers") > 1) & (pl.col("household") != pl.col("first_number"))
    notes.add(
        matched.filter(torn), "error", "household", "household_torn",
        words("Keluarga orang ini sudah disebut di rumah tangga %(number)s. Satu keluarga makan dari satu dapur; pecah dulu KK-nya."),
        number=pl.col("first_number").str.slice(0, 30),
    )  # fmt: skip
    notes.add(
        matched.filter(pl.col("wards") > 1).unique("household", keep="first", maintain_order=True), "error", "household",
        "household_wards",
        words("Keluarga di rumah tangga %(number)s tercatat di kelurahan yang berbeda. Catat dulu pindah rumahnya."),
        number=pl.col("household").str.slice(0, 30),
    )  # fmt: skip
    good = matched.filter(pl.col("numbers") == 1, pl.col("wards") == 1)
    return good.unique("family_id", keep="first", maintain_order=True).select(
        "household", "family_id", "place_id", "now"
    )


def changed(wanted: pl.DataFrame) -> list[Change]:
    """Which families cook elsewhere than we know. Each number goes on as the known household that most of it is of, if
    no other number has more of that; so whoever comes to a household joins it, and who leaves it goes alone."""
    members: dict[str, list[tuple[int, int, int]]] = {}
    for number, family, place, now in wanted.select("household", "family_id", "place_id", "now").iter_rows():
        members.setdefault(number, []).append((family, place, now))
    target = _goes_on(members)
    return [
        Change(family, place, number, target.get(number, 0), len(families))
        for number, families in members.items()
        for family, place, now in families
        if now != target.get(number, 0) or not now
    ]


def _goes_on(members: Mapping[str, Iterable[tuple[int, int, int]]]) -> dict[str, int]:
    claims = Counter((number, now) for number, families in members.items() for _family, _place, now in families if now)
    target: dict[str, int] = {}
    taken: set[int] = set()
    for (number, now), _count in sorted(claims.items(), key=lambda one: (-one[1], one[0][1], one[0][0])):
        if number not in target and now not in taken:
            target[number] = now
            taken.add(now)
    return target


def write(changes: list[Change], *, run: ImportRun) -> None:
    """End what was, begin what is; each family is told in its story."""
    if not changes:
        return
    numbers = list({one.number: one.place_id for one in changes if not one.into}.items())
    with connection.cursor() as cursor:
        cursor.execute(FRESH_KEYS, [[place for _number, place in numbers]])
        fresh = dict(zip((number for number, _place in numbers), (key for (key,) in cursor.fetchall()), strict=True))
        families = [one.family_id for one in changes]
        households = [one.into or fresh[one.number] for one in changes]
        cursor.execute(ENDED, [run.on, families, run.on])
        cursor.execute(CORRECTED, [families, households])
        cursor.execute(BEGUN, [run.on, [one.place_id for one in changes], families, households])
    for message, alone in ((TOGETHER, False), (ALONE, True)):
        stories = [Story(one.family_id, one.place_id, {} if alone else {"n": one.families}) for one in changes if (one.families == 1) is alone]  # fmt: skip
        tell_many(stories, kind="kitchen_shared", message=message, on=run.on)


def rehearse(changes: list[Change], *, run: ImportRun) -> None:
    """Write, look who cooks with whom then, and take it back; kept with the run, family by family."""
    shown = sorted(changes, key=lambda one: one.family_id)[: preview.CHANGES_KEPT_MAX]
    if not shown:
        return
    with connection.cursor() as cursor:
        before = _kitchens(cursor, shown)
        cursor.execute("SAVEPOINT kitchens")
        try:
            write(changes, run=run)
            after = _kitchens(cursor, shown)
        finally:
            cursor.execute("ROLLBACK TO SAVEPOINT kitchens")
            cursor.execute("RELEASE SAVEPOINT kitchens")
        rows = [
            (one.family_id, one.place_id, None, "kitchen_changed", *(json.dumps(side.get(one.family_id, {})) for side in (before, after)))
            for one in shown
        ]  # fmt: skip
        preview.keep(cursor, rows, run=run)


def _kitchens(cursor: Any, changes: list[Change]) -> dict[int, dict[str, str]]:
    cursor.execute(KITCHENS, [[one.family_id for one in changes]])
    return {family: {"kitchen": others or BY_ITSELF} for family, others in cursor.fetchall()}
