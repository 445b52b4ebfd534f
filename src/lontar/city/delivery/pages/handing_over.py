"""The forms that hand over what is owed, and that cancel it."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.delivery import actions, queries
from lontar.city.delivery.forms import HEAD, Cancel, HandOver
from lontar.city.delivery.models import Entitlement
from lontar.city.delivery.pages.one import found_or_404, head_of
from lontar.city.places import queries as places
from lontar.city.stores import queries as shelves
from lontar.kit import masks
from lontar.kit.answers import beside_field, done, status_of
from lontar.kit.formats import rupiah
from lontar.kit.gate import Actor, Role, door
from lontar.science.receipt_codes import read_code
from lontar.science.trouble import Refusal

PHOTO_READ_MAX = 2_000_001  # one byte more than is taken, so that too much is seen as too much


@door(*queries.WHO_MAY_HAND_OVER)
def hand_over(request: HttpRequest, key: int) -> HttpResponse:
    """Three questions, and it is handed over."""
    actor = cast(Actor, request.user)
    one = found_or_404(request, key)
    home = head_of(one)
    shown = masks.shown(request, home.head)
    parcels = shelves.parcel_of(one.line_id)
    stores = [(store.pk, store.name) for store in shelves.stores_for(actor)] if parcels else None
    asks: dict[str, Any] = {"head": shown, "stores": stores, "slip": queries.may_show_slip(one, actor)}
    if request.method == "POST":
        form = HandOver(request.POST, request.FILES, **asks)
        if form.is_valid() and (given := handed_over(form, one, home.head, actor)):
            if given.fresh:
                messages.success(
                    request, _("%(rupiah)s sudah diserahkan dan dicatat.") % {"rupiah": rupiah(one.amount)}
                )
            return redirect("delivery:entitlement", one.pk)
    elif not queries.free_to_give(actor, places.today()).filter(pk=one.pk).exists():
        return redirect("delivery:entitlement", one.pk)
    else:
        form = HandOver(**asks, initial=_begun(request))
    context = {
        "form": form, "one": one, "home": home, "head": shown, "masks_down": masks.are_down(request),
        "may_unmask": masks.may_unmask(request), "goods": shelves.words_of(parcels),
    }  # fmt: skip
    return render(request, "delivery/hand_over.html", context, status=422 if form.errors else 200)


def _begun(request: HttpRequest) -> dict[str, Any]:
    """Today, a key of its own, and the code of the slip that was scanned."""
    begun: dict[str, Any] = {"handed_over_on": places.today(), "key": uuid.uuid4().hex}
    code = read_code(request.GET.get("slip", "")[:64])
    return begun | ({"proof": queries.ProofKind.SLIP, "code": code} if code else {})


def handed_over(form: HandOver, one: Entitlement, head: str, actor: Actor) -> actions.HandedOver | None:
    """Do it; what is refused goes beside the field it is about."""
    given: dict[str, Any] = form.cleaned_data
    kind = given["proof"]
    photo = given["photo"].read(PHOTO_READ_MAX) if kind == "photo" and given["photo"] else None
    image = given["signature"] if kind == "signature" else photo
    said: dict[str, Any] = {
        "proof": actions.Proof(kind, note=given["note"], image=image, code=given["code"]), "by": actor, "on": places.today(),
        "received_by": head if given["receiver"] == HEAD else given["representative"], "key": given["key"],
    }  # fmt: skip
    try:
        if given.get("store"):
            return actions.hand_over_goods(one.pk, actions.OutOf(given["store"], given["handed_over_on"]), **said)
        return actions.hand_over(one.pk, handed_over_on=given["handed_over_on"], **said)
    except Refusal as refusal:
        if refusal.field not in form.fields:
            raise
        beside_field(form, refusal)
        return None


@door(Role.PLANNER, Role.OPERATOR)
def cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Take back what is owed, with the reason."""
    one = found_or_404(request, key)
    if request.method == "GET" and not queries.may_cancel(one, cast(Actor, request.user)):
        return redirect("delivery:entitlement", one.pk)
    form = Cancel(request.POST or None)

    def take_back(given: dict[str, Any]) -> str:
        actions.cancel(one.pk, reason=given["reason"], by=cast(Actor, request.user), on=places.today())
        return _("Hak itu dibatalkan; rupiahnya kembali ke pagu.")

    if done(request, form, take_back):
        return redirect("delivery:entitlement", one.pk)
    return render(request, "delivery/cancel.html", {"form": form, "one": one}, status=status_of(form))
