"""Masks down for a quarter of an hour, and up again."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from lontar.city.places import queries as places
from lontar.city.registry import actions, queries
from lontar.city.registry.forms import Purpose
from lontar.kit import masks
from lontar.kit.answers import beside_field, shown_once
from lontar.kit.gate import EVERY_OFFICER, WHO_MAY_SEE_NUMBERS, WHO_MAY_UNMASK, Actor, door
from lontar.science.identity import masked
from lontar.science.trouble import Refusal


@door(*WHO_MAY_UNMASK)
def unmask(request: HttpRequest) -> HttpResponse:
    """Ask for the purpose, write it down, and go back with the names shown."""
    back = _safe(request, request.POST.get("next") or request.GET.get("next", ""))
    form = Purpose(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.unmask(
                purpose=form.cleaned_data["purpose"],
                reason=form.cleaned_data["reason"],
                by=cast(Actor, request.user),
                on=places.today(),
            )
        except Refusal as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            masks.take_down(request, purpose=form.cleaned_data["purpose"])
            return HttpResponseRedirect(back)
    status = 422 if form.errors else 200
    return render(
        request, "registry/unmask.html", {"form": form, "next": back, "minutes": masks.MINUTES}, status=status
    )


@require_POST
@door(*EVERY_OFFICER)
def mask(request: HttpRequest) -> HttpResponse:
    """Cover the names again."""
    masks.put_up(request)
    return redirect(_safe(request, request.POST.get("next", "")))


@door(*WHO_MAY_SEE_NUMBERS)
def reveal(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """Ask the purpose, write it down, and show one number once."""
    owner = queries.owner_of_number(kind, key)
    if owner is None:
        raise Http404
    form = Purpose(request.POST if request.method == "POST" else None)
    context = {
        "form": form, "kind": kind.upper(), "covered": masked(owner.number),
        "name": masks.shown(request, owner.name), "back": reverse("registry:family", args=[owner.family_id]),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            number = actions.reveal_number(
                kind, key, purpose=given["purpose"], reason=given["reason"], by=cast(Actor, request.user),
                on=places.today(),
            )  # fmt: skip
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            return shown_once(request, "registry/reveal.html", context | {"number": number})
    return render(request, "registry/reveal.html", context, status=422 if form.errors else 200)


def _safe(request: HttpRequest, url: str) -> str:
    """Back to where the officer was, and to no other host."""
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}) else reverse("registry:families")
