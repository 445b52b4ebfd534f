"""What is owed reaches the family, once, with its proof, its postings and its receipt."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lontar.city.access import queries as access
from lontar.city.delivery import queries
from lontar.city.delivery.actions import proofs, slips
from lontar.city.delivery.actions.holding import require_not_held
from lontar.city.delivery.models import Entitlement, Handover, OrderLine, PaymentOrder, Receipt
from lontar.city.journal.actions import record
from lontar.city.ledger import actions as ledger
from lontar.city.ledger import queries as book
from lontar.city.places import queries as places
from lontar.city.registry import actions as registry
from lontar.city.registry import queries as families
from lontar.city.stores import actions as stores
from lontar.city.stores import queries as shelves
from lontar.kit.deeds import deed
from lontar.kit.formats import day, period
from lontar.kit.gate import Actor, Role, require
from lontar.kit.sealing import seal
from lontar.science import leaves
from lontar.science.postings import Entry, transfer
from lontar.science.receipt_codes import digest
from lontar.science.trouble import Refusal

NAME_LETTERS_MAX = 120
KEY_LETTERS_MAX = 40
ARRIVED = gettext_noop("Menerima %(what)s untuk %(period)s")
ARRIVED_QUIETLY = gettext_noop("Menerima bantuan untuk %(period)s")
# What a receipt says of who handed over: the role, never the name. Kept for good, so Indonesian.
ROLES = {
    Role.WARD_OFFICER: "Petugas kelurahan atau desa",
    Role.FIELD_WORKER: "Petugas lapangan",
    Role.OPERATOR: "Petugas dinas",
    Role.PARTNER: "Petugas lembaga mitra",
}


class AlreadyDelivered(Refusal):
    """Somebody handed it over before."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A hand-over as it stands, its receipt's code, and whether this call made it."""

    handover_id: int
    code: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class OutOf:
    """Out of which store goods are handed over, and on which day where that was earlier."""

    store_id: int
    handed_over_on: date | None = None


@slips.counting_wrong_codes
@deed
def hand_over(
    entitlement_id: int, *, proof: proofs.Proof, received_by: str, by: Actor, on: date,
    handed_over_on: date | None = None, key: str = "",
) -> HandedOver:  # fmt: skip
    """Give what is owed, once. `on` is today, `handed_over_on` the day it happened where that was earlier.

    The same `key` sent again for the same entitlement answers as the first time; anybody else learns that it
    was handed over before.
    """
    act = _Act(proof, received_by, handed_over_on or on, key, None)
    return _handed_over(entitlement_id, act, by=by, on=on)


@slips.counting_wrong_codes
@deed
def hand_over_goods(
    entitlement_id: int, out_of: OutOf, *, proof: proofs.Proof, received_by: str, by: Actor, on: date, key: str = ""
) -> HandedOver:
    """The same for a line whose hand-over is a parcel of goods: it leaves the store in the same entry of the book."""
    act = _Act(proof, received_by, out_of.handed_over_on or on, key, out_of.store_id)
    return _handed_over(entitlement_id, act, by=by, on=on)


@dataclass(frozen=True, slots=True)
class _Act:
    """What somebody says of one hand-over."""

    proof: proofs.Proof
    received_by: str
    happened: date
    key: str
    store_id: int | None


def _handed_over(entitlement_id: int, act: _Act, *, by: Actor, on: date) -> HandedOver:
    require(by, *queries.WHO_MAY_HAND_OVER)
    entitlement = queries.entitlement_or_refuse(entitlement_id, by)
    queries.require_own_line(entitlement.line, by)
    happened = act.happened
    received_by = _checked_name(act.received_by)
    _require_possible_day(happened, entitlement.on, on)
    is_slip = act.proof.kind == proofs.Kind.SLIP
    kept = slips.shown(entitlement, act.proof.code, by) if is_slip else proofs.checked(act.proof)
    command = _command_key(entitlement_id, act.key)
    # Taking the row first means that a retry, or a second officer, loses here and writes nothing.
    source = _take(entitlement, kept, happened)
    if source is None:
        return _as_before(entitlement, command)
    require_not_held(entitlement, on)
    _require_not_received_by_twin(entitlement)
    entry_key = queries.delivered_key(queries.subject_of(entitlement))
    goods = _goods(entitlement, act.store_id, entry_key, by=by, on=happened)
    _post(entitlement, source, goods, by=by, on=happened)
    handover = Handover.objects.create(
        entitlement=entitlement, place_id=entitlement.place_id, on=happened, by_id=by.id, received_by=received_by,
        proof=kept.kind, proof_note=kept.note, proof_image=seal(kept.image) if kept.image else None,
        entry_key=entry_key, command_key=command,
    )  # fmt: skip
    code = _make_receipt(entitlement, handover, goods.words if goods else "", by)
    _tell(entitlement, on=happened)
    record(
        "hand_over", subject=handover, by=by, on=on, place_id=entitlement.place_id,
        details={"entitlement": entitlement.pk, "proof": kept.kind, "rupiah": entitlement.amount},
    )  # fmt: skip
    return HandedOver(handover.pk, code, True)


