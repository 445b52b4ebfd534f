"""Secrets at rest: sealed with AES-GCM, found again only by a keyed hash of the exact value.

A sealed value is one byte that names the key, twelve bytes of nonce, then cipher and tag. The first byte lets keys be
changed one by one: what is sealed with an older key is still opened until a command has sealed it anew.
"""

import hmac
import os
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_ID = 1
NONCE_BYTES = 12


class Unreadable(ValueError):
    """It was sealed with another key, or changed since."""


def seal(value: bytes) -> bytes:
    return seal_all([value])[0]


def seal_all(values: Iterable[bytes]) -> list[bytes]:
    """Each value sealed; about 2 µs a value for numbers."""
    encrypt = AESGCM(settings.IDENTIFIER_KEY).encrypt
    head = bytes([KEY_ID])
    values = list(values)
    # One call for all nonces: a system call for each would cost more than the cipher.
    nonces = os.urandom(NONCE_BYTES * len(values))
    return [
        head + nonces[at : at + NONCE_BYTES] + encrypt(nonces[at : at + NONCE_BYTES], value, head)
        for at, value in zip(range(0, len(nonces), NONCE_BYTES), values, strict=True)
    ]


def unseal(sealed: bytes | memoryview) -> bytes:
    """The value again. Raises Unreadable for another key or a changed byte."""
    sealed = bytes(sealed)
    if not sealed or sealed[0] != KEY_ID:
        raise Unreadable("sealed with an unknown key")
    try:
        return AESGCM(settings.IDENTIFIER_KEY).decrypt(
            sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], sealed[:1]
        )
    except InvalidTag as trouble:
        raise Unreadable("sealed with another key, or changed since") from trouble


def blind(kind: str, value: str) -> bytes:
    """The keyed hash by which an exact value is found; 32 bytes. `kind` keeps a NIK apart from a KK."""
    return hmac.digest(settings.BLIND_INDEX_KEY, f"{kind}:{value}".encode(), "sha256")


def blind_all(kind: str, values: Iterable[str]) -> list[bytes]:
    key, digest = settings.BLIND_INDEX_KEY, hmac.digest
    prefix = f"{kind}:".encode()
    return [digest(key, prefix + value.encode(), "sha256") for value in values]
