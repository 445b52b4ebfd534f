"""The database of the tests, and the fixed cast."""

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from lontar.house import roles
from lontar.house.environment import Environment

pytest_plugins = ["browsing", "cast"]


def as_superuser(statement: str, *names: str) -> None:
    """Run one statement on the server, outside of the database under test."""
    environment = Environment.read()
    if environment.embedded:
        conninfo = environment.cluster().conninfo("postgres", "postgres")
    else:
        conninfo = environment.database_url
    with psycopg.connect(conninfo, dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


class Databases:
    """A migrated template, and clones of it: a clone takes a tenth of a second, a migration many."""

    def __init__(self, worker: str) -> None:
        self.template = f"lontar_test_template_{worker}"
        self.clone = f"lontar_test_{worker}"

    def make_template(self) -> None:
        environment = Environment.read()
        self.drop(self.template)
        as_superuser("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0", self.template)
        embedded = environment.embedded
        superuser = environment.cluster().conninfo(self.template, "postgres") if embedded else environment.database_url
        roles.grant(superuser, self.template)
        owner = {**environment.database(roles.OWNER), "NAME": self.template}
        connections.settings["owner"] = {**connections.settings["default"], **owner}
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        connections["owner"].close()
        del connections["owner"]
        del connections.settings["owner"]
        self.use(self.template)
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


@pytest.fixture
def db(request: pytest.FixtureRequest) -> None:
    """A transaction that is rolled back, unless the test asked for a database that commits."""
    if "committed" in request.fixturenames:
        request.getfixturevalue("committed")
    else:
        request.getfixturevalue("_django_db_helper")


@pytest.fixture(autouse=True)
def nobody_acts_between_tests() -> Iterator[None]:
    from lontar.kit import gate

    yield
    assert gate.acting() is None, "a test left an officer behind"
