"""The telephone's pages: my visits today, one visit, and its form."""

import uuid
from functools import partial
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lontar.city.fieldwork import actions, queries
from lontar.city.fieldwork.forms import VisitForm, found_of
from lontar.city.fieldwork.forms.visiting import Someone
from lontar.city.fieldwork.models import Report, Visit
from lontar.city.fieldwork.pages import words
from lontar.city.journal.actions import saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.kit import masks
from lontar.kit.answers import done, status_of
from lontar.kit.gate import WHO_MAY_UNMASK, Actor, door
from lontar.kit.paging import KEY_MAX, numbered_page
from lontar.kit.sayings import finding_told
from lontar.science.living_conditions import COLUMNS, contradictions
from lontar.science.trouble import Refusal

PAGE = 60
REQUEST_BYTES_MAX = 12_000_000
WHO_SEE_PHOTO = tuple(role for role in queries.WHO_SEE if role in WHO_MAY_UNMASK)


@door(*queries.WHO_VISIT)
def mine(request: HttpRequest) -> HttpResponse:
    """What waits for this officer, street by street."""
    actor = words.actor_of(request)
    waits = queries.my_open_visits(actor).select_related("family")
    page = numbered_page(request, waits, PAGE)
    shown = list(page.object_list)
    homes = {row.id: row for row in registry.rows_of([one.family for one in shown], {})}
    rows = [(one, masks.shown(request, homes[one.family_id].head), homes[one.family_id].size) for one in shown]
    saw_by_name("list", list(homes), request=request, on=places.today())
    streets = [
        {"campaign": key[0], "ward": key[1], "rw": key[2], "rt": key[3], "rows": list(group)}
        for key, group in groupby(rows, key=lambda row: (row[0].campaign, row[0].place.name, row[0].rw, row[0].rt))
    ]
    done = queries.visits_for(actor).filter(officer_id=actor.id, state=Visit.State.REPORTED)
    context = {
        "streets": streets, "page": page, "done": done.count(), "today": places.today(),
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
        "decides": actor.role in queries.WHO_DECIDE,
    }  # fmt: skip
    return render(request, "fieldwork/mine.html", context)


def _found(request: HttpRequest, key: int) -> Visit:
    found = queries.visit_or_none(key, words.actor_of(request)) if key <= KEY_MAX else None
    if found is None:
        raise Http404
    return found


def _home(one: Visit) -> registry.FamilyRow:
    return registry.rows_of([one.family], {one.place_id: one.place.name})[0]


@door(*queries.WHO_SEE)
def visit(request: HttpRequest, key: int) -> HttpResponse:
    """One visit: where it goes, and what came of it."""
    one = _found(request, key)
    actor = words.actor_of(request)
    home = _home(one)
    told = queries.report_of(one)
    # The second look is only worth something while the first one is not known.
    hidden = one.turn == 2 and one.state == Visit.State.OPEN
    context: dict[str, Any] = {
        "one": one, "home": home, "head": masks.shown(request, home.head), "state": words.STATES[one.state],
        "state_words": words.state(one.state), "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
        "to_report": one.state == Visit.State.OPEN and one.officer_id in (None, actor.id) and actor.role in queries.WHO_VISIT
        and one.campaign.state == "open",
        "sees_all": actor.role in queries.WHO_SEE_ALL and not hidden, "told": told,
    }  # fmt: skip
    saw_by_name("page", [one.family_id], request=request, on=places.today())
    if told:
        language = get_language() or "id"
        context |= {
            "outcome": words.outcome(told.outcome), "deserves": words.deserves(told.deserves),
            "columns": [
                (COLUMNS[name].label(language), COLUMNS[name].meaning(value, language))
                for name, value in told.columns.items()
            ],
            "contradictions": [finding_told(one) for one in contradictions(told.columns)],
            "changes": [
                (words.change(one.kind, whole=one.person_id is None and not one.newcomer), one, words.change_state(one.state))
                for one in told.changes.order_by("pk")
            ],
            "may_see_photo": actor.role in WHO_SEE_PHOTO,
            "outside": _outside(told),
        }  # fmt: skip
    return render(request, "fieldwork/visit.html", context)


def _outside(told: Report) -> bool:
    """Whether the house would stand outside of the city."""
    return told.latitude is not None and told.longitude is not None and places.outside(told.latitude, told.longitude)


@door(*queries.WHO_VISIT)
def report(request: HttpRequest, key: int) -> HttpResponseBase:
    """The form at the door."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > REQUEST_BYTES_MAX:
        raise Refusal(
            _("Kiriman itu lebih dari %(most)d MB.") % {"most": REQUEST_BYTES_MAX // 1_000_000},
            advice=_("Kecilkan fotonya atau lepaskan, lalu kirim lagi. Belum ada yang dilaporkan."),
        )
    one = _found(request, key)
    actor = words.actor_of(request)
    home = _home(one)
    members = [Someone(member.id, masks.shown(request, member.name)) for member in registry.members_of(one.family)]
    if request.method == "POST":
        form = VisitForm(request.POST, request.FILES, members=members)
        if done(request, form, partial(_reported, form, one, actor)):
            return _arrived(request)
    elif one.state != Visit.State.OPEN or one.campaign.state != "open" or one.officer_id not in (None, actor.id):
        return redirect("fieldwork:visit", one.pk)
    else:
        form = VisitForm(members=members, initial={"visited_on": places.today(), "key": uuid.uuid4().hex})
    saw_by_name("page", [one.family_id], request=request, on=places.today())
    context = {
        "form": form, "one": one, "home": home, "head": masks.shown(request, home.head),
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "fieldwork/report.html", context, status=status_of(form))


def _arrived(request: HttpRequest) -> HttpResponse:
    """On to the list. A script is told where to go: if it followed by itself, it would read the message instead of us."""
    if "X-Draft" not in request.headers:
        return redirect("fieldwork:mine")
    return HttpResponse(status=204, headers={"X-Arrived": reverse("fieldwork:mine")})


def _reported(form: VisitForm, one: Visit, actor: Actor, given: dict[str, Any]) -> str:
    """Do it; the form keeps all that was typed where it is refused."""
    sent = actions.report_visit(one.pk, found_of(given, form.members), by=actor, on=places.today(), key=given["key"])
    said = _("Laporan %(number)s tersimpan.") % {"number": one.local_number}
    return (
        f"{said} {_('Letaknya di luar kota ini: beri tahu petugas kelurahan bila itu keliru.')}"
        if sent.outside
        else said
    )


@door(*WHO_SEE_PHOTO)
def photo(request: HttpRequest, key: int) -> HttpResponse:
    """The picture of the house. A house is an address, so names must be uncovered first, for a purpose."""
    one = _found(request, key)
    if not masks.are_down(request):
        return redirect(f"{reverse('registry:unmask')}?{urlencode({'next': request.get_full_path()})}")
    told = queries.report_of(one)
    image = queries.photo_of(told) if told else None
    if image is None:
        raise Http404
    saw_by_name("page", [one.family_id], request=request, on=places.today())
    answer = HttpResponse(image, content_type="image/jpeg")
    answer["Cache-Control"] = "no-store"
    return answer
