"""Sealing as the browser does it, in Python, for tests without a browser."""

import os
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lontar.kit import envelopes

PURPOSE = b"lontar envelope 1"


def sealed(what: bytes, *, to: Any = None) -> bytes:
    """An envelope for the installation under test, or for another one."""
    to = to or ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), envelopes.address())
    own = ec.generate_private_key(ec.SECP256R1())
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    key = HKDF(hashes.SHA256(), 32, salt=point, info=PURPOSE).derive(own.exchange(ec.ECDH(), to))
    nonce = os.urandom(12)
    return point + nonce + AESGCM(key).encrypt(nonce, what, PURPOSE)
