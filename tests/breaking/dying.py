"""A process that does deeds of Lontar and dies at the write that it is told: `python -m breaking.dying DATABASE`.

It reads one request a line and does each in a child of its own, so that a death costs a fork and not a start. The child
dies by SIGKILL, which nothing can catch; or it kills every process of PostgreSQL and goes on into the silence.
"""

import contextlib
import io
import json
import os
import re
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django

WRITE = re.compile(
    r"\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?(ledger|delivery|loans|works|journal|registry)", re.IGNORECASE
)


def end_postgres(data: Path) -> None:
    """Kill the postmaster and all its children, as a machine does that loses its power."""
    postmaster = int((data / "postmaster.pid").read_text().split()[0])
    # Stopped first: one that still runs would begin others, or tidy up after its children.
    os.kill(postmaster, signal.SIGSTOP)
    family = [postmaster, *_children(postmaster)]
    for process in reversed(family):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    while any(_lives(process) for process in family):
        time.sleep(0.01)


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Fault:
    """Counts the writes of this process and its commits; at the one that is named, before or after it, death comes."""

    def __init__(self, at: int, when: str, how: str) -> None:
        self.at, self.when, self.how, self.seen = at, when, how, 0

    def install(self, connection: Any) -> None:
        commit = connection._commit
        connection.execute_wrappers.append(self._around)

        def committing() -> None:
            self._strike("before")
            commit()
            self._strike("after")
            self.seen += 1

        connection._commit = committing

    def _around(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        if not WRITE.search(sql.decode() if isinstance(sql, bytes) else str(sql)):
            return execute(sql, params, many, context)
        self._strike("before")
        result = execute(sql, params, many, context)
        self._strike("after")
        self.seen += 1
        return result

    def _strike(self, when: str) -> None:
        if (self.seen, when) != (self.at, self.when):
            return
        self.at = -1
        if self.how == "postgres":
            end_postgres(Path(os.environ["DYING_DATA"]))
        else:
            os.kill(os.getpid(), signal.SIGKILL)


@contextlib.contextmanager
def _clock(days: float) -> Iterator[None]:
    """The clock of this process, set forward or back."""
    from django.utils import timezone

    real = timezone.now

    def jumped() -> datetime:
        return real() + timedelta(days=days)

    timezone.now = jumped
    try:
        yield
    finally:
        timezone.now = real


def _told(asked: dict[str, Any]) -> dict[str, Any]:
    """What came of one request."""
    from django.db import DatabaseError, InterfaceError, connection

    from breaking import deeds
    from lontar.science.trouble import Refusal

    if fault := asked.get("fault"):
        Fault(*fault).install(connection)
    try:
        with _clock(asked.get("clock", 0)):
            return {"result": getattr(deeds, asked["deed"])(**asked.get("values", {}))}
    except Refusal as refusal:
        return {"refused": str(refusal)}
    except (DatabaseError, InterfaceError) as trouble:
        return {"broke": f"{type(trouble).__name__}: {trouble}"}


def _child(asked: dict[str, Any], go: int, back: int) -> None:
    """Wait until all have been born, do it, tell it, and be gone without any tidying up."""
    try:
        os.read(go, 1)
        told = _told(asked)
    except BaseException:
        told = {"crashed": traceback.format_exc()}
    with os.fdopen(back, "w") as pipe:
        json.dump(told, pipe, default=str)
    os._exit(0)


def _done(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Do a request in as many processes at once as it says; one that was killed has told nothing."""
    begin, go = os.pipe()
    born = []
    for _number in range(asked.get("times", 1)):
        read, back = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(go)
            _child(asked, begin, back)
        os.close(back)
        born.append((child, read))
    os.close(go)  # all that wait for it go on together
    answers = []
    for child, read in born:
        with os.fdopen(read) as pipe:
            text = pipe.read()
        _pid, status = os.waitpid(child, 0)
        answers.append(
            json.loads(text) if text else {"died": os.WTERMSIG(status) if os.WIFSIGNALED(status) else status}
        )
    os.close(begin)
    return answers


def main() -> None:
    """Answer requests until there are no more."""
    django.setup()
    from django.db import connections

    connections["default"].settings_dict["NAME"] = connections.settings["default"]["NAME"] = sys.argv[1]
    from breaking import deeds

    deeds.load()
    warnings.simplefilter("ignore", DeprecationWarning)  # some library's idle thread is not taken along into a child
    answers, sys.stdout = sys.stdout, io.StringIO()
    for line in sys.stdin:
        print(json.dumps(_done(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
