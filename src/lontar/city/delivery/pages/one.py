"""One entitlement: what it is, how it arrived, its receipt and its proof."""

from typing import Any, cast
from urllib.parse import urlencode

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lontar.city.delivery import queries
from lontar.city.delivery.forms import HOLD_REASONS
from lontar.city.delivery.models import Entitlement
from lontar.city.delivery.pages.lists import STATES, state_words
from lontar.city.journal.actions import saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.kit import masks
from lontar.kit.gate import WHO_MAY_UNMASK, Actor, Role, door
from lontar.kit.paging import KEY_MAX

WHO_OPEN_ONE = (
    Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.FIELD_WORKER, Role.PARTNER, Role.INSPECTOR,
)  # fmt: skip


def proof_words(kind: str) -> str:
    return {
        "signature": _("Tanda tangan di layar"), "photo": _("Foto penyerahan"),
        "signed_list": _("Daftar kertas yang ditandatangani"), "thumbprint": _("Cap jempol di kertas"), "witness": _("Saksi"),
        "slip": _("Kode pada slip keluarga"),
        "transfer": _("Hasil pembayaran dari bank atau kantor pos"),
    }[kind]  # fmt: skip


def found_or_404(request: HttpRequest, key: int) -> Entitlement:
    found = queries.entitlement(key, cast(Actor, request.user)) if key <= KEY_MAX else None
    if found is None:
        raise Http404
    return found


def head_of(one: Entitlement) -> registry.FamilyRow:
    return registry.rows_of([one.family], {one.place_id: one.place.name})[0]


@door(*WHO_OPEN_ONE)
def entitlement(request: HttpRequest, key: int) -> HttpResponse:
    """What is owed, or how it arrived."""
    actor, today = cast(Actor, request.user), places.today()
    one = found_or_404(request, key)
    home = head_of(one)
    handover = queries.handover_of(one.pk)
    saw_by_name("page", [one.family_id], request=request, on=today)
    context: dict[str, Any] = {
        "one": one, "home": home, "head": masks.shown(request, home.head), "state": STATES[one.status],
        "words": state_words(one.status), "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
        "may_hand_over": queries.free_to_give(actor, today).filter(pk=one.pk).exists(),
        "may_cancel": queries.may_cancel(one, actor), "opens_family": actor.role != Role.PARTNER,
        "handover": handover, "held": queries.hold_on(one, today), "reasons": HOLD_REASONS, "in_order": queries.order_line_of(one.pk),
        "back": queries.take_back_of(one) if handover else None, "may_ask_back": queries.may_ask_back(one, actor),
        "may_hold": actor.role in queries.WHO_MAY_HOLD and one.status == "owed",
        "may_confirm": queries.to_confirm(actor, today).filter(entitlement=one).exists(),
        "may_lift": actor.role in queries.WHO_MAY_CONFIRM, "opens_order": actor.role in queries.WHO_SEE_ORDERS,
    }  # fmt: skip
    if handover:
        context |= {
            "proof": proof_words(handover.proof),
            # A bank has no face; whoever fetched it has one.
            "received_by": handover.received_by
            if handover.proof == "transfer"
            else masks.shown(request, handover.received_by),
            # A witness has a name; a list has a number.
            "note": masks.shown(request, handover.proof_note) if handover.proof == "witness" else handover.proof_note,
            "entry": queries.entry_of(one),
        }
    return render(request, "delivery/entitlement.html", context)


@door(*WHO_OPEN_ONE)
def receipt(request: HttpRequest, key: int) -> HttpResponse:
    """The family's receipt, to be printed or photographed. Whoever holds its code can check it."""
    one = found_or_404(request, key)
    code = queries.code_of(queries.subject_of(one))
    found = queries.receipt_with(code) if queries.handover_of(one.pk) else None
    if found is None:
        raise Http404
    address = request.build_absolute_uri(reverse("delivery:check", args=[code]))
    context = {
        "one": one,
        "receipt": found,
        "code": code,
        "address": address,
        "qr": qr(address),
        "withdrawn": one.status == "cancelled",
    }
    return render(request, "delivery/receipt.html", context)


@door(*WHO_MAY_UNMASK)
def proof(request: HttpRequest, key: int) -> HttpResponse:
    """The signature or the photo. A face is a name, so names must be uncovered first, for a purpose."""
    one = found_or_404(request, key)
    if not masks.are_down(request):
        return redirect(f"{reverse('registry:unmask')}?{urlencode({'next': request.get_full_path()})}")
    handover = queries.handover_of(one.pk)
    if handover and handover.proof == "photo":
        registry.require_open_address(one.family_id)  # the photo may have been taken at the door
    image = queries.proof_image(handover) if handover else None
    if image is None or handover is None:
        raise Http404
    answer = HttpResponse(image, content_type="image/jpeg" if handover.proof == "photo" else "image/png")
    answer["Cache-Control"] = "no-store"
    return answer


def qr(address: str) -> SafeString:
    """The address as a QR picture; segno writes only numbers and its own words into it."""
    picture = segno.make(address, error="m").svg_inline(
        scale=4, border=2, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff"
    )
    return mark_safe(picture)  # noqa: S308 - no word of anybody is in it
