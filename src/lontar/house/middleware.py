"""What happens around every request: language, officer, and refusals that become pages."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import is_valid_path, reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from lontar.city.access import actions as officers
from lontar.city.access import queries as access
from lontar.city.places import queries as places
from lontar.kit import problems
from lontar.kit.gate import Actor, acting_as
from lontar.kit.sayings import refusal_told
from lontar.science.trouble import Refusal

Respond = Callable[[HttpRequest], HttpResponseBase]
API = "/api/"
# What an officer reaches before they have chosen a password of their own.
STAYS_OPEN = ("account_change_password", "account_logout", "set_language", "alive", "favicon")


def language_by_cookie_only(respond: Respond) -> Respond:
    """Never by a browser's header, for an English browser would change the form of every number; by a program's."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        if request.path.startswith(API):
            chosen = translation.get_language_from_request(request)
        known = {code for code, _name in settings.LANGUAGES}
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = respond(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response

    return middleware


def clock_of_the_city(respond: Respond) -> Respond:
    """Hours are written as the clock in the home city shows them; the database keeps them in UTC."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith("/" + settings.STATIC_URL.lstrip("/")):
            return respond(request)
        with places.home_kept(), timezone.override(places.zone_of(places.home())):
            return respond(request)

    return middleware


def officer_of_the_request(respond: Respond) -> Respond:
    """The database sees the officer for the length of the request and nobody afterwards."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith("/" + settings.STATIC_URL.lstrip("/")):
            return respond(request)
        if request.path.startswith(API):
            _look_up_token(request)
        officer = request.user if request.user.is_authenticated else None
        with acting_as(cast("Actor | None", officer)):
            return respond(request)

    return middleware


def _look_up_token(request: HttpRequest) -> None:
    """Whoever shows a token is who the token says, or nobody: never who the cookie beside it says."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        request.by_token = True  # type: ignore[attr-defined]  # the API's doors read it
        today = places.today()
        token = access.token_shown(secret.strip(), today)
        if token is not None:
            officers.note_use(token, on=today)
        request.user = token.officer if token else AnonymousUser()


def own_password_first(respond: Respond) -> Respond:
    """Whoever came in with a password that somebody else gave, and so knows, chooses another before anything else."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        officer = request.user
        if getattr(request, "by_token", False) or not getattr(officer, "password_given", False):
            return respond(request)
        if request.path.startswith(API):
            return problems.problem(403, _("Gantilah dahulu kata sandi yang diberikan kepada Anda."))
        if request.path in {reverse(name) for name in STAYS_OPEN} or request.path.startswith(
            "/" + settings.STATIC_URL.lstrip("/")
        ):
            return respond(request)
        choose = reverse("account_change_password")
        return HttpResponseClientRedirect(choose) if request.headers.get("HX-Request") else redirect(choose)

    return middleware


def problems_of_the_api(respond: Respond) -> Respond:
    """Whatever goes wrong under /api/ before or beside an operation is told as a problem document too."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = respond(request)
        is_told = response.headers.get("Content-Type", "").startswith(problems.MEDIA_TYPE)
        if response.status_code < 400 or is_told or not request.path.startswith(API):
            return response
        told = problems.problem(response.status_code)
        if "Allow" in response.headers:
            told["Allow"] = response.headers["Allow"]
        return told

    return middleware


def up_from_a_button(respond: Respond) -> Respond:
    """Whoever comes by address to what only a button opens is led to the page above it.

    So after a refusal that a button's own address showed: a reload, a kept address, names closed or opened there.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = respond(request)
        by_browser = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if response.status_code != 405 or not by_browser or request.path.startswith(API):
            return response
        return redirect(_page_above(request.path_info))

    return middleware


def _page_above(path: str) -> str:
    """The nearest address above that the house knows; another button's leads further up."""
    while path := path.rstrip("/").rpartition("/")[0]:
        if is_valid_path(f"{path}/"):
            return f"{path}/"
    return "/"


def came_from(request: HttpRequest) -> str:
    """The page of ours whose form was sent: what was typed is not lost behind a refusal."""
    page = request.headers.get("Referer", "")
    here = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(page, allowed_hosts=here, require_https=request.is_secure())
    return page if request.method == "POST" and is_ours else ""


class refusals_as_pages:  # noqa: N801 - Django names middleware like a function
    """A refusal that a page did not show beside its field becomes a page of its own, with its advice."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        if not isinstance(trouble, Refusal):
            return None
        message, advice = refusal_told(trouble)
        told = {"message": message, "advice": advice, "status": trouble.status}
        context = {"refusal": told, "back": came_from(request)}
        return render(request, "refusal.html", context, status=trouble.status)
