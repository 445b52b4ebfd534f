"""The catalogue: lines, and who may know of them."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from lontar.city.access import queries as officers
from lontar.city.programmes.models import Adoption, Budget, Line, Realisation
from lontar.kit.gate import Actor, Role

# Whoever keeps the plan or inspects it knows that a sensitive line exists and what it costs; an agency's own operators
# know it of theirs. Whom it concerns, and where, is told to those with a mandate of health (`access`) and to nobody else.
WHO_KNOW_SENSITIVE = (Role.PLANNER, Role.INSPECTOR)


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


def told_by_name(actor: Actor, line: str = "") -> Q:
    """A filter for whatever names families or wards of a line: all lines that are not sensitive, and of the sensitive ones
    those that this officer has a mandate for. `line` is the way from the rows to their line."""
    to = f"{line}__" if line else ""
    if not officers.has_health_mandate(actor.id):
        return Q(**{f"{to}sensitive": False})
    if actor.role in WHO_KNOW_SENSITIVE:
        return Q()
    return Q(**{f"{to}sensitive": False}) | Q(**{f"{to}agency_id": _agency_of(actor) or 0})


def is_told_by_name(actor: Actor, line: Line) -> bool:
    """Whether this officer may be told whom a line concerns, and where."""
    return not line.sensitive or Line.objects.filter(told_by_name(actor), pk=line.pk).exists()


def name_for(actor: Actor, line: Line) -> str:
    """What a line is called to somebody who speaks of one family; a sensitive one is named by those with a mandate for it."""
    if is_told_by_name(actor, line):
        return str(line.name)
    return _("bantuan yang dijelaskan petugas dengan mandat kesehatan; mintalah rinciannya kepada perangkat daerahnya")


def may_keep_money(actor: Actor, line: Line) -> bool:
    """Whether this officer sets the budget and records what was spent: planners, and the operators of its agency."""
    return actor.role == Role.PLANNER or (actor.role == Role.OPERATOR and _agency_of(actor) == line.agency_id)


def lines_for(actor: Actor) -> QuerySet[Line]:
    """The lines that this officer may see, with what they cost. HIV and severe mental illness are not for everyone."""
    found = Line.objects.select_related("agency", "sub_activity", "place")
    if actor.role in WHO_KNOW_SENSITIVE:
        return found
    own = Q(agency_id=_agency_of(actor)) if actor.role == Role.OPERATOR else Q(pk__in=[])
    return found.filter(Q(sensitive=False) | own)


def lines_by_name_for(actor: Actor) -> QuerySet[Line]:
    """The lines of which this officer may be told whom they concern, and where."""
    return Line.objects.select_related("agency", "sub_activity", "place").filter(told_by_name(actor))


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


def adopted_into(line_ids: list[int], place_id: int | None = None) -> QuerySet[Adoption]:
    """The proposals that were adopted into these lines, of one ward where it is named."""
    found = Adoption.objects.filter(line_id__in=line_ids).select_related("proposal__place")
    return (found.filter(proposal__place_id=place_id) if place_id is not None else found).order_by("-on", "-pk")


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
