"""Organisations: what they are called, what they agreed, what they offer."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.access import actions as access_actions
from lontar.city.access import queries as access
from lontar.city.places import queries as places
from lontar.city.programmes import actions, queries
from lontar.city.programmes.forms import KINDS, AgencyNameForm, AgreementForm, AliasForm, EndForm
from lontar.city.programmes.models import Agreement
from lontar.city.programmes.pages.words import actor_of
from lontar.kit.answers import done, status_of
from lontar.kit.gate import EVERY_OFFICER, door
from lontar.kit.paging import KEY_MAX
from lontar.science.trouble import Refusal

WHO_KEEP = queries.WHO_KEEP_AGREEMENTS


@door(*EVERY_OFFICER)
def agencies(request: HttpRequest) -> HttpResponse:
    """Everybody who offers something, and the agreements that end soon."""
    actor, today = actor_of(request), places.today()
    offered: dict[int, int] = {}
    for agency_id in queries.lines_for(actor).filter(year=today.year).values_list("agency_id", flat=True):
        offered[agency_id] = offered.get(agency_id, 0) + 1
    agreed: dict[int, int] = {}
    for agency_id in queries.live_agreements(today).values_list("agency_id", flat=True):
        agreed[agency_id] = agreed.get(agency_id, 0) + 1
    rows = [
        {"agency": one, "kind": KINDS[one.kind], "lines": offered.get(one.pk, 0), "agreements": agreed.get(one.pk, 0)}
        for one in access.agencies()
    ]
    context = {
        "rows": rows,
        "year": today.year,
        "ending": queries.ending_soon(today),
        "over": queries.run_out(today),
        "keeps": actor.role in WHO_KEEP,
    }
    return render(request, "programmes/agencies.html", context)


@door(*EVERY_OFFICER)
def agency(request: HttpRequest, code: str) -> HttpResponse:
    """One organisation: its names over time, its agreements, its lines."""
    found, actor = _agency_or_404(code), actor_of(request)
    names = list(access.names_of_agency(found.pk))
    context = {
        "agency": found,
        "kind": KINDS[found.kind],
        "former": [(one, one.until - timedelta(days=1)) for one in names if one.until],
        "aliases": [one.name for one in names if not one.until],
        "agreements": [(one, _state(one)) for one in queries.agreements(found.pk)],
        "lines": queries.lines_for(actor).filter(agency=found).order_by("-year", "name"),
        "keeps": actor.role in WHO_KEEP,
    }
    return render(request, "programmes/agency.html", context)


def _state(one: Agreement) -> str:
    today = places.today()
    if one.ended_on and one.ended_on <= today:
        return "ended"
    if one.since > today:
        return "later"
    return "over" if one.until and one.until < today else "live"


@door(*WHO_KEEP)
def new_agency(request: HttpRequest) -> HttpResponse:
    """A new organisation."""
    form = AgencyNameForm(request.POST or None, initial={"kind": "partner"})

    def do(given: dict[str, Any]) -> str:
        if access.agency_by_code(given["code"]) is not None:
            raise Refusal(_("Kode itu sudah dipakai."), field="code")
        made = access_actions.ensure_agency(**given, by=actor_of(request), on=places.today())
        return _("%(name)s ditambahkan.") % {"name": made.name}

    if done(request, form, do):
        return redirect("programmes:agency", form.cleaned_data["code"])
    return render(request, "programmes/new_agency.html", {"form": form}, status=status_of(form))


@door(*WHO_KEEP)
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Another name from a day on, or another way in which files write it."""
    found = _agency_or_404(code)
    form = AliasForm(request.POST or None, initial={"name": found.name})

    def do(given: dict[str, Any]) -> str:
        by, today = actor_of(request), places.today()
        with transaction.atomic():  # both or neither
            if given["alias"]:
                access_actions.add_agency_alias(found, given["alias"], by=by, on=today)
            if given["name"] and given["name"] != found.name:
                access_actions.ensure_agency(
                    found.code, name=given["name"], since=given["since"], basis=given["basis"], by=by, on=today
                )
        return _("Nama disimpan.")

    if done(request, form, do):
        return redirect("programmes:agency", found.code)
    return render(request, "programmes/rename.html", {"form": form, "agency": found}, status=status_of(form))


@door(*WHO_KEEP)
def agree(request: HttpRequest, code: str) -> HttpResponse:
    """Write an agreement down."""
    found = _agency_or_404(code)
    form = AgreementForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        actions.record_agreement(
            found, actions.Paper(**given), place_id=places.home_or_refuse().pk, by=actor_of(request), on=places.today(),
            made_up=places.is_made_up(),
        )  # fmt: skip
        return _("Perjanjian dicatat.")

    if done(request, form, do):
        return redirect("programmes:agency", found.code)
    return render(request, "programmes/agree.html", {"form": form, "agency": found}, status=status_of(form))


@door(*WHO_KEEP)
def end(request: HttpRequest, key: int) -> HttpResponse:
    """An agreement ends before its time."""
    found: Any = queries.agreement_or_none(key) if key <= KEY_MAX else None
    if found is None:
        raise Http404
    form = EndForm(request.POST or None, initial={"ended_on": min(places.today(), found.until or places.today())})

    def do(given: dict[str, Any]) -> str:
        actions.end_agreement(found, **given, by=actor_of(request), on=places.today())
        return _("Perjanjian diakhiri.")

    if done(request, form, do):
        return redirect("programmes:agency", found.agency.code)
    return render(request, "programmes/end.html", {"form": form, "one": found}, status=status_of(form))


def _agency_or_404(code: str) -> Any:
    found = access.agency_by_code(code)
    if found is None:
        raise Http404
    return found
