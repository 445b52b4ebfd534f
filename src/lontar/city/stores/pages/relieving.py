"""Emergencies: declared, handed out first by name or by count, and matched to the registry later."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.places import queries as places
from lontar.city.stores import actions, queries
from lontar.city.stores.forms import Declare, HandOut, Match, Unknown
from lontar.city.stores.models import Emergency
from lontar.city.stores.pages.asking import actor_of, asked, item_choices
from lontar.kit import masks
from lontar.kit.answers import done
from lontar.kit.formats import number
from lontar.kit.gate import door
from lontar.kit.paging import KEY_MAX, numbered_page

PAGE = 50


def _crumbs(one: Emergency | None = None) -> list[tuple[str, str]]:
    crumbs = [(reverse("stores:emergencies"), _("Darurat"))]
    if one is not None:
        crumbs.append((reverse("stores:emergency", args=[one.pk]), one.number))
    return crumbs


def _emergency_or_404(key: int) -> Emergency:
    found = queries.emergencies().filter(pk=key).first() if key <= KEY_MAX else None
    if found is None:
        raise Http404
    return found


@door(*queries.WHO_SEE_RELIEF)
def emergencies(request: HttpRequest) -> HttpResponse:
    """What was declared, the newest first."""
    actor, today = actor_of(request), places.today()
    count, _since = queries.unmatched(actor)
    context = {
        "rows": [(one, one.since <= today <= one.until) for one in queries.emergencies()],
        "declares": actor.role in queries.WHO_DECLARE, "unmatched": count, "matches": actor.role in queries.WHO_MATCH,
    }  # fmt: skip
    return render(request, "stores/emergencies.html", context)


@door(*queries.WHO_DECLARE)
def declare(request: HttpRequest) -> HttpResponse:
    """Note a decree with its number, its area and its end."""
    actor, home = actor_of(request), places.home_or_refuse()
    areas = (home, *places.districts_in(home.pk), *places.wards_in(home.pk))
    form = Declare(
        request.POST or None,
        choices={"place": [(one.pk, one.name) for one in areas if access.serves(actor.id, one.pk)]},
    )

    def deed(given: dict[str, Any]) -> str:
        actions.declare_emergency(
            given["place"], number=given["number"], what=given["what"], days=(given["since"], given["until"]), by=actor,
            on=places.today(),
        )  # fmt: skip
        return _("Keadaan darurat dicatat. Barang dapat diserahkan lebih dahulu.")

    words = {
        "title": _("Catat keadaan darurat"), "action": _("Catat keputusan ini"), "crumbs": _crumbs(),
        "back": reverse("stores:emergencies"),
        "lead": _("Selama masa ini barang diserahkan dahulu, menurut nama atau jumlah orang, dan dicocokkan kemudian."),
    }  # fmt: skip
    return asked(request, form, deed, words)


@door(*queries.WHO_SEE_RELIEF)
def emergency(request: HttpRequest, key: int) -> HttpResponse:
    """One emergency: what went out, to how many, and how many names nobody has matched."""
    one, actor, today = _emergency_or_404(key), actor_of(request), places.today()
    page = numbered_page(request, queries.reliefs(actor, one).order_by("-pk"), PAGE)
    running = one.since <= today <= one.until
    context = {
        "one": one, "running": running, "out": queries.gone_out(actor, one), "page": page, "today": today,
        "rows": [(relief, masks.shown(request, relief.name)) for relief in page.object_list],
        "relieves": running and actor.role in queries.WHO_RELIEVE, "crumbs": _crumbs(),
        "matches": actor.role in queries.WHO_MATCH, "masks_down": masks.are_down(request),
        "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "stores/emergency.html", context)


@door(*queries.WHO_RELIEVE)
def hand_out(request: HttpRequest, key: int) -> HttpResponse:
    """Goods go out now; the book knows it at once."""
    one, actor = _emergency_or_404(key), actor_of(request)
    wards = [place for place in places.wards_in(one.place_id) if access.serves(actor.id, place.pk)]
    choices = {
        "place": [(place.pk, place.name) for place in wards], "item": item_choices(),
        "store": [(store.pk, store.name) for store in queries.stores_for(actor)],
    }  # fmt: skip
    form = HandOut(request.POST or None, choices=choices)

    def deed(given: dict[str, Any]) -> str:
        out = actions.Out(
            given["item"], given["quantity"], given["persons"], given["spot"], given["paper"], given["name"]
        )  # fmt: skip
        made = actions.hand_out_relief(
            one.pk, out, store_id=given["store"], place_id=given["place"], key=given["key"], by=actor, on=places.today()
        )
        return _("%(quantity)s %(unit)s %(item)s diserahkan dan sudah di buku.") % {
            "quantity": number(made.quantity), "unit": made.item.unit, "item": made.item.name,
        }  # fmt: skip

    words = {
        "title": _("Serahkan barang darurat"), "action": _("Catat penyerahan"), "crumbs": _crumbs(one),
        "back": reverse("stores:emergency", args=[one.pk]), "lead": f"{one.what}, {one.place.name}",
    }  # fmt: skip
    return asked(request, form, deed, words)


@door(*queries.WHO_MATCH)
def unmatched(request: HttpRequest) -> HttpResponse:
    """Names that were given, and wait for somebody to say which family they are."""
    actor = actor_of(request)
    page = numbered_page(request, queries.reliefs(actor, state=queries.ReliefState.WAITING), PAGE)
    context = {
        "page": page, "rows": [(relief, masks.shown(request, relief.name)) for relief in page.object_list],
        "crumbs": _crumbs(), "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "stores/unmatched.html", context)


@door(*queries.WHO_MATCH)
def match(request: HttpRequest, key: int) -> HttpResponse:
    """One name: which family it is, or that the registry has none."""
    actor = actor_of(request)
    one = queries.reliefs(actor).filter(pk=key).first() if key <= KEY_MAX else None
    if one is None:
        raise Http404
    verdict = request.POST.get("verdict")
    matching = Match(request.POST if verdict == "match" else None)
    leaving = Unknown(request.POST if verdict == "unknown" else None)
    form = matching if verdict == "match" else leaving

    def settle(given: dict[str, Any]) -> str:
        if verdict == "match":
            actions.match_relief(one.pk, **given, by=actor, on=places.today())
            return _("Dicocokkan.")
        actions.leave_unmatched(one.pk, **given, by=actor, on=places.today())
        return _("Dicatat sebagai tidak dikenal.")

    if done(request, form, settle):
        return redirect("stores:unmatched")
    context = {
        "one": one, "name": masks.shown(request, one.name), "matching": matching, "leaving": leaving,
        "waits": one.state == queries.ReliefState.WAITING, "masks_down": masks.are_down(request),
        "may_unmask": masks.may_unmask(request),
        "crumbs": [*_crumbs(one.emergency), (reverse("stores:unmatched"), _("Belum dicocokkan"))],
    }  # fmt: skip
    return render(request, "stores/match.html", context, status=422 if form.errors else 200)
