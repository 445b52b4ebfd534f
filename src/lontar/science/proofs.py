"""A Merkle tree that only grows: its root, proofs that a leaf is in it and that it was only added to (RFC 9162, 2.1)."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from itertools import batched

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
# As many hashes as one stored tile holds, and as many levels as lie in it.
TILE_WIDTH = 256
TILE_LEVELS = 8
TILE_BYTES = TILE_WIDTH * HASH_BYTES

# The hash of the complete subtree of 2**level leaves that begins at leaf index * 2**level.
type Node = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf: SHA-256(0x00 ‖ entry).

    >>> leaf_hash(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\1" + left + right).digest()


def leaf_hashes(entries: Iterable[bytes]) -> bytes:
    """The hashes of many leaves, one after the other."""
    return b"".join([sha256(b"\0" + entry).digest() for entry in entries])


def level_above(level: bytes) -> bytes:
    """The next level of a tree: neighbours hashed together; a last one without a neighbour goes up as it is."""
    pair = 2 * HASH_BYTES
    whole = len(level) - len(level) % pair
    hashed = [sha256(b"\1" + level[at : at + pair]).digest() for at in range(0, whole, pair)]
    hashed.append(level[whole:])
    return b"".join(hashed)


def tree_root(level: bytes) -> bytes:
    """MTH of RFC 9162 over the leaves' hashes, level by level; each level is one run of bytes.

    >>> tree_root(b"") == EMPTY_ROOT
    True
    >>> a, b, c = leaf_hash(b"a"), leaf_hash(b"b"), leaf_hash(b"c")
    >>> tree_root(a + b + c) == node_hash(node_hash(a, b), c)
    True
    """
    if not level:
        return EMPTY_ROOT
    while len(level) > HASH_BYTES:
        level = level_above(level)
    return level


def node_of(leaves: bytes) -> Node:
    """The nodes of a tree whose leaves' hashes are all at hand."""

    def node(level: int, index: int) -> bytes:
        width = HASH_BYTES << level
        return tree_root(leaves[index * width : (index + 1) * width])

    return node


def root_at(size: int, node: Node) -> bytes:
    """The root that the tree had, or has, with `size` leaves."""
    return _part(0, size, node) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """PATH(index, D[size]): what turns the leaf's hash into the root, from the leaf upwards."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    low, high, path = 0, size, []
    while high - low > 1:
        split = low + _left(high - low)
        if index < split:
            path.append(_part(split, high, node))
            high = split
        else:
            path.append(_part(low, split, node))
            low = split
    return path[::-1]


def consistency_proof(first: int, second: int, node: Node) -> list[bytes]:
    """PROOF(first, D[second]): that the tree of `second` leaves begins with the one of `first` leaves."""
    if not 0 < first <= second:
        raise ValueError(f"there is no proof from {first} to {second} leaves")
    low, high, path, only_left = 0, second, [], True
    while high != first:
        split = low + _left(high - low)
        if first <= split:
            path.append(_part(split, high, node))
            high = split
        else:
            path.append(_part(low, split, node))
            low, only_left = split, False
    if not only_left:
        path.append(_part(low, high, node))
    return path[::-1]


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path leads from the leaf's hash to the root of a tree of `size` leaves (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes((leaf, root, *path)):
        return False
    at, last, reached = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            reached = node_hash(step, reached)
            at, last = _climbed(at, last)
        else:
            reached = node_hash(reached, step)
        at, last = at >> 1, last >> 1
    return last == 0 and reached == root


def is_consistent(first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the second tree begins with the first one, leaf by leaf (RFC 9162, 2.1.4.2)."""
    if not 0 < first <= second or not _are_hashes((first_root, second_root, *path)):
        return False
    if first == second:
        return not path and first_root == second_root
    steps = list(path)
    if first & (first - 1) == 0:
        steps.insert(0, first_root)
    if not steps:
        return False
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            at, last = _climbed(at, last)
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


