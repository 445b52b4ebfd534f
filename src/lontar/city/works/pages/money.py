"""Tranches: asked for, paid, withdrawn, turned round."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.works import actions, queries
from lontar.city.works.forms import TRANCHE_WORDS, AskForm, PayForm, ReasonForm
from lontar.city.works.pages.asking import actor_of, asked, crumbs, work_or_404
from lontar.kit.formats import rupiah
from lontar.kit.gate import Role, door
from lontar.kit.paging import KEY_MAX, numbered_page

PAGE = 50


@door(*queries.WHO_SEE_TRANCHES)
def tranches(request: HttpRequest) -> HttpResponse:
    """What was asked for and what was paid, by number; no family is in it."""
    actor = actor_of(request)
    page = numbered_page(request, queries.tranches_for(actor), PAGE)
    context = {
        "page": page, "rows": [(one, TRANCHE_WORDS[one.state]) for one in page.object_list], "today": places.today(),
        "sees_works": actor.role in queries.WHO_SEE, "home": places.home_or_refuse(),
    }  # fmt: skip
    return render(request, "works/tranches.html", context)


@door(*queries.WHO_ASK)
def ask(request: HttpRequest, key: int, position: int) -> HttpResponse:
    """Ask for what a confirmed stage earns."""
    one, actor = work_or_404(request, key), actor_of(request)
    step = next((each for each in queries.steps_of(one) if each.stage.position == position), None)
    if step is None:
        raise Http404
    form = AskForm(request.POST or None)

    def deed(given: dict[str, Any]) -> str:
        actions.ask_tranche(one.pk, position, **given, by=actor, on=places.today())
        return _("Termin diminta; bendahara mencatat pencairannya.")

    words = {
        "title": _("Minta termin: %(stage)s") % {"stage": step.stage.name}, "action": _("Minta %(sum)s") % {"sum": rupiah(step.stage.tranche)},
        "lead": _("%(sum)s dari biaya %(cost)s, untuk tahap yang sudah disahkan.") % {"sum": rupiah(step.stage.tranche), "cost": rupiah(one.cost)},
        "crumbs": crumbs(one), "back": reverse("works:work", args=[one.pk]),
    }  # fmt: skip
    return asked(request, form, deed, words)


@door(*queries.WHO_SEE_TRANCHES)
def tranche(request: HttpRequest, key: int) -> HttpResponse:
    """One tranche: paid by the treasurer, withdrawn by who orders, turned round by a planner."""
    actor = actor_of(request)
    try:
        one = queries.tranche_or_refuse(min(key, KEY_MAX), actor)
    except queries.NotFound:
        raise Http404 from None
    pays = one.state == "asked" and actor.role in queries.WHO_PAY
    withdraws = one.state == "asked" and actor.role in queries.WHO_ASK and queries.may_order(actor, one.line)
    reverses = (
        one.state == "paid" and actor.role in queries.WHO_REVERSE and actor.id not in (one.asked_by_id, one.paid_by_id)
    )
    if request.method == "POST" and not (pays or withdraws or reverses):
        return redirect("works:tranche", one.pk)
    form: PayForm | ReasonForm
    form = (
        PayForm(request.POST or None, initial={"sp2d_on": places.today()}) if pays else ReasonForm(request.POST or None)
    )

    def deed(given: dict[str, Any]) -> str:
        by_on: dict[str, Any] = {"by": actor, "on": places.today()}
        if pays:
            actions.pay_tranche(one.pk, **given, **by_on)
            return _("Pencairan dicatat di buku.")
        if withdraws:
            actions.withdraw_tranche(one.pk, **given, **by_on)
            return _("Permintaan termin ditarik.")
        actions.reverse_tranche(one.pk, **given, **by_on)
        return _("Pencairan dibatalkan di buku.")

    words = {
        "one": one, "state": TRANCHE_WORDS[one.state], "back": reverse("works:tranche", args=[one.pk]),
        "acts": pays or withdraws or reverses, "danger": not pays, "sees_works": actor.role in queries.WHO_SEE,
        "action": _("Catat pencairan") if pays else _("Tarik permintaan") if withdraws else _("Batalkan pencairan"),
        "lead": _("Lontar tidak memindahkan uang. Yang dicatat di sini: kas daerah sudah mencairkan termin ini.") if pays
        else _("Tahapnya tetap disahkan; terminnya dapat diminta lagi.") if withdraws
        else _("Buku membalik catatannya; tahapnya dapat diminta lagi atau ditarik."),
        "crumbs": [*(crumbs() if actor.role != Role.TREASURER else []), (reverse("works:tranches"), _("Termin"))],
    }  # fmt: skip
    return asked(request, form, deed, words, "works/tranche.html")
