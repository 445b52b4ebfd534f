"""The process that does the jobs: `python -m lontar.house.worker`."""

import os

import django

GRACE_SECONDS = 8

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lontar.house.settings")
    django.setup()
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()) as work:  # type: ignore[attr-defined]  # Django's
        work.run_worker(concurrency=1, shutdown_graceful_timeout=GRACE_SECONDS)
