"""Reading the log: each leaf held to what it stands for, the tree to its tiles, and to every root that was signed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, repeat
from typing import Any

from django.db import connection

from lontar.city.ledger import events
from lontar.city.ledger.models import Tile
from lontar.city.ledger.queries import log
from lontar.science import leaves, proofs
from lontar.science.notes import BadNote, Checkpoint, verified
from lontar.science.trouble import Finding, Source

BATCH = 5_000
HOLE_MAX = 1_000_000
NO_LEAF = bytes(proofs.HASH_BYTES)


@dataclass(frozen=True, slots=True)
class Against:
    """What somebody kept elsewhere: checkpoints, and the log's entries of 32 bytes as far as they were kept."""

    checkpoints: Sequence[Checkpoint] = ()
    leaves: bytes = b""


@dataclass
class LogReport:
    """What a reading of the log found beside the book."""

    size: int = 0
    root: bytes = proofs.EMPTY_ROOT
    waiting: int = 0
    erased: int = 0
    # Numbers that were given and have no leaf any more, with others behind them.
    gone: int = 0
    checkpoints: int = 0
    agreed: list[int] = field(default_factory=list)
    # Leaves that differ, by their number: what is said of each.
    differing: dict[int, str] = field(default_factory=dict)
    # Where only signatures tell: the first and the last number among which the first difference lies.
    between: tuple[int, int] | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def first(self) -> int | None:
        """The number of the first leaf that differs."""
        return min(self.differing, default=None)

    def differs(self, number: int, words: str) -> None:
        self.differing.setdefault(number, words)

    def wrong(self, words: str, kind: str, row: int = 0) -> None:
        self.findings.append(Finding("error", words, Source(sheet="log", row=row), kind))


def read(told: LogReport, kept: Against) -> None:
    """Everything that is asked of the log; what an entry says is held to its leaf while the book is read."""
    _read_submitted(told)
    _read_missing(told)
    _read_erased(told)
    _read_tree(told, kept)
    told.waiting = log.unsequenced().count
    for number, words in sorted(told.differing.items()):
        told.findings.append(Finding("error", words, Source(sheet="leaf", row=number), "leaf"))


