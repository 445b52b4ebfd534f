"""An import whose process died is not shown as running for ever; one that still runs is left alone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from lontar.city.access import queries as access
from lontar.city.journal.models import JournalLine
from lontar.city.registry import actions, jobs
from lontar.city.registry.actions.importing.abandoned import failing
from lontar.city.registry.models import ImportRun
from spreadsheets import MARIA, as_csv, cells

HOUR = timedelta(hours=1)


@pytest.fixture
def begun(committed, acting, ester, tmp_path):
    """A run of the terminal that began an hour ago."""
    path = as_csv(tmp_path / "keluarga.csv", cells(MARIA))
    with acting(ester):
        run = actions.begin_import(
            path, name=path.name, mode="everything_or_nothing", by=ester, on=timezone.now().date()
        )
        ImportRun.objects.filter(pk=run.pk).update(state="running", started_at=timezone.now() - HOUR)
    return run


def state_after_a_minute(run):
    jobs.close_abandoned_imports(timestamp=0)
    terminal = access.officer_at_terminal()
    with jobs.acting_as(terminal):
        return ImportRun.objects.get(pk=run.pk).state


def test_a_run_whose_process_is_gone_is_marked_as_failed_and_the_journal_says_so(begun, acting, ester):
    assert state_after_a_minute(begun) == "failed"
    with acting(ester):
        assert JournalLine.objects.filter(verb="abandon_import", subject_id=str(begun.pk)).count() == 1


def test_a_run_that_somebody_works_at_is_left_alone_until_its_connection_breaks(begun, acting, ester):
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('lontar import run'), %s)", [begun.pk])
        assert state_after_a_minute(begun) == "running"
    finally:
        other.close()
    assert state_after_a_minute(begun) == "failed"


def test_a_run_holds_its_lock_while_it_works_and_not_a_moment_longer(begun, acting, ester):
    other = connection.copy()

    def free():
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtext('lontar import run'), %s)", [begun.pk])
            return cursor.fetchone()[0]

    try:
        with acting(ester), failing(begun):
            assert not free()
        assert free()
    finally:
        other.close()


def test_a_run_of_this_minute_is_left_alone(begun, acting, ester):
    with acting(ester):
        ImportRun.objects.filter(pk=begun.pk).update(started_at=timezone.now())
    assert state_after_a_minute(begun) == "running"
