"""Goods come from a supplier, go to another store, and are handed over: each once, and never more than lies there."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.ledger import actions as ledger
from lontar.city.ledger import queries as book
from lontar.city.stores import queries
from lontar.city.stores.models import Item, Movement, Store
from lontar.kit.deeds import deed
from lontar.kit.formats import number
from lontar.kit.gate import Actor, require
from lontar.science.postings import Posting, transfer
from lontar.science.trouble import Refusal

QUANTITY_MAX, KEY_LETTERS_MAX, WORDS_MAX, ARRIVED_DAYS_MAX = 10**9, 40, 120, 366
Kind = Movement.Kind


@dataclass(frozen=True, slots=True)
class Load:
    """How much of which goods, and by which paper: the delivery note or the waybill."""

    item_id: int
    quantity: int
    document: str


@dataclass(frozen=True, slots=True)
class Given:
    """Goods that a hand-over takes out of a store: the postings for its entry, and the goods in words."""

    postings: tuple[Posting, ...]
    words: str


@deed
def receive_goods(
    store_id: int, load: Load, *, supplier: str, key: str, by: Actor, on: date, arrived_on: date | None = None
) -> Movement:
    """Take goods in from a supplier; the same form sent twice is taken in once.

    `on` is today, `arrived_on` the day on which they came where that was earlier: the book says that day.
    """
    require(by, *queries.WHO_KEEP)
    store, item = _store_and_item(store_id, load.item_id, by)
    quantity, key = checked_quantity(load.quantity), _checked_key("receive", key)
    supplier, document = _words(supplier, "supplier"), _words(load.document, "document")
    before = Movement.objects.filter(command_key=key).first()
    if before is not None:
        return _as_before(before, store, item, quantity)
    happened = _checked_day(arrived_on or on, on)
    supplied, stored = open_for(item, store, by=by, on=happened)
    ledger.post(
        transfer(supplied, stored, quantity, memo=f"Diterima: {item.name}", unit=item.unit), key=f"goods:{key}", by=by,
        on=happened,
    )  # fmt: skip
    made = Movement.objects.create(
        kind=Kind.RECEIVED, item=item, store=store, quantity=quantity, on=happened, supplier=supplier, document=document,
        entry_key=f"goods:{key}", command_key=key, by_id=by.id,
    )  # fmt: skip
    _record("receive_goods", made, by=by, on=on, document=document)
    return made


@deed
def transfer_goods(store_id: int, load: Load, *, to_store_id: int, key: str, by: Actor, on: date) -> Movement:
    """Bring goods to another store, with a waybill; not more than lies here."""
    require(by, *queries.WHO_KEEP)
    store, item = _store_and_item(store_id, load.item_id, by)
    target = Store.objects.filter(pk=to_store_id).exclude(pk=store.pk).first()
    if target is None:
        raise Refusal(_("Pilih gudang tujuan yang lain."), field="to_store")
    quantity, key = checked_quantity(load.quantity), _checked_key("move", key)
    document = _words(load.document, "document")
    before = Movement.objects.filter(command_key=key).first()
    if before is not None:
        return _as_before(before, store, item, quantity)
    require_in_store(store, item, quantity)
    _supplied, source = open_for(item, store, by=by, on=on)
    _supplied, arrives = open_for(item, target, by=by, on=on)
    ledger.post(
        transfer(source, arrives, quantity, memo=f"Dipindahkan: {item.name}", unit=item.unit), key=f"goods:{key}", by=by, on=on
    )  # fmt: skip
    made = Movement.objects.create(
        kind=Kind.MOVED, item=item, store=store, to_store=target, quantity=quantity, on=on, document=document,
        entry_key=f"goods:{key}", command_key=key, by_id=by.id,
    )  # fmt: skip
    _record("transfer_goods", made, by=by, on=on, document=document)
    return made


def give(line_id: int, store_id: int, *, ward: Any, subject: str, entry_key: str, by: Actor, on: date) -> Given:
    """Take what one hand-over of a line holds out of a store, within the verb that hands over and posts it.

    The caller's entry carries the postings, so the goods leave the store and what is owed is settled in one fact.
    """
    store = queries.store_or_refuse(store_id, by)
    parcels = queries.parcel_of(line_id)
    if not parcels:
        raise Refusal(_("Program ini tidak memberi barang dari gudang."), field="store")
    postings: list[Posting] = []
    for parcel in parcels:
        item = parcel.item
        require_in_store(store, item, parcel.quantity)
        given = queries.account_of(book.Kind.GIVEN, item, ward.code)
        _supplied, stored = open_for(item, store, by=by, on=on)
        ledger.open_accounts(
            [ledger.NewAccount(given, book.Kind.GIVEN, f"goods:{item.key}", ward.pk, item.unit)], by=by, on=on
        )
        postings += [
            Posting(stored, -parcel.quantity, item.unit, subject), Posting(given, parcel.quantity, item.unit, subject)
        ]  # fmt: skip
        Movement.objects.create(
            kind=Kind.GIVEN, item=item, store=store, quantity=parcel.quantity, on=on, entry_key=entry_key,
            command_key=f"{entry_key}:{item.pk}", by_id=by.id,
        )  # fmt: skip
    return Given(tuple(postings), queries.words_of(parcels))


def take_in_again(entry_key: str, *, reason: str, by: Actor, on: date) -> None:
    """Note that what a hand-over gave lies in its store again, within the verb that turns its entry of the book round."""
    for given in Movement.objects.filter(entry_key=entry_key, kind=Kind.GIVEN).select_related("item", "store"):
        Movement.objects.create(
            kind=Kind.BACK, item=given.item, store=given.store, quantity=given.quantity, on=on, reason=reason,
            entry_key=entry_key, command_key=f"back:{given.command_key}", by_id=by.id,
        )  # fmt: skip


def open_for(item: Item, store: Store, *, by: Actor, on: date) -> tuple[str, str]:
    """The accounts from which a kind of goods comes and on which it lies in a store, opened where they are not."""
    purpose = f"goods:{item.key}"
    supplied = queries.account_of(book.Kind.SUPPLIED, item)
    stored = queries.account_of(book.Kind.STORED, item, f"G{store.pk}")
    ledger.open_accounts(
        [
            ledger.NewAccount(supplied, book.Kind.SUPPLIED, purpose, item.place_id, item.unit),
            ledger.NewAccount(stored, book.Kind.STORED, purpose, store.place_id, item.unit),
        ],
        by=by, on=on,
    )  # fmt: skip
    return supplied, stored


def require_in_store(store: Store, item: Item, quantity: int) -> None:
    """Refuse to take out more than lies there; whoever takes out next waits until this deed is done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('stores.store'), %s)", [store.pk])
    there = queries.held(store, item)
    if there < quantity:
        raise Refusal(
            _("Di %(store)s hanya ada %(there)s %(unit)s %(item)s, perlu %(needed)s.")
            % {
                "store": store.name, "there": number(there), "unit": item.unit, "item": item.name,
                "needed": number(quantity),
            },
            advice=_("Pindahkan dari gudang lain, atau hitung stoknya."), field="quantity",
        )  # fmt: skip


