"""Stores are opened, goods are named with their unit, and what one hand-over of a line holds is written down."""

import re
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.journal.actions import record
from lontar.city.places import queries as places
from lontar.city.programmes import queries as programmes
from lontar.city.stores import queries
from lontar.city.stores.models import Item, Parcel, Store
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.science.postings import RUPIAH
from lontar.science.trouble import NotAllowed, Refusal

NAME_LETTERS_MAX, QUANTITY_MAX = 120, 10_000
# Units stand in the ledger's text for other programs too, so: letters only.
UNIT = re.compile(r"[A-Za-z]{1,12}")


@deed
def open_store(name: str, *, place_id: int, by: Actor, on: date) -> Store:
    """Open a store where it stands; the same name in the same place is the one that is open."""
    require(by, *queries.WHO_ARRANGE)
    name = checked_name(name)
    place = places.by_id(place_id)
    if place is None or not access.serves(by.id, place_id):
        raise NotAllowed(_("Wilayah itu di luar tugas Anda."), advice=_("Pilih wilayah yang Anda layani."))
    found = Store.objects.filter(place=place, name=name).first()
    if found is not None:
        return found
    made = Store.objects.create(place=place, name=name, by_id=by.id, on=on, made_up=places.is_made_up())
    record("open_store", subject=made, by=by, on=on, place_id=place.pk, details={"name": name})
    return made


@deed
def add_item(name: str, *, unit: str, by: Actor, on: date) -> Item:
    """Name a kind of goods with the unit in which it is counted; the unit never changes."""
    require(by, *queries.WHO_ARRANGE)
    name, unit = checked_name(name), unit.strip()
    home = places.home_or_refuse()
    if not UNIT.fullmatch(unit) or unit.upper() == RUPIAH:
        raise Refusal(
            _("Satuan ditulis dengan huruf saja, paling panjang 12."), advice=_("Contoh: kg, buah, set, bibit."),
            field="unit",
        )  # fmt: skip
    found = Item.objects.filter(place=home, name=name).first()
    if found is not None:
        if found.unit != unit:
            raise Refusal(
                _("Barang ini sudah dihitung dalam %(unit)s.") % {"unit": found.unit},
                advice=_("Pakai nama lain untuk satuan lain."), field="unit",
            )  # fmt: skip
        return found
    made = Item(place=home, key="", name=name, unit=unit, by_id=by.id, on=on, made_up=places.is_made_up())
    made.key = _free_key(name)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refusal(_("Barang ini baru saja ditambahkan orang lain."), advice=_("Muat ulang halaman.")) from None
    record("add_item", subject=made, by=by, on=on, details={"name": name, "unit": unit})
    return made


@deed
def set_parcel(line_id: int, item_id: int, *, quantity: int, by: Actor, on: date) -> Parcel:
    """Say how much of a kind of goods one hand-over of a line holds. Once goods of the line were given, it stays."""
    require(by, *queries.WHO_ARRANGE)
    line, item = programmes.line_by_id(line_id), queries.item_or_none(item_id)
    if line is None or item is None:
        raise Refusal(_("Pilih program dan barangnya."), field="line")
    if line.agency_id != access.agency_of(by.id):
        raise NotAllowed(
            _("Program ini milik perangkat daerah lain."), advice=_("Mintalah operator perangkat daerah itu.")
        )
    if not 0 < quantity <= QUANTITY_MAX:
        raise Refusal(_("Jumlahnya bilangan bulat, 1 sampai %(most)d.") % {"most": QUANTITY_MAX}, field="quantity")
    found = Parcel.objects.filter(line_id=line.pk, item=item).first()
    if found is not None and found.quantity != quantity:
        raise Refusal(
            _("Paket program ini sudah berisi %(what)s.") % {"what": queries.words_of([found])},
            advice=_("Isi paket tidak berubah di tengah jalan; pakai program tahun berikutnya."), field="quantity",
        )  # fmt: skip
    if found is not None:
        return found
    made = Parcel.objects.create(line_id=line.pk, item=item, quantity=quantity, by_id=by.id, on=on)
    record(
        "set_parcel", subject=made, by=by, on=on, place_id=line.place_id,
        details={"line": line.pk, "item": item.name, "quantity": quantity},
    )  # fmt: skip
    return made


def checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not 2 <= len(name) <= NAME_LETTERS_MAX:
        raise Refusal(_("Tuliskan namanya, 2 sampai %(most)d huruf.") % {"most": NAME_LETTERS_MAX}, field="name")
    return name


def _free_key(name: str) -> str:
    stem = slugify(name)[:32] or "barang"
    taken = set(Item.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for key in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if key not in taken)
