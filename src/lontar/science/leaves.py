"""What a leaf of the log commits to: a canonical text that can be shown, with a sealed part that need not be.

A leaf has one secret of 32 bytes. From it come a salt and a sealing key. The log's entry is SHA-256(salt ‖ text); the
text ends with SHA-256(sealing key ‖ sealed text). Whoever is shown salt and text can verify them against the log and
learns nothing of what is sealed; without the secret nobody learns anything, and once it is destroyed nobody ever will.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from json import JSONEncoder
from typing import Any, NamedTuple

SECRET_BYTES = 32
VERSION = 1
ENTRY, DECISION, RECEIPT, ERASURE, PERIOD = "entry", "decision", "receipt", "erasure", "period"
SALT, SEALING = b"lontar leaf salt\0", b"lontar leaf seal\0"


class Content(NamedTuple):
    """What a leaf is about: its own name in its kind, what may be shown with a proof, and what stays sealed."""

    about: str
    said: Mapping[str, Any]
    sealed: Mapping[str, Any]


class Moved(NamedTuple):
    """A posting as a leaf speaks of it."""

    account: str
    kind: str
    unit: str
    amount: int
    subject: str | None


class Shown(NamedTuple):
    """What opens a leaf: its salt and its text."""

    salt: bytes
    text: str

    @property
    def commitment(self) -> bytes:
        """The 32 bytes that stand in the log."""
        return sha256(self.salt + self.text.encode()).digest()


def entry_content(
    *, key: str, on: date, at: datetime, memo: str, reverses: int | None, by: tuple[str, str], postings: Iterable[Moved]
) -> Content:  # fmt: skip
    """An entry of the book: kinds of accounts and amounts can be shown; which accounts (a ward is in them) is sealed.

    `by` is the officer's number and role; the number is sealed.
    """
    rows = list(postings)
    said = {
        "type": ENTRY, "key": key, "on": on.isoformat(), "at": moment(at), "memo": memo, "reverses": reverses,
        "by": by[1], "postings": [[one.kind, one.amount, one.unit, one.subject] for one in rows],
    }  # fmt: skip
    return Content(key, said, {"accounts": [one.account for one in rows], "by": by[0]})


def erasure_content(leaf_id: int) -> Content:
    """That the secret of a leaf was destroyed; the leaf's own number in the table, nothing of what it said."""
    return Content(str(leaf_id), {"type": ERASURE, "leaf": leaf_id}, {})


def period_content(period: str, until: date, digest: str) -> Content:
    """That a period was closed, with the SHA-256 of the balances as they stood at its end."""
    return Content(period, {"type": PERIOD, "period": period, "until": until.isoformat(), "balances": digest}, {})


def shown(content: Content, secret: bytes) -> Shown:
    """A leaf opened by its secret.

    >>> one = shown(erasure_content(7), bytes(32))
    >>> one.text[:20], len(one.salt), len(one.commitment)
    ('{"leaf":7,"sealed":"', 32, 32)
    """
    sealed = sha256(sha256(SEALING + secret).digest() + canonical(content.sealed).encode()).hexdigest()
    text = canonical({**content.said, "sealed": sealed, "v": VERSION})
    return Shown(sha256(SALT + secret).digest(), text)


def commitments(contents: Sequence[Content], secrets: Sequence[bytes]) -> list[bytes]:
    """What stands in the log for each content with its secret."""
    return [shown(content, secret).commitment for content, secret in zip(contents, secrets, strict=True)]


def canonical(value: Mapping[str, Any]) -> str:
    """JSON in one form: keys in order, no spaces, letters as they are.

    >>> canonical({"b": [1, None], "a": "Rp"})
    '{"a":"Rp","b":[1,null]}'
    """
    return _ENCODER.encode(value)


def moment(at: datetime) -> str:
    """A moment in one form, to the microsecond, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


_ENCODER = JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
