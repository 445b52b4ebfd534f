"""Answer a ward."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.community import queries as community
from lontar.city.places import queries as places
from lontar.city.programmes import actions, queries
from lontar.city.programmes.forms import REFUSED, AnswerForm
from lontar.city.programmes.pages.words import WHO_KEEP_MONEY, actor_of
from lontar.kit.answers import done, status_of
from lontar.kit.gate import Role, door
from lontar.kit.paging import KEY_MAX


@door(*WHO_KEEP_MONEY)
def answer(request: HttpRequest, key: int) -> HttpResponse:
    """Adopt a proposal into a line, or refuse it, with the reason that the ward reads."""
    found: Any = community.proposal_or_none(key) if key <= KEY_MAX else None
    if found is None:
        raise Http404
    actor = actor_of(request)
    lines = {
        one.pk: one
        for one in queries.lines_for(actor).filter(sensitive=False, year__gte=found.on.year).order_by("-year", "name")
        if queries.may_keep_money(actor, one)
    }
    choices = [(key, f"{one.year} · {one.name} ({one.agency.name})") for key, one in lines.items()]
    form = AnswerForm(request.POST or None, lines=choices, may_refuse=actor.role == Role.PLANNER)

    def do(given: dict[str, Any]) -> str:
        if given["line"] == REFUSED:
            actions.refuse_proposal(found, reason=given["reason"], by=actor, on=places.today())
        else:
            actions.adopt_proposal(found, lines[given["line"]], reason=given["reason"], by=actor, on=places.today())
        return _("Usulan %(number)s dijawab.") % {"number": found.number}

    if done(request, form, do):
        return redirect("community:proposal", key)
    return render(request, "programmes/answer.html", {"form": form, "one": found}, status=status_of(form))
