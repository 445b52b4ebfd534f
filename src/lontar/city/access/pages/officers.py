"""Officers as the administrator keeps them and the inspector reads them."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lontar.city.access import actions, queries
from lontar.city.access.forms import AppointOfficer, ChangeOfficer, OfficerSearch, Reason
from lontar.city.access.models import Agency, Officer
from lontar.city.places import queries as places
from lontar.kit import exports
from lontar.kit.answers import beside_field, shown_once
from lontar.kit.gate import Actor, Role, door
from lontar.kit.paging import numbered_page
from lontar.science.place_codes import code_of
from lontar.science.trouble import Refusal

WHO_READ = (Role.ADMINISTRATOR, Role.INSPECTOR)
STATES = {"active": True, "dismissed": False, "all": None}
SORTS = {"name": "name", "username": "username", "role": "role", "agency": "agency__name"}


@door(*WHO_READ)
def officers(request: HttpRequest) -> HttpResponseBase:
    """Everyone who signs in: searched, filtered, sorted, exported."""
    form = OfficerSearch({"state": "active", **request.GET.dict()})
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    found = queries.officers(
        search=wanted.get("search", ""), role=wanted.get("role", ""), active=STATES[wanted.get("state") or "active"]
    ).prefetch_related("postings__place")
    sort = request.GET.get("sort", "name")
    if sort.removeprefix("-") in SORTS:
        found = found.order_by(("-" if sort.startswith("-") else "") + SORTS[sort.removeprefix("-")], "pk")
    asked = exports.wanted(request)
    if asked:
        heads = [_("Nama"), _("Nama masuk"), _("Peran"), _("Instansi"), _("Wilayah"), _("Aktif")]
        rows = (
            [one.name, one.username, one.role_label, one.agency.name if one.agency else "",
             " ".join(code_of(posting.place_id) for posting in one.postings.all()), _("ya") if one.is_active else _("tidak")]
            for one in found
        )  # fmt: skip
        return exports.export(asked, name=_("petugas"), heads=heads, rows=rows)
    words = [(_("Petugas bernama"), form["search"]), (_("dengan peran"), form["role"]), (_("yang"), form["state"])]
    context = {"page": numbered_page(request, found), "words": words, "keeps": _keeps(request)}
    return render(request, "access/officers.html", context)


def _keeps(request: HttpRequest) -> bool:
    """Whether this reader may also change."""
    return cast(Actor, request.user).role == Role.ADMINISTRATOR


@door(Role.ADMINISTRATOR)
def appoint(request: HttpRequest) -> HttpResponse:
    """Make an officer, and show their first password once."""
    form = AppointOfficer(request.POST or None, **_options())
    if request.method == "POST" and form.is_valid():
        password = actions.fresh_password()
        try:
            made = actions.appoint(
                form.cleaned_data["username"], **_named(form), password=password, by=cast(Actor, request.user), on=places.today()
            )  # fmt: skip
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            return _show_password(request, made, password)
    return _officer_form(request, form, None)


@door(Role.ADMINISTRATOR)
def change(request: HttpRequest, officer_id: int) -> HttpResponse:
    """Another name, role, organisation or other places."""
    kept = _officer(officer_id)
    now = {
        "name": kept.name,
        "role": kept.role,
        "agency": kept.agency.code if kept.agency else "",
        "places": [str(posting.place_id) for posting in kept.postings.all()],
    }
    form = ChangeOfficer(request.POST or None, initial=now, **_options())
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_officer(kept, **_named(form), by=cast(Actor, request.user), on=places.today())
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            messages.success(request, _("Perubahan pada %(name)s tersimpan.") % {"name": kept.name})
            return redirect("access:officer", kept.pk)
    return _officer_form(request, form, kept)


def _officer_form(request: HttpRequest, form: ChangeOfficer, kept: Officer | None) -> HttpResponse:
    chosen = {str(key) for key in form["places"].value() or []}
    groups: list[dict[str, Any]] = []
    for place in places.below(places.home_or_refuse().pk):
        one = {"key": str(place.pk), "name": place.name, "chosen": str(place.pk) in chosen}
        if place.level in ("regency", "district"):
            groups.append({"place": one, "is_city": place.level == "regency", "wards": [], "open": one["chosen"]})
        else:
            groups[-1]["wards"].append(one)
            groups[-1]["open"] = groups[-1]["open"] or one["chosen"]
    context = {"form": form, "officer": kept, "groups": groups}
    return render(request, "access/officer_form.html", context, status=422 if form.errors else 200)


def _options() -> dict[str, Any]:
    return {
        "places": [(place.pk, place.name) for place in places.below(places.home_or_refuse().pk)],
        "agencies": [(agency.code, agency.name) for agency in queries.agencies()],
    }


def _named(form: ChangeOfficer) -> dict[str, Any]:
    agency: Agency | None = queries.agency_by_code(form.cleaned_data["agency"])
    return {
        "name": form.cleaned_data["name"],
        "role": Role(form.cleaned_data["role"]),
        "places": form.cleaned_data["places"],
        "agency": agency,
    }


@door(*WHO_READ)
def officer(request: HttpRequest, officer_id: int) -> HttpResponse:
    """One officer: what they are, where they serve, their keys."""
    kept = _officer(officer_id)
    context = {
        "officer": kept,
        "postings": kept.postings.select_related("place").order_by("place_id"),
        "tokens": queries.tokens_of(kept.pk),
        "has_second_factor": queries.has_second_factor(kept),
        "keeps": _keeps(request),
        "may_hold_mandate": kept.is_active and kept.role in queries.WHO_HOLD_HEALTH_MANDATE,
        "is_self": str(request.user.pk) == str(kept.pk),
        "today": places.today(),
    }
    return render(request, "access/officer.html", context)


@require_POST
@door(Role.ADMINISTRATOR)
def give_password(request: HttpRequest, officer_id: int) -> HttpResponse:
    """A new password for an officer who lost theirs, shown once."""
    kept, password = _officer(officer_id), actions.fresh_password()
    actions.give_password(kept, password, by=cast(Actor, request.user), on=places.today())
    return _show_password(request, kept, password)


def _show_password(request: HttpRequest, kept: Officer, password: str) -> HttpResponse:
    return shown_once(request, "access/password.html", {"officer": kept, "secret": password})


@require_POST
@door(Role.ADMINISTRATOR)
def reset_second_factor(request: HttpRequest, officer_id: int) -> HttpResponse:
    """For an officer who lost the telephone: they sign in with the password alone and set it up anew."""
    kept = _officer(officer_id)
    actions.reset_second_factor(kept, by=cast(Actor, request.user), on=places.today())
    messages.success(request, _("Pengaman kedua %(name)s dihapus.") % {"name": kept.name})
    return redirect("access:officer", kept.pk)


@require_POST
@door(Role.ADMINISTRATOR)
def revoke_officers_token(request: HttpRequest, officer_id: int, token_id: int) -> HttpResponse:
    """Take back a key of an officer."""
    token = queries.tokens_of(_officer(officer_id).pk).filter(pk=token_id).first()
    if token is None:
        raise Http404
    actions.revoke_token(token, by=cast(Actor, request.user), on=places.today())
    messages.success(request, _("Token “%(label)s” dicabut.") % {"label": token.label})
    return redirect("access:officer", officer_id)


@door(Role.ADMINISTRATOR)
def dismiss(request: HttpRequest, officer_id: int) -> HttpResponse:
    """Take an officer's access away, with a reason."""
    kept = _officer(officer_id)
    context = {
        "question": _("Berhentikan %(name)s?") % {"name": kept.name},
        "consequence": _("Petugas ini keluar seketika dan tidak dapat masuk lagi; semua tokennya dicabut."),
        "undo": _("Dapat dikembalikan, kecuali tokennya. Yang pernah dikerjakan tetap tertulis."),
        "action": _("Berhentikan petugas"),
        "danger": True,
    }
    return _with_reason(request, kept, context, actions.dismiss)


