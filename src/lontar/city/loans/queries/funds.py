"""How funds do: lent, come back, late, lost, to how many, turning how often; and whether their money was counted."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q, QuerySet, Sum

from lontar.city.ledger import queries as ledger
from lontar.city.loans.models import Application, CashCount, Change, Fund, LendingRound, Loan, Repayment
from lontar.city.loans.queries.book import FUND, Money, money_by_ward, purpose
from lontar.city.loans.queries.lending import Asked, NotFound, standings
from lontar.city.loans.queries.portfolios import portfolios
from lontar.city.loans.queries.products import offer, product
from lontar.city.places import queries as places
from lontar.science.instalments.paying import Portfolio, portfolio
from lontar.science.instalments.penalties import RULES
from lontar.science.trouble import words

COUNTS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Figures:
    """One fund, or many together, on a day."""

    money: Money
    loans_ever: int
    borrowers_ever: int
    lent_ever: int
    lent_in_year: int  # in the twelve months to the day
    returned_ever: int
    live: Portfolio
    unreconciled: int  # funds
    funds: int
    penalties: int = 0  # open for lateness
    rescheduled: int = 0  # live loans with a new plan, which their lateness began anew with
    rescheduled_left: int = 0  # their principal

    @property
    def turnover(self) -> float | None:
        """How often the capital was lent within the twelve months to the day; of a younger fund, since it was opened."""
        return self.lent_in_year / self.money.capital if self.money.capital else None


@dataclass(frozen=True, slots=True)
class FundRow:
    """A fund with its ward and how it does."""

    fund: Fund
    figures: Figures
    reconciled: str  # the last month that was counted without a difference, or nothing


def funds(place_id: int | None = None) -> QuerySet[Fund]:
    """The funds in the acting officer's places."""
    found = Fund.objects.select_related("place", "place__parent").order_by("place_id")
    if place_id is not None:
        lowest, highest = places.span(place_id)
        found = found.filter(place_id__gte=lowest, place_id__lte=highest)
    return found


def fund_in(place_id: int) -> Fund | None:
    return funds().filter(place_id=place_id).first() if 0 < place_id < 2**63 else None


def fund_or_refuse(place_id: int) -> Fund:
    found = fund_in(place_id)
    if found is None:
        raise NotFound(
            words("Kelurahan itu belum mempunyai dana bergulir di sini, atau di luar wilayah Anda."),
            advice=words("Perencana kota membuka dana kelurahan dengan modalnya."),
        )
    return found


def rows(place_id: int, *, on: date) -> list[FundRow]:
    """Every fund below a place, each with its figures as they stood at the end of a day."""
    found = list(funds(place_id))
    live = portfolios(place_id, on=on)
    lent = {
        fund: (loans, people, ever, year or 0)
        for fund, loans, people, ever, year in Loan.objects.filter(fund__in=found, on__lte=on)
        .values_list("fund_id")
        .annotate(
            Count("pk"), Count("person_id", distinct=True), Sum("principal"),
            year=Sum("principal", filter=Q(on__gt=year_before(on), carried=None)),
        )
    }  # fmt: skip
    came = Repayment.objects.filter(fund__in=found, reversal=None, on__lte=on)
    returned = dict(came.values_list("fund_id").annotate(n=Sum("principal")))
    agreed = counted(found)
    money: dict[int, Money] = {}
    for key in {one.product for one in found}:
        money |= money_by_ward(key, place_id, until=on)
    made = []
    penalties, rescheduled = open_penalties(found, on=on), rescheduled_of(found, on=on)
    for one in found:
        last = agreed.get(one.pk, "")
        loans, people, ever, year = lent.get(one.pk, (0, 0, 0, 0))
        figures = Figures(
            money.get(one.place_id, Money()), loans, people, ever, year, returned.get(one.pk, 0),
            live.get(one.pk) or portfolio([]), int(needs_count(one, last, on) != ""), 1,
            penalties.get(one.pk, 0), *rescheduled.get(one.pk, (0, 0)),
        )  # fmt: skip
        made.append(FundRow(one, figures, last))
    return made


def open_penalties(found: list[Fund], *, on: date) -> dict[int, int]:
    """What is open for lateness on the live loans of each fund; loans of which lateness costs nothing are not read."""
    ever = {
        key
        for key in {one.product for one in found}
        if any(one.value != "none" for one in product(key).values["penalty"])
    }
    live = Loan.objects.filter(
        fund__in=[one for one in found if one.product in ever], state=Loan.State.LIVE, on__lte=on
    )
    costly = [rule for rule in RULES if rule != "none"]
    owed: dict[int, int] = {}
    for row in standings(live.filter(terms__values__penalty__in=costly), on=on):
        owed[row.loan.fund_id] = owed.get(row.loan.fund_id, 0) + row.standing.penalty
    return owed


def rescheduled_of(found: list[Fund], *, on: date) -> dict[int, tuple[int, int]]:
    """How many live loans of each fund were given a new plan, and their principal left.

    By their new plan they are not late, so a share at risk tells nothing of them: whoever reads one is to see the other.
    """
    changed = Change.objects.filter(kind=Change.Kind.RESCHEDULED, on__lte=on, loan__fund__in=found)
    live = Loan.objects.filter(pk__in=changed.values("loan_id"), state=Loan.State.LIVE, on__lte=on)
    told: dict[int, tuple[int, int]] = {}
    for row in standings(live, on=on):
        loans, left = told.get(row.loan.fund_id, (0, 0))
        told[row.loan.fund_id] = loans + 1, left + row.standing.principal_left
    return told


