"""Progress of long work, seen while its transaction is still open.

It is written on a connection of its own: on the work's connection it would show only at the commit.
After a crash the last line stands; whoever shows it says so by its age.
"""

import contextlib
import time
from collections.abc import Callable, Iterator

from django.db import connection

from lontar.kit.models import Progress

SECONDS_BETWEEN_WRITES = 0.3
Tell = Callable[[int, int, str], None]


@contextlib.contextmanager
def telling(key: str) -> Iterator[Tell]:
    """`tell(done, total, note)` within the block; written at most three times a second."""
    own = connection.copy()
    last = 0.0

    def write(done: int, total: int, note: str, finished: bool) -> None:
        with own.cursor() as cursor:
            cursor.execute(
                "INSERT INTO kit_progress (key, done, total, note, finished, updated_at) VALUES (%s, %s, %s, %s, %s, now()) "
                "ON CONFLICT (key) DO UPDATE SET done = excluded.done, total = excluded.total, note = excluded.note, "
                "finished = excluded.finished, updated_at = now()",
                [key, done, total, note[:200], finished],
            )

    state = (0, 0, "")

    def tell(done: int, total: int, note: str = "") -> None:
        nonlocal last, state
        state = (done, total, note)
        if time.monotonic() - last >= SECONDS_BETWEEN_WRITES:
            last = time.monotonic()
            write(*state, False)

    try:
        write(0, 0, "", False)
        yield tell
        write(*state, True)
    finally:
        own.close()


def progress_of(key: str) -> Progress | None:
    """How far it has come, or None when it has not begun."""
    return Progress.objects.filter(key=key).first()
