"""What lies where: every store, and one store with all that moved."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.stores import queries
from lontar.city.stores.forms import MOVEMENT_WORDS
from lontar.city.stores.pages.asking import actor_of, store_or_404
from lontar.kit import exports
from lontar.kit.gate import Role, door
from lontar.kit.paging import numbered_page

PAGE = 50


@door(*queries.WHO_SEE)
def stores(request: HttpRequest) -> HttpResponseBase:
    """The stores of this officer's places with what lies in them, and each kind of goods in the whole city."""
    actor = actor_of(request)
    totals = queries.totals() if actor.role != Role.WARD_OFFICER else []
    if asked := exports.wanted(request):
        heads = ("barang", "satuan", "diterima", "di_gudang", "diserahkan", "hilang_atau_rusak")
        rows = ((one.item.name, one.item.unit, one.received, one.stored, one.given, one.missing) for one in totals)
        return exports.export(asked, name="gudang", heads=heads, rows=rows)
    context = {
        "rows": [(one, queries.stock(one)) for one in queries.stores_for(actor)], "totals": totals,
        "home": places.home_or_refuse(), "today": places.today(), "waiting": queries.differences(actor).count(),
        "arranges": actor.role in queries.WHO_ARRANGE, "items": queries.items().count(),
    }  # fmt: skip
    return render(request, "stores/stores.html", context)


@door(*queries.WHO_SEE)
def store(request: HttpRequest, key: int) -> HttpResponse:
    """One store: what lies there by the book, and all that came and left."""
    actor = actor_of(request)
    one = store_or_404(request, key)
    page = numbered_page(request, queries.movements(one), PAGE)
    context = {
        "one": one, "stock": queries.stock(one), "page": page, "today": places.today(),
        "moves": [
            (move, *MOVEMENT_WORDS[queries.MovementKind(move.kind)], move.to_store_id == one.pk, _noted(move))
            for move in page.object_list
        ],
        "keeps": actor.role in queries.WHO_KEEP, "crumbs": [(reverse("stores:stores"), _("Gudang"))],
        "waiting": [found for found in queries.differences(actor) if found.store_id == one.pk],
    }  # fmt: skip
    return render(request, "stores/store.html", context)


def _noted(move: Any) -> date:
    """The day on which goods were written down, where it may be later than the day on which they came."""
    noted: date = timezone.localdate(move.at) if move.kind == queries.MovementKind.RECEIVED else move.on
    return noted
