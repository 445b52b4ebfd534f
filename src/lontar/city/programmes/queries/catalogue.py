"""The catalogue: lines, and who may know of them."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from lontar.city.access import queries as officers
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
    return lines.annotate(
        budget=_sum_of(Budget.objects.in_force()), realised=_sum_of(Realisation.objects.all())
    ).order_by("agency__name", "pk")


def _sum_of(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.filter(line=OuterRef("pk")).values("line").annotate(sum=Sum("amount")).values("sum"))


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
    return officers.agency_of(actor.id)
