"""Questions about visits: which promises were kept, and which loans ask for somebody to look before they are lost."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from lontar.city.loans.models import Instalment, Loan, Repayment, Visit
from lontar.city.loans.queries.lending import Row, standings

Promise = Literal["", "kept", "waiting", "broken"]
Sign = Literal["first_missed", "promise_broken", "growing"]
TREND_DAYS = 60


@dataclass(frozen=True, slots=True)
class SeenVisit:
    """A visit, and what became of its promise by the day that is asked for; empty where nothing was promised."""

    visit: Visit
    came: int
    promise: Promise


@dataclass(frozen=True, slots=True)
class Warned:
    """A loan that asks to be looked at, with its signs."""

    row: Row
    signs: tuple[Sign, ...]


def visits(loans: Collection[int]) -> QuerySet[Visit]:
    """Visits with what came back from the day of the visit to the day of the promise."""
    came = (
        Repayment.objects.filter(
            loan=OuterRef("loan"), reversal=None, on__gte=OuterRef("on"), on__lte=OuterRef("promised_for")
        )
        .order_by().values("loan").annotate(n=Sum("amount")).values("n")
    )  # fmt: skip
    found = Visit.objects.filter(loan_id__in=loans).annotate(came=Coalesce(Subquery(came), 0))
    return found.select_related("by").order_by("-on", "-pk")


def visits_of(loan: Loan, *, on: date) -> list[SeenVisit]:
    return [SeenVisit(one, one.came, _promise(one, one.came, on)) for one in visits([loan.pk])]  # type: ignore[attr-defined]  # annotated


def _promise(visit: Visit, came: int, on: date) -> Promise:
    if visit.promised is None or visit.promised_for is None:
        return ""
    if came >= visit.promised:
        return "kept"
    return "broken" if visit.promised_for < on else "waiting"


def broken_promises(*, on: date) -> QuerySet[Visit]:
    """The newest visit of each live loan in the officer's places, where its promise was broken."""
    live = Loan.objects.filter(state=Loan.State.LIVE).values("pk")
    newest = Visit.objects.filter(loan=OuterRef("loan")).order_by("-on", "-pk").values("pk")[:1]
    asked = visits([]).model.objects.filter(
        loan__in=live, promised__isnull=False, promised_for__lt=on, pk=Subquery(newest)
    )
    kept = visits(asked.values_list("loan_id", flat=True)).filter(pk__in=asked.values("pk"), came__lt=F("promised"))
    return kept.filter(~Q(promised=None))


def warnings(place_id: int, *, on: date) -> list[Warned]:
    """Live loans of a ward that ask to be looked at, the largest sum overdue first.

    The first instalment was missed and nothing came; the newest promise was broken; more is overdue than two months ago.
    """
    live = list(Loan.objects.filter(place_id=place_id, state=Loan.State.LIVE).select_related("place"))
    broken = set(broken_promises(on=on).filter(place_id=place_id).values_list("loan_id", flat=True))
    before = {row.loan.pk: row.standing.overdue for row in standings(live, on=on - timedelta(days=TREND_DAYS))}
    found = []
    for row in standings(live, on=on):
        now = row.standing
        signs: list[Sign] = []
        if now.overdue and not now.paid_of_it:
            signs.append("first_missed")
        if row.loan.pk in broken:
            signs.append("promise_broken")
        if before[row.loan.pk] and now.overdue > before[row.loan.pk]:
            signs.append("growing")
        if signs:
            found.append(Warned(row, tuple(signs)))
    return sorted(found, key=lambda one: (-one.row.standing.overdue, one.row.loan.pk))


def has_grown(loan: Loan) -> bool:
    """Whether all of a loan came back, and the last of it no later than its plan said: a bank may take it from here."""
    last_due = Instalment.objects.filter(loan=loan, plan=loan.plan).aggregate(n=Max("due_date"))["n"]
    last_paid = Repayment.objects.filter(loan=loan, reversal=None).aggregate(n=Max("on"))["n"]
    return loan.state == Loan.State.REPAID and bool(last_due and last_paid and last_paid <= last_due)
