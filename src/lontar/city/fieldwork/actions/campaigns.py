"""Begin a campaign of home visits, share it out, and close it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.fieldwork.models import Campaign, Change, Roster, RosterFamily, Visit
from lontar.city.fieldwork.queries import campaigns as queries
from lontar.city.fieldwork.queries.who import WHO_ASSIGN, WHO_PLAN, WHO_VISIT
from lontar.city.journal.actions import record
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.kit.deeds import deed
from lontar.kit.formats import number
from lontar.kit.gate import Actor, require
from lontar.kit.reasons import checked_reason
from lontar.science.home_visits import SPLITS, Split, Stop, Walker, drawn, share_out
from lontar.science.place_codes import span
from lontar.science.trouble import NotAllowed, Refusal

FAMILIES_MAX: Final = 50_000
REASON_LETTERS_MIN, REASON_LETTERS_MAX = 10, 500
FIRST, SECOND = 1, 2


@dataclass(frozen=True, slots=True)
class Plan:
    """What a campaign is to be: its families, its officers and its days."""

    name: str
    place_id: int
    due: date
    begins: date
    checkers: Sequence[int]
    decile: str = ""  # "1-4", "none", empty for all
    roster_id: int | None = None
    split: Split = "by_rt"
    second_percent: int = 5
    seed: int = 1
    why: str = ""
    made_up: bool = False


@deed
def open_campaign(plan: Plan, *, by: Actor, on: date, key: uuid.UUID | None = None) -> Campaign:
    """List the families, give each an officer, and draw the second visits. The same key again changes nothing."""
    require(by, *WHO_PLAN)
    key = key or uuid.uuid4()
    if (before := Campaign.objects.filter(command_key=key).first()) is not None:
        return before
    _require_sensible(plan, by, on)
    stops, shielded = _stops(plan)
    walkers = _walkers(plan)
    first = share_out(stops, walkers, plan.split)
    chosen = set(drawn(first, percent=plan.second_percent, seed=plan.seed))
    taken = {family: officer for family, officer in first.items() if officer is not None}
    second = share_out([one for one in stops if one.family_id in chosen], walkers, plan.split, taken=taken)
    campaign = Campaign.objects.create(
        place_id=plan.place_id, name=" ".join(plan.name.split()), why=plan.why.strip(), begins=plan.begins,
        due=plan.due, chosen={"decile": plan.decile, "shielded": shielded}, roster_id=plan.roster_id, split=plan.split,
        second_percent=plan.second_percent, seed=plan.seed, opened_by_id=by.id, opened_on=on, made_up=plan.made_up,
        command_key=key,
    )  # fmt: skip
    homes = {stop.family_id: stop for stop in stops}
    Visit.objects.bulk_create(
        [
            Visit(
                campaign=campaign, family_id=family, place_id=homes[family].place_id, rw=homes[family].rw,
                rt=homes[family].rt, turn=turn, officer_id=officer,
            )
            for turn, shares in ((FIRST, first), (SECOND, second))
            for family, officer in shares.items()
        ],
        batch_size=2000,
    )  # fmt: skip
    record(
        "open_campaign", subject=campaign, by=by, on=on, place_id=plan.place_id,
        details={
            "families": len(first), "second": len(second), "seed": plan.seed, "percent": plan.second_percent,
            "shielded": shielded,
            "without_officer": sum(one is None for one in [*first.values(), *second.values()]),
        },
    )  # fmt: skip
    return campaign


def _require_sensible(plan: Plan, by: Actor, on: date) -> None:
    if not plan.name.strip() or len(plan.name) > 120:
        raise Refusal(_("Beri nama kampanye, paling panjang 120 huruf."), field="name")
    if plan.due < on or plan.due < plan.begins:
        raise Refusal(
            _("Batas waktunya sudah lewat."),
            advice=_("Pilih tanggal sesudah hari ini dan sesudah mulainya."),
            field="due",
        )
    if not 0 <= plan.second_percent <= 100:
        raise Refusal(_("Bagian kunjungan kedua antara 0 dan 100 persen."), field="second_percent")
    if plan.split not in SPLITS:
        raise Refusal(_("Pilih cara membagi keluarga."), field="split")
    if not access.serves(by.id, plan.place_id):
        raise NotAllowed(_("Wilayah itu di luar wilayah Anda."), advice=_("Pilih wilayah yang Anda layani."))
    if not plan.checkers:
        raise Refusal(_("Pilih sekurang-kurangnya satu petugas yang berkunjung."), field="checkers")
    if plan.roster_id is not None and not Roster.objects.filter(pk=plan.roster_id).exists():
        raise Refusal(_("Daftar itu tidak ada lagi."), field="roster")


def _stops(plan: Plan) -> tuple[list[Stop], int]:
    """Where to go; and how many are left out, because a visit would show their address to whoever is sent."""
    families = registry.families_matching(
        registry.FamilyFilter(place_id=plan.place_id, decile=plan.decile, present=True)
    )
    if plan.roster_id is not None:
        listed = RosterFamily.objects.filter(roster_id=plan.roster_id).values_list("family_id", flat=True)
        twins = registry.twin_families()
        families = families.filter(pk__in={twins.get(key, key) for key in listed})
    homes = registry.addresses_of(families)
    shielded = registry.shielded_families(one.family_id for one in homes)
    stops = [Stop(one.place_id, one.rw, one.rt, one.family_id) for one in homes if one.family_id not in shielded]
    if not stops and shielded:
        raise Refusal(
            _("Yang cocok dengan pilihan itu hanya keluarga yang alamatnya dilindungi."),
            advice=_("Mereka tidak dikunjungi lewat kampanye; mintalah petugas yang ditunjuk memeriksa keadaannya."),
            field="decile",
        )
    if not stops:
        raise Refusal(
            _("Tidak ada keluarga yang cocok dengan pilihan itu."),
            advice=_("Pilih desil atau daftar lain, atau impor dulu keluarganya."), field="decile",
        )  # fmt: skip
    if len(stops) > FAMILIES_MAX:
        raise Refusal(
            _("%(n)s keluarga terlalu banyak untuk satu kampanye; paling banyak %(most)s.")
            % {"n": number(len(stops)), "most": number(FAMILIES_MAX)},
            advice=_("Bagi per kecamatan atau per kelurahan."), field="place",
        )  # fmt: skip
    return stops, len(shielded)


def _walkers(plan: Plan) -> list[Walker]:
    serving = access.officers_serving(*span(plan.place_id), WHO_VISIT)
    walkers = [Walker(one.pk, tuple(spans)) for one, spans in serving.items() if one.pk in set(plan.checkers)]
    if len(walkers) != len(set(plan.checkers)):
        raise Refusal(
            _("Seorang petugas yang dipilih tidak bertugas di wilayah itu."),
            advice=_("Pilih petugas kelurahan atau petugas lapangan wilayah itu."), field="checkers",
        )  # fmt: skip
    return walkers


@deed
def assign(visit_ids: Sequence[int], officer_id: Any, *, by: Actor, on: date) -> int:
    """Give open visits to an officer who serves their ward; how many changed hands."""
    require(by, *WHO_ASSIGN)
    visits = list(
        Visit.objects.select_for_update(of=("self",)).filter(pk__in=visit_ids).select_related("campaign").order_by("pk")
    )
    if len(visits) != len(set(visit_ids)) or not visits:
        raise Refusal(_("Kunjungan itu tidak ada di wilayah Anda."), advice=_("Muat ulang daftarnya."))
    for visit in visits:
        _require_open(visit)
    reach = _reach_of(officer_id)
    if any(not any(low <= one.place_id <= high for low, high in reach) for one in visits):
        raise Refusal(
            _("Petugas itu tidak bertugas di kelurahan keluarga ini."),
            advice=_("Pilih petugas kelurahan itu."), field="officer",
        )  # fmt: skip
    if registry.may_not_know(officer_id, {one.family_id for one in visits}):
        raise NotAllowed(
            _("Petugas itu tidak ditunjuk untuk mengetahui alamat salah satu keluarga ini."),
            advice=_("Pilih petugas yang ditunjuk, atau ubah dulu siapa yang boleh mengetahui alamatnya."),
        )
    for visit in visits:
        _require_other_turn(visit, officer_id)
    moved = [one for one in visits if one.officer_id != officer_id]
    Visit.objects.filter(pk__in=[one.pk for one in moved]).update(officer_id=officer_id)
    for campaign in {one.campaign_id: one.campaign for one in moved}.values():
        record(
            "assign_visits", subject=campaign, by=by, on=on, place_id=campaign.place_id,
            details={"officer": officer_id, "visits": sum(one.campaign_id == campaign.pk for one in moved)},
        )  # fmt: skip
    return len(moved)


def _require_open(visit: Visit) -> None:
    if visit.state != Visit.State.OPEN or visit.campaign.state != Campaign.State.OPEN:
        raise Refusal(_("Kunjungan itu sudah dilaporkan atau ditutup."), advice=_("Muat ulang daftarnya."))


def _require_other_turn(visit: Visit, officer_id: Any) -> None:
    """The second look is only worth something when it is somebody else's."""
    same = Visit.objects.filter(campaign_id=visit.campaign_id, family_id=visit.family_id, officer_id=officer_id)
    if same.exclude(pk=visit.pk).exists():
        raise Refusal(
            _("Petugas itu sudah mengunjungi keluarga ini pada giliran yang lain."),
            advice=_("Kunjungan kedua dilakukan orang lain. Pilih petugas lain."), field="officer",
        )  # fmt: skip


