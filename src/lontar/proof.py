#!/usr/bin/env python3
"""Check what a city's log of aid has signed. One file, nothing but Python 3.9 or newer; read it before you trust it.

    python3 lontar_proof.py FILE [--key KEY] [--kept CHECKPOINT]

FILE is one of these things that the city's page gives out:
  a receipt's proof   that this receipt, and the money behind it, stand in the log that the city signed
  a checkpoint        that the city signed: the log has so many leaves and this root
  a consistency proof that a newer log still begins with the older one, leaf by leaf: nothing was changed or taken out

KEY is the log's public key, as you noted it earlier or as somebody else noted it. Without it the key inside of FILE is
used, which proves only that FILE agrees with itself. CHECKPOINT is a checkpoint that you kept earlier.

How it works. The log is a list of leaves of 32 bytes. Leaves are hashed in pairs, the pairs in pairs again, up to one
root (RFC 9162). Whoever changes one leaf changes the root. The city signs size and root (Ed25519) as a checkpoint, and
others keep it. A leaf is SHA-256(salt + text): the text says what happened, and without the salt nobody can guess it.

Exit status: 0 what FILE says is proven, 1 it is not, 2 it could not be read.
"""

import argparse
import base64
import hashlib
import json
import sys
from typing import Any, Dict, List, Optional, Tuple

Root = Tuple[int, bytes]  # how many leaves, and the root over them
Point = Tuple[int, int, int, int]  # of the curve, in extended coordinates


class Wrong(Exception):
    """What should be proven is not."""


# ---- hashes (RFC 9162, 2.1) -----------------------------------------------------------------------------------------


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right)


def root_over(leaf: bytes, index: int, size: int, path: List[bytes]) -> bytes:
    """Walk from a leaf's hash up to the root, the neighbour on each level given by the path."""
    if type(index) is not int or not 0 <= index < size:
        raise Wrong("the leaf's number is not inside the log")
    at, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            raise Wrong("the proof is too long")
        if at % 2 == 1 or at == last:
            found = node(step, found)
            while at and at % 2 == 0:  # levels on which the last node has no neighbour
                at, last = at // 2, last // 2
        else:
            found = node(found, step)
        at, last = at // 2, last // 2
    if last != 0:
        raise Wrong("the proof is too short")
    return found


def require_growth(older: Root, newer: Root, path: List[bytes]) -> None:
    """The newer tree begins with the older one: both roots come out of the same path."""
    (first, first_root), (second, second_root) = older, newer
    if not 0 < first <= second:
        raise Wrong("the newer checkpoint is smaller than the older one")
    if first == second:
        if first_root != second_root:
            raise Wrong("two checkpoints of one size have different roots: the log was forked")
        if path:
            raise Wrong("the proof is too long")
        return
    steps = list(path)
    if first & (first - 1) == 0:  # a power of two: the old tree is one whole part of the new one
        steps.insert(0, first_root)
    if not steps:
        raise Wrong("the proof is empty")
    at, last = first - 1, second - 1
    while at % 2 == 1:
        at, last = at // 2, last // 2
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise Wrong("the proof is too long")
        if at % 2 == 1 or at == last:
            old, new = node(step, old), node(step, new)
            while at and at % 2 == 0:
                at, last = at // 2, last // 2
        else:
            new = node(new, step)
        at, last = at // 2, last // 2
    if last != 0 or old != first_root or new != second_root:
        raise Wrong("the newer log does not begin with the older one: something was changed or taken out")


# ---- signatures (Ed25519, RFC 8032). Verifying keeps no secret, so it may be slow and plain. --------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = add(found, point)
        point, number = add(point, point), number >> 1
    return found


def point_from(data: bytes) -> Point:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        raise Wrong("the signature or the key is malformed")
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if x * x % P != square or (x == 0 and sign):
        raise Wrong("the signature or the key is malformed")
    x = P - x if x % 2 != sign else x
    return x, y, 1, x * y % P


