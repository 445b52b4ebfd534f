"""What is owed as a list on the screen, as a file, and as paper to sign."""

import hashlib
from collections.abc import Iterable
from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.delivery import queries
from lontar.city.delivery.forms import EntitlementSearch
from lontar.city.delivery.models import Entitlement
from lontar.city.journal.actions import note_export, saw, saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.kit import exports, masks
from lontar.kit.gate import Actor, Role, door
from lontar.kit.paging import KEY_MAX, numbered_page

PAGE = 25
PAPER_ROWS_MAX = 500
STATES = {
    "owed": ("warn", "clock"),
    "sent": ("look", "clock"),
    "delivered": ("good", "check"),
    "cancelled": ("quiet", "close"),
}


def state_words(status: str) -> str:
    return {"owed": _("menunggu"), "sent": _("dikirim"), "delivered": _("diserahkan"), "cancelled": _("dibatalkan")}[
        status
    ]


@door(*queries.WHO_SEE_LIST)
def entitlements(request: HttpRequest) -> HttpResponseBase:
    """What is owed and what arrived in the officer's places: searched, filtered, sorted, in pages."""
    actor = cast(Actor, request.user)
    form, wanted, wards = wanted_of(request)
    found = queries.entitlements_matching(actor, wanted)
    if asked := exports.wanted(request):
        keys = found.values_list("family_id", flat=True)[: exports.ROWS_MAX]
        note_export("entitlements", keys, by=actor, on=places.today())
        return exports.export(asked, name="penyaluran", heads=HEADS, rows=_columns(found, wards))
    page = numbered_page(request, found, PAGE)
    named = actor.role != Role.ANALYST
    if named:
        saw_by_name("list", [one.family_id for one in page.object_list], request=request, on=places.today())
    may_hand_over = set(
        queries.free_to_give(actor, places.today())
        .filter(pk__in=[one.pk for one in page.object_list])
        .values_list("pk", flat=True)
    )
    homes = {row.id: row for row in registry.rows_of([one.family for one in page.object_list], wards)}
    rows = [
        {
            "one": one, "home": homes[one.family_id], "state": STATES[one.status], "words": state_words(one.status),
            "head": masks.shown(request, homes[one.family_id].head) if named else "",
            "to_hand_over": one.pk in may_hand_over,
        }
        for one in page.object_list
    ]  # fmt: skip
    context = {
        "form": form, "page": page, "rows": rows, "named": named, "wanted": wanted,
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
        "words": _sentence(form, wanted),
        "total": found.order_by().aggregate(sum=Sum("amount", default=0))["sum"],
        "may_print": actor.role in queries.WHO_MAY_HAND_OVER, "gives_slips": actor.role in queries.WHO_GIVE_SLIPS, "query": request.GET.urlencode(),
        "sees_orders": actor.role in queries.WHO_SEE_ORDERS, "sees_holds": actor.role in queries.WHO_SEE_HOLDS,
        "opens_periods": actor.role in (Role.PLANNER, Role.OPERATOR), "cash": queries.cash_at_wards(actor),
    }  # fmt: skip
    return render(request, "delivery/entitlements.html", context)


def wanted_of(request: HttpRequest) -> tuple[EntitlementSearch, queries.Wanted, dict[int, str]]:
    actor = cast(Actor, request.user)
    home = places.home_or_refuse()
    inside = access.within(access.spans(actor.id), "pk")
    wards = dict(places.wards_in(home.pk).filter(inside).values_list("pk", "name"))
    every = queries.entitlements(actor)
    lines = queries.lines_in(every)
    years = queries.years_in(every) if "year" in request.GET else []
    values = {"status": queries.WAITING, **request.GET.dict()}
    form = EntitlementSearch(
        values, places=list(wards.items()), lines=lines, orders=_order_asked(request, actor), years=years
    )
    form.is_valid()
    given: dict[str, Any] = form.cleaned_data
    status = given.get("status") or queries.WAITING
    wanted = queries.Wanted(
        words=given.get("words", "").strip(),
        place_id=given.get("place"),
        line_id=given.get("line"),
        status="" if status == "all" else status,
        order=request.GET.get("sort", "ward"),
        payment_order_id=given.get("order"),
        year=given.get("year"),
        way=given.get("way", ""),
        nothing=any(request.GET[name].isdecimal() for name in ("place", "line", "year") if name in form.errors),
    )
    return form, wanted, wards


