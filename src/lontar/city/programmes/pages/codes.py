"""A sub-activity over the years, and the codes that follow each other."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.programmes import actions, queries
from lontar.city.programmes.forms import LinkForm
from lontar.city.programmes.pages.words import actor_of
from lontar.kit.answers import done, status_of
from lontar.kit.gate import EVERY_OFFICER, Role, door
from lontar.science.budget_codes import sub_activity_code


@door(*EVERY_OFFICER)
def code(request: HttpRequest, code: str) -> HttpResponse:
    """The work behind a code, year by year; an old way of writing it leads to the same page."""
    normal = sub_activity_code(code)
    if normal is None:
        raise Http404
    if normal != code:
        return redirect("programmes:code", normal)
    actor = actor_of(request)
    years = queries.code_over_years(actor, normal)
    if not years:
        raise Http404
    latest = next(one.sub for one in years if one.sub.code == normal)
    links = actor.role == Role.PLANNER
    form = (
        LinkForm(request.POST or None, initial={"before_code": normal, "before_year": latest.year}) if links else None
    )

    def do(given: dict[str, Any]) -> str:
        actions.link_codes(
            (given["before_year"], given["before_code"]), (given["after_year"], given["after_code"]),
            source=given["source"], by=actor, on=places.today(),
        )  # fmt: skip
        return _("Kode dihubungkan.")

    if form is not None and done(request, form, do):
        return redirect("programmes:code", normal)
    context = {
        "code": normal, "latest": latest, "years": years, "form": form,
        "names": len({one.sub.name.casefold() for one in years}) > 1,
    }  # fmt: skip
    return render(request, "programmes/code.html", context, status=status_of(form) if form else 200)
