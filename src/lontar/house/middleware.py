"""What happens around every request: language, officer, and refusals that become pages."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from lontar.kit.gate import Actor, acting_as
from lontar.science.trouble import Refusal

Respond = Callable[[HttpRequest], HttpResponseBase]


def language_by_cookie_only(respond: Respond) -> Respond:
    """Never by the browser's header: an English browser would change the form of every number."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        known = {code for code, _name in settings.LANGUAGES}
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = respond(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response

    return middleware


def officer_of_the_request(respond: Respond) -> Respond:
    """The database sees the officer for the length of the request and nobody afterwards."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith("/" + settings.STATIC_URL.lstrip("/")):
            return respond(request)
        officer = request.user if request.user.is_authenticated else None
        with acting_as(cast("Actor | None", officer)):
            return respond(request)

    return middleware


class refusals_as_pages:  # noqa: N801 - Django names middleware like a function
    """A refusal that a page did not show beside its field becomes a page of its own, with its advice."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        if not isinstance(trouble, Refusal):
            return None
        return render(request, "refusal.html", {"refusal": trouble}, status=trouble.status)
