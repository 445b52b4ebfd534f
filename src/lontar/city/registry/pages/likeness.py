"""Who is like the person that is being typed in: a part that forms ask for while one types, and again when they are sent."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lontar.city.journal.actions import saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import actions
from lontar.city.registry.forms import Typed
from lontar.city.registry.pages.chances import share
from lontar.city.registry.queries import families_here, likely_same, names_by_key
from lontar.kit import masks
from lontar.kit.gate import door

CERTAIN: Final = "same"


@door(*actions.MAY_DECIDE)
def likely(request: HttpRequest) -> HttpResponse:
    """Sent and never in an address, because it carries a name and a number."""
    return render(request, "registry/likely.html", alike(request, request.POST))


def alike(
    request: HttpRequest, typed: Mapping[str, Any], *, except_for: Iterable[int] = (), certain: bool = False
) -> dict[str, Any]:
    """What the part shows for what was typed; `certain` leaves out whoever is only similar."""
    form = Typed(typed)
    form.is_valid()  # what is not yet whole is left out
    given = {key: value for key, value in form.cleaned_data.items() if value}
    if given.pop("newborn", ""):
        given.setdefault("birth_date", given.get("happened"))
    mother = given.get("mother")
    if mother and "mother_name" not in given:
        given["mother_name"] = names_by_key([mother]).get(mother, "")
    names = ("nik", "birth_date", "sex", "mother_name", "kk")
    found = likely_same(
        name=given.get("name", ""), except_for=except_for, **{key: given[key] for key in names if given.get(key)}
    )
    shown = [one for one in found.alike if one.band == CERTAIN] if certain else found.alike
    saw_by_name("list", families_here(one.person.pk for one in shown), request=request, on=places.today())
    return {
        "elsewhere": found.elsewhere,
        "alike": [(one, masks.shown(request, one.person.name), share(one.probability)) for one in shown],
    }
