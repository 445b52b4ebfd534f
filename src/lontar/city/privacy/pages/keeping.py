"""Sources and periods, what is due, who saw whom, whom a partner may see, and columns for analysis."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lontar.city.journal.actions import saw_by_name
from lontar.city.places import queries as places
from lontar.city.privacy import actions, frames, queries
from lontar.city.privacy.forms import Checked, Confirmed, Period, WithReason
from lontar.city.privacy.models.kept import BELIEVED, unmarked
from lontar.city.privacy.pages.requests import actor_of, person_or_404
from lontar.city.registry import queries as registry
from lontar.kit import exports, masks
from lontar.kit.answers import done, status_of
from lontar.kit.gate import Role, door
from lontar.kit.paging import numbered_page

DAYS_BACK = 7
WARD_DOTS = 3  # 53.71.03.1010
SHOWN = 40


@door(*queries.WHO_SEE_SOURCES)
def sources(request: HttpRequest) -> HttpResponseBase:
    """Why we hold what we hold, by which right, and how long: the record of processing."""
    found = list(queries.sources())
    if asked := exports.wanted(request):
        heads = [_("Sumber"), _("Tujuan"), _("Dasar"), _("Hukum"), _("Siapa"), _("Data"), _("Penerima"), _("Disimpan (bulan)"), _("Disahkan oleh"), _("Disahkan pada")]  # fmt: skip
        rows = [
            [_(one.name), _(one.purpose), one.basis_words, one.law_words, _(one.persons), _(one.data), _(one.recipients),
             one.retention.months if one.retention else None, one.checked_by, one.checked_on]
            for one in found
        ]  # fmt: skip
        return exports.export(asked, name=_("catatan-pemrosesan"), heads=heads, rows=rows)
    today = places.today()
    listed = [
        (one, again, again is not None and again <= today) for one in found for again in [queries.look_again_on(one)]
    ]
    context = {
        "sources": listed,
        "confirmed": sum(not late for _one, again, late in listed if again),
        "rules": queries.rules(),
        "checks": actor_of(request).role in queries.WHO_CHECK,
    }
    return render(request, "privacy/sources.html", context)


@door(*queries.WHO_CHECK)
def source(request: HttpRequest, code: str) -> HttpResponse:
    """Purpose and lawful basis of one source, to which somebody puts their name, and looks again in a year."""
    found = queries.source_or_none(code)
    if found is None:
        raise Http404
    form = Confirmed(
        request.POST or None,
        initial={"purpose": _(found.purpose), "basis": found.basis, "law": unmarked(found.law)},
    )

    def confirm(given: dict[str, Any]) -> str:
        actions.confirm_source(code, **given, by=actor_of(request), on=places.today())
        return _("Tersimpan dengan nama Anda.")

    if done(request, form, confirm):
        return redirect("privacy:sources")
    context = {
        "form": form, "source": found, "believed": BELIEVED in found.law, "before": queries.confirmed_before(found),
        "again": queries.look_again_on(found),
    }  # fmt: skip
    return render(request, "privacy/source.html", context, status=status_of(form))


@door(*queries.WHO_CHECK)
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """A period that was believed is checked by somebody who puts their name to it."""
    found = queries.rules().filter(code=code).first()
    if found is None:
        raise Http404
    form = Checked(request.POST or None, initial={"months": found.months, "law": unmarked(found.law)})

    def check(given: dict[str, Any]) -> str:
        actions.check_rule(code, **given, by=actor_of(request), on=places.today())
        return _("Tersimpan.")

    if done(request, form, check):
        return redirect("privacy:sources")
    return render(request, "privacy/rule.html", {"form": form, "rule": found}, status=status_of(form))


@door(*queries.WHO_ERASE, Role.INSPECTOR)
def due(request: HttpRequest) -> HttpResponse:
    """Who left or died so long ago that somebody should decide."""
    due_now = queries.due_persons(on=places.today())
    last = [key for person, _since, _kept in due_now for key in registry.families_ever(person.pk)[:1]]
    saw_by_name("list", last, request=request, on=places.today())
    listed = [
        {"person": person, "name": masks.shown(request, person.name), "since": since, "kept": kept}
        for person, since, kept in due_now
    ]
    context = {
        "rows": listed, "worklists": queries.old_worklists(on=places.today()), "rules": queries.rules(),
        "decides": actor_of(request).role in queries.WHO_ERASE,
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "privacy/due.html", context)


@door(*queries.WHO_ERASE)
def erase(request: HttpRequest, key: int) -> HttpResponse:
    """Erase a person, or be told which law keeps them, or that they were erased already."""
    found = person_or_404(key)
    form = WithReason(request.POST or None)

    def forget(given: dict[str, Any]) -> str:
        actions.erase_person(found.pk, reason=given["reason"], by=actor_of(request), on=places.today())
        return _("Nama, nomor dan riwayat orang itu dihapus; buku besar tetap utuh.")

    if done(request, form, forget):
        return redirect("privacy:due")
    kept = queries.why_kept(found, on=places.today())
    saw_by_name("page", registry.families_ever(found.pk)[:1], request=request, on=places.today())
    context = {
        "form": form, "person": found, "name": masks.shown(request, found.name), "kept": kept,
        "erased": queries.erasure_of(found),
    }  # fmt: skip
    return render(request, "privacy/erase.html", context, status=status_of(form))


@door(*queries.WHO_SEE_BREACH)
def breach(request: HttpRequest) -> HttpResponseBase:
    """The drill: whose data were seen by whom between two days, and the draft of the notice."""
    today = places.today()
    given = request.GET if "since" in request.GET else {"since": f"{today - timedelta(days=DAYS_BACK):%d/%m/%Y}", "until": f"{today:%d/%m/%Y}"}  # fmt: skip
    form = Period(given)
    found = None
    if form.is_valid():
        found = queries.breach(form.cleaned_data["since"], form.cleaned_data["until"])
    asked = request.GET.get("berkas", "")
    if found and asked == "json":
        return JsonResponse(found.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    if found and asked == "csv":
        return exports.export("csv", name="kebocoran", heads=list(queries.HEADS), rows=found.rows())
    page = numbered_page(request, found.sightings[::-1] if found else [])
    context = {
        "form": form, "words": [(_("Siapa melihat data siapa sejak"), form["since"]), (_("sampai"), form["until"])],
        "breach": found, "notice": queries.notice(found, known_at=timezone.now()) if found else "",
        "period": found.period if found else "", "page": page, "query": request.GET.urlencode(),
        "rows": [(one, queries.way_told(one.way), queries.purpose_told(one.purpose)) for one in page.object_list],
    }  # fmt: skip
    return render(request, "privacy/breach.html", context, status=200 if form.is_valid() else 422)


@door(Role.PARTNER)
def partner(request: HttpRequest) -> HttpResponse:
    """The families that were referred to this partner and still consent: who they are, where, and what for."""
    page = numbered_page(request, queries.referred_families())
    listed = list(page.object_list)
    heads = {row.id: row for row in registry.rows_of([one.family for one in listed], {})}
    saw_by_name("list", list(heads), request=request, on=places.today())
    rows = [
        {"one": one, "home": heads[one.family_id], "head": masks.shown(request, heads[one.family_id].head)}
        for one in listed
    ]
    context = {"page": page, "rows": rows, "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request)}  # fmt: skip
    return render(request, "privacy/partner.html", context)


@door(Role.ANALYST, Role.PLANNER)
def analysis(request: HttpRequest) -> HttpResponse:
    """People as counts of at least five, by the month: year of birth, ward, sex. As a page, and as a file."""
    told, on = frames.for_analysis(actor_of(request))
    if request.GET.get("berkas") == "csv" and on is not None:
        return _as_file(told, on)
    names = frames.area_names()
    context = {
        "rows": [{**row, "name": names.get(row["area"], ""), "is_rest": _is_rest(row["area"])} for row in told.head(SHOWN).rows(named=True)], "groups": told.height, "persons": int(told["persons"].sum()),
        "on": on, "home": places.home_or_refuse(), "left": max(0, told.height - SHOWN),
    }  # fmt: skip
    return render(request, "privacy/analysis.html", context)


def _is_rest(area: str) -> bool:
    """Whether a row of a district or a city tells only of those who are in no row of a ward."""
    return area.count(".") < WARD_DOTS


def _as_file(told: pl.DataFrame, on: date) -> HttpResponse:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["wilayah", "lahir_dari", "lahir_sampai", "jenis_kelamin", "orang", "cakupan"])
    writer.writerows(
        [
            ["" if cell is None else cell for cell in row] + ["sisa" if _is_rest(row[0]) else "kelurahan"]
            for row in told.iter_rows()
        ]
    )
    answer = HttpResponse(buffer.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="analisis-{on:%Y-%m-%d}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer
