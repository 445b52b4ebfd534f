"""What people asked and allowed, and how much of the clock is left."""

from datetime import timedelta
from typing import Any, Final

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lontar.city.places import queries as places
from lontar.city.privacy.models import Consent, PersonRequest, Referral
from lontar.city.privacy.queries.kept import sources_waiting
from lontar.city.privacy.queries.who import WHO_ANSWER
from lontar.kit.gate import Actor
from lontar.kit.waiting import Waiting

# 3×24 hours by day and by night, UU 27/2022: withdrawal art. 40, rectification art. 30, access art. 32; for objection
# (art. 10) and erasure the law names no hours, and we keep to the same. All but the first are believed: see
# docs/methods/privacy.md.
HOURS: Final = dict.fromkeys(PersonRequest.Kind.values, 72)


def hours_for(kind: str) -> int:
    """How long a request of this kind may take."""
    return HOURS[kind]


def requests(*, open_only: bool = False) -> QuerySet[PersonRequest]:
    """What people asked in the acting officer's places; the shortest clock first, answered ones last."""
    found = PersonRequest.objects.select_related("person", "received_by", "answered_by", "place")
    found = found.order_by(F("answered_at").desc(nulls_first=True), "due_at", "pk")
    return found.filter(state=PersonRequest.State.OPEN) if open_only else found


def request_or_none(key: int) -> PersonRequest | None:
    return requests().filter(pk=key).first() if 0 < key < 2**63 else None


def consents_of(person_id: int) -> QuerySet[Consent]:
    """What a person allowed, also what they withdrew since."""
    return Consent.objects.filter(person_id=person_id).select_related("agency").order_by("-pk")


def open_consent(key: int) -> Consent | None:
    return Consent.objects.filter(pk=key, withdrawn_at=None).select_related("agency", "person").first()


def referrals_of(families: list[int]) -> QuerySet[Referral]:
    return Referral.objects.filter(family_id__in=families).select_related("agency").order_by("-pk")


def referred_families() -> QuerySet[Referral]:
    """For a partner: the families that were referred to it and still consent. The database lets nothing else through."""
    return Referral.objects.filter(ended_at=None).select_related("family", "place").order_by("-referred_at")


def waiting_for(actor: Actor) -> list[Waiting]:
    """Requests whose clock runs: the desk shows the oldest hour first."""
    if actor.role not in WHO_ANSWER:
        return []
    sources = sources_waiting(actor, on=places.today())
    found = list(requests(open_only=True).values_list("due_at", "received_at"))
    if not found:
        return sources
    late = sum(due < timezone.now() for due, _received in found)
    soon = sum(due < timezone.now() + timedelta(hours=24) for due, _received in found) - late
    title = _("Permintaan orang tentang data dirinya")
    if late:
        title = _("Permintaan tentang data diri yang melewati 3×24 jam: %(n)s") % {"n": late}
    elif soon:
        title = _("Permintaan tentang data diri yang harus dijawab dalam 24 jam: %(n)s") % {"n": soon}
    oldest = min(received for _due, received in found)
    return [
        *sources,
        Waiting(title, reverse("privacy:requests"), len(found), timezone.localtime(oldest).date(), _("Jawab")),
    ]


def as_row(one: PersonRequest) -> dict[str, Any]:
    """A request with its clock in hours, for a screen and for programs."""
    left = (one.due_at - timezone.now()) / timedelta(hours=1)
    return {"one": one, "hours_left": round(left), "late": left < 0 and one.state == "open"}
