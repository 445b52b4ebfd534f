"""Forms that take goods in and bring them to another store."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.stores import actions, queries
from lontar.city.stores.forms import Receive, Transfer
from lontar.city.stores.pages.asking import actor_of, asked, item_choices, store_or_404, words_for
from lontar.kit.formats import number
from lontar.kit.gate import door


@door(*queries.WHO_KEEP)
def receive(request: HttpRequest, key: int) -> HttpResponse:
    """Goods come from a supplier."""
    store = store_or_404(request, key)
    form = Receive(request.POST or None, choices={"item": item_choices()}, initial={"arrived_on": places.today()})

    def deed(given: dict[str, Any]) -> str:
        load = actions.Load(given["item"], given["quantity"], given["document"])
        made = actions.receive_goods(
            store.pk, load, supplier=given["supplier"], key=given["key"], arrived_on=given["arrived_on"],
            by=actor_of(request), on=places.today(),
        )  # fmt: skip
        return _("%(quantity)s %(unit)s %(item)s masuk ke gudang.") % _said(made)

    return asked(request, form, deed, words_for(store, _("Terima barang"), _("Catat yang diterima")))


@door(*queries.WHO_KEEP)
def transfer(request: HttpRequest, key: int) -> HttpResponse:
    """Goods go to another store."""
    store = store_or_404(request, key)
    others = [(one.pk, one.name) for one in queries.every_store() if one.pk != store.pk]
    form = Transfer(request.POST or None, choices={"item": item_choices(), "to_store": others})

    def deed(given: dict[str, Any]) -> str:
        load = actions.Load(given["item"], given["quantity"], given["document"])
        made = actions.transfer_goods(
            store.pk, load, to_store_id=given["to_store"], key=given["key"], by=actor_of(request), on=places.today()
        )
        return _("%(quantity)s %(unit)s %(item)s dipindahkan.") % _said(made)

    return asked(request, form, deed, words_for(store, _("Pindahkan barang"), _("Catat pemindahan")))


def _said(made: Any) -> dict[str, str]:
    return {"quantity": number(made.quantity), "unit": made.item.unit, "item": made.item.name}
