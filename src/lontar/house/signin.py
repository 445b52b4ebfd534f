"""Sign-in for officers only: nobody signs up by themselves, and an officer is shown by name."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class OfficersOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def tried_as(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Who somebody tries to be, in one spelling: capitals do not give further tries."""
    given = credentials or {}
    return str(given.get("username") or given.get("login") or request.POST.get("login", "")).strip().casefold()


def display(officer: Any) -> str:
    return str(officer.name or officer.username)
