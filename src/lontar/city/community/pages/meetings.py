"""Meetings: called, held, closed by their signed paper; and the sheet that is printed for them."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.community import actions, queries
from lontar.city.community.forms import KINDS, SCAN_BYTES_MAX, CallForm, MatterForm, MinutesForm, PaperForm
from lontar.city.community.models import Meeting
from lontar.city.journal.actions import note_export, saw_by_name
from lontar.city.places import queries as places
from lontar.kit import masks
from lontar.kit.answers import beside_field, done, status_of
from lontar.kit.gate import Actor, door
from lontar.kit.paging import KEY_MAX, numbered_page
from lontar.science.trouble import Refusal

PAGE = 20
EMPTY_LINES = 12


def actor_of(request: HttpRequest) -> Actor:
    return cast(Actor, request.user)


def own_wards(request: HttpRequest) -> list[tuple[int, str]]:
    """The wards that this officer serves."""
    inside = access.within(access.spans(actor_of(request).id), "pk")
    return list(places.wards_in(places.home_or_refuse().pk).filter(inside).values_list("pk", "name"))


@door(*queries.WHO_SEE_MEETINGS)
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings of the officer's places, the newest first."""
    page = numbered_page(request, queries.meetings(), PAGE)
    rows = [(one, KINDS[one.kind]) for one in page.object_list]
    context = {"page": page, "rows": rows, "calls": actor_of(request).role in queries.WHO_CALL, "today": places.today()}
    return render(request, "community/meetings.html", context)


@door(*queries.WHO_CALL)
def call(request: HttpRequest) -> HttpResponse:
    """Call a ward together."""
    initial = {"held_on": places.today(), "key": uuid.uuid4()}
    form = CallForm(request.POST or None, initial=initial, places=own_wards(request))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            made = actions.call_meeting(
                given.pop("place"), **given, by=actor_of(request), on=places.today(), made_up=places.is_made_up()
            )
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            return redirect("community:meeting", made.pk)
    return render(request, "community/call.html", {"form": form}, status=status_of(form))


@door(*queries.WHO_SEE_MEETINGS)
def meeting(request: HttpRequest, key: int) -> HttpResponse:
    """One meeting: what is asked, who came, what was decided, and its paper."""
    return _page(request, _meeting_or_404(key))


