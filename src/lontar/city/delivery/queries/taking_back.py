"""Questions about hand-overs that somebody wants taken back."""

from django.db.models import QuerySet

from lontar.city.delivery.models import Entitlement, OrderLine, TakeBack
from lontar.city.delivery.queries.owed import BOUND_TO_THEIR_LINES, agency_id_of, entitlements
from lontar.kit.gate import Actor, Role

WHO_ASK_BACK = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.FIELD_WORKER, Role.PARTNER)
# Whoever may turn an entry of the book round.
WHO_SETTLE_BACK = (Role.PLANNER, Role.OPERATOR)
BackState = TakeBack.State


def take_backs(actor: Actor) -> QuerySet[TakeBack]:
    """What was asked for in this officer's places, of lines that they may know of; the oldest first."""
    found = TakeBack.objects.filter(handover__entitlement__in=entitlements(actor).order_by().values("pk"))
    if actor.role in BOUND_TO_THEIR_LINES:
        found = found.filter(handover__entitlement__line__agency_id=agency_id_of(actor) or 0)
    return found.select_related("handover__entitlement__line__agency", "handover__entitlement__family", "place", "by", "settled_by").order_by("pk")  # fmt: skip


def take_back_of(entitlement: Entitlement) -> TakeBack | None:
    """What became of the last time that somebody wanted its hand-over taken back."""
    found = TakeBack.objects.filter(handover__entitlement=entitlement).select_related("by", "settled_by")
    return found.order_by("-pk").first()


def may_ask_back(entitlement: Entitlement, actor: Actor) -> bool:
    """Whether a hand-over may be asked back here: by hand, of a line of theirs, and nobody has asked already."""
    if actor.role not in WHO_ASK_BACK or entitlement.status != Entitlement.Status.DELIVERED:
        return False
    if actor.role in BOUND_TO_THEIR_LINES and entitlement.line.agency_id != agency_id_of(actor):
        return False
    last = take_back_of(entitlement)
    return (last is None or last.state != BackState.WAITING) and not paid_by_order(entitlement)


def paid_by_order(entitlement: Entitlement) -> bool:
    """Whether it arrived through a payment order: then its money lies with a payer and not in a hand."""
    return OrderLine.objects.filter(entitlement=entitlement, state=OrderLine.State.PAID).exists()


def may_settle_back(one: TakeBack, actor: Actor) -> bool:
    """A second person who neither asked for it nor handed over."""
    waits = one.state == BackState.WAITING and actor.role in WHO_SETTLE_BACK
    return waits and str(actor.id) not in (str(one.by_id), str(one.handover.by_id))


def to_settle_back(actor: Actor) -> QuerySet[TakeBack]:
    """What waits for this officer as the second person."""
    if actor.role not in WHO_SETTLE_BACK:
        return TakeBack.objects.none()
    waits = take_backs(actor).filter(state=BackState.WAITING)
    return waits.exclude(by_id=actor.id).exclude(handover__by_id=actor.id)
