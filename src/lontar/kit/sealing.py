"""Secrets at rest: sealed with AES-GCM, found again only by a keyed hash of the exact value.

A sealed value is one byte that names the key, twelve bytes of nonce, then cipher and tag. The first byte lets keys be
changed one by one: what is sealed with an older key of the ring is still opened until a command has sealed it anew.
"""

import hmac
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12
BLOCK_BYTES = 64  # of SHA-256
# Kinds of values that stand sealed beside their hash, so that both can be made anew with another key. Every other
# kind is hashed with the fixed key: what it was made of is kept nowhere.
KEPT_BESIDE = frozenset({"nik", "kk"})


class Unreadable(ValueError):
    """It was sealed with another key, or changed since."""


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys in use, by their ids; `current` is the one that seals."""

    current: int
    seals: Mapping[int, bytes]
    blinds: Mapping[int, bytes]
    fixed: bytes

    @property
    def older(self) -> list[int]:
        """The keys that only open, while what they sealed is sealed anew."""
        return sorted(key for key in self.seals if key != self.current)


def ring() -> Ring:
    """The keys as they stand now: a running process sees a key that a command has just made."""
    kept: Ring = settings.KEYS.ring()
    return kept


def seal(value: bytes) -> bytes:
    return seal_all([value])[0]


def seal_all(values: Iterable[bytes]) -> list[bytes]:
    """Each value sealed; about 2 µs a value for numbers."""
    keys = ring()
    encrypt = AESGCM(keys.seals[keys.current]).encrypt
    head = bytes([keys.current])
    values = list(values)
    # One call for all nonces: a system call for each would cost more than the cipher.
    nonces = os.urandom(NONCE_BYTES * len(values))
    return [
        head + nonces[at : at + NONCE_BYTES] + encrypt(nonces[at : at + NONCE_BYTES], value, head)
        for at, value in zip(range(0, len(nonces), NONCE_BYTES), values, strict=True)
    ]


def unseal(sealed: bytes | memoryview) -> bytes:
    """The value again. Raises Unreadable for another key or a changed byte."""
    return unseal_all([sealed])[0]


def unseal_all(values: Iterable[bytes | memoryview]) -> list[bytes]:
    """Each value again, whichever key of the ring sealed it."""
    openers = {key: AESGCM(secret).decrypt for key, secret in ring().seals.items()}
    opened = []
    for value in values:
        sealed = bytes(value)
        decrypt = openers.get(sealed[0]) if sealed else None
        if decrypt is None:
            raise Unreadable("sealed with an unknown key")
        try:
            opened.append(decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], sealed[:1]))
        except InvalidTag as trouble:
            raise Unreadable("sealed with another key, or changed since") from trouble
    return opened


def blind(kind: str, value: str) -> bytes:
    """The keyed hash by which an exact value is found; 32 bytes. `kind` keeps a NIK apart from a KK."""
    return blind_all(kind, [value])[0]


def blind_all(kind: str, values: Iterable[str]) -> list[bytes]:
    keys = ring()
    key = keys.blinds[keys.current] if kind in KEPT_BESIDE else keys.fixed
    # HMAC by RFC 2104, written out: two plain hashes take half the time of `hmac.digest`, which prepares each anew.
    block = (key if len(key) <= BLOCK_BYTES else sha256(key).digest()).ljust(BLOCK_BYTES, b"\0")
    inner = bytes(byte ^ 0x36 for byte in block) + f"{kind}:".encode()
    outer = bytes(byte ^ 0x5C for byte in block)
    return [sha256(outer + sha256(inner + value.encode()).digest()).digest() for value in values]


def blinds(kind: str, value: str) -> list[bytes]:
    """Every hash under which this value may stand: more than one while keys are being changed. For searching."""
    keys = ring()
    made = keys.blinds.values() if kind in KEPT_BESIDE else [keys.fixed]
    return [hmac.digest(key, f"{kind}:{value}".encode(), "sha256") for key in made]
