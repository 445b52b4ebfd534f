"""What holds payments: the list with its clocks, and the forms that hold, confirm and lift."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lontar.city.delivery import actions, queries
from lontar.city.delivery.forms import HOLD_REASONS, HoldForm, LiftForm
from lontar.city.delivery.models import Hold
from lontar.city.delivery.pages.asking import actor_of, step
from lontar.city.delivery.pages.one import found_or_404
from lontar.city.places import queries as places
from lontar.kit.formats import day
from lontar.kit.gate import door
from lontar.kit.paging import KEY_MAX, numbered_page

PAGE = 25


@door(*queries.WHO_SEE_HOLDS)
def holds(request: HttpRequest) -> HttpResponse:
    """Payments that wait for a reason, the one that ends first at the top."""
    actor, today = actor_of(request), places.today()
    page = numbered_page(request, queries.holds_for(actor, today), PAGE)
    to_confirm = set(queries.to_confirm(actor, today).values_list("pk", flat=True))
    rows = [
        (one, HOLD_REASONS[queries.HoldReason(one.reason)], (one.until - today).days, one.pk in to_confirm)
        for one in page.object_list
    ]
    context = {"page": page, "rows": rows, "may_lift": actor.role in queries.WHO_MAY_CONFIRM}
    return render(request, "delivery/holds.html", context)


@door(*queries.WHO_MAY_HOLD)
def hold(request: HttpRequest, key: int) -> HttpResponse:
    """Hold one payment."""
    one = found_or_404(request, key)
    if request.method == "GET" and one.status != "owed":
        return redirect("delivery:entitlement", one.pk)
    form = HoldForm(request.POST or None)

    def keep_back(given: dict[str, Any]) -> str:
        made = actions.hold(one.pk, **given, by=actor_of(request), on=places.today())
        return _("Pembayaran ini ditahan sampai %(until)s.") % {"until": day(made.until)}

    context = {
        "title": _("Tahan pembayaran"), "crumbs": _crumbs(one.pk), "action": _("Tahan pembayaran ini"),
        "words": _("Tanpa orang kedua, penahanan berakhir sesudah %(days)s hari dan keluarga ini dibayar. Pengaduan saja tidak menahan.")
        % {"days": queries.UNCONFIRMED_DAYS},
        "undo": _("Dapat dilepas kapan saja, dengan alasannya."), "back": reverse("delivery:entitlement", args=[one.pk]),
    }  # fmt: skip
    return step(request, form, keep_back, context)


@door(*queries.WHO_MAY_CONFIRM)
@require_POST
def confirm_hold(request: HttpRequest, key: int) -> HttpResponse:
    """Say as a second person that it is so."""
    one = _hold_or_404(request, key)
    told = actions.confirm_hold(one.pk, by=actor_of(request), on=places.today())
    messages.success(
        request, _("Penahanan disahkan sampai %(until)s; putuskan sebelum itu.") % {"until": day(told.until)}
    )
    return redirect("delivery:entitlement", one.entitlement_id)


@door(*queries.WHO_MAY_CONFIRM)
def lift_hold(request: HttpRequest, key: int) -> HttpResponse:
    """Let it be paid."""
    one = _hold_or_404(request, key)
    form = LiftForm(request.POST or None)

    def lift(given: dict[str, Any]) -> str:
        actions.lift_hold(one.pk, **given, by=actor_of(request), on=places.today())
        return _("Penahanan dilepas; hak ini dapat dibayar lagi.")

    context = {
        "title": _("Lepas penahanan"), "crumbs": _crumbs(one.entitlement_id), "action": _("Lepas penahanan ini"),
        "words": _("Ditahan oleh %(who)s: %(note)s") % {"who": one.by.name, "note": one.note},
        "back": reverse("delivery:entitlement", args=[one.entitlement_id]),
    }  # fmt: skip
    return step(request, form, lift, context)


def _hold_or_404(request: HttpRequest, key: int) -> Hold:
    found = queries.holds_for(actor_of(request), places.today()).filter(pk=key).first() if key <= KEY_MAX else None
    if found is None:
        raise Http404
    return found


def _crumbs(entitlement_id: int) -> list[tuple[str, str]]:
    return [
        (reverse("delivery:entitlements"), _("Penyaluran")),
        (reverse("delivery:entitlement", args=[entitlement_id]), _("Hak nomor %(n)s") % {"n": entitlement_id}),
    ]
