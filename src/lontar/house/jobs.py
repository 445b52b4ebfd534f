"""Jobs of the house itself: what a killed worker left undone is taken up again."""

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

SILENT_SECONDS = 60


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take_up_stalled", pass_context=False)
async def take_up_stalled(timestamp: int) -> None:
    """Jobs whose worker no longer answers start again; every job of Lontar may be run twice without harm."""
    await take_up(SILENT_SECONDS)


async def take_up(silent_seconds: float) -> None:
    """Put what was left undone back into the queue; where another one of its kind waits there already, let it go.

    Without that the first such job would stop all others from being taken up.
    """
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent_seconds):
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
