"""The database of the tests, and the fixed cast."""

import gc
import hashlib
import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connections, transaction
from hypothesis import HealthCheck, settings
from psycopg import sql

from lontar.house import roles
from lontar.house.environment import Environment
from lontar.house.migrating import migrate

pytest_plugins = ["browsing", "cast"]
ROOT = Path(__file__).resolve().parent.parent
GARBAGE = 20_000
"""So many new objects before the collector looks; Python's own 2,000 are meant for programs that stay small."""
# How long a test may take says more about who else uses the machine than about Lontar.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """In the city of the tests it is always the same day, on whatever day they run and however late at night."""
    from cast import TODAY
    from lontar.city.places import queries

    queries.today = lambda: TODAY


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What was imported stays for the whole run: the collector of garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)


@pytest.fixture(autouse=True, scope="session")
def passwords_are_hashed_lightly() -> None:
    """By the same method with its smallest cost: guessing is dear outside of the tests."""
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


def superuser_of(environment: Environment) -> str:
    """How to reach the server as the one who may make databases."""
    return environment.cluster().conninfo("postgres", "postgres") if environment.embedded else environment.database_url


def as_superuser(statement: str, *names: str) -> None:
    """Run one statement on the server, outside of the database under test."""
    with psycopg.connect(superuser_of(Environment.read()), dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def fingerprint() -> str:
    """Names everything that a migrated template holds: whoever changes one of these files gets another template."""
    said = hashlib.sha256()
    sources = [*ROOT.glob("src/lontar/**/migrations/*.py"), *ROOT.glob("src/lontar/city/places/tiles/*.csv")]
    sources += [ROOT / "src/lontar/kit/walls.py", ROOT / "src/lontar/house/roles.py", ROOT / "requirements.lock"]
    sources += [ROOT / "src/lontar/city/places/aliases.csv", ROOT / "tests/cast.py"]
    for path in sorted(sources):
        said.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return said.hexdigest()[:16]


class Databases:
    """A migrated template, and clones of it: a clone takes a tenth of a second, a migration many.

    On the embedded server the template stays for the next run, and all workers clone the one that the first of them
    makes. It gets its name when it is whole: what a crash left behind has another.
    """

    def __init__(self, worker: str) -> None:
        self.lasts = Environment.read().embedded
        self.template = f"lontar_test_template_{fingerprint() if self.lasts else worker}"
        self.clone = f"lontar_test_{worker}"

    def make_template(self) -> None:
        with psycopg.connect(superuser_of(Environment.read()), dbname="postgres", autocommit=True) as connection:
            connection.execute("SELECT pg_advisory_lock(hashtext('lontar test template'))")
            kept = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
            if self.lasts and self.template in kept:
                return
            for old in kept:
                if old == self.template or (self.lasts and old.startswith("lontar_test_template_")):
                    self.drop(old)
            half = f"lontar_test_half_{self.clone}"
            self.drop(half)
            self.migrate(half)
            as_superuser("ALTER DATABASE {} RENAME TO {}", half, self.template)

    def migrate(self, name: str) -> None:
        environment = Environment.read()
        as_superuser("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0", name)
        embedded = environment.embedded
        superuser = environment.cluster().conninfo(name, "postgres") if embedded else environment.database_url
        roles.grant(superuser, name)
        owner = {**environment.database(roles.OWNER), "NAME": name}
        connections.settings["owner"] = {**connections.settings["default"], **owner}
        migrate("owner")
        connections["owner"].close()
        del connections["owner"]
        del connections.settings["owner"]
        self.use(name)
        from cast import appoint_all

        appoint_all()
        connections["default"].close()

    def fresh(self) -> None:
        connections["default"].close()
        self.drop(self.clone)
        as_superuser("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", self.clone, self.template)
        self.use(self.clone)

    def use(self, name: str) -> None:
        default = connections["default"]
        default.close()
        default.settings_dict["NAME"] = name
        connections.settings["default"]["NAME"] = name

    def drop(self, name: str) -> None:
        as_superuser("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@pytest.fixture(scope="session")
def databases() -> Databases:
    return Databases(os.environ.get("PYTEST_XDIST_WORKER", "main"))


@pytest.fixture(scope="session")
def django_db_setup(databases: Databases, django_db_blocker: Any) -> Iterator[None]:
    """Instead of pytest-django's: the tests run as `lontar_app`, behind the walls, not as the owner."""
    with django_db_blocker.unblock():
        databases.make_template()
        databases.fresh()
        yield
        connections.close_all()
        databases.drop(databases.clone)
        if not databases.lasts:
            databases.drop(databases.template)


@pytest.fixture
def committed(databases: Databases, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database whose transactions really commit, for threads, browsers and triggers; made anew afterwards.

    Use it instead of the mark `django_db`, and before fixtures that need a database.
    """
    with django_db_blocker.unblock():
        yield
        connections.close_all()
        databases.fresh()


@pytest.fixture(scope="module")
def lasting(databases: Databases, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A transaction around all tests of a file: what it holds before the first stands for each, and falls with the last.

    A test takes back what it does itself by the mark `django_db`; without the mark that stands as well.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        connections["default"].check_constraints()
        transaction.set_rollback(True)


@pytest.fixture
def db(request: pytest.FixtureRequest) -> None:
    """A transaction that is rolled back, unless the test asked for a database that commits."""
    if "committed" in request.fixturenames:
        request.getfixturevalue("committed")
    else:
        request.getfixturevalue("_django_db_helper")


@pytest.fixture
def a_long_walk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """For thousands of requests: what drew a page is not copied for the test, and the home is asked for once."""
    from lontar.city.places import queries

    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)
    with queries.home_kept():
        monkeypatch.setattr(queries, "home_kept", nullcontext)
        yield


@pytest.fixture(autouse=True)
def nobody_acts_between_tests() -> Iterator[None]:
    from lontar.kit import gate

    yield
    assert gate.acting() is None, "a test left an officer behind"
