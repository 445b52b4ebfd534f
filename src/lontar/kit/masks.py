"""Masks over names and numbers: up by default, down for a quarter of an hour, for a purpose that is journalled."""

import time
from typing import cast

from django.http import HttpRequest

from lontar.kit.gate import WHO_MAY_UNMASK, Actor

MINUTES = 15
SESSION_KEY = "unmasked_until"
PURPOSE_KEY = "unmasked_for"


def covered(name: str) -> str:
    """A name as a passer-by may see it.

    >>> covered("Maria Ndun"), covered("Yuliana"), covered("")
    ('M•••• N•••', 'Y••••••', '')
    """
    return " ".join(word[0] + "•" * min(len(word) - 1, 8) for word in name.split())


def may_unmask(request: HttpRequest) -> bool:
    """Whether this officer serves families, and so may ask to see them by name."""
    return request.user.is_authenticated and cast(Actor, request.user).role in WHO_MAY_UNMASK


def are_down(request: HttpRequest) -> bool:
    """Whether names may be shown now. A role that lost its right loses it in the middle of the quarter too."""
    return may_unmask(request) and float(request.session.get(SESSION_KEY, 0)) > time.time()


def take_down(request: HttpRequest, *, purpose: str) -> None:
    """Show names for a while; what is seen meanwhile was seen for this purpose."""
    request.session[SESSION_KEY] = time.time() + MINUTES * 60
    request.session[PURPOSE_KEY] = purpose


def purpose_of(request: HttpRequest) -> str:
    """For what names are shown now; nothing while they are covered."""
    return str(request.session.get(PURPOSE_KEY, "")) if are_down(request) else ""


def put_up(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)
    request.session.pop(PURPOSE_KEY, None)


def shown(request: HttpRequest, name: str) -> str:
    """The name as this officer may see it at this moment."""
    return name if are_down(request) else covered(name)
