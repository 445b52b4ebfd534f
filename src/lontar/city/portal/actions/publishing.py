"""Publishing: a month of the city as everybody may see it, frozen."""

import re
from calendar import monthrange
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lontar.city.journal.actions import record
from lontar.city.places import queries as places
from lontar.city.portal import frames, queries
from lontar.city.portal.models import Snapshot
from lontar.city.stores import queries as stores
from lontar.kit.deeds import deed
from lontar.kit.gate import Actor, Role, require
from lontar.science.disclosure import SMALL_MAX
from lontar.science.trouble import Refusal

PERIOD = re.compile(r"20\d{2}-(0[1-9]|1[0-2])")


def month_of(period: str) -> date:
    """The first day of a month written as 2026-11."""
    if not PERIOD.fullmatch(period):
        raise Refusal(
            _("“%(period)s” bukan bulan.") % {"period": period[:20]},
            advice=_("Tuliskan tahun dan bulan, misalnya 2026-11."),
            field="period",
        )
    return date(int(period[:4]), int(period[5:]), 1)


def draft(place_id: int, period: str, *, on: date) -> dict[str, Any]:
    """What would be published for a month, covered already; written nowhere."""
    first = month_of(period)
    if first > on:
        raise Refusal(_("Bulan itu belum mulai."), advice=_("Terbitkan bulan ini."), field="period")
    place = places.by_id(place_id)
    if place is None:
        raise Refusal(_("Wilayah ini tidak dikenal."), advice=_("Jalankan ./lontar setup untuk wilayah Anda."))
    until = min(on, first.replace(day=monthrange(first.year, first.month)[1]))
    payload = frames.compose(
        frames.counted(place_id, until=until),
        place={"id": place.pk, "code": place.code, "name": place.name, "made_up": places.is_made_up()},
        until=until,
        earlier=[one.payload for one in queries.of_year(place_id, until.year)],
    )
    goods = _goods(until)
    return payload | {"goods": goods} if goods else payload


def _goods(until: date) -> list[dict[str, Any]]:
    """Goods in the whole city, in their own units; where few went out, neither that number nor what tells it."""
    told = []
    for one in stores.totals(until=until):
        few = 0 < one.given <= SMALL_MAX
        told.append({
            "name": one.item.name, "unit": one.item.unit, "received": one.received, "missing": one.missing,
            "stored": None if few else one.stored, "given": None if few else one.given,
        })  # fmt: skip
    return told


@deed
def publish(place_id: int, period: str, *, by: Actor, on: date, reason: str = "") -> Snapshot:
    """Publish a month. A month that is out already gets a further revision, with its reason; nothing is replaced."""
    require(by, Role.PLANNER)
    payload = draft(place_id, period, on=on)
    payload["publisher"] = _publisher(by)
    known = queries.snapshot(place_id, period)
    if known is not None and frames.substance(known.payload) == frames.substance(payload):
        raise Refusal(
            _("Tidak ada yang berubah sejak terbitan terakhir bulan itu."),
            advice=_("Terbitkan lagi setelah ada penyerahan atau anggaran baru."),
            field="period",
        )
    if known is not None and not reason.strip():
        raise Refusal(
            _("Bulan itu sudah diterbitkan."),
            advice=_("Tuliskan alasan pembetulannya; semua orang dapat membacanya."),
            field="reason",
        )
    revision = known.revision + 1 if known else 1
    try:
        with transaction.atomic():
            snapshot = Snapshot.objects.create(
                place_id=place_id, period=period, revision=revision, reason=reason.strip(), payload=payload,
                sha256=frames.seal(payload), published_by_id=by.id, published_on=on,
            )  # fmt: skip
    except IntegrityError:
        # Two planners pressed together: the first one's month stands.
        raise Refusal(
            _("Bulan itu baru saja diterbitkan oleh orang lain."), advice=_("Muat ulang halaman ini.")
        ) from None
    record(
        "publish", subject=snapshot, by=by, on=on, place_id=place_id, reason=reason.strip(),
        details={"period": period, "revision": revision, "sha256": snapshot.sha256},
    )  # fmt: skip
    return snapshot


def _publisher(by: Actor) -> dict[str, str]:
    """The role and agency that answers for it; never a person's name on a public page."""
    return {"role": str(by.role), "agency": str(getattr(by, "agency", None) or "")}
