"""Questions about families that were named, and about objections."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from lontar.city.access import queries as access
from lontar.city.programmes import queries as programmes
from lontar.city.targeting.models import Amendment, Nomination, Objection
from lontar.city.targeting.queries.who import WHO_HEAR, WHO_MEET, WHO_NOMINATE
from lontar.kit.gate import Actor
from lontar.science.place_codes import span


def nominations_for(actor: Actor, *, outcome: str = "") -> QuerySet[Nomination]:
    """The families that were named in the officer's places, the oldest open ones first."""
    if actor.role not in (*WHO_NOMINATE, *WHO_HEAR):
        return Nomination.objects.none()
    found = Nomination.objects.filter(access.within(access.spans(actor.id)))
    if actor.role not in WHO_HEAR:
        found = found.filter(by_id=actor.id)  # partners and field workers follow what they have named themselves
    if outcome:
        found = found.filter(outcome=outcome)
    return found.select_related("place", "line", "by").order_by("on", "pk")


def nomination_for(actor: Actor, key: int) -> Nomination | None:
    return nominations_for(actor).filter(pk=key).first()


def nominated_in(place_id: int, line_id: int) -> list[int]:
    """Families of an area that somebody named, for this line or for no line in particular."""
    lowest, highest = span(place_id)
    found = Nomination.objects.filter(
        place_id__gte=lowest, place_id__lte=highest, outcome=Nomination.Outcome.KNOWN, line_id__in=(line_id,)
    ) | Nomination.objects.filter(
        place_id__gte=lowest, place_id__lte=highest, outcome=Nomination.Outcome.KNOWN, line=None
    )
    return sorted({key for key in found.values_list("family_id", flat=True) if key is not None})


def nominations_of(family_id: int) -> QuerySet[Nomination]:
    """Each time somebody named this family."""
    return Nomination.objects.filter(family_id=family_id).order_by("-pk")


def objections_for(actor: Actor, *, outcome: str = "") -> QuerySet[Objection]:
    """Objections in the officer's places, the first to be answered first."""
    if actor.role not in WHO_HEAR:
        return Objection.objects.none()
    found = Objection.objects.filter(
        access.within(access.spans(actor.id)), programmes.told_by_name(actor, "round__line")
    )
    if outcome:
        found = found.filter(outcome=outcome)
    return found.select_related("round", "round__line", "place", "by", "answered_by").order_by("due", "pk")


def objections_to_answer(actor: Actor) -> QuerySet[Objection]:
    """The open ones that this officer may answer: never whoever recorded the strike that is objected to."""
    if actor.role not in WHO_MEET:
        return Objection.objects.none()
    own = Amendment.objects.filter(
        round_id=OuterRef("round_id"), family_id=OuterRef("family_id"), kind=Amendment.Kind.STRIKE, withdrawn_on=None,
        by=actor.id,
    )  # fmt: skip
    return objections_for(actor, outcome=Objection.Outcome.OPEN).exclude(Exists(own))


def objection_for(actor: Actor, key: int) -> Objection | None:
    return objections_for(actor).filter(pk=key).first()


def objections_of(round_: Any, family_id: int) -> QuerySet[Objection]:
    """What a family has said against this list, and what was answered."""
    return Objection.objects.filter(round=round_, family_id=family_id).select_related("answered_by").order_by("pk")
