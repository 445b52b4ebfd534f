"""What is tagged as poverty budget, by pillar and by source."""

from dataclasses import dataclass

from django.db.models import Sum

from lontar.city.programmes.models import Budget, Line, Realisation
from lontar.city.programmes.queries.catalogue import lines_for
from lontar.kit.gate import Actor


@dataclass(frozen=True, slots=True)
class Tagged:
    """Lines of one pillar or one source: how many, of how many the budget is known, and the rupiah; None: not known."""

    key: str
    lines: int
    known: int
    plan: int | None
    budget: int | None
    in_force: int | None
    reported: int | None


def tagged_by_pillar(actor: Actor, year: int) -> list[Tagged]:
    """The lines of a year by pillar, of those that this officer may know of; what was reported counts whole."""
    lines = dict(lines_for(actor).filter(year=year).values_list("pk", "pillar"))
    return [_tagged(pillar, [key for key, its in lines.items() if its == pillar]) for pillar in Line.Pillar.values]


def tagged_by_fund(actor: Actor, year: int) -> list[Tagged]:
    """The same by source of money. What was spent is not reported by source, so it is not told here."""
    lines = list(lines_for(actor).filter(year=year).values_list("pk", flat=True))
    return [_tagged(fund, lines, fund=fund) for fund in Line.Payer.values]


def _tagged(key: str, lines: list[int], *, fund: str = "") -> Tagged:
    budgets = Budget.objects.filter(line__in=lines)
    if fund:
        budgets = budgets.filter(fund=fund)
    in_force = budgets.in_force()
    sums = {
        stage: budgets.filter(stage=stage).aggregate(sum=Sum("amount"))["sum"]
        for stage in (Budget.Stage.PLAN, Budget.Stage.BUDGET)
    }
    reported = None
    if not fund:
        reported = Realisation.objects.filter(line__in=lines).aggregate(sum=Sum("amount"))["sum"]
    known = in_force.values("line").distinct().count()
    return Tagged(
        key=key, lines=known if fund else len(lines), known=known, plan=sums[Budget.Stage.PLAN],
        budget=sums[Budget.Stage.BUDGET], in_force=in_force.aggregate(sum=Sum("amount"))["sum"], reported=reported,
    )  # fmt: skip
