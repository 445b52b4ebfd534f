"""A line's money: what is set aside, in which stage, what was spent, what came of it."""

from django.db.models import QuerySet, Sum

from lontar.city.ledger import queries as book
from lontar.city.programmes.models import Budget, Line, Output, Realisation


def budget_of(line_id: int) -> int | None:
    """Whole rupiah set aside for a line from all funds; None where no budget is known."""
    total: int | None = Budget.objects.in_force().filter(line_id=line_id).aggregate(sum=Sum("amount"))["sum"]
    return total


def budgets_of(line_id: int) -> dict[str, int]:
    """The same by fund: who provides it."""
    return dict(Budget.objects.in_force().filter(line_id=line_id).order_by("fund").values_list("fund", "amount"))


def funds_of(line_id: int) -> QuerySet[Budget]:
    """Each fund's plan, budget and revised budget, with the document that says so."""
    return Budget.objects.filter(line_id=line_id).order_by("fund", "stage")


def by_fund(line_id: int) -> list[dict[str, object]]:
    """Each fund in one row: its plan, its budget and its revised budget; None where that is not known."""
    rows: dict[str, dict[str, object]] = {}
    for one in funds_of(line_id):
        rows.setdefault(one.fund, {"fund": one.fund, "plan": None, "budget": None, "revised": None})[one.stage] = one
    return list(rows.values())


def realised_of(line_id: int) -> QuerySet[Realisation]:
    """What its agency reported as spent, quarter by quarter."""
    return Realisation.objects.filter(line_id=line_id).order_by("quarter")


def reported_of(line_id: int) -> int | None:
    """Whole rupiah that its agency reported as spent beside Lontar; None where it reported nothing."""
    total: int | None = Realisation.objects.filter(line_id=line_id).aggregate(sum=Sum("amount"))["sum"]
    return total


def outputs_of(line_id: int) -> QuerySet[Output]:
    """What it is to bring about beside money."""
    return Output.objects.filter(line_id=line_id).order_by("what", "unit")


def purpose_of(line: Line) -> str:
    """What the book calls a line: its year and key, never more. Of a sensitive line a word that nobody reads anything from."""
    return f"{line.year}:{line.cover if line.sensitive else line.key}"


def account_code(kind: str, line: Line, place_code: str) -> str:
    """What the book calls an account of a line in a place."""
    return f"{kind}:{purpose_of(line)}:{place_code}"


def handed_over(line: Line) -> int | None:
    """Whole rupiah of a line that Lontar's own book has in the hands of families or has paid for works; None where it
    keeps none of it."""
    found = book.totals(("budget", "delivered", "built"), purpose=purpose_of(line), place_id=line.place_id)
    return sum(one.amount for one in found if one.kind != "budget") if found else None


def gone_of(line: Line) -> int:
    """Whole rupiah of a line that the treasury has paid out by the book: on the way, in hands of families, for works."""
    return sum(one.amount for one in book.totals(("sent", "delivered", "built"), purpose=purpose_of(line)))


def spent_of(line: Line) -> int:
    """Whole rupiah that are gone: handed over by Lontar, and reported as spent beside it."""
    return (handed_over(line) or 0) + (reported_of(line.pk) or 0)
