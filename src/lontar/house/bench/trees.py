"""The Merkle tree of a million leaves, beside pymerkle in an environment of its own."""

import time
from pathlib import Path

from lontar.house.bench import peers
from lontar.house.bench.figures import Figure
from lontar.science import proofs

LEAVES = 1_000_000
FASTER_MIN = 8.0
# GPL, so it is no part of Lontar: installed for the comparison alone, beside the bench's own data.
PEER = "pymerkle==7.0.0"
PEER_PROGRAM = """
import json, sys, time
from hashlib import sha256
from pymerkle import InmemoryTree
entries = [sha256(number.to_bytes(8, "big")).digest() for number in range(int(sys.argv[1]))]
began = time.perf_counter()
tree = InmemoryTree(algorithm="sha256")
for entry in entries:
    tree.append_entry(entry)
root = tree.get_root()
print(json.dumps({"seconds": time.perf_counter() - began, "root": root.hex()}))
"""


def tree(files: Path, families: int) -> list[Figure]:
    """From a million entries of 32 bytes to the root, both ways, in processes of their own."""
    from hashlib import sha256

    leaves = min(LEAVES, max(1_000, families * 10))
    entries = [sha256(number.to_bytes(8, "big")).digest() for number in range(leaves)]
    began = time.perf_counter()
    root = proofs.tree_root(proofs.leaf_hashes(entries))
    seconds = time.perf_counter() - began
    figures = [
        Figure("tree.seconds", f"The Merkle tree of {leaves:,} leaves", seconds, "s", None, "none",
               "Leaf hashes and all levels up to the root, RFC 9162, one core.")
    ]  # fmt: skip
    told = peers.answer_of(PEER, files.parent / "pymerkle", PEER_PROGRAM, str(leaves))
    if told is None:
        return figures
    peer_seconds = float(told["seconds"])
    if told["root"] != root.hex():
        raise RuntimeError("pymerkle has another root")
    return [
        *figures,
        Figure("tree.faster", "The same tree, times as fast as pymerkle", peer_seconds / seconds, "x", FASTER_MIN,
               "at_least", f"{PEER} in an environment of its own, the same {leaves:,} entries, the same root, one after "
               "the other in this run.", {"pymerkle s": peer_seconds, "Lontar s": seconds}),
    ]  # fmt: skip