BASE = point_from((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    if len(public) != 32 or len(signature) != 64:
        return False
    number = int.from_bytes(signature[32:], "little")
    if number >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = times(number, BASE), add(point_from(signature[:32]), times(challenge, point_from(public)))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# ---- checkpoints (C2SP signed-note and tlog-checkpoint) ----------------------------------------------------------------


def read_key(text: str) -> Tuple[str, bytes, bytes]:
    """A public key: name + id + base64(0x01 and 32 bytes). The id is the beginning of a hash of name and key."""
    try:
        name, key_id, encoded = text.strip().split("+", 2)
        key = base64.b64decode(encoded, validate=True)
    except ValueError:
        raise Wrong("the public key is malformed: it reads NAME+ID+KEY") from None
    if len(key) != 33 or key[0] != 1 or sha256(name.encode() + b"\n" + key)[:4].hex() != key_id:
        raise Wrong("the public key is malformed")
    return name, bytes.fromhex(key_id), key[1:]


def read_checkpoint(note: str, key: str) -> Root:
    """Size and root of a checkpoint that this key has signed."""
    name, key_id, public = read_key(key)
    text, _gap, signatures = note.rpartition("\n\n")
    text += "\n"
    for line in signatures.splitlines():
        dash, signer, encoded = line.split(" ")
        blob = base64.b64decode(encoded, validate=True)
        if (dash, signer, blob[:4]) == ("\u2014", name, key_id):
            break
    else:
        raise Wrong("the checkpoint is not signed by this key")
    if not is_signed(public, text.encode(), blob[4:]):
        raise Wrong("the signature under the checkpoint is wrong")
    origin, size, root = text.split("\n")[:3]
    if origin != name:
        raise Wrong("the checkpoint is of another log")
    if str(int(size)) != size or len(base64.b64decode(root, validate=True)) != 32:
        raise Wrong("the checkpoint is malformed")
    return int(size), base64.b64decode(root)


# ---- the three files ---------------------------------------------------------------------------------------------------


def require_leaf(part: Dict[str, Any], size: int, root: bytes) -> Dict[str, Any]:
    """The text of a leaf, once its salt, its number and its path lead to the signed root."""
    leaf = sha256(b"\0" + sha256(bytes.fromhex(part["salt"]) + part["text"].encode()))
    if root_over(leaf, part["leaf"], size, [bytes.fromhex(step) for step in part["inclusion"]]) != root:
        raise Wrong(f"leaf {part['leaf']} does not lead to the root that was signed")
    found: Dict[str, Any] = json.loads(part["text"])
    return found


def check_receipt(proof: Dict[str, Any], key: str) -> List[Root]:
    size, root = read_checkpoint(proof["checkpoint"], key)
    receipt, entry = (require_leaf(proof[part], size, root) for part in ("receipt", "entry"))
    if (receipt["type"], entry["type"]) != ("receipt", "entry") or receipt["entry"] != entry["key"]:
        raise Wrong("receipt and entry do not belong together")
    arrived = sum(amount for kind, amount, unit, _who in entry["postings"] if kind == "delivered" and unit == "IDR")
    if arrived != receipt["amount"] or entry["on"] != receipt["on"]:
        raise Wrong("the receipt says another amount or another day than the book")
    for name in ("amount", "what", "budget_code", "payer", "period", "on", "handed_over_by", "made_up"):
        say(f"  {name}: {receipt[name]}")
    say(f"  leaves {proof['receipt']['leaf']} and {proof['entry']['leaf']} of {size}")
    return [(size, root)]


def check_entry(proof: Dict[str, Any], key: str) -> List[Root]:
    size, root = read_checkpoint(proof["checkpoint"], key)
    entry = require_leaf(proof["entry"], size, root)
    for name in ("on", "at", "memo", "by", "postings"):
        say(f"  {name}: {entry[name]}")
    say(f"  leaf {proof['entry']['leaf']} of {size}")
    return [(size, root)]


def check_consistency(proof: Dict[str, Any], key: str) -> List[Root]:
    first, second = read_checkpoint(proof["first"], key), read_checkpoint(proof["second"], key)
    require_growth(first, second, [bytes.fromhex(step) for step in proof["consistency"]])
    say(f"  the log of {second[0]} leaves begins with the log of {first[0]} leaves")
    return [first, second]


def check_checkpoint(note: str, key: str) -> List[Root]:
    size, root = read_checkpoint(note, key)
    say(f"  {size} leaves, root {root.hex()}")
    return [(size, root)]


def require_kept(kept: Root, proven: List[Root]) -> None:
    """What you kept must be one of the roots that were proven; of another size it needs a consistency proof."""
    roots = dict(proven)
    if kept[0] > max(roots):
        raise Wrong(
            f"your checkpoint has {kept[0]} leaves, this file only {max(roots)}: it is older than what you kept, or the log "
            f"was cut off. Ask the city's page for the consistency proof from {max(roots)} to {kept[0]}"
        )
    if kept[0] not in roots:
        raise Wrong(
            f"your checkpoint has {kept[0]} leaves; ask the city's page for the consistency proof to {max(roots)}"
        )
    if roots[kept[0]] != kept[1]:
        raise Wrong(
            "your checkpoint of the same size has another root: the log was rewritten or forked. KEEP BOTH FILES"
        )
    say("  agrees with the checkpoint that you kept")


def say(words: str) -> None:
    sys.stdout.write(words + "\n")


def check(text: str, key: Optional[str], kept: Optional[str]) -> None:
    proof: Dict[str, Any] = json.loads(text) if text.lstrip().startswith("{") else {"lontar": "checkpoint"}
    used = key or proof.get("key")
    if used is None:
        raise Wrong("a checkpoint alone needs the public key: --key NAME+ID+KEY, as the city's page shows it")
    say(f"{proof['lontar']}, key {used.strip()}")
    if proof["lontar"] == "checkpoint":
        proven = check_checkpoint(text, used)
    else:
        checks = {"receipt": check_receipt, "entry": check_entry, "consistency": check_consistency}
        proven = checks[proof["lontar"]](proof, used)
    if kept is not None:
        require_kept(read_checkpoint(kept, used), proven)
    if not key:
        say("  NOTE: the key came with the file. Compare it with the one that you or somebody else noted earlier.")


def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", metavar="FILE", help="a receipt's proof, a checkpoint, or a consistency proof")
    parser.add_argument("--key", metavar="KEY", help="the log's public key, noted elsewhere")
    parser.add_argument("--kept", metavar="CHECKPOINT", help="a checkpoint that you kept earlier")
    options = parser.parse_args(arguments)
    try:
        texts = []
        for name in (options.file, options.kept):
            if name is not None:
                with open(name, encoding="utf-8", newline="") as file:
                    # Mail and editors change the ends of lines; what was signed has plain ones.
                    texts.append(file.read(1_000_000).replace("\r\n", "\n").lstrip("\ufeff"))
    except (OSError, UnicodeDecodeError) as trouble:
        say(f"TIDAK TERBACA / cannot be read: {trouble}")
        return 2
    try:
        check(texts[0], options.key, texts[1] if options.kept else None)
    except Wrong as trouble:
        say(f"TIDAK TERBUKTI / NOT PROVEN: {trouble}")
        return 1
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError, RecursionError) as trouble:
        say(f"TIDAK TERBUKTI / NOT PROVEN: this is no file of Lontar's log ({type(trouble).__name__})")
        return 1
    say("TERBUKTI / PROVEN")
    return 0


if __name__ == "__main__":
    sys.exit(main())
