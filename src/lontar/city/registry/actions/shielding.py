"""The address of people who flee violence is kept from all but named officers."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.registry.models import Person, Shield, ShieldKeeper
from lontar.city.registry.queries import shields as queries
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, require
from lontar.science.trouble import NotAllowed, Refusal


@deed
def shield(person_id: int, *, keepers: Iterable[int], paper: str, by: Actor, on: date) -> Shield:
    """Hide the address of this person and of whoever lives with them from everybody but these officers."""
    require(by, *queries.WHO_SHIELD)
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Refusal(_("Orang ini tidak ada di wilayah Anda."))
    if Shield.objects.filter(person=person, lifted_on=None).exists():
        raise Refusal(_("Alamat orang ini sudah dilindungi."), advice=_("Ubah saja petugas yang boleh mengetahuinya."))
    if not paper.strip():
        raise Refusal(_("Tuliskan dasarnya, misalnya nomor surat UPTD PPA."), field="paper")
    chosen = _checked_keepers(keepers, person.place_id)
    made = Shield.objects.create(
        person=person, place_id=person.place_id, paper=paper.strip()[:160], raised_on=on, raised_by_id=by.id
    )
    ShieldKeeper.objects.bulk_create(
        ShieldKeeper(shield=made, officer_id=key, place_id=person.place_id) for key in sorted(chosen)
    )
    record(
        "shield_address", subject=person, by=by, on=on, place_id=person.place_id, details={"keepers": sorted(chosen)}
    )
    return made


@deed
def change_keepers(found: Shield, *, keepers: Iterable[int], by: Actor, on: date) -> None:
    """Name other officers. Who is named already may; a planner only when none of the named serves any more."""
    kept = _open_shield(found)
    _require_keeper(kept, by)
    chosen = _checked_keepers(keepers, kept.place_id)
    ShieldKeeper.objects.filter(shield=kept).exclude(officer_id__in=chosen).delete()
    ShieldKeeper.objects.bulk_create(
        (ShieldKeeper(shield=kept, officer_id=key, place_id=kept.place_id) for key in sorted(chosen)),
        ignore_conflicts=True,
    )
    record(
        "change_keepers", subject=("registry.person", kept.person_id), by=by, on=on, place_id=kept.place_id,
        details={"keepers": sorted(chosen)},
    )  # fmt: skip


@deed
def lift_shield(found: Shield, *, reason: str, by: Actor, on: date) -> None:
    """Show the address to everybody of the place again. Only an officer who may know it decides so."""
    kept = _open_shield(found)
    _require_keeper(kept, by)
    if not reason.strip():
        raise Refusal(_("Tuliskan alasannya."), field="reason")
    Shield.objects.filter(pk=kept.pk).update(lifted_on=on)
    record(
        "lift_shield", subject=("registry.person", kept.person_id), by=by, on=on, place_id=kept.place_id,
        reason=reason.strip(),
    )  # fmt: skip


def _open_shield(found: Shield) -> Shield:
    kept = Shield.objects.select_for_update().filter(pk=found.pk, lifted_on=None).first()
    if kept is None:
        raise Refusal(_("Perlindungan alamat ini sudah diakhiri."))
    return kept


def _require_keeper(kept: Shield, by: Actor) -> None:
    require(by, *queries.WHO_SHIELD, *queries.WHO_MAY_KEEP)
    serving = [one.officer_id for one in queries.keepers_of(kept.pk) if one.officer.is_active]
    if by.id in serving or (not serving and by.role in queries.WHO_RESCUE_SHIELDS):
        return
    raise NotAllowed(
        _("Hanya petugas yang ditunjuk yang dapat mengubah perlindungan ini."),
        advice=_("Hubungi petugas yang namanya tertulis di halaman keluarga."),
    )


def _checked_keepers(keepers: Iterable[int], place_id: int) -> set[Any]:
    """Officers who serve families, and that very place; at least two are better, one is the least."""
    chosen = set(keepers)
    allowed = {officer.pk for officer in queries.possible_keepers(place_id)}
    if not chosen or not chosen <= allowed:
        raise Refusal(
            _("Pilih sekurang-kurangnya satu petugas yang melayani wilayah itu."),
            advice=_("Yang dapat dipilih: petugas kelurahan, petugas lapangan, operator dan perencana wilayah itu."),
            field="keepers",
        )
    return chosen
