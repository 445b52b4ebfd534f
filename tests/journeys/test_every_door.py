"""Every role walks up to every page and every operation, and so does nobody.

A page without a door fails here, and so does a page whose example is missing in `examples.py`: whoever adds a page adds
both. Forbidden is 403 and never a half-drawn page; allowed is never 403 and never a crash; an object outside of an
officer's places is 404, as if it did not exist.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

from cast import CAST, officer
from journeys.examples import OPERATIONS, PAGES, Case
from journeys.world import KK, NAME, NIK, World
from lontar.house.api import api
from lontar.kit.gate import PUBLIC

# What is not ours, and so has no door of ours: signing in comes before being somebody.
UNDECLARED = {"set_language"}
NOT_OURS = ("allauth.",)
OF_ONE_WARD = ("maria", "marten", "petrus", "rita")
NOBODY = "nobody"
# The names are uncovered for this one, and whose names a page shows must be kept.
READS_NAMES = "ester"
# Names that nobody has matched with a family yet, rows of a file that the journal knows by its own verb, and who came
# to a meeting: there is no family to note.
OF_NO_FAMILY = {
    "registry:worklist", "programmes:recipient_list", "programmes:settle_recipient", "targeting:nomination",
    "stores:emergency", "stores:match", "community:meeting", "community:put_before", "community:minutes",
    "community:close",
}  # fmt: skip
WALKERS = (*CAST, NOBODY)
pytestmark = pytest.mark.usefixtures("a_long_walk")


@dataclass(frozen=True)
class Page:
    """One pattern of an address, with its view."""

    name: str
    route: str
    view: Any

    @property
    def roles(self) -> frozenset[str] | None:
        return getattr(self.view, "roles", None)

    @property
    def arguments(self) -> list[str]:
        return re.findall(r"<(?:\w+:)?(\w+)>", self.route)


def pages(patterns: Any = None, route: str = "", space: str = "") -> Iterator[Page]:
    """Every pattern of the house but the operations of the API, which are walked by themselves."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            below = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from pages(pattern.url_patterns, here, below)
        elif isinstance(pattern, URLPattern) and not is_operation(pattern.callback):
            yield Page(f"{space}{pattern.name or pattern.callback.__name__}", here, pattern.callback)


def is_operation(view: Any) -> bool:
    return getattr(view, "__module__", "") == "ninja.operation"


def is_ours(page: Page) -> bool:
    module = getattr(page.view, "__module__", "") or ""
    return page.name not in UNDECLARED and not module.startswith(NOT_OURS)


OURS = [page for page in pages() if is_ours(page)]


@dataclass(frozen=True)
class Operation:
    """One method at one address of the API."""

    name: str
    method: str
    address: str
    roles: frozenset[str] | None


def operations() -> Iterator[Operation]:
    for bound in api._get_bound_routers():
        for address, view in bound.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    function = operation.view_func
                    yield Operation(function.__name__, method, f"/api{address}", getattr(function, "roles", None))


CALLS = list(operations())


def test_there_are_doors_to_walk_through():
    assert len(OURS) > 5
    assert len(CALLS) > 5


def test_every_page_says_who_may_open_it():
    open_to_nobody_knows = [page.route for page in OURS if not page.roles]
    assert open_to_nobody_knows == [], "put @door(...) on the view"


def test_every_operation_says_who_may_call_it():
    assert [call.address for call in CALLS if not call.roles] == [], "put @api_door(...) under @router.get(...)"


def test_a_page_without_a_door_would_be_found():
    def forgotten(request):
        """A page that somebody added in a hurry."""

    found = list(pages([path("lupa/<int:pk>/", forgotten, name="lupa")]))
    assert [(page.name, page.roles, page.arguments, is_ours(page)) for page in found] == [("lupa", None, ["pk"], True)]


def test_every_page_with_an_argument_has_an_example():
    assert [page.name for page in OURS if page.arguments and page.name not in PAGES] == [], (
        "add a line to PAGES in tests/journeys/examples.py"
    )
    assert [call.name for call in CALLS if "{" in call.address and call.name not in OPERATIONS] == [], (
        "add a line to OPERATIONS in tests/journeys/examples.py"
    )


def test_no_example_outlives_its_page():
    assert sorted(set(PAGES) - {page.name for page in pages()}) == []
    assert sorted(set(OPERATIONS) - {call.name for call in CALLS}) == []


