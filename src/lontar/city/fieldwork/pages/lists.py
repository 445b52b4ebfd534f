"""A campaign's visits as a list, as paper, and as a workbook that goes out and comes back."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lontar.city.access import queries as access
from lontar.city.fieldwork import actions, queries
from lontar.city.fieldwork.forms import SheetForm, VisitFilter
from lontar.city.fieldwork.models import Campaign, Visit
from lontar.city.fieldwork.pages import words
from lontar.city.fieldwork.pages.sheets import MemberLine, VisitLine, written
from lontar.city.journal.actions import note_export, saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.kit import masks
from lontar.kit.answers import beside_field, status_of
from lontar.kit.exports import TYPES
from lontar.kit.gate import WHO_MAY_UNMASK, door
from lontar.kit.memory_files import brought
from lontar.kit.paging import KEY_MAX, numbered_page
from lontar.science.living_conditions import COLUMNS
from lontar.science.trouble import Refusal

PAGE = 50
PAPER_ROWS_MAX = 600
SHEET_ROWS_MAX = 5000
WHO_TAKE_LISTS = tuple(role for role in queries.WHO_SEE if role in WHO_MAY_UNMASK)


@door(*queries.WHO_SEE_ALL)
def visits(request: HttpRequest, key: int) -> HttpResponse:
    """Who is visited by whom, and what came of it."""
    found = words.found_campaign(request, key)
    actor = words.actor_of(request)
    every = queries.visits_for(actor).filter(campaign_id=key)
    form, wanted = _wanted(request, every)
    page = numbered_page(request, wanted.select_related("report", "family"), PAGE)
    shown = list(page.object_list)
    homes = {row.id: row for row in registry.rows_of([one.family for one in shown], {})}
    saw_by_name("list", list(homes), request=request, on=places.today())
    rows = [
        {
            "one": one, "home": homes[one.family_id], "head": masks.shown(request, homes[one.family_id].head),
            "state": words.STATES[one.state], "words": words.state(one.state),
            "outcome": words.outcome(one.report.outcome) if hasattr(one, "report") else "",
        }
        for one in shown
    ]  # fmt: skip
    context = {
        "one": found, "form": form, "page": page, "rows": rows, "filtered": bool(request.GET),
        "words": [(_("Tampilkan"), form["state"]), (_("di"), form["place"]), (_("oleh"), form["officer"])],
        "assigns": actor.role in queries.WHO_ASSIGN and found.state == "open",
        "officers": _officers(found), "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "fieldwork/visits.html", context)


def _wanted(request: HttpRequest, every: QuerySet[Visit]) -> tuple[VisitFilter, QuerySet[Visit]]:
    wards = list(every.order_by("place_id").values_list("place_id", "place__name").distinct())
    officers = list(
        every.exclude(officer=None).order_by("officer__name").values_list("officer_id", "officer__name").distinct()
    )
    form = VisitFilter(request.GET, places=wards, officers=[("none", _("belum ada petugas")), *officers])
    given: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    wanted = every
    if given.get("place"):
        wanted = wanted.filter(place_id=given["place"])
    if given.get("officer") == "none":
        wanted = wanted.filter(officer=None)
    elif given.get("officer"):
        wanted = wanted.filter(officer_id=given["officer"])
    if given.get("state"):
        wanted = wanted.filter(state=given["state"])
    return form, wanted


def _officers(found: Campaign) -> list[Any]:
    return [(one.pk, one.name) for one in access.officers_serving(*places.span(found.place_id), queries.WHO_VISIT)]


@require_POST
@door(*queries.WHO_ASSIGN)
def assign(request: HttpRequest, key: int) -> HttpResponse:
    """Hand the ticked visits to another officer."""
    words.found_campaign(request, key)
    back = redirect(f"{reverse('fieldwork:visits', args=[key])}?{request.POST.get('query', '')}")
    ticked = [int(one) for one in request.POST.getlist("visit") if one.isdigit() and len(one) < 19]
    officer = request.POST.get("officer", "")
    if not ticked or not officer.isdigit() or len(officer) > 18:
        messages.warning(request, _("Centang kunjungannya dan pilih petugasnya."))
        return back
    try:
        moved = actions.assign(ticked, int(officer), by=words.actor_of(request), on=places.today())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return back
    messages.success(request, _("%(n)d kunjungan dialihkan.") % {"n": moved})
    return back


def _for_paper(request: HttpRequest, key: int) -> QuerySet[Visit]:
    every = queries.visits_for(words.actor_of(request)).filter(campaign_id=key, state=Visit.State.OPEN)
    _form, wanted = _wanted(request, every)
    return wanted.select_related("family")


def _must_unmask(request: HttpRequest) -> HttpResponse | None:
    """Names stand on paper and in the workbook, so they are uncovered first, for a purpose."""
    if masks.are_down(request):
        return None
    return redirect(f"{reverse('registry:unmask')}?{urlencode({'next': request.get_full_path()})}")


@door(*WHO_TAKE_LISTS)
def paper(request: HttpRequest, key: int) -> HttpResponse:
    """What is still open, RT by RT, on paper with room for the answers."""
    found = words.found_campaign(request, key)
    if (first := _must_unmask(request)) is not None:
        return first
    wanted = _for_paper(request, key)
    kept = list(wanted[:PAPER_ROWS_MAX])
    homes = {row.id: row for row in registry.rows_of([one.family for one in kept], {})}
    note_export("visits_on_paper", homes, by=words.actor_of(request), on=places.today(), named=True)
    streets = [
        {
            "ward": at[0],
            "rw": at[1],
            "rt": at[2],
            "officer": at[3],
            "rows": [(one, homes[one.family_id]) for one in group],
        }
        for at, group in groupby(
            kept, key=lambda one: (one.place.name, one.rw, one.rt, one.officer.name if one.officer else "")
        )
    ]
    context = {
        "one": found, "streets": streets, "left_out": max(0, wanted.count() - len(kept)), "today": places.today(),
        "signers": [(_("Petugas yang berkunjung"), ""), (_("Ketua RT"), "", "no NIP")], "legend": _legend(),
    }  # fmt: skip
    return render(request, "fieldwork/paper.html", context)


def _legend() -> list[tuple[str, str]]:
    """What is written as a code on paper, with all its codes: nobody at a door knows them by heart."""
    language = get_language() or "id"
    heads = {
        "floor_material": _("Lantai"), "wall_material": _("Dinding"), "roof_material": _("Atap"),
        "drinking_water_source": _("Air"), "toilet_facility": _("Jamban"),
    }  # fmt: skip
    return [
        (head, " · ".join(f"{code} {COLUMNS[name].meaning(code, language)}" for code in COLUMNS[name].answers))
        for name, head in heads.items()
    ]


@door(*WHO_TAKE_LISTS)
def workbook(request: HttpRequest, key: int) -> HttpResponse:
    """The same as a workbook with lists of answers to choose from; it comes back by the page beside it."""
    words.found_campaign(request, key)
    if (first := _must_unmask(request)) is not None:
        return first
    kept = list(_for_paper(request, key)[:SHEET_ROWS_MAX])
    homes = {row.id: row for row in registry.rows_of([one.family for one in kept], {})}
    members = registry.names_in(homes)
    note_export("visits_workbook", homes, by=words.actor_of(request), on=places.today(), named=True)
    lines = [
        VisitLine(
            one.local_number, one.place.name, one.rw, one.rt, one.officer.name if one.officer else "",
            homes[one.family_id].local_number, homes[one.family_id].head,
            [MemberLine(*each) for each in members.get(one.family_id, [])],
        )
        for one in kept
    ]  # fmt: skip
    answer = HttpResponse(written(lines), content_type=TYPES["xlsx"])
    answer["Content-Disposition"] = f'attachment; filename="kunjungan-{key}.xlsx"'
    answer["Cache-Control"] = "no-store"
    return answer


@door(*queries.WHO_BRING_SHEETS)
def bring_sheet(request: HttpRequest, key: int) -> HttpResponse:
    """Take the filled workbook in."""
    found = words.found_campaign(request, key)
    sent = request.method == "POST"
    form = SheetForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        upload: Any = form.cleaned_data["file"]
        try:
            with brought(upload) as path:
                made = actions.take_in_sheet(
                    key, path, file=upload.name or _("tanpa nama"), by=words.actor_of(request), on=places.today()
                )
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            return redirect("fieldwork:sheet", key, made.pk)
    return render(request, "fieldwork/bring_sheet.html", {"form": form, "one": found}, status=status_of(form))


@door(*queries.WHO_SEE_ALL)
def sheet(request: HttpRequest, key: int, sheet: int) -> HttpResponse:
    """What was taken in of a workbook, and what was found wrong in it."""
    found = words.found_campaign(request, key)
    one = queries.sheets_of(key).filter(pk=sheet).first() if sheet <= KEY_MAX else None
    if one is None:
        raise Http404
    return render(
        request, "fieldwork/sheet.html", {"one": found, "sheet": one, "findings": words.findings(one.findings)}
    )