def _take(entitlement: Entitlement, proof: proofs.Proof, happened: date) -> str | None:
    """From which account it is given: what is owed, or the cash that was sent to the ward; None where somebody was first."""
    owed = Entitlement.objects.filter(pk=entitlement.pk, status=Entitlement.Status.OWED)
    if owed.update(status=Entitlement.Status.DELIVERED):
        return book.Kind.OWED
    at_ward = OrderLine.objects.filter(
        entitlement=entitlement, state=OrderLine.State.SENT, order__channel=PaymentOrder.Channel.CASH
    )
    line = at_ward.select_for_update(of=("self",)).select_related("order").first()
    if line is None:
        return None
    if line.order.sp2d_on and happened < line.order.sp2d_on:
        raise Refusal(
            _("Uang tunainya baru dicairkan pada %(day)s.") % {"day": day(line.order.sp2d_on)},
            advice=_("Periksa tanggalnya."), field="handed_over_on",
        )  # fmt: skip
    OrderLine.objects.filter(pk=line.pk).update(state=OrderLine.State.PAID, said=proof.note[:160])
    Entitlement.objects.filter(pk=entitlement.pk).update(status=Entitlement.Status.DELIVERED)
    return book.Kind.SENT


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > NAME_LETTERS_MAX:
        raise Refusal(
            _("Tuliskan nama penerima, paling panjang %(most)d huruf.") % {"most": NAME_LETTERS_MAX},
            field="received_by",
        )
    return name


def _require_possible_day(happened: date, approved: date, today: date) -> None:
    if happened > today:
        raise Refusal(
            _("Tanggal penyerahan belum tiba."),
            advice=_("Isi tanggal hari ini atau sebelumnya."),
            field="handed_over_on",
        )
    if happened < approved:
        raise Refusal(
            _("Tanggal penyerahan lebih awal daripada penetapannya, %(day)s.") % {"day": day(approved)},
            advice=_("Periksa tanggalnya."), field="handed_over_on",
        )  # fmt: skip


def _command_key(entitlement_id: int, key: str) -> str:
    if len(key) > KEY_LETTERS_MAX:
        raise Refusal(_("Kunci perintah paling panjang %(most)d huruf.") % {"most": KEY_LETTERS_MAX}, field="key")
    return f"{entitlement_id}:{key or uuid.uuid4().hex}"


def _as_before(entitlement: Entitlement, command: str) -> HandedOver:
    """The same command again gets the same answer; another one is told who was first."""
    first = queries.handover_of(entitlement.pk)
    if first is None and Entitlement.objects.filter(pk=entitlement.pk, status=Entitlement.Status.SENT).exists():
        raise Refusal(
            _("Bantuan ini sedang dikirim lewat bank atau kantor pos, jadi tidak diserahkan tunai."),
            advice=_("Tunggu hasil pembayarannya; yang kembali dapat diserahkan di sini."),
        )
    if first is None or Entitlement.objects.filter(pk=entitlement.pk, status=Entitlement.Status.CANCELLED).exists():
        raise Refusal(
            _("Hak ini sudah dibatalkan, jadi tidak diserahkan."), advice=_("Tanyakan alasannya kepada dinas.")
        )
    if first.command_key == command:
        return HandedOver(first.pk, queries.code_of(queries.subject_of(entitlement)), False)
    raise AlreadyDelivered(
        _("Bantuan ini sudah diserahkan pada %(day)s oleh %(officer)s.")
        % {"day": day(first.on), "officer": first.by.name},
        advice=_("Jangan serahkan lagi. Bila keluarga berkata lain, catat sebagai pengaduan."),
    )


