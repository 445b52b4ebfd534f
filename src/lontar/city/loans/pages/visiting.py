"""Visits to borrowers who are late, and the letter that reminds them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from lontar.city.loans import actions, queries
from lontar.city.loans.forms import NoteVisit
from lontar.city.loans.pages.letters import letters
from lontar.city.loans.pages.shown import actor_of, asked, loan_or_404, note_names
from lontar.city.places import queries as places
from lontar.kit import papers
from lontar.kit.gate import door
from lontar.kit.sayings import refusal_told
from lontar.science.trouble import NotAllowed, Refusal


@door(*queries.WHO_DISPUTE)
def note_visit(request: HttpRequest, key: int) -> HttpResponse:
    """Write down a visit of the joint team."""
    found, actor = loan_or_404(request, key), actor_of(request)
    form = NoteVisit(request.POST or None, initial={"visited_on": places.today()})

    def deed(given: dict[str, Any]) -> None:
        actions.note_visit(found.pk, by=actor, on=places.today(), **given)

    return asked(
        request, form, deed, done=_("Kunjungan dicatat."), to=("loans:loan", found.pk),
        words={
            "title": _("Catat kunjungan %(number)s") % {"number": found.number}, "action": _("Catat kunjungan"),
            "back": reverse("loans:loan", args=[found.pk]),
            "lead": _("Ditepati atau tidaknya janji dihitung dari angsuran yang masuk, bukan ditulis orang."),
        },
    )  # fmt: skip


@door(*queries.WHO_RUN)
def reminder(request: HttpRequest, key: int) -> HttpResponse:
    """The letter as PDF; its outside names nobody."""
    found, actor, today = loan_or_404(request, key), actor_of(request), places.today()
    if request.method != "POST":
        return redirect("loans:loan", found.pk)
    try:
        actions.print_reminder(found.pk, by=actor, on=today)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, " ".join(refusal_told(refusal)))
        return redirect("loans:loan", found.pk)
    note_names(request, queries.families_behind(found))
    with translation.override("id"):  # a letter is Indonesian, whatever language the officer reads
        return papers.attached(letters(request, found, today), f"pengingat-{found.number}", "application/pdf")