@door(Role.ADMINISTRATOR)
def reinstate(request: HttpRequest, officer_id: int) -> HttpResponse:
    """Let a dismissed officer in again."""
    kept = _officer(officer_id)
    context = {
        "question": _("Aktifkan lagi %(name)s?") % {"name": kept.name},
        "consequence": _("Petugas ini dapat masuk lagi dengan kata sandi lamanya."),
        "undo": _("Dapat diberhentikan lagi kapan saja."),
        "action": _("Aktifkan lagi"),
        "danger": False,
    }
    return _with_reason(request, kept, context, actions.reinstate)


@door(Role.ADMINISTRATOR)
def health_mandate(request: HttpRequest, officer_id: int) -> HttpResponse:
    """Give an officer the mandate of health, or end it, with a reason."""
    kept = _officer(officer_id)
    if kept.health_mandate:
        context = {
            "question": _("Akhiri mandat kesehatan %(name)s?") % {"name": kept.name},
            "consequence": _("Petugas ini tidak lagi melihat siapa penerima program peka, dan di mana."),
            "undo": _("Dapat diberikan lagi kapan saja."), "action": _("Akhiri mandat"), "danger": True,
        }  # fmt: skip
        return _with_reason(request, kept, context, actions.end_health_mandate)
    context = {
        "question": _("Beri %(name)s mandat kesehatan?") % {"name": kept.name},
        "consequence": _(
            "Petugas ini akan melihat nama dan wilayah penerima program peka (HIV, gangguan jiwa berat): operator dan "
            "mitra hanya dari lembaganya sendiri, perencana dan inspektur dari semua lembaga."
        ),
        "undo": _("Berakhir bila Anda mengakhirinya, atau bila peran atau lembaganya berubah."),
        "action": _("Beri mandat"), "danger": False,
    }  # fmt: skip
    return _with_reason(request, kept, context, actions.give_health_mandate)


def _with_reason(
    request: HttpRequest, kept: Officer, context: dict[str, Any], verb: Callable[..., None]
) -> HttpResponse:
    form = Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        on: date = places.today()
        try:
            verb(kept, reason=form.cleaned_data["reason"], by=cast(Actor, request.user), on=on)
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            messages.success(request, _("Tersimpan: %(name)s.") % {"name": kept.name})
            return redirect("access:officer", kept.pk)
    context |= {"form": form, "officer": kept}
    return render(request, "access/confirm.html", context, status=422 if form.errors else 200)


def _officer(key: int) -> Officer:
    found = queries.officers().filter(pk=key).first()
    if found is None:
        raise Http404
    return found
