"""What a meeting (musyawarah) does to a list: add or strike a family with the reason, and close with signed minutes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.journal.actions import record
from lontar.city.places import queries as places
from lontar.city.registry.actions.life.papers import scanned
from lontar.city.targeting import queries
from lontar.city.targeting.actions.guards import (
    checked_reason,
    locked,
    require_own_line,
    require_state,
    require_told,
    told,
)
from lontar.city.targeting.actions.steps import begin
from lontar.city.targeting.models import Amendment, Decision, Round, Scan, Step
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.kit.sealing import seal
from lontar.science.place_codes import span
from lontar.science.selection import public_numbers
from lontar.science.trouble import NotAllowed, Refusal

NUMBER_LETTERS_MAX = 80
ON_LIST = (Decision.Standing.CHOSEN, Decision.Standing.WAITING)


@dataclass(frozen=True, slots=True)
class Minutes:
    """The signed paper of a meeting."""

    number: str
    held_on: date | None
    scan: bytes | None


@deed
def amend(round_: Round, family_id: int, *, kind: str, reason: str, by: Actor, on: date) -> Amendment:
    """Add a family to the list or strike it, for a reason that a meeting gave or a visit found.

    While its ward meets both may be done; after the meetings, until the field check is noted, families are only
    struck. What is added stands behind everybody who was ranked: beyond the quota it waits.
    """
    require(by, *queries.WHO_MEET)
    reason = checked_reason(reason)
    round_ = locked(round_)
    decision = Decision.objects.select_for_update().filter(round=round_, family_id=family_id).first()
    if decision is None:
        raise Refusal(
            _("Keluarga itu tidak dinilai dalam penetapan ini."),
            advice=_("Periksa nomornya. Yang belum terdaftar diusulkan dahulu, lalu didaftarkan."),
            field="family",
        )
    _require_ward(by, round_, decision.place_id)
    _require_amendable(round_, decision.place_id, kind)
    if kind == Amendment.Kind.ADD:
        _add(round_, decision)
    elif decision.standing in ON_LIST:
        before, decision.standing = decision.standing, Decision.Standing.STRUCK
        decision.save(update_fields=["standing"])
        return _amended(round_, decision, kind, before, reason, by=by, on=on)
    elif decision.standing == Decision.Standing.STRUCK:
        raise Refusal(
            _("Keluarga itu sudah dicoret."),
            advice=_("Lihat alasannya di daftar perubahan; di sana pula coretan itu ditarik kembali."), field="family",
        )  # fmt: skip
    elif decision.standing == Decision.Standing.ADDED:
        raise Refusal(
            _("Keluarga itu baru ditambahkan musyawarah ini."),
            advice=_("Tarik kembali tambahannya di daftar perubahan."), field="family",
        )  # fmt: skip
    else:
        raise Refusal(_("Keluarga itu tidak ada di daftar, jadi tidak dicoret."), field="family")
    return _amended(round_, decision, kind, "", reason, by=by, on=on)


def _add(round_: Round, decision: Decision) -> None:
    if decision.standing == Decision.Standing.STRUCK:
        raise Refusal(
            _("Keluarga itu sudah dicoret, jadi tidak ditambahkan."),
            advice=_("Tarik kembali coretannya di daftar perubahan; keluarga itu kembali ke tempatnya semula."), field="family",
        )  # fmt: skip
    if decision.standing:
        raise Refusal(_("Keluarga itu sudah ada di daftar."), advice=_("Lihat kedudukannya di daftar."), field="family")
    amount = queries.amount_if_chosen(round_, decision)
    if amount is None or (amount == 0 and round_.outcome == Round.Outcome.ENTITLES):
        raise Refusal(
            _("Besar bantuan bagi keluarga itu belum dapat dihitung: ada data yang belum diketahui."),
            advice=_("Lengkapi datanya; keluarga ini dinilai lagi pada penetapan berikutnya."),
            field="family",
        )
    decision.standing, decision.amount = Decision.Standing.ADDED, amount
    decision.number = public_numbers(round_.number_key, [decision.family_id])[0]
    decision.save(update_fields=["standing", "amount", "number"])


def _amended(
    round_: Round, decision: Decision, kind: str, before: str, reason: str, *, by: Actor, on: date
) -> Amendment:  # fmt: skip
    amendment = Amendment.objects.create(
        round=round_, family_id=decision.family_id, place_id=decision.place_id, kind=kind, reason=reason,
        before=before, by_id=by.id, on=on,
    )  # fmt: skip
    record(
        "amend_round", subject=round_, by=by, on=on, place_id=decision.place_id, reason=reason,
        details={"kind": kind, **told(round_.line, family=decision.family_id)},
    )  # fmt: skip
    return amendment


@deed
def withdraw_amendment(amendment_id: int, *, by: Actor, on: date) -> Amendment:
    """Undo an addition or a strike while the meeting is open; the family stands where it stood before."""
    require(by, *queries.WHO_MEET)
    amendment = Amendment.objects.filter(pk=amendment_id).select_related("round").first()
    if amendment is None or queries.round_for(by, amendment.round_id) is None:
        raise Refusal(_("Perubahan itu tidak ada di wilayah Anda."), advice=_("Muat ulang halamannya."))
    round_ = locked(amendment.round)
    amendment = Amendment.objects.select_for_update().get(pk=amendment_id)
    if amendment.withdrawn_on is not None:
        raise Refusal(_("Perubahan itu sudah ditarik kembali."), advice=_("Muat ulang halamannya."))
    _require_ward(by, round_, amendment.place_id)
    _require_amendable(round_, amendment.place_id, amendment.kind)
    amendment.withdrawn_by_id, amendment.withdrawn_on = by.id, on
    amendment.save(update_fields=["withdrawn_by", "withdrawn_on"])
    found = Decision.objects.filter(round=round_, family_id=amendment.family_id)
    if amendment.kind == Amendment.Kind.ADD:
        found.update(standing="", rank=None, amount=0, number="")
    else:
        found.update(standing=amendment.before)
    record(
        "withdraw_amendment", subject=round_, by=by, on=on, place_id=amendment.place_id,
        details={"kind": amendment.kind, **told(round_.line, family=amendment.family_id)},
    )  # fmt: skip
    return amendment


@deed
def close_meeting(round_: Round, place_id: int, *, minutes: Minutes, by: Actor, on: date) -> Round:
    """Close the meeting of a ward, or of all wards below a place, with the signed minutes as scanned."""
    require(by, *queries.WHO_MEET)
    round_ = locked(round_)
    _require_ward(by, round_, place_id)
    require_state(
        round_, (Round.State.SCORED,), _("Musyawarah penetapan ini sudah selesai."), _("Muat ulang halamannya.")
    )
    lowest, highest = span(place_id)
    open_ = Step.objects.select_for_update().filter(
        round=round_, kind=Step.Kind.MEETING, on=None, taken_back_on=None, place_id__gte=lowest, place_id__lte=highest
    )
    steps = list(open_)
    if not steps:
        raise Refusal(_("Tidak ada musyawarah yang masih terbuka di sini."), advice=_("Muat ulang halamannya."))
    number, held_on = _checked(minutes, since=min(one.since for one in steps), on=on)
    scan = _kept(minutes.scan, place_id)
    for step in steps:
        step.number, step.paper_on, step.scan = number, held_on, scan
        step.by_id, step.on, step.at = by.id, on, timezone.now()
    Step.objects.bulk_update(steps, ["number", "paper_on", "scan", "by", "on", "at"])
    record(
        "close_meeting", subject=round_, by=by, on=on, place_id=place_id,
        details={"number": number, "held_on": held_on.isoformat(), "wards": len(steps), "sha256": scan.sha256},
    )  # fmt: skip
    if not Step.objects.filter(round=round_, kind=Step.Kind.MEETING, on=None, taken_back_on=None).exists():
        round_.state = Round.State.MET
        round_.save(update_fields=["state"])
        begin(round_, Step.Kind.CHECK, on=on, agency_id=queries.agency_with(round_, Step.Kind.CHECK))
    return round_


def _checked(minutes: Minutes, *, since: date, on: date) -> tuple[str, date]:
    number = " ".join(minutes.number.split())
    if not number or len(number) > NUMBER_LETTERS_MAX:
        raise Refusal(
            _("Tuliskan nomor berita acaranya, paling panjang %(most)d huruf.") % {"most": NUMBER_LETTERS_MAX},
            field="number",
        )
    if minutes.held_on is None or not since <= minutes.held_on <= on:
        raise Refusal(
            _("Tanggal musyawarah harus sejak daftarnya selesai dihitung sampai hari ini."),
            advice=_("Periksa tanggal pada berita acaranya."),
            field="held_on",
        )
    if not minutes.scan:
        raise Refusal(
            _("Musyawarah tidak ditutup tanpa berita acara."),
            advice=_("Lampirkan pindaian berita acara yang ditandatangani."),
            field="scan",
        )
    return number, minutes.held_on


def _kept(given: bytes | None, place_id: int) -> Scan:
    assert given is not None
    scan = scanned(given)
    return Scan.objects.create(
        place_id=place_id, media_type=scan.media_type, sha256=scan.sha256, cipher=seal(scan.content)
    )


@deed
def reopen_meeting(step_id: int, *, reason: str, by: Actor, on: date) -> Round:
    """Open a ward's meeting again while nobody has noted the field check; its minutes stay as they were."""
    require(by, *queries.WHO_MEET)
    reason = checked_reason(reason)
    step = Step.objects.filter(pk=step_id, kind=Step.Kind.MEETING, taken_back_on=None).exclude(on=None).first()
    if step is None or queries.round_for(by, step.round_id) is None:
        raise Refusal(_("Musyawarah itu tidak ada, atau belum ditutup."), advice=_("Muat ulang halamannya."))
    round_ = locked(step.round)
    _require_ward(by, round_, step.place_id)
    require_state(
        round_, (Round.State.SCORED, Round.State.MET),
        _("Pemeriksaan lapangan sudah dicatat, jadi musyawarah tidak dibuka lagi."),
        _("Tarik kembali langkah terakhirnya dahulu."),
    )  # fmt: skip
    Step.objects.filter(pk=step.pk).update(taken_back_by=by.id, taken_back_on=on, reason=reason)
    if round_.state == Round.State.MET:
        Step.objects.filter(round=round_, kind=Step.Kind.CHECK, on=None, taken_back_on=None).update(
            taken_back_by=by.id, taken_back_on=on, reason=reason
        )
        round_.state = Round.State.SCORED
        round_.save(update_fields=["state"])
    begin(round_, Step.Kind.MEETING, on=on, places=[step.place_id])
    record("reopen_meeting", subject=round_, by=by, on=on, place_id=step.place_id, reason=reason)
    return round_


