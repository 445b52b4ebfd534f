"""The fixed cast of the tests: the same people in every sentence."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.test import Client

TODAY = date(2026, 11, 22)
PASSWORD = "lontar-uji-2026"
CITY = 5371000000
OESAPA = 5371031010
LASIANA = 5371031011

# username: (name, role, place, agency)
CAST = {
    "agus": ("Agus Administrator", "administrator", CITY, None),
    "ester": ("Ester Perencana", "planner", CITY, "bapeda"),
    "yohanes": ("Yohanes Operator", "operator", CITY, "dinas-sosial"),
    "maria": ("Maria Kelurahan", "ward_officer", OESAPA, None),
    "marten": ("Marten Komite", "fund_committee", OESAPA, None),
    "petrus": ("Petrus Lapangan", "field_worker", OESAPA, None),
    "rita": ("Rita Mitra", "partner", OESAPA, "mitra-contoh"),
    "daud": ("Daud Inspektur", "inspector", CITY, None),
    "anna": ("Anna Analis", "analyst", CITY, None),
    "tobias": ("Tobias Bendahara", "treasurer", CITY, None),
}


def appoint_all() -> None:
    """Kota Kupang and the cast, in the template that every test's database is cloned from."""
    from lontar.city.access import actions as access
    from lontar.city.access.models import Agency
    from lontar.city.access.queries import AtTerminal
    from lontar.city.places import actions as places
    from lontar.kit.gate import Role, acting_as

    places.choose_home("53.71", made_up=True, by=AtTerminal(None), on=TODAY)
    terminal = access.ensure_terminal(CITY, on=TODAY)
    with acting_as(terminal):
        agencies = {
            "bapeda": access.ensure_agency("bapeda", name="Bapeda", by=terminal, on=TODAY),
            "dinas-sosial": access.ensure_agency("dinas-sosial", name="Dinas Sosial", by=terminal, on=TODAY),
            "mitra-contoh": access.ensure_agency(
                "mitra-contoh", name="Mitra Contoh", kind=Agency.Kind.PARTNER, by=terminal, on=TODAY
            ),
        }
        for username, (name, role, place, agency) in CAST.items():
            access.appoint(
                username, name=name, role=Role(role), places=[place],
                agency=agencies.get(agency or ""), password=None, by=terminal, on=TODAY,
            )  # fmt: skip


def officer(username: str) -> Any:
    """One of the cast, by name, for tests that walk through all of them."""
    from lontar.city.access.queries import officer_named

    found = officer_named(username)
    assert found is not None
    return found


@pytest.fixture
def home(db: None) -> Any:
    from lontar.city.places import queries

    return queries.home()


@pytest.fixture
def oesapa(db: None) -> Any:
    from lontar.city.places import queries

    return queries.by_code("53.71.03.1010")


@pytest.fixture
def agus(db: None) -> Any:
    """The administrator."""
    return officer("agus")


@pytest.fixture
def ester(db: None) -> Any:
    """The planner at Bapeda."""
    return officer("ester")


@pytest.fixture
def yohanes(db: None) -> Any:
    """The operator of Dinas Sosial."""
    return officer("yohanes")


@pytest.fixture
def maria(db: None) -> Any:
    """The officer of the ward of Oesapa."""
    return officer("maria")


@pytest.fixture
def marten(db: None) -> Any:
    """The fund committee of Oesapa."""
    return officer("marten")


@pytest.fixture
def petrus(db: None) -> Any:
    """The field worker in Oesapa."""
    return officer("petrus")


@pytest.fixture
def rita(db: None) -> Any:
    """The partner organisation's."""
    return officer("rita")


@pytest.fixture
def daud(db: None) -> Any:
    """The inspector, who reads all, masked, and changes nothing."""
    return officer("daud")


@pytest.fixture
def anna(db: None) -> Any:
    """The analyst, who sees columns without names."""
    return officer("anna")


@pytest.fixture
def tobias(db: None) -> Any:
    """The treasurer, who releases sums and meets no family."""
    return officer("tobias")


@pytest.fixture
def acting() -> Callable[[Any], AbstractContextManager[None]]:
    """`with acting(maria):` lets the database see her."""
    from lontar.kit.gate import acting_as

    return acting_as


@pytest.fixture
def sign_in(db: None) -> Callable[[Any], Client]:
    """A browser in which this officer has signed in."""

    def signed_in(who: Any) -> Client:
        client = Client()
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture
def ani(db: None) -> Client:
    """A citizen: a browser in which nobody has signed in."""
    return Client()
