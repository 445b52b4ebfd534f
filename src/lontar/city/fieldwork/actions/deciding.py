"""Of two visits that differ, which one stands; and the decree with which the confirmed families are on the list."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lontar.city.fieldwork.models import Decree, Visit
from lontar.city.fieldwork.queries import campaigns, visits
from lontar.city.fieldwork.queries.who import WHO_ASSIGN, WHO_PLAN
from lontar.city.journal.actions import record
from lontar.city.registry import actions as registry
from lontar.city.registry.actions.timeline import Story
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.kit.reasons import checked_reason
from lontar.science.trouble import NotAllowed, Refusal

DECREED = gettext_noop("Masuk daftar dengan keputusan nomor %(number)s (%(campaign)s)")


@deed
def settle(visit_id: int, *, stands: int, reason: str, by: Actor, on: date) -> Visit:
    """Say which of two visits that differ stands, by a person who made neither."""
    require(by, *WHO_ASSIGN)
    first = Visit.objects.select_for_update(of=("self",)).select_related("campaign").filter(pk=visit_id, turn=1).first()
    pair = visits.pair_of(first) if first else None
    if first is None or pair is None:
        raise visits.NotFound(
            _("Tidak ada dua laporan yang dapat dibandingkan di sini."), advice=_("Muat ulang daftarnya.")
        )
    if by.id in {pair.first.checker_id, pair.second.checker_id, pair.first.by_id, pair.second.by_id}:
        raise NotAllowed(
            _("Anda sendiri yang membuat salah satu laporannya."), advice=_("Orang ketiga yang memutuskan.")
        )
    if stands not in (1, 2):
        raise Refusal(_("Pilih laporan pertama atau kedua."), field="stands")
    reason = checked_reason(reason)
    if first.decree_id is not None:
        raise Refusal(
            _("Keluarga ini sudah masuk sebuah keputusan."), advice=_("Daftar yang ditandatangani tidak diubah.")
        )
    first.stands = stands
    first.settled_by_id = by.id
    first.save(update_fields=["stands", "settled_by"])
    record(
        "settle_visits", subject=first, by=by, on=on, place_id=first.place_id, reason=reason, details={"stands": stands}
    )
    return first


@deed
def decree(campaign_id: int, *, number: str, signed_on: date, by: Actor, on: date) -> Decree:
    """Record the signed decree: every family that is confirmed and on no decree yet is on this one."""
    require(by, *WHO_PLAN)
    campaign = campaigns.campaign_or_none(campaign_id, by)
    if campaign is None:
        raise campaigns.NotFound(_("Kampanye itu tidak ada di wilayah Anda."))
    number = " ".join(number.split())
    if not number or len(number) > 80:
        raise Refusal(_("Tuliskan nomor keputusannya, paling panjang 80 huruf."), field="number")
    if not campaign.begins <= signed_on <= on:
        raise Refusal(
            _("Tanggal keputusan di luar masa kampanye."),
            advice=_("Isi tanggal sejak kampanye mulai sampai hari ini."), field="signed_on",
        )  # fmt: skip
    if Decree.objects.filter(campaign=campaign, number=number).exists():
        raise Refusal(_("Keputusan dengan nomor itu sudah dicatat."), field="number")
    # Locked in one order, so that two decrees recorded together share the families out and none is on both.
    waiting = Visit.objects.select_for_update().filter(campaign=campaign, turn=1, decree=None).order_by("pk")
    open_to_it = {one.pk: one for one in waiting}
    chosen = [open_to_it[key] for key in campaigns.confirmed_without_decree(campaign.pk) if key in open_to_it]
    if not chosen:
        raise Refusal(
            _("Belum ada keluarga yang dipastikan di rumahnya."),
            advice=_("Dipastikan: ditemui, layak menurut kunjungan, dan kunjungan kedua (bila ada) sependapat."),
        )
    made = Decree.objects.create(
        campaign=campaign, number=number, signed_on=signed_on, by_id=by.id, on=on, families=len(chosen)
    )
    Visit.objects.filter(pk__in=[one.pk for one in chosen]).update(decree=made)
    registry.tell_many(
        [Story(one.family_id, one.place_id, {"number": number, "campaign": campaign.name}) for one in chosen],
        kind="decree", message=DECREED, on=signed_on,
    )  # fmt: skip
    record(
        "record_decree", subject=campaign, by=by, on=on, place_id=campaign.place_id,
        details={"number": number, "signed_on": signed_on.isoformat(), "families": len(chosen)},
    )  # fmt: skip
    return made
