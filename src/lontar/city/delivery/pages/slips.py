"""Slips with a code for families, printed before the hand-over by somebody who will not stand before them."""

from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lontar.city.delivery import actions, queries
from lontar.city.delivery.models import Entitlement
from lontar.city.delivery.pages.lists import wanted_of
from lontar.city.delivery.pages.one import qr
from lontar.city.journal.actions import saw
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.kit import masks
from lontar.kit.gate import Actor, door

SLIPS_MAX = 200


@door(*queries.WHO_GIVE_SLIPS)
def slips(request: HttpRequest) -> HttpResponse:
    """How many there will be and what they prove; sent, the slips themselves. Names stand on them, so uncover first."""
    if not masks.are_down(request):
        return redirect(f"{reverse('registry:unmask')}?{urlencode({'next': request.get_full_path()})}")
    actor = cast(Actor, request.user)
    _form, wanted, wards = wanted_of(request)
    found = queries.entitlements_matching(actor, wanted).filter(pk__in=queries.for_slips(actor).values("pk"))
    kept = list(found[:SLIPS_MAX])
    context: dict[str, Any] = {
        "count": len(kept), "left_out": max(0, found.count() - len(kept)), "total": sum(one.amount for one in kept),
        "back": f"{reverse('delivery:entitlements')}?{request.GET.urlencode()}",
    }  # fmt: skip
    if request.method == "POST" and kept:
        given = actions.give_slips([one.pk for one in kept], by=actor, on=places.today())
        saw("list", [one.family_id for one in given], by=actor, on=places.today(), named=True, purpose="slips")
        context["slips"] = _printed(request, given, wards)
    answer = render(request, "delivery/slips.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _printed(request: HttpRequest, given: list[Entitlement], wards: dict[int, str]) -> list[dict[str, Any]]:
    homes = {row.id: row for row in registry.rows_of([one.family for one in given], wards)}
    codes = queries.codes_of([queries.subject_of(one) for one in given])
    return [
        {
            "one": one, "home": homes[one.family_id], "code": code,
            "qr": qr(request.build_absolute_uri(reverse("delivery:check", args=[code]))),
        }
        for one, code in zip(given, codes, strict=True)
    ]  # fmt: skip
