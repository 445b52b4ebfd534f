"""Questions to the transparency log: its size and checkpoints, and proofs from its tiles."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, QuerySet
from django.utils.translation import gettext as _

from lontar.city.ledger.models import Checkpoint, Entry, Leaf, Posting, Tile
from lontar.city.places import queries as places
from lontar.kit.formats import number
from lontar.kit.signing import public_key
from lontar.science import leaves, proofs
from lontar.science.notes import Verifier
from lontar.science.trouble import Refusal


def origin() -> str:
    """What the log is called; it is also the name of the key that signs it."""
    chosen: str = settings.LOG_ORIGIN
    if chosen:
        return chosen
    home = places.home_or_refuse()
    return f"{'lontar-contoh' if places.is_made_up() else 'lontar'}/{home.code}"


def verifier() -> Verifier:
    """The public key by which anyone verifies this log's checkpoints."""
    return Verifier(origin(), public_key())


def log_size() -> int:
    """How many leaves have their number."""
    last: int | None = Leaf.objects.aggregate(last=Max("number"))["last"]
    return 0 if last is None else last + 1


@dataclass(frozen=True, slots=True)
class Unsequenced:
    """Leaves that wait for their number."""

    count: int
    first: int | None


def waiting_leaves() -> QuerySet[Leaf]:
    """Leaves that are written and have no number yet."""
    return Leaf.objects.filter(number=None)


def unsequenced() -> Unsequenced:
    found = waiting_leaves().aggregate(count=Count("id"), first=Min("id"))
    return Unsequenced(found["count"], found["first"])


def checkpoints() -> QuerySet[Checkpoint]:
    """Every checkpoint that was ever signed, the newest first."""
    return Checkpoint.objects.order_by("-size")


def newest_checkpoint() -> Checkpoint | None:
    return checkpoints().first()


def checkpoint_of_size(size: int) -> Checkpoint | None:
    return Checkpoint.objects.filter(size=size).first()


class NeverSigned(Refusal):
    """No checkpoint of this size was ever signed here; whoever holds one holds the proof of a second story."""

    status = 404


def signed_at(size: int) -> Checkpoint:
    """The checkpoint of a size that somebody kept."""
    found = checkpoint_of_size(size)
    if found is None:
        raise NeverSigned(
            _("Log ini tidak pernah menandatangani %(n)s daun.") % {"n": number(size)},
            advice=_(
                "Periksa angkanya. Bila tanda tangan yang Anda simpan sungguh berkata begitu, kota ini menandatangani dua cerita: simpan berkas itu baik-baik dan tunjukkan kepada inspektorat atau wartawan."
            ),
        )
    return found


def leaf_of(kind: str, about: str) -> Leaf | None:
    return Leaf.objects.filter(kind=kind, about=about).first()


