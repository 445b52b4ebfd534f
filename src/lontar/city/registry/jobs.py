"""What the registry does in the background: importing, looking for duplicates, merging what was confirmed."""

from typing import Any

from django.db import connection, transaction
from django.utils.translation import override
from procrastinate.contrib.django import app

from lontar.city.access import queries as access
from lontar.city.places import queries as places
from lontar.city.registry import actions, queries
from lontar.city.registry.queries import pairs as about
from lontar.kit.gate import acting_as
from lontar.kit.progress import telling

# Where each part of the work begins and ends, in hundredths of the whole, as measured on a city.
PARTS = {"reading": (0, 5), "checking": (5, 20), "matching": (20, 25), "copied": (25, 40)}
WRITING = (40, 100)


@app.task(name="registry.import", queue="default")
def work_off_import(*, run_id: int, officer_id: int) -> None:
    """Take in one uploaded file as the officer who brought it. Run twice, it changes nothing the second time."""
    forget_a_broken_connection()
    try:
        officer = access.officer_by_id(officer_id)
        if officer is None:
            return  # dismissed since: nobody acts, so nothing is written
        with acting_as(officer):
            run = queries.run_or_none(run_id)
            if run is None:
                return
            with telling(queries.progress_key(run_id)) as tell:

                def overall(done: int, total: int, note: str) -> None:
                    first, last = PARTS.get(note, WRITING)
                    share = done / total if total and note not in ("reading", "checking", "matching") else 0
                    tell(round(first + (last - first) * share), 100, note)

                before = actions.last_person_key()
                with override(run.language):
                    actions.work_off(run, by=officer, tell=overall)
                tell(100, 100, "")
            look_at_what_came(run_id, before, officer)
    finally:
        forget_a_broken_connection()


@app.periodic(cron="* * * * *")
@app.task(name="registry.close_abandoned", queueing_lock="registry.close_abandoned", pass_context=False)
def close_abandoned_imports(timestamp: int) -> None:
    """Every minute: an import of the terminal whose process died says so on its page. Run twice, it finds none."""
    forget_a_broken_connection()
    terminal = access.officer_at_terminal()
    with acting_as(terminal):
        actions.close_abandoned(by=terminal, on=places.today())


def look_at_what_came(run_id: int, before: int, officer: Any) -> None:
    """New records are compared with everybody, in a job of its own; it and its search are written together."""
    run = queries.run_or_none(run_id)
    if run is None or run.kind != "families" or run.dry_run:
        return
    actions.look_after_import(run, by=officer, on=places.today())
    with transaction.atomic():
        search = actions.begin_search_of_import(run, after_key=before, by=officer, on=places.today())
        if search is not None:
            look_for_duplicates.defer(search_id=search.pk, officer_id=officer.id)


@app.task(name="registry.search", queue="default")
def look_for_duplicates(*, search_id: int, officer_id: int) -> None:
    """Look for pairs, of the whole city or of what an import brought. Run twice, it finds the same pairs again."""
    forget_a_broken_connection()
    try:
        officer = access.officer_by_id(officer_id)
        if officer is None:
            return
        with acting_as(access.officer_at_terminal()):
            search = about.search_or_none(search_id)
            if search is None:
                return
            with telling(about.search_key(search_id)) as tell:
                actions.run_search(search, by=officer, tell=tell)
    finally:
        forget_a_broken_connection()


@app.task(name="registry.merge_batch", queue="default")
def merge_batch(*, batch_id: int, officer_id: int) -> None:
    """Merge what a person confirmed, as that person, pair by pair. Run twice, it goes on where it stopped."""
    forget_a_broken_connection()
    try:
        officer = access.officer_by_id(officer_id)
        if officer is None:
            return
        with acting_as(officer):
            batch = about.batch_or_none(batch_id)
            if batch is None:
                return
            with telling(about.batch_key(batch_id)) as tell:
                actions.work_off_batch(batch, by=officer, on=batch.confirmed_on or places.today(), tell=tell)
    finally:
        forget_a_broken_connection()


def forget_a_broken_connection() -> None:
    """A worker lives for weeks and a database restarts meanwhile; between requests Django would do this."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
