"""Forms that report a loss and a count, and the second person's look at them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.stores import actions, queries
from lontar.city.stores.forms import DIFFERENCE_WORDS, Count, Lose, Refuse
from lontar.city.stores.pages.asking import actor_of, asked, item_choices, store_or_404, words_for
from lontar.kit.answers import done
from lontar.kit.gate import door
from lontar.science.trouble import NotAllowed


@door(*queries.WHO_KEEP)
def lose(request: HttpRequest, key: int) -> HttpResponse:
    """Goods are damaged, spoilt or gone."""
    store = store_or_404(request, key)
    form = Lose(request.POST or None, choices={"item": item_choices()})

    def deed(given: dict[str, Any]) -> str:
        actions.report_loss(
            store.pk, given["item"], quantity=given["quantity"], reason=given["reason"], key=given["key"],
            by=actor_of(request), on=places.today(),
        )  # fmt: skip
        return _("Dilaporkan. Sesudah orang kedua mengesahkan, stoknya berkurang.")

    lead = _("Stok baru berkurang sesudah orang kedua memeriksa dan mengesahkannya.")
    words = words_for(store, _("Laporkan kehilangan"), _("Laporkan"), lead, danger=True)
    return asked(request, form, deed, words)


@door(*queries.WHO_KEEP)
def count(request: HttpRequest, key: int) -> HttpResponse:
    """What lies there, counted."""
    store = store_or_404(request, key)
    form = Count(request.POST or None, choices={"item": item_choices()})

    def deed(given: dict[str, Any]) -> str:
        made = actions.count_stock(
            store.pk, given["item"], counted=given["counted"], reason=given["reason"], key=given["key"],
            by=actor_of(request), on=places.today(),
        )  # fmt: skip
        if not made.quantity:
            return _("Hitungannya cocok dengan buku.")
        return _("Selisihnya menunggu orang kedua.")

    lead = _("Yang cocok dengan buku langsung selesai; selisih menunggu orang kedua.")
    return asked(request, form, deed, words_for(store, _("Hitung stok"), _("Simpan hitungan"), lead))


@door(*queries.WHO_SEE)
def differences(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, the oldest first."""
    found = queries.differences(actor_of(request))
    context = {
        "rows": [(one, DIFFERENCE_WORDS[queries.DifferenceKind(one.kind)]) for one in found],
        "crumbs": [(reverse("stores:stores"), _("Gudang"))],
    }  # fmt: skip
    return render(request, "stores/differences.html", context)


@door(*queries.WHO_SEE)
def difference(request: HttpRequest, key: int) -> HttpResponse:
    """One difference: confirmed, or refused with its reason."""
    actor = actor_of(request)
    one = queries.difference_or_none(key, actor)
    if one is None:
        raise Http404
    form = Refuse(request.POST if request.POST.get("verdict") == "refuse" else None)

    def refuse(given: dict[str, Any]) -> str:
        actions.refuse_difference(one.pk, note=given["note"], by=actor, on=places.today())
        return _("Tidak disahkan. Buku tetap.")

    if request.method == "POST":
        if actor.role not in queries.WHO_CONFIRM:
            raise NotAllowed(_("Peran Anda tidak membuka halaman atau tindakan ini."))
        if request.POST.get("verdict") == "confirm":
            actions.confirm_difference(one.pk, by=actor, on=places.today())
            messages.success(request, _("Disahkan. Buku sudah disesuaikan."))
            return redirect("stores:store", one.store_id)
        if done(request, form, refuse):
            return redirect("stores:store", one.store_id)
    context = {
        "one": one, "kind": DIFFERENCE_WORDS[queries.DifferenceKind(one.kind)], "form": form, "short": -one.quantity,
        "may_confirm": queries.may_confirm(one, actor),
        "crumbs": [
            (reverse("stores:stores"), _("Gudang")), (reverse("stores:store", args=[one.store_id]), one.store.name)
        ],
    }  # fmt: skip
    return render(request, "stores/difference.html", context, status=422 if form.errors else 200)
