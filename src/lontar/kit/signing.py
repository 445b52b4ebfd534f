"""The key by which the log's checkpoints are signed: Ed25519, its secret in the file of keys."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings


def sign(message: bytes) -> bytes:
    """The signature of 64 bytes; the same message always has the same one."""
    return _key().sign(message)


def public_key() -> bytes:
    """The 32 bytes by which anyone verifies."""
    return _key().public_key().public_bytes_raw()


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(settings.KEYS.log_seed())
