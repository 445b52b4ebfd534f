"""The page of closed months, and the one button that closes the next."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.ledger import actions, queries
from lontar.city.ledger.forms import Closing
from lontar.city.places import queries as places
from lontar.kit import answers
from lontar.kit.formats import day
from lontar.kit.gate import Actor, Role, door, require


@door(*queries.WHO_SEE_BOOK)
def periods(request: HttpRequest) -> HttpResponse:
    """Which months take nothing any more; a planner closes the next."""
    actor = cast(Actor, request.user)
    form = Closing(request.POST or None)
    if request.method == "POST":
        require(actor, Role.PLANNER)

    def deed(given: dict[str, Any]) -> str:
        made = actions.close_period(given["period"], by=actor, on=places.today())
        return _("Buku ditutup sampai %(day)s.") % {"day": day(made.until)}

    if answers.done(request, form, deed):
        return redirect("ledger:periods")
    context = {
        "form": form, "periods": list(queries.closed_periods()[:120]), "until": queries.closed_until(),
        "may_close": actor.role == Role.PLANNER,
    }  # fmt: skip
    return render(request, "ledger/periods.html", context, status=answers.status_of(form))
