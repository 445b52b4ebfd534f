"""Answer a ward."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.community import queries as community
from lontar.city.places import queries as places
from lontar.city.programmes import actions, queries
from lontar.city.programmes.forms import AnswerForm
from lontar.city.programmes.pages.words import WHO_KEEP_MONEY, actor_of, status
from lontar.kit.answers import beside_field
from lontar.kit.gate import Role, door
from lontar.kit.paging import KEY_MAX
from lontar.science.trouble import NotAllowed, Refusal


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
    if request.method == "POST" and form.is_valid():
        given, today = form.cleaned_data, places.today()
        try:
            if given["line"]:
                actions.adopt_proposal(found, lines[given["line"]], reason=given["reason"], by=actor, on=today)
            else:
                actions.refuse_proposal(found, reason=given["reason"], by=actor, on=today)
        except NotAllowed:
            raise
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            messages.success(request, _("Usulan %(number)s dijawab.") % {"number": found.number})
            return redirect("community:proposal", key)
    return render(request, "programmes/answer.html", {"form": form, "one": found}, status=status(request, form))
