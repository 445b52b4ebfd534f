"""Set what is budgeted, record what was spent, and what came of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.programmes import actions, queries
from lontar.city.programmes.forms import PAYERS, BudgetForm, OutputForm, RealisationForm
from lontar.city.programmes.pages.words import WHO_KEEP_MONEY, actor_of, kept_line
from lontar.kit.answers import done, status_of
from lontar.kit.gate import door


@door(*WHO_KEEP_MONEY)
def budget(request: HttpRequest, key: int) -> HttpResponse:
    """Set what one fund gives to a line, in one stage."""
    found = kept_line(request, key)
    form = BudgetForm(request.POST or None, initial={"stage": "budget"})

    def do(given: dict[str, Any]) -> str:
        actions.set_budget(found, **given, by=actor_of(request), on=places.today())
        return _("Pagu disimpan.")

    if done(request, form, do):
        return redirect("programmes:line", found.pk)
    funds = [{**one, "label": PAYERS[str(one["fund"])]} for one in queries.by_fund(found.pk)]
    context = {"line": found, "form": form, "funds": funds}
    return render(request, "programmes/budget.html", context, status=status_of(form))


@door(*WHO_KEEP_MONEY)
def realisation(request: HttpRequest, key: int) -> HttpResponse:
    """Record what was spent in a quarter."""
    found = kept_line(request, key)
    form = RealisationForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        actions.record_realisation(found, **given, by=actor_of(request), on=places.today())
        return _("Realisasi dicatat.")

    if done(request, form, do):
        return redirect("programmes:line", found.pk)
    context = {"line": found, "form": form, "realised": queries.realised_of(found.pk)}
    return render(request, "programmes/realisation.html", context, status=status_of(form))


@door(*WHO_KEEP_MONEY)
def output(request: HttpRequest, key: int) -> HttpResponse:
    """Say what a line is to bring about, and how far it came."""
    found = kept_line(request, key)
    form = OutputForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        actions.record_output(found, **given, by=actor_of(request), on=places.today())
        return _("Hasil dicatat.")

    if done(request, form, do):
        return redirect("programmes:line", found.pk)
    context = {"line": found, "form": form, "outputs": queries.outputs_of(found.pk)}
    return render(request, "programmes/output.html", context, status=status_of(form))
