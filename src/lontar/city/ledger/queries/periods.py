"""Questions about months that are closed."""

from datetime import date

from django.db.models import Max, QuerySet

from lontar.city.ledger.models import ClosedPeriod


def closed_periods() -> QuerySet[ClosedPeriod]:
    """The closed months, the last one first."""
    return ClosedPeriod.objects.order_by("-until")


def closed_until() -> date | None:
    """The last day that takes nothing any more; None while every day is open."""
    found: date | None = ClosedPeriod.objects.aggregate(last=Max("until"))["last"]
    return found
