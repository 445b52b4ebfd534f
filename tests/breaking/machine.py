"""A dying process and, for the nightly part, a PostgreSQL of its own that may be killed and whose disk may fill."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lontar.house import roles
from lontar.house.environment import ROOT, Environment
from lontar.house.postgres import Cluster, binaries

WRITES_MAX = 60
KILLED = 9
DISK_MIB = 2_000


class Machine:
    """Sends requests to a dying process; each is done in a child of it."""

    def __init__(self, database: str, environ: dict[str, str] | None = None, cluster: Cluster | None = None) -> None:
        paths = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
        self.environ = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "lontar.house.settings",
            "PYTHONPATH": paths,
            **(environ or {}),
        }
        self.cluster = cluster
        if cluster is not None:
            self.environ["DYING_DATA"] = str(cluster.data)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "breaking.dying", database], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=self.environ, cwd=ROOT,
        )  # fmt: skip

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def ask(
        self, deed: str, *, fault: Any = None, times: int = 1, clock: float = 0, **values: Any
    ) -> list[dict[str, Any]]:
        """What came of it in each of the children."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"deed": deed, "values": values, "fault": fault, "times": times, "clock": clock}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answers: list[dict[str, Any]] = json.loads(self._process.stdout.readline())
        crashes = [answer["crashed"] for answer in answers if "crashed" in answer]
        assert not crashes, crashes[0]
        return answers

    def do(self, deed: str, *, clock: float = 0, **values: Any) -> Any:
        """Its result; anything else than that is a failure of the test."""
        (answer,) = self.ask(deed, clock=clock, **values)
        assert "result" in answer, answer
        return answer["result"]

    def require_sound(self) -> None:
        assert self.do("faults_found") == []

    def start_again(self) -> None:
        """PostgreSQL comes back as after a crash, and reads its journal."""
        assert self.cluster is not None
        self.cluster.close()
        self.cluster.open()


def dies_at_each_write(
    machine: Machine, deed: str, *, how: str, writes_min: int, whens: tuple[str, ...] = ("before", "after"), **values: Any
) -> dict[str, Any]:  # fmt: skip
    """Let death come before and after each write and the commit of a deed; nothing is half done, and no second time.

    Gives back what stands in the end. Only what was committed stays; who asks again is told so or answered as before.
    """
    machine.require_sound()
    before = machine.do("everything")
    for at in range(WRITES_MAX):
        for when in whens:
            (answer,) = machine.ask(deed, fault=(at, when, how), **values)
            place = f"{deed}: {how} killed {when} write {at}"
            if how == "postgres":
                assert "broke" in answer or "result" in answer, f"{place}: {answer}"
                machine.start_again()
                machine.require_sound()
            else:
                assert answer == {"died": KILLED}, f"{place}: {answer}"
            now = machine.do("everything")
            if now == before:
                continue  # as it was when it was found sound
            machine.require_sound()
            assert when == "after", f"{place}: half of it stayed"
            assert at >= writes_min, f"{place}: it was over too soon"
            machine.ask(deed, **values)
            assert machine.do("everything") == now, f"{place}: asked again, it was done again"
            machine.require_sound()
            return dict(now)
    raise AssertionError(f"{deed} was never done")


@contextmanager
def own_machine(template: str) -> Iterator[Machine]:
    """A durable PostgreSQL of its own with a migrated database, on a disk of two gigabytes where one can be mounted."""
    # Not below a folder that only root enters: the server runs as somebody else.
    home = Path(tempfile.mkdtemp(prefix="lontar-faults-", dir="/var/tmp"))
    home.chmod(0o755)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m,mode=755", "none", str(home)],
        capture_output=True,
        check=False,
    )
    cluster = Cluster(home, durable=True)
    environ = {"LONTAR_HOME": str(home), "LONTAR_TESTING": "1", "DATABASE_URL": ""}
    try:
        with cluster.running():
            _restore(cluster, template)
            machine = Machine("lontar", environ, cluster)
            machine.environ["DISK"] = str(home) if mounted.returncode == 0 else ""
            try:
                yield machine
            finally:
                machine.close()
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "-l", str(home)], check=False)
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(cluster.data.parent, ignore_errors=True)


def _restore(cluster: Cluster, template: str) -> None:
    """The migrated template of the tests, brought over: faster than migrating once more."""
    roles.prepare(cluster.conninfo("postgres", "postgres"), "lontar", login=True)
    there = Environment.read().cluster().conninfo(template, "postgres")
    mine = cluster.conninfo("lontar", "postgres")
    with subprocess.Popen([binaries() / "pg_dump", "-Fc", "-d", there], stdout=subprocess.PIPE) as dump:
        subprocess.run([binaries() / "pg_restore", "--exit-on-error", "-d", mine], stdin=dump.stdout, check=True)
    assert dump.returncode == 0
    roles.grant(cluster.conninfo("postgres", "postgres"), "lontar")
