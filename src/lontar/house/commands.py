"""The commands of the house itself: demo, serve, migrate, setup."""

import argparse
from typing import Any

from lontar.kit.terminal import command, tell


def add_commands(subparsers: Any) -> None:
    command(subparsers, "migrate", migrate, summary="Bring the database up to date.")


def migrate(options: argparse.Namespace) -> int:
    # The terminal has done it before it came here, as before every command.
    tell("The database is up to date.")
    return 0
