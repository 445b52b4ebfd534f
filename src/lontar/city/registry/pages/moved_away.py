"""A family that lives in another ward now: its old ward sees what was recorded in its own time, and nothing later."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lontar.city.places import queries as places
from lontar.city.registry import queries
from lontar.city.registry.forms.life import PAPER_WORDS
from lontar.city.registry.queries.over_time import EVENT_WORDS
from lontar.city.registry.queries.spoken import RELATIONS


def moved_away(request: HttpRequest, key: int) -> HttpResponse | None:
    """The page, or None where this officer never had the family or its address is shielded from them."""
    found = queries.time_here(key)
    if found is None:
        return None
    ward = places.by_id(found.place_id)
    context = {
        "number": f"K-{key:07d}",
        "ward": ward,
        "found": found,
        "people": [(f"P-{one.person_id:07d}", RELATIONS[one.relation], one) for one in found.people],
        "story": found.story,
        "events": [
            (one, {"what": str(EVENT_WORDS[one.kind]), "paper": str(PAPER_WORDS[one.paper])}) for one in found.events
        ],
    }
    return render(request, "registry/moved_away.html", context)
