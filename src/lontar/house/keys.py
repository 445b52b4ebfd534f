"""The secret keys of an installation: made once, kept in one file of mode 0600, never in the database.

Whoever loses this file can read no NIK and no KK any more, so a backup holds the database *and* this file.

Numbers are sealed and hashed by a ring of keys: a new one is added, everything is sealed anew with it, and the old one
is taken out when nothing uses it. Receipts and fingerprints are found by the fixed key, which stays. The log signs its
checkpoints with a key of its own. Processes that run notice a changed file at their next use. The file is replaced as a whole: after a crash it is the old or the new one.
"""

import base64
import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lontar.kit.sealing import Ring
from lontar.science.trouble import Refusal

BYTES = 32
IDS = range(1, 256)  # the id is one byte of each sealed value
type Kept = dict[str, Any]


class KeyFile:
    """The keys as they stand in the file now; made where there is no file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._seen: tuple[int, int] | None = None
        self._ring: Ring | None = None
        self.session = base64.b64decode(self._read_or_make()["session"])

    def ring(self) -> Ring:
        """The keys that are in use; read again when the file has changed, which costs a look at it each time."""
        try:
            found = self.file.stat()
        except OSError:
            if self._ring is not None:
                return self._ring  # who has read the keys goes on without the file
            raise
        seen = (found.st_mtime_ns, found.st_ino)
        if self._ring is None or seen != self._seen:
            self._ring, self._seen = _ring(self._read_or_make()), seen
        return self._ring

    def log_seed(self) -> bytes:
        """The secret by which the log signs its checkpoints; made at its first use where the file is older than it."""
        kept = self._read_or_make()
        if "log" not in kept:
            with self._changing() as changed:
                changed.setdefault("log", _fresh())
            kept = self._read_or_make()
        return base64.b64decode(kept["log"])

    def add(self) -> int:
        """Make a key and seal with it from now on; the older ones still open. Returns its id."""
        with self._changing() as kept:
            taken = {int(key) for key in kept["ring"]} | {int(key) for key in kept["retired"]}
            free = [key for key in IDS if key not in taken]
            if not free:
                raise Refusal("All 255 ids of keys have been used.")
            kept["ring"][str(free[0])] = {"seal": _fresh(), "blind": _fresh()}
            kept["current"] = free[0]
        return free[0]

    def retire(self, key: int) -> None:
        """Take a key out of the file for good. The caller has made sure that nothing is sealed with it."""
        with self._changing() as kept:
            if key == kept["current"]:
                raise ValueError("the key in use cannot be retired")
            if kept["ring"].pop(str(key), None) is not None:
                kept["retired"].append(key)

    @contextlib.contextmanager
    def _changing(self) -> Iterator[Kept]:
        """The file's words, to be changed; written as a whole at the end, by one process at a time."""
        try:
            lock = os.open(self.file.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as trouble:
            raise _not_writable(self.file.parent, trouble) from trouble
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            kept = self._read_or_make()
            yield kept
            _write(self.file, kept, lambda part: os.replace(part, self.file))
        finally:
            os.close(lock)

    def _read_or_make(self) -> Kept:
        try:
            return _read(self.file)
        except FileNotFoundError:
            return self._make()
        except NotADirectoryError as trouble:
            raise _not_writable(self.file.parent, trouble) from trouble
        except (OSError, ValueError, KeyError) as trouble:
            raise Refusal(
                f"The key file {self.file} cannot be read ({trouble}).",
                advice="Mend its permissions or restore it from the backup; without it no NIK can be read.",
            ) from trouble

    def _make(self) -> Kept:
        fixed = _fresh()
        kept = {
            "session": _fresh(), "fixed": fixed, "ring": {"1": {"seal": _fresh(), "blind": fixed}}, "current": 1,
            "retired": [], "log": _fresh(),
        }  # fmt: skip
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as trouble:
            raise _not_writable(self.file.parent, trouble) from trouble
        # A link fails where the file is: of two first commands one makes the keys and the other reads them.
        with contextlib.suppress(FileExistsError):
            _write(self.file, kept, lambda part: os.link(part, self.file))
        return _read(self.file)


def _write(file: Path, kept: Kept, put: Callable[[Path], None]) -> None:
    part = file.with_suffix(f".{os.getpid()}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as writer:
            writer.write(json.dumps(kept, indent=1))
            writer.flush()
            os.fsync(writer.fileno())
        put(part)
    except FileExistsError:
        raise
    except OSError as trouble:
        raise _not_writable(file.parent, trouble) from trouble
    finally:
        part.unlink(missing_ok=True)


def _not_writable(folder: Path, trouble: OSError) -> Refusal:
    return Refusal(
        f"The folder {folder} cannot be written ({trouble.strerror}).",
        advice="Mend its permissions, or choose another with LONTAR_HOME.",
    )


def _read(file: Path) -> Kept:
    kept: Kept = json.loads(file.read_text())
    if "ring" not in kept:
        # The form of before keys could be changed.
        ring = {"1": {"seal": kept["identifiers"], "blind": kept["blind_index"]}}
        kept = {"session": kept["session"], "fixed": kept["blind_index"], "ring": ring, "current": 1, "retired": []}
    _ring(kept)
    return kept


def _ring(kept: Kept) -> Ring:
    ring = Ring(
        current=int(kept["current"]),
        seals={int(key): base64.b64decode(one["seal"]) for key, one in kept["ring"].items()},
        blinds={int(key): base64.b64decode(one["blind"]) for key, one in kept["ring"].items()},
        fixed=base64.b64decode(kept["fixed"]),
    )
    if ring.current not in ring.seals:
        raise KeyError(f"key {ring.current}")
    return ring


def _fresh() -> str:
    return base64.b64encode(secrets.token_bytes(BYTES)).decode()
