"""Questions about what holds a payment, and until when."""

from datetime import date

from django.db.models import Q, QuerySet

from lontar.city.delivery.models import Entitlement, Hold
from lontar.city.delivery.queries.owed import entitlements, for_hand_over
from lontar.kit.gate import Actor, Role

HoldReason = Hold.Reason
WHO_MAY_HOLD = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER, Role.FIELD_WORKER)
WHO_MAY_CONFIRM = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER)
WHO_SEE_HOLDS = (*WHO_MAY_HOLD, Role.INSPECTOR)
# How long nobody needs to confirm it, and how long a confirmed one lasts until somebody decides. The city's own terms.
UNCONFIRMED_DAYS, CONFIRMED_DAYS = 14, 60


def in_force(on: date, prefix: str = "") -> Q:
    """Holds that hold on this day: not ended, and not past their last day."""
    return Q(**{f"{prefix}end": "", f"{prefix}until__gte": on})


def holds_for(actor: Actor, on: date) -> QuerySet[Hold]:
    """What holds payments in this officer's places, the one that ends first at the top."""
    found = Hold.objects.filter(in_force(on), entitlement__in=entitlements(actor).order_by().values("pk"))
    return found.select_related("entitlement__line", "entitlement__family", "place", "by").order_by("until", "pk")


def hold_on(entitlement: Entitlement, on: date) -> Hold | None:
    """What holds this payment on this day."""
    found = Hold.objects.filter(in_force(on), entitlement=entitlement)
    return found.select_related("by", "confirmed_by").first()


def free_to_give(actor: Actor, on: date) -> QuerySet[Entitlement]:
    """What this officer may hand over on this day: nothing that is held."""
    held = Hold.objects.filter(in_force(on)).values("entitlement_id")
    return for_hand_over(actor).exclude(pk__in=held)


def holds_of(entitlement: Entitlement) -> QuerySet[Hold]:
    """Everything that ever held it, the newest first."""
    return Hold.objects.filter(entitlement=entitlement).select_related("by", "confirmed_by", "ended_by").order_by("-pk")


def to_confirm(actor: Actor, on: date) -> QuerySet[Hold]:
    """Holds that wait for a second person, and this officer may be that person."""
    if actor.role not in WHO_MAY_CONFIRM:
        return Hold.objects.none()
    return holds_for(actor, on).filter(confirmed_on=None, entitlement__status="owed").exclude(by_id=actor.id)
