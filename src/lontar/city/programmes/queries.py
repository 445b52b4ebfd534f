"""Questions about what is offered, by whom and with which money."""

from django.db.models import Sum

from lontar.city.programmes.models import Budget, Line


def line_by_id(key: int) -> Line | None:
    return Line.objects.select_related("agency", "sub_activity", "place").filter(pk=key).first()


def budget_of(line_id: int) -> int | None:
    """Whole rupiah set aside for a line from all funds; None where no budget is known."""
    total: int | None = Budget.objects.filter(line_id=line_id).aggregate(sum=Sum("amount"))["sum"]
    return total
