"""Lists of recipients: brought, the rest matched by hand, and what one family is known to receive."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lontar.city.places import queries as places
from lontar.city.programmes import actions, queries
from lontar.city.programmes.forms import RecipientListForm, SettleForm, WithdrawForm
from lontar.city.programmes.models import Recipient, RecipientList
from lontar.city.programmes.pages.words import actor_of
from lontar.city.registry import queries as registry
from lontar.kit import masks
from lontar.kit.answers import beside_field, done, status_of
from lontar.kit.gate import Actor, door
from lontar.kit.memory_files import brought
from lontar.kit.paging import KEY_MAX, numbered_page
from lontar.science.identity import masked
from lontar.science.trouble import NotAllowed, Refusal

PAGE = 20
ROWS = 50


def _brings(actor: Actor) -> bool:
    return queries.may_bring_lists(actor, places.home_or_refuse().pk)


@door(*queries.WHO_SEE_LISTS)
def recipients(request: HttpRequest) -> HttpResponse:
    """The lists, with how many rows are known and how many wait; and the form for another."""
    actor, today = actor_of(request), places.today()
    brings = _brings(actor)
    sent = request.method == "POST" and brings
    names = queries.listable_programmes(today.year)
    form = RecipientListForm(
        request.POST if sent else None, request.FILES if sent else None,
        programmes=sorted(names.items(), key=lambda one: one[1]),
    ) if brings else None  # fmt: skip
    if request.method == "POST" and form is None:
        raise NotAllowed(_("Wilayah ini tidak seluruhnya dalam tugas Anda."), advice=_("Mintalah kepada petugas kota."))
    if sent and form is not None and form.is_valid():
        try:
            made = _take_in(form.cleaned_data, actor)
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            messages.success(request, _("Daftar dimasukkan."))
            if made.unread:
                told = ngettext(
                    "%(n)s jumlah tidak terbaca sebagai rupiah bulat; besarnya dicatat belum diketahui.",
                    "%(n)s jumlah tidak terbaca sebagai rupiah bulat; besarnya dicatat belum diketahui.", made.unread,
                )  # fmt: skip
                messages.warning(request, told % {"n": made.unread})
            if made.repeated:
                told = ngettext(
                    "%(n)s baris menyebut keluarga yang sudah disebut baris lain. Periksa apakah ia sungguh menerima dua kali.",
                    "%(n)s baris menyebut keluarga yang sudah disebut baris lain. Periksa apakah ia sungguh menerima dua kali.",
                    made.repeated,
                )  # fmt: skip
                messages.warning(request, told % {"n": made.repeated})
            return redirect("programmes:recipient_list", made.pk)
    page = numbered_page(request, queries.recipient_lists(), PAGE)
    rows = [(one, names.get(one.programme, one.programme)) for one in page.object_list]
    context = {"form": form, "page": page, "rows": rows}
    return render(request, "programmes/recipients.html", context, status=status_of(form) if form is not None else 200)


def _take_in(given: dict[str, Any], actor: Actor) -> RecipientList:
    upload = given.pop("file")
    with brought(upload) as path:
        return actions.take_in_recipients(
            path, actions.ListHead(**given), file=upload.name or _("tanpa nama"),
            place_id=places.home_or_refuse().pk, by=actor, on=places.today(), made_up=places.is_made_up(),
        )  # fmt: skip


@door(*queries.WHO_SEE_LISTS)
def recipient_list(request: HttpRequest, key: int) -> HttpResponse:
    """One list and its rows that wait for a family, names and numbers covered."""
    found = _list_or_404(key)
    actor = actor_of(request)
    page = numbered_page(request, queries.unmatched(key), ROWS)
    rows = [_row(request, one) for one in page.object_list]
    names = queries.listable_programmes(places.today().year)
    form = WithdrawForm() if _brings(actor) and found.withdrawn_on is None else None
    context = {
        "one": found, "name": names.get(found.programme, found.programme), "page": page, "rows": rows,
        "settles": actor.role in queries.WHO_SETTLE and found.withdrawn_on is None, "withdraw_form": form,
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "programmes/recipient_list.html", context)


def _row(request: HttpRequest, one: Recipient) -> dict[str, Any]:
    written = queries.written_in(one)
    number = written.get("nik") or written.get("kk") or written.get("local") or ""
    return {
        "one": one,
        "name": masks.shown(request, written.get("name", "")),
        "number": masked(number) if number else "",
    }


@door(*queries.WHO_SETTLE)
def settle(request: HttpRequest, key: int) -> HttpResponse:
    """Say which family a row means."""
    found = queries.recipient_or_none(key) if key <= KEY_MAX else None
    if found is None:
        raise Http404
    form = SettleForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        actions.settle_recipient(found, **given, by=actor_of(request), on=places.today())
        return _("Baris diselesaikan.")

    if done(request, form, do):
        return redirect("programmes:recipient_list", found.list_id)
    context = {
        "form": form, "row": _row(request, found), "masks_down": masks.are_down(request),
        "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "programmes/settle.html", context, status=status_of(form))


@door(*queries.WHO_BRING_LISTS)
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """A list that was wrong counts no more."""
    found = _list_or_404(key)
    form = WithdrawForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        actions.withdraw_list(found, **given, by=actor_of(request), on=places.today())
        return _("Daftar ditarik.")

    if done(request, form, do):
        return redirect("programmes:recipient_list", key)
    return render(request, "programmes/withdraw.html", {"form": form, "one": found}, status=status_of(form))


@door(*registry.WHO_SEE_FAMILY)
def received(request: HttpRequest, family_id: int) -> HttpResponse:
    """What one family is known to receive today, and what nobody knows."""
    ward = queries.ward_of_family(family_id) if family_id <= KEY_MAX else None
    if ward is None:
        raise Http404
    known = queries.received_by(family_id, ward, on=places.today())
    by_answer = {answer: [one for one in known if one.answer == answer] for answer in ("yes", "no", "unknown")}
    part = request.headers.get("HX-Request") == "true"
    context = {"family_id": family_id, "known": by_answer, "today": places.today(), "any": bool(known)}
    return render(request, "programmes/received.html" if part else "programmes/received_page.html", context)


def _list_or_404(key: int) -> RecipientList:
    found = queries.list_or_none(key) if key <= KEY_MAX else None
    if found is None:
        raise Http404
    return found
