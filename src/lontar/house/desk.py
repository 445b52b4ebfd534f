"""An officer's first page: what waits today, put together from each room; and the navigation of each role."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.kit.gate import EVERY_OFFICER, Actor, door


@dataclass(frozen=True)
class Item:
    """One entry of the navigation."""

    label: str
    url: str
    icon: str
    current: bool


# Which url names stand in the navigation, in which order, for whom: (name, label, icon, roles).
ENTRIES: list[tuple[str, Any, str, tuple[str, ...]]] = []


def navigation(request: HttpRequest) -> dict[str, object]:
    """For every page: the home city, whether it is made up, and the work of this role."""
    home = places.home()
    context: dict[str, object] = {"home_city": home, "made_up": places.is_made_up(), "navigation": []}
    if getattr(request, "user", None) is None or not request.user.is_authenticated:
        return context
    role = cast(Actor, request.user).role
    items = [Item(_("Hari ini"), reverse("desk"), "home", request.path == reverse("desk"))]
    for name, label, icon, roles in ENTRIES:
        if role in roles:
            url = reverse(name)
            items.append(Item(str(label), url, icon, request.path.startswith(url)))
    context["navigation"] = items
    return context


@door(*EVERY_OFFICER)
def page(request: HttpRequest) -> HttpResponse:
    """What waits for this officer today, the oldest clock first."""
    return render(request, "desk.html", {"waiting": []})
