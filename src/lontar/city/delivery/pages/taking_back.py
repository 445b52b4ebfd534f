"""The pages that take a hand-over back: asked for by one person, decided by another."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.delivery import actions, queries
from lontar.city.delivery.forms import AskBackForm, LeaveForm
from lontar.city.delivery.pages.asking import actor_of, step
from lontar.city.delivery.pages.one import found_or_404
from lontar.city.places import queries as places
from lontar.kit.answers import done, status_of
from lontar.kit.gate import door
from lontar.kit.paging import KEY_MAX, numbered_page

PAGE = 50


@door(*queries.WHO_ASK_BACK)
def ask_back(request: HttpRequest, key: int) -> HttpResponse:
    """Say that a hand-over did not happen as it was written down."""
    one = found_or_404(request, key)
    back = reverse("delivery:entitlement", args=[one.pk])
    form = AskBackForm(request.POST or None)

    def ask(given: dict[str, Any]) -> str:
        actions.ask_back(one.pk, **given, by=actor_of(request), on=places.today())
        return _("Diminta. Sesudah orang kedua menyetujui, penyerahannya ditarik kembali.")

    context = {
        "title": _("Tarik kembali penyerahan"), "action": _("Minta ditarik kembali"), "back": back, "danger": True,
        "crumbs": [(reverse("delivery:entitlements"), _("Penyaluran")), (back, _("Hak nomor %(n)s") % {"n": one.pk})],
        "words": _("Untuk penyerahan yang keliru dicatat. Catatannya tetap ada; buku besar memuat kebalikannya, dan siapa pun yang memeriksa tanda terimanya membaca bahwa penyerahan itu ditarik kembali."),
        "undo": _("Belum ada yang berubah sebelum orang kedua menyetujuinya."),
    }  # fmt: skip
    return step(request, form, ask, context)


@door(*queries.WHO_SETTLE_BACK)
def take_backs(request: HttpRequest) -> HttpResponse:
    """Hand-overs that somebody wants taken back, the one that waits longest first."""
    actor = actor_of(request)
    page = numbered_page(request, queries.take_backs(actor).filter(state=queries.BackState.WAITING), PAGE)
    mine = set(queries.to_settle_back(actor).values_list("pk", flat=True))
    context = {"page": page, "rows": [(one, one.handover.entitlement, one.pk in mine) for one in page.object_list]}
    return render(request, "delivery/take_backs.html", context)


@door(*queries.WHO_SETTLE_BACK)
def settle_back(request: HttpRequest, key: int) -> HttpResponse:
    """One of them: agreed, or left as it is with the reason."""
    actor, today = actor_of(request), places.today()
    one = queries.take_backs(actor).filter(pk=key).first() if key <= KEY_MAX else None
    if one is None:
        raise Http404
    entitlement = one.handover.entitlement
    leaves = request.POST.get("verdict") == "leave"
    form = LeaveForm(request.POST if leaves else None)

    def leave(given: dict[str, Any]) -> str:
        actions.leave_as_it_is(one.pk, **given, by=actor, on=today)
        return _("Penyerahannya tetap.")

    if request.POST.get("verdict") == "agree":
        actions.take_back(one.pk, by=actor, on=today)
        messages.success(request, _("Penyerahan ditarik kembali; buku besar memuat kebalikannya."))
        return redirect("delivery:entitlement", entitlement.pk)
    if done(request, form, leave):
        return redirect("delivery:entitlement", entitlement.pk)
    context = {
        "one": one, "entitlement": entitlement, "form": form, "may_settle": queries.may_settle_back(one, actor),
        "crumbs": [(reverse("delivery:entitlements"), _("Penyaluran")), (reverse("delivery:take_backs"), _("Ditarik kembali"))],
    }  # fmt: skip
    return render(request, "delivery/settle_back.html", context, status=status_of(form))
