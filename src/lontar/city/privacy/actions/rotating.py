"""Changing keys: a new one is made, everything is sealed anew with it, and the old one leaves when nothing needs it.

Every row says by its first byte which key sealed it, so a run that was killed goes on at the next row that still has an
old one, and searching works all the while: a number is looked for under every key in use. Imports wait until it is done.
"""

import contextlib
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.privacy.models import SealingKey
from lontar.kit import sealing
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science.trouble import Refusal

# Table, and how many rows at once: numbers are short, pictures are not, files of a whole city even less.
SEALED = (
    ("registry_identifier", 5_000),
    ("registry_importfile", 1),
    ("delivery_handover", 20),
    ("registry_lifeeventscan", 5),
    ("fieldwork_report", 20),
    ("targeting_scan", 5),
    ("community_paper", 5),
    ("programmes_recipient", 1_000),
    ("loans_minutes", 5),
    ("loans_disputepaper", 5),
    ("works_photo", 20),
    ("delivery_payaccount", 1_000),
)
# Imports hold it while they write; see registry.actions.importing.taking_in.
IMPORTS = "hashtext('lontar registry import')"
Tell = Callable[[int, int, str], None]


def rotate(*, by: Actor, on: date, tell: Tell) -> dict[str, int]:
    """Change the key; goes on where an earlier run stopped. Returns the rows sealed anew, by table.

    Not one transaction, on purpose: each batch stands by itself, so that a city is searched while it runs.
    """
    require(by, Role.ADMINISTRATOR)
    with _imports_wait():
        begin(by=by, on=on)
        new = sealing.ring().current
        total = sum(left(table, new) for table, _most in SEALED)
        done = {table: 0 for table, _most in SEALED}
        for table, most in SEALED:
            for count in _batches(table, most, new):
                done[table] += count
                tell(sum(done.values()), total, table)
        for old in sealing.ring().older:
            finish(old, counts=done, by=by, on=on)
            settings.KEYS.retire(old)
    return done


def _batches(table: str, most: int, new: int) -> Iterator[int]:
    """Go through a table until one whole pass finds nothing: somebody may have written behind the first one."""
    found_in_pass, beyond = 0, 0
    while True:
        count, beyond = reseal_some(table, most, new=new, beyond=beyond)
        found_in_pass += count
        if count:
            yield count
        elif found_in_pass == 0:
            return
        else:
            found_in_pass, beyond = 0, 0


@contextlib.contextmanager
def _imports_wait() -> Iterator[None]:
    """No import writes meanwhile, and no second rotation runs: both would mix keys."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_lock({IMPORTS})")
        try:
            yield
        finally:
            # Inside a transaction that failed, the lock goes with its connection.
            if not connection.needs_rollback:
                cursor.execute(f"SELECT pg_advisory_unlock({IMPORTS})")


@deed
def begin(*, by: Actor, on: date) -> None:
    """Make the new key, unless an earlier run left one on its way."""
    require(by, Role.ADMINISTRATOR)
    if not sealing.ring().older:
        settings.KEYS.add()
    keys = sealing.ring()
    for key in keys.seals:
        SealingKey.objects.get_or_create(pk=key)
    record(
        "rotate_key", subject=("privacy.sealingkey", keys.current), by=by, on=on, details={"instead_of": keys.older}
    )  # fmt: skip


@deed
def reseal_some(table: str, most: int, *, new: int, beyond: int) -> tuple[int, int]:
    """Seal the next rows of a table anew; returns how many there were, and the last of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, kind, cipher FROM privacy_rows_to_reseal(%s, %s, %s, %s)", [table, new, beyond, most]
        )  # fmt: skip
        rows = cursor.fetchall()
        if not rows:
            return 0, beyond
        try:
            values = sealing.unseal_all(cipher for _id, _kind, cipher in rows)
        except sealing.Unreadable as trouble:
            raise Refusal(
                _("Ada baris di %(table)s yang tidak terbaca dengan kunci mana pun.") % {"table": table},
                advice=_("Pulihkan berkas kunci dari cadangan, lalu jalankan lagi; yang sudah diganti tetap."),
            ) from trouble
        blinds = [
            sealing.blind(kind, value.decode()) if kind else b""
            for (_id, kind, _c), value in zip(rows, values, strict=True)
        ]
        changed: list[Any] = [[row[0] for row in rows], sealing.seal_all(values), blinds]
        cursor.execute("SELECT privacy_reseal(%s, %s, %s, %s)", [table, *changed])
    return len(rows), rows[-1][0]


@deed
def finish(old: int, *, counts: dict[str, int], by: Actor, on: date) -> None:
    """Retire a key: refused by the database as long as one row needs it."""
    require(by, Role.ADMINISTRATOR)
    with connection.cursor() as cursor:
        cursor.execute("SELECT privacy_retire_key(%s)", [old])
    record("retire_key", subject=("privacy.sealingkey", old), by=by, on=on, details=counts)


def left(table: str, new: int) -> int:
    """How many rows of a table another key than the new one seals."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(sealed), 0)::bigint FROM privacy_sealed_by_key(%s) WHERE key <> %s", [table, new]
        )
        return int(cursor.fetchone()[0])
