"""What was lost, and what was counted: reported by one person, confirmed by another, and only then in the book."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.ledger import actions as ledger
from lontar.city.ledger import queries as book
from lontar.city.stores import queries
from lontar.city.stores.actions.moving import KEY_LETTERS_MAX, checked_quantity, open_for, require_in_store
from lontar.city.stores.models import Difference, Item, Movement, Store
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.kit.reasons import checked_reason
from lontar.science.postings import transfer
from lontar.science.trouble import NotAllowed, Refusal

REASON_LETTERS_MAX, COUNTED_MAX = 300, 10**9
State = Difference.State


@deed
def report_loss(
    store_id: int, item_id: int, *, quantity: int, reason: str, key: str, by: Actor, on: date
) -> Difference:
    """Say that goods were damaged, spoilt or stolen. They leave the book when a second person has confirmed it."""
    require(by, *queries.WHO_KEEP)
    store, item, before = _asked(store_id, item_id, key, by)
    if before is not None:
        return before
    quantity, reason = checked_quantity(quantity), _checked_reason(reason)
    require_in_store(store, item, quantity)
    expected = queries.held(store, item)
    return _make(
        Difference(
            kind=Difference.Kind.LOST, store=store, item=item, quantity=-quantity, expected=expected, reason=reason,
            by_id=by.id, on=on, key=key,
        ),
        "report_loss", by=by, on=on,
    )  # fmt: skip


@deed
def count_stock(store_id: int, item_id: int, *, counted: int, reason: str, key: str, by: Actor, on: date) -> Difference:
    """Write down what lies there. What agrees with the book is done; a difference waits for a second person."""
    require(by, *queries.WHO_KEEP)
    store, item, before = _asked(store_id, item_id, key, by)
    if before is not None:
        return before
    if type(counted) is not int or not 0 <= counted <= COUNTED_MAX:
        raise Refusal(_("Tuliskan jumlah yang dihitung, bilangan bulat, 0 atau lebih."), field="counted")
    expected = queries.held(store, item)
    reason = _checked_reason(reason) if counted != expected else " ".join(reason.split())[:REASON_LETTERS_MAX]
    made = Difference(
        kind=Difference.Kind.COUNTED, store=store, item=item, quantity=counted - expected, counted=counted,
        expected=expected, reason=reason, by_id=by.id, on=on, key=key,
        state=State.WAITING if counted != expected else State.POSTED,
    )  # fmt: skip
    return _make(made, "count_stock", by=by, on=on)


@deed
def confirm_difference(difference_id: int, *, by: Actor, on: date) -> Difference:
    """Confirm, as a second person, what was reported or counted; now the book says so too."""
    require(by, *queries.WHO_CONFIRM)
    found = _taken(difference_id, by)
    store, item, quantity = found.store, found.item, abs(found.quantity)
    lost = found.quantity < 0
    if lost:
        require_in_store(store, item, quantity)
    missing = queries.account_of(book.Kind.MISSING, item, f"G{store.pk}")
    _supplied, stored = open_for(item, store, by=by, on=on)
    ledger.open_accounts(
        [ledger.NewAccount(missing, book.Kind.MISSING, f"goods:{item.key}", store.place_id, item.unit)], by=by, on=on
    )
    key = f"goods:difference:{found.pk}"
    memo = f"{'Hilang atau rusak' if found.kind == Difference.Kind.LOST else 'Selisih hitung stok'}: {item.name}"
    source, target = (stored, missing) if lost else (missing, stored)
    ledger.post(transfer(source, target, quantity, memo=memo, unit=item.unit), key=key, by=by, on=on)
    Movement.objects.create(
        kind=Movement.Kind.LOST if lost else Movement.Kind.FOUND, item=item, store=store, quantity=quantity, on=on,
        reason=found.reason, entry_key=key, command_key=key, by_id=by.id,
    )  # fmt: skip
    return _settle(found, State.POSTED, "confirm_difference", by=by, on=on)


@deed
def refuse_difference(difference_id: int, *, note: str, by: Actor, on: date) -> Difference:
    """Say, as a second person, that it is not so; the book stays as it is."""
    require(by, *queries.WHO_CONFIRM)
    found = _taken(difference_id, by)
    found.note = _checked_reason(note, "note")
    return _settle(found, State.REFUSED, "refuse_difference", by=by, on=on)


def _asked(store_id: int, item_id: int, key: str, by: Actor) -> tuple[Store, Item, Difference | None]:
    item = queries.item_or_none(item_id)
    if item is None:
        raise Refusal(_("Pilih barangnya."), field="item")
    if not 0 < len(key) <= KEY_LETTERS_MAX:
        raise Refusal(_("Kunci perintah paling panjang %(most)d huruf.") % {"most": KEY_LETTERS_MAX}, field="key")
    store = queries.store_or_refuse(store_id, by)
    before = Difference.objects.filter(key=key, store=store, item=item).first()
    if before is None and Difference.objects.filter(store=store, item=item, state=State.WAITING).exists():
        raise Refusal(
            _("Untuk barang ini di gudang ini sudah ada selisih yang menunggu orang kedua."),
            advice=_("Tunggu sampai yang itu diperiksa."), field="item",
        )  # fmt: skip
    return store, item, before


def _make(made: Difference, verb: str, *, by: Actor, on: date) -> Difference:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refusal(_("Selisih barang ini baru saja dicatat orang lain."), advice=_("Muat ulang halaman.")) from None
    record(
        verb, subject=made, by=by, on=on, place_id=made.store.place_id, reason=made.reason,
        details={"item": made.item.name, "quantity": made.quantity, "unit": made.item.unit},
    )  # fmt: skip
    return made


def _taken(difference_id: int, by: Actor) -> Difference:
    found = Difference.objects.select_for_update(of=("self",)).filter(pk=difference_id).first()
    if found is None:
        raise queries.NotFound(_("Selisih itu tidak ada."), advice=_("Muat ulang daftarnya."))
    queries.store_or_refuse(found.store_id, by)
    if found.state != State.WAITING:
        raise Refusal(_("Selisih ini sudah diputuskan."), advice=_("Muat ulang halaman."))
    if found.by_id == by.id:
        raise NotAllowed(
            _("Anda sendiri yang melaporkan selisih ini."),
            advice=_("Mintalah orang kedua memeriksa dan mengesahkannya."),
        )
    return found


def _settle(found: Difference, state: str, verb: str, *, by: Actor, on: date) -> Difference:
    found.state, found.settled_on = state, on
    found.settled_by_id = by.id
    found.save(update_fields=["state", "settled_by", "settled_on", "note"])
    record(
        verb, subject=found, by=by, on=on, place_id=found.store.place_id, reason=found.note,
        details={"item": found.item.name, "quantity": found.quantity, "unit": found.item.unit},
    )  # fmt: skip
    return found


def _checked_reason(reason: str, field: str = "reason") -> str:
    asked = _("Tuliskan apa yang diketahui, %(least)d sampai %(most)d huruf.")
    return checked_reason(reason, most=REASON_LETTERS_MAX, field=field, asked=asked)
