"""Runs that did not end by themselves: stopped by a bug, or left behind by a process that is no more."""

import contextlib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.db import DatabaseError, connection
from django.utils import timezone

from lontar.city.journal.actions import record
from lontar.city.registry.models import ImportRun
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor

# Held by whoever works at a run, for as long as its connection lives: a dead process cannot keep it.
ALIVE: Final = "hashtext('lontar import run'), %s"
# Between the run's first line and its lock a process reads nothing; one that needs longer than this is gone.
GRACE: Final = timedelta(minutes=1)


@contextlib.contextmanager
def failing(run: ImportRun) -> Iterator[None]:
    """A run that a bug or a dying machine stops says so; nothing of it was kept."""
    key = run.pk % 2**31
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_lock({ALIVE})", [key])
    try:
        ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.RUNNING)
        yield
    except BaseException:
        ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.FAILED, finished_at=timezone.now())
        raise
    finally:
        # With the connection the lock is gone already.
        with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_unlock({ALIVE})", [key])


@deed
def close_abandoned(*, by: Actor, on: date) -> int:
    """Runs of the terminal whose process is gone are marked as failed; returns how many.

    A run whose file was kept belongs to a job, and the job is taken up again.
    """
    left = ImportRun.objects.filter(
        state__in=(ImportRun.State.WAITING, ImportRun.State.RUNNING), started_at__lt=timezone.now() - GRACE
    ).exclude(files__purpose="upload")
    closed = 0
    for run in left.select_for_update(of=("self",), skip_locked=True):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_try_advisory_xact_lock({ALIVE})", [run.pk % 2**31])
            if not cursor.fetchone()[0]:
                continue
        run.state, run.finished_at = ImportRun.State.FAILED, timezone.now()
        run.save(update_fields=["state", "finished_at"])
        record("abandon_import", subject=run, by=by, on=on, place_id=run.place_id)
        closed += 1
    return closed
