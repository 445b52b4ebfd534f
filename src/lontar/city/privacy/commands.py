"""The terminal's door to privacy."""

import argparse
import sys
import time
from typing import Any

from lontar.city.places import queries as places
from lontar.city.privacy import actions
from lontar.kit.progress import telling
from lontar.kit.terminal import command, group, table, tell, tell_json

SECONDS_BETWEEN_LINES = 2.0


def add_commands(subparsers: Any) -> None:
    privacy = group(subparsers, "privacy", summary="Keys, what is due to be erased, who saw whose data.")
    rotating = command(
        privacy, "rotate-key", rotate_key, summary="Seal every number anew with a new key; goes on after a crash."
    )
    rotating.add_argument("--json", action="store_true", help="answer as JSON")


def rotate_key(options: argparse.Namespace) -> int:
    """Exit status: 0 changed, 2 refused."""
    last = time.monotonic()
    with telling("privacy-rotate-key") as note:

        def say(done: int, total: int, what: str) -> None:
            nonlocal last
            note(done, total, what)
            if time.monotonic() - last >= SECONDS_BETWEEN_LINES:
                last = time.monotonic()
                print(f"{done} / {total}  {what}", file=sys.stderr)

        done = actions.rotate(by=options.actor, on=places.today(), tell=say)
    if options.json:
        tell_json(done)
        return 0
    tell(
        "The key was changed; the old one is out of the key file. Back up the key file together with the database now."
    )
    table([("table", "rows sealed anew"), *done.items()])
    return 0
