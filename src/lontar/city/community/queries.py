"""Questions about meetings and proposals."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.community.models import Attendee, Matter, Meeting, Paper, Proposal
from lontar.city.places import queries as places
from lontar.city.registry import queries as registry
from lontar.kit.gate import EVERY_OFFICER, Actor, Role
from lontar.kit.waiting import Waiting
from lontar.science.trouble import NotFound as NotFound

WHO_SEE_MEETINGS = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.FUND_COMMITTEE, Role.INSPECTOR)
WHO_CALL = (Role.PLANNER, Role.WARD_OFFICER)
WHO_OPEN_PAPERS = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER)
WHO_SEE_PROPOSALS = EVERY_OFFICER
WHO_PROPOSE = (Role.PLANNER, Role.WARD_OFFICER, Role.FUND_COMMITTEE)
WHO_ANSWER = (Role.PLANNER, Role.OPERATOR)
State = Proposal.State


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A question with the family that it is about: head and RT, never a number, a decile or an illness."""

    matter: Matter
    head: str
    rt: str


def meetings() -> QuerySet[Meeting]:
    """The meetings in the acting officer's places, the newest first."""
    found = Meeting.objects.select_related("place", "by", "paper").annotate(people=Count("attendees"))
    return found.order_by("-held_on", "-pk")


def meeting_or_none(key: int) -> Meeting | None:
    return meetings().filter(pk=key).first()


def closed_meetings(place_id: int) -> QuerySet[Meeting]:
    """Those of a ward whose signed paper is there."""
    return meetings().filter(place_id=place_id, state=Meeting.State.CLOSED)


def agenda_of(meeting: Meeting) -> list[AgendaLine]:
    """What is asked, with head and RT of each family."""
    matters = list(meeting.matters.order_by("pk"))
    families = [one.family_id for one in matters if one.family_id]
    found = registry.families_matching(registry.FamilyFilter()).filter(pk__in=families)
    homes = {row.id: row for row in registry.rows_of(found, {})} if families else {}
    return [
        AgendaLine(one, homes[one.family_id].head, homes[one.family_id].rt)
        if one.family_id in homes
        else AgendaLine(one, "", "")
        for one in matters
    ]


def attendees_of(meeting: Meeting) -> QuerySet[Attendee]:
    return meeting.attendees.order_by("pk")


def paper_of(meeting_id: int) -> Paper | None:
    return Paper.objects.filter(meeting_id=meeting_id).first()


def proposals(*, place_id: int | None = None, state: str = "", field: str = "") -> QuerySet[Proposal]:
    """What wards have proposed, the newest first; open to everybody, for it names nobody."""
    found = Proposal.objects.select_related("place").order_by("-on", "-pk")
    if place_id is not None:
        lowest, highest = places.span(place_id)
        found = found.filter(place_id__gte=lowest, place_id__lte=highest)
    if state:
        found = found.filter(state=state)
    return found.filter(field=field) if field else found


def proposal_or_none(key: int) -> Proposal | None:
    return Proposal.objects.select_related("place", "answered_by").filter(pk=key).first()


def proposals_by_ward(place_id: int) -> dict[int, dict[str, Any]]:
    """Each ward's proposals: how many, and how many wait, were adopted, were refused."""
    counts = {state: Count("pk", filter=Q(state=state)) for state in State.values}
    lowest, highest = places.span(place_id)
    rows = Proposal.objects.filter(place_id__gte=lowest, place_id__lte=highest).order_by().values("place_id")
    return {row["place_id"]: dict(row) for row in rows.annotate(all=Count("pk"), **counts)}


def waiting_for(actor: Actor) -> list[Waiting]:
    """Meetings whose paper is missing, and proposals without an answer."""
    work: list[Waiting] = []
    if actor.role in WHO_CALL:
        spans = access.spans(actor.id)
        left = Meeting.objects.filter(access.within(spans)).exclude(state=Meeting.State.CLOSED)
        due = left.filter(held_on__lt=places.today()).order_by("held_on")
        if (first := due.first()) is not None:
            title = _("Musyawarah tanpa berita acara")
            work.append(Waiting(title, reverse("community:meetings"), due.count(), first.held_on, _("Lengkapi")))
    if actor.role == Role.PLANNER:
        waits = Proposal.objects.filter(state=State.WAITING).order_by("on")
        if (oldest := waits.first()) is not None:
            url = f"{reverse('community:proposals')}?state=waiting"
            work.append(Waiting(_("Usulan warga menunggu jawaban"), url, waits.count(), oldest.on, _("Jawab")))
    return work