def _sentence(form: EntitlementSearch, wanted: queries.Wanted) -> list[tuple[str, Any]]:
    """What is asked, as a sentence; what only another page asks for stands in it when it was asked."""
    told = [
        (_("Cari"), form["words"]),
        (_("di"), form["place"]),
        (_("dari"), form["line"]),
        (_("yang"), form["status"]),
    ]
    if wanted.payment_order_id:
        told.append((_("di perintah"), form["order"]))
    if wanted.year:
        told.append((_("dari anggaran"), form["year"]))
    if wanted.way:
        told.append((_("lewat"), form["way"]))
    return told


def _order_asked(request: HttpRequest, actor: Actor) -> list[tuple[int, str]]:
    """The payment order whose families are asked for, as the one choice, where this officer may know of it."""
    asked = request.GET.get("order", "")
    key = int(asked) if asked.isdecimal() and asked.isascii() else 0
    found = queries.order_for(actor, key) if 0 < key <= KEY_MAX else None
    return [(found.pk, found.number)] if found else []


HEADS = (
    "nomor_hak", "nomor_lokal", "kode_kelurahan", "kelurahan", "program", "periode", "rupiah", "keadaan",
    "ditetapkan", "diserahkan",
)  # fmt: skip


def _columns(found: Any, wards: dict[int, str]) -> Iterable[tuple[Any, ...]]:
    """The same as a file: local numbers and columns, no name, no NIK."""
    for one in found.select_related("handover").iterator(chunk_size=2000):
        handover = getattr(one, "handover", None)
        yield (
            one.pk, one.family.local_number, places.code_of(one.place_id), wards.get(one.place_id, ""), one.line.name,
            one.period, one.amount, state_words(one.status), one.on, handover.on if handover else None,
        )  # fmt: skip


@door(*queries.WHO_MAY_HAND_OVER)
def distribution_list(request: HttpRequest) -> HttpResponse:
    """The same list to be signed on paper. Names stand on it, so they must be uncovered first, for a purpose."""
    if not masks.are_down(request):
        return redirect(f"{reverse('registry:unmask')}?{urlencode({'next': request.get_full_path()})}")
    actor = cast(Actor, request.user)
    _form, wanted, wards = wanted_of(request)
    found = queries.entitlements_matching(actor, wanted).filter(pk__in=queries.for_hand_over(actor).values("pk"))
    kept: list[Entitlement] = list(found.select_related("family")[:PAPER_ROWS_MAX])
    saw("list", [one.family_id for one in kept], by=actor, on=places.today(), named=True, purpose="distribution_list")
    homes = {row.id: row for row in registry.rows_of([one.family for one in kept], wards)}
    ward = wards.get(wanted.place_id or 0) or (next(iter(wards.values())) if len(wards) == 1 else "")
    today = places.today()
    context = {
        "rows": [(one, homes[one.family_id]) for one in kept],
        "total": sum(one.amount for one in kept),
        "left_out": max(0, found.count() - len(kept)),
        "ward": ward,
        "today": today,
        # By it a hand-over later names the paper that was signed.
        "number": f"{today:%Y%m%d}-{_mark_of(kept)}",
        "signers": [(_("Petugas yang menyerahkan"), ""), (_("Saksi"), "")],
    }
    return render(request, "delivery/distribution_list.html", context)


def _mark_of(kept: list[Entitlement]) -> str:
    """The same list has the same number; another list another one."""
    return hashlib.sha256(",".join(str(one.pk) for one in kept).encode()).hexdigest()[:6].upper()
