"""The terminal's door: finds the command, opens the database where one is needed, tells trouble plainly."""

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Callable, Sequence

from lontar.science.trouble import Refusal

Run = Callable[[argparse.Namespace], int]
DEVELOPERS = ("test", "check", "lock", "messages", "bench")


def main(arguments: Sequence[str]) -> int:
    """Run one command. Exit status: 0 done, 1 trouble with the machine, 2 refused, 130 interrupted."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lontar.house.settings")
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Lines are seen as they are told, in a file or a pipe too.
        sys.stdout.reconfigure(line_buffering=True)
    try:
        if arguments and arguments[0] in DEVELOPERS:
            return _develop(arguments[0], list(arguments[1:]))
        return _run(arguments)
    except Refusal as refusal:
        from lontar.house.postgres import DatabaseTrouble

        print(f"lontar: {_told(refusal)}", file=sys.stderr)
        return 1 if isinstance(refusal, DatabaseTrouble) else 2
    except KeyboardInterrupt:
        print("lontar: dihentikan / stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0


def _told(refusal: Refusal) -> str:
    """The refusal in the language that was chosen; before Django stands, as it was written."""
    from django.apps import apps

    if not apps.ready:
        return str(refusal)
    from lontar.kit.sayings import refusal_told

    return " ".join(filter(None, refusal_told(refusal)))


def _develop(name: str, rest: list[str]) -> int:
    from lontar.house import develop

    commands: dict[str, Callable[[list[str]], int]] = {
        "test": develop.test,
        "check": develop.check,
        "lock": develop.lock,
        "messages": develop.messages,
        "bench": develop.bench,
    }
    return commands[name](rest)


def _run(arguments: Sequence[str]) -> int:
    parser = quick_parser() if tuple(arguments[:2]) == ("loans", "schedule") else build_parser()
    options = parser.parse_args(arguments)
    run: Run = options.run
    if not getattr(options, "needs_database", True):
        return run(options)
    from lontar.house.database import ready
    from lontar.house.settings import environment

    if beforehand := getattr(options, "beforehand", None):
        beforehand(options)
    _choose_language(getattr(options, "language", None) or os.environ.get("LONTAR_LANGUAGE", ""))
    with ready(environment), _as_terminal(options):
        return run(options)


def _choose_language(chosen: str) -> None:
    """What the terminal says of files is said as on the pages; until something is chosen, in Indonesian."""
    from django.conf import settings
    from django.utils import translation

    known = {code for code, _name in settings.LANGUAGES}
    translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)


@contextlib.contextmanager
def _as_terminal(options: argparse.Namespace):  # type: ignore[no-untyped-def]
    """Commands act as somebody: `--as USERNAME`, or the terminal itself."""
    from lontar.city.access import queries
    from lontar.kit.gate import acting_as

    actor = queries.officer_at_terminal(getattr(options, "as_username", None))
    options.actor = actor
    with acting_as(actor):
        yield


def quick_parser() -> argparse.ArgumentParser:
    """The commands that need no Django either, and so answer at once."""
    from lontar.city.loans import commands as loans
    from lontar.kit.terminal import group

    parser = argparse.ArgumentParser(prog="lontar")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    loans.add_schedule(group(subparsers, "loans", summary="The revolving fund of the wards."))
    return parser


def build_parser() -> argparse.ArgumentParser:
    """Every command of every room. Importing the rooms needs Django's settings, but no running database."""
    import django

    django.setup()
    from lontar.city.access import commands as access
    from lontar.city.delivery import commands as delivery
    from lontar.city.ledger import commands as ledger
    from lontar.city.loans import commands as loans
    from lontar.city.places import commands as places
    from lontar.city.portal import commands as portal
    from lontar.city.privacy import commands as privacy
    from lontar.city.programmes import commands as programmes
    from lontar.city.registry import commands as registry
    from lontar.city.targeting import commands as targeting
    from lontar.house import commands as house
    from lontar.house import proving

    parser = argparse.ArgumentParser(prog="lontar", description="How a city or regency fights poverty.")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for room in (
        house,
        places,
        access,
        registry,
        programmes,
        targeting,
        ledger,
        proving,
        delivery,
        loans,
        portal,
        privacy,
    ):
        room.add_commands(subparsers)
    return parser
