"""The secret keys of an installation: made once, kept in one file of mode 0600, never in the database.

Whoever loses this file can read no NIK and no KK any more, so a backup holds the database *and* this file.
"""

import base64
import json
import os
import secrets
from pathlib import Path

from lontar.science.trouble import Refusal

NAMES = ("session", "identifiers", "blind_index")


def read_or_make(file: Path) -> dict[str, bytes]:
    """The keys by name, 32 bytes each; makes the file where there is none."""
    try:
        return _read(file)
    except FileNotFoundError:
        return _make(file)
    except (OSError, ValueError, KeyError) as trouble:
        raise Refusal(
            f"The key file {file} cannot be read ({trouble}).",
            advice="Mend its permissions or restore it from the backup; without it no NIK can be read.",
        ) from trouble


def _read(file: Path) -> dict[str, bytes]:
    kept = json.loads(file.read_text())
    return {name: base64.b64decode(kept[name]) for name in NAMES}


def _make(file: Path) -> dict[str, bytes]:
    keys = {name: secrets.token_bytes(32) for name in NAMES}
    words = json.dumps({name: base64.b64encode(key).decode() for name, key in keys.items()}, indent=1)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # O_EXCL: of two first commands one makes the keys and the other reads them.
        part = file.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as writer:
            writer.write(words)
            writer.flush()
            os.fsync(writer.fileno())
        try:
            os.link(part, file)
        except FileExistsError:
            return _read(file)
        finally:
            part.unlink()
    except OSError as trouble:
        raise Refusal(
            f"The folder {file.parent} cannot be written ({trouble.strerror}).",
            advice="Mend its permissions, or choose another with LONTAR_HOME.",
        ) from trouble
    return keys
