"""The web server and the worker: started together, stopped together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from types import FrameType

from lontar.house.environment import ROOT
from lontar.house.postgres import DatabaseTrouble
from lontar.science.trouble import Refusal

STOP_SECONDS_MAX = 10
ANSWER_SECONDS_MAX = 30
THREADS = 8
"""As many requests are answered at once; the others wait their turn."""
CONNECTIONS_MAX = 800
"""A browser holds up to six connections for half a minute and says nothing on them: one that is open is not one that is at
work. A process may usually open 1,024 files."""


class PortTaken(DatabaseTrouble):
    """Something else listens there."""


def require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as trouble:
            raise PortTaken(
                f"Port {port} may not be used by this user.", advice="Choose one above 1023 with --port."
            ) from trouble
        except OSError as trouble:
            raise PortTaken(
                f"Port {port} on {host} is taken, or the address is not of this machine ({trouble.strerror}).",
                advice="Stop what listens there, or choose another with --port.",
            ) from trouble


def web(host: str, port: int, application: str) -> list[str]:
    """How Python serves a WSGI application; what granian calls back-pressure counts connections, not requests."""
    return [
        "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws", "--blocking-threads", str(THREADS),
        "--backpressure", str(CONNECTIONS_MAX), "--log-level", "error", application,
    ]  # fmt: skip


class Services:
    """The processes that serve. The parent holds the database open; they end when it ends."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.running: list[tuple[str, subprocess.Popen[bytes]]] = []

    @property
    def address(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    def start(self) -> None:
        self._spawn("web", web(self.host, self.port, "lontar.house.wsgi:application"))

    def _spawn(self, name: str, arguments: Sequence[str]) -> None:
        # A session of its own, so that Ctrl-C reaches the parent alone and the order of stopping is ours.
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=os.environ, start_new_session=True, stdout=subprocess.DEVNULL
        )
        self.running.append((name, process))

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + ANSWER_SECONDS_MAX
        while time.monotonic() < deadline:
            self.require_alive()
            try:
                with urllib.request.urlopen(f"{self.address}hidup/", timeout=2) as answer:  # noqa: S310 - our own address
                    if answer.status == 200:
                        # Nobody has asked for a job before; begun beside the web, it would only make people wait.
                        self._spawn("worker", ["-m", "lontar.house.worker"])
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise Refusal("The web server did not answer.", advice="Look at the lines above, and try again.")

    def require_alive(self) -> None:
        for name, process in self.running:
            if process.poll() is not None:
                raise Refusal(f"The {name} stopped by itself with status {process.returncode}.")

    def stop(self) -> None:
        """The worker finishes its job, or is cut off after ten seconds; the job is taken up again next time."""
        for _name, process in self.running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS_MAX
        for _name, process in self.running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.running.clear()

    def watch(self) -> None:
        """Until Ctrl-C, SIGTERM, or until one of them dies."""
        signal.signal(signal.SIGTERM, _as_interrupt)
        while True:
            self.require_alive()
            time.sleep(0.5)


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
