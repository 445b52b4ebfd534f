"""Sign-in for officers only: nobody signs up by themselves, and an officer is shown by name."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class OfficersOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def display(officer: Any) -> str:
    return str(officer.name or officer.username)
