"""The commands of the house itself: demo, serve, migrate."""

import argparse
import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from typing import Any

from lontar.house import duplicates, eligibility, example, messages, welfare
from lontar.house.environment import Environment
from lontar.house.postgres import DatabaseTrouble
from lontar.house.serving import Services, require_free
from lontar.kit.terminal import command, table, tell, whole

PORT, PORT_MAX = 8000, 65_535
FAMILIES = (10, 400_000)
"""How small and how large the demo's city may be."""


def add_commands(subparsers: Any) -> None:
    demo_ = command(subparsers, "demo", demo, summary="Start everything with a made-up city.")
    serve_ = command(subparsers, "serve", serve, summary="Start the web server and the worker.")
    for parser in (demo_, serve_):
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=whole(1, PORT_MAX), default=PORT, help=f"port to listen on ({PORT})")
        parser.set_defaults(beforehand=nothing_in_the_way)
    demo_.add_argument("--families", type=whole(*FAMILIES), default=5000, help="size of the made-up city (5000)")
    setup_ = command(subparsers, "setup", setup, summary="Prepare a real city: its places and its first administrator.")
    setup_.add_argument("--place", required=True, metavar="CODE", help="code of the city or regency, such as 53.71")
    setup_.add_argument("--admin", required=True, metavar="USERNAME", help="user name of the first administrator")
    setup_.add_argument("--name", default="", help="full name of the first administrator")
    example_ = command(
        subparsers, "example", example.run, summary="Write the files of a made-up city.", needs_database=False
    )
    example.add_arguments(example_)
    eligibility_ = command(
        subparsers, "eligibility", eligibility.run, summary="Whom a rule takes, for any file.", needs_database=False
    )
    eligibility.add_arguments(eligibility_)
    welfare.add_commands(subparsers)
    duplicates_ = command(
        subparsers, "duplicates", duplicates.run, summary="Who stands more than once in a file of persons.",
        needs_database=False,
    )  # fmt: skip
    duplicates.add_arguments(duplicates_)
    command(subparsers, "migrate", migrate, summary="Bring the database up to date.")


def nothing_in_the_way(options: argparse.Namespace) -> None:
    """Told before a database is made, which takes a while: that the city is served already, that the port is taken."""
    if os.access(Environment.read().home, os.W_OK):
        with _only_one():
            pass
    require_free(options.host, options.port)


def demo(options: argparse.Namespace) -> int:
    """The example city, served, until Ctrl-C."""
    from lontar.house import demo_city

    with _only_one():
        require_free(options.host, options.port)
        sign_ins = demo_city.load(families=options.families, tell=lambda words: tell(f"  {words}"))
        return _serve(options, sign_ins)


def serve(options: argparse.Namespace) -> int:
    """What is there, served, until Ctrl-C."""
    with _only_one():
        require_free(options.host, options.port)
        return _serve(options, [])


def setup(options: argparse.Namespace) -> int:
    """A real city, ready for its officers; the second time it changes nothing."""
    from lontar.house import real_city

    for line in real_city.prepare(options.place, username=options.admin, name=options.name or options.admin):
        tell(line)
    return 0


def _serve(options: argparse.Namespace, sign_ins: list[tuple[str, str, str]]) -> int:
    messages.build()
    services = Services(options.host, options.port)
    try:
        services.start()
        services.wait_until_it_answers()
        tell("", f"Lontar siap{_after()} / is ready: {services.address}", "")
        if sign_ins:
            table([("Peran / role", "Nama / username", "Sandi / password"), *sign_ins])
            tell("", "Semua keluarga di sini dibuat-buat / every family here is made up.")
        tell("Ctrl-C menghentikan semuanya / stops all of it.")
        services.watch()
    except KeyboardInterrupt:
        tell("", "Menghentikan ... / stopping ...")
    finally:
        services.stop()
    return 0


def _after() -> str:
    """How long it took since the command was given: the script `lontar` says when, before it installs or migrates."""
    began = os.environ.get("LONTAR_BEGAN", "")
    return f" dalam {max(1, round(time.time() - int(began)))} detik" if began.isdigit() else ""


def migrate(options: argparse.Namespace) -> int:
    # The terminal has done it before it came here, as before every command.
    tell("The database is up to date.")
    return 0


@contextlib.contextmanager
def _only_one() -> Iterator[None]:
    """One web server for one installation; the lock goes with its process, however it ends."""
    home = Environment.read().home
    lock = os.open(home / "serving.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as taken:
        raise DatabaseTrouble(
            f"Lontar is already being served from {home}.",
            advice="Stop it with Ctrl-C where it runs, or choose another LONTAR_HOME.",
        ) from taken
    try:
        yield
    finally:
        os.close(lock)
