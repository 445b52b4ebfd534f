"""Hand-overs in places without a signal: a list taken along, and sealed forms that are sent once when it is back."""

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lontar.city.delivery import queries
from lontar.city.delivery.forms import HandOver
from lontar.city.delivery.models import Entitlement
from lontar.city.delivery.pages.handing_over import handed_over
from lontar.city.delivery.pages.lists import wanted_of
from lontar.city.delivery.pages.one import head_of
from lontar.city.journal.actions import saw
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.city.stores import queries as shelves
from lontar.kit import envelopes, masks
from lontar.kit.formats import period, rupiah
from lontar.kit.gate import PUBLIC, Actor, door
from lontar.kit.paging import KEY_MAX
from lontar.kit.sayings import refusal_told
from lontar.science.trouble import Refusal

ROWS_MAX = 400
DAYS_KEPT = 3  # afterwards the telephone drops its list; what was filled in stays until it is sent


@door(*queries.WHO_MAY_HAND_OVER)
def field(request: HttpRequest) -> HttpResponse:
    """The page without any family in it: it lies on the telephone, the list beside it."""
    actor = cast(Actor, request.user)
    stores = [(store.pk, store.name) for store in shelves.stores_for(actor)] or None
    search, _wanted, _wards = wanted_of(request)
    form = HandOver(head="•", stores=stores, slip=True, initial={"key": "–"})
    context = {"form": form, "search": search, "days": DAYS_KEPT, "officer": actor.id}
    return render(request, "delivery/field.html", context)


@door(*queries.WHO_MAY_HAND_OVER)
def field_list(request: HttpRequest) -> HttpResponse:
    """What may be handed over, for the telephone: local numbers and covered names, no NIK, no street."""
    actor = cast(Actor, request.user)
    _form, wanted, wards = wanted_of(request)
    found = queries.entitlements_matching(actor, replace(wanted, status=""))
    kept = list(found.filter(pk__in=queries.free_to_give(actor, places.today()).values("pk"))[:ROWS_MAX])
    saw("list", [one.family_id for one in kept], by=actor, on=places.today(), purpose="field_list")
    homes = {row.id: row for row in registry.rows_of([one.family for one in kept], wards)}
    goods = {key: shelves.words_of(shelves.parcel_of(key)) for key in {one.line_id for one in kept}}
    slips = queries.slips_to_show(kept, actor)
    answer = JsonResponse(
        {
            "today": places.today().isoformat(), "days": DAYS_KEPT, "officer": str(actor.id),
            "where": wards.get(wanted.place_id or 0, _("semua kelurahan")),
            "address": base64.b64encode(envelopes.address()).decode(),
            "rows": [_row(one, homes[one.family_id], goods[one.line_id], one.pk in slips) for one in kept],
        }
    )  # fmt: skip
    answer["Cache-Control"] = "no-store"
    return answer


def _row(one: Entitlement, home: registry.FamilyRow, goods: str, slip: bool) -> dict[str, Any]:
    rt = "" if home.hidden or not (home.rt or home.rw) else f"{home.rt or '–'}/{home.rw or '–'}"
    return {
        "id": one.pk, "number": home.local_number, "head": masks.covered(home.head), "ward": one.place.name, "rt": rt,
        "what": f"{one.line.name}, {period(one.period)}", "amount": rupiah(one.amount), "on": one.on.isoformat(),
        "goods": goods, "slip": slip,
    }  # fmt: skip


@require_POST
@door(*queries.WHO_MAY_HAND_OVER)
def field_send(request: HttpRequest) -> HttpResponse:
    """One sealed form, handed over as its page would have done it; a repeated one is answered as the first time."""
    actor = cast(Actor, request.user)
    try:
        said: dict[str, Any] = json.loads(envelopes.opened(request.body))
        key, officer = int(said["entitlement"]), said["officer"]
        photo = base64.b64decode(said.get("photo", ""), validate=True)
    except (ValueError, KeyError, TypeError):
        return _refused(_("Serah terima ini tidak terbaca. Catat lagi lewat halaman penyaluran."))
    if officer != str(actor.id):
        return _refused(_("Serah terima ini disimpan oleh petugas lain."))
    one = queries.entitlement(key, actor) if 0 < key <= KEY_MAX else None
    if one is None:
        return _refused(_("Hak ini tidak ada di wilayah Anda."))
    head = head_of(one).head
    stores = [(store.pk, store.name) for store in shelves.stores_for(actor)] if shelves.parcel_of(one.line_id) else None
    files = {"photo": SimpleUploadedFile("foto.jpg", photo, "image/jpeg")} if photo else {}
    form = HandOver(said, files, head=head, stores=stores, slip=said.get("proof") == queries.ProofKind.SLIP)
    try:
        done = handed_over(form, one, head, actor) if form.is_valid() else None
    except Refusal as refusal:
        return _refused(" ".join(filter(None, refusal_told(refusal))))
    if done is None:
        return _refused(" ".join(str(error) for errors in form.errors.values() for error in errors))
    return JsonResponse({"fresh": done.fresh})


def _refused(words: str) -> HttpResponse:
    return JsonResponse({"refused": words}, status=422)


@door(PUBLIC)
def field_worker(request: HttpRequest) -> HttpResponse:
    """The script that opens the page without a signal: a browser lets it serve the folder that it came from."""
    found = Path(cast(str, finders.find("delivery/field_worker.js")))
    answer = HttpResponse(found.read_bytes(), content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer
