"""Where a family's house stands: written down at the desk."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.journal.actions import saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import actions, queries
from lontar.city.registry.forms.locating import Location
from lontar.kit import masks
from lontar.kit.answers import done, status_of
from lontar.kit.gate import Actor, door
from lontar.kit.paging import KEY_MAX


@door(*actions.MAY_LOCATE)
def locate(request: HttpRequest, key: int) -> HttpResponse:
    """The degrees of the house in which the family lives now, seen and changed with the names."""
    family = queries.family_or_none(key) if key <= KEY_MAX else None
    if family is None:
        raise Http404
    home = queries.dwelling_on(family)  # none where nobody knows it, or a shield hides it: the verb says so
    shown, located = masks.are_down(request), home is not None and home.latitude is not None
    known = {"latitude": home.latitude, "longitude": home.longitude} if home and shown else {}
    form = Location(request.POST or None, initial=known)

    def write(given: dict[str, Any]) -> str:
        position = form.position()
        actions.locate(family.pk, position, by=cast(Actor, request.user), on=places.today())
        if position is not None and places.outside(position.latitude, position.longitude):
            messages.warning(request, outside_words(swapped=not places.outside(position.longitude, position.latitude)))
        return _("Letak rumah dicatat.") if position else _("Letak rumah dihapus.")

    if done(request, form, write):
        return redirect("registry:family", family.pk)
    saw_by_name("page", [family.pk], request=request, on=places.today())
    context = {
        "form": form, "family": family, "covered": located and not shown,
        "masks_down": shown, "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "registry/locate.html", context, status=status_of(form))


def outside_words(*, swapped: bool) -> str:
    """What is to be thought of a house outside of the city."""
    if swapped:
        return _("Letak itu di luar kota ini: lintang dan bujurnya mungkin tertukar. Periksa lagi.")
    return _("Letak itu di luar kota ini. Tetap dicatat dan masuk daftar pertentangan; periksa lagi angkanya.")
