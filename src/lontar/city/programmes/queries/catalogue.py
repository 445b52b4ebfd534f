"""The catalogue: lines, their budgets and what was realised."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from lontar.city.access import queries as officers
from lontar.city.ledger import queries as book
from lontar.city.programmes.models import Budget, Line, Realisation
from lontar.kit.gate import Actor, Role

# Whoever keeps the plan or inspects it; an agency's own operators see their own sensitive lines besides.
WHO_SEE_SENSITIVE = (Role.PLANNER, Role.INSPECTOR)


def line_by_id(key: int) -> Line | None:
    return Line.objects.select_related("agency", "sub_activity", "place").filter(pk=key).first()


def line_by_key(place_id: int, year: int, key: str) -> Line | None:
    """The line of a place and year by its lasting key."""
    found = Line.objects.select_related("agency", "sub_activity", "place")
    return found.filter(place_id=place_id, year=year, key=key).first()


def line_of_rule(place_id: int, year: int, rule: str) -> Line | None:
    """The line whose recipients this rule chooses."""
    found = Line.objects.select_related("agency", "sub_activity", "place")
    return found.filter(place_id=place_id, year=year, rule=rule).order_by("pk").first()


def budget_of(line_id: int) -> int | None:
    """Whole rupiah set aside for a line from all funds; None where no budget is known."""
    total: int | None = Budget.objects.filter(line_id=line_id).aggregate(sum=Sum("amount"))["sum"]
    return total


def purpose_of(line: Line) -> str:
    """What the book calls a line: its year and key, never more. A sensitive line is only a number there."""
    return f"{line.year}:{line.pk if line.sensitive else line.key}"


def handed_over(line: Line) -> int | None:
    """Whole rupiah of a line that Lontar's own book has in the hands of families; None where it keeps none of it."""
    found = book.totals(("budget", "delivered"), purpose=purpose_of(line), place_id=line.place_id)
    return sum(one.amount for one in found if one.kind == "delivered") if found else None


def budgets_of(line_id: int) -> dict[str, int]:
    """The same by fund: who provides it."""
    return dict(funds_of(line_id).values_list("fund", "amount"))


def funds_of(line_id: int) -> QuerySet[Budget]:
    """Each fund's budget with the document that says so."""
    return Budget.objects.filter(line_id=line_id).order_by("fund")


def realised_of(line_id: int) -> QuerySet[Realisation]:
    """What its agency reported as spent, quarter by quarter."""
    return Realisation.objects.filter(line_id=line_id).order_by("quarter")


def sees_sensitive(actor: Actor, agency_id: int) -> bool:
    """Whether this officer may see that such a line exists at all."""
    return actor.role in WHO_SEE_SENSITIVE or (actor.role == Role.OPERATOR and _agency_of(actor) == agency_id)


def may_keep_money(actor: Actor, line: Line) -> bool:
    """Whether this officer sets the budget and records what was spent: planners, and the operators of its agency."""
    return actor.role == Role.PLANNER or (actor.role == Role.OPERATOR and _agency_of(actor) == line.agency_id)


def lines_for(actor: Actor) -> QuerySet[Line]:
    """The lines that this officer may see. HIV and severe mental illness are not for everyone."""
    found = Line.objects.select_related("agency", "sub_activity", "place")
    if actor.role in WHO_SEE_SENSITIVE:
        return found
    own = Q(agency_id=_agency_of(actor)) if actor.role == Role.OPERATOR else Q(pk__in=[])
    return found.filter(Q(sensitive=False) | own)


def years(actor: Actor) -> list[int]:
    """The years for which there is a catalogue, the latest first."""
    return sorted(set(lines_for(actor).values_list("year", flat=True)), reverse=True)


def catalogue(
    actor: Actor, *, year: int, agency: str = "", pillar: str = "", reach: str = "", search: str = ""
) -> QuerySet[Line]:
    """The lines of a year with `budget` and `realised` in whole rupiah, null where unknown; filtered."""
    lines = lines_for(actor).filter(year=year)
    if agency:
        lines = lines.filter(agency__code=agency)
    if pillar:
        lines = lines.filter(pillar=pillar)
    if reach:
        lines = lines.filter(reach=reach)
    if search:
        lines = lines.filter(
            Q(name__icontains=search) | Q(sub_activity__code__startswith=search) | Q(agency__name__icontains=search)
        )
    return lines.annotate(budget=_sum_of(Budget), realised=_sum_of(Realisation)).order_by("agency__name", "pk")


def _sum_of(model: type[Budget] | type[Realisation]) -> Subquery:
    sums = model.objects.filter(line=OuterRef("pk")).values("line").annotate(sum=Sum("amount")).values("sum")
    return Subquery(sums)


def totals(lines: QuerySet[Line]) -> dict[str, Any]:
    """Lines, agencies, rupiah, and of how many lines a budget or a code is not known."""
    return lines.aggregate(
        lines=Count("pk"),
        agencies=Count("agency", distinct=True),
        planned=Coalesce(Sum("budget"), 0),
        spent=Coalesce(Sum("realised"), 0),
        without_budget=Count("pk", filter=Q(budget=None)),
        without_realisation=Count("pk", filter=Q(realised=None)),
        without_code=Count("pk", filter=Q(sub_activity=None, payer=Line.Payer.CITY)),
        without_rule=Count("pk", filter=Q(reach=Line.Reach.BY_NAME, rule="")),
    )


def _agency_of(actor: Actor) -> int | None:
    officer = officers.officer_by_id(actor.id)
    return officer.agency_id if officer else None
