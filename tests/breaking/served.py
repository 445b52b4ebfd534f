"""The web application as granian serves it, and the worker, with a fault armed from the environment."""

import os

from breaking.dying import Fault
from lontar.house.wsgi import application

__all__ = ["application"]


def arm() -> None:
    """At which write of this process it dies: DYING_AT=number:when."""
    from django.db import connections
    from django.db.backends.signals import connection_created

    at, _colon, when = os.environ["DYING_AT"].partition(":")
    fault = Fault(int(at), when, "process")
    # Threads and jobs open connections of their own; the fault counts over all of them.
    connection_created.connect(lambda connection, **_more: fault.install(connection), weak=False)
    connections.close_all()


if os.environ.get("DYING_AT"):
    arm()

if __name__ == "__main__":
    from lontar.house.worker import work

    work(wait=False, listen_notify=False)
