"""A hand-over that did not happen so is taken back by two people: the book turns its entry round, the receipt says so."""

from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lontar.city.delivery import queries
from lontar.city.delivery.actions.entitling import owe_again
from lontar.city.delivery.models import Entitlement, TakeBack
from lontar.city.journal.actions import record
from lontar.city.ledger import actions as ledger
from lontar.city.ledger import queries as book
from lontar.city.registry import actions as registry
from lontar.city.stores import actions as stores
from lontar.kit.deeds import deed
from lontar.kit.formats import period
from lontar.kit.gate import Actor, require
from lontar.kit.reasons import checked_reason
from lontar.science.trouble import NotAllowed, Refusal

REASON_LETTERS_MAX = 200
TAKEN_BACK = gettext_noop("Penyerahan bantuan untuk %(period)s ditarik kembali: ternyata tidak terjadi demikian")


@deed
def ask_back(entitlement_id: int, *, reason: str, owed_again: bool, by: Actor, on: date) -> TakeBack:
    """Say that a hand-over did not happen as it was written down. Nothing changes until a second person agrees."""
    require(by, *queries.WHO_ASK_BACK)
    reason = checked_reason(reason, most=REASON_LETTERS_MAX)
    entitlement = queries.entitlement_or_refuse(entitlement_id, by)
    queries.require_own_line(entitlement.line, by)
    Entitlement.objects.select_for_update(of=("self",)).get(pk=entitlement.pk)
    handover = queries.handover_of(entitlement.pk)
    if handover is None or entitlement.status != Entitlement.Status.DELIVERED:
        raise Refusal(_("Hak ini belum diserahkan."), advice=_("Muat ulang halaman untuk melihat keadaannya."))
    if queries.paid_by_order(entitlement):
        raise Refusal(
            _("Bantuan ini dibayar lewat perintah bayar, jadi uangnya ada pada pembayar."),
            advice=_("Selesaikan dengan bank, kantor pos atau bendahara kelurahan."),
        )
    if TakeBack.objects.filter(handover=handover, state=TakeBack.State.WAITING).exists():
        raise Refusal(_("Penarikannya sudah diminta."), advice=_("Tunggu keputusan orang kedua."))
    made = TakeBack.objects.create(
        handover=handover, place_id=handover.place_id, reason=reason, owed_again=owed_again, by_id=by.id, on=on
    )
    record(
        "ask_back", subject=handover, by=by, on=on, place_id=handover.place_id, reason=reason,
        details={"entitlement": entitlement.pk, "rupiah": entitlement.amount},
    )  # fmt: skip
    return made


@deed
def take_back(take_back_id: int, *, by: Actor, on: date) -> TakeBack:
    """Agree as a second person: both entries are turned round, goods lie in their store again, the receipt says so.

    Where the family is still to receive it, it is owed anew, with a number and in time a receipt of its own.
    """
    found, entitlement = _waiting(take_back_id, by)
    taken = Entitlement.objects.filter(pk=entitlement.pk, status=Entitlement.Status.DELIVERED)
    _settle(found, TakeBack.State.DONE, "", by=by, on=on)
    subject = queries.subject_of(entitlement)
    for key in (queries.delivered_key(subject), queries.owed_key(subject)):
        entry = book.entry_of(key)
        if entry is None:
            raise RuntimeError(f"entitlement {entitlement.pk}: no entry {key}")
        ledger.reverse(entry.pk, reason=found.reason, by=by, on=on)
    stores.take_in_again(queries.delivered_key(subject), reason=found.reason, by=by, on=on)
    if not taken.update(status=Entitlement.Status.CANCELLED, reason=found.reason):
        raise RuntimeError(f"entitlement {entitlement.pk} is not delivered any more")
    if found.owed_again:
        owe_again(entitlement, by=by, on=on)
    with translation.override("id"):  # what is kept is Indonesian, whatever language the officer reads
        words = period(entitlement.period)
    registry.tell(
        entitlement.family_id, entitlement.place_id, kind="taken_back", message=TAKEN_BACK, on=on, details={"period": words}
    )  # fmt: skip
    record(
        "take_back", subject=found.handover, by=by, on=on, place_id=found.place_id, reason=found.reason,
        details={"entitlement": entitlement.pk, "rupiah": entitlement.amount, "owed_again": found.owed_again},
    )  # fmt: skip
    return found


@deed
def leave_as_it_is(take_back_id: int, *, note: str, by: Actor, on: date) -> TakeBack:
    """Say as a second person why the hand-over stands."""
    found, _entitlement = _waiting(take_back_id, by)
    note = checked_reason(note, most=REASON_LETTERS_MAX, field="note")
    _settle(found, TakeBack.State.REFUSED, note, by=by, on=on)
    record("leave_as_it_is", subject=found.handover, by=by, on=on, place_id=found.place_id, reason=note)
    return found


def _waiting(take_back_id: int, by: Actor) -> tuple[TakeBack, Entitlement]:
    require(by, *queries.WHO_SETTLE_BACK)
    TakeBack.objects.select_for_update().filter(pk=take_back_id).first()
    found = queries.take_backs(by).filter(pk=take_back_id).first()
    if found is None:
        raise queries.NotFound(_("Permintaan itu tidak ada di wilayah Anda."), advice=_("Muat ulang daftarnya."))
    if found.state != TakeBack.State.WAITING:
        raise Refusal(_("Permintaan ini sudah diputuskan."), advice=_("Muat ulang daftarnya."))
    if str(by.id) in (str(found.by_id), str(found.handover.by_id)):
        raise NotAllowed(
            _("Anda sendiri yang menyerahkan bantuan ini, atau yang memintanya ditarik."),
            advice=_("Mintalah orang kedua memeriksa dan memutuskannya."),
        )
    return found, found.handover.entitlement


def _settle(found: TakeBack, state: str, note: str, *, by: Actor, on: date) -> None:
    found.state, found.note, found.settled_by_id, found.settled_on = state, note, by.id, on
    found.save(update_fields=["state", "note", "settled_by", "settled_on"])
