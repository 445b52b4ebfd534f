"""Forms that open a store, name a kind of goods, and say what a parcel holds."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.city.stores import actions, queries
from lontar.city.stores.forms import AddItem, OpenStore, SetParcel
from lontar.city.stores.pages.asking import actor_of, asked, item_choices, words_for
from lontar.kit.gate import door


@door(*queries.WHO_ARRANGE)
def open_store(request: HttpRequest) -> HttpResponse:
    """A store where it stands: in the city or in one ward."""
    actor, home = actor_of(request), places.home_or_refuse()
    served = [
        (one.pk, one.name) for one in (home, *places.wards_in(home.pk)) if access.serves(actor.id, one.pk)
    ]  # fmt: skip
    form = OpenStore(request.POST or None, choices={"place": served})

    def deed(given: dict[str, Any]) -> str:
        made = actions.open_store(given["name"], place_id=given["place"], by=actor, on=places.today())
        return _("Gudang %(name)s dibuka.") % {"name": made.name}

    return asked(request, form, deed, words_for(None, _("Buka gudang"), _("Buka gudang ini")))


@door(*queries.WHO_ARRANGE)
def add_item(request: HttpRequest) -> HttpResponse:
    """A kind of goods with its unit."""
    form = AddItem(request.POST or None)

    def deed(given: dict[str, Any]) -> str:
        made = actions.add_item(given["name"], unit=given["unit"], by=actor_of(request), on=places.today())
        return _("%(name)s dihitung dalam %(unit)s.") % {"name": made.name, "unit": made.unit}

    lead = _("Setiap barang punya satuannya sendiri, dan di buku besar dihitung dengan satuan itu.")
    return asked(request, form, deed, words_for(None, _("Tambah barang"), _("Tambah barang ini"), lead))


@door(*queries.WHO_ARRANGE)
def set_parcel(request: HttpRequest) -> HttpResponse:
    """What one hand-over of a line that gives goods holds."""
    actor, today = actor_of(request), places.today()
    own = programmes.catalogue(actor, year=today.year).filter(agency_id=access.agency_of(actor.id) or 0, gives="goods")
    choices = {"line": [(one.pk, str(one.name)) for one in own], "item": item_choices()}
    form = SetParcel(request.POST or None, choices=choices)

    def deed(given: dict[str, Any]) -> str:
        made = actions.set_parcel(given["line"], given["item"], quantity=given["quantity"], by=actor, on=today)
        return _("Satu penyerahan program itu berisi %(what)s.") % {"what": queries.words_of([made])}

    lead = _("Penyerahan hak program ini sekaligus mengeluarkan barangnya dari gudang. Isinya tidak berubah lagi.")
    return asked(request, form, deed, words_for(None, _("Isi paket program"), _("Simpan isi paket"), lead))