def _require_ward(by: Actor, round_: Round, place_id: int) -> None:
    """Whoever serves the ward, of a line that is theirs to see; operators keep to their own agency's."""
    lowest, highest = span(round_.place_id)
    if not access.serves(by.id, place_id) or not lowest <= place_id <= highest:
        raise NotAllowed(
            _("%(place)s bukan wilayah tugas Anda dalam penetapan ini.") % {"place": _name(place_id)},
            advice=_("Mintalah kepada petugas wilayah itu."),
        )
    require_told(by, round_.line)
    if by.role == Role.OPERATOR:
        require_own_line(by, round_.line)


def _name(place_id: int) -> str:
    found: Any = places.by_id(place_id)
    return str(found.name) if found else places.code_of(place_id)


def _require_amendable(round_: Round, place_id: int, kind: str) -> None:
    require_state(
        round_, (Round.State.SCORED, Round.State.MET),
        _("Daftar ini tidak diubah lagi: pemeriksaan lapangannya sudah dicatat."),
        _("Tarik kembali langkah terakhirnya dahulu."),
    )  # fmt: skip
    if kind not in Amendment.Kind.values:
        raise Refusal(_("Pilih menambah atau mencoret."), field="kind")
    if round_.state == Round.State.MET and kind == Amendment.Kind.STRIKE:
        return  # what a visit found, after the meetings
    meets = Step.objects.filter(
        round=round_, kind=Step.Kind.MEETING, place_id=place_id, on=None, taken_back_on=None
    ).exists()
    if not meets:
        raise Refusal(
            _("Musyawarah di wilayah keluarga itu sudah ditutup."),
            advice=_("Buka lagi musyawarahnya dengan alasan, lalu ubah daftarnya."),
        )