@pytest.fixture
def world(db) -> World:
    return World()


@pytest.fixture(autouse=True)
def sessions_in_cookies(settings: Any) -> None:
    """So that signing in, which the walk does a thousand times, costs nothing after the first."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"


@pytest.fixture(autouse=True)
def a_refusal_is_drawn_once_for_each_walker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same words for the same officer are the same page: the walk is refused some thousand times."""
    from lontar.house import middleware

    def drawn(request: Any, template: str, context: dict[str, Any], *, status: int) -> HttpResponse:
        key = (template, request.user.pk, str(context), status)
        if key not in DRAWN:
            DRAWN[key] = render(request, template, context, status=status).content
        return HttpResponse(DRAWN[key], status=status)

    monkeypatch.setattr(middleware, "render", drawn)


DRAWN: dict[Any, bytes] = {}
COOKIES: dict[str, str] = {}


def signed_in(username: str) -> Client:
    client = Client()
    if username == NOBODY:
        return client
    if username not in COOKIES:
        client.force_login(officer(username), backend="allauth.account.auth_backends.AuthenticationBackend")
        if username == READS_NAMES:
            client.post("/keluarga/perlihatkan/", {"purpose": "service", "next": "/akun/"})
        COOKIES[username] = client.cookies["sessionid"].value
    client.cookies["sessionid"] = COOKIES[username]
    return client


def ask(client: Client, method: str, address: str, **data: Any) -> Any:
    """One request, whose traces are wiped away: the next walker finds the same city."""
    with transaction.atomic():
        if method == "GET":
            answer = client.get(address, data)
        elif address.startswith("/api/"):
            answer = client.generic(method, address, b"{}", content_type="application/json")
        else:
            answer = client.post(address, data)
        transaction.set_rollback(True)
    return answer


def case_of(cases: dict[str, Any], name: str, world: World) -> Case:
    return cases[name](world) if name in cases else Case({})


@contextmanager
def noting() -> Iterator[list[str]]:
    """What is kept about families that are seen meanwhile."""
    kept: list[str] = []

    def listen(execute: Any, sql: str, *rest: Any) -> Any:
        if "INSERT INTO journal_sighting" in sql:
            kept.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        yield kept


def turned_away(client: Client, address: str, at: int, **query: Any) -> Any:
    """What a door says to a role that it refuses. It asks for no method, so of those refused every other one tries each;
    where the view refuses the method before the door is reached, the same officer tries the other one."""
    methods = ("POST", "GET") if at % 2 else ("GET", "POST")
    answer = ask(client, methods[0], address, **query)
    return ask(client, methods[1], address, **query) if answer.status_code == 405 else answer


def sent_to_sign_in(answer: Any) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith("/akun/masuk/?next=")


@pytest.mark.django_db
@pytest.mark.parametrize("page", OURS, ids=lambda page: page.name)
def test_a_page_lets_in_its_roles_and_nobody_else_and_shows_nothing_of_elsewhere(page, world):
    case = case_of(PAGES, page.name, world)
    address = reverse(page.name, kwargs=case.inside)
    assert page.roles
    for at, walker in enumerate(WALKERS):
        client = signed_in(walker)
        role = CAST[walker][1] if walker != NOBODY else NOBODY
        if role != NOBODY and not {PUBLIC, role} & page.roles:
            assert turned_away(client, address, at, **case.query).status_code == 403, f"{walker} {address}"
            continue
        for method in ("GET", "POST"):
            with noting() as noted:
                answer = ask(client, method, address, **case.query)
            where = f"{walker} {method} {address}: {answer.status_code}"
            if PUBLIC in page.roles:
                assert answer.status_code != 403, where
                assert not sent_to_sign_in(answer), where
            elif walker == NOBODY:
                # A view may refuse the method before it asks who is there; it then has shown nothing.
                assert sent_to_sign_in(answer) or answer.status_code == 405, where
            elif walker in case.hidden_from:
                assert answer.status_code in (404, 405), where
            elif method == "POST" and role in case.only_read:
                assert answer.status_code == 403, where
            else:
                assert answer.status_code not in (401, 403), where
                assert answer.status_code < 500, where
                assert answer.status_code != 404 or "rest" in page.arguments, where
                if walker == READS_NAMES and page.name not in OF_NO_FAMILY and NAME in readable(answer):
                    assert noted, f"{where}: a name was shown, and nobody would be told that it was seen"

    what_lies_outside_of_an_officers_places_is_not_there(page, case)


