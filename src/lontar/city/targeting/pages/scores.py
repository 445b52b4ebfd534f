"""The models of the local welfare score: how good each is, and taking in another."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.targeting import actions, queries
from lontar.city.targeting.actions.scores import MODEL_BYTES_MAX
from lontar.city.targeting.forms import ModelForm
from lontar.city.targeting.models import WelfareModel
from lontar.city.targeting.pages.rounds import actor_of
from lontar.kit.answers import done, status_of
from lontar.kit.gate import Role, door
from lontar.science.welfare.model import CLUSTERS_FEW

CUTS_SHOWN: Final = (0.1, 0.2, 0.3, 0.4)


@door(*queries.WHO_DRAW)
def scores(request: HttpRequest) -> HttpResponse:
    """Every model with what was measured of it on households that it had not seen; a planner takes in the next one."""
    actor = actor_of(request)
    form = ModelForm(request.POST or None, request.FILES or None) if actor.role == Role.PLANNER else None

    def do(given: dict[str, Any]) -> str:
        data = given["file"].read(MODEL_BYTES_MAX + 1)
        made = actions.take_in_model(data, source=given["source"], by=actor, on=places.today())
        return _("Model %(version)s dimasukkan; penetapan berikutnya dapat memakainya.") % {"version": made.version}

    if form is not None and done(request, form, do):
        return redirect("targeting:scores")
    context = {"rows": [_row(one) for one in queries.welfare_models()], "form": form}
    return render(request, "targeting/scores.html", context, status=status_of(form) if form is not None else 200)


def _row(one: WelfareModel) -> dict[str, Any]:
    report: dict[str, Any] = one.report
    errors = {row["cut"]: row for row in report.get("errors", [])}
    shown = [
        {"cut": 100 * cut, **{name: _percent(errors[cut][name]) for name in ("exclusion", "inclusion", "leakage")}}
        for cut in CUTS_SHOWN
        if cut in errors
    ]
    clusters = report.get("clusters")
    few = clusters if isinstance(clusters, int) and clusters < CLUSTERS_FEW else None
    return {"model": one, "r2": _percent(report.get("r2")), "rows": report.get("rows"), "errors": shown, "few": few}


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share