def summed(many: list[FundRow]) -> Figures:
    """Funds together."""
    each = [row.figures for row in many]
    money = Money(*(sum(getattr(one.money, name) for one in each) for name in Money.__dataclass_fields__))
    live = [one.live for one in each]
    buckets = tuple(
        (sum(one.buckets[at][0] for one in live), sum(one.buckets[at][1] for one in live),
         sum(one.buckets[at][2] for one in live))
        for at in range(len(portfolio([]).buckets))
    )  # fmt: skip
    sums = {
        name: sum(getattr(one, name) for one in live)
        for name in ("loans", "fell_due", "paid_of_it", "paid_in_time", "overdue", "principal_left", "at_risk")
    }
    return Figures(
        money, sum(one.loans_ever for one in each), sum(one.borrowers_ever for one in each),
        sum(one.lent_ever for one in each), sum(one.lent_in_year for one in each),
        sum(one.returned_ever for one in each),
        Portfolio(**sums, buckets=buckets), sum(one.unreconciled for one in each), len(each),
        sum(one.penalties for one in each), sum(one.rescheduled for one in each),
        sum(one.rescheduled_left for one in each),
    )  # fmt: skip


def counted(found: list[Fund]) -> dict[int, str]:
    """The last month of each fund whose newest count agrees with the book as it stands now.

    What is booked into a counted month afterwards, such as a repayment of that month, makes it wait for a new count.
    """
    newest: dict[str, dict[int, CashCount]] = {}
    for one in CashCount.objects.filter(fund__in=found).order_by("pk"):
        newest.setdefault(one.period, {})[one.fund_id] = one
    agreed: dict[int, str] = {}
    for period in sorted(newest, reverse=True):
        asked = [one for one in found if one.pk in newest[period] and one.pk not in agreed]
        if asked:
            lies = lying_in(asked, until=end_of(period))
            agreed |= {one.pk: period for one in asked if newest[period][one.pk].counted == lies[one.pk]}
    return agreed


def lying_in(found: list[Fund], *, until: date) -> dict[int, int]:
    """What lay in each of these funds at the end of a day, by the book."""
    lowest, highest = min(one.place_id for one in found), max(one.place_id for one in found)
    area = lowest if lowest == highest else places.home_or_refuse().pk
    lies: dict[tuple[str, int | None], int] = {}
    for key in {one.product for one in found}:
        for total in ledger.totals((FUND,), purpose=purpose(key), place_id=area, until=until):
            lies[key, total.place_id] = total.amount
    return {one.pk: lies.get((one.product, one.place_id), 0) for one in found}


def year_before(on: date) -> date:
    """The same day of the year before; the last of February where that year had one day less.

    >>> year_before(date(2028, 2, 29))
    datetime.date(2027, 2, 28)
    """
    return on.replace(year=on.year - 1, day=min(on.day, monthrange(on.year - 1, on.month)[1]))


def month_before(on: date) -> str:
    """The last month that is over."""
    return f"{on.replace(day=1) - timedelta(days=1):%Y-%m}"


def end_of(period: str) -> date:
    year, month = int(period[:4]), int(period[5:])
    return date(year, month, monthrange(year, month)[1])


def needs_count(fund: Fund, last: str, on: date) -> str:
    """The month that is over and not reconciled; nothing where the fund is younger than that."""
    before = month_before(on)
    return before if last < before and fund.opened_on <= end_of(before) else ""


def counts_of(fund: Fund) -> list[tuple[CashCount, int]]:
    """The last counts of a fund; beside the newest of each month what lay there by the book as it stands now."""
    kept = CashCount.objects.filter(fund=fund).select_related("by").order_by("-period", "-pk")[:COUNTS_SHOWN]
    newest = {one.period: one.pk for one in reversed(kept)}
    return [
        (one, lying_in([fund], until=end_of(one.period))[fund.pk] if newest[one.period] == one.pk else one.book)
        for one in kept
    ]


def rounds_of(fund: Fund) -> QuerySet[LendingRound]:
    return (
        LendingRound.objects.filter(fund=fund)
        .annotate(loans_count=Count("loans"), lent=Sum("loans__principal"))
        .order_by("-number")
    )


def newest_round(fund: Fund) -> LendingRound | None:
    return rounds_of(fund).filter(number__gt=0).first()


def returned_of(round_: LendingRound) -> tuple[int, int]:
    """What was lent in a round, and how much of its principal has come back."""
    lent = Loan.objects.filter(round=round_).aggregate(n=Sum("principal"))["n"] or 0
    came = Repayment.objects.filter(loan__round=round_, reversal=None).aggregate(n=Sum("principal"))["n"] or 0
    return lent, came


def share_needed(fund: Fund, on: date) -> int:
    return offer(fund.product, on).returned_share


def product_name(fund: Fund, language: str) -> str:
    names = product(fund.product).name
    return names.get(language, names["id"])


def next_number(fund: Fund) -> int:
    """Receipts of a fund are numbered in one row: of instalments, and of what came back after a write-off."""
    repaid = Repayment.objects.filter(fund=fund).aggregate(n=Max("number"))["n"] or 0
    recovered = Change.objects.filter(loan__fund=fund).aggregate(n=Max("number"))["n"] or 0
    return int(max(repaid, recovered)) + 1


def open_applications(place_id: int) -> int:
    return Application.objects.filter(place_id=place_id, state=Asked.RECEIVED).count()
