"""The steps of an order: checked, tidied, withdrawn, released."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lontar.city.delivery import actions, queries
from lontar.city.delivery.forms import CheckForm, ReasonForm, ReleaseForm
from lontar.city.delivery.models import PaymentOrder
from lontar.city.delivery.pages.asking import actor_of, families_url, order_crumbs, order_or_404, step, turned_back
from lontar.city.places import queries as places
from lontar.kit.formats import number, rupiah
from lontar.kit.gate import Actor, door


def _checkable(order: PaymentOrder, by: Actor) -> None:
    actions.require_checker(order, by)
    actions.require_unchanged(order, order.sha256, places.today())


def _releasable(order: PaymentOrder, by: Actor) -> None:
    actions.require_releaser(order, by)
    actions.require_unchanged(order, order.sha256, places.today())


@door(*queries.WHO_CHECK_ORDERS)
def check(request: HttpRequest, key: int) -> HttpResponse:
    """Sign the list that was read, as a second person."""
    one = order_or_404(request, key)
    if (back := turned_back(request, one, _checkable)) is not None:
        return back
    # What is signed is what this page shows: its fingerprint travels with the form.
    form = CheckForm(request.POST or None, initial={"seen": one.sha256})

    def sign(given: dict[str, Any]) -> str:
        actions.check_order(one.pk, **given, by=actor_of(request), on=places.today())
        return _("Perintah ini sudah diperiksa; bendahara mencatat pencairannya.")

    context = {
        "title": _("Periksa perintah"), "crumbs": order_crumbs(one), "action": _("Sahkan perintah ini"),
        "words": _("%(n)s keluarga, %(sum)s, dibuat oleh %(who)s.")
        % {"n": number(one.families), "sum": rupiah(one.amount), "who": one.made_by.name},
        "facts": [(_("Sidik daftar"), one.sha256)],
        "more": (families_url(one, actor_of(request)), _("Baca dahulu daftar keluarganya")), "back": reverse("delivery:order", args=[one.pk]),
        "undo": _("Selama belum dicairkan, pembuatnya masih dapat menariknya."),
    }  # fmt: skip
    return step(request, form, sign, context)


@door(*queries.WHO_RELEASE_ORDERS)
def release(request: HttpRequest, key: int) -> HttpResponse:
    """Note what the treasury's paper says."""
    one = order_or_404(request, key)
    if (back := turned_back(request, one, _releasable)) is not None:
        return back
    form = ReleaseForm(request.POST or None, initial={"sp2d_on": places.today()})

    def note(given: dict[str, Any]) -> str:
        actions.release_order(one.pk, **given, by=actor_of(request), on=places.today())
        return _("Pencairan dicatat: %(sum)s sedang dikirim.") % {"sum": rupiah(one.amount)}

    context = {
        "title": _("Catat pencairan"), "crumbs": order_crumbs(one), "action": _("Catat pencairan"),
        "words": _("Lontar tidak memindahkan uang. Yang dicatat di sini: kas daerah sudah mencairkan perintah ini."),
        "facts": [(_("Keluarga"), number(one.families)), (_("SPM"), one.spm_number)],
        "undo": _("Pencairan tidak dapat ditarik; yang tidak sampai kembali lewat hasil pembayaran."),
        "back": reverse("delivery:order", args=[one.pk]),
    }  # fmt: skip
    return step(request, form, note, context)


@door(*queries.WHO_MAKE_ORDERS)
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Take an order back, with the reason."""
    one = order_or_404(request, key)
    if (back := turned_back(request, one, actions.require_mender)) is not None:
        return back
    form = ReasonForm(request.POST or None)

    def take_back(given: dict[str, Any]) -> str:
        waiting = queries.still_owed(one.pk)
        actions.withdraw_order(one.pk, **given, by=actor_of(request), on=places.today())
        if gone := one.families - waiting:
            return _("Perintah ditarik. %(n)s keluarga kembali menunggu; %(gone)s sudah menerima dengan cara lain atau haknya dibatalkan.") % {
                "n": number(waiting), "gone": number(gone),
            }  # fmt: skip
        return _("Perintah ditarik; %(n)s keluarga kembali menunggu.") % {"n": number(waiting)}

    context = {
        "title": _("Tarik perintah"), "crumbs": order_crumbs(one), "action": _("Tarik perintah ini"), "danger": True,
        "words": _("Tidak ada yang dibayar dengan perintah ini. Hak yang belum diterima tetap, dan dapat masuk perintah lain."),
        "undo": _("Penarikan tidak dapat dibatalkan; buat perintah baru."),
        "back": reverse("delivery:order", args=[one.pk]),
    }  # fmt: skip
    return step(request, form, take_back, context)


@door(*queries.WHO_MAKE_ORDERS)
@require_POST
def tidy(request: HttpRequest, key: int) -> HttpResponse:
    """Take out whoever cannot be paid any more."""
    one = order_or_404(request, key)
    told = actions.tidy_order(one.pk, by=actor_of(request), on=places.today())
    if told.families == one.families:
        messages.info(request, _("Tidak ada yang berubah: semua keluarga di perintah ini masih dapat dibayar."))
    else:
        messages.success(
            request,
            _("%(n)s keluarga keluar dari perintah ini; sekarang %(sum)s. Perintahnya diperiksa lagi.")
            % {"n": number(one.families - told.families), "sum": rupiah(told.amount)},
        )
    return redirect("delivery:order", one.pk)
