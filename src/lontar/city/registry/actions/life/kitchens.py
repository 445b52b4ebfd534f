"""Households: families begin and cease to share a kitchen."""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lontar.city.registry.actions.life import days
from lontar.city.registry.actions.life.occasion import Occasion, Recorded
from lontar.city.registry.actions.life.recording import Kind, begin
from lontar.city.registry.models import Household, Sharing
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor
from lontar.science.trouble import Refusal

SHARED: Final = gettext_noop("Memasak bersama keluarga %(family)s dalam satu rumah tangga")
LEFT: Final = gettext_noop("Memasak sendiri, sebagai rumah tangga sendiri")


@deed
def kitchen_shared(family_id: int, with_id: int, *, occasion: Occasion, by: Actor, on: date) -> Recorded:
    """A family joins the household of another; both are one household from that day."""
    rec = begin(Kind.KITCHEN_SHARED, occasion, families=[family_id, with_id], by=by, on=on)
    if isinstance(rec, Recorded):
        return rec
    guest, host = rec.family(family_id), rec.family(with_id)
    if family_id == with_id:
        raise Refusal(_("Pilih keluarga lain."), field="into")
    if guest.place_id != host.place_id:
        raise Refusal(
            _("Kedua keluarga tercatat di kelurahan yang berbeda."),
            advice=_("Catat dulu pindah rumahnya."),
            field="into",
        )
    rec.touch(family_id)
    theirs = Sharing.objects.filter(family=host, until=None).select_related("household").first()
    mine = Sharing.objects.filter(family=guest, until=None).first()
    if mine and theirs and mine.household_id == theirs.household_id:
        raise Refusal(_("Keduanya sudah satu rumah tangga."), field="into")
    days.require_after(rec.last_of_family.get(family_id), rec.day)
    days.leave_kitchen(rec, family_id)
    if theirs is None or theirs.since > rec.day:
        days.require_after(rec.last_of_family.get(with_id), rec.day)
        days.leave_kitchen(rec, with_id)
        household = Household.objects.create(place_id=host.place_id)
        days.share_kitchen(rec, host, household)
    else:
        household = theirs.household
    days.share_kitchen(rec, guest, household)
    rec.tell(family_id, SHARED, family=host.local_number)
    rec.tell(with_id, SHARED, family=guest.local_number)
    return rec.finish()


@deed
def kitchen_left(family_id: int, *, occasion: Occasion, by: Actor, on: date) -> Recorded:
    """A family cooks by itself from that day: asked and known, which is not the same as never asked."""
    rec = begin(Kind.KITCHEN_LEFT, occasion, families=[family_id], by=by, on=on)
    if isinstance(rec, Recorded):
        return rec
    family = rec.family(family_id)
    days.require_after(rec.last_of_family.get(family_id), rec.day)
    left = days.leave_kitchen(rec, family_id)
    if left and not Sharing.objects.filter(household_id=left.household_id, until=None).exclude(family=family).exists():
        raise Refusal(_("Keluarga ini sudah tercatat memasak sendiri."))
    days.share_kitchen(rec, family, Household.objects.create(place_id=family.place_id))
    rec.tell(family_id, LEFT)
    return rec.finish()
