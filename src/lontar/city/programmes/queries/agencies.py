"""Organisations and what they have agreed."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
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


def run_out(on: date) -> QuerySet[Agreement]:
    """Those whose time is over since less than a year and that no later one with the same organisation follows, the latest
    first: whoever was told of their end in vain is told on."""
    later = Agreement.objects.filter(agency_id=OuterRef("agency_id"), since__gt=OuterRef("since")).filter(
        Q(until=None) | Q(until__gte=on)
    )
    over = agreements().filter(ended_on=None, until__lt=on, until__gte=on - timedelta(days=365))
    return over.exclude(Exists(later)).order_by("-until")


def agreements_waiting(actor: Actor, today: date) -> list[Waiting]:
    """Agreements that end soon, for who renews them."""
    if actor.role not in WHO_KEEP_AGREEMENTS:
        return []
    url = reverse("programmes:agencies")
    found = (
        (_("Perjanjian mitra akan berakhir"), ending_soon(today)),
        (_("Perjanjian mitra sudah berakhir"), run_out(today)),
    )
    return [Waiting(words, url, count, None, _("Lihat")) for words, rows in found if (count := rows.count())]
