"""The log: leaves are written with what they commit to, numbered later in batches, and signed as a whole.

Whoever writes a leaf owns it until the commit; then the sequencer does, one at a time, under a lock that its
transaction holds. Numbers and the tiles that they fill are one transaction: after a crash a batch is there or not, and
the next run takes the same leaves in the same order.
"""

import secrets
from collections.abc import Iterable
from datetime import date
from itertools import batched

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.ledger.models import Checkpoint
from lontar.city.ledger.queries import log
from lontar.kit import signing
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science import leaves, notes, proofs
from lontar.science.trouble import Refusal

WHO_MAY_SIGN = (Role.ADMINISTRATOR, Role.PLANNER)
LEAVES_AT_ONCE = 20_000
NUMBERS_AT_ONCE = 50_000
INSERT = """
INSERT INTO ledger_leaf (kind, about, commitment, secret)
SELECT %(kind)s, about, commitment, secret
FROM unnest(%(abouts)s::text[], %(commitments)s::bytea[], %(secrets)s::bytea[]) WITH ORDINALITY
    AS given (about, commitment, secret, place)
ORDER BY place
"""
NUMBER = """
UPDATE ledger_leaf leaf SET number = %(size)s + given.place - 1
FROM unnest(%(keys)s::bigint[]) WITH ORDINALITY AS given (id, place) WHERE leaf.id = given.id
"""
FILL = """
INSERT INTO ledger_tile (level, index, hashes, root)
SELECT * FROM unnest(%(levels)s::smallint[], %(indexes)s::bigint[], %(hashes)s::bytea[], %(roots)s::bytea[])
"""


class LogForked(Refusal):
    """The log no longer begins with what was signed before; it must not be signed again."""


def fresh_secrets(count: int) -> list[bytes]:
    """As many secrets of leaves, from one question to the system."""
    run = secrets.token_bytes(leaves.SECRET_BYTES * count)
    return [run[at : at + leaves.SECRET_BYTES] for at in range(0, len(run), leaves.SECRET_BYTES)]


def log_leaves(kind: str, contents: Iterable[leaves.Content]) -> int:
    """Commit to what an action has just written, in that action's own transaction. Each name is logged once."""
    written = 0
    with transaction.atomic(), connection.cursor() as cursor:
        for batch in batched(contents, LEAVES_AT_ONCE):
            made = fresh_secrets(len(batch))
            cursor.execute(
                INSERT,
                {
                    "kind": kind,
                    "abouts": [content.about for content in batch],
                    "commitments": leaves.commitments(batch, made),
                    "secrets": made,
                },
            )
            written += len(batch)
    return written


def sequence(limit: int = NUMBERS_AT_ONCE) -> int:
    """Number the leaves that wait, at most `limit` of them; tells how many. Does nothing while another one does it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('ledger.sequence'))")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("SELECT id, commitment FROM ledger_leaf WHERE number IS NULL ORDER BY id LIMIT %s", [limit])
        waiting = cursor.fetchall()
        if not waiting:
            return 0
        size = log.log_size()
        tree = proofs.GrowingTree(size, log.StoredTree().tails(size))
        full = tree.append(proofs.leaf_hashes(bytes(commitment) for _key, commitment in waiting))
        cursor.execute(NUMBER, {"size": size, "keys": [key for key, _commitment in waiting]})
        if full:
            cursor.execute(
                FILL,
                {
                    "levels": [level for level, _index, _hashes in full],
                    "indexes": [index for _level, index, _hashes in full],
                    "hashes": [hashes for _level, _index, hashes in full],
                    "roots": [proofs.tree_root(hashes) for _level, _index, hashes in full],
                },
            )
    return len(waiting)


@deed
def sign_checkpoint(*, by: Actor, on: date) -> Checkpoint | None:
    """Sign the log as it stands. The same size is signed once; an empty log is not signed.

    Refuses to sign a log that no longer begins with what was signed last: a second signature would cover the rewriting.
    """
    require(by, *WHO_MAY_SIGN)
    with connection.cursor() as cursor:
        # Held to the end of the deed: one signer at a time, and the log does not grow between its root and its note.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('ledger.sequence'))")
    size, last = log.log_size(), log.newest_checkpoint()
    if last is not None:
        _require_same_beginning(last, size)
        if size == last.size:
            return last
    if size == 0:
        return None
    point = notes.Checkpoint(log.origin(), size, log.root_at(size))
    note = notes.sign(point, log.verifier(), signing.sign)
    made = Checkpoint.objects.create(size=size, root=point.root, note=note)
    record("sign_checkpoint", subject=made, by=by, on=on, details={"size": size, "root": point.root.hex()})
    return made


def _require_same_beginning(last: Checkpoint, size: int) -> None:
    if size >= last.size and log.root_at(last.size) == bytes(last.root):
        return
    raise LogForked(
        _("Log tidak lagi sama dengan yang ditandatangani terakhir, pada %(size)s daun.") % {"size": last.size},
        advice=_(
            "Simpan salinan basis data, lalu jalankan ./lontar ledger verify --against dengan tanda tangan yang disimpan."
        ),
    )
