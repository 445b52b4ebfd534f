"""A real Chromium in front of a real server, for tests that see what a person sees."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

CHROMIUM = Path("/usr/bin/chromium")
PHONE, DESK = 390, 1280
CONTRAST = "color-contrast"
# What a telephone cuts off inside a box that hides or scrolls it; only code and drawings may be pushed sideways.
CUT_OFF = """[...document.querySelectorAll("main :is(a, b, p, span, td, button, input, select, li, h1, h2, h3)")]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
  .filter(one => !one.closest("pre, svg, thead, .unseen")).map(one => one.outerHTML.slice(0, 200))"""


class Window:
    """One page of a browser, with what it complained about and what axe finds in it."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address
        page.set_default_timeout(10_000)
        self.complaints: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> "Window":
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        return self

    def check(self, *rules: str, without: str = "") -> None:
        """Axe finds nothing, nothing scrolls sideways, nothing was refused by the content security policy.

        With `rules`, axe looks at these alone; with `without`, at all but this one.
        """
        self.page.wait_for_load_state()  # a click comes back when the address has changed, not when the page is there
        found = violations(self.page, *rules, without=without)
        assert [f"{one['id']}: {one['nodes'][0]['html'][:300]}" for one in found] == [], self.page.url
        assert not self.page.evaluate("document.documentElement.scrollWidth > innerWidth"), self.page.url
        if self.page.viewport_size["width"] == PHONE:
            assert self.page.evaluate(CUT_OFF) == [], self.page.url
        assert self.complaints == [], self.page.url

    def check_everywhere(self, name: str = "", widths: tuple[int, ...] = (DESK, PHONE)) -> None:
        """The page as it stands, on a desk and a telephone; and by night, when only colours are others, on the last.

        Colours are looked at by day on the first width and by night on the last: that rule takes most of axe's time.
        LONTAR_PICTURES=FOLDER keeps pictures under the name, for a person to look at.
        """
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": 844})
            if width == widths[-1]:
                self.page.emulate_media(color_scheme="dark")
                self.check(CONTRAST)
                self.picture(f"{name}-{width}-dark")
                self.page.emulate_media(color_scheme="light")
            self.check(without="" if width == widths[0] else CONTRAST)
            self.picture(f"{name}-{width}")

    def look(self, name: str) -> None:
        """The page as it stands, checked and kept as a picture."""
        self.check()
        self.picture(name)

    def picture(self, name: str) -> None:
        if folder := os.environ.get("LONTAR_PICTURES"):
            self.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def violations(page: Any, *rules: str, without: str = "") -> list[Any]:
    """What axe finds wrong on a page, by these rules, by all or by all but one."""
    from axe_playwright_python.base import AXE_SCRIPT

    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    if without:
        options["rules"] = {without: {"enabled": False}}
    found: list[Any] = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    return found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Chromium itself, started once for each file of tests."""
    if not CHROMIUM.exists():
        pytest.skip("no Chromium here: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; Django would take that for asynchronous code.
    # And while that loop runs Django keeps other connections than before it: what stays open here would outlive the
    # database that each of these tests commits into and drops.
    connections.close_all()
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def served(committed: None) -> Iterator[str]:
    """The whole application behind an address, on the database of the test, which therefore commits."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: object) -> None:
            return

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def window(chromium: Any, served: str) -> Iterator[Callable[..., Window]]:
    """`window(390)`, `window(1280, "dark", who=maria)`: a fresh browser, signed in as somebody or nobody."""
    contexts = []

    def opened(width: int = DESK, theme: str = "light", who: Any = None, script: bool = True) -> Window:
        context = chromium.new_context(
            viewport={"width": width, "height": 844},
            color_scheme=theme,
            java_script_enabled=script,
            reduced_motion="reduce",  # no colour is looked at while it is still changing
        )
        contexts.append(context)
        if who is not None:
            from django.test import Client

            client = Client()
            client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
            context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": served}])
        return Window(context.new_page(), served)

    yield opened
    for context in contexts:
        context.close()
