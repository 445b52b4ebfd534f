"""Meetings (musyawarah): the wards that still meet, one ward's list with what it changed, and its minutes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lontar.city.access import queries as officers
from lontar.city.journal.actions import note_export, saw_by_name
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.city.targeting import actions, queries
from lontar.city.targeting.forms import AMENDMENTS, STANDING_LOOKS, STANDINGS, AmendForm, MinutesForm, Reason
from lontar.city.targeting.models import Decision, Round, Step
from lontar.city.targeting.pages import papers
from lontar.city.targeting.pages.rounds import actor_of, round_or_404, state_of
from lontar.kit import masks
from lontar.kit.answers import done
from lontar.kit.gate import Actor, Role, door
from lontar.kit.paging import KEY_MAX, numbered_page
from lontar.kit.papers import attached
from lontar.kit.sealing import unseal
from lontar.science.trouble import Refusal

PAGE = 20
PAPER_ROWS_MAX = 5_000
WHO_READ = (*queries.WHO_MEET, Role.INSPECTOR)


@door(*WHO_READ)
def meetings(request: HttpRequest, key: int) -> HttpResponse:
    """Which wards have met, which still wait, and for how long."""
    found = round_or_404(request, key)
    today = places.today()
    rows: list[dict[str, Any]] = [
        {"step": one, "late": one.on is None and one.due < today, "days": ((one.on or today) - one.since).days}
        for one in queries.meetings_of(found, actor_of(request))
    ]
    waiting = [row for row in rows if row["step"].on is None]
    whole = found.state == Round.State.SCORED and bool(waiting) and officers.serves(
        actor_of(request).id, found.place_id
    )  # fmt: skip
    context = {
        "round": found, **state_of(found), "rows": rows, "waiting": len(waiting),
        "may_close_all": whole and actor_of(request).role in queries.WHO_MEET,
    }  # fmt: skip
    return render(request, "targeting/meetings.html", context)


@door(*WHO_READ)
def meeting(request: HttpRequest, key: int, place_id: int) -> HttpResponse:
    """One ward's list: what the rule found, what the meeting changed, and the minutes that close it."""
    found, place = _found(request, key, place_id)
    step = queries.meeting_in(found, place_id)
    form = MinutesForm(request.POST or None, request.FILES or None)

    def do(given: dict[str, Any]) -> str:
        minutes = actions.Minutes(given["number"], given["held_on"], form.scan_bytes())
        actions.close_meeting(found, place_id, minutes=minutes, by=actor_of(request), on=places.today())
        return _("Musyawarah %(place)s ditutup dengan berita acaranya.") % {"place": place.name}

    if done(request, form, do):
        return redirect("targeting:round", found.pk)
    return _shown(request, found, place, step, minutes=form)


def _found(request: HttpRequest, key: int, place_id: int) -> tuple[Round, Any]:
    found = round_or_404(request, key)
    place = places.by_id(place_id) if place_id <= KEY_MAX else None
    if place is None or not officers.serves(actor_of(request).id, place_id):
        raise Http404
    return found, place


def _shown(
    request: HttpRequest, found: Round, place: Any, step: Step | None, *,
    minutes: MinutesForm | None = None, amend_form: AmendForm | None = None,
) -> HttpResponse:  # fmt: skip
    listed = queries.decisions_of(found.pk, place_id=place.pk, order="rank").exclude(standing="")
    page = numbered_page(request, listed, PAGE)
    actor = actor_of(request)
    is_ward = place.level == "ward"
    open_ = found.state == Round.State.SCORED and (step is None or step.on is None)
    wrong = any(form is not None and form.is_bound and form.errors for form in (minutes, amend_form))
    context = {
        "round": found, **state_of(found), "place": place, "step": step, "page": page,
        "rows": rows_of(request, list(page.object_list)),
        "amendments": _amendments(request, found, place.pk),
        "minutes": minutes or MinutesForm(), "amend_form": amend_form or AmendForm(),
        "may_change": open_ and actor.role in queries.WHO_MEET,
        "may_strike": found.state == Round.State.MET and actor.role in queries.WHO_MEET,
        "may_reopen": is_ward and step is not None and step.on is not None and actor.role in queries.WHO_MEET
        and found.state in (Round.State.SCORED, Round.State.MET),
        "may_write": is_ward and found.is_binding and actor.role in queries.WHO_MEET,
        "masks_down": masks.are_down(request), "may_unmask": masks.may_unmask(request),
    }  # fmt: skip
    return render(request, "targeting/meeting.html", context, status=422 if wrong else 200)


