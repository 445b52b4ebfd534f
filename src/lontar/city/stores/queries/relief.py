"""Questions about emergencies: which are declared, what went out, and whose names nobody has matched yet."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.access import queries as access
from lontar.city.stores.models import Emergency, Relief
from lontar.kit.gate import Actor, Role
from lontar.kit.waiting import Waiting

ReliefState = Relief.State
WHO_DECLARE = (Role.PLANNER,)
WHO_RELIEVE = (Role.OPERATOR, Role.WARD_OFFICER, Role.FIELD_WORKER)
WHO_SEE_RELIEF = (*WHO_DECLARE, *WHO_RELIEVE, Role.INSPECTOR)
WHO_MATCH = (Role.PLANNER, Role.OPERATOR, Role.WARD_OFFICER)


@dataclass(frozen=True, slots=True)
class GoneOut:
    """One kind of goods that went out in an emergency, in its own unit."""

    item: str
    unit: str
    quantity: int
    persons: int
    hand_overs: int


def emergencies() -> QuerySet[Emergency]:
    """Every declaration, the newest first: everybody who works here may know of it."""
    return Emergency.objects.select_related("place", "by").order_by("-since", "-pk")


def in_force(on: date) -> QuerySet[Emergency]:
    return emergencies().filter(since__lte=on, until__gte=on)


def reliefs(actor: Actor, emergency: Emergency | None = None, *, state: str = "") -> QuerySet[Relief]:
    """Hand-overs in this officer's places, the oldest first."""
    found = Relief.objects.filter(access.within(access.spans(actor.id)))
    if emergency is not None:
        found = found.filter(emergency=emergency)
    if state:
        found = found.filter(state=state)
    return found.select_related("emergency", "store", "item", "place", "by", "settled_by").order_by("pk")


def gone_out(actor: Actor, emergency: Emergency) -> list[GoneOut]:
    """What went out, by kind of goods."""
    rows = reliefs(actor, emergency).order_by("item__name").values_list("item__name", "item__unit")
    summed = rows.annotate(sum=Sum("quantity"), people=Sum("persons"), n=Count("pk"))
    return [GoneOut(name, unit, int(quantity), int(people), n) for name, unit, quantity, people, n in summed]


def unmatched(actor: Actor) -> tuple[int, date | None]:
    """How many names wait to be matched in this officer's places, and since when."""
    told = reliefs(actor, state=ReliefState.WAITING).order_by().aggregate(
        n=Count("pk"), since=Min("on"), last=Max("emergency_id", filter=Q(state=ReliefState.WAITING))
    )  # fmt: skip
    return int(told["n"]), told["since"]


def names_waiting_for(actor: Actor) -> list[Waiting]:
    """Names that were given in an emergency and wait to be matched."""
    if actor.role not in WHO_MATCH:
        return []
    count, since = unmatched(actor)
    if not count:
        return []
    return [Waiting(_("Penerima darurat belum dicocokkan"), reverse("stores:unmatched"), count, since, _("Cocokkan"))]
