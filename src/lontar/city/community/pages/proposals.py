"""Proposals of the wards: written down, voted on, and what became of them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.community import actions, queries
from lontar.city.community.forms import FIELDS, STATES, ProposalForm, ProposalSearch, VotesForm
from lontar.city.community.models import Proposal
from lontar.city.community.pages.meetings import actor_of, own_wards
from lontar.city.places import queries as places
from lontar.kit import exports
from lontar.kit.answers import beside_field, done, status_of
from lontar.kit.formats import day
from lontar.kit.gate import door
from lontar.kit.paging import KEY_MAX, numbered_page
from lontar.science.trouble import Refusal

PAGE = 25


@door(*queries.WHO_SEE_PROPOSALS)
def proposals(request: HttpRequest) -> HttpResponseBase:
    """What the wards ask for, with votes, cost and what was answered."""
    wards = list(places.wards_in(places.home_or_refuse().pk).values_list("pk", "name"))
    form = ProposalSearch(request.GET, places=wards)
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    found = queries.proposals(
        place_id=wanted.get("place"), state=wanted.get("state", ""), field=wanted.get("field", "")
    )  # fmt: skip
    if asked := exports.wanted(request):
        heads = [_("Nomor"), _("Kelurahan"), _("Bidang"), _("Usulan"), _("Tempat"), _("Untuk tahun"), _("Biaya (Rp)"),
                 _("Suara"), _("Keadaan"), _("Jawaban"), _("Alasan"), _("Diusulkan")]  # fmt: skip
        rows = (
            [one.number, one.place.name, str(FIELDS[one.field]), one.title, one.spot, one.year, one.cost, one.votes,
             str(STATES[one.state]), one.answer, one.reason, day(one.on, "short")]
            for one in found
        )  # fmt: skip
        return exports.export(asked, name="usulan", heads=heads, rows=rows)
    page = numbered_page(request, found, PAGE)
    context = {
        "page": page, "rows": [(one, FIELDS[one.field]) for one in page.object_list],
        "words": [(_("Di"), form["place"]), (_("keadaan"), form["state"]), (_("bidang"), form["field"])],
        "proposes": actor_of(request).role in queries.WHO_PROPOSE,
    }  # fmt: skip
    return render(request, "community/proposals.html", context)


@door(*queries.WHO_SEE_PROPOSALS)
def proposal(request: HttpRequest, key: int) -> HttpResponse:
    """One proposal: who wants it, what it costs, and what became of it."""
    return _page(request, _proposal_or_404(key))


def _page(request: HttpRequest, found: Proposal, form: Any = None) -> HttpResponse:
    actor = actor_of(request)
    waits = found.state == Proposal.State.WAITING
    votes_here = waits and actor.role in queries.WHO_PROPOSE and access.serves(actor.id, found.place_id)
    context = {
        "one": found, "field": FIELDS[found.field],
        "votes_form": (form or VotesForm(initial={"votes": found.votes})) if votes_here else None,
        "answers": waits and actor.role in queries.WHO_ANSWER,
        "meeting": queries.meeting_or_none(found.meeting_id) if found.meeting_id else None,
        "sees_meeting": actor.role in queries.WHO_SEE_MEETINGS,
    }  # fmt: skip
    wrong = form is not None and form.errors
    return render(request, "community/proposal.html", context, status=422 if wrong else 200)


@door(*queries.WHO_PROPOSE)
def propose(request: HttpRequest) -> HttpResponse:
    """Write a proposal down."""
    held = [(one.pk, f"{one.question} ({day(one.held_on, 'short')})") for one in queries.meetings()[:50]]
    initial = {"year": places.today().year + 1, "meeting_id": request.GET.get("musyawarah", "")}
    form = ProposalForm(request.POST or None, initial=initial, places=own_wards(request), meetings=held)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        place_id = given.pop("place")
        try:
            made = actions.propose(
                actions.Draft(**given), place_id=place_id, by=actor_of(request), on=places.today(),
                made_up=places.is_made_up(),
            )  # fmt: skip
        except Refusal as refusal:
            beside_field(form, refusal)
        else:
            messages.success(request, _("Usulan %(number)s dicatat.") % {"number": made.number})
            return redirect("community:proposal", made.pk)
    return render(request, "community/propose.html", {"form": form}, status=status_of(form))


@door(*queries.WHO_PROPOSE)
def votes(request: HttpRequest, key: int) -> HttpResponse:
    """How many wanted it."""
    found = _proposal_or_404(key)
    form = VotesForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        actions.record_votes(found, given["votes"], by=actor_of(request), on=places.today())
        return _("Suara disimpan.")

    if done(request, form, do):
        return redirect("community:proposal", key)
    return _page(request, found, form)


def _proposal_or_404(key: int) -> Proposal:
    found = queries.proposal_or_none(key) if key <= KEY_MAX else None
    if found is None:
        raise Http404
    return found
