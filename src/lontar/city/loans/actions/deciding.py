"""The committee decides by its signed minutes; nothing else approves a loan."""

from datetime import date

from lontar.city.journal.actions import record
from lontar.city.loans import queries
from lontar.city.loans.actions.guards import checked_amount, checked_day, checked_words, locked_fund, require_ward
from lontar.city.loans.models import Application, Choice, Minutes
from lontar.city.registry.actions.life.papers import scanned
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.kit.sealing import seal, unseal
from lontar.science.trouble import Refusal, words

State = Application.State


@deed
def keep_minutes(place_id: int, *, number: str, signed_on: date, scan: bytes, by: Actor, on: date) -> Minutes:
    """Keep the signed minutes of one meeting of the committee, sealed."""
    require(by, *queries.WHO_DECIDE)
    fund = locked_fund(place_id, by)
    number = checked_words(
        number, "number", 80, words("Tuliskan nomor berita acaranya, paling panjang %(most)s huruf.")
    )
    checked_day(signed_on, fund.opened_on, on, "signed_on")
    if not scan:
        raise Refusal(words("Lampirkan pindaian yang ditandatangani."), field="scan")
    if Minutes.objects.filter(fund=fund, number=number).exists():
        raise Refusal(words("Berita acara dengan nomor itu sudah ada."), field="number")
    kept = scanned(scan)
    made = Minutes.objects.create(
        place_id=place_id, fund=fund, number=number, signed_on=signed_on, media_type=kept.media_type,
        sha256=kept.sha256, cipher=seal(kept.content), by_id=by.id, on=on,
    )  # fmt: skip
    record(
        "keep_minutes", subject=made, by=by, on=on, place_id=place_id,
        details={"number": number, "signed_on": signed_on.isoformat(), "sha256": kept.sha256},
    )  # fmt: skip
    return made


@deed
def see_minutes(minutes_id: int, place_id: int, *, by: Actor, on: date) -> tuple[str, bytes]:
    """Open the scan; who did is written down."""
    require(by, *queries.WHO_SEE_LOANS)
    found = Minutes.objects.filter(pk=minutes_id, place_id=place_id).first()
    if found is None:
        raise queries.NotFound(words("Berita acara itu tidak ada di wilayah Anda."))
    record("see_minutes", subject=found, by=by, on=on, place_id=place_id)
    return found.media_type, unseal(found.cipher)


@deed
def decide(
    application_id: int, *, minutes_id: int, approved: bool, amount: int = 0, reason: str = "", by: Actor, on: date
) -> Choice:
    """Approve an application, whole or for less, or refuse it with its reason, by signed minutes."""
    require(by, *queries.WHO_DECIDE)
    found = queries.application_or_refuse(application_id, by)
    require_ward(by, found.place_id)
    minutes = queries.minutes_of(found.fund_id).filter(pk=minutes_id).first()
    if minutes is None:
        raise Refusal(words("Pilih berita acara komite yang ditandatangani."), field="minutes")
    if minutes.signed_on < found.on:
        raise Refusal(words("Berita acara itu lebih tua daripada permohonannya."), field="minutes")
    reason = " ".join(reason.split())[:300]
    if approved:
        checked_amount(amount)
        offer = queries.offer(found.fund.product, on)
        if not offer.least <= amount <= found.amount:
            raise Refusal(
                words("Yang disetujui paling sedikit batas bawah produk dan paling banyak yang diminta."),
                field="amount",
            )
    elif not reason:
        raise Refusal(words("Tuliskan mengapa ditolak; pemohon diberi tahu."), field="reason")
    # Taking the row first: whoever decides or withdraws at the same moment finds it taken.
    taken = Application.objects.filter(pk=found.pk, state=State.RECEIVED).update(
        state=State.APPROVED if approved else State.REFUSED
    )
    if not taken:
        raise Refusal(words("Permohonan ini sudah diputuskan atau ditarik."), advice=words("Muat ulang halamannya."))
    made = Choice.objects.create(
        application=found, place_id=found.place_id, minutes=minutes, approved=approved,
        amount=amount if approved else 0, reason=reason, by_id=by.id, on=on,
    )  # fmt: skip
    record(
        "decide_application", subject=found, by=by, on=on, place_id=found.place_id, reason=reason,
        details={"approved": approved, "rupiah": made.amount, "number": minutes.number},
    )  # fmt: skip
    return made
