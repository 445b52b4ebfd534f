"""An officer's own page: places, second factor, and keys for programs."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lontar.city.access import actions, queries
from lontar.city.access.forms import NewToken
from lontar.city.access.models import Officer
from lontar.city.places import queries as places
from lontar.kit.answers import beside_field, shown_once
from lontar.kit.gate import EVERY_OFFICER, Actor, door
from lontar.science.trouble import Refusal


@door(*EVERY_OFFICER)
def myself(request: HttpRequest) -> HttpResponse:
    """What this officer is and may see, and how they are kept safe."""
    return _page(request, NewToken())


def _page(request: HttpRequest, form: NewToken) -> HttpResponse:
    officer = cast(Officer, request.user)
    context = {
        "officer": officer,
        "postings": officer.postings.select_related("place").order_by("place_id"),
        "tokens": queries.tokens_of(officer.pk),
        "has_second_factor": queries.has_second_factor(officer),
        "form": form,
        "today": places.today(),
    }
    return render(request, "access/myself.html", context, status=422 if form.errors else 200)


@require_POST
@door(*EVERY_OFFICER)
def make_token(request: HttpRequest) -> HttpResponse:
    """A key for a program, shown once."""
    form = NewToken(request.POST)
    if form.is_valid():
        try:
            secret = actions.issue_token(
                cast(Officer, request.user), label=form.cleaned_data["label"], days=form.cleaned_data["days"],
                by=cast(Actor, request.user), on=places.today(),
            )  # fmt: skip
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            context = {"secret": secret, "label": form.cleaned_data["label"]}
            return shown_once(request, "access/token.html", context)
    return _page(request, form)


@require_POST
@door(*EVERY_OFFICER)
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Take one's own key back."""
    token = queries.tokens_of(request.user.pk).filter(pk=token_id).first()
    if token is None:
        raise Http404
    actions.revoke_token(token, by=cast(Actor, request.user), on=places.today())
    messages.success(request, _("Token “%(label)s” dicabut.") % {"label": token.label})
    return redirect("access:myself")
