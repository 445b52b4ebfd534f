"""Set what is budgeted, record what was spent, and what came of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.programmes import actions, queries
from lontar.city.programmes.forms import PAYERS, BudgetForm, OutputForm, RealisationForm
from lontar.city.programmes.models import Line
from lontar.city.programmes.pages.words import WHO_KEEP_MONEY, actor_of, kept_line, status
from lontar.kit.answers import beside_field
from lontar.kit.gate import door
from lontar.science.trouble import NotAllowed, Refusal


def _done(request: HttpRequest, form: Any, line: Line, verb: Callable[..., Any], told: str) -> HttpResponse | None:
    """Do what the form says; None where it is not sent, or refused with the reason beside its field."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        verb(line, **form.cleaned_data, by=actor_of(request), on=places.today())
    except NotAllowed:
        raise
    except Refusal as refusal:
        beside_field(form, refusal)
        return None
    messages.success(request, told)
    return redirect("programmes:line", line.pk)


@door(*WHO_KEEP_MONEY)
def budget(request: HttpRequest, key: int) -> HttpResponse:
    """Set what one fund gives to a line, in one stage."""
    found = kept_line(request, key)
    form = BudgetForm(request.POST or None, initial={"stage": "budget"})
    done = _done(request, form, found, actions.set_budget, _("Pagu disimpan."))
    if done is not None:
        return done
    funds = [{**one, "label": PAYERS[str(one["fund"])]} for one in queries.by_fund(found.pk)]
    context = {"line": found, "form": form, "funds": funds}
    return render(request, "programmes/budget.html", context, status=status(request, form))


@door(*WHO_KEEP_MONEY)
def realisation(request: HttpRequest, key: int) -> HttpResponse:
    """Record what was spent in a quarter."""
    found = kept_line(request, key)
    form = RealisationForm(request.POST or None)
    done = _done(request, form, found, actions.record_realisation, _("Realisasi dicatat."))
    if done is not None:
        return done
    context = {"line": found, "form": form, "realised": queries.realised_of(found.pk)}
    return render(request, "programmes/realisation.html", context, status=status(request, form))


@door(*WHO_KEEP_MONEY)
def output(request: HttpRequest, key: int) -> HttpResponse:
    """Say what a line is to bring about, and how far it came."""
    found = kept_line(request, key)
    form = OutputForm(request.POST or None)
    done = _done(request, form, found, actions.record_output, _("Hasil dicatat."))
    if done is not None:
        return done
    context = {"line": found, "form": form, "outputs": queries.outputs_of(found.pk)}
    return render(request, "programmes/output.html", context, status=status(request, form))
