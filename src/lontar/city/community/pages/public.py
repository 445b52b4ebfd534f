"""What everybody may follow: what a ward asked for, and what was answered."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lontar.city.community import queries
from lontar.city.community.forms import FIELDS
from lontar.city.places import queries as places
from lontar.kit.gate import PUBLIC, door
from lontar.kit.paging import numbered_page

PAGE = 50


@door(PUBLIC)
def public_proposals(request: HttpRequest) -> HttpResponse:
    """Every ward with its proposals: how many wait, were adopted, were refused."""
    home = places.home()
    if home is None:
        raise Http404
    counts = queries.proposals_by_ward(home.pk)
    wards = list(places.wards_in(home.pk))
    context = {
        "rows": [(ward, counts[ward.pk]) for ward in wards if ward.pk in counts],
        "silent": [ward for ward in wards if ward.pk not in counts], "home": home, "today": places.today(),
    }  # fmt: skip
    return render(request, "community/public_proposals.html", context)


@door(PUBLIC)
def public_ward(request: HttpRequest, code: str) -> HttpResponse:
    """One ward's proposals, each with votes, cost, and its answer with the reason."""
    ward = places.by_code(code)
    home = places.home()
    if ward is None or home is None or ward.level != "ward":
        raise Http404
    page = numbered_page(request, queries.proposals(place_id=ward.pk), PAGE)
    context = {
        "ward": ward, "page": page, "rows": [(one, FIELDS[one.field]) for one in page.object_list],
        "today": places.today(),
    }  # fmt: skip
    return render(request, "community/public_ward.html", context)
