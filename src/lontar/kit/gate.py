"""The gate before every door: who asks, which roles may pass, and the officer that the database sees."""

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from enum import StrEnum
from functools import wraps
from typing import Any, Protocol, cast, runtime_checkable
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lontar.science.trouble import NotAllowed


class Role(StrEnum):
    """What an officer is, and so what is asked of them."""

    ADMINISTRATOR = "administrator"
    PLANNER = "planner"
    OPERATOR = "operator"
    WARD_OFFICER = "ward_officer"
    FUND_COMMITTEE = "fund_committee"
    FIELD_WORKER = "field_worker"
    PARTNER = "partner"
    INSPECTOR = "inspector"
    ANALYST = "analyst"
    TREASURER = "treasurer"

    @property
    def label(self) -> str:
        """What the role is called on a screen."""
        return str(LABELS[self])


LABELS = {
    Role.ADMINISTRATOR: gettext_lazy("Administrator"),
    Role.PLANNER: gettext_lazy("Perencana"),
    Role.OPERATOR: gettext_lazy("Operator instansi"),
    Role.WARD_OFFICER: gettext_lazy("Petugas kelurahan"),
    Role.FUND_COMMITTEE: gettext_lazy("Komite dana kelurahan"),
    Role.FIELD_WORKER: gettext_lazy("Petugas lapangan"),
    Role.PARTNER: gettext_lazy("Mitra"),
    Role.INSPECTOR: gettext_lazy("Inspektur"),
    Role.ANALYST: gettext_lazy("Analis"),
    Role.TREASURER: gettext_lazy("Bendahara umum daerah"),
}
PUBLIC = "public"
EVERY_OFFICER = tuple(Role)
# The inspector reads all and changes nothing; the analyst sees columns, never a person.
# The treasurer releases money by sums and never meets a person.
WHO_SEE_PERSONS = tuple(role for role in Role if role not in (Role.ANALYST, Role.TREASURER))
# Masks fall only for those who serve the family.
WHO_MAY_UNMASK = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.FIELD_WORKER, Role.PARTNER)
# A NIK or a card's number in full is for those who check papers and correct records, one person at a time.
WHO_MAY_SEE_NUMBERS = (Role.OPERATOR, Role.WARD_OFFICER, Role.FIELD_WORKER)


@runtime_checkable
class Actor(Protocol):
    """Whoever does something: an officer, or the terminal."""

    @property
    def id(self) -> Any: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...


View = Callable[..., HttpResponseBase]
_acting: ContextVar[Actor | None] = ContextVar("acting", default=None)


def door(*roles: str) -> Callable[[View], View]:
    """A page that only these roles may open. `door(PUBLIC)` is open to all, and says so."""
    allowed = frozenset(roles)
    if not allowed:
        raise ValueError("a door without roles would be open to nobody")

    def gate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if PUBLIC not in allowed:
                if not request.user.is_authenticated:
                    back = urlencode({"next": request.get_full_path()})
                    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{back}")
                require(cast(Actor, request.user), *allowed)
            return view(request, *args, **kwargs)

        guarded.roles = allowed  # type: ignore[attr-defined]  # the walk over all doors reads it
        return guarded

    return gate


def require(actor: Actor, *roles: str) -> None:
    """Refuse whoever has none of these roles."""
    if actor.role not in roles:
        raise NotAllowed(
            _("Peran Anda tidak membuka halaman atau tindakan ini."),
            advice=_("Mintalah kepada administrator bila Anda memerlukannya untuk tugas Anda."),
        )


@contextlib.contextmanager
def acting_as(actor: Actor | None) -> Iterator[None]:
    """Let the database see this officer, and only within the block.

    The row-level walls read `lontar.officer`; unset, they show nothing. A connection goes back to its pool
    or to the next request cleared, whatever happened inside.
    """
    before = _acting.get()
    token = _acting.set(actor)
    _tell_database(actor)
    try:
        yield
    finally:
        _acting.reset(token)
        _tell_database(before)


def acting() -> Actor | None:
    """Who acts now, for code that only needs to know whether anybody does."""
    return _acting.get()


def _tell_database(actor: Actor | None) -> None:
    if connection.connection is None and actor is None:
        return  # nothing was opened, so nothing has to be cleared
    if connection.in_atomic_block and connection.needs_rollback:
        return  # the rollback that must come undoes the setting as well
    officer = "" if actor is None or actor.id is None else str(actor.id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lontar.officer', %s, false)", [officer])
