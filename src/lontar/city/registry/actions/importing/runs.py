"""An import from the file to its end: a run that can be looked at, whatever became of it."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.journal.actions import record
from lontar.city.places import queries as places
from lontar.city.registry.actions.importing import profiles, taking_in
from lontar.city.registry.actions.importing.abandoned import failing
from lontar.city.registry.actions.importing.staging import Tell
from lontar.city.registry.models import ImportRun
from lontar.engine.tables import not_opened, read_book
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science.conditions_file import ConditionsFile
from lontar.science.decile_file import DecileFile
from lontar.science.family_file import FamilyFile, read_families, rejected_rows
from lontar.science.family_file.notes import as_columns
from lontar.science.family_file.wards import WARDS
from lontar.science.household_file import HouseholdFile
from lontar.science.trouble import Finding, Refusal, counted, words

MAY_IMPORT: Final = (Role.ADMINISTRATOR, Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER)
CHUNK_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Outcome[File: (FamilyFile, DecileFile, ConditionsFile, HouseholdFile)]:
    """The run as it ended, and what was read; `file` is None where the file could not be read as a whole."""

    run: ImportRun
    file: File | None
    refusal: Refusal | None = None

    def found(self) -> list[Finding]:
        """All findings; of a file that could not be read, the one that says why."""
        if self.refusal:
            return [self.refusal.as_finding()]
        return self.file.found() if self.file else []


def quiet(done: int, total: int, note: str) -> None:
    """Nobody watches."""


def import_families(
    path: Path, *, mode: str, by: Actor, on: date, name: str = "", dry_run: bool = False, tell: Tell = quiet
) -> Outcome[FamilyFile]:
    """Read a file of families and take it in; the two modes are those of ImportRun.Mode.

    A refused file is a run in the state `refused`, with its findings; only a bug is raised.
    """
    run = begin_import(path, name=name or path.name, mode=mode, dry_run=dry_run, by=by, on=on)
    return run_import(run, path, by=by, tell=tell)


@deed
def begin_import(
    path: Path, *, name: str, mode: str, by: Actor, on: date, dry_run: bool = False, kind: str = ImportRun.Kind.FAMILIES
) -> ImportRun:
    """Write down that somebody brought a file; raises Refusal when they may not or nothing can be written."""
    require(by, *MAY_IMPORT)
    if mode not in ImportRun.Mode.values:
        raise Refusal(_("Pilih salah satu cara memasukkan keluarga."), field="mode")
    home = places.home_or_refuse()
    spans = access.spans(by.id)
    if not spans:
        raise Refusal(_("Anda belum bertugas di wilayah mana pun, jadi tidak ada yang dapat dimasukkan."))
    of, profile = profiles.chosen(kind)
    size, digest = measured(path)
    run = ImportRun.objects.create(
        place_id=spans[0][0] if len(spans) == 1 else home.pk,
        kind=of,
        profile=profile,
        mode=mode,
        dry_run=dry_run,
        file_name=name.replace("\0", "")[:200],
        file_bytes=size,
        file_sha256=digest,
        on=on,
        by_id=by.id,
        by_role=by.role,
        language=get_language() or "id",
    )
    record("begin_import", subject=run, by=by, on=on, place_id=run.place_id, details={"sha256": digest})
    return run


def measured(path: Path) -> tuple[int, str]:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return file.tell(), digest
    except OSError as trouble:
        raise not_opened(path.name, trouble) from trouble


def run_import(run: ImportRun, path: Path, *, by: Actor, tell: Tell = quiet) -> Outcome[FamilyFile]:
    """Do what the run says. May be called again for a run that a crash left behind: nothing of it was kept."""
    with failing(run):
        try:
            tell(0, 100, "reading")
            book = read_book(path, name=run.file_name)
            tell(10, 100, "checking")
            wards = known_wards(by)
            layout = profiles.layout_for(run)
            result = read_families(
                book.grids, wards, on=run.on, file=run.file_name, told=book.findings, layout=layout, box=places.box()
            )
            rejected = rejected_rows(book.grids, result, gettext) if result.errors() else pl.DataFrame()
            del book
            tell(25, 100, "matching")
            return Outcome(run, finish(run, result, rejected, by=by, tell=tell))
        except Refusal as refusal:
            refuse(run, refusal, by=by)
            return Outcome(run, None, refusal)


@deed
def finish(run: ImportRun, result: FamilyFile, rejected: pl.DataFrame, *, by: Actor, tell: Tell) -> FamilyFile:
    """Families, findings, worklist, the run's end and the journal's line, in one transaction."""
    errors = result.errors()
    counts = {
        "rows": result.rows_read,
        "persons": result.persons.height,
        "families": result.families.height,
        "families_left": int(result.families.get_column("has_error").sum()),
        "errors": errors,
        "warnings": result.findings.height - errors,
    }
    if errors and run.mode == ImportRun.Mode.EVERYTHING_OR_NOTHING:
        run.state = ImportRun.State.REFUSED
        run.refusal = counted("Berkas berisi %(n)s kesalahan, jadi tidak ada yang dimasukkan.")
        run.advice = words("Perbaiki kesalahannya lalu impor lagi, atau masukkan dulu keluarga yang tanpa kesalahan.")
        run.refusal_values = {"n": errors}
    else:
        taken = taking_in.take_in(result, run=run, on=run.on, tell=tell)
        counts |= taken.counts
        counts["warnings"] += taken.findings.height
        result = replace(result, findings=pl.concat([result.findings, taken.findings]))
        taking_in.keep_worklist(run, rejected)
        run.state = ImportRun.State.DONE
    taking_in.keep_findings(run, result.findings)
    run.counts = counts
    close(run, "import_families", by=by)
    return result


@deed
def refuse(run: ImportRun, refusal: Refusal, *, by: Actor) -> None:
    """Write down why the file as a whole was not read."""
    run.state, run.refusal, run.advice = ImportRun.State.REFUSED, refusal.template, refusal.advice_template
    run.refusal_values = dict(refusal.values)
    run.counts = {"errors": 1, "warnings": 0}
    taking_in.keep_findings(run, as_columns([refusal.as_finding()]))
    close(run, "refuse_import", by=by)


def close(run: ImportRun, verb: str, *, by: Actor) -> None:
    run.finished_at = timezone.now()
    run.save(update_fields=["state", "refusal", "advice", "refusal_values", "counts", "finished_at"])
    if not run.dry_run:
        # What was only checked stays until the officer decides.
        run.files.filter(purpose="upload").delete()
    details = {"state": run.state, "mode": run.mode, "dry_run": run.dry_run, **run.counts}
    record(verb, subject=run, by=by, on=run.on, place_id=run.place_id, details=details)


def known_wards(by: Actor) -> pl.DataFrame:
    """The home city's wards with their aliases, and whether this officer serves them."""
    home = places.home_or_refuse()
    keys: dict[int, list[str]] = {}
    for alias in places.aliases_in(home.pk):
        keys.setdefault(alias.place_id, []).append(alias.key)
    spans = access.spans(by.id)
    rows = [
        (
            ward.pk,
            ward.code,
            ward.name,
            ward.parent.name if ward.parent else "",
            keys.get(ward.pk, []),
            ward.bps_code,
            any(lowest <= ward.pk <= highest for lowest, highest in spans),
        )
        for ward in places.wards_in(home.pk).select_related("parent")
    ]
    return pl.DataFrame(rows, schema=WARDS, orient="row")