class GrowingTree:
    """A tree that takes leaves in batches and gives out each tile of 256 hashes when it is full.

    A tile of level 0 holds hashes of leaves, one of level n+1 the roots of 256 full tiles of level n. A full tile never
    changes, so a store of tiles only grows. `tails[n]` is what the last, unfilled tile of level n holds so far.
    """

    def __init__(self, size: int = 0, tails: Sequence[bytes] = ()) -> None:
        self.size = size
        self.tails = list(tails) or [b""]
        for level, tail in enumerate(self.tails):
            if len(tail) != tail_length(size, level) * HASH_BYTES:
                raise ValueError(f"the tail of level {level} does not belong to a tree of {size} leaves")

    def append(self, hashes: bytes) -> list[tuple[int, int, bytes]]:
        """Take the hashes of new leaves; give the tiles that became full as (level, index, hashes)."""
        before = self.size
        self.size += len(hashes) // HASH_BYTES
        full: list[tuple[int, int, bytes]] = []
        level, coming = 0, hashes
        while coming:
            if level == len(self.tails):
                self.tails.append(b"")
            first = (before >> (TILE_LEVELS * level)) // TILE_WIDTH
            held = self.tails[level] + coming
            cut = len(held) - len(held) % TILE_BYTES
            tiles = [held[at : at + TILE_BYTES] for at in range(0, cut, TILE_BYTES)]
            full += [(level, first + number, tile) for number, tile in enumerate(tiles)]
            self.tails[level] = held[cut:]
            coming = b"".join(tree_root(tile) for tile in tiles)
            level += 1
        return full

    def root(self) -> bytes:
        """The root as it is now, from the unfilled tiles alone."""
        tops = [(level, tail) for level, tail in enumerate(self.tails) if tail]
        if not tops:
            return EMPTY_ROOT
        root = b""
        for _level, tail in tops:
            parts = [tail[low:high] for low, high in _powers(len(tail))]
            for part in reversed(parts):
                root = node_hash(tree_root(part), root) if root else tree_root(part)
        return root


def tail_length(size: int, level: int) -> int:
    """How many hashes the unfilled tile of a level holds in a tree of `size` leaves.

    >>> [tail_length(65_536 + 256 * 3 + 7, level) for level in range(4)]
    [7, 3, 1, 0]
    """
    return (size >> (TILE_LEVELS * level)) % TILE_WIDTH


def node_in_tile(tile: bytes, level: int, index: int) -> bytes:
    """A complete subtree's hash from the tile, full or not, that holds its lowest stored level."""
    inner = level % TILE_LEVELS
    begins = ((index << inner) % TILE_WIDTH) * HASH_BYTES
    part = tile[begins : begins + (HASH_BYTES << inner)]
    if len(part) != HASH_BYTES << inner:
        raise ValueError(f"the tile does not hold node {index} of level {level} yet")
    return tree_root(part)


def split_hashes(run: bytes) -> list[bytes]:
    """A run of hashes as a list.

    >>> split_hashes(EMPTY_ROOT * 2) == [EMPTY_ROOT, EMPTY_ROOT]
    True
    """
    return [bytes(one) for one in batched(run, HASH_BYTES)]


def _part(low: int, high: int, node: Node) -> bytes:
    """MTH(D[low:high]) from complete subtrees, the largest first; `low` is a multiple of the first one's width."""
    parts = []
    while low < high:
        level = (high - low).bit_length() - 1
        parts.append(node(level, low >> level))
        low += 1 << level
    root = parts.pop()
    while parts:
        root = node_hash(parts.pop(), root)
    return root


def _left(size: int) -> int:
    """The largest power of two below `size`: how many leaves the left side of a tree has."""
    return 1 << ((size - 1).bit_length() - 1)


def _climbed(at: int, last: int) -> tuple[int, int]:
    """Past the levels on which the last node went up without a neighbour."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _powers(length: int) -> list[tuple[int, int]]:
    """A run of hashes cut into complete subtrees, the largest first, as places in bytes."""
    count, at, cuts = length // HASH_BYTES, 0, []
    while count:
        width = 1 << (count.bit_length() - 1)
        cuts.append((at, at + width * HASH_BYTES))
        at, count = at + width * HASH_BYTES, count - width
    return cuts


def _are_hashes(values: Iterable[bytes]) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