def _page(request: HttpRequest, found: Meeting, matter: Any = None, paper: Any = None) -> HttpResponse:
    actor = actor_of(request)
    keeps = actor.role in queries.WHO_CALL and found.state != Meeting.State.CLOSED
    closes = keeps and found.state == Meeting.State.HELD
    for form, shown in ((matter, keeps), (paper, closes)):
        if form is not None and form.errors and not shown:  # the page has moved on since it was opened
            messages.error(request, " ".join(dict.fromkeys(said for these in form.errors.values() for said in these)))
    forms = (matter, paper)
    context = {
        "one": found, "kind": KINDS[found.kind], "keeps": keeps, "today": places.today(),
        "agenda": _agenda(request, found), "people": _people(request, found),
        "matter_form": (matter or MatterForm()) if keeps else None,
        "paper_form": (paper or PaperForm()) if closes else None,
        "paper": queries.paper_of(found.pk), "opens_paper": actor.role in queries.WHO_OPEN_PAPERS,
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    wrong = any(form is not None and form.errors for form in forms)
    return render(request, "community/meeting.html", context, status=422 if wrong else 200)


def _agenda(request: HttpRequest, found: Meeting) -> list[dict[str, Any]]:
    lines = queries.agenda_of(found)
    about = [line.matter.family_id for line in lines if line.matter.family_id]
    saw_by_name("page", about, request=request, on=places.today())
    return [
        {"question": line.matter.question, "outcome": line.matter.outcome, "head": masks.shown(request, line.head),
         "rt": line.rt, "family": bool(line.matter.family_id)}
        for line in lines
    ]  # fmt: skip


def _people(request: HttpRequest, found: Meeting) -> list[dict[str, str]]:
    return [
        {"name": masks.shown(request, one.name), "rt": one.rt, "role": one.role} for one in queries.attendees_of(found)
    ]  # fmt: skip


@door(*queries.WHO_CALL)
def put_before(request: HttpRequest, key: int) -> HttpResponse:
    """Put a question on the agenda."""
    found = _meeting_or_404(key)
    form = MatterForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        actions.put_before(found, **given, by=actor_of(request), on=places.today())
        return _("Pertanyaan masuk acara.")

    if done(request, form, do):
        return redirect("community:meeting", key)
    return _page(request, found, matter=form)


@door(*queries.WHO_CALL)
def minutes(request: HttpRequest, key: int) -> HttpResponse:
    """Write down who came, what was said and what was decided."""
    found = _meeting_or_404(key)
    matters = [(one.pk, one.question) for one in found.matters.order_by("pk")]
    initial = {"minutes": found.minutes, "decisions": found.decisions}
    if masks.are_down(request):
        initial["people"] = "\n".join("; ".join((p.name, p.rt, p.role)) for p in queries.attendees_of(found))
    form = MinutesForm(request.POST or None, initial=initial, matters=matters)

    def do(given: dict[str, Any]) -> str:
        actions.hold_meeting(
            found, minutes=given["minutes"], decisions=given["decisions"], people=_attended(given["people"]),
            outcomes=form.outcomes(), by=actor_of(request), on=places.today(),
        )  # fmt: skip
        return _("Notulen disimpan. Lampirkan berita acara yang ditandatangani untuk menutupnya.")

    if done(request, form, do):
        return redirect("community:meeting", key)
    context = {
        "form": form, "one": found, "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "community/minutes.html", context, status=status_of(form))


def _attended(text: str) -> list[actions.Attended]:
    """One person a line: name; RT; as what."""
    people = []
    for line in text.splitlines():
        parts = [" ".join(part.split()) for part in line.split(";")]
        if parts[0]:
            people.append(actions.Attended(*parts[:3]))
    return people


@door(*queries.WHO_CALL)
def close(request: HttpRequest, key: int) -> HttpResponse:
    """Close it by the scan of the signed paper."""
    found = _meeting_or_404(key)
    sent = request.method == "POST"
    form = PaperForm(request.POST if sent else None, request.FILES if sent else None)

    def do(given: dict[str, Any]) -> str:
        actions.close_meeting(
            found, number=given["number"], signed_on=given["signed_on"], by=actor_of(request), on=places.today(),
            scan=given["scan"].read(SCAN_BYTES_MAX + 1),
        )  # fmt: skip
        return _("Musyawarah ditutup.")

    if done(request, form, do):
        return redirect("community:meeting", key)
    return _page(request, found, paper=form)


@door(*queries.WHO_SEE_MEETINGS)
def sheet(request: HttpRequest, key: int) -> HttpResponse:
    """Agenda and list of those present, to print: name, RT and the question, and nothing else about anybody."""
    found = _meeting_or_404(key)
    agenda = queries.agenda_of(found)
    families = [one.matter.family_id for one in agenda if one.matter.family_id]
    if masks.are_down(request) and families:
        note_export("meeting_sheet", families, by=actor_of(request), on=places.today(), named=True)
    context = {
        "one": found, "kind": KINDS[found.kind], "agenda": _agenda(request, found), "people": _people(request, found),
        "empty": range(EMPTY_LINES), "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "community/sheet.html", context)


@door(*queries.WHO_OPEN_PAPERS)
def paper(request: HttpRequest, key: int) -> HttpResponse:
    """The signed paper as it was scanned."""
    found = queries.paper_of(_meeting_or_404(key).pk)
    if found is None:
        raise Http404
    content = actions.see_paper(found, by=actor_of(request), on=places.today())
    answer = HttpResponse(content, content_type=found.media_type)
    ending = "pdf" if found.media_type.endswith("pdf") else "jpg"
    answer["Content-Disposition"] = f'attachment; filename="berita-acara-{key}.{ending}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _meeting_or_404(key: int) -> Meeting:
    found = queries.meeting_or_none(key) if key <= KEY_MAX else None
    if found is None:
        raise Http404
    return found
