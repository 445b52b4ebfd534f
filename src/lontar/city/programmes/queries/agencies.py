"""Organisations and what they have agreed."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lontar.city.programmes.models import Agreement
from lontar.kit.gate import Actor, Role
from lontar.kit.waiting import Waiting

WARNED_DAYS = 60
WHO_KEEP_AGREEMENTS = (Role.PLANNER, Role.ADMINISTRATOR)


def agreements(agency_id: int | None = None) -> QuerySet[Agreement]:
    """What was agreed, the newest first; with everybody, or with one organisation."""
    found = Agreement.objects.select_related("agency", "by").order_by("-since", "-pk")
    return found if agency_id is None else found.filter(agency_id=agency_id)


def agreement_or_none(key: int) -> Agreement | None:
    return agreements().filter(pk=key).first()


def live_agreements(on: date) -> QuerySet[Agreement]:
    """Those that hold on a day."""
    not_over = (Q(until=None) | Q(until__gte=on)) & (Q(ended_on=None) | Q(ended_on__gt=on))
    return agreements().filter(not_over, since__lte=on)


def ending_soon(on: date) -> QuerySet[Agreement]:
    """Those that end within two months, the next first."""
    return live_agreements(on).filter(ended_on=None, until__lte=on + timedelta(days=WARNED_DAYS)).order_by("until")


def agreements_waiting(actor: Actor, today: date) -> list[Waiting]:
    """Agreements that end soon, for who renews them."""
    if actor.role != Role.PLANNER:
        return []
    ending = ending_soon(today)
    if not ending.exists():
        return []
    url = reverse("programmes:agencies")
    return [Waiting(_("Perjanjian mitra akan berakhir"), url, ending.count(), None, _("Lihat"))]
