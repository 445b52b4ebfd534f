"""Masks down for a quarter of an hour, and up again."""

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from lontar.city.places import queries as places
from lontar.city.registry import actions
from lontar.city.registry.forms import Purpose
from lontar.kit import masks
from lontar.kit.gate import EVERY_OFFICER, WHO_MAY_UNMASK, Actor, door
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
            masks.take_down(request)
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


def _safe(request: HttpRequest, url: str) -> str:
    """Back to where the officer was, and to no other host."""
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}) else reverse("registry:families")
