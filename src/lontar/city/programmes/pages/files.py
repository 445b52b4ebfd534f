"""Spreadsheets of budgets: brought, looked at before anything changes, taken in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lontar.city.access import queries as access
from lontar.city.places import queries as places
from lontar.city.programmes import actions, queries
from lontar.city.programmes.forms import (
    MEANINGS,
    PAYERS,
    STAGES,
    BudgetFileForm,
    BudgetLayoutForm,
    BudgetSampleForm,
)
from lontar.city.programmes.models import BudgetFile
from lontar.city.programmes.pages.words import actor_of
from lontar.engine.tables import read_book
from lontar.kit.answers import beside_field, status_of
from lontar.kit.formats import number, rupiah
from lontar.kit.gate import Role, door
from lontar.kit.memory_files import brought
from lontar.kit.paging import KEY_MAX, numbered_page
from lontar.kit.sayings import told
from lontar.science.budget_file import titles_in
from lontar.science.trouble import Refusal

PAGE = 20
SHOWN_MAX = 300


@door(*queries.WHO_BRING)
def budget_files(request: HttpRequest) -> HttpResponse:
    """The files that were brought, and the form for another."""
    actor, today = actor_of(request), places.today()
    sent = request.method == "POST"
    agencies = [(one.code, one.name) for one in access.agencies()]
    form = BudgetFileForm(
        request.POST if sent else None, request.FILES if sent else None, initial={"year": today.year}, agencies=agencies
    )
    if sent and form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        try:
            with brought(given["file"]) as path:
                made = actions.check_budgets(
                    path, file=given["file"].name or _("tanpa nama"), year=given["year"], document=given["document"],
                    agency=given["agency"], place_id=places.home_or_refuse().pk, by=actor, on=today,
                )  # fmt: skip
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            return redirect("programmes:budget_file", made.pk)
    page = numbered_page(request, queries.budget_files(actor), PAGE)
    context = {"form": form, "page": page, "layouts": queries.layouts(), "sets_up": actor.role == Role.PLANNER}
    return render(request, "programmes/budget_files.html", context, status=status_of(form))


@door(*queries.WHO_BRING)
def budget_file(request: HttpRequest, key: int) -> HttpResponse:
    """What a file would change, row by row, and what is wrong in it."""
    found, actor = _file_or_404(request, key), actor_of(request)
    lines = {one.pk: one for one in queries.lines_for(actor).filter(pk__in={change[0] for change in found.changes})}
    changes = [
        {"line": lines.get(line), "row": row, "sheet": sheet, "field": _field(field), "before": _value(field, before),
         "after": _value(field, after)}
        for line, row, sheet, field, before, after in found.changes[:SHOWN_MAX]
    ]  # fmt: skip
    findings = [
        {**one, "column": MEANINGS.get(one["column"], one["column"]), "message": told(one["template"], one["values"])}
        for one in found.findings[:SHOWN_MAX]
    ]
    missing = [{**one, "url": _to_catalogue(found, one)} for one in found.counts.get("missing", [])[:SHOWN_MAX]]
    context = {
        "one": found, "changes": changes, "findings": findings, "missing": missing, "more": len(found.changes) - SHOWN_MAX,
        "can_take": found.state == BudgetFile.State.CHECKED and bool(found.changes), "tags": actor.role == Role.PLANNER,
        "layout": found.layout.title if found.layout else "",
    }  # fmt: skip
    return render(request, "programmes/budget_file.html", context)


def _to_catalogue(found: BudgetFile, one: dict[str, Any]) -> str:
    asked = urlencode({**{name: one[name] for name in ("code", "name", "agency")}, "year": found.year})
    return f"{reverse('programmes:add')}?{asked}"


def _field(field: str) -> str:
    kind, _colon, rest = field.partition(":")
    if kind == "output":
        head, _colon, part = rest.rpartition(":")
        what, _colon, unit = head.rpartition(":")
        words = _("sasaran") if part == "target" else _("tercapai")
        return f"{what} ({unit}), {words}"
    if kind in STAGES:
        return f"{STAGES[kind]}, {PAYERS[rest]}"
    return str(MEANINGS[kind])


def _value(field: str, value: str | None) -> str | None:
    if value is None:
        return None
    return number(float(value)) if field.startswith("output") else rupiah(int(value))


@require_POST
@door(*queries.WHO_BRING)
def take_in(request: HttpRequest, key: int) -> HttpResponse:
    """Write what the check announced."""
    found = _file_or_404(request, key)
    actions.take_in_budgets(found, by=actor_of(request), on=places.today(), made_up=places.is_made_up())
    messages.success(request, _("Angka dari %(file)s masuk katalog.") % {"file": found.file_name})
    return redirect("programmes:budget_file", found.pk)


@door(Role.PLANNER)
def budget_layout(request: HttpRequest) -> HttpResponse:
    """Say once what the titles of a spreadsheet mean: first a sample, then its titles."""
    titles = [request.POST[name] for name in request.POST if name.startswith("title-")][:60]
    if request.method == "POST" and titles:
        form = BudgetLayoutForm(request.POST, titles=titles)
        if form.is_valid():
            try:
                kept = actions.keep_budget_layout(
                    form.cleaned_data["title"], form.columns(), by=actor_of(request), on=places.today()
                )
            except Refusal as refusal:
                beside_field(form, refusal)
            else:
                messages.success(request, _("Susunan %(title)s disimpan.") % {"title": kept.title})
                return redirect("programmes:budget_files")
        context = {"form": form, "step": 2}
        return render(request, "programmes/budget_layout.html", context, status=status_of(form))
    sent = request.method == "POST"
    sample = BudgetSampleForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and sample.is_valid():
        try:
            with brought(sample.cleaned_data["file"]) as path:
                found = titles_in(read_book(path, name=sample.cleaned_data["file"].name or "").grids)
        except Refusal as refusal:
            beside_field(sample, refusal)
        else:
            return render(request, "programmes/budget_layout.html", {"form": BudgetLayoutForm(titles=found), "step": 2})
    context = {"form": sample, "step": 1}
    return render(request, "programmes/budget_layout.html", context, status=status_of(sample))


@require_POST
@door(Role.PLANNER)
def retire_layout(request: HttpRequest, name: str) -> HttpResponse:
    """A layout is offered no more."""
    found = queries.layouts().filter(name=name).first()
    if found is None:
        raise Http404
    actions.retire_budget_layout(found, by=actor_of(request), on=places.today())
    return redirect("programmes:budget_files")


def _file_or_404(request: HttpRequest, key: int) -> BudgetFile:
    found = queries.budget_files(actor_of(request)).filter(pk=key).first() if key <= KEY_MAX else None
    if found is None:
        raise Http404
    return found