def _require_not_received_by_twin(entitlement: Entitlement) -> None:
    """A family that was recorded twice received already what is owed under its other number."""
    twins = families.same_family(entitlement.family_id)
    received = Entitlement.objects.filter(
        family_id__in=twins, line_id=entitlement.line_id, period=entitlement.period, status=Entitlement.Status.DELIVERED
    ).first()
    if received is not None:
        raise AlreadyDelivered(
            _("Keluarga ini tercatat dua kali dan sudah menerima bantuan yang sama dengan nomor K-%(number)07d.")
            % {"number": received.family_id},
            advice=_("Jangan serahkan lagi; mintalah hak ini dibatalkan."),
        )


def _goods(
    entitlement: Entitlement, store_id: int | None, entry_key: str, *, by: Actor, on: date
) -> stores.Given | None:  # fmt: skip
    """What leaves a store with this hand-over; a line whose parcel is goods is never handed over without them."""
    if store_id is not None:
        return stores.give(
            entitlement.line_id, store_id, ward=entitlement.place, subject=str(entitlement.subject), entry_key=entry_key,
            by=by, on=on,
        )  # fmt: skip
    parcels = shelves.parcel_of(entitlement.line_id)
    if parcels:
        raise Refusal(
            _("Bantuan ini berupa barang: %(what)s.") % {"what": shelves.words_of(parcels)},
            advice=_("Pilih gudang tempat barangnya diambil."), field="store",
        )  # fmt: skip
    return None


def _post(entitlement: Entitlement, source: str, goods: stores.Given | None, *, by: Actor, on: date) -> None:
    money = transfer(
        queries.account_code(source, entitlement.line, entitlement.place),
        queries.account_code(book.Kind.DELIVERED, entitlement.line, entitlement.place),
        entitlement.amount,
        memo=f"Diserahkan untuk {entitlement.period}",
        subject=str(entitlement.subject),
    )
    entry = Entry((*money.postings, *goods.postings), money.memo) if goods else money
    ledger.post(entry, key=queries.delivered_key(queries.subject_of(entitlement)), by=by, on=on)


def _make_receipt(entitlement: Entitlement, handover: Handover, goods: str, by: Actor) -> str:
    """What anyone may read who holds the code. A sensitive line names no programme and nobody who hints at one."""
    line = entitlement.line
    code = queries.code_of(queries.subject_of(entitlement))
    role = ROLES[Role(by.role)]
    agency = access.officer_by_id(by.id).agency  # type: ignore[union-attr]  # who acts is active
    made = Receipt.objects.create(
        digest=digest(code),
        place=line.place,
        amount=entitlement.amount,
        what="" if line.sensitive else f"{line.name}: {goods}"[:300] if goods else line.name,
        budget_code="" if line.sensitive or line.sub_activity is None else line.sub_activity.code,
        payer=payer_of(line),
        period=entitlement.period,
        on=handover.on,
        handed_over_by=role if line.sensitive or agency is None else f"{role}, {agency.name}",
        entry_key=handover.entry_key,
        made_up=places.is_made_up(),
    )
    ledger.log_leaves(leaves.RECEIPT, [queries.receipt_content(made)])
    return code


def payer_of(line: Any) -> str:
    """Who pays, in words. Of a sensitive line only that it is public money."""
    if line.payer == "partner" and not line.sensitive:
        return str(line.agency.name)
    names = {"city": f"Pemerintah {line.place.name}", "province": "Pemerintah provinsi", "ministry": "Pemerintah pusat"}
    return names.get(line.payer, "Lembaga mitra")


def _tell(entitlement: Entitlement, *, on: date) -> None:
    line = entitlement.line
    with translation.override("id"):  # what is kept is Indonesian, whatever language the officer reads
        words = period(entitlement.period)
    registry.tell(
        entitlement.family_id, entitlement.place_id, kind="delivered", on=on,
        message=ARRIVED_QUIETLY if line.sensitive else ARRIVED,
        details={"period": words, **({} if line.sensitive else {"what": line.name})},
    )  # fmt: skip
