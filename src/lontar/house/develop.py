"""The developers' commands: test, check, lock, messages, bench."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from lontar.house.environment import ROOT

TOOLS = Path(sys.executable).parent
WORKERS_MAX = 8
FAULTS = "--faults"
# What keeps the plan of the house: they look at the source alone and take seconds; all else that is tested is in test.
HOUSE_TESTS = ["tests/house/test_house.py", "tests/house/test_messages.py", "tests/house/test_vendor.py"]
LOCKS = {
    "requirements-uv": "requirements-uv",
    "requirements": "requirements",
    "requirements-dev": "requirements-dev",
}


def test(rest: list[str]) -> int:
    """All tests, from nothing, on a database and keys of their own beside the user's; `--faults` those of each night."""
    if not os.environ.get("LONTAR_TESTING"):
        home = Path(os.environ["LONTAR_HOME"]) / "test" if "LONTAR_HOME" in os.environ else ROOT / ".lontar/test"
        environ = {**os.environ, "LONTAR_TESTING": "1", "LONTAR_HOME": str(home)}
        arguments = rest[1:] if rest[:1] == ["--"] else rest
        return subprocess.run([sys.executable, "-m", "lontar", "test", *arguments], env=environ, check=False).returncode
    import django
    import pytest

    from lontar.house import messages as catalogue
    from lontar.house.database import ready
    from lontar.house.environment import Environment

    # Before anything is translated: a language that was asked for once without its catalogue stays without it.
    catalogue.build()
    django.setup()
    # The server stays open for the whole run; conftest makes and drops databases on it.
    with ready(Environment.read()):
        os.chdir(ROOT)
        if FAULTS in rest:
            # One after the other: they kill a PostgreSQL, and fill a disk, that they share.
            return int(pytest.main(["-m", "faults", *(word for word in rest if word != FAULTS)]))
        return int(pytest.main([*_side_by_side(rest), *rest]))


def _side_by_side(rest: list[str]) -> list[str]:
    """The whole suite runs on all cores, each worker with databases of its own; a few chosen tests do not."""
    chosen = [word for word in rest if not word.startswith("-")]
    if chosen or any(word.startswith("-n") for word in rest):
        return []
    return ["-n", str(min(WORKERS_MAX, os.cpu_count() or 1)), "--dist", "worksteal"]


def check(rest: list[str]) -> int:
    """Lint, types, the contracts of the house, and the house tests; tells all of them, fails if one does."""
    environ = {
        **os.environ,
        "LONTAR_HOME": os.environ.get("LONTAR_HOME", str(ROOT / ".lontar")),
        "PYTHONPATH": str(ROOT / "src"),
    }
    steps: list[list[Path | str]] = [
        [TOOLS / "ruff", "check", "."],
        [TOOLS / "ruff", "format", "--check", "."],
        [TOOLS / "mypy"],
        [TOOLS / "lint-imports"],
    ]
    failed = [
        Path(step[0]).name for step in steps if subprocess.run(step, cwd=ROOT, env=environ, check=False).returncode
    ]
    if test(HOUSE_TESTS):
        failed.append("house tests")
    if failed:
        print(f"check: failed: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


def lock(rest: list[str]) -> int:
    """Resolve the dependencies anew; the locks hold hashes and no address of any registry."""
    for name in LOCKS:
        subprocess.run(
            [TOOLS / "uv", "pip", "compile", "--universal", "--generate-hashes", "--no-header", "--upgrade", "-q",
             "--python-version", "3.12", f"{name}.in", "-o", f"{name}.lock"],
            cwd=ROOT, check=True,
        )  # fmt: skip
        if "https" in (ROOT / f"{name}.lock").read_text():
            print(f"{name}.lock names an address", file=sys.stderr)
            return 1
    return 0


def messages(rest: list[str]) -> int:
    from lontar.house import messages as collecting

    return collecting.run(rest)


def bench(rest: list[str]) -> int:
    from lontar.house.bench import command

    return command.run(rest)


def has_chromium() -> bool:
    return shutil.which("chromium") is not None
