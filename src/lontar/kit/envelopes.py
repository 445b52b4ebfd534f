"""What a browser seals so that only this installation opens it again, not even the browser itself.

An envelope is the browser's ephemeral public key (65 bytes, P-256), twelve bytes of nonce, then AES-GCM's cipher and
tag under HKDF-SHA256(ECDH, salt = the ephemeral key). `static/delivery/queue.js` writes it with WebCrypto.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lontar.kit.sealing import blind

POINT_BYTES, NONCE_BYTES = 65, 12
# The order of P-256 (FIPS 186-5): a private key is a number from 1 to one less.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
PURPOSE = b"lontar envelope 1"


class Unopened(ValueError):
    """No envelope, one for another installation, or one that was changed since."""


def _own() -> ec.EllipticCurvePrivateKey:
    """Derived from the installation's fixed key, so it changes with no change of keys and is kept nowhere else."""
    number = int.from_bytes(blind("envelope", "1") + blind("envelope", "2")) % (ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def address() -> bytes:
    """The public key to which a browser seals: an uncompressed point of P-256."""
    return _own().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def opened(envelope: bytes) -> bytes:
    """What was sealed. Raises Unopened for anything else."""
    point, nonce = envelope[:POINT_BYTES], envelope[POINT_BYTES : POINT_BYTES + NONCE_BYTES]
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        secret = _own().exchange(ec.ECDH(), theirs)
        key = HKDF(hashes.SHA256(), 32, salt=point, info=PURPOSE).derive(secret)
        return AESGCM(key).decrypt(nonce, envelope[POINT_BYTES + NONCE_BYTES :], PURPOSE)
    except (InvalidTag, ValueError) as trouble:
        raise Unopened("no envelope of this installation") from trouble