def what_lies_outside_of_an_officers_places_is_not_there(page: Page, case: Case) -> None:
    if case.outside is None:
        assert not _of_a_family(page), f"{page.name}: say in examples.py what lies outside"
        return
    address = reverse(page.name, kwargs=case.outside)
    assert page.roles
    for walker in OF_ONE_WARD:
        if CAST[walker][1] in page.roles:
            client = signed_in(walker)
            for method in ("GET", "POST"):
                answer = ask(client, method, address, **case.query)
                assert answer.status_code in (404, 405), f"{walker} {method} {address}: {answer.status_code}"


def _of_a_family(page: Page) -> bool:
    return any(word in argument for argument in page.arguments for word in ("family", "person"))


@pytest.mark.django_db
@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.method} {call.address}")
def test_an_operation_lets_in_its_roles_and_nobody_else(call, world):
    case = case_of(OPERATIONS, call.name, world)
    address = call.address.format(**case.inside)
    assert call.roles
    for walker in WALKERS:
        answer = ask(signed_in(walker), call.method, address, **case.query)
        where = f"{walker} {call.method} {address}: {answer.status_code}"
        if PUBLIC in call.roles:
            assert answer.status_code not in (401, 403), where
        elif walker == NOBODY:
            assert answer.status_code == 401, where
        elif CAST[walker][1] not in call.roles:
            assert answer.status_code == 403, where
        elif walker in case.hidden_from:
            assert answer.status_code == 404, where
        else:
            assert answer.status_code < 500, where
            assert answer.status_code not in (401, 403, 404, 405), where
        if answer.status_code >= 400:
            assert answer.headers["Content-Type"] == "application/problem+json", where
        if case.outside is not None and walker in OF_ONE_WARD and CAST[walker][1] in call.roles:
            outside = ask(signed_in(walker), call.method, call.address.format(**case.outside), **case.query)
            assert outside.status_code == 404, where


def readable(answer: Any) -> str:
    """Everything that a body says: a page, a CSV, JSON, or the sheets inside an XLSX."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return body.decode("utf-8", "replace")


def shown_at(client: Client, address: str) -> Iterator[tuple[str, str]]:
    """What a page says, and the files that it gives when it is asked for one, said or unsaid on the page."""
    yield address, readable(ask(client, "GET", address))
    sheet = ask(client, "GET", address, ekspor="csv")
    if sheet.headers.get("Content-Disposition"):
        yield f"{address}?ekspor=csv", readable(sheet)
        yield f"{address}?ekspor=xlsx", readable(ask(client, "GET", address, ekspor="xlsx"))


@pytest.mark.django_db
@pytest.mark.parametrize("walker", ["daud", "anna"])
def test_inspector_and_analyst_meet_no_name_and_no_number_anywhere(walker, world):
    client = signed_in(walker)
    role = CAST[walker][1]
    assert world.inside
    assert world.outside
    addresses = [
        reverse(page.name, kwargs=case_of(PAGES, page.name, world).inside)
        for page in OURS
        if page.roles and {role, PUBLIC} & page.roles
    ]
    calls = [
        call.address.format(**case_of(OPERATIONS, call.name, world).inside)
        for call in CALLS
        if call.method == "GET" and call.roles and role in call.roles
    ]
    told = [page for address in addresses for page in shown_at(client, address)]
    told += [(address, readable(ask(client, "GET", address))) for address in calls]
    assert world.given
    assert world.round
    secrets = (NAME, NAME.upper(), NAME.split()[1], NIK, KK)
    assert len(told) > 10
    assert [(address, secret) for address, body in told for secret in secrets if secret in body] == []


@pytest.mark.django_db
def test_the_search_for_names_finds_one_where_there_is_one(world):
    """Else the test above would pass by looking away."""
    assert NAME in readable(HttpResponse(f"<td>{world.inside[1].name}</td>"))
    page = reverse("registry:family", args=[world.inside[0].pk])
    assert NAME in readable(ask(signed_in(READS_NAMES), "GET", page))
    from lontar.kit.exports import export

    assert NIK in readable(export("xlsx", name="x", heads=["NIK"], rows=[[NIK]]))
