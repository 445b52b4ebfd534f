"""Asking another server for JSON: only where the city has written its address down, with an end to waiting and reading."""

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

SECONDS_MAX = 20
BYTES_MAX = 1_000_000
SCHEMES = ("https://", "http://")


class CallFailed(Exception):
    """The other server refused, or what it said is no answer."""


class _NoRedirects(HTTPRedirectHandler):
    """What was written down is asked, and nobody else."""

    def redirect_request(self, *_arguments: Any) -> None:
        return None


def call(url: str, body: dict[str, Any] | None = None) -> Any:
    """What a server answers to a question, or to `body`; its refusal in its own words."""
    if not url.startswith(SCHEMES):
        raise CallFailed(f"{url} is no address of a server")
    data = None if body is None else json.dumps(body).encode()
    asked = Request(url, data, {"Accept": "application/json", "Content-Type": "application/json"})  # noqa: S310
    try:
        with build_opener(_NoRedirects).open(asked, timeout=SECONDS_MAX) as answer:
            return _read(answer.read(BYTES_MAX))
    except HTTPError as refused:
        with refused:
            told = _read(refused.read(BYTES_MAX))
        words = (told.get("detail") or told.get("title", "")) if isinstance(told, dict) else ""
        raise CallFailed(f"{refused.code} {words}") from refused


def _read(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError as trouble:
        raise CallFailed("its answer is not JSON") from trouble
