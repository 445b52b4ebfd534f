"""The agencies and partners that officers belong to."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.access import actions, queries
from lontar.city.access.forms import AgencyForm
from lontar.city.places import queries as places
from lontar.kit.answers import beside_field
from lontar.kit.gate import Actor, Role, door, require
from lontar.science.trouble import Refusal


@door(Role.ADMINISTRATOR, Role.INSPECTOR)
def agencies(request: HttpRequest) -> HttpResponse:
    """The list, and for the administrator a form beneath it."""
    keeps = cast(Actor, request.user).role == Role.ADMINISTRATOR
    form = AgencyForm(request.POST or None)
    if request.method == "POST":
        require(cast(Actor, request.user), Role.ADMINISTRATOR)
    if request.method == "POST" and form.is_valid():
        try:
            agency = actions.ensure_agency(
                form.cleaned_data["code"], name=form.cleaned_data["name"], kind=form.cleaned_data["kind"],
                since=form.cleaned_data["since"], basis=form.cleaned_data["basis"],
                by=cast(Actor, request.user), on=places.today(),
            )  # fmt: skip
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            messages.success(request, _("%(name)s tersimpan.") % {"name": agency.name})
            return redirect("access:agencies")
    kinds = dict(AgencyForm.base_fields["kind"].choices)  # type: ignore[attr-defined]  # a choice field has choices
    rows = [(agency, kinds[agency.kind]) for agency in queries.agencies_with_officers()]
    context = {"rows": rows, "form": form if keeps else None}
    return render(request, "access/agencies.html", context, status=422 if keeps and form.errors else 200)