class StoredTree:
    """The tree as its tiles keep it; what is not in a full tile yet is read from the leaves themselves."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[int, int], bytes] = {}

    def node(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree; a proof asks for some twenty and reads at most six tiles."""
        tile_level, inner = divmod(level, proofs.TILE_LEVELS)
        at = (index << inner) // proofs.TILE_WIDTH
        return proofs.node_in_tile(self.tile(tile_level, at), level, index)

    def tile(self, level: int, index: int) -> bytes:
        """256 hashes, or as many as there are yet."""
        if (level, index) not in self._tiles:
            full = Tile.objects.filter(level=level, index=index).values_list("hashes", flat=True).first()
            self._tiles[level, index] = bytes(full) if full is not None else self._unfilled(level, index)
        return self._tiles[level, index]

    def _unfilled(self, level: int, index: int) -> bytes:
        first, end = index * proofs.TILE_WIDTH, (index + 1) * proofs.TILE_WIDTH
        if level == 0:
            own = Leaf.objects.filter(number__gte=first, number__lt=end).order_by("number")
            return proofs.leaf_hashes(bytes(one) for one in own.values_list("commitment", flat=True))
        below = Tile.objects.filter(level=level - 1, index__gte=first, index__lt=end).order_by("index")
        return b"".join(bytes(one) for one in below.values_list("root", flat=True))

    def tails(self, size: int) -> list[bytes]:
        """What the unfilled tile of each level holds in the tree of this size, for going on from there."""
        levels = max(1, -(-size.bit_length() // proofs.TILE_LEVELS))
        lengths = [proofs.tail_length(size, level) * proofs.HASH_BYTES for level in range(levels)]
        return [
            self.tile(level, size >> (proofs.TILE_LEVELS * (level + 1)))[:length] if length else b""
            for level, length in enumerate(lengths)
        ]


def root_at(size: int) -> bytes:
    """The root of the first `size` leaves, from the tiles."""
    return proofs.root_at(size, StoredTree().node)


def consistency(first: int, second: int) -> list[bytes]:
    """The proof that the log of `second` leaves begins with the one of `first`; the caller has checked the sizes."""
    return proofs.consistency_proof(first, second, StoredTree().node)


def growth_file(first: Checkpoint, second: Checkpoint) -> dict[str, Any]:
    """Two checkpoints and the proof between them, as `lontar_proof.py` reads it."""
    return {
        "lontar": "consistency", "v": 1, "key": str(verifier()), "first": first.note, "second": second.note,
        "consistency": [step.hex() for step in consistency(first.size, second.size)],
    }  # fmt: skip


class State(StrEnum):
    """How a thing stands with the log."""

    UNLOGGED = "unlogged"  # it has no leaf
    WAITING = "waiting"  # its leaf waits for a number, or for a checkpoint that covers it
    ERASED = "erased"  # its secret was destroyed
    DIFFERS = "differs"  # it says something else now than when it was logged
    PROVEN = "proven"


@dataclass(frozen=True, slots=True)
class LogProof:
    """How one thing stands with the log; when it is proven: what opens its leaf, and the way to the signed root."""

    state: State
    number: int | None = None
    salt: bytes = b""
    text: str = ""
    path: tuple[bytes, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As a file shows it; hashes in hexadecimal."""
        return {
            "text": self.text,
            "salt": self.salt.hex(),
            "leaf": self.number,
            "inclusion": [step.hex() for step in self.path],
        }


def proof_of(kind: str, content: leaves.Content | None, *, point: Checkpoint | None) -> LogProof:
    """How a thing stands with the log as this checkpoint signed it; `content` is what its tables say of it now."""
    leaf = leaf_of(kind, content.about) if content is not None else None
    if content is None or leaf is None:
        return LogProof(State.UNLOGGED)
    if leaf.secret is None:
        return LogProof(State.ERASED, leaf.number)
    opened = leaves.shown(content, bytes(leaf.secret))
    if opened.commitment != bytes(leaf.commitment):
        return LogProof(State.DIFFERS, leaf.number)
    if leaf.number is None or point is None or leaf.number >= point.size:
        return LogProof(State.WAITING, leaf.number)
    path = proofs.inclusion_proof(leaf.number, point.size, StoredTree().node)
    return LogProof(State.PROVEN, leaf.number, opened.salt, opened.text, tuple(path))


def proof_of_entry(key: str, *, point: Checkpoint | None) -> LogProof:
    """How an entry of the book stands with the log."""
    return proof_of(leaves.ENTRY, next(iter(entry_contents([key])), None), point=point)


def entry_contents(keys: Iterable[str]) -> list[leaves.Content]:
    """What the leaves of these entries say, by the book as it stands now."""
    found = {entry.pk: entry for entry in Entry.objects.filter(key__in=list(keys)).order_by("pk")}
    moved: dict[int, list[leaves.Moved]] = {key: [] for key in found}
    rows = Posting.objects.filter(entry_id__in=found).order_by("entry_id", "id")
    for key, code, kind, unit, amount, subject in rows.values_list(
        "entry_id", "account__code", "account__kind", "account__unit", "amount", "subject"
    ):
        moved[key].append(leaves.Moved(code, kind, unit, amount, str(subject) if subject else None))
    return [
        leaves.entry_content(
            key=entry.key, on=entry.on, at=entry.at, memo=entry.memo, reverses=entry.reverses_id,
            by=(entry.by_id, entry.by_role), postings=moved[key],
        )
        for key, entry in found.items()
    ]  # fmt: skip
