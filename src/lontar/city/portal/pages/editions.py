"""The planner's page: what would be published, what changed since the last time, and the one button."""

from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.portal import actions, queries
from lontar.city.portal.forms import Edition
from lontar.city.portal.pages.readings import Reading, edition, told_number
from lontar.kit import formats
from lontar.kit.gate import Actor, Role, door, require
from lontar.science.trouble import Refusal

CHANGES_MAX = 200


@door(Role.PLANNER, Role.INSPECTOR, Role.ADMINISTRATOR)
def editions(request: HttpRequest) -> HttpResponse:
    """Look at the next snapshot beside the last one; a planner publishes it."""
    place = places.home_or_refuse()
    on = places.today()
    form = Edition(request.POST or None, on=on)
    if request.method == "POST":
        require(cast(Actor, request.user), Role.PLANNER)
        if form.is_valid() and _published(request, place.pk, form, on):
            return redirect("portal:editions")
    context = {
        "form": form,
        "may_publish": cast(Actor, request.user).role == Role.PLANNER,
        "month": on,
        "place": place,
        "editions": [edition(one) for one in queries.snapshots(place.pk)[:12]],
        **_preview(place.pk, on),
    }
    return render(request, "portal/editions.html", context)


def _published(request: HttpRequest, place_id: int, form: Edition, on: date) -> bool:
    given = form.cleaned_data
    try:
        snapshot = actions.publish(
            place_id, given["period"], by=cast(Actor, request.user), on=on, reason=given["reason"]
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    messages.success(
        request,
        _("%(month)s sudah terbit. Semua orang dapat membacanya di halaman kota.")
        % {"month": formats.day(actions.month_of(snapshot.period), "month")},
    )
    return True


def _preview(place_id: int, on: date) -> dict[str, Any]:
    draft = Reading(actions.draft(place_id, f"{on:%Y-%m}", on=on))
    last = queries.current(place_id)
    before = Reading(last.payload) if last else None
    return {
        "total": draft.total,
        "total_families": draft.families_words(),
        "total_paid": draft.paid_words(),
        "year": str(draft.year),
        "until": draft.until_words(),
        "covered": draft.table.withheld,
        "changed": changes(before, draft),
    }


def changes(before: Reading | None, now: Reading) -> list[dict[str, str]]:
    """What a reader would see moved: totals first, then programmes, then wards."""
    rows = [(_("Seluruh kota, keluarga penerima"), _city(before), now.families_words())]
    earlier = {offer["key"]: offer for offer in before.offers} if before else {}
    for offer in now.offers:
        old = earlier.get(offer["key"])
        rows.append((
            _("%(name)s, direncanakan") % {"name": offer["name"]},
            formats.rupiah(old["planned"]) if old else _("belum ada"), formats.rupiah(offer["planned"]),
        ))  # fmt: skip
        rows.append((
            _("%(name)s, keluarga penerima") % {"name": offer["name"]},
            told_number(old["families"]) if old else _("belum ada"), told_number(offer["families"]),
        ))  # fmt: skip
    for ward in now.ward_rows():
        old_ward = before.ward(ward["id"]) if before else None
        was = told_number(old_ward["families"]) if old_ward else formats.number(0)
        rows.append((_("%(name)s, keluarga penerima") % {"name": ward["name"]}, was, told_number(ward["families"])))
    return [{"name": name, "before": was, "now": is_} for name, was, is_ in rows if was != is_][:CHANGES_MAX]


def _city(before: Reading | None) -> str:
    return before.families_words() if before else _("belum ada")