def rows_of(cursor: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a cursor on the server's side, a few thousand in memory at a time."""
    while rows := cursor.fetchmany(BATCH):
        yield from rows


def hold(content: leaves.Content, leaf: tuple[str, int | None, Any, Any], told: LogReport) -> None:
    """Compare what a table says now with what its leaf was made of."""
    name, number, commitment, secret = leaf
    if leaves.shown(content, bytes(secret)).commitment == bytes(commitment):
        return
    if number is None:
        told.wrong(f"The {name} says something else than its leaf, which has no number yet.", "leaf")
    else:
        told.differs(number, f"Leaf {number}: the {name} says something else than what was logged.")


def hold_all(kind: str, contents: Sequence[leaves.Content], told: LogReport, seen: set[int]) -> None:
    """Hold a batch of contents to their leaves."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT about, id, number, commitment, secret FROM ledger_leaf WHERE kind = %s AND about = ANY(%s)",
            [kind, [content.about for content in contents]],
        )
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    for content in contents:
        if content.about not in found:
            told.wrong(f"The {kind} {content.about} has no leaf in the log.", "unlogged")
            continue
        leaf_id, number, commitment, secret = found[content.about]
        seen.add(leaf_id)
        if secret is not None:
            hold(content, (f"{kind} {content.about}", number, commitment, secret), told)


def _read_submitted(told: LogReport) -> None:
    """What the rooms above have logged, by their tables as they stand now."""
    kinds = {leaves.ENTRY, leaves.PERIOD, leaves.ERASURE}
    answers: list[tuple[Any, Any]] = events.contents_asked.send(sender=LogReport)
    for _receiver, (kind, contents) in answers:
        kinds.add(kind)
        seen: set[int] = set()
        for batch in _batches(contents):
            hold_all(kind, batch, told, seen)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, number, about FROM ledger_leaf WHERE kind = %s AND secret IS NOT NULL ORDER BY id", [kind]
            )
            for leaf_id, number, about in cursor.fetchall():
                if leaf_id not in seen:
                    _gone(kind, number, about, told)
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT kind FROM ledger_leaf WHERE kind <> ALL(%s)", [sorted(kinds)])
        for (kind,) in cursor.fetchall():
            told.wrong(f"Nobody answers for leaves of the kind {kind}.", "kind")


def _batches(contents: Iterator[leaves.Content]) -> Iterator[list[leaves.Content]]:
    batch: list[leaves.Content] = []
    for content in contents:
        batch.append(content)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


MISSING = """
SELECT 'entry', number, about FROM ledger_leaf leaf WHERE kind = 'entry' AND secret IS NOT NULL
    AND NOT EXISTS (SELECT FROM ledger_entry e WHERE e.key = leaf.about)
UNION ALL
SELECT 'period', number, about FROM ledger_leaf leaf WHERE kind = 'period'
    AND NOT EXISTS (SELECT FROM ledger_closedperiod p WHERE p.period = leaf.about)
"""


def _read_missing(told: LogReport) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MISSING)
        for kind, number, about in cursor.fetchall():
            _gone(kind, number, about, told)


def _gone(kind: str, number: int | None, about: str, told: LogReport) -> None:
    if number is None:
        told.wrong(f"The {kind} {about} is gone; its leaf has no number yet.", "leaf")
    else:
        told.differs(number, f"Leaf {number}: the {kind} {about} that it stands for is gone.")


ERASED = """
SELECT leaf.id, leaf.number, record.commitment, record.secret
FROM ledger_leaf leaf LEFT JOIN ledger_leaf record ON record.kind = 'erasure' AND record.about = leaf.id::text
WHERE leaf.secret IS NULL
"""


def _read_erased(told: LogReport) -> None:
    """A secret is destroyed by the verb that erases a person, which logs it; another way hides a change."""
    with connection.cursor() as cursor:
        cursor.execute(ERASED)
        for leaf_id, number, commitment, secret in cursor.fetchall():
            told.erased += 1
            whole = commitment is not None and secret is not None
            content = leaves.erasure_content(leaf_id)
            if not whole or leaves.shown(content, bytes(secret)).commitment != bytes(commitment):
                place = f"Leaf {number}" if number is not None else f"A leaf without a number (row {leaf_id})"
                told.wrong(f"{place}: its secret is gone, and no erasure was logged for it.", "erasure", number or 0)


def _read_tree(told: LogReport, kept: Against) -> None:
    """The tree from its leaves: without gaps, as its tiles keep it, and with the root that each checkpoint signed."""
    points = _signed_points(told) + [("kept", one) for one in kept.checkpoints]
    points.sort(key=lambda one: one[1].size)
    # What the log's own signatures agree with says nothing of those that were kept: they may have been made anew.
    tree, last_good, forked = proofs.GrowingTree(), {"own": 0, "kept": 0}, False
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT number, commitment FROM ledger_leaf WHERE number IS NOT NULL ORDER BY number")
        hashes = _hashes_of(cursor, told, kept.leaves)
        for which, point in points:
            _grow(tree, hashes, point.size - tree.size, told)
            if tree.size == point.size and tree.root() == point.root:
                last_good[which] = point.size
                told.agreed += [point.size] if which == "kept" else []
            elif which == "kept" or not forked:
                # Once the log's own signatures stop fitting, all later ones do not fit either: the first tells where.
                forked = True
                _disagrees(which, point, tree.size, last_good[which], told, kept.leaves)
        _grow(tree, hashes, None, told)
    told.size, told.root = tree.size - told.gone, tree.root()


def _signed_points(told: LogReport) -> list[tuple[str, Checkpoint]]:
    """The checkpoints that the database itself keeps; each must be signed by the log's key and say what its row says."""
    verifier, points = log.verifier(), []
    for row in log.checkpoints():
        told.checkpoints += 1
        try:
            point = verified(row.note, verifier)
        except BadNote as trouble:
            told.wrong(f"Checkpoint {row.size}: {trouble}", "checkpoint", row.size)
            continue
        if (point.origin, point.size, point.root) != (verifier.name, row.size, bytes(row.root)):
            told.wrong(f"Checkpoint {row.size} signs something else than its row says.", "checkpoint", row.size)
        points.append(("own", point))
    return points


def _hashes_of(cursor: Any, told: LogReport, kept: bytes) -> Iterator[bytes]:
    """The hash of each leaf in order. Nothing stands for those that are gone, so that all others keep their places."""
    expected = 0
    for number, commitment in rows_of(cursor):
        if number != expected:
            gone = number - expected
            which = f"Leaf {expected} is" if gone == 1 else f"Leaf {expected} and all up to {number - 1} are"
            told.differs(expected, f"{which} gone from the log: the next one that is there is {number}.")
            if gone <= HOLE_MAX:
                told.gone += gone
                yield from repeat(NO_LEAF, gone)
            expected = number
        entry = bytes(commitment)
        at = number * proofs.HASH_BYTES
        copy = kept[at : at + proofs.HASH_BYTES]
        if len(copy) == proofs.HASH_BYTES and copy != entry:
            told.differs(number, f"Leaf {number} is another one than the copy that was kept elsewhere.")
        yield proofs.leaf_hash(entry)
        expected += 1


def _grow(tree: proofs.GrowingTree, hashes: Iterator[bytes], count: int | None, told: LogReport) -> None:
    """Take `count` more leaves, or all that are left, and hold every tile that becomes full to the stored one."""
    left = count if count is not None else -1
    while left != 0:
        want = BATCH if left < 0 else min(BATCH, left)
        batch = b"".join(islice(hashes, want))
        if not batch:
            return
        for level, index, tile in tree.append(batch):
            _hold_tile(level, index, tile, told)
        left -= want if left > 0 else 0


def _hold_tile(level: int, index: int, tile: bytes, told: LogReport) -> None:
    stored = Tile.objects.filter(level=level, index=index).values_list("hashes", flat=True).first()
    if stored is None:
        told.wrong(f"Tile {index} of level {level} is gone.", "tile", index)
    elif bytes(stored) != tile and level == 0:
        pairs = zip(proofs.split_hashes(bytes(stored)), proofs.split_hashes(tile), strict=False)
        place = next((at for at, (old, new) in enumerate(pairs) if old != new), 0)
        number = index * proofs.TILE_WIDTH + place
        told.differs(
            number, f"Leaf {number} is another one than when the tree took it in (or the tree's own copy was changed)."
        )
    elif bytes(stored) != tile:
        told.wrong(f"Tile {index} of level {level} does not follow from the leaves.", "tile", index)


def _disagrees(which: str, point: Checkpoint, size: int, last_good: int, told: LogReport, kept: bytes) -> None:
    whose = "The checkpoint kept elsewhere" if which == "kept" else "The log's own checkpoint"
    if size < point.size:
        told.wrong(
            f"{whose} signed {point.size} leaves; the log has only {size}: leaves were cut off, or it is another log.",
            "fork",
            point.size,
        )
        # Of a fork that is shorter, the leaves that both have may differ too.
        same_before = last_good == size or len(kept) >= size * proofs.HASH_BYTES
        more = (
            ""
            if same_before
            else " Whether an earlier one differs too, only an older checkpoint or a witness's folder can tell."
        )
        told.differs(size, f"Leaf {size} is gone from the log's end, and all after it up to {point.size - 1}.{more}")
        return
    told.wrong(
        f"{whose} of {point.size} leaves has another root than the log now: it was rewritten or forked. "
        f"The first leaf that differs lies between {last_good} and {point.size - 1}.",
        "fork",
        point.size,
    )
    if last_good == point.size - 1 and which == "kept":
        told.differs(last_good, f"Leaf {last_good} is another one than what was signed: all before it agree.")
    told.between = told.between or (last_good, point.size - 1)
