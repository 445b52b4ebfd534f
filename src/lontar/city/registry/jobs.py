"""What the registry does in the background: importing, with its progress told while it runs."""

from django.db import connection
from django.utils.translation import override
from procrastinate.contrib.django import app

from lontar.city.access import queries as access
from lontar.city.registry import actions, queries
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

                with override(run.language):
                    actions.work_off(run, by=officer, tell=overall)
                tell(100, 100, "")
    finally:
        forget_a_broken_connection()


def forget_a_broken_connection() -> None:
    """A worker lives for weeks and a database restarts meanwhile; between requests Django would do this."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