def rows_of(request: HttpRequest, listed: list[Decision]) -> list[dict[str, Any]]:
    """Families as a meeting sees them: head, RT, standing. Never a decile, a number of the state or an illness."""
    keys = [one.family_id for one in listed]
    families = registry.families_matching(registry.FamilyFilter()).filter(pk__in=keys)
    known = {row.id: row for row in registry.rows_of(families, {})}
    saw_by_name("list", keys, request=request, on=places.today())
    rows = []
    for one in listed:
        family = known.get(one.family_id)
        look, sign = STANDING_LOOKS.get(one.standing, ("quiet", ""))
        rows.append(
            {
                "decision": one, "head": masks.shown(request, family.head) if family else "",
                "rt": family.rt if family and not family.hidden else "",
                "rw": family.rw if family and not family.hidden else "",
                "standing": STANDINGS.get(one.standing, ""), "look": look, "sign": sign,
            }
        )  # fmt: skip
    return rows


def _amendments(request: HttpRequest, found: Round, place_id: int) -> list[dict[str, Any]]:
    return [{"one": one, "kind": AMENDMENTS[one.kind]} for one in queries.amendments_of(found, place_id)]


@require_POST
@door(*queries.WHO_MEET)
def amend(request: HttpRequest, key: int, place_id: int) -> HttpResponse:
    """Add or strike one family, with the reason that the meeting gave."""
    found, place = _found(request, key, place_id)
    form = AmendForm(request.POST)

    def do(given: dict[str, Any]) -> str:
        number = "".join(given["family"].split())
        family = registry.families_of_numbers([number]).get(number)
        if family is None:
            raise Refusal(
                _("Tidak ada keluarga dengan nomor ini di wilayah Anda."),
                advice=_("Periksa nomornya. Yang belum terdaftar dicatat sebagai usulan dahulu."), field="family",
            )  # fmt: skip
        actions.amend(
            found, family, kind=given["kind"], reason=given["reason"], by=actor_of(request), on=places.today()
        )
        return _("Keluarga K-%(number)07d %(what)s.") % {"number": family, "what": AMENDMENTS[given["kind"]]}

    if done(request, form, do):
        return redirect("targeting:meeting", found.pk, place_id)
    return _shown(request, found, place, queries.meeting_in(found, place_id), amend_form=form)


@require_POST
@door(*queries.WHO_MEET)
def withdraw(request: HttpRequest, key: int, amendment_id: int) -> HttpResponse:
    """Undo what the meeting changed for one family."""
    found = round_or_404(request, key)
    undone = actions.withdraw_amendment(amendment_id, by=actor_of(request), on=places.today())
    messages.success(request, _("Perubahan ditarik kembali."))
    return redirect("targeting:meeting", found.pk, undone.place_id)


@door(*queries.WHO_MEET)
def reopen(request: HttpRequest, key: int, step_id: int) -> HttpResponse:
    """Open a meeting again, with the reason."""
    from lontar.city.targeting.pages.steps import stepped

    found = round_or_404(request, key)
    form = Reason(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        actions.reopen_meeting(step_id, reason=given["reason"], by=actor_of(request), on=places.today())
        return _("Musyawarah dibuka lagi; berita acara yang lama tetap tersimpan.")

    words = {
        "title": _("Buka lagi musyawarah"), "action": _("Buka lagi"),
        "words": _("Daftar wilayah itu dapat diubah lagi, dan ditutup dengan berita acara yang baru."),
        "undo": _("Berita acara yang lama tetap tersimpan."),
    }  # fmt: skip
    return stepped(request, found, form, do, words)


@door(*WHO_READ)
def minutes_scan(request: HttpRequest, key: int, step_id: int) -> HttpResponse:
    """The scanned minutes; they name families, so who opens them is written down."""
    found = round_or_404(request, key)
    scan = queries.scan_for(actor_of(request), step_id) if step_id <= KEY_MAX else None
    if scan is None:
        raise Http404
    note_export("minutes", [], by=actor_of(request), on=places.today(), named=True, purpose=f"round {found.pk}")
    return attached(unseal(scan.cipher), f"berita-acara-{step_id}", scan.media_type)


@door(*queries.WHO_MEET)
def meeting_sheet(request: HttpRequest, key: int, place_id: int) -> HttpResponse:
    """The list for the meeting on paper: head, RT and the question, with room to write. Only with the mask down."""
    found, place = _found(request, key, place_id)
    if not masks.are_down(request):
        return redirect(f"{reverse('registry:unmask')}?next={request.get_full_path()}")
    listed = list(queries.decisions_of(found.pk, place_id=place_id, order="rank").exclude(standing="")[:PAPER_ROWS_MAX])
    actor: Actor = actor_of(request)
    note_export(
        "meeting sheet", [one.family_id for one in listed], by=actor, on=places.today(), named=True,
        purpose=f"round {found.pk}",
    )  # fmt: skip
    rows = [
        {
            "number": f"K-{row['decision'].family_id:07d}", "head": row["head"],
            "rt": f"{row['rt'] or '…'}/{row['rw'] or '…'}", "standing": str(row["standing"]),
        }
        for row in rows_of(request, listed)
    ]  # fmt: skip
    made = papers.meeting_sheet(found, place.name, rows)
    return attached(made, f"musyawarah-{found.pk}-{place_id}", "application/pdf")
