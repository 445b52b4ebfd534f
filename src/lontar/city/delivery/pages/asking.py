"""What delivery's pages share: who asks, a form that is filled and done or shown again, and where it leads back to."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.delivery import queries
from lontar.city.delivery.models import PaymentOrder
from lontar.kit.answers import done, status_of
from lontar.kit.gate import Actor
from lontar.kit.paging import KEY_MAX
from lontar.kit.sayings import refusal_told
from lontar.science.trouble import Refusal

Crumb = tuple[str, str]


def actor_of(request: HttpRequest) -> Actor:
    return cast(Actor, request.user)


def order_or_404(request: HttpRequest, key: int) -> PaymentOrder:
    found = queries.order_for(actor_of(request), key) if key <= KEY_MAX else None
    if found is None:
        raise Http404
    return found


def order_crumbs(order: PaymentOrder | None = None) -> list[Crumb]:
    crumbs = [(reverse("delivery:orders"), _("Perintah bayar"))]
    if order is not None:
        crumbs.append((reverse("delivery:order", args=[order.pk]), order.number))
    return crumbs


def families_url(order: PaymentOrder, actor: Actor) -> str:
    """The list of whom this order is for, masked as any list; empty for whoever sees sums only."""
    if order.state == PaymentOrder.State.WITHDRAWN or actor.role not in queries.WHO_SEE_LIST:
        return ""
    return f"{reverse('delivery:entitlements')}?status=all&order={order.pk}"


def turned_back(
    request: HttpRequest, order: PaymentOrder, require: Callable[[PaymentOrder, Actor], None]
) -> HttpResponse | None:
    """To the order with the reason, where this officer's form would only be refused once it is filled in and sent."""
    if request.method != "GET":
        return None
    try:
        require(order, actor_of(request))
    except Refusal as refusal:
        messages.warning(request, " ".join(filter(None, refusal_told(refusal))))
        return redirect("delivery:order", order.pk)
    return None


def step(
    request: HttpRequest, form: forms.Form, deed: Callable[[dict[str, Any]], str], context: dict[str, Any],
    *, template: str = "delivery/step.html",
) -> HttpResponse:  # fmt: skip
    """Do what a form asks for, say so and go back to where it was opened; what is refused stands beside its field."""
    if done(request, form, deed):
        return redirect(context["back"])
    return render(request, template, {"form": form, **context}, status=status_of(form))