def _reach_of(officer_id: Any) -> list[tuple[int, int]]:
    home = places.home_or_refuse()
    serving = access.officers_serving(*span(home.pk), WHO_VISIT)
    return next((spans for one, spans in serving.items() if one.pk == officer_id), [])


@deed
def close_campaign(campaign_id: int, *, by: Actor, on: date, leave_open: bool = False, reason: str = "") -> Campaign:
    """End a campaign. Visits that are still open are left so only by an explicit decision, with its reason."""
    require(by, *WHO_PLAN)
    campaign = Campaign.objects.select_for_update().filter(pk=campaign_id).first()
    if campaign is None or not queries.campaigns_for(by).filter(pk=campaign_id).exists():
        raise queries.NotFound(_("Kampanye itu tidak ada di wilayah Anda."))
    if campaign.state == Campaign.State.CLOSED:
        return campaign
    _require_whole(campaign, by)
    reason = reason.strip()
    waits = Visit.objects.filter(campaign=campaign, state=Visit.State.OPEN)
    count = waits.count()
    if count and not leave_open:
        raise Refusal(
            _("%(n)s kunjungan masih terbuka.") % {"n": number(count)},
            advice=_("Selesaikan kunjungannya, atau nyatakan bahwa sisanya dibiarkan dan tuliskan alasannya."),
            field="leave_open",
        )
    if count:
        reason = checked_reason(reason, least=REASON_LETTERS_MIN, most=REASON_LETTERS_MAX)
    left = _left_by_ward(waits)
    waits.update(state=Visit.State.LEFT)
    shielded = _leave_hidden(campaign.pk)
    changes = Change.objects.filter(report__visit__campaign=campaign, state=Change.State.WAITING).count()
    campaign.state, campaign.closed_on, campaign.close_reason = Campaign.State.CLOSED, on, reason
    campaign.closed_by_id = by.id
    campaign.save(update_fields=["state", "closed_on", "closed_by", "close_reason"])
    record(
        "close_campaign", subject=campaign, by=by, on=on, place_id=campaign.place_id, reason=reason,
        details={"left_open": count, "left_by_ward": left, "left_shielded": shielded, "changes_waiting": changes},
    )  # fmt: skip
    return campaign


def _require_whole(campaign: Campaign, by: Actor) -> None:
    """Who closes must see every visit of it: what a wall hides would stay open unseen."""
    if not access.serves(by.id, campaign.place_id):
        raise NotAllowed(
            _("Kampanye ini lebih luas daripada wilayah Anda."), advice=_("Mintalah kepada perencana kota.")
        )


def _leave_hidden(campaign_id: int) -> int:
    """Visits to families that were shielded since, and that whoever closes may not see: left too, and only counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fieldwork_leave_hidden(%s)", [campaign_id])
        return int(cursor.fetchone()[0])


def _left_by_ward(waits: QuerySet[Visit]) -> dict[str, int]:
    left: dict[str, int] = {}
    for place_id in waits.order_by("place_id").values_list("place_id", flat=True):
        code = places.code_of(place_id)
        left[code] = left.get(code, 0) + 1
    return left
