"""Imports: bring a file, watch it go in, see what was found, take home what must be mended."""

import csv
import io
import json
from typing import Any, cast

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lontar.city.places import queries as places
from lontar.city.registry import actions, jobs, queries
from lontar.city.registry.forms import FindingFilter, ImportFamilies, Mode
from lontar.city.registry.models import ImportRun
from lontar.city.registry.pages import import_words as words
from lontar.city.registry.queries import WHO_SEE_IMPORTS
from lontar.kit import exports
from lontar.kit.answers import beside_field
from lontar.kit.gate import Actor, door
from lontar.kit.memory_files import brought
from lontar.kit.paging import numbered_page
from lontar.science.trouble import Refusal

RUNS_ON_A_PAGE = 20
FINDINGS_ON_A_PAGE = 50
FINDING_COLUMNS = ("severity", "sheet", "row", "column", "message")


@door(*WHO_SEE_IMPORTS)
def imports(request: HttpRequest) -> HttpResponse:
    """What was imported, the newest first."""
    page = numbered_page(request, queries.runs(), RUNS_ON_A_PAGE)
    rows = [(run, words.state_of(run), words.outcome(run)) for run in page.object_list]
    may = _actor(request).role in actions.MAY_IMPORT
    return render(request, "registry/imports.html", {"page": page, "rows": rows, "may_import": may})


@door(*actions.MAY_IMPORT)
def bring(request: HttpRequest) -> HttpResponseBase:
    """Take a file and hand it to the worker."""
    sent = request.method == "POST"
    layouts = [(one.name, one.title) for one in queries.layouts()]
    form = ImportFamilies(request.POST if sent else None, request.FILES if sent else None, layouts=layouts)
    if sent and form.is_valid():
        try:
            run = _receive(request, form.cleaned_data)
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            return redirect("registry:run", run.pk)
    status = 422 if form.errors else 200
    return render(request, "registry/bring.html", {"form": form}, status=status)


def _receive(request: HttpRequest, values: dict[str, Any]) -> ImportRun:
    upload: Any = values["file"]
    # Run and job are written together: a run without a job would wait for ever.
    with brought(upload) as path, transaction.atomic():
        run = actions.receive(
            path, name=upload.name or _("tanpa nama"), kind=values["kind"], mode=values["mode"],
            dry_run=values["check_first"], by=_actor(request), on=places.today(),
        )  # fmt: skip
        actions.set_version(run, version_on=values["version_on"])
        if run.kind == ImportRun.Kind.CONDITIONS:
            actions.set_roof(run, roof=values["roof"] or "unsure")
        jobs.work_off_import.defer(run_id=run.pk, officer_id=_actor(request).id)
    return run


@require_POST
@door(*actions.MAY_IMPORT)
def proceed(request: HttpRequest, key: int) -> HttpResponse:
    """Take in what was only checked before."""
    checked = run_or_404(key)
    form = Mode(request.POST)
    if not form.is_valid():
        raise Refusal(_("Pilih salah satu cara memasukkan keluarga."))
    with transaction.atomic():
        run = actions.proceed(checked, mode=form.cleaned_data["mode"], by=_actor(request), on=places.today())
        jobs.work_off_import.defer(run_id=run.pk, officer_id=_actor(request).id)
    return redirect("registry:run", run.pk)


@door(*WHO_SEE_IMPORTS)
def run(request: HttpRequest, key: int) -> HttpResponse:
    """One import: how far it is, what came of it, what was found."""
    found = run_or_404(key)
    form = FindingFilter(request.GET, kinds=words.kinds(queries.kinds_of(found)))
    wanted = form.cleaned_data if form.is_valid() else {}
    page = numbered_page(
        request,
        queries.findings_of(found, severity=wanted.get("severity", ""), kind=wanted.get("kind", "")),
        FINDINGS_ON_A_PAGE,
    )
    may = _actor(request).role in actions.MAY_IMPORT
    context = {
        "run": found,
        "state": words.state_of(found),
        "mode": words.MODES[found.mode],
        "figures": words.figures(found),
        "job": words.job(found, *queries.progress(found)),
        "running": found.state in words.RUNNING,
        "page": page,
        "found": [(row, queries.finding_as_json(row)["message"]) for row in page.object_list],
        "refusal": queries.refusal_of(found),
        "words": [(_("Tampilkan"), form["severity"]), (_("tentang"), form["kind"])],
        "filtered": bool(wanted.get("severity") or wanted.get("kind")),
        "may_import": may,
        "may_see_families": _actor(request).role in queries.WHO_SEE_LIST,
        "changes": queries.changes_by_kind(found) if found.dry_run else {},
        "nothing_new": words.changes_nothing(found),
        "can_proceed": may and queries.can_proceed(found),
        "good": found.counts.get("families", 0) - found.counts.get("families_left", 0),
        "left": found.counts.get("families_left", 0),
    }
    return render(request, "registry/run.html", context)


@door(*WHO_SEE_IMPORTS)
def progress(request: HttpRequest, key: int) -> HttpResponse:
    """The bar alone, asked for while it moves; at the end the whole page is asked for instead."""
    found = run_or_404(key)
    answer = render(
        request,
        "registry/progress.html",
        {"job": words.job(found, *queries.progress(found)), "run": found},
    )
    if found.state not in words.RUNNING:
        answer["HX-Refresh"] = "true"
    return answer


@door(*WHO_SEE_IMPORTS)
def findings(request: HttpRequest, key: int, form: str) -> HttpResponseBase:
    """All findings as a file: CSV, XLSX, or the same JSON that the terminal prints."""
    found = run_or_404(key)
    rows = queries.findings_of(found)
    if form == "json":
        told = queries.findings_as_json(found, map(queries.finding_as_json, rows[: exports.ROWS_MAX]))
        answer = HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type="application/json")
        answer["Content-Disposition"] = f'attachment; filename="temuan-{key}.json"'
        answer["Cache-Control"] = "no-store"
        return answer
    if form not in exports.FORMS:
        raise Http404
    heads = [_("tingkat"), _("lembar"), _("baris"), _("kolom"), _("temuan")]
    values = (list(map(queries.finding_as_json(row).get, FINDING_COLUMNS)) for row in rows.iterator(2000))
    return exports.export(form, name=f"temuan-{key}", heads=heads, rows=values)


@door(*actions.MAY_IMPORT)
def worklist(request: HttpRequest, key: int, form: str) -> HttpResponseBase:
    """The rows to be mended, in the columns of the file, with what is wrong beside them."""
    if form not in exports.FORMS:
        raise Http404
    data = actions.take_worklist(run_or_404(key), by=_actor(request), on=places.today())
    heads, *rows = csv.reader(io.StringIO(data.decode()))
    return exports.export(form, name=f"perbaikan-{key}", heads=heads, rows=rows)


def run_or_404(key: int) -> ImportRun:
    found = queries.run_or_none(key) if key < 2**63 else None
    if found is None:
        raise Http404
    return found


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, request.user)
