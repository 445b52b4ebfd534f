"""What the environment says: where data lie, which database, which keys. Read once, before Django."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from lontar.house import roles
from lontar.house.keys import KeyFile
from lontar.house.postgres import Cluster
from lontar.science.trouble import Refusal

ROOT = Path(__file__).resolve().parents[3]
DATABASE = "lontar"
MAIL_SECONDS_MAX = 20
STAGING_MEMORY = "256MB"
"""What one connection may keep of its temporary tables in memory: a city's file is staged there, and with PostgreSQL's
own 8 MB it goes through files and back. Taken as it is used, given back when the connection closes; it can no longer be
set once a connection has made its first temporary table, so it is set at its start."""


@dataclass(frozen=True)
class Environment:
    """Everything that differs from one installation to the next."""

    home: Path
    database_url: str
    testing: bool

    @classmethod
    def read(cls) -> "Environment":
        return cls(
            home=Path(os.environ.get("LONTAR_HOME") or ROOT / ".lontar").absolute(),
            database_url=os.environ.get("DATABASE_URL", ""),
            testing=os.environ.get("LONTAR_TESTING") == "1",
        )

    @property
    def embedded(self) -> bool:
        return not self.database_url

    def cluster(self) -> Cluster:
        return Cluster(self.home, durable=not self.testing)

    def keys(self) -> KeyFile:
        chosen = os.environ.get("LONTAR_KEYS")
        return KeyFile(Path(chosen) if chosen else self.home / "keys.json")

    def mailer(self) -> dict[str, Any]:
        """Who takes mail out, by LONTAR_MAIL_SERVER: `smtp://user:password@host:587`, or `smtps://…` for TLS at once."""
        try:
            parts = urlsplit(os.environ.get("LONTAR_MAIL_SERVER", "") or "smtp://localhost")
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise Refusal(
                "LONTAR_MAIL_SERVER is not the address of a mail server.",
                advice="It looks like smtp://user:password@host:587",
            )
        options: dict[str, Any] = {"host": parts.hostname, "timeout": MAIL_SECONDS_MAX}
        if port:
            options["port"] = port
        if parts.username:
            options |= {"username": unquote(parts.username), "password": unquote(parts.password or "")}
            # A password never travels in the clear.
            options["use_tls"] = parts.scheme == "smtp"
        options["use_ssl"] = parts.scheme == "smtps"
        return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}

    def database(self, role: str) -> dict[str, Any]:
        """Django's settings of the database, as one of the two roles."""
        if self.embedded:
            place = {
                "NAME": DATABASE,
                "USER": role,
                "HOST": str(self.cluster().socket),
                "PORT": "5432",
                "PASSWORD": "",
            }
            options: dict[str, Any] = {}
        else:
            place, options = _parse(self.database_url)
        # Every connection takes the role at its start, the job queue's too, so that no door is left open.
        mine = f"-c role={role} -c temp_buffers={STAGING_MEMORY}"
        options["options"] = f"{options.get('options', '')} {mine}".strip()
        return {
            "ENGINE": "django.db.backends.postgresql",
            **place,
            "OPTIONS": options,
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "ATOMIC_REQUESTS": False,
        }

    def prepare_database(self) -> None:
        """Roles, database and grants; the caller holds the server open."""
        if self.embedded:
            conninfo, name = self.cluster().conninfo("postgres", "postgres"), DATABASE
            roles.prepare(conninfo, name, login=True)
        else:
            place, _ = _parse(self.database_url)
            conninfo, name = self.database_url, place["NAME"]
            roles.prepare(conninfo, name, login=False)
        roles.grant(conninfo, name)


def _parse(url: str) -> tuple[dict[str, str], dict[str, Any]]:
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise Refusal(
            "DATABASE_URL is not an address of a PostgreSQL database.",
            advice="It looks like postgresql://user:password@host:5432/database",
        )
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    place = {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": str(parts.port or ""),
    }
    return place, options
