"""Files that officers bring by a page: kept sealed until the job has read them, and the worklist they take home."""

import contextlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import psycopg
from django.db import connection
from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.registry.actions.importing.conditions import run_conditions
from lontar.city.registry.actions.importing.deciles import run_deciles
from lontar.city.registry.actions.importing.households import run_households
from lontar.city.registry.actions.importing.runs import MAY_IMPORT, begin_import, quiet, run_import
from lontar.city.registry.actions.importing.staging import Tell
from lontar.city.registry.models import ImportFile, ImportRun
from lontar.kit import sealing
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.kit.memory_files import memory_file
from lontar.science.trouble import Refusal

UPLOAD_BYTES_MAX: Final = 250 * 1024 * 1024
"""A file of 450,000 persons with every column of a SIAK export is about 160 MB."""
ENDED: Final = (ImportRun.State.DONE, ImportRun.State.REFUSED)


@deed
def receive(path: Path, *, name: str, kind: str, mode: str, dry_run: bool, by: Actor, on: date) -> ImportRun:
    """Keep an uploaded file, sealed, and the run that will read it."""
    size = path.stat().st_size
    if size > UPLOAD_BYTES_MAX:
        raise Refusal(
            _("Berkas terlalu besar: %(size)s MB, paling besar %(most)s MB.")
            % {"size": size // 2**20, "most": UPLOAD_BYTES_MAX // 2**20},
            advice=_("Bagi menjadi beberapa berkas, atau impor lewat terminal di server."),
            field="file",
        )
    run = begin_import(path, name=name, kind=kind, mode=mode, dry_run=dry_run, by=by, on=on)
    _keep(run, sealing.seal(path.read_bytes()))
    return run


def _keep(run: ImportRun, cipher: bytes) -> None:
    """Write the sealed file as bytes: through the model it would travel as text of twice the length, in thrice the time."""
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(
            "INSERT INTO registry_importfile (place_id, run_id, purpose, cipher) VALUES (%s, %s, %s, %b)",
            [run.place_id, run.pk, ImportFile.Purpose.UPLOAD.value, cipher],
        )


@deed
def proceed(checked: ImportRun, *, mode: str, by: Actor, on: date) -> ImportRun:
    """Take in a file that was only checked before; its bytes go over to the new run."""
    require(by, *MAY_IMPORT)
    file = checked.files.select_for_update().filter(purpose=ImportFile.Purpose.UPLOAD).first()
    if file is None or not checked.dry_run:
        raise Refusal(_("Berkas ini sudah dimasukkan atau sudah dihapus."), advice=_("Unggah lagi berkasnya."))
    with opened(file) as path:
        what = checked.kind if checked.profile in ("siak", "deciles") else checked.profile
        run = begin_import(path, name=checked.file_name, kind=what, mode=mode, by=by, on=on)
        ImportRun.objects.filter(pk=run.pk).update(options=checked.options)
    ImportFile.objects.filter(pk=file.pk).update(run=run)
    checked.changes.all().delete()
    return run


def work_off(run: ImportRun, *, by: Actor, tell: Tell = quiet) -> None:
    """Read the kept file of a run and take it in. A run that has ended is left alone: a job may come twice."""
    if run.state in ENDED:
        return
    file = run.files.filter(purpose=ImportFile.Purpose.UPLOAD).first()
    if file is None:
        raise Refusal(_("Berkas dari impor ini tidak ada lagi."), advice=_("Unggah lagi berkasnya."))
    with opened(file) as path:
        if run.kind == ImportRun.Kind.CONDITIONS:
            run_conditions(run, path, by=by, tell=tell)
        elif run.kind == ImportRun.Kind.DECILES:
            run_deciles(run, path, by=by, tell=tell)
        elif run.kind == ImportRun.Kind.HOUSEHOLDS:
            run_households(run, path, by=by, tell=tell)
        else:
            run_import(run, path, by=by, tell=tell)


@contextlib.contextmanager
def opened(file: ImportFile) -> Iterator[Path]:
    """The file in the clear, in the memory of this process only and only within the block."""
    with memory_file([sealing.unseal(file.cipher)]) as path:
        yield path


@deed
def take_worklist(run: ImportRun, *, by: Actor, on: date) -> bytes:
    """The rows to be mended, in the clear; who took them is written down."""
    require(by, *MAY_IMPORT)
    file = run.files.filter(purpose=ImportFile.Purpose.WORKLIST).first()
    if file is None:
        raise Refusal(_("Impor ini tidak meninggalkan baris untuk diperbaiki."))
    record("take_worklist", subject=run, by=by, on=on, place_id=run.place_id)
    return sealing.unseal(file.cipher)