def checked_quantity(quantity: int) -> int:
    if type(quantity) is not int or not 0 < quantity <= QUANTITY_MAX:
        raise Refusal(_("Jumlahnya bilangan bulat, paling sedikit 1."), field="quantity")
    return quantity


def _checked_day(arrived: date, today: date) -> date:
    if arrived > today:
        raise Refusal(_("Hari datangnya belum tiba."), advice=_("Isi hari ini atau sebelumnya."), field="arrived_on")
    if (today - arrived).days > ARRIVED_DAYS_MAX:
        raise Refusal(
            _("Hari datangnya lebih dari setahun yang lalu."), advice=_("Periksa tahunnya."), field="arrived_on"
        )
    return arrived


def _store_and_item(store_id: int, item_id: int, by: Actor) -> tuple[Store, Item]:
    item = queries.item_or_none(item_id)
    if item is None:
        raise Refusal(_("Pilih barangnya."), field="item")
    return queries.store_or_refuse(store_id, by), item


def _as_before(before: Movement, store: Store, item: Item, quantity: int) -> Movement:
    if (before.store_id, before.item_id, before.quantity) != (store.pk, item.pk, quantity):
        raise Refusal(_("Kunci ini sudah dipakai untuk barang yang lain."), field="key")
    return before


def _checked_key(verb: str, key: str) -> str:
    if not 0 < len(key) <= KEY_LETTERS_MAX:
        raise Refusal(_("Kunci perintah paling panjang %(most)d huruf.") % {"most": KEY_LETTERS_MAX}, field="key")
    return f"{verb}:{key}"


def _words(given: str, field: str) -> str:
    given = " ".join(given.split())
    if not 0 < len(given) <= WORDS_MAX:
        raise Refusal(_("Isi ini, paling panjang %(most)d huruf.") % {"most": WORDS_MAX}, field=field)
    return given


def _record(verb: str, made: Movement, *, by: Actor, on: date, document: str) -> None:
    record(
        verb, subject=made, by=by, on=on, place_id=made.store.place_id,
        details={"item": made.item.name, "quantity": made.quantity, "unit": made.item.unit, "document": document},
    )  # fmt: skip
