"""`./lontar proof verify FILE`: the same one file that outsiders download, run from here; it needs no database."""

import argparse
from typing import Any

from lontar import proof
from lontar.kit.terminal import command, group


def add_commands(subparsers: Any) -> None:
    proving = group(subparsers, "proof", summary="Check what the log has signed, without a database.")
    verifying = command(
        proving,
        "verify",
        verify,
        summary="A receipt's proof, a checkpoint, or a consistency proof.",
        needs_database=False,
    )
    verifying.add_argument("file", metavar="FILE", help="what the city's page gave out")
    verifying.add_argument("--key", metavar="KEY", help="the log's public key, noted elsewhere")
    verifying.add_argument("--kept", metavar="CHECKPOINT", help="a checkpoint that was kept earlier")


def verify(options: argparse.Namespace) -> int:
    """Exit status: 0 proven, 1 not, 2 it could not be read."""
    kept = [f"--kept={options.kept}"] if options.kept else []
    key = [f"--key={options.key}"] if options.key else []
    return proof.main([*key, *kept, "--", options.file])
