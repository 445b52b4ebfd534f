"""What a person waits for at the terminal: the help, and the demo until it answers."""

import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from lontar.house.bench.figures import Figure
from lontar.house.environment import ROOT

HELP_RUNS = 9
DEMO_SECONDS_MAX = 600


def start(files: Path, families: int) -> list[Figure]:
    """`./lontar --help`, and the first and second start of `./lontar demo` in a new home."""
    return [_help(), *_demo()]


def _help() -> Figure:
    seconds = []
    for _ in range(HELP_RUNS):
        began = time.perf_counter()
        subprocess.run([ROOT / "lontar", "--help"], stdout=subprocess.DEVNULL, check=True)
        seconds.append(time.perf_counter() - began)
    return Figure(
        "start.help", "`./lontar --help`", statistics.median(seconds), "s", 0.3, "at_most",
        f"Median of {HELP_RUNS}.", {"slowest": max(seconds)},
    )  # fmt: skip


def _demo() -> list[Figure]:
    # Beside no other home: what is measured must not find a database that is already there.
    home = Path(tempfile.mkdtemp(prefix="lontar-start-"))
    try:
        first, second = _until_it_answers(home), _until_it_answers(home)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    note = "From the command to the first answer of the web server, the locked dependencies being installed already."
    return [
        Figure("start.demo_first", "`./lontar demo`, first start", first, "s", 180.0, "at_most", note),
        Figure("start.demo_second", "`./lontar demo`, second start", second, "s", 15.0, "at_most", note),
    ]


def _until_it_answers(home: Path) -> float:
    port = _free_port()
    environ = {**os.environ, "LONTAR_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    for name in ("LONTAR_BENCH", "LONTAR_TESTING", "DATABASE_URL"):
        environ.pop(name, None)
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "lontar", "demo", "--port", str(port)],
        env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        while time.perf_counter() - began < DEMO_SECONDS_MAX:
            if process.poll() is not None:
                raise RuntimeError(f"the demo ended by itself with status {process.returncode}")
            if _answers(port):
                return time.perf_counter() - began
            time.sleep(0.1)
        raise RuntimeError(f"the demo did not answer in {DEMO_SECONDS_MAX} s")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/hidup/", timeout=2) as answer:
            return int(answer.status) == 200
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
