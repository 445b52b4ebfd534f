"""The process that does the jobs: `python -m lontar.house.worker`."""

import os
from typing import Any

import django

GRACE_SECONDS = 8


def work(**options: Any) -> None:
    """Do jobs one after the other, until somebody says stop, or with `wait=False` until there are no more."""
    from django.db import connections
    from procrastinate.contrib.django import app

    # Each job runs in whatever thread is free, and a thread that waits would keep its connection open.
    kept = connections.settings["default"]
    before, kept["CONN_MAX_AGE"] = kept["CONN_MAX_AGE"], 0
    try:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]  # Django's
            worker.run_worker(concurrency=1, **options)
    finally:
        kept["CONN_MAX_AGE"] = before
        connections.close_all()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lontar.house.settings")
    django.setup()
    work(shutdown_graceful_timeout=GRACE_SECONDS)
