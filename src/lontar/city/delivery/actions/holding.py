"""What holds a payment for a while: a reason, a second person, an end. Whatever nobody confirms expires into payment."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from lontar.city.delivery import queries
from lontar.city.delivery.models import Entitlement, Hold
from lontar.city.fieldwork import queries as fieldwork
from lontar.city.journal.actions import record
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.science.trouble import NotAllowed, Refusal

NOTE_LETTERS_MIN, NOTE_LETTERS_MAX = 5, 300
COMPLAINT = "complaint"
# By which changes that a visit found, and a second person confirmed, a reason is confirmed already.
CHANGES = {Hold.Reason.DIED: ("died",), Hold.Reason.MOVED: ("moved_country", "moved_abroad")}


@deed
def hold(entitlement_id: int, *, reason: str, note: str, by: Actor, on: date) -> Hold:
    """Do not pay for now. A complaint alone holds nothing; the same reason is not held twice without a second person."""
    require(by, *queries.WHO_MAY_HOLD)
    if reason == COMPLAINT:
        raise Refusal(
            _("Pengaduan saja tidak menahan pembayaran."),
            advice=_("Catat pengaduannya; tahan hanya bila ada sebab yang dapat diperiksa orang kedua."),
            field="reason",
        )
    if reason not in Hold.Reason.values:
        raise Refusal(_("Pilih sebabnya."), field="reason")
    note = _checked_note(note)
    entitlement = queries.entitlement_or_refuse(entitlement_id, by)
    queries.require_own_line(entitlement.line, by)
    # Taking the row first: an order that is being released meanwhile wins or waits.
    locked = Entitlement.objects.select_for_update(of=("self",)).get(pk=entitlement.pk)
    if locked.status != Entitlement.Status.OWED:
        raise Refusal(
            _("Hak ini tidak lagi menunggu, jadi tidak dapat ditahan."),
            advice=_("Muat ulang halaman untuk melihat keadaannya."),
        )
    _make_room(entitlement, reason, on)
    change = fieldwork.confirmed_change_of(entitlement.family_id, CHANGES.get(Hold.Reason(reason), ()))
    days = queries.UNCONFIRMED_DAYS if change is None else queries.CONFIRMED_DAYS
    made = Hold.objects.create(
        entitlement=entitlement, place_id=entitlement.place_id, reason=reason, note=note, on=on,
        until=on + timedelta(days=days), by_id=by.id, confirmed_on=on if change else None, confirmed_change=change,
    )  # fmt: skip
    record(
        "hold", subject=entitlement, by=by, on=on, place_id=entitlement.place_id, reason=note,
        details={"kind": reason, "until": made.until.isoformat()},
    )  # fmt: skip
    return made


@deed
def confirm_hold(hold_id: int, *, by: Actor, on: date) -> Hold:
    """Say as a second person that the reason is so; then it holds until somebody decides, for a longer time."""
    require(by, *queries.WHO_MAY_CONFIRM)
    found = _open_hold(hold_id, by, on)
    if found.confirmed_on is not None:
        raise Refusal(_("Penahanan ini sudah disahkan."), advice=_("Muat ulang halaman."))
    if found.by_id == by.id:
        raise NotAllowed(
            _("Anda sendiri yang menahan pembayaran ini."),
            advice=_("Mintalah orang kedua memeriksa dan mengesahkannya."),
        )
    found.confirmed_by_id, found.confirmed_on = by.id, on
    found.until = on + timedelta(days=queries.CONFIRMED_DAYS)
    found.save(update_fields=["confirmed_by", "confirmed_on", "until"])
    record(
        "confirm_hold", subject=found.entitlement, by=by, on=on, place_id=found.place_id,
        details={"kind": found.reason, "until": found.until.isoformat()},
    )  # fmt: skip
    return found


@deed
def lift_hold(hold_id: int, *, note: str, by: Actor, on: date) -> Hold:
    """Say that it may be paid, and why; also by whoever held it."""
    require(by, *queries.WHO_MAY_CONFIRM)
    note = _checked_note(note)
    found = _open_hold(hold_id, by, on)
    found.end, found.end_note = Hold.End.LIFTED, note
    found.ended_by_id, found.ended_on = by.id, on
    found.save(update_fields=["end", "ended_by", "ended_on", "end_note"])
    record("lift_hold", subject=found.entitlement, by=by, on=on, place_id=found.place_id, reason=note)
    return found


def require_not_held(entitlement: Entitlement, on: date) -> None:
    """Refuse to pay what is held today."""
    found = queries.hold_on(entitlement, on)
    if found is not None:
        raise Refusal(
            _("Pembayaran ini ditahan sampai %(until)s oleh %(officer)s.")
            % {"until": found.until.strftime("%d/%m/%Y"), "officer": found.by.name},
            advice=_("Baca sebabnya di halaman hak ini; petugas lain dapat melepas penahanan."),
        )


def end_with_entitlement(entitlement: Entitlement, *, on: date) -> None:
    """What is not owed any more needs no hold."""
    Hold.objects.filter(entitlement=entitlement, end="").update(end=Hold.End.CANCELLED, ended_on=on)


def _make_room(entitlement: Entitlement, reason: str, on: date) -> None:
    """Refuse a second hold, and the same reason again that nobody confirmed: it would hold for ever, fortnight by fortnight."""
    for earlier in queries.holds_of(entitlement):
        if earlier.end == "" and earlier.until >= on:
            raise Refusal(_("Pembayaran ini sudah ditahan."), advice=_("Sahkan atau lepas yang ada."))
        if earlier.reason == reason and earlier.confirmed_on is None:
            raise Refusal(
                _("Sebab ini sudah pernah diajukan dan tidak disahkan siapa pun, jadi tidak menahan lagi."),
                advice=_("Batalkan haknya dengan bukti, atau biarkan dibayar."), field="reason",
            )  # fmt: skip
    Hold.objects.filter(entitlement=entitlement, end="").update(end=Hold.End.EXPIRED, ended_on=on)


def _open_hold(hold_id: int, by: Actor, on: date) -> Hold:
    found = Hold.objects.select_for_update(of=("self",)).select_related("entitlement__line__agency").filter(pk=hold_id).first()  # fmt: skip
    if found is None or not queries.entitlements(by).filter(pk=found.entitlement_id).exists():
        raise queries.NotFound(_("Penahanan itu tidak ada di wilayah Anda."), advice=_("Muat ulang daftarnya."))
    queries.require_own_line(found.entitlement.line, by)
    if found.end or found.until < on:
        raise Refusal(_("Penahanan ini sudah berakhir."), advice=_("Muat ulang halaman."))
    return found


def _checked_note(note: str) -> str:
    note = " ".join(note.split())
    if not NOTE_LETTERS_MIN <= len(note) <= NOTE_LETTERS_MAX:
        raise Refusal(
            _("Tuliskan apa yang diketahui, %(least)d sampai %(most)d huruf.")
            % {"least": NOTE_LETTERS_MIN, "most": NOTE_LETTERS_MAX},
            field="note",
        )
    return note
