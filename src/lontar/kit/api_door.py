"""The door before every operation of the API: the same roles, the same walls, and a limit on haste."""

import time
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import Throttled
from ninja.operation import Operation
from ninja.security.base import AuthBase
from ninja.utils import check_csrf, contribute_operation_callback

from lontar.kit.gate import PUBLIC, Actor, require
from lontar.kit.problems import MEDIA_TYPE
from lontar.science.trouble import NotAllowed

MINUTE = 60
# One line for each officer, in a table that is not logged: a crash forgets it, and nothing waits for a disk.
COUNT = """
INSERT INTO kit_pace AS pace (officer_id, minute, requests) VALUES (%s, %s, 1)
ON CONFLICT (officer_id) DO UPDATE SET minute = excluded.minute,
    requests = CASE WHEN pace.minute = excluded.minute THEN pace.requests + 1 ELSE 1 END
RETURNING requests
"""
REFUSALS = {404: "Tidak ditemukan, atau di luar wilayah petugas", 409: "Sekarang ditolak"}
REFUSALS_BEHIND_A_DOOR = {401: "Belum ada yang masuk", 403: "Bukan untuk peran ini", 429: "Terlalu sering"}


class Token(AuthBase):
    """A key for programs, sent as `Authorization: Bearer lontar_…`; the middleware has looked up its officer."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, roles: frozenset[str]) -> None:
        self.roles = roles
        super().__init__()

    def __call__(self, request: HttpRequest) -> Actor | None:
        if not getattr(request, "by_token", False) or not request.user.is_authenticated:
            return None
        return _pass(request, self.roles)


class Session(AuthBase):
    """The sign-in of a browser; whatever changes something carries the CSRF token."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = settings.SESSION_COOKIE_NAME

    def __init__(self, roles: frozenset[str]) -> None:
        self.roles = roles
        super().__init__()

    def __call__(self, request: HttpRequest) -> Actor | None:
        if getattr(request, "by_token", False) or not request.user.is_authenticated:
            return None
        if check_csrf(request) is not None:
            raise NotAllowed(_("Permintaan dari peramban tanpa tanda CSRF."), advice=_("Muat ulang halamannya."))
        return _pass(request, self.roles)


class Nobody(AuthBase):
    """What stands before an operation that names no roles: closed."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> None:
        return None


def api_door[F: Callable[..., Any]](*roles: str) -> Callable[[F], F]:
    """An operation that only these roles may call. It stands under `@router.get(...)` and above the function.

    >>> # @router.get("/wards", response=list[Ward])
    >>> # @api_door(Role.PLANNER, Role.INSPECTOR)
    >>> # def wards(request): ...
    """
    allowed = frozenset(roles)
    if not allowed:
        raise ValueError("a door without roles would be open to nobody")

    def gate(operation: F) -> F:
        operation.roles = allowed  # type: ignore[attr-defined]  # the walk over all doors reads it
        contribute_operation_callback(operation, lambda made: _furnish(made, allowed))
        return operation

    return gate


def _furnish(operation: Operation, roles: frozenset[str]) -> None:
    """Put the door in, and say in the schema how it refuses."""
    if PUBLIC in roles:
        operation.auth_param = None
        refusals = dict(REFUSALS)
    else:
        operation.auth_param = [Token(roles), Session(roles)]
        operation._set_auth(operation.auth_param)
        refusals = REFUSALS | REFUSALS_BEHIND_A_DOOR
    if operation.models:
        refusals[422] = "Isian belum benar"
    if any(model.__ninja_param_source__ in ("body", "form", "file") for model in operation.models):
        refusals |= {400: "Tidak terbaca", 413: "Terlalu besar"}
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    extra: dict[str, Any] = dict(operation.openapi_extra or {})
    extra["responses"] = {
        **{status: {"description": words, "content": content} for status, words in sorted(refusals.items())},
        **extra.get("responses", {}),
    }
    extra["x-roles"] = sorted(roles)
    operation.openapi_extra = extra


def _pass(request: HttpRequest, roles: frozenset[str]) -> Actor:
    officer = cast(Actor, request.user)
    require(officer, *roles)
    _hold_back(officer)
    return officer


def _hold_back(officer: Actor) -> None:
    """Count the requests of an officer in the current minute, over all processes of the server."""
    minute, second = divmod(int(time.time()), MINUTE)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [officer.id, minute])
        (requests,) = cursor.fetchone()
    if requests > settings.API_REQUESTS_PER_MINUTE:
        raise Throttled(wait=MINUTE - second)
