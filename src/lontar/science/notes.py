"""Signed notes and checkpoints of a log as C2SP writes them: text that a person can read and a machine can verify."""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lontar.science.proofs import HASH_BYTES
from lontar.science.trouble import Refusal

ED25519 = b"\x01"
KEY_BYTES, SIGNATURE_BYTES, ID_BYTES = 32, 64, 4
NOTE_LENGTH_MAX, SIGNATURES_MAX = 64_000, 16
SIZE_MAX = 2**63 - 1
DASH = "\u2014 "  # em dash and space: how a line of signature begins
NAME = re.compile(r"[^\s+]{1,200}")


class BadNote(Refusal):
    """This is no signed note, or no checkpoint, as its form demands."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One line of signature: who is said to have signed, by which key."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a line break, and its signatures; nothing of them is verified yet."""

    text: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with the name it signs under. As text: `name+id+key`."""

    name: str
    key: bytes

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256(name ‖ newline ‖ 0x01 ‖ key)."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.key).decode()}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How large a log is and what its root is, as somebody signed it. `origin` says which log."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed.

        >>> Checkpoint("example.org/log", 3, bytes(32)).text.splitlines()[:2]
        ['example.org/log', '3']
        """
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def read_verifier(text: str) -> Verifier:
    """A public key from `name+id+key`; refuses one whose id is not its own."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3 or not NAME.fullmatch(parts[0]):
        raise BadNote("This is no public key of a log.", advice="It reads name+id+key, as the log's page shows it.")
    key = _decoded(parts[2], "the public key")
    if key[:1] != ED25519 or len(key) != KEY_BYTES + 1:
        raise BadNote("This public key is of another kind than Ed25519.")
    verifier = Verifier(parts[0], key[1:])
    if verifier.key_id.hex() != parts[1]:
        raise BadNote("The id of this public key does not belong to it.", advice="Copy the whole line again.")
    return verifier


def sign(checkpoint: Checkpoint, verifier: Verifier, signing: Callable[[bytes], bytes]) -> str:
    """The checkpoint as a signed note; `signing` makes an Ed25519 signature with the private key of `verifier`."""
    if not NAME.fullmatch(verifier.name) or "\n" in checkpoint.origin or not checkpoint.origin:
        raise ValueError("a name or an origin that no note can hold")
    signature = signing(checkpoint.text.encode())
    line = f"{DASH}{verifier.name} {base64.b64encode(verifier.key_id + signature).decode()}\n"
    return f"{checkpoint.text}\n{line}"


def read_note(note: str) -> Note:
    """A note's text and its lines of signature; refuses every other form."""
    if len(note) > NOTE_LENGTH_MAX:
        raise BadNote("This note is too long.")
    if any(ord(letter) < 0x20 and letter != "\n" for letter in note):
        raise BadNote("A note holds no control characters.")
    text, gap, below = note.rpartition("\n\n")
    if not gap or not below.endswith("\n"):
        raise BadNote(
            "This is no signed note.", advice="It ends with an empty line, the signatures and a last line break."
        )
    lines = below[:-1].split("\n")
    if len(lines) > SIGNATURES_MAX:
        raise BadNote("This note has too many signatures.")
    return Note(text + "\n", tuple(_signature(line) for line in lines))


def read_checkpoint(note: str) -> Checkpoint:
    """What a note says as a checkpoint; refuses another form. No signature is verified."""
    lines = read_note(note).text.split("\n")
    if len(lines) < 4 or not lines[0] or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]):
        raise BadNote("This note is no checkpoint.", advice="A checkpoint begins with origin, size and root.")
    if any(not line for line in lines[3:-1]):
        raise BadNote("A further line of this checkpoint is empty.")
    root = _decoded(lines[2], "the root")
    size = int(lines[1])
    if len(root) != HASH_BYTES or size > SIZE_MAX:
        raise BadNote("The root or the size of this checkpoint is impossible.")
    return Checkpoint(lines[0], size, root)


def verified(note: str, verifier: Verifier) -> Checkpoint:
    """What a checkpoint says, if this key signed it; else a refusal.

    A line under the same name and id with a wrong signature refuses the whole note; lines of other keys say nothing.
    """
    read = read_note(note)
    own = [one for one in read.signatures if (one.name, one.key_id) == (verifier.name, verifier.key_id)]
    if not own:
        raise BadNote(
            f"This checkpoint is not signed by {verifier.name} with the key {verifier.key_id.hex()}.",
            advice="Compare the key with the one on the log's page.",
        )
    public = Ed25519PublicKey.from_public_bytes(verifier.key)
    for one in own:
        try:
            public.verify(one.signature, read.text.encode())
        except InvalidSignature:
            raise BadNote(
                "The signature of this checkpoint is wrong: its text was changed, or another key signed it."
            ) from None
    return read_checkpoint(note)


def _signature(line: str) -> Signature:
    parts = line.removeprefix(DASH).split(" ") if line.startswith(DASH) else []
    if len(parts) != 2 or not NAME.fullmatch(parts[0]):
        raise BadNote("A line below the empty line of this note is no signature.")
    blob = _decoded(parts[1], "a signature")
    if len(blob) <= ID_BYTES:
        raise BadNote("A signature of this note is too short.")
    return Signature(parts[0], blob[:ID_BYTES], blob[ID_BYTES:])


def _decoded(text: str, what: str) -> bytes:
    """Standard base64 in its one right form: no other letters, padded, no bits left over."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if not found or base64.b64encode(found).decode() != text:
        raise BadNote(f"It is not base64 what stands for {what}.")
    return found
