"""Small shared pieces of the terminal's doors."""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from lontar.science.trouble import Refusal

LANGUAGES = ("id", "en")
Run = Callable[[argparse.Namespace], int]


def command(
    subparsers: Any, name: str, run: Run, *, summary: str, needs_database: bool = True
) -> argparse.ArgumentParser:
    """Add one command; `run(options)` gets `options.actor`, the officer or the terminal that acts."""
    parser: argparse.ArgumentParser = subparsers.add_parser(name, help=summary, description=summary)
    parser.set_defaults(run=run, needs_database=needs_database)
    if needs_database:
        parser.add_argument("--as", dest="as_username", metavar="USERNAME", help="act as this officer")
        parser.add_argument("--language", choices=LANGUAGES, help="of findings and refusals (id, or LONTAR_LANGUAGE)")
    return parser


def group(subparsers: Any, name: str, *, summary: str) -> Any:
    """Add a command that has commands of its own."""
    parser = subparsers.add_parser(name, help=summary, description=summary)
    return parser.add_subparsers(dest=f"{name}_command", required=True, metavar="COMMAND")


def a_day(text: str) -> date:
    """A day as commands take it; `type=` of an argument."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day; write it as 2026-11-22") from None


def whole(least: int, most: int) -> Callable[[str], int]:
    """A whole number within bounds, as commands take it; `type=` of an argument."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", text) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text} is no whole number from {least} to {most}")
        return int(text)

    return read


@contextmanager
def writing(path: Path, *, field: str, read: Iterable[Path] = ()) -> Iterator[None]:
    """Where a file of the caller is written: a place that takes none is refused in a sentence, and so is a file of those
    that were `read` for it."""
    if path.resolve() in {one.resolve() for one in read}:
        raise Refusal(
            f"{path} adalah berkas yang dibaca; hasilnya akan menghapus isinya.",
            advice="Beri nama lain.", field=field,
        )  # fmt: skip
    try:
        yield
    except OSError as trouble:
        raise Refusal(
            f"{path} tidak dapat ditulis ({trouble.strerror or trouble}).", advice="Pilih tempat lain.", field=field
        ) from trouble


def tell(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def tell_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def table(rows: Iterable[tuple[Any, ...]]) -> None:
    """Columns under each other, for reading."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in texts) for i in range(len(texts[0]))] if texts else []
    tell(*("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in texts))
