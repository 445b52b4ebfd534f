"""Jobs of the house itself: what a killed worker left undone is taken up again."""

from procrastinate.contrib.django import app

SILENT_SECONDS = 60


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take_up_stalled", pass_context=False)
async def take_up_stalled(timestamp: int) -> None:
    """Jobs whose worker no longer answers start again; every job of Lontar may be run twice without harm."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        await app.job_manager.retry_job(job)
