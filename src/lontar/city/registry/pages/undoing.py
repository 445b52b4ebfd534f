"""A wrong event is taken back on a page of its own, which says what will happen or what stands in the way."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.journal.actions import saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import actions, queries
from lontar.city.registry.forms.life import PAPER_WORDS, WrongEvent
from lontar.city.registry.models import LifeEvent
from lontar.city.registry.queries.over_time import EVENT_WORDS
from lontar.kit import masks
from lontar.kit.answers import beside_field
from lontar.kit.gate import Actor, door
from lontar.science.trouble import Refusal


@door(*actions.MAY_RECORD_LIFE)
def undo_event(request: HttpRequest, key: int) -> HttpResponse:
    """What was recorded, and one button that takes it back; or the reason why it cannot be."""
    event = queries.event_or_none(key)
    if event is None:
        raise Http404
    by = cast(Actor, request.user)
    families = queries.families_of_event(event.pk)
    form = WrongEvent(request.POST or None)
    refusal = actions.why_not_undone(event, by=by)
    if request.method == "POST" and form.is_valid():
        try:
            actions.undo_event(event.pk, why=form.cleaned_data["why"], by=by, on=places.today())
        except Refusal as refused:
            beside_field(form, refused)
            refusal = None  # said beside its field
        else:
            messages.success(
                request, _("Dibatalkan: %(what)s. Keadaan sebelumnya kembali.") % {"what": EVENT_WORDS[event.kind]}
            )
            left = next((one for one in families if queries.family_or_none(one)), None)
            return redirect("registry:family", left) if left else redirect("registry:families")
    context = {
        "event": event, "what": EVENT_WORDS[event.kind], "paper": PAPER_WORDS[event.paper], "form": form,
        "who": _who(request, event), "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
        "refusal": refusal, "families": [one for one in families if queries.family_or_none(one)],
    }  # fmt: skip
    saw_by_name("page", context["families"], request=request, on=places.today())
    status = 422 if form.errors else 200
    return render(request, "registry/undo_event.html", context, status=status)


def _who(request: HttpRequest, event: LifeEvent) -> str:
    """Whom the event is about, as this officer may see them; an event of a whole family is about nobody alone."""
    key = queries.person_of_event(event)
    if key is None:
        return ""
    return f"{masks.shown(request, queries.names_by_key([key]).get(key, ''))} P-{key:07d}".strip()
