"""Who is like the person that is being typed in: a part that forms ask for while one types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lontar.city.registry import actions
from lontar.city.registry.forms import Typed
from lontar.city.registry.pages.pairs.words import share
from lontar.city.registry.queries import likely_same
from lontar.kit import masks
from lontar.kit.gate import door


@door(*actions.MAY_DECIDE)
def likely(request: HttpRequest) -> HttpResponse:
    """Sent and never in an address, because it carries a name and a number."""
    form = Typed(request.POST)
    form.is_valid()  # what is not yet whole is left out
    values = {key: value for key, value in form.cleaned_data.items() if key != "family" and value}
    found = likely_same(name=values.pop("name", ""), **values)
    context = {
        "elsewhere": found.elsewhere,
        "alike": [(one, masks.shown(request, one.person.name), share(one.probability)) for one in found.alike],
    }
    return render(request, "registry/likely.html", context)
